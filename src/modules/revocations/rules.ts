import { countWorkingDays, type WorkingDays } from '#kernel/holidays';
import { addDays, type PlainDate } from '#kernel/plain-date';
import { arePresencesSaid, type Presences } from '#kernel/presences';
import { hasRelease, type CaseFacts, type EarlyEnd } from '#modules/cases';
import {
  endStates,
  type Finding,
  type Holder,
  type ProceedingFacts,
  type ProceedingKind,
  type ProceedingState,
  type Release,
  type ReleaseDay,
  type RouteName,
} from './revocation.ts';
import { holderAt, movesFrom, nextState, stepRow, urgency, type ProceedingStep } from './routes.ts';

export type RevocationRefusal =
  | 'wrong_state'
  | 'was_withdrawn'
  | 'withdrawal_running'
  | 'already_over'
  | 'case_not_open'
  | 'case_still_open'
  | 'not_released'
  | 'release_unknown'
  | 'already_released'
  | 'nothing_lapses'
  | 'not_on_this_way'
  | 'breach_needed'
  | 'already_begun'
  | 'danger_missing'
  | 'urgent_not_allowed'
  | 'already_urgent'
  | 'finding_missing'
  | 'day_missing'
  | 'day_in_future'
  | 'day_before_last'
  | 'day_before_reception'
  | 'reason_missing'
  | 'told_missing'
  | 'number_missing'
  | 'number_used'
  | 'issuer_missing'
  | 'advice_missing'
  | 'second_person_needed'
  | 'tier_decides_itself'
  | 'sitting_hears'
  | 'minutes_missing'
  | 'annex_not_set'
  | 'presence_missing'
  | 'period_unknown'
  | 'period_moved'
  | 'new_end_missing'
  | 'new_end_same'
  | 'new_end_before_decision'
  | 'new_end_too_late'
  | 'counselling_missing'
  | 'next_missing'
  | 'next_in_past'
  | 'ending_running'
  | 'transfer_running'
  | 'family_told'
  | 'call_missing';
export type RevocationRefused = { ok: false; refusal: RevocationRefusal };
export type RevocationVerdict = { ok: true } | RevocationRefused;

const yes = { ok: true } as const;
export function no(refusal: RevocationRefusal): RevocationRefused {
  return { ok: false, refusal };
}

/** Enough words to be a reason. */
const REASON = 10;

export function isOver(state: ProceedingState): boolean {
  return (endStates as readonly ProceedingState[]).includes(state);
}

/** On which way a supervision of this kind is taken back early, or its decree called off; none where there is no decree to call off. */
export function routeFor(kind: ProceedingKind, early: EarlyEnd): RouteName | undefined {
  if (kind === 'cancellation') return early === 'revocation' ? 'cancellation' : undefined;
  if (early === 'revocation') return 'tiers';
  if (early === 'judge') return 'judge';
  return early === 'official_in_charge' ? 'diversion' : 'authority';
}

export type ReleaseFacts = Pick<CaseFacts, 'kind' | 'releasedOn' | 'releaseExpectedOn' | 'guidanceStart'>;
/**
 * Whether the client is out, and by which day. Until then a decree is cancelled, from then on revoked. An expected day that has come
 * says nothing: nobody was released because it was expected. The database holds the same table (revocations.release_of).
 */
export function releaseOf({ kind, ...known }: ReleaseFacts, today: PlainDate): Release {
  const found = (by: ReleaseDay, day: PlainDate): Release => ({
    standing: day <= today ? 'released' : 'not_released',
    by,
    day,
  });
  if (!hasRelease(kind))
    return known.guidanceStart === null
      ? { standing: 'unknown', by: null, day: null }
      : found('guidance_start', known.guidanceStart);
  if (known.releasedOn !== null) return found('released', known.releasedOn);
  if (known.releaseExpectedOn === null) return { standing: 'unknown', by: null, day: null };
  const expected = { by: 'release_expected', day: known.releaseExpectedOn } as const;
  return { standing: known.releaseExpectedOn > today ? 'not_released' : 'unknown', ...expected };
}

