import * as v from 'valibot';
import { choice, freeText, optionalShortText, optionalText, shortText, typedDate, uuidField } from '#kernel/fields';
import { advices, askedOfOfficer, purposes, scopes, speakers } from './permit.ts';

/** What people may type, form by form: shape only; whether it may be done is for rules.ts. */
const submissionId = uuidField();

const journey = {
  submissionId,
  scope: choice(scopes),
  fromOn: typedDate(),
  untilOn: typedDate(),
  areaCode: optionalShortText(5),
  country: optionalShortText(100),
  stay: freeText(500, 3),
  companion: optionalShortText(300),
  purpose: choice(purposes),
  purposeText: freeText(1000, 3),
};
export const AskForm = v.object({ ...journey, askedHow: choice(askedOfOfficer) });
/** The same where it is plain how he asks: on his own page, and at the counter. */
export const JourneyForm = v.object(journey);
export const OwnWithdrawForm = v.object({ submissionId, permitId: uuidField(), reason: freeText(2000) });

const statement = {
  submissionId,
  who: choice(speakers),
  name: shortText(200, 2),
  agrees: choice(['yes', 'no'] as const),
  saidOn: typedDate(),
  note: optionalText(1000),
  file: v.optional(v.unknown()),
};
export const StatementForm = v.object(statement);
export const StatementOfForm = v.object({ ...statement, permitId: uuidField() });
const paper = { submissionId, name: shortText(200, 3), file: v.optional(v.unknown()) };
export const PaperForm = v.object(paper);
/** Where several requests stand on one page, at the counter and on the client's own. */
export const PaperOfForm = v.object({ ...paper, permitId: uuidField() });
export const LetterForm = v.object({ submissionId });

export const AdviseForm = v.object({ submissionId, advice: choice(advices), reason: freeText(2000) });
export const DecideForm = v.object({
  submissionId,
  decision: choice(['grant', 'refuse', 'send_back'] as const),
  reason: freeText(2000),
});
export const ForwardForm = v.object({
  submissionId,
  decision: choice(['forward', 'send_back'] as const),
  reason: freeText(2000),
  documentNumber: optionalShortText(120),
});
export const OutsideForm = v.object({
  submissionId,
  decision: choice(['record_grant', 'record_refusal'] as const),
  reason: freeText(2000),
  documentNumber: shortText(120),
  day: typedDate(),
});
export const ProposeForm = v.object({ submissionId, reason: freeText(2000) });
export const RevokeForm = v.object({
  submissionId,
  decision: choice(['revoke', 'keep'] as const),
  reason: freeText(2000),
});
export const LapseForm = v.object({ submissionId, reason: freeText(2000) });
export const BackForm = v.object({ submissionId, day: typedDate(), reason: freeText(2000) });
export const WithdrawForm = v.object({ submissionId, reason: freeText(2000) });
