import { daysBetween, type PlainDate } from '#kernel/plain-date';
import type { Action } from '#modules/access';
import { isOpen, type AgeGroup, type CaseState, type ClientKind } from '#modules/cases';
import type { Rung } from '#modules/tasks';
import {
  runningStates,
  validStates,
  type Advice,
  type Journey,
  type PermitFacts,
  type PermitState,
  type Purpose,
  type Scope,
} from './permit.ts';

const onJourney = {
  granted: {
    propose_revocation: 'revocation_proposed',
    lapse: 'revoked',
    report_back: 'returned',
    withdraw: 'withdrawn',
  },
  revocation_proposed: { revoke: 'revoked', keep: 'granted', lapse: 'revoked', report_back: 'returned' },
  refused: {},
  withdrawn: {},
  revoked: {},
  returned: {},
} as const;

/**
 * How a permit moves. Read it aloud: what was asked is advised on by the counsellor. Within the country the head grants or refuses;
 * abroad he forwards it, and what the Minister decided is recorded. A permit that was granted ends when the client reports back, when he
 * does not go after all, or when somebody proposes to revoke it and the head does; and it falls with the supervision, which the head
 * writes down, whether the client is away or not. The database holds the same table
 * (permits.next_state). A last day that has passed moves nothing.
 */
export const moves = {
  within: {
    asked: { advise: 'advised', withdraw: 'withdrawn' },
    advised: { send_back: 'asked', grant: 'granted', refuse: 'refused', withdraw: 'withdrawn' },
    forwarded: {},
    ...onJourney,
  },
  abroad: {
    asked: { advise: 'advised', withdraw: 'withdrawn' },
    advised: { send_back: 'asked', forward: 'forwarded', withdraw: 'withdrawn' },
    forwarded: { record_grant: 'granted', record_refusal: 'refused', withdraw: 'withdrawn' },
    ...onJourney,
  },
} as const satisfies Record<Scope, Record<PermitState, Partial<Record<PermitStep, PermitState>>>>;

/** Who takes each step, and on which document it stands. Every step has its reason as well. The client himself may only withdraw. */
export const steps = {
  advise: { by: 'permit:handle', document: 'advice' },
  send_back: { by: 'permit:decide', document: 'return_note' },
  grant: { by: 'permit:decide', document: 'permit' },
  refuse: { by: 'permit:decide', document: 'refusal' },
  forward: { by: 'permit:decide', document: 'cover_letter' },
  record_grant: { by: 'permit:decide', document: 'ministers_permit' },
  record_refusal: { by: 'permit:decide', document: 'ministers_refusal' },
  propose_revocation: { by: 'permit:handle', document: 'revocation_proposal' },
  revoke: { by: 'permit:decide', document: 'revocation' },
  keep: { by: 'permit:decide', document: 'keep_note' },
  lapse: { by: 'permit:decide', document: 'revocation' },
  report_back: { by: 'permit:handle', document: 'return_report' },
  withdraw: { by: 'permit:handle', document: 'withdrawal' },
} as const satisfies Record<string, { by: Action; document: string }>;
export type PermitStep = keyof typeof steps;
export type PermitDocument = (typeof steps)[PermitStep]['document'];

/** Papers of which the number is kept: what left the office and what came from outside. */
export const numbered: readonly PermitDocument[] = ['cover_letter', 'ministers_permit', 'ministers_refusal'];
/** Steps that decide something for good, or carry it before whoever does: never by whoever advised or proposed it. */
export const decisions: readonly PermitStep[] = [
  'grant',
  'refuse',
  'forward',
  'record_grant',
  'record_refusal',
  'revoke',
  'keep',
];

/** Steps of which the client reads the reason: what is decided about his journey, and that it is called off. The database holds the same (permits.is_told). */
export const told: readonly PermitStep[] = [
  'grant',
  'refuse',
  'record_grant',
  'record_refusal',
  'revoke',
  'lapse',
  'withdraw',
];

