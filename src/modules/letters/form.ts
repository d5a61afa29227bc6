import * as v from 'valibot';
import {
  choice,
  freeText,
  optionalChoice,
  optionalInteger,
  optionalShortText,
  optionalText,
  integer,
  shortText,
  typedDate,
  optionalTime,
  optionalDate,
  uuidField,
  checkbox,
} from '#kernel/fields';
import { formatClock, formatDay } from '#kernel/format';
import type { Zone } from '#kernel/zone';
import { askedFields, type AskedField } from './fields.ts';
import { getLetterKind, listLetterKinds } from './kinds.ts';
import { sittingInvitation, sittingMinutes } from './standard-kinds.ts';
import { natures, sendingWays, signedWays } from './letter.ts';

/** What people may type, form by form: shape only. */
const version = integer(1, 1_000_000_000);
const submissionId = uuidField();

export const KindForm = v.object({ kind: choice(listLetterKinds(['case'])) });

/** The form for a draft of one kind: what that kind asks for. Left empty, it may still be filled in later. */
export function draftForm(kind: string) {
  const { asks } = getLetterKind(kind);
  return v.object({
    submissionId,
    enclosure: optionalShortText(120),
    ...Object.fromEntries(asks.map((field) => [field, fieldOf(field)])),
  });
}

function fieldOf(field: AskedField): v.GenericSchema<unknown, unknown> {
  switch (askedFields[field].type) {
    case 'date':
      return optionalDate();
    case 'time':
      return optionalTime();
    case 'line':
      return optionalShortText(300);
    case 'text':
      return optionalText(4000);
  }
}

/** What was typed into such a form, as it stands in the letter. */
export function fieldsFrom(
  kind: string,
  typed: Readonly<Record<string, unknown>>,
  zone: Zone,
): Partial<Record<AskedField, string>> {
  const found: Partial<Record<AskedField, string>> = {};
  for (const field of getLetterKind(kind).asks) {
    const value = typed[field];
    if (typeof value !== 'string' || value === '') continue;
    const { type } = askedFields[field];
    found[field] =
      type === 'date'
        ? formatDay(value as never, 'id')
        : type === 'time'
          ? formatClock(value as never, zone, 'id')
          : value;
  }
  return found;
}

export const ChangeForm = v.object({
  submissionId,
  version,
  subject: shortText(300),
  recipient: optionalText(1000),
  body: freeText(60_000),
  copies: optionalText(1000),
  enclosure: optionalShortText(120),
  nature: optionalChoice(natures),
});
export const StepForm = v.object({ submissionId, version });
export const ReasonForm = v.object({ submissionId, version, reason: shortText(500) });
export const ReturnForm = v.object({ submissionId, version, note: shortText(500) });
export const NumberForm = v.object({ submissionId, version, dated: typedDate(), typedLabel: optionalShortText(120) });
export const SignedForm = v.object({
  submissionId,
  version,
  way: choice(signedWays),
  signedOn: typedDate(),
  file: v.optional(v.unknown()),
});
export const SendForm = v.object({
  submissionId,
  addressee: shortText(200),
  way: choice(sendingWays),
  sentOn: typedDate(),
  note: optionalShortText(500),
});
export const ReceiveForm = v.object({
  submissionId,
  sendingId: uuidField(),
  receivedOn: typedDate(),
  receivedName: shortText(200),
  file: v.optional(v.unknown()),
});
export const SittingPaperForm = v.object({ submissionId, kind: choice([sittingInvitation, sittingMinutes] as const) });
export const RunForm = v.object({ submissionId, dated: typedDate() });

const unit = integer(1, 1_000_000_000);
export const TemplateForm = v.object({
  submissionId,
  unit,
  subject: shortText(300),
  recipient: optionalText(1000),
  body: freeText(20_000),
  copies: optionalText(1000),
  classification: shortText(40),
});
export const RestoreForm = v.object({ submissionId, unit });
export const LetterheadForm = v.object({
  submissionId,
  unit,
  lines: freeText(600),
  address: optionalText(400),
  place: shortText(80),
  headTitle: shortText(160),
  headName: optionalShortText(120),
  headNip: optionalShortText(30),
  noLogo: checkbox(),
  file: v.optional(v.unknown()),
});
export const NumberingForm = v.object({
  submissionId,
  unit,
  pattern: shortText(120),
  unitCode: shortText(40),
  startsAfter: optionalInteger(0, 99_999),
});
