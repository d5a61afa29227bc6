import * as v from 'valibot';
import {
  checkbox,
  choice,
  choices,
  freeText,
  optionalChoice,
  optionalDate,
  optionalShortText,
  optionalText,
  optionalUuid,
  shortText,
  typedDate,
  typedTime,
  uuidField,
} from '#kernel/fields';
import { callFields, presenceFields } from '#kernel/presences';
import { evidenceGrades, riskBands } from '#modules/cases';
import { appearances, breachOptions, entryKinds, groundCodes, heard, openedByOfficer } from './breach.ts';

/** What people may type, form by form: shape only; whether it may be done is for rules.ts. */
const submissionId = uuidField();

export const OpenBreachForm = v.object({
  submissionId,
  source: choice(openedByOfficer),
  grounds: choices(groundCodes),
  openedOn: typedDate(),
  note: freeText(4000),
  alleged: freeText(2000),
  custodyPlace: optionalShortText(200),
  custodySince: optionalDate(),
  contactId: optionalUuid(),
});

export const ConfirmForm = v.object({
  submissionId,
  grounds: choices(groundCodes),
  alleged: freeText(2000),
  reason: freeText(4000),
});
export const DismissForm = v.object({ submissionId, reason: freeText(4000) });

export const EntryForm = v.object({
  submissionId,
  kind: choice(entryKinds),
  happenedOn: typedDate(),
  text: freeText(4000),
  result: optionalText(2000),
  file: v.optional(v.unknown()),
});

export const SummonForm = v.object({
  submissionId,
  appearOn: typedDate(),
  appearAt: typedTime(),
  place: shortText(300),
  reason: freeText(4000),
  ...callFields,
});
export const SummonManyForm = v.object({
  submissionId,
  breachIds: v.nullish(v.pipe(v.array(uuidField(), 'not_text'), v.maxLength(500, 'choice_unknown')), []),
  appearOn: typedDate(),
  appearAt: typedTime(),
  place: shortText(300),
});
export const AppearanceForm = v.object({
  submissionId,
  summonsId: uuidField(),
  outcome: choice(appearances),
  outcomeOn: typedDate(),
  note: optionalText(2000),
});
export const CustodyForm = v.object({
  submissionId,
  custodyPlace: optionalShortText(200),
  custodySince: optionalDate(),
  released: checkbox(),
});

export const ExaminationForm = v.object({
  submissionId,
  about: choice(heard),
  person: optionalShortText(200),
  inAbsence: checkbox(),
  heldOn: typedDate(),
  heldAt: typedTime(),
  place: shortText(300),
  statement: freeText(12_000),
  present: freeText(1000),
  ...presenceFields,
});

export const RecommendForm = v.object({
  submissionId,
  option: choice(breachOptions),
  reason: freeText(4000),
  counselling: optionalText(4000),
  ...presenceFields,
});

export const DecideForm = v.object({
  submissionId,
  decision: choice([...breachOptions, 'send_back'] as const),
  reason: freeText(4000),
  told: optionalText(4000),
  counselling: optionalText(4000),
  followUpOn: optionalDate(),
  riskBand: optionalChoice(riskBands),
  minimumGrade: optionalChoice(evidenceGrades),
  ...presenceFields,
});

export const StopForm = v.object({ submissionId, documentNumber: shortText(120), reason: freeText(4000) });

export const TakeBackForm = v.object({ submissionId, reason: freeText(4000) });

/** A letter of a breach that was withdrawn or void is drafted once more. */
export const LetterForm = v.object({ submissionId, ofId: uuidField() });