/** What may be asked for of a client so released; nothing while nobody knows. */
export function kindFor({ standing }: Release): ProceedingKind | undefined {
  if (standing === 'unknown') return undefined;
  return standing === 'released' ? 'revocation' : 'cancellation';
}

export type BeginAttempt = {
  kind: ProceedingKind;
  breachId: string | undefined;
  reason: string;
  told: string;
  urgent: boolean;
  danger: string;
  finding: Finding | undefined;
  documentNumber: string;
  presences: Presences | undefined;
};
/** May a proceeding begin for this client? */
export function judgeBegin(
  attempt: BeginAttempt,
  facts: { open: boolean; early: EarlyEnd; release: Release; child: boolean },
  now: { breachWaits: boolean; running: boolean; urgentAllowed: boolean },
): RevocationVerdict {
  if (!facts.open) return no('case_not_open');
  const route = routeFor(attempt.kind, facts.early);
  if (!route) return no('not_on_this_way');
  if (facts.release.standing === 'unknown') return no('release_unknown');
  const released = facts.release.standing === 'released';
  if (attempt.kind === 'revocation' && !released) return no('not_released');
  if (attempt.kind === 'cancellation' && released) return no('already_released');
  if (now.running) return no('already_begun');
  if (attempt.kind === 'revocation' && (!attempt.breachId || !now.breachWaits)) return no('breach_needed');
  if (attempt.kind === 'cancellation' && !attempt.finding) return no('finding_missing');
  if (attempt.kind === 'cancellation' && attempt.documentNumber === '') return no('number_missing');
  if (attempt.reason.length < REASON) return no('reason_missing');
  if (attempt.urgent) {
    const marked = judgeDanger(route, attempt.danger, now.urgentAllowed);
    if (!marked.ok) return marked;
  }
  // Whoever is a danger is told when he has been found; everybody else from the first day.
  if (!isUntold({ urgent: attempt.urgent, route }) && attempt.told.length < REASON) return no('told_missing');
  return facts.child && !arePresencesSaid(attempt.presences) ? no('presence_missing') : yes;
}

/** Danger is said in words. Where the head may revoke before anybody is heard, the office has the urgent way; elsewhere the mark gives no power. */
function judgeDanger(route: RouteName, danger: string, urgentAllowed: boolean): RevocationVerdict {
  if (urgency[route] === 'revokes_first' && !urgentAllowed) return no('urgent_not_allowed');
  return danger.length < REASON ? no('danger_missing') : yes;
}

/** May a proceeding that runs be marked as urgent? Once: what was said of the danger stays as it was said. */
export function judgeMark(
  { route, state, urgent }: Pick<ProceedingFacts, 'route' | 'state' | 'urgent'>,
  attempt: { danger: string },
  now: { open: boolean; urgentAllowed: boolean },
): RevocationVerdict {
  if (isOver(state)) return no('already_over');
  if (!now.open) return no('case_not_open');
  if (urgent) return no('already_urgent');
  return judgeDanger(route, attempt.danger, now.urgentAllowed);
}

/** Whoever may be revoked before he is heard is not warned of it. On every other way he is told as everybody is, danger or not. */
function isUntold({ urgent, route }: Pick<ProceedingFacts, 'urgent' | 'route'>): boolean {
  return urgent && urgency[route] === 'revokes_first';
}

/** What ends with words to the client about how his guidance goes on. */
const guidanceGoesOn: readonly ProceedingStep[] = [
  'refuse',
  'lift',
  'agree_withdrawal',
  'carry_out_refusal',
  'confirm_refusal',
  'confirm_period',
];
export function needsNext(kind: ProceedingKind, step: ProceedingStep): boolean {
  return kind === 'revocation' && guidanceGoesOn.includes(step);
}

const takenFromHim: readonly ProceedingStep[] = ['revoke_temporarily', 'carry_out', 'confirm_decree'];
/**
 * What is decided is told to the client in words for him: that his guidance goes on always, that it is taken from him unless he is a danger,
 * who hears of it when he has been found. The database holds the same table (revocations.is_told).
 */
export function mustTell(of: Pick<ProceedingFacts, 'urgent' | 'route'>, step: ProceedingStep): boolean {
  return (
    guidanceGoesOn.includes(step) ||
    step === 'withdraw' ||
    step === 'lapse' ||
    (!isUntold(of) && takenFromHim.includes(step))
  );
}

