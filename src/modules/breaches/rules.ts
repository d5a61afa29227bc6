import { deadline, isWorkingDay, type WorkingDays } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import type { Action } from '#modules/access';
import type { HearerInOffice, Rung } from '#modules/tasks';
import {
  runningStates,
  type Appearance,
  type BreachFacts,
  type BreachOption,
  type BreachSource,
  type BreachState,
  type Custody,
  type DayCount,
  type Heard,
  type SummonsFacts,
} from './breach.ts';

/**
 * How a breach moves. Read it aloud: one that was only proposed is confirmed or dismissed; for an open one the client is summoned or
 * examined; whoever was examined is reported on with a recommendation; and that is decided, or sent back. A proposal to revoke is taken
 * back while nobody has begun the proceeding. What somebody else said of the client is dismissed by another leader than the one who took it up, and never by who guides him. Everything that runs, and such a proposal, stops when the supervision itself is over; what
 * runs also by whoever leads where another authority has taken the matter. The database holds the same table (breaches.next_state).
 */
export const moves = {
  proposed: { confirm: 'open', dismiss: 'dismissed', stop: 'stopped' },
  open: { summon: 'summoned', examine: 'examined', stop: 'stopped' },
  summoned: { summon: 'summoned', examine: 'examined', conclude_absent: 'examined', stop: 'stopped' },
  examined: { examine: 'examined', recommend: 'recommended', stop: 'stopped' },
  recommended: {
    send_back: 'examined',
    reprimand: 'reprimanded',
    propose_revocation: 'proposed_for_revocation',
    close_unfounded: 'closed_unfounded',
    stop: 'stopped',
  },
  reprimanded: {},
  proposed_for_revocation: { take_back: 'recommended', stop: 'stopped' },
  closed_unfounded: {},
  dismissed: {},
  stopped: {},
} as const satisfies Record<BreachState, Partial<Record<BreachStep, BreachState>>>;

/** Who takes each step, and on which document it stands. Every step has its reason as well. */
export const steps = {
  confirm: { by: 'breach:handle', document: 'breach_note' },
  dismiss: { by: 'breach:handle', document: 'closing_note' },
  summon: { by: 'breach:handle', document: 'summons' },
  examine: { by: 'breach:handle', document: 'minutes' },
  conclude_absent: { by: 'breach:handle', document: 'minutes' },
  recommend: { by: 'breach:handle', document: 'recommendation' },
  send_back: { by: 'breach:decide', document: 'return_note' },
  reprimand: { by: 'breach:decide', document: 'reprimand' },
  propose_revocation: { by: 'breach:propose_revocation', document: 'proposal' },
  take_back: { by: 'breach:propose_revocation', document: 'return_note' },
  close_unfounded: { by: 'breach:decide', document: 'closing_note' },
  stop: { by: 'breach:decide', document: 'stop_note' },
} as const satisfies Record<string, { by: Action; document: string }>;
export type BreachStep = keyof typeof steps;
export type BreachDocument = (typeof steps)[BreachStep]['document'];

/** Documents whose number is known when the step is taken; minutes and reprimand get theirs as letters, afterwards. */
export const numbered: readonly BreachDocument[] = ['summons', 'stop_note'];

export function nextState(from: BreachState, step: BreachStep): BreachState | undefined {
  return (moves[from] as Partial<Record<BreachStep, BreachState>>)[step];
}

export function isRunning(state: BreachState): boolean {
  return (runningStates as readonly BreachState[]).includes(state);
}

/** The head has proposed to revoke, and nobody has begun the proceeding: as long as its day stands, somebody owes it. */
export function waitsToBegin({ state, dueOn }: { state: BreachState; dueOn: PlainDate | null }): boolean {
  return state === 'proposed_for_revocation' && dueOn !== null;
}

/** Whose turn it is: the counsellor's until he has recommended something, then whoever leads; and his to begin what was proposed. */
export function ownerOf(state: BreachState): 'pk' | 'section_head' | undefined {
  if (state === 'proposed_for_revocation') return 'pk';
  if (!isRunning(state)) return undefined;
  return state === 'recommended' ? 'section_head' : 'pk';
}

/** How long somebody who hears later waits for it, by the office's rule. */
export type Wait = 'head_after';
/** Who hears, one after the other, of a step that is late, by whose turn it is. Whoever leads the section has nobody above him but the head. */
export const ladders = {
  pk: [
    { to: 'section_head', after: 'at_once' },
    { to: 'head_of_bapas', after: 'head_after' },
  ],
  section_head: [{ to: 'head_of_bapas', after: 'at_once' }],
} as const satisfies Record<NonNullable<ReturnType<typeof ownerOf>>, readonly Rung<Wait, HearerInOffice>[]>;

/** The step that carries an option out. */
export const stepOfOption = {
  reprimand: 'reprimand',
  revocation: 'propose_revocation',
  unfounded: 'close_unfounded',
} as const satisfies Record<BreachOption, BreachStep>;

