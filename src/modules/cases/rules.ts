import { daysBetween, latest, type PlainDate } from '#kernel/plain-date';
import { milestones, type Milestones } from '#kernel/milestones';
import type { AgeRange } from '#kernel/partial-date';
import { phaseDue, phaseInForce, type GuidancePhase } from '#kernel/guidance-phase';
import {
  decidedPhases,
  decreeReasons,
  openStates,
  type AgeGroup,
  type BasisKind,
  type CaseFacts,
  type CaseState,
  type ClientKind,
  type DecidedPhase,
  type EndReason,
  type MilestoneName,
  type PauseCause,
  type PhaseChangeState,
  type PhaseStanding,
  type SentenceParts,
  type TppAdvice,
  type TransferState,
} from './case.ts';
import { hasRelease, mayConcern, mayRestOn } from './kinds.ts';
import {
  isReasonSaid,
  nextPhaseState,
  nextState,
  nextTransferState,
  phaseSteps,
  steps,
  transferSteps,
  type PhaseStep,
  type StepRow,
  type TransferStep,
} from './moves.ts';

export function isOpen(state: CaseState): boolean {
  return (openStates as readonly CaseState[]).includes(state);
}

export type Refusal =
  | 'day_in_future'
  | 'time_in_future'
  | 'day_before_reception'
  | 'too_far_back'
  | 'wrong_state'
  | 'still_needed'
  | 'kind_not_for_age'
  | 'adult_under_eighteen'
  | 'child_under_twelve'
  | 'age_unusual'
  | 'basis_not_for_kind'
  | 'no_legal_basis'
  | 'already_registered'
  | 'number_already_void'
  | 'already_a_client'
  | 'person_deceased'
  | 'period_upside_down'
  | 'no_period'
  | 'period_not_over'
  | 'note_missing'
  | 'told_missing'
  | 'document_missing'
  | 'decree_needed'
  | 'rests_by_decision'
  | 'no_release_day'
  | 'release_missing'
  | 'release_twice'
  | 'release_document_missing'
  | 'already_proposed'
  | 'nothing_proposed'
  | 'second_person_needed'
  | 'transfer_running'
  | 'matter_running'
  | 'phase_change_running'
  | 'same_phase'
  | 'on_an_agenda'
  | 'same_unit'
  | 'not_a_bapas'
  | 'nobody_receives'
  | 'destination_missing'
  | 'destination_twice'
  | 'advice_missing'
  | 'not_a_counsellor_here'
  | 'counsellor_excluded'
  | 'same_counsellor'
  | 'nothing_to_hand_over'
  | 'preview_outdated'
  | 'already_lifted'
  | 'already_confirmed'
  | 'contract_without_conditions'
  | 'own_opening'
  | 'already_reviewed'
  | 'prove_again'
  | 'too_many_openings'
  | 'already_removed'
  | 'file_refused'
  | 'risk_from_assessment'
  | 'milestone_is_computed'
  | 'milestone_not_countable';
export type Refused = { ok: false; refusal: Refusal };
export type Verdict = { ok: true } | Refused;

const yes = { ok: true } as const;
export function no(refusal: Refusal): Refused {
  return { ok: false, refusal };
}

/** A day on record: not tomorrow, not before the client came. */
export function judgeDay(day: PlainDate, facts: Pick<CaseFacts, 'receivedOn'>, today: PlainDate): Verdict {
  if (day > today) return no('day_in_future');
  return day < facts.receivedOn ? no('day_before_reception') : yes;
}

/** What is written down later than so many days after it happened is refused, unless who writes it leads the section. */
export function judgeBackDating(
  happenedOn: PlainDate,
  today: PlainDate,
  who: { leads: boolean },
  daysBack: number,
): Verdict {
  if (happenedOn > today) return no('day_in_future');
  return !who.leads && daysBetween(happenedOn, today) > daysBack ? no('too_far_back') : yes;
}

export function judgeReception(
  attempt: { kind: ClientKind; ageGroup: AgeGroup; receivedOn: PlainDate },
  person: { deceasedOn: PlainDate | null; openKinds: readonly ClientKind[] },
  today: PlainDate,
): Verdict {
  if (attempt.receivedOn > today) return no('day_in_future');
  if (person.deceasedOn !== null) return no('person_deceased');
  if (!mayConcern(attempt.kind, attempt.ageGroup)) return no('kind_not_for_age');
  return person.openKinds.includes(attempt.kind) ? no('already_a_client') : yes;
}

export function judgeBasis(kind: ClientKind, basis: { kind: BasisKind; dated: PlainDate }, today: PlainDate): Verdict {
  if (basis.dated > today) return no('day_in_future');
  return mayRestOn(kind, basis.kind) ? yes : no('basis_not_for_kind');
}

