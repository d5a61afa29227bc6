import * as v from 'valibot';
import {
  checkbox,
  freeText,
  optionalChoice,
  optionalDate,
  optionalShortText,
  optionalText,
  optionalUuid,
  choice,
  uuidField,
} from '#kernel/fields';
import { callFields, presenceFields } from '#kernel/presences';
import { advices, findings, proceedingKinds } from './revocation.ts';

/** What people may type: shape only; whether it may be done is for rules.ts. */
export const BeginForm = v.object({
  submissionId: uuidField(),
  kind: choice(proceedingKinds),
  breachId: optionalUuid(),
  reason: freeText(4000),
  told: optionalText(4000),
  urgent: checkbox(),
  danger: optionalText(2000),
  finding: optionalChoice(findings),
  documentNumber: optionalShortText(120),
  ...presenceFields,
});

export const FamilyForm = v.object({ submissionId: uuidField(), ...callFields });
export const MarkForm = v.object({ submissionId: uuidField(), danger: freeText(2000) });
export const RewriteForm = v.object({ submissionId: uuidField() });

/** One form for every step; a page shows of it what its step asks. */
export const StepForm = v.object({
  submissionId: uuidField(),
  day: optionalDate(),
  reason: freeText(4000),
  /** Somebody else compared the paper with what was noted. */
  confirms: checkbox(),
  file: v.optional(v.unknown()),
  documentNumber: optionalShortText(120),
  issuer: optionalShortText(200),
  advice: optionalChoice(advices),
  told: optionalText(4000),
  /** With a refusal: what the client is reprimanded to do, or that nothing is proven. */
  counselling: optionalText(2000),
  notProven: checkbox(),
  nextOn: optionalDate(),
  nextPlace: optionalShortText(300),
  /** The last day of guidance that a judge set. */
  newEnd: optionalDate(),
  ...presenceFields,
  /** He is held already: where is written down next. */
  held: checkbox(),
});