/** Whoever refuses what his own office proposed reprimands for it. What others refuse they answer for themselves. The database keeps the same (revocations.keep_reprimand). */
export function reprimands(step: ProceedingStep): boolean {
  return stepRow(step).reprimands === true;
}

/** A child's case calls the guardian and the companion whenever his own office acts; the sitting's minutes say who was there. */
export function callsGuardian(child: boolean, step: ProceedingStep): boolean {
  const { by, outside } = stepRow(step);
  return child && !outside && step !== 'stop' && (by === 'revocation:handle' || by === 'revocation:decide');
}

/** The office's file for the decision goes with it. Before release the evidence is the institution's, and no breach of a guidance. */
export function isAnnexed(kind: ProceedingKind, step: ProceedingStep): boolean {
  return kind === 'revocation' && stepRow(step).annexed === true;
}

/** Whose paper is noted, where the tier would note it itself if it used Simpul. */
export function tierOf(state: ProceedingState): 'kanwil' | 'ditjenpas' | undefined {
  return state === 'at_kanwil' ? 'kanwil' : state === 'at_ditjenpas' ? 'ditjenpas' : undefined;
}

/** The step whose paper is a decision that ends a supervision or lets it go on, and carries a number that no other may have. */
export function isDecree(step: ProceedingStep): boolean {
  return stepRow(step).document === 'decree';
}

/** What a tier drafts, or the decree does, and what takes the supervision from the client for the time being. */
const taking: readonly ProceedingStep[] = [
  'revoke_urgently',
  'revoke_temporarily',
  'uphold',
  'draft_decree',
  'sign_decree',
  'note_decree',
  'confirm_decree',
  'carry_out',
];
/**
 * Nothing is called off for whoever is out, and nothing revoked of whoever is not: also where his release was recorded, or corrected, while
 * it ran. Where nobody knows, what has begun goes on. The database holds the same of what takes effect (revocations.keep_release).
 */
export function judgeStanding(
  kind: ProceedingKind,
  step: ProceedingStep,
  standing: Release['standing'],
): RevocationVerdict {
  if (step === 'lapse') return standing === 'released' ? yes : no('nothing_lapses');
  if (!taking.includes(step)) return yes;
  if (kind === 'cancellation') return standing === 'released' ? no('already_released') : yes;
  return standing === 'not_released' ? no('not_released') : yes;
}

/** Takes over, on its own paper, what somebody noted of a decision from outside. */
export function confirmsNote(step: ProceedingStep): boolean {
  return step === 'confirm_decree' || step === 'confirm_refusal' || step === 'confirm_period';
}

export type StepAttempt = {
  step: ProceedingStep;
  day: PlainDate | undefined;
  reason: string;
  documentNumber: string;
  issuer: string;
  told: string;
  nextOn: PlainDate | undefined;
  advice: 'approve' | 'reject' | undefined;
  /** What the client is reprimanded to do from now on; nothing where nothing is proven. */
  counselling: string;
  notProven: boolean;
  presences: Presences | undefined;
};
export type Situation = {
  today: PlainDate;
  /** The day of the step before. */
  lastDay: PlainDate;
  open: boolean;
  child: boolean;
  actorId: string;
  /** Who took each step last. */
  takenBy: ReadonlyMap<string, string>;
  /** Tiers that note their own steps here. */
  tiers: { kanwil: boolean; ditjenpas: boolean };
  /** The office keeps its sittings in this house. */
  sits: boolean;
  /** Whether the client is out. */
  standing: Release['standing'];
};

