import * as v from 'valibot';
import {
  choice,
  freeText,
  optionalChoice,
  optionalText,
  optionalUuid,
  shortText,
  typedDate,
  uuidField,
  type Field,
} from '#kernel/fields';
import { riskBands } from '#modules/cases';
import { chosenPurposes, consents, meetings, sources } from './assessment.ts';
import { unknown, type Part } from './instrument.ts';

const submissionId = uuidField();
const yesNo = ['yes', 'no'] as const;

export const StartForm = v.object({
  submissionId,
  purpose: choice(chosenPurposes),
  heldOn: typedDate(),
  consent: choice(consents),
  consentNote: optionalText(1000),
  meeting: choice(meetings),
  drugCase: choice(yesNo),
});

export const SetAsideForm = v.object({ submissionId, assessmentId: uuidField(), reason: shortText(500) });
export const OffenceForm = v.object({ submissionId, happenedOn: typedDate(), offenceNote: freeText(1000) });
export const CorrectForm = v.object({ submissionId, reason: shortText(500) });
export const FinishForm = v.object({ submissionId });
/** A reason of a sentence, because somebody else decides by it and somebody reads it years later. */
const overrideReason = v.pipe(freeText(2000), v.minLength(20, 'override_reason_short')) as unknown as Field<string>;
export const OverrideForm = v.object({ submissionId, band: choice(riskBands), overrideReason });
export const DecideForm = v.object({
  submissionId,
  overrideId: uuidField(),
  outcome: choice(['approved', 'refused'] as const),
  decisionNote: optionalText(1000),
});

/** Where the next page is, or back to the list of the client's assessments. */
export const leaving = ['next', 'leave'] as const;

/** One page of questions: nothing must be answered to be kept. `source` holds for whatever has none of its own. */
export function partForm(part: Part) {
  const fields: Record<string, Field<string | undefined>> = {};
  for (const { id, answers } of part.items) {
    fields[id] = optionalChoice([...answers.map(({ code }) => code), unknown]);
    fields[`${id}_source`] = optionalChoice(sources);
    fields[`${id}_note`] = optionalText(1000) as Field<string | undefined>;
    fields[`${id}_paper`] = optionalUuid();
  }
  return v.object({
    submissionId,
    then: optionalChoice(leaving),
    source: optionalChoice(sources),
    ...fields,
  }) as unknown as v.GenericSchema<unknown, PartTyped>;
}
export type PartTyped = {
  submissionId: string;
  then?: (typeof leaving)[number];
  source?: (typeof sources)[number];
} & Record<string, string | undefined>;
