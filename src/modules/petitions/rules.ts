import type { PlainDate } from '#kernel/plain-date';
import type { Action } from '#modules/access';
import {
  waitingStates,
  type About,
  type Channel,
  type Ending,
  type Outcome,
  type PetitionFacts,
  type PetitionState,
  type Petitioner,
  type Stage,
} from './petition.ts';

/**
 * How a petition moves. Read it aloud: one that was received is given its client, or goes up because it complains of the office, or is
 * proposed for closing because nobody knows whom it means, or is passed on because the client is another office's, which takes it over or
 * hands it back; one with its client is accepted (which proposes a breach) or proposed for
 * refusal (or for closing, where the client has gone to another office), or goes up; what lies with the level above is answered there; every proposal is decided by another officer or sent back;
 * and what was accepted ends when the breach ends. The database holds the same table (petitions.next_state).
 */
export const moves = {
  received: {
    identify: 'identified',
    forward_up: 'forwarded',
    pass_on: 'passed_on',
    propose_closing: 'closing_proposed',
  },
  identified: {
    identify: 'identified',
    forward_up: 'forwarded',
    pass_on: 'passed_on',
    accept: 'accepted',
    propose_refusal: 'refusal_proposed',
    propose_closing: 'closing_proposed',
  },
  forwarded: { propose_answer: 'answer_proposed' },
  passed_on: { take_over: 'received', hand_back: 'received' },
  closing_proposed: { close: 'closed', send_back: 'received' },
  refusal_proposed: { refuse: 'refused', send_back: 'identified' },
  answer_proposed: { answer: 'answered', send_back: 'forwarded' },
  accepted: { end: 'decided' },
  closed: {},
  refused: {},
  answered: {},
  decided: {},
} as const satisfies Record<PetitionState, Partial<Record<PetitionStep, PetitionState>>>;

/** Who takes each step, and on which document it stands. `end` is nobody's: the breach that was opened has ended. */
export const steps = {
  identify: { by: 'petition:handle', document: 'identification_note' },
  forward_up: { by: 'petition:handle', document: 'forwarding_note' },
  pass_on: { by: 'petition:handle', document: 'passing_note' },
  take_over: { by: 'petition:handle', document: 'takeover_note' },
  hand_back: { by: 'petition:handle', document: 'return_note' },
  accept: { by: 'petition:handle', document: 'acceptance_note' },
  propose_closing: { by: 'petition:handle', document: 'petition_proposal' },
  propose_refusal: { by: 'petition:handle', document: 'petition_proposal' },
  propose_answer: { by: 'petition:handle', document: 'petition_proposal' },
  send_back: { by: 'petition:decide', document: 'return_note' },
  close: { by: 'petition:decide', document: 'closing_note' },
  refuse: { by: 'petition:decide', document: 'refusal_letter' },
  answer: { by: 'petition:decide', document: 'answer_note' },
  end: { by: 'breach:decide', document: 'breach_end' },
} as const satisfies Record<string, { by: Action; document: string }>;
export type PetitionStep = keyof typeof steps;
export type PetitionDocument = (typeof steps)[PetitionStep]['document'];

export function nextState(from: PetitionState, step: PetitionStep): PetitionState | undefined {
  return (moves[from] as Partial<Record<PetitionStep, PetitionState>>)[step];
}

/** Steps after which the petition lies with another desk. */
export const leaving: readonly PetitionStep[] = ['forward_up', 'pass_on', 'hand_back'];

/** The proposal that a state allows, and the step that carries it out. */
export const proposals = {
  received: { propose: 'propose_closing', decide: 'close' },
  identified: { propose: 'propose_refusal', decide: 'refuse' },
  forwarded: { propose: 'propose_answer', decide: 'answer' },
} as const satisfies Partial<Record<PetitionState, { propose: PetitionStep; decide: PetitionStep }>>;
export type Proposing = (typeof proposals)[keyof typeof proposals];

/** `clientIsHere`: without a client there is nobody whose file a refusal could be drafted in. */
export function proposalFrom(state: PetitionState, clientIsHere: boolean): Proposing | undefined {
  if (state === 'identified' && !clientIsHere) return proposals.received;
  return (proposals as Partial<Record<PetitionState, Proposing>>)[state];
}
/** What a decision in this state carries out. */
export function decisionIn(state: PetitionState): Proposing['decide'] | undefined {
  return Object.values(proposals).find(({ decide }) => nextState(state, decide))?.decide;
}

/** Somebody at a desk still owes a step. */
export function isWaiting(state: PetitionState): boolean {
  return (waitingStates as readonly PetitionState[]).includes(state);
}
export function isEnded(state: PetitionState): boolean {
  return Object.keys(moves[state]).length === 0;
}

/** Whose turn it is: at the desk of an office, or of the level above it. */
export function ownerOf(state: PetitionState): 'section_head' | 'head_of_bapas' | 'level_above' | undefined {
  if (state === 'forwarded' || state === 'answer_proposed') return 'level_above';
  if (state === 'closing_proposed' || state === 'refusal_proposed') return 'head_of_bapas';
  return state === 'received' || state === 'identified' || state === 'passed_on' ? 'section_head' : undefined;
}

export type PetitionRefusal =
  | 'wrong_state'
  | 'client_missing'
  | 'client_not_here'
  | 'case_not_open'
  | 'nobody_above'
  | 'no_desk_there'
  | 'no_office'
  | 'too_many_today'
  | 'not_read_back'
  | 'petitioner_missing'
  | 'agency_missing'
  | 'anonymous_named'
  | 'day_in_future'
  | 'day_before_receipt'
  | 'ground_missing'
  | 'reason_missing'
  | 'answer_missing'
  | 'second_person_needed'
  | 'file_too_big'
  | 'named_in_text';
