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
  optionalPhone,
  optionalShortText,
  optionalText,
  optionalUuid,
  partialDate,
  personName,
  phoneField,
  shortText,
  typedDate,
  uuidField,
} from '#kernel/fields';
import { addDays, type PlainDate } from '#kernel/plain-date';
import { likenessAnswers, linkAnswers, type LikenessAnswer } from './links.rules.ts';
import {
  addressKinds,
  aliasKinds,
  educations,
  familyRelations,
  maritalStates,
  nikSources,
  photoKinds,
  religions,
  sexes,
} from './person.ts';

/** What people may type, form by form: shape only. `today` is the day at the office that holds the record. */

const submissionId = uuidField();
const version = integer(1, 1_000_000_000);
/** Nobody under supervision was born earlier. */
const oldestBirth = '1900-01-01' as PlainDate;

const rt = pattern(/^\d{0,3}$/, 'people_rt_not_digits', 5);
const postalCode = pattern(/^(\d{5})?$/, 'people_postal_code', 10);
const areaCode = pattern(/^(\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?)?$/, 'people_area_unknown', 20);
const nationality = pattern(/^([A-Za-z]{2})?$/, 'people_nationality', 10);

function pattern(shape: RegExp, problem: string, max: number): v.GenericSchema<unknown, string> {
  return v.pipe(
    optionalShortText(max),
    v.check((text) => shape.test(text), problem),
  );
}

function personEntries(today: PlainDate) {
  return {
    name: personName(),
    nik: nikField(),
    nikSource: optionalChoice(nikSources),
    sex: optionalChoice(sexes),
    birthPlace: optionalShortText(120),
    birth: partialDate({ earliest: oldestBirth, latest: today, today }),
    motherName: optionalPersonName(),
    fatherName: optionalPersonName(),
    religion: optionalChoice(religions),
    maritalState: optionalChoice(maritalStates),
    education: optionalChoice(educations),
    occupation: optionalShortText(120),
    workplace: optionalShortText(200),
    nationality,
    marks: optionalText(1000),
  };
}

/** As many as are ever shown as perhaps the same. */
export const mostAnswers = 12;
const spots = Array.from({ length: mostAnswers }, (_, at) => at);

/** Who was shown at each spot (somebody within reach, or the hit that a pointer stands for) and what was said of him. */
export const answerEntries = {
  ...(Object.fromEntries(spots.map((at) => [`who${at}`, optionalUuid()])) as Record<
    `who${number}`,
    ReturnType<typeof optionalUuid>
  >),
  ...(Object.fromEntries(spots.map((at) => [`answer${at}`, optionalChoice(likenessAnswers)])) as Record<
    `answer${number}`,
    v.GenericSchema<unknown, LikenessAnswer | null>
  >),
  whoReason: optionalShortText(500),
};

export type AnswersTyped = { who: string; answer: LikenessAnswer }[];
/** What was said of those who were shown as perhaps the same. */
export function answersIn(typed: Readonly<Record<string, unknown>>): AnswersTyped {
  return spots.flatMap((at) => {
    const [who, answer] = [typed[`who${at}`], typed[`answer${at}`]];
    return typeof who === 'string' && typeof answer === 'string' ? [{ who, answer: answer as LikenessAnswer }] : [];
  });
}

export function newPersonForm(today: PlainDate) {
  return v.object({
    submissionId,
    ...personEntries(today),
    unitId: integer(1, 2_000_000_000),
    ...answerEntries,
  });
}

export const DecideLinkForm = v.object({
  submissionId,
  linkId: uuidField(),
  answer: choice(linkAnswers),
  reason: shortText(500, 3),
});

export const OpenSideForm = v.object({ submissionId, linkId: uuidField(), openReason: shortText(500, 3) });

export const StartComparisonForm = v.object({ submissionId, unitId: integer(1, 2_000_000_000) });
export const SteerComparisonForm = v.object({ submissionId });
export const DecideQuestionForm = v.object({ submissionId, answer: choice(linkAnswers), reason: shortText(500, 3) });

export function changePersonForm(today: PlainDate) {
  return v.object({
    submissionId,
    version,
    ...personEntries(today),
    titleBefore: optionalShortText(60),
    titleAfter: optionalShortText(120),
    deceasedOn: optionalDate({ earliest: oldestBirth, latest: today }),
    reason: optionalShortText(300),
  });
}

export const AliasForm = v.object({ submissionId, name: personName(), kind: choice(aliasKinds) });
export const RemoveForm = v.object({ submissionId, id: uuidField(), reason: optionalShortText(300) });

export function addressForm(today: PlainDate) {
  return v.object({
    submissionId,
    kind: choice(addressKinds),
    line: optionalShortText(300),
    rt,
    rw: rt,
    areaCode,
    postalCode,
    since: optionalDate({ earliest: oldestBirth, latest: today }),
    /** Found right today, seen on a paper or at the place. */
    verified: checkbox(),
  });
}
/** The name of a village or district, to choose among those that bear it. */
export const PlaceForm = v.object({ place: optionalShortText(120) });
export const VerifyForm = v.object({ submissionId, id: uuidField() });

export const PhoneForm = v.object({
  submissionId,
  number: phoneField(),
  owner: optionalShortText(120),
  whatsapp: checkbox(),
  forNotices: checkbox(),
  verified: checkbox(),
});
export const NoticesForm = v.object({ submissionId, id: uuidField(), forNotices: checkbox() });

export const FamilyForm = v.object({
  submissionId,
  relation: choice(familyRelations),
  name: personName(),
  birthYear: optionalInteger(1900, 2100),
  occupation: optionalShortText(120),
  phone: optionalPhone(),
  address: optionalShortText(300),
  note: optionalText(1000),
});

export function photoForm(today: PlainDate) {
  return v.object({
    submissionId,
    kind: choice(photoKinds),
    takenOn: optionalDate({ earliest: oldestBirth, latest: today }),
    photo: v.optional(v.unknown()),
  });
}

export const RestrictForm = v.object({ submissionId, restricted: checkbox(), reason: freeText(500) });
export function listForm(today: PlainDate) {
  return v.object({
    submissionId,
    kind: choice(['restriction', 'exclusion']),
    accountId: optionalUuid(),
    /** NIP or user name of an officer of any office. */
    officer: optionalShortText(64),
    startsOn: typedDate({ earliest: oldestBirth, latest: addDays(today, 3650) }),
    endsOn: optionalDate({ earliest: today, latest: addDays(today, 36_500) }),
    reason: shortText(500),
  });
}

export type NewPersonTyped = v.InferOutput<ReturnType<typeof newPersonForm>>;
export type ChangePersonTyped = v.InferOutput<ReturnType<typeof changePersonForm>>;