export function nextState(
  { scope, state }: Pick<PermitFacts, 'scope' | 'state'>,
  step: PermitStep,
): PermitState | undefined {
  return (moves[scope][state] as Partial<Record<PermitStep, PermitState>>)[step];
}
export function isRunning(state: PermitState): boolean {
  return (runningStates as readonly PermitState[]).includes(state);
}
export function isValid(state: PermitState): boolean {
  return (validStates as readonly PermitState[]).includes(state);
}

/** Whose turn it is; nobody's while the Minister has it or the client is away. */
export function ownerOf(state: PermitState): 'pk' | 'head_of_bapas' | undefined {
  if (state === 'asked') return 'pk';
  return state === 'advised' || state === 'revocation_proposed' ? 'head_of_bapas' : undefined;
}

/** Who has it where it stands, the Minister included; nobody while the client is away or may go. */
export type Holder = NonNullable<ReturnType<typeof ownerOf>> | 'minister';
export function holderOf(state: PermitState): Holder | undefined {
  return state === 'forwarded' ? 'minister' : ownerOf(state);
}

/** How long somebody who hears later waits for it, by the office's rule. */
export type Wait = 'head_after' | 'kanwil_after';
const inOffice = [
  { to: 'section_head', after: 'at_once' },
  { to: 'head_of_bapas', after: 'head_after' },
] as const satisfies readonly Rung<Wait>[];
/**
 * Who hears, one after the other, of a step that is late, by who has it. The office cannot hasten the Minister; it can ask after its letter.
 */
export const ladders = {
  pk: inOffice,
  head_of_bapas: [{ to: 'kanwil', after: 'kanwil_after' }],
  minister: inOffice,
} as const satisfies Record<Holder, readonly Rung<Wait>[]>;

export type PermitRefusal =
  | 'wrong_state'
  | 'case_not_open'
  | 'case_paused'
  | 'begins_in_past'
  | 'until_before_from'
  | 'too_long'
  | 'after_guidance'
  | 'overlaps'
  | 'not_on_parole'
  | 'purpose_not_named'
  | 'area_missing'
  | 'area_unknown'
  | 'country_missing'
  | 'reason_missing'
  | 'number_missing'
  | 'guardian_missing'
  | 'guarantor_missing'
  | 'journey_over'
  | 'not_supervised'
  | 'still_supervised'
  | 'second_person_needed'
  | 'day_in_future'
  | 'day_before_asked'
  | 'day_before_journey'
  | 'already_away'
  | 'file_refused'
  | 'letter_there';
export type PermitRefused = { ok: false; refusal: PermitRefusal };
export type PermitVerdict = { ok: true } | PermitRefused;

const yes = { ok: true } as const;
export function no(refusal: PermitRefusal): PermitRefused {
  return { ok: false, refusal };
}

/** The client, as a request of his is judged. */
export type Asker = {
  kind: ClientKind;
  state: CaseState;
  ageGroup: AgeGroup;
  guidanceEnd: PlainDate | null;
};
export type JourneyLimits = { days: number; abroadNamedOnly: boolean };
/** Reasons for which the texts name a journey abroad. */
export const namedAbroad: readonly Purpose[] = ['medical', 'education', 'worship'];

/** May this journey be asked for? Whether it is granted is for people. */
export function judgeRequest(
  journey: Journey,
  of: Asker,
  running: readonly { fromOn: PlainDate; untilOn: PlainDate }[],
  { limits, today }: { limits: JourneyLimits; today: PlainDate },
): PermitVerdict {
  if (!isOpen(of.state)) return no('case_not_open');
  if (of.state === 'paused') return no('case_paused');
  if (journey.scope === 'abroad' && of.kind !== 'parole_pb') return no('not_on_parole');
  if (journey.fromOn < today) return no('begins_in_past');
  if (journey.untilOn < journey.fromOn) return no('until_before_from');
  if (daysBetween(journey.fromOn, journey.untilOn) + 1 > limits.days) return no('too_long');
  if (of.guidanceEnd && journey.untilOn > of.guidanceEnd) return no('after_guidance');
  if (journey.scope === 'abroad' && limits.abroadNamedOnly && !namedAbroad.includes(journey.purpose))
    return no('purpose_not_named');
  return running.some((other) => other.fromOn <= journey.untilOn && journey.fromOn <= other.untilOn)
    ? no('overlaps')
    : yes;
}

