import * as v from 'valibot';
import {
  checkbox,
  choice,
  choices,
  freeText,
  integer,
  optionalShortText,
  optionalText,
  shortText,
  typedDate,
  uuidField,
} from '#kernel/fields';
import { groundCodes } from '#modules/breaches';
import { abouts, asked, deskChannels, petitionerKinds } from './petition.ts';

/** Whoever decides agrees with what was proposed, or asks for more. */
export const decisions = ['agree', 'send_back'] as const;

/** Whoever is sent a petition takes it over, or hands it back. */
export const passingAnswers = ['take_over', 'hand_back'] as const;

/** What people may type, form by form: shape only; whether it may be done is for rules.ts. */
const submissionId = uuidField();

const what = {
  asks: choice(asked),
  about: choice(abouts),
  clientName: optionalShortText(200),
  clientDetails: optionalText(1000),
  accused: optionalShortText(200),
  told: freeText(4000, 10),
  happened: optionalShortText(200),
};
const who = {
  kind: choice(petitionerKinds),
  name: optionalShortText(200),
  agency: optionalShortText(200),
  phone: optionalShortText(40),
  address: optionalText(400),
};

/** The public page. `sendingId` makes a second press the same petition. */
export const PublicPetitionForm = v.object({
  sendingId: uuidField(),
  officeId: integer(1, 2_000_000_000),
  ...what,
  ...who,
  file: v.optional(v.unknown()),
});
export const CodeForm = v.object({ code: shortText(60) });

export const RecordForm = v.object({
  submissionId,
  channel: choice(deskChannels),
  receivedOn: typedDate(),
  readBack: checkbox(),
  ...what,
  ...who,
  file: v.optional(v.unknown()),
});
export const IdentifyForm = v.object({ submissionId, caseId: uuidField(), reason: freeText(4000) });
export const ForwardForm = v.object({ submissionId, reason: freeText(4000) });
export const PassForm = v.object({ submissionId, toUnitId: integer(1, 2_000_000_000), reason: freeText(2000) });
export const AnswerPassingForm = v.object({ submissionId, answer: choice(passingAnswers), reason: freeText(2000) });
export const HearForm = v.object({
  submissionId,
  number: shortText(120),
  heldOn: typedDate(),
  place: shortText(300),
  statement: freeText(12_000),
  present: freeText(1000),
});
export const AcceptForm = v.object({
  submissionId,
  grounds: choices(groundCodes),
  summary: freeText(3500),
});
export const ProposeForm = v.object({ submissionId, reason: freeText(4000), answer: freeText(2000) });
export const DecideForm = v.object({
  submissionId,
  decision: choice(decisions),
  reason: freeText(4000),
});
