import type { Action } from '#modules/access';
import type { Closing } from './contact.ts';

/**
 * Who takes a step (`rule`: the schedule itself, each night), on which document it stands, where its reason is, and whose hand it must not be
 * (`ask` is whoever asked). A reason is written with the step or stands in its document; a day that was never set is set without one.
 */
export type StepRow = {
  by: Action | 'rule';
  document: string;
  reason: 'written' | 'if_dated' | 'document';
  notBy?: 'ask';
};
type Moves = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * How what is to happen comes to its end. Read it aloud: what is planned is done once the client was met and the contact written down;
 * where he was not met it was tried, and what a rule asks for stands again as a new plan. Another day is a new plan that takes the place
 * of this one. An officer cancels, the schedule lifts what the rules ask for no longer. What is closed stays closed.
 */
export const planMoves = {
  open: { meet: 'done', miss: 'tried', move: 'moved', cancel: 'cancelled', lift: 'lifted' },
  done: {},
  tried: {},
  moved: {},
  cancelled: {},
  lifted: {},
} as const satisfies Moves;
export const planSteps = {
  meet: { by: 'contact:record', document: 'contact', reason: 'document' },
  miss: { by: 'contact:record', document: 'contact', reason: 'document' },
  move: { by: 'contact:record', document: 'plan', reason: 'if_dated' },
  cancel: { by: 'contact:record', document: 'plan', reason: 'written' },
  lift: { by: 'rule', document: 'rule', reason: 'document' },
} as const satisfies Record<string, StepRow>;

/**
 * What took place is written down once and never changed: what became of it is told anew by a record of the same contact that points to
 * the old one, once. Waiting for evidence is an outcome like others, from which one comes in the same way.
 */
export const recordMoves = {
  recorded: { change: 'changed' },
  changed: {},
} as const satisfies Moves;
export const recordSteps = {
  change: { by: 'contact:record', document: 'contact', reason: 'written' },
} as const satisfies Record<string, StepRow>;

/** What lies further back than an officer may record himself waits for whoever leads the section, who does not decide about his own. */
export const lateMoves = {
  asked: { approve: 'approved', refuse: 'refused' },
  approved: {},
  refused: {},
} as const satisfies Moves;
export const lateSteps = {
  approve: { by: 'contact:approve', document: 'contact', reason: 'document', notBy: 'ask' },
  refuse: { by: 'contact:approve', document: 'late_request', reason: 'written', notBy: 'ask' },
} as const satisfies Record<string, StepRow>;

/** What an observer answers is nobody's record until an officer confirms it. */
export const observationMoves = {
  sent: { confirm: 'confirmed', set_aside: 'set_aside' },
  confirmed: {},
  set_aside: {},
} as const satisfies Moves;
export const observationSteps = {
  confirm: { by: 'observer:invite', document: 'contact', reason: 'document' },
  set_aside: { by: 'observer:invite', document: 'observation', reason: 'written' },
} as const satisfies Record<string, StepRow>;

/** The link of an observer holds until its last day, or until it is withdrawn. */
export const linkMoves = {
  open: { revoke: 'revoked' },
  revoked: {},
} as const satisfies Moves;
export const linkSteps = {
  revoke: { by: 'observer:invite', document: 'link', reason: 'written' },
} as const satisfies Record<string, StepRow>;

/** Where a step leads from there; nothing where it is not taken. The database holds the same tables (contacts.next_state). */
export function nextOf<From extends string, Step extends string, To extends string>(
  table: Readonly<Record<From, Readonly<Partial<Record<Step, To>>>>>,
  from: NoInfer<From>,
  step: NoInfer<Step>,
): To | undefined {
  return table[from][step];
}

export type PlanState = keyof typeof planMoves;
export function planState({ closedAs }: { closedAs: Closing | null }): PlanState {
  return closedAs ?? 'open';
}

export function recordState({ isChanged }: { isChanged: boolean }): keyof typeof recordMoves {
  return isChanged ? 'changed' : 'recorded';
}

/** Enough letters to be a reason. */
const REASON = 3;
/** Whether a step has its reason; a plan is `dated` once a day was set for it. */
export function isReasonSaid({ reason }: StepRow, written: string, { dated }: { dated: boolean } = { dated: true }) {
  return reason === 'document' || (reason === 'if_dated' && !dated) || written.trim().length >= REASON;
}
