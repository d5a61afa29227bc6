import * as v from 'valibot';
import {
  checkbox,
  choice,
  freeText,
  integer,
  nikField,
  optionalChoice,
  optionalDate,
  optionalInteger,
  optionalPersonName,
  optionalShortText,
  optionalText,
  optionalUuid,
  partialDate,
  shortText,
  textLines,
  typedDate,
  typedTime,
  uuidField,
} from '#kernel/fields';
import type { PlainDate } from '#kernel/plain-date';
import { openingReasons } from '#modules/cases';
import { answerEntries, nikSources, sexes } from '#modules/people';
import { ageGroups, authorities, basisKinds, penalties, registers, releaseReasons } from './stay.ts';

/** What people may type, form by form: shape only; whether it may be done is for rules.ts. */
const submissionId = uuidField();
const oldestBirth = '1900-01-01' as PlainDate;

/** Who is brought. Of somebody who does not say his name nothing need be known. */
export function identityForm(today: PlainDate) {
  return v.pipe(
    v.object({
      submissionId,
      unitId: integer(1, 2_000_000_000),
      nameRefused: checkbox(),
      name: optionalPersonName(),
      aliases: textLines(1000, { min: 2, max: 200 }),
      noPapers: checkbox(),
      nik: nikField(),
      nikSource: optionalChoice(nikSources),
      sex: choice(sexes),
      birthPlace: optionalShortText(120),
      birth: partialDate({ earliest: oldestBirth, latest: today, today }),
      motherName: optionalPersonName(),
      nationality: v.pipe(
        optionalShortText(10),
        v.check((text) => /^([A-Za-z]{2})?$/.test(text), 'people_nationality'),
      ),
      marks: optionalText(1000),
      ...answerEntries,
      askedMore: checkbox(),
      fromStayId: optionalUuid(),
    }),
    v.forward(
      v.check(({ name, nameRefused }) => name !== undefined || nameRefused, 'custody_problem_name_missing'),
      ['name'],
    ),
  );
}

/** The pages of a paper, beside what is typed of it. */
const scan = v.optional(v.unknown());
const sentence = {
  sentenceYears: optionalInteger(0, 100),
  sentenceMonths: optionalInteger(0, 1200),
  sentenceDays: optionalInteger(0, 36_500),
};
const basis = {
  kind: choice(basisKinds),
  authority: choice(authorities),
  issuer: shortText(200, 2),
  number: shortText(120),
  dated: typedDate(),
  offence: optionalShortText(300),
  fromOn: typedDate(),
  untilOn: optionalDate(),
  penalty: optionalChoice(penalties),
  ...sentence,
  register: optionalChoice(registers),
  because: optionalText(2000),
  scan,
};

export const AdmissionForm = v.object({
  submissionId,
  fromStayId: optionalUuid(),
  nameRefused: checkbox(),
  noPapers: checkbox(),
  admittedOn: typedDate(),
  admittedAt: typedTime(),
  broughtFrom: shortText(200, 2),
  broughtBy: optionalShortText(200),
  ageSaid: optionalChoice(ageGroups),
  placeReason: optionalText(2000),
  ...basis,
  /** A number that a paper book gave before; without it the next one is given. */
  importedLabel: optionalShortText(60),
});
export const RegisterForm = v.object({ submissionId, givenOn: typedDate(), ...basis });
export type BasisTyped = v.InferOutput<typeof RegisterForm>;

export const StepForm = v.object({
  submissionId,
  day: typedDate(),
  number: optionalShortText(120),
  releaseReason: optionalChoice(releaseReasons),
  toUnitId: optionalInteger(1, 2_000_000_000),
  place: optionalShortText(300),
  reason: freeText(4000, 5),
  scan,
});
export const ScanForm = v.object({
  submissionId,
  paperId: uuidField(),
  scan,
});
/** Why an auditor opens a stay. */
export const OpenStayForm = v.object({ submissionId, code: choice(openingReasons), reason: freeText(1000, 20) });
export const ScanRemovalForm = v.object({ submissionId, scanId: uuidField(), reason: freeText(500, 5) });
export const PhotoForm = v.object({ submissionId, photo: v.optional(v.unknown()) });
export const PropertyForm = v.object({
  submissionId,
  item: shortText(200, 2),
  amount: optionalShortText(60),
});
export const ReturnForm = v.object({ submissionId, returnedOn: typedDate(), returnedTo: shortText(200, 2) });
export const CareForm = v.object({ submissionId, note: freeText(2000, 3) });
export const VoidForm = v.object({ submissionId, entryId: uuidField(), reason: freeText(500, 5) });
export const CapacityForm = v.object({
  submissionId,
  unitId: integer(1, 2_000_000_000),
  places: integer(1, 100_000),
  fromOn: typedDate(),
  source: shortText(300, 3),
});