/** May this step be taken now, by this person, on this paper? */
export function judgeStep(proceeding: ProceedingFacts, attempt: StepAttempt, now: Situation): RevocationVerdict {
  const { step } = attempt;
  const { outside, numbered, document, notBy = [] } = stepRow(step);
  if (!nextState(proceeding.route, proceeding.state, step)) return no(whyNot(proceeding.state));
  if (step === 'stop' && now.open) return no('case_still_open');
  if (step !== 'stop' && !now.open) return no('case_not_open');
  const meanwhile = judgeStanding(proceeding.kind, step, now.standing);
  if (!meanwhile.ok) return meanwhile;
  const tier = tierOf(proceeding.state);
  if (outside && tier && now.tiers[tier]) return no('tier_decides_itself');
  // What a sitting advised nobody types for it.
  if (step === 'hear' && now.sits) return no('sitting_hears');
  if (notBy.some((earlier) => (earlier === 'begin' ? proceeding.begunBy : now.takenBy.get(earlier)) === now.actorId))
    return no('second_person_needed');
  const day = judgeDay(attempt.day, now);
  if (!day.ok) return day;
  if (numbered && !(isDecree(step) && !outside) && attempt.documentNumber === '') return no('number_missing');
  if (document === 'decree' && outside && attempt.issuer === '') return no('issuer_missing');
  if (step === 'hear' && !attempt.advice) return no('advice_missing');
  if (attempt.reason.length < REASON) return no('reason_missing');
  if (step === 'revoke_urgently' && !proceeding.urgent) return no('danger_missing');
  if (mustTell(proceeding, step) && attempt.told.length < REASON) return no('told_missing');
  if (reprimands(step) && !attempt.notProven && attempt.counselling.length < 5) return no('counselling_missing');
  if (needsNext(proceeding.kind, step)) {
    if (!attempt.nextOn) return no('next_missing');
    if (attempt.nextOn < now.today) return no('next_in_past');
  }
  return callsGuardian(now.child, step) && !arePresencesSaid(attempt.presences) ? no('presence_missing') : yes;
}

/** Dates go forward: a step's paper is not from before the last step's, and not from tomorrow. */
export function judgeDay(
  day: PlainDate | undefined,
  { today, lastDay }: Pick<Situation, 'today' | 'lastDay'>,
): RevocationVerdict {
  if (!day) return no('day_missing');
  if (day > today) return no('day_in_future');
  return day < lastDay ? no('day_before_last') : yes;
}

function whyNot(state: ProceedingState): RevocationRefusal {
  if (state === 'withdrawn') return 'was_withdrawn';
  if (state === 'withdrawal_asked') return 'withdrawal_running';
  return isOver(state) ? 'already_over' : 'wrong_state';
}

/** The steps that somebody may take where it stands and where the client is, of those that his rights give him; what a tier or a sitting says itself is not noted here. */
export function stepsOpen(
  { kind, route, state, urgent }: Pick<ProceedingFacts, 'kind' | 'route' | 'state' | 'urgent'>,
  may: (action: string) => boolean,
  now: Pick<Situation, 'open' | 'tiers' | 'sits' | 'standing'>,
): ProceedingStep[] {
  const tier = tierOf(state);
  return (Object.keys(movesFrom(route, state)) as ProceedingStep[]).filter((step) => {
    const { by, outside } = stepRow(step);
    if (!may(by) || (step === 'stop') === now.open || (step === 'hear' && now.sits)) return false;
    if (step === 'revoke_urgently' && !urgent) return false;
    if (!judgeStanding(kind, step, now.standing).ok) return false;
    return !(outside && tier && now.tiers[tier]);
  });
}

/** How many working days are left until a day; below nothing when it is past. */
export function workingDaysLeft(until: PlainDate, today: PlainDate, office: WorkingDays): number {
  const count = (from: PlainDate, through: PlainDate) =>
    countWorkingDays({ from: addDays(from, 1), until: addDays(through, 1) }, office);
  return until >= today ? count(today, until) : -count(until, today);
}

/** Whose lateness it is: of each stretch between two steps, the days count against whoever had the file. */
export function stretches(
  route: RouteName,
  begunOn: PlainDate,
  moves: readonly { to: ProceedingState; day: PlainDate }[],
  until: PlainDate,
): { holder: Holder; state: ProceedingState; from: PlainDate; through: PlainDate }[] {
  const points = [{ to: 'begun' as ProceedingState, day: begunOn }, ...moves];
  return points.flatMap(({ to: state, day }, at) => {
    const holder = holderAt(route, state);
    return holder ? [{ holder, state, from: day, through: points[at + 1]?.day ?? until }] : [];
  });
}