/** A number may also be given to a client whose earlier number was void. */
export function judgeRegistration(
  facts: CaseFacts,
  hasBasis: boolean,
  registeredOn: PlainDate,
  today: PlainDate,
): Verdict {
  if (facts.registerLabel !== null) return no('already_registered');
  if (!isOpen(facts.state)) return no('wrong_state');
  if (!hasBasis) return no('no_legal_basis');
  return judgeDay(registeredOn, facts, today);
}

export function judgePeriod(facts: CaseFacts, period: { start: PlainDate; end: PlainDate }): Verdict {
  if (!isOpen(facts.state)) return no('wrong_state');
  return period.end < period.start ? no('period_upside_down') : yes;
}

/** When somebody was released, or is expected to be: one of the two. */
export type ReleaseDays = { releasedOn: PlainDate | null; expectedOn: PlainDate | null };
/** May a day of release be written down for this kind of client? None given is fine: not known stays not known. */
export function judgeReleaseGiven(
  kind: ClientKind,
  { releasedOn, expectedOn }: ReleaseDays,
  today: PlainDate,
): Verdict {
  if (releasedOn === null && expectedOn === null) return yes;
  if (!hasRelease(kind)) return no('no_release_day');
  if (releasedOn !== null && expectedOn !== null) return no('release_twice');
  return releasedOn !== null && releasedOn > today ? no('day_in_future') : yes;
}

export type ReleaseAttempt = ReleaseDays & { document: string; reason: string };
/** May the day of release be set so? It stands on a paper, and what is known is corrected with a reason. */
export function judgeReleaseDay(facts: CaseFacts, attempt: ReleaseAttempt, today: PlainDate): Verdict {
  if (!isOpen(facts.state)) return no('wrong_state');
  if (!hasRelease(facts.kind)) return no('no_release_day');
  if (attempt.releasedOn === null && attempt.expectedOn === null) return no('release_missing');
  const given = judgeReleaseGiven(facts.kind, attempt, today);
  if (!given.ok) return given;
  if (attempt.document === '') return no('release_document_missing');
  const known = facts.releasedOn ?? facts.releaseExpectedOn;
  return known !== null && attempt.reason.length < 5 ? no('note_missing') : yes;
}

/** Four dates of a sentence, where its beginning and length are known. */
export function judgeMilestones(
  firstDetainedOn: PlainDate | null,
  sentence: SentenceParts | null,
  remissionDays: number,
): Record<MilestoneName, PlainDate> | undefined {
  if (firstDetainedOn === null || sentence === null) return undefined;
  if (sentence.years + sentence.months + sentence.days === 0) return undefined;
  const found: Milestones = milestones(firstDetainedOn, sentence, remissionDays);
  return { one_third: found.oneThird, one_half: found.half, two_thirds: found.twoThirds, expiry: found.expiry };
}

type PhaseFacts = Pick<CaseFacts, 'guidanceStart' | 'guidanceEnd' | 'phaseDecided'>;

/** The phase due by the calendar; whether a client moves on is for the head to decide after a sitting. */
export function phaseDueOf(facts: Omit<PhaseFacts, 'phaseDecided'>, today: PlainDate): GuidancePhase | undefined {
  if (facts.guidanceStart === null || facts.guidanceEnd === null) return undefined;
  return phaseDue(facts.guidanceStart, facts.guidanceEnd, today);
}

/** The phase that a client is in. */
export function phaseOf(facts: PhaseFacts, today: PlainDate): GuidancePhase | undefined {
  return phaseInForce(facts.phaseDecided, phaseDueOf(facts, today));
}

/** Whether a move is overdue (PP 31/1999 pasal 33). The first phase begins by itself; who moved early is not late. */
export function judgePhase(facts: PhaseFacts, today: PlainDate): PhaseStanding {
  const due = phaseDueOf(facts, today);
  if (due !== 'advanced' && due !== 'final') return 'in_time';
  if (facts.phaseDecided === null) return 'never_decided';
  return decidedPhases.indexOf(facts.phaseDecided) < decidedPhases.indexOf(due) ? 'overdue' : 'in_time';
}

/** May the counsellor bring this move before a sitting? */
export function judgePhaseProposal(facts: CaseFacts, toPhase: DecidedPhase, now: { running: boolean }): Verdict {
  if (facts.state !== 'active' && facts.state !== 'paused') return no('wrong_state');
  if (facts.guidanceStart === null || facts.guidanceEnd === null) return no('no_period');
  if (now.running) return no('phase_change_running');
  return facts.phaseDecided === toPhase ? no('same_phase') : yes;
}

/** Whoever takes a step with a matter that somebody asked for, and what he writes with it. */
export type StepAttempt = { actorId: string; reason: string };
type Matter<State> = { state: State; requestedBy: string | null; advice: TppAdvice | null };
type StepVerdict<State> = { ok: true; state: State } | Refused;

