import type { Action } from '#modules/access';
import type { CaseState, PhaseChangeState, TppAdvice, TransferState } from './case.ts';

/**
 * Who takes a step (`with_supervision`: whoever ends the supervision, with everything that hangs on it), on which document it stands, where its
 * reason is, and whose hand it must not be (`request` is whoever asked for it). A reason is written with the step or stands in its document;
 * a head who follows what the sitting advised has its reasons, and one who does not writes his own.
 */
export type StepRow = {
  by: Action | 'with_supervision';
  document: string;
  reason: 'written' | 'document' | 'advice';
  notBy?: 'request';
};

/**
 * How a supervision moves. Read it aloud: one received is registered and then active; one active may rest, end or move away to another
 * Bapas; what has ended may be taken up again, what has moved away may not. The database holds the same table (cases.next_state).
 */
export const moves = {
  received: { register: 'active', end: 'ended' },
  active: { pause: 'paused', end: 'ended', move_away: 'transferred' },
  paused: { resume: 'active', end: 'ended', move_away: 'transferred' },
  ended: { reopen: 'active', reopen_unregistered: 'received' },
  transferred: {},
} as const satisfies Record<CaseState, Partial<Record<CaseStep, CaseState>>>;
export const steps = {
  register: { by: 'case:write', document: 'legal_basis', reason: 'document' },
  pause: { by: 'case:write', document: 'pause', reason: 'written' },
  resume: { by: 'case:write', document: 'pause', reason: 'document' },
  end: { by: 'case:decide_ending', document: 'ending', reason: 'document' },
  move_away: { by: 'case:accept_transfer', document: 'transfer', reason: 'document' },
  reopen: { by: 'case:reopen', document: 'reopening', reason: 'written' },
  reopen_unregistered: { by: 'case:reopen', document: 'reopening', reason: 'written' },
} as const satisfies Record<string, StepRow>;
export type CaseStep = keyof typeof steps;

/**
 * How a change of phase moves: proposed by the counsellor with his report, looked at by the sitting as often as it defers, decided by the
 * head, who did not propose it. It may be withdrawn until then, and falls with the supervision. The database holds the same table
 * (cases.next_phase_state).
 */
export const phaseMoves = {
  requested: { note: 'at_tpp', withdraw: 'withdrawn', fall: 'withdrawn' },
  at_tpp: { note: 'at_tpp', approve: 'approved', refuse: 'refused', withdraw: 'withdrawn', fall: 'withdrawn' },
  approved: {},
  refused: {},
  withdrawn: {},
} as const satisfies Record<PhaseChangeState, Partial<Record<PhaseStep, PhaseChangeState>>>;
export const phaseSteps = {
  note: { by: 'case:propose_phase', document: 'sitting_minutes', reason: 'document' },
  approve: { by: 'case:decide_phase', document: 'decision', reason: 'advice', notBy: 'request' },
  refuse: { by: 'case:decide_phase', document: 'decision', reason: 'written', notBy: 'request' },
  withdraw: { by: 'case:propose_phase', document: 'withdrawal', reason: 'written' },
  fall: { by: 'with_supervision', document: 'ending', reason: 'document' },
} as const satisfies Record<string, StepRow>;
export type PhaseStep = keyof typeof phaseSteps;

/**
 * How a transfer to another Bapas moves: asked for by letter, looked at by the sitting, decided by the head, who did not ask for it, and
 * received or sent back by the other office. Until it is decided it may be withdrawn; until the client has arrived it falls with the
 * supervision. The database holds the same table (cases.next_transfer_state).
 */
export const transferMoves = {
  requested: { note: 'at_tpp', withdraw: 'withdrawn', fall: 'withdrawn' },
  at_tpp: { note: 'at_tpp', approve: 'approved', refuse: 'refused', withdraw: 'withdrawn', fall: 'withdrawn' },
  approved: { arrive: 'arrived', decline: 'declined', fall: 'withdrawn' },
  refused: {},
  arrived: {},
  declined: {},
  withdrawn: {},
} as const satisfies Record<TransferState, Partial<Record<TransferStep, TransferState>>>;
export const transferSteps = {
  note: { by: 'case:request_transfer', document: 'sitting_minutes', reason: 'document' },
  approve: { by: 'case:decide_transfer', document: 'decision', reason: 'advice', notBy: 'request' },
  refuse: { by: 'case:decide_transfer', document: 'decision', reason: 'written', notBy: 'request' },
  withdraw: { by: 'case:request_transfer', document: 'withdrawal', reason: 'written' },
  // Received into the register of the other office, or by its letter where it does not use Simpul here.
  arrive: { by: 'case:accept_transfer', document: 'reception', reason: 'document' },
  decline: { by: 'case:accept_transfer', document: 'return', reason: 'written' },
  fall: { by: 'with_supervision', document: 'ending', reason: 'document' },
} as const satisfies Record<string, StepRow>;
export type TransferStep = keyof typeof transferSteps;

export function nextState(from: CaseState, step: CaseStep): CaseState | undefined {
  return (moves[from] as Partial<Record<CaseStep, CaseState>>)[step];
}
export function nextPhaseState(from: PhaseChangeState, step: PhaseStep): PhaseChangeState | undefined {
  return (phaseMoves[from] as Partial<Record<PhaseStep, PhaseChangeState>>)[step];
}
export function nextTransferState(from: TransferState, step: TransferStep): TransferState | undefined {
  return (transferMoves[from] as Partial<Record<TransferStep, TransferState>>)[step];
}

/** Enough letters to be a reason. */
const REASON = 5;
/** Whether a step has its reason; `advice` is what the sitting advised. */
export function isReasonSaid({ reason }: StepRow, written: string, advice: TppAdvice | null): boolean {
  return reason === 'document' || (reason === 'advice' && advice === 'approve') || written.trim().length >= REASON;
}
