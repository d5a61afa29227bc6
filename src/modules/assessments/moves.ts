import type { Action } from '#modules/access';
import type { AssessmentState } from './assessment.ts';

/**
 * Who takes a step, on which document it stands, where its reason is, whether only whoever began it takes it (`own`), and whose hand it
 * must not be. A reason is written with the step or stands in its document: the sources of the answers, or the reasons of whoever asked.
 */
export type StepRow = {
  by: Action;
  document: string;
  reason: 'written' | 'document';
  own?: true;
  notBy?: readonly ('assess' | 'ask')[];
};

/**
 * How an assessment moves. Read it aloud: a draft is its assessor's own until he finishes it, or until it is set aside for another one.
 * What is finished is never changed: a correction begins with its answers, and once it is finished has taken its place. The database
 * holds the same table (assessments.next_state).
 */
export const moves = {
  draft: { save: 'draft', finish: 'finished', set_aside: 'set_aside' },
  finished: { correct: 'corrected' },
  corrected: {},
  set_aside: {},
} as const satisfies Record<
  AssessmentState | 'corrected',
  Partial<Record<AssessmentStep, AssessmentState | 'corrected'>>
>;
export const steps = {
  save: { by: 'assessment:write', document: 'sheet', reason: 'document', own: true },
  finish: { by: 'assessment:write', document: 'sheet', reason: 'document', own: true },
  set_aside: { by: 'assessment:write', document: 'sheet', reason: 'written' },
  correct: { by: 'assessment:write', document: 'correction', reason: 'written' },
} as const satisfies Record<string, StepRow>;
export type AssessmentStep = keyof typeof steps;

/**
 * How another band is set in the place of the one that was found: asked for with a reason, and decided by whoever leads the section, who
 * neither assessed nor asked. Only what counts now is set aside; what was asked about an older one is refused.
 */
export const overrideMoves = {
  asked: { approve: 'approved', refuse: 'refused' },
  approved: {},
  refused: {},
} as const satisfies Record<OverrideState, Partial<Record<OverrideStep, OverrideState>>>;
export const overrideSteps = {
  approve: { by: 'assessment:override', document: 'override', reason: 'document', notBy: ['assess', 'ask'] },
  refuse: { by: 'assessment:override', document: 'override', reason: 'written', notBy: ['assess', 'ask'] },
} as const satisfies Record<string, StepRow>;
export type OverrideStep = keyof typeof overrideSteps;
export type OverrideState = 'asked' | 'approved' | 'refused';

export function nextState(
  { state, isCorrected }: { state: AssessmentState; isCorrected: boolean },
  step: AssessmentStep,
): AssessmentState | 'corrected' | undefined {
  const from = isCorrected ? 'corrected' : state;
  return (moves[from] as Partial<Record<AssessmentStep, AssessmentState | 'corrected'>>)[step];
}
export function nextOverrideState(
  from: OverrideState,
  step: OverrideStep,
): Exclude<OverrideState, 'asked'> | undefined {
  return (overrideMoves[from] as Partial<Record<OverrideStep, Exclude<OverrideState, 'asked'>>>)[step];
}

/** Enough letters to be a reason; a band is asked for in a whole sentence (form.ts). */
const REASON = 3;
export function isReasonSaid({ reason }: StepRow, written: string): boolean {
  return reason === 'document' || written.trim().length >= REASON;
}
