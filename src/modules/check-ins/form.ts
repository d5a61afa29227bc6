import * as v from 'valibot';
import {
  choice,
  freeText,
  optionalChoice,
  optionalDate,
  optionalShortText,
  optionalText,
  optionalUuid,
  personName,
  shortText,
  typedDate,
  uuidField,
} from '#kernel/fields';
import type { PlainDate } from '#kernel/plain-date';
import {
  answersTo,
  channels,
  excuseReasons,
  helperRelations,
  media,
  questions,
  reviewOutcomes,
  type Answers,
  type Question,
} from './ledger.ts';

/** What a person may type at the desk and in the ledger. Only its shape: whether it is allowed is for the rules to say. */
const submissionId = uuidField();

export const ArrivalForm = v.object({
  submissionId,
  caseId: uuidField(),
  card: optionalShortText(200),
});
export const UndoForm = v.object({ submissionId, checkInId: uuidField(), reason: optionalShortText(500) });

/** The structured questions as any form may ask them. */
export const answerFields = {
  address: optionalChoice(answersTo.address),
  phone: optionalChoice(answersTo.phone),
  work: optionalChoice(answersTo.work),
  family: optionalChoice(answersTo.family),
  problem: optionalChoice(answersTo.problem),
  addressNote: optionalShortText(300),
  phoneNote: optionalShortText(300),
  workNote: optionalShortText(300),
  familyNote: optionalShortText(300),
  problemNote: optionalText(2000),
};
export const AnswersForm = v.object({ submissionId, checkInId: uuidField(), ...answerFields });

type AnswerFields = { [Q in Question]?: string | undefined } & { [Q in Question as `${Q}Note`]: string };

/** The answers as they are kept; a question left alone was not asked. */
export function answersOf(typed: AnswerFields): Answers | undefined {
  const answers: Record<string, unknown> = {};
  const notes: Record<string, string> = {};
  for (const one of questions) {
    if (typed[one] !== undefined) answers[one] = typed[one];
    if (typed[`${one}Note`]) notes[one] = typed[`${one}Note`];
  }
  if (Object.keys(notes).length > 0) answers['notes'] = notes;
  return Object.keys(answers).length > 0 ? (answers as Answers) : undefined;
}

export function helperForm(today: PlainDate) {
  return v.object({
    submissionId,
    happenedOn: typedDate({ latest: today }),
    helperName: personName(),
    helperRelation: choice(helperRelations),
    talk: freeText(12_000),
    followUp: optionalText(4000),
    ...answerFields,
  });
}
export function lateForm(today: PlainDate) {
  return v.object({
    submissionId,
    obligationId: uuidField(),
    channel: choice(['in_person', 'remote_call', 'home_visit', 'helper']),
    medium: optionalChoice(media),
    happenedOn: typedDate({ latest: today }),
    helperName: optionalShortText(200),
    helperRelation: optionalChoice(helperRelations),
    talk: freeText(12_000),
  });
}
export const ExcuseForm = v.object({
  submissionId,
  obligationId: uuidField(),
  reason: choice(excuseReasons),
  note: optionalText(2000),
  documentId: optionalUuid(),
});
export const WithdrawExcuseForm = v.object({ submissionId, excuseId: uuidField(), why: shortText(500) });
export function correctForm(today: PlainDate) {
  return v.object({
    submissionId,
    checkInId: uuidField(),
    channel: choice(channels.filter((one) => one !== 'app')),
    medium: optionalChoice(media),
    happenedOn: typedDate({ latest: today }),
    helperName: optionalShortText(200),
    helperRelation: optionalChoice(helperRelations),
    talk: optionalText(12_000),
    reason: shortText(500),
  });
}
export const VoidForm = v.object({ submissionId, checkInId: uuidField(), reason: shortText(500) });
export const DisputeForm = v.object({ submissionId, obligationId: uuidField(), text: freeText(2000) });
export const DisputeAnswerForm = v.object({
  submissionId,
  disputeId: uuidField(),
  outcome: choice(['upheld', 'rejected']),
  answer: freeText(2000),
});
export const ReviewForm = v.object({ submissionId, outcome: choice(reviewOutcomes), note: optionalText(2000) });

export function paperForm(today: PlainDate) {
  return v.object({ submissionId, day: optionalDate({ latest: today }), reason: shortText(500) });
}
export const PaperLineForm = v.object({ submissionId, caseId: uuidField(), note: optionalShortText(300) });
export const PaperRemoveForm = v.object({ submissionId, lineId: uuidField() });
export const PaperProposeForm = v.object({ submissionId });
export const PaperDecideForm = v.object({
  submissionId,
  decision: choice(['approve', 'refuse']),
  note: optionalText(500),
});

/** One page of a client's own report. Answers may be given again and again until it is sent, so only sending carries an id. */
export function ownAnswerForm(question: Question) {
  return v.object({
    answer: choice<string>(answersTo[question]),
    note: optionalText(question === 'problem' ? 2000 : 300),
  });
}

/** A number as a script wrote it; anything else is nobody's typing. */
const measured = (least: number, most: number) =>
  v.pipe(
    v.string('number_not_a_number'),
    v.regex(/^-?\d{1,15}(\.\d{1,20})?$/, 'number_not_a_number'),
    v.transform(Number),
    v.minValue(least, 'number_not_a_number'),
    v.maxValue(most, 'number_not_a_number'),
  );
/** As the browser claims it: degrees, metres, and milliseconds since 1970 by the device's clock. */
export const OwnPositionForm = v.object({
  latitude: measured(-90, 90),
  longitude: measured(-180, 180),
  accuracy: v.optional(measured(0, 10_000_000)),
  at: measured(0, 8_000_000_000_000),
});
export const OwnPhotoForm = v.object({ challengeId: uuidField(), photo: v.optional(v.any()) });
export const OwnSendForm = v.object({ submissionId, deviceZone: optionalShortText(60) });