/** What the tables of moves.ts ask of every step; where it leads is read there. */
function judgeRow<State>(
  { requestedBy, advice }: Matter<State>,
  row: StepRow,
  to: State | undefined,
  { actorId, reason }: StepAttempt,
): StepVerdict<State> {
  if (!to) return no('wrong_state');
  if (row.notBy === 'request' && requestedBy === actorId) return no('second_person_needed');
  if (row.document === 'decision' && advice === null) return no('advice_missing');
  return isReasonSaid(row, reason, advice) ? { ok: true, state: to } : no('note_missing');
}

/** May this step be taken with a change of phase, and where does it lead? */
export function judgePhaseStep(
  change: Matter<PhaseChangeState>,
  step: PhaseStep,
  attempt: StepAttempt,
): StepVerdict<PhaseChangeState> {
  return judgeRow(change, phaseSteps[step], nextPhaseState(change.state, step), attempt);
}

/** Years that do not fit the group: worth a second look, never a reason to refuse, since the age at the act counts. */
export function ageLooksWrong(ageGroup: AgeGroup, age: AgeRange | undefined): boolean {
  if (!age) return false;
  return ageGroup === 'adult' ? age.oldest < 18 : age.youngest >= 21;
}

export type Counsellor = { postedHere: boolean; hasLeft: boolean; excluded: boolean };

export function judgeAssignment(facts: CaseFacts, to: { staffId: string } & Counsellor): Verdict {
  if (!isOpen(facts.state)) return no('wrong_state');
  if (!to.postedHere || to.hasLeft) return no('not_a_counsellor_here');
  if (to.excluded) return no('counsellor_excluded');
  return facts.pkStaffId === to.staffId ? no('same_counsellor') : yes;
}

export function judgePause(
  facts: CaseFacts,
  { startsOn, reason }: { startsOn: PlainDate; reason: string },
  today: PlainDate,
): Verdict {
  if (!nextState(facts.state, 'pause')) return no('wrong_state');
  return isReasonSaid(steps.pause, reason, null) ? judgeDay(startsOn, facts, today) : no('note_missing');
}

export function judgeResume(facts: CaseFacts, pausedOn: PlainDate, endsOn: PlainDate, today: PlainDate): Verdict {
  if (!nextState(facts.state, 'resume')) return no('wrong_state');
  if (endsOn > today) return no('day_in_future');
  return endsOn < pausedOn ? no('period_upside_down') : yes;
}

/** A rest that came of a decision ends with what decided it, not by an officer's hand. */
export function judgeResumeByHand(because: PauseCause): Verdict {
  return because === 'officer' ? yes : no('rests_by_decision');
}

function isBeforeLedger(day: PlainDate, { ledgerFrom }: Pick<CaseFacts, 'ledgerFrom'>): boolean {
  return ledgerFrom !== null && day < ledgerFrom;
}

export type EndingAttempt = { reason: EndReason; day: PlainDate; note: string; documentNumber: string };

/**
 * May this ending be put forward? One by decree stands on the decree and on words, and comes of the proceeding that it ends; only a
 * revocation from before the ledger is noted without one.
 */
export function judgeEnding(
  facts: CaseFacts,
  now: { proposed: boolean; transferRunning: boolean; byDecree?: true },
  attempt: EndingAttempt,
  today: PlainDate,
): Verdict {
  if (!nextState(facts.state, 'end')) return no('wrong_state');
  if (now.proposed) return no('already_proposed');
  const day = judgeDay(attempt.day, facts, today);
  if (!day.ok) return day;
  // A death ends everything, also what was on its way to another office.
  if (now.transferRunning && attempt.reason !== 'deceased') return no('transfer_running');
  if (attempt.reason === 'period_completed') {
    if (facts.guidanceEnd === null) return no('no_period');
    if (attempt.day < facts.guidanceEnd) return no('period_not_over');
  }
  if (isByDecree(attempt.reason)) {
    if (!now.byDecree && needsProceeding(attempt.reason, attempt.day, facts)) return no('decree_needed');
    if (attempt.note.length < 5) return no('note_missing');
    if (attempt.documentNumber === '') return no('document_missing');
  }
  return yes;
}

function isByDecree(reason: EndReason): boolean {
  return (decreeReasons as readonly EndReason[]).includes(reason);
}

/** Whether only a proceeding can end it so: a revocation from before the ledger of a case had none here. */
export function needsProceeding(reason: EndReason, day: PlainDate, facts: Pick<CaseFacts, 'ledgerFrom'>): boolean {
  return isByDecree(reason) && !(reason === 'breach' && isBeforeLedger(day, facts));
}