export type PetitionRefused = { ok: false; refusal: PetitionRefusal };
export type PetitionVerdict = { ok: true } | PetitionRefused;

const yes = { ok: true } as const;
export function no(refusal: PetitionRefusal): PetitionRefused {
  return { ok: false, refusal };
}

/** May this be taken down? Whoever does not know a client's name says how he looks or where he lives. An anonymous petition says nothing of who sent it; one that was told is read back before it is kept. */
export function judgePetition(
  petition: {
    about: About;
    clientName: string;
    clientDetails: string;
    channel: Channel;
    readBack: boolean;
    receivedOn: PlainDate;
  },
  petitioner: Petitioner,
  today: PlainDate,
): PetitionVerdict {
  const isMeant = petition.clientName.length >= 2 || petition.clientDetails.length >= 2;
  if (petition.about === 'client' && !isMeant) return no('client_missing');
  if (petition.channel === 'oral' && !petition.readBack) return no('not_read_back');
  if (petition.receivedOn > today) return no('day_in_future');
  const { kind, name, agency, phone, address } = petitioner;
  if (kind === 'anonymous')
    return [name, agency, phone, address].every((one) => one === '') ? yes : no('anonymous_named');
  if (name === '') return no('petitioner_missing');
  return kind === 'agency' && agency === '' ? no('agency_missing') : yes;
}

/**
 * What goes into the file of the client or to the petitioner's own page says nothing of who petitioned: neither his name nor a part of
 * it that is a word of its own, nor his telephone number.
 */
export function namesPetitioner(
  text: string,
  { name, agency, phone }: Pick<Petitioner, 'name' | 'agency' | 'phone'>,
): boolean {
  const words = (value: string) => value.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const said = new Set(words(text));
  const digits = text.replace(/\D/g, '');
  const number = phone.replace(/\D/g, '').slice(-8);
  if (number.length >= 6 && digits.includes(number)) return true;
  if (words(name).some((word) => word.length >= 4 && said.has(word))) return true;
  return agency !== '' && text.toLowerCase().includes(agency.toLowerCase());
}

export function judgeProposal(
  petition: PetitionFacts,
  attempt: { reason: string; answer: string },
  petitioner: Petitioner,
): PetitionVerdict {
  if (!proposalFrom(petition.state, true)) return no('wrong_state');
  if (attempt.reason.length < 10) return no('reason_missing');
  if (attempt.answer.length < 10) return no('answer_missing');
  return namesPetitioner(attempt.answer, petitioner) ? no('named_in_text') : yes;
}

/** Whoever proposed does not decide. */
export function judgeDecision(
  petition: PetitionFacts,
  attempt: { agree: boolean; reason: string },
  now: { proposedBy: string | null; deciderId: string },
): PetitionVerdict {
  if (!decisionIn(petition.state)) return no('wrong_state');
  if (attempt.agree && now.proposedBy === now.deciderId) return no('second_person_needed');
  return attempt.reason.length < 5 ? no('reason_missing') : yes;
}

export function judgeAcceptance(
  petition: PetitionFacts,
  attempt: { summary: string; grounds: readonly string[] },
  petitioner: Petitioner,
): PetitionVerdict {
  if (!nextState(petition.state, 'accept')) return no('wrong_state');
  if (petition.caseId === null) return no('client_missing');
  if (attempt.grounds.length === 0) return no('ground_missing');
  if (attempt.summary.length < 10) return no('reason_missing');
  return namesPetitioner(attempt.summary, petitioner) ? no('named_in_text') : yes;
}

/**
 * May it be passed on to this office? `desks`: other offices of which somebody leads the desk. The line that both offices keep says
 * nothing of who petitioned.
 */
export function judgePassing(
  petition: PetitionFacts,
  attempt: { toUnitId: number; reason: string },
  desks: readonly number[],
  petitioner: Petitioner,
): PetitionVerdict {
  if (!nextState(petition.state, 'pass_on')) return no('wrong_state');
  if (!desks.includes(attempt.toUnitId)) return no('no_desk_there');
  if (attempt.reason.length < 10) return no('reason_missing');
  return namesPetitioner(attempt.reason, petitioner) ? no('named_in_text') : yes;
}

/** Whoever petitioned is known at the desk: not while the petition is on its way from one to another. */
export function isIdentityOpen(state: PetitionState): boolean {
  return state !== 'passed_on';
}

/** The petitioner is heard at any time before it is decided, not before he came and not tomorrow. */
export function judgeHearing(petition: PetitionFacts, heldOn: PlainDate, today: PlainDate): PetitionVerdict {
  if (!isWaiting(petition.state) || !isIdentityOpen(petition.state)) return no('wrong_state');
  if (heldOn > today) return no('day_in_future');
  return heldOn < petition.receivedOn ? no('day_before_receipt') : yes;
}

/** What the holder of a code is told: not which officer does what, and nothing of the client. */
export function stageOf(state: PetitionState, outcome: Outcome | null): Stage {
  if (isEnded(state)) return 'decided';
  if (outcome === 'proposed_for_revocation') return 'proposed';
  return state === 'received' || state === 'forwarded' || state === 'passed_on' ? 'received' : 'examined';
}
export function endingOf(state: PetitionState, outcome: Outcome | null): Ending | undefined {
  if (state === 'closed' || state === 'refused' || state === 'answered') return state;
  if (state !== 'decided') return undefined;
  if (outcome === 'not_revoked') return 'not_granted';
  return outcome === 'reprimanded' || outcome === 'revoked' ? 'acted_on' : 'not_proven';
}