export type Words = { guarantor: boolean | null; guardian: boolean | null };

/** Whoever advises has heard those who stand for the client: for a child always, and whoever vouches where the office asks for it. */
export function judgeAdvice(
  permit: PermitFacts,
  attempt: { advice: Advice; reason: string },
  now: { isChild: boolean; hasGuarantor: boolean; needsGuarantor: boolean; words: Words },
  today: PlainDate,
): PermitVerdict {
  if (!nextState(permit, 'advise')) return no('wrong_state');
  if (attempt.reason.length < 10) return no('reason_missing');
  if (attempt.advice === 'refuse') return yes;
  if (permit.untilOn < today) return no('journey_over');
  if (now.isChild && now.words.guardian === null) return no('guardian_missing');
  return now.needsGuarantor && now.hasGuarantor && now.words.guarantor === null ? no('guarantor_missing') : yes;
}

/** A decision, or what carries it on: by another one than whoever advised, with its reason, and not for a journey that is over. */
export function judgeStep(
  permit: PermitFacts,
  attempt: { step: PermitStep; reason: string; documentNumber: string; day: PlainDate },
  now: {
    proposedBy: string | null;
    deciderId: string;
    caseState: CaseState;
    /** Under guidance here, and not revoked for the time being. */
    supervised: boolean;
  },
  today: PlainDate,
): PermitVerdict {
  if (!nextState(permit, attempt.step)) return no('wrong_state');
  if (decisions.includes(attempt.step) && now.proposedBy === now.deciderId) return no('second_person_needed');
  if (attempt.reason.length < (decisions.includes(attempt.step) ? 10 : 5)) return no('reason_missing');
  if (numbered.includes(steps[attempt.step].document) && attempt.documentNumber === '') return no('number_missing');
  if (attempt.day > today) return no('day_in_future');
  if (attempt.day < permit.askedOn) return no('day_before_asked');
  if (attempt.step === 'report_back' && attempt.day < permit.fromOn) return no('day_before_journey');
  // Two people have ended the supervision, or revoked it for the time being; against anybody else it takes two again.
  if (attempt.step === 'lapse') return now.supervised ? no('still_supervised') : yes;
  // Whoever has set out does not withdraw; he reports back.
  if (attempt.step === 'withdraw' && isValid(permit.state) && permit.fromOn <= today) return no('already_away');
  const leadsAway = attempt.step === 'grant' || attempt.step === 'forward' || attempt.step === 'record_grant';
  if (!leadsAway) return yes;
  if (!isOpen(now.caseState)) return no('case_not_open');
  if (!now.supervised) return no('not_supervised');
  if (now.caseState === 'paused') return no('case_paused');
  return permit.untilOn < today ? no('journey_over') : yes;
}

/** What whoever holds a printed permit is told. `early`: it has not begun yet. */
export type Checked = 'valid' | 'early' | 'over' | 'not_valid';
export function judgeCheck(
  permit: { state: PermitState; voided: boolean; supervised: boolean; fromOn: PlainDate; untilOn: PlainDate },
  today: PlainDate,
): Checked {
  if (permit.voided || permit.state === 'revoked' || permit.state === 'withdrawn') return 'not_valid';
  if (!isValid(permit.state) || permit.untilOn < today) return 'over';
  if (!permit.supervised) return 'not_valid';
  return permit.fromOn > today ? 'early' : 'valid';
}

/** What somebody should look at before he advises or decides. None of it refuses anything by itself. */
export const warningKinds = ['breach', 'objection', 'inside_area', 'not_back', 'not_supervised'] as const;
export type Warning = (typeof warningKinds)[number];