/** Ending by a decree takes two people (the decision is final); the other reasons are facts that one head may record. */
export function needsSecondPerson(reason: EndReason): boolean {
  return isByDecree(reason);
}

export function judgeDecision(proposal: { reason: EndReason; proposedBy: string | null }, deciderId: string): Verdict {
  return needsSecondPerson(proposal.reason) && proposal.proposedBy === deciderId ? no('second_person_needed') : yes;
}

export function judgeReopening(facts: CaseFacts, note: string): Verdict {
  if (!nextState(facts.state, 'reopen')) return no('wrong_state');
  return isReasonSaid(steps.reopen, note, null) ? yes : no('note_missing');
}

export function stateAfterReopening(facts: CaseFacts): CaseState {
  return nextState(facts.state, facts.registeredOn === null ? 'reopen_unregistered' : 'reopen')!;
}

/** A child's file is closed with the supervision (UU 11/2012 pasal 19); a reason and the head's notice open it again. */
export function sealsAtEnd(facts: Pick<CaseFacts, 'ageGroup'> & { stillNeeded: boolean }): boolean {
  return facts.ageGroup === 'child' && !facts.stillNeeded;
}

/** `toUnit` is null for a Bapas that does not use Simpul here: there, nothing can be asked of it but its name. */
export function judgeTransferRequest(
  facts: CaseFacts,
  attempt: { toUnit: { id: number; type: string; open: boolean; receives: boolean } | null; fromUnitId: number },
  now: { transferRunning: boolean; endingProposed: boolean; hindered: boolean },
): Verdict {
  if (!nextState(facts.state, 'move_away')) return no('wrong_state');
  const { toUnit } = attempt;
  if (toUnit?.id === attempt.fromUnitId) return no('same_unit');
  if (toUnit && (toUnit.type !== 'bapas' || !toUnit.open)) return no('not_a_bapas');
  if (toUnit && !toUnit.receives) return no('nobody_receives');
  if (now.transferRunning) return no('transfer_running');
  if (now.hindered) return no('matter_running');
  return now.endingProposed ? no('already_proposed') : yes;
}

/** May this step be taken with a transfer, and where does it lead? What only this office can bring to its end keeps the client here. */
export function judgeTransferStep(
  transfer: Matter<TransferState>,
  step: TransferStep,
  attempt: StepAttempt,
  now: { hindered: boolean } = { hindered: false },
): StepVerdict<TransferState> {
  const verdict = judgeRow(transfer, transferSteps[step], nextTransferState(transfer.state, step), attempt);
  return verdict.ok && (step === 'approve' || step === 'arrive') && now.hindered ? no('matter_running') : verdict;
}

/** From here on the ledger speaks: not before the office kept one, not before the client came. */
export function ledgerStart(unitStartsOn: PlainDate, receivedOn: PlainDate): PlainDate {
  return latest(unitStartsOn, receivedOn);
}

/** How often in thirty days somebody may open a file that is none of his; then a head has to look first. */
export const openingsInThirtyDays = 3;

export function judgeBreakGlass(now: { proved: boolean; openingsLately: number }): Verdict {
  if (!now.proved) return no('prove_again');
  return now.openingsLately >= openingsInThirtyDays ? no('too_many_openings') : yes;
}

/** Within so many working days somebody else has looked at an opening (security b.4). */
export const openingReviewDays = 3;

/**
 * Whose review an opening waits for first. A head does not look at his own, nor into what is sealed for him as well: both wait for
 * the auditor from the start.
 */
export function reviewerOfOpening(opening: { byHead: boolean; sealed: boolean }): 'head' | 'auditor' {
  return opening.byHead || opening.sealed ? 'auditor' : 'head';
}

/** `12/PB/2026` from `{number}/{kind}/{year}`. */
export function registerLabel(
  template: string,
  parts: { number: number; kind: string; year: number; unit: string },
): string {
  return template
    .replace('{number:4}', String(parts.number).padStart(4, '0'))
    .replace('{number}', String(parts.number))
    .replace('{kind}', parts.kind)
    .replace('{year}', String(parts.year))
    .replace('{unit}', parts.unit);
}

/** The number and year in a register number from elsewhere, where they can be told: `12/PB/2019`, `PB.0012-2019`. */
export function readRegisterLabel(label: string): { number: number; year: number } | undefined {
  const figures = [...label.matchAll(/\d+/g)].map((match) => match[0]);
  const years = figures.filter((text) => /^(19[5-9]\d|20\d\d)$/.test(text));
  const numbers = figures.filter((text) => !/^(19[5-9]\d|20\d\d)$/.test(text));
  if (years.length !== 1 || numbers.length !== 1 || numbers[0]!.length > 6) return undefined;
  const number = Number(numbers[0]);
  return number === 0 ? undefined : { number, year: Number(years[0]) };
}
