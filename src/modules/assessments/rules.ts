import type { PlainDate } from '#kernel/plain-date';
import type { AssessmentState, Consent, Meeting, Purpose, Source } from './assessment.ts';
import { consentFirst, faceToFace } from './law.rules.ts';

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

/** A draft is its assessor's own, as long as it is one. */
export function judgeDraft(
  draft: { state: AssessmentState; madeBy: string | null },
  accountId: string,
): { ok: true } | Refused {
  if (draft.state !== 'draft') return no('locked');
  return draft.madeBy === accountId ? { ok: true } : no('not_the_assessor');
}

export function judgeSource(consent: Consent, source: Source | null): { ok: true } | Refused {
  return source === null || consentFirst.judge({ consent, source }, {}) ? { ok: true } : no('source_needs_consent');
}
