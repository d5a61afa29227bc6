import type { PlainDate } from '#kernel/plain-date';
import type { AssessmentState, Consent, Meeting, Purpose, Source } from './assessment.ts';
import { consentFirst, faceToFace } from './law.rules.ts';
import {
  isReasonSaid,
  nextOverrideState,
  nextState,
  overrideSteps,
  steps,
  type OverrideState,
  type OverrideStep,
  type StepRow,
} from './moves.ts';

export type Refusal =
  | 'case_closed'
  | 'adult_instrument'
  | 'draft_open'
  | 'day_in_future'
  | 'must_meet'
  | 'papers_only'
  | 'no_meeting_on_record'
  | 'not_the_assessor'
  | 'locked'
  | 'incomplete'
  | 'source_needs_consent'
  | 'paper_not_of_client'
  | 'already_corrected'
  | 'same_band'
  | 'second_person_needed'
  | 'already_asked'
  | 'already_decided'
  | 'newer_there'
  | 'note_missing'
  | 'wrong_state';
export type Refused = { ok: false; refusal: Refusal };
export const no = (refusal: Refusal): Refused => ({ ok: false, refusal });

export type Start = { purpose: Purpose; heldOn: PlainDate; meeting: Meeting; consent: Consent };
export type StartFacts = {
  today: PlainDate;
  isOpen: boolean;
  instrumentFor: 'adult' | 'child';
  hasDraft: boolean;
  /** Nothing was finished yet. */
  isFirst: boolean;
  /** A report in person or at home is on record for the day. */
  metOnRecord: boolean;
};

export function judgeStart(start: Start, facts: StartFacts): { ok: true } | Refused {
  if (!facts.isOpen) return no('case_closed');
  if (facts.instrumentFor === 'child') return no('adult_instrument');
  if (facts.hasDraft) return no('draft_open');
  if (start.heldOn > facts.today) return no('day_in_future');
  const verdict = faceToFace.judge({ ...start, ...facts }, {});
  return verdict === 'may' ? { ok: true } : no(verdict);
}

/** May this step be taken with a draft? As long as it is one it is its assessor's own; others only set it aside. */
export function judgeDraft(
  draft: { state: AssessmentState; madeBy: string | null },
  step: 'save' | 'finish' | 'set_aside',
  attempt: { accountId: string; reason: string },
): { ok: true } | Refused {
  const row: StepRow = steps[step];
  if (!nextState({ state: draft.state, isCorrected: false }, step)) return no('locked');
  if (row.own && draft.madeBy !== attempt.accountId) return no('not_the_assessor');
  return isReasonSaid(row, attempt.reason) ? { ok: true } : no('note_missing');
}

/** May a correction of this assessment begin? */
export function judgeCorrection(
  earlier: { state: AssessmentState; isCorrected: boolean },
  reason: string,
): { ok: true } | Refused {
  if (!nextState(earlier, 'correct')) return no(earlier.isCorrected ? 'already_corrected' : 'wrong_state');
  return isReasonSaid(steps.correct, reason) ? { ok: true } : no('note_missing');
}

/** May this be decided about a band that somebody asked for? */
export function judgeOverride(
  asked: { state: OverrideState; proposedBy: string; assessedBy: string | null },
  step: OverrideStep,
  attempt: { accountId: string; reason: string },
): { ok: true; outcome: 'approved' | 'refused' } | Refused {
  const outcome = nextOverrideState(asked.state, step);
  if (!outcome) return no('already_decided');
  const row = overrideSteps[step];
  const hands = { ask: asked.proposedBy, assess: asked.assessedBy };
  if (row.notBy.some((hand) => hands[hand] === attempt.accountId)) return no('second_person_needed');
  return isReasonSaid(row, attempt.reason) ? { ok: true, outcome } : no('note_missing');
}

export function judgeSource(consent: Consent, source: Source | null): { ok: true } | Refused {
  return source === null || consentFirst.judge({ consent, source }, {}) ? { ok: true } : no('source_needs_consent');
}