export type BreachRefusal =
  | 'wrong_state'
  | 'case_not_open'
  | 'day_in_future'
  | 'day_before_reception'
  | 'day_before_opening'
  | 'already_open'
  | 'ground_missing'
  | 'alleged_missing'
  | 'reason_missing'
  | 'told_missing'
  | 'presence_missing'
  | 'call_missing'
  | 'called_one_by_one'
  | 'in_custody'
  | 'held_that_day'
  | 'not_in_custody'
  | 'held_as_told'
  | 'custody_place_missing'
  | 'summons_running'
  | 'no_more_summonses'
  | 'visit_missing'
  | 'appear_too_soon'
  | 'office_closed'
  | 'not_sent_yet'
  | 'delivered_too_late'
  | 'notice_too_short'
  | 'already_answered'
  | 'appeared_before_sent'
  | 'day_not_over'
  | 'not_delivered_yet'
  | 'was_delivered'
  | 'summonses_left'
  | 'person_missing'
  | 'evidence_missing'
  | 'alternative_missing'
  | 'counselling_missing'
  | 'second_person_needed'
  | 'leader_dismisses'
  | 'sitting_first'
  | 'proceeding_begun'
  | 'follow_up_in_past'
  | 'file_refused'
  | 'nobody_chosen'
  | 'letter_there'
  | 'risk_from_assessment';
export type BreachRefused = { ok: false; refusal: BreachRefusal };
export type BreachVerdict = { ok: true } | BreachRefused;

const yes = { ok: true } as const;
export function no(refusal: BreachRefusal): BreachRefused {
  return { ok: false, refusal };
}

/** Not tomorrow, and not before the client came under supervision. */
export function judgeDay(day: PlainDate, receivedOn: PlainDate, today: PlainDate): BreachVerdict {
  if (day > today) return no('day_in_future');
  return day < receivedOn ? no('day_before_reception') : yes;
}

/** A day of the procedure itself: not before it began. */
export function judgeStepDay(day: PlainDate, breach: Pick<BreachFacts, 'openedOn'>, today: PlainDate): BreachVerdict {
  if (day > today) return no('day_in_future');
  return day < breach.openedOn ? no('day_before_opening') : yes;
}

export type SummonsOptions = { summonses: number; days: number; counts: DayCount; visit_before_last: boolean };

/** How many summonses have reached the client and found him absent; one that never reached him is as if it had not been sent. */
export function countUnheeded(summonses: readonly Pick<SummonsFacts, 'outcome'>[]): number {
  return summonses.filter(({ outcome }) => outcome === 'not_appeared').length;
}

/** May the client be called for this day? It is drafted today; whether the letter leaves him his time is judged again when it has gone. */
export function judgeSummons(
  breach: BreachFacts,
  summonses: readonly SummonsFacts[],
  appearOn: PlainDate,
  {
    options,
    office,
    visited,
    today,
  }: { options: SummonsOptions; office: WorkingDays; visited: boolean; today: PlainDate },
): BreachVerdict {
  if (!nextState(breach.state, 'summon')) return no('wrong_state');
  if (heldAt(breach)) return no('in_custody');
  if (summonses.some(({ outcome }) => outcome === null)) return no('summons_running');
  const unheeded = countUnheeded(summonses);
  if (unheeded >= options.summonses) return no('no_more_summonses');
  if (options.visit_before_last && options.summonses > 1 && unheeded === options.summonses - 1 && !visited)
    return no('visit_missing');
  if (appearOn < deadline(today, options.days, options.counts, office).on) return no('appear_too_soon');
  return isWorkingDay(appearOn, office) ? yes : no('office_closed');
}

/** Whether the letter, as it went, left the client the time that it was to leave him. */
export function leftTime({ sentOn, appearOn, days, counts }: SummonsFacts, office: WorkingDays): boolean {
  return sentOn !== null && appearOn >= deadline(sentOn, days, counts, office).on;
}

/** Where he is held now, as far as is known: what the institution told goes before what was noted. */
export function heldAt({ custody }: Pick<BreachFacts, 'custody'>): Custody | undefined {
  const lasting = custody.filter(({ until }) => until === null);
  return lasting.find(({ told }) => told) ?? lasting[0];
}

/** Held on a day, as far as is known: since when, where nobody could say, he counts as held on every day before his last one. */
export function isHeldOn({ custody }: Pick<BreachFacts, 'custody'>, day: PlainDate): boolean {
  return custody.some(({ since, until }) => (since === null || since <= day) && (until === null || until >= day));
}

