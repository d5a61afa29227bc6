import * as v from 'valibot';
import { choice, freeText, optionalShortText, optionalText, shortText, typedDate, uuidField } from '#kernel/fields';
import { callFields } from '#kernel/presences';
import { addressees, closureOutcomes, closureSteps, infoGrades, reportedSteps, sourceGrades } from './search.ts';

/** What people may type, form by form: shape only; whether it may be done is for rules.ts. */
const submissionId = uuidField();
const file = v.optional(v.unknown());

export const FamilyForm = v.object({ submissionId, ...callFields });
export const OpenForm = v.object({ submissionId });
const decree = { submissionId, number: shortText(120), dated: typedDate(), issuer: shortText(200, 2) };
export const DecreeForm = v.object(decree);
export const CorrectionForm = v.object({ ...decree, reason: freeText(4000, 5) });
export const CorrectionDecisionForm = v.object({
  submissionId,
  correctionId: uuidField(),
  outcome: choice(closureOutcomes),
  note: optionalText(2000),
});
export const OpenOnDocumentForm = v.object({ ...decree, reason: freeText(4000, 5) });
export const CopyForm = v.object({
  submissionId,
  addressee: choice(addressees),
  name: shortText(200, 2),
  letterNumber: optionalShortText(120),
  sentOn: typedDate(),
});
export const ReceiptForm = v.object({
  submissionId,
  copyId: uuidField(),
  receivedOn: typedDate(),
  receivedBy: shortText(200, 2),
});
export const StepForm = v.object({
  submissionId,
  step: choice(reportedSteps),
  day: typedDate(),
  number: optionalShortText(120),
  place: optionalShortText(300),
  reason: freeText(4000, 5),
  file,
});
export const ClosureForm = v.object({
  submissionId,
  step: choice(closureSteps),
  day: typedDate(),
  institution: optionalShortText(200),
  number: shortText(120),
  registerNumber: optionalShortText(120),
  reason: freeText(4000, 5),
  file,
});
export const ConfirmForm = v.object({
  submissionId,
  closureId: uuidField(),
  outcome: choice(closureOutcomes),
  note: optionalText(2000),
});
const seen = {
  submissionId,
  seenOn: typedDate(),
  place: shortText(300, 3),
  areaCode: optionalShortText(13),
  sourceGrade: choice(sourceGrades),
  infoGrade: choice(infoGrades),
  toldBy: optionalShortText(200),
  note: freeText(4000, 5),
};
export const SightingForm = v.object({ ...seen, file });
/** From an office that only knows the pointer: it sends no files into somebody else's record. */
export const TellForm = v.object(seen);
export const RequestForm = v.object({
  submissionId,
  addressee: freeText(500, 3),
  reason: freeText(2000, 5),
});
export const CoverForm = v.object({ submissionId, addressee: freeText(500, 3) });