/** Absent is only who was called in truth and in time and could come, and only when the day is over. */
export function judgeAppearance(
  summons: SummonsFacts,
  attempt: { outcome: Appearance; on: PlainDate; note: string },
  { office, today, breach }: { office: WorkingDays; today: PlainDate; breach: Pick<BreachFacts, 'custody'> },
): BreachVerdict {
  if (summons.outcome !== null) return no('already_answered');
  if (summons.sentOn === null) return no('not_sent_yet');
  if (attempt.on > today) return no('day_in_future');
  if (attempt.on < summons.sentOn) return no('appeared_before_sent');
  if (attempt.outcome === 'appeared') return yes;
  if (attempt.outcome === 'called_off') return attempt.note.length < 5 ? no('reason_missing') : yes;
  if (attempt.outcome === 'not_delivered') return summons.deliveredOn === null ? yes : no('was_delivered');
  if (isHeldOn(breach, summons.appearOn)) return no('held_that_day');
  if (summons.deliveredOn === null) return no('not_delivered_yet');
  if (summons.deliveredOn > summons.appearOn) return no('delivered_too_late');
  if (!leftTime(summons, office)) return no('notice_too_short');
  return attempt.on > summons.appearOn ? yes : no('day_not_over');
}

/** Everybody is heard; in the client's absence only when he has left every summons unheeded. */
export function judgeExamination(
  breach: BreachFacts,
  summonses: readonly SummonsFacts[],
  attempt: { about: Heard; person: string; heldOn: PlainDate; inAbsence: boolean },
  { options, today }: { options: Pick<SummonsOptions, 'summonses'>; today: PlainDate },
): BreachVerdict {
  const step = attempt.inAbsence ? 'conclude_absent' : 'examine';
  // Whoever reported and witnesses are heard at any time; only hearing the client moves the breach on.
  if (attempt.about === 'client' ? !nextState(breach.state, step) : !isRunning(breach.state)) return no('wrong_state');
  if (attempt.about !== 'client' && attempt.person === '') return no('person_missing');
  const day = judgeStepDay(attempt.heldOn, breach, today);
  if (!day.ok) return day;
  if (attempt.about !== 'client' || !attempt.inAbsence) return yes;
  if (heldAt(breach)) return no('in_custody');
  return countUnheeded(summonses) >= options.summonses ? yes : no('summonses_left');
}

/** Whoever would dismiss: what he is to the client and to whoever brought it up. */
export type Dismisser = { leads: boolean; guides: boolean; openedIt: boolean };

/**
 * May this person say that there is nothing in it? What the system counted his counsellor may answer: the row of misses stays before
 * whoever leads. What somebody else said ends only by a leader who neither took it up nor guides the client.
 */
export function judgeDismisser(source: BreachSource, { leads, guides, openedIt }: Dismisser): BreachVerdict {
  if (source === 'system') return yes;
  if (!leads) return no('leader_dismisses');
  return guides || openedIt ? no('second_person_needed') : yes;
}

export function judgeDismissal(
  breach: Pick<BreachFacts, 'state'> & { source: BreachSource },
  attempt: { reason: string },
  who: Dismisser,
): BreachVerdict {
  if (!nextState(breach.state, 'dismiss')) return no('wrong_state');
  if (attempt.reason.length < 10) return no('reason_missing');
  return judgeDismisser(breach.source, who);
}

/** A sanction rests on evidence; a revocation also on what was tried before it. */
export function judgeRecommendation(
  breach: BreachFacts,
  attempt: { option: BreachOption; reason: string; counselling: string },
  has: { evidence: boolean; alternatives: boolean },
): BreachVerdict {
  if (!nextState(breach.state, 'recommend')) return no('wrong_state');
  if (attempt.reason.length < 10) return no('reason_missing');
  if (attempt.option !== 'unfounded' && !has.evidence) return no('evidence_missing');
  if (attempt.option === 'revocation' && !has.alternatives) return no('alternative_missing');
  return attempt.option === 'reprimand' && attempt.counselling.length < 5 ? no('counselling_missing') : yes;
}

/** Whoever recommended does not decide. */
export function judgeDecision(
  breach: BreachFacts,
  attempt: {
    step: BreachStep;
    reason: string;
    told: string;
    counselling: string;
    followUpOn: PlainDate | undefined;
  },
  now: {
    recommendedBy: string | null;
    deciderId: string;
    evidence: boolean;
    alternatives: boolean;
    /** A sitting is to be heard before a reprimand, and has not advised on this recommendation. */
    sittingWaits: boolean;
  },
  today: PlainDate,
): BreachVerdict {
  if (!nextState(breach.state, attempt.step)) return no('wrong_state');
  if (attempt.step !== 'send_back' && now.recommendedBy === now.deciderId) return no('second_person_needed');
  if (attempt.step === 'reprimand' && now.sittingWaits) return no('sitting_first');
  if (attempt.reason.length < 10) return no('reason_missing');
  if (attempt.step !== 'send_back' && attempt.told.length < 10) return no('told_missing');
  if ((attempt.step === 'reprimand' || attempt.step === 'propose_revocation') && !now.evidence)
    return no('evidence_missing');
  if (attempt.step === 'propose_revocation' && !now.alternatives) return no('alternative_missing');
  if (attempt.step === 'reprimand' && attempt.counselling.length < 5) return no('counselling_missing');
  return attempt.followUpOn !== undefined && attempt.followUpOn < today ? no('follow_up_in_past') : yes;
}
