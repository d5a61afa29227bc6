import * as v from 'valibot';
import {
  choice,
  choices,
  checkbox,
  optionalChoice,
  optionalEmail,
  optionalShortText,
  optionalUuid,
  personName,
  shortText,
  nipField,
  freeText,
  typedDate,
  uuidField,
} from '#kernel/fields';
import type { Weekday } from '#kernel/plain-date';
import { zones } from '#kernel/zone';
import { absenceKinds, grades, switchableModules, unitClasses, unitTypes } from './unit.ts';

const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** What may be typed about a unit; whether it fits together is for the use case to say. */
export const UnitForm = v.object({
  name: v.pipe(shortText(120), v.minLength(3, 'units_problem_name_short')),
  type: choice(unitTypes),
  class: optionalChoice(unitClasses),
  address: optionalShortText(300),
  areaCode: v.pipe(
    optionalShortText(13),
    v.regex(/^(\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?)?$/, 'units_problem_area_code'),
  ),
  phone: optionalShortText(40),
  zone: choice(zones),
  workingDays: v.pipe(
    choices(weekdays),
    v.transform((days) => days.map((day) => Number(day) as Weekday)),
  ),
  ledgerStartsOn: typedDate(),
});

export const NewUnitForm = v.object({
  ...UnitForm.entries,
  code: v.pipe(shortText(40), v.toLowerCase(), v.regex(/^[a-z0-9-]{2,40}$/, 'units_problem_code')),
});

export const ServiceAreaForm = v.object({
  regencies: v.optional(v.array(v.pipe(v.string(), v.regex(/^\d{2}\.\d{2}$/, 'units_problem_area_code'))), []),
});

export const ClosingForm = v.object({ closedOn: typedDate(), closingReason: freeText(500) });
/** Why an end of service or a closing was recorded by mistake. */
export const CorrectionForm = v.object({ correctionReason: freeText(500) });
export const NextOfficerForm = v.object({
  officerId: optionalUuid(),
  holdsFrom: typedDate(),
  namingReason: freeText(500, 3),
});
export const ModulesForm = v.object({ on: choices(switchableModules) });

export const HolidayForm = v.object({
  day: typedDate(),
  name: v.pipe(shortText(120), v.minLength(2, 'units_problem_name_short')),
  forAll: checkbox(),
});

export const StaffForm = v.object({
  name: personName(),
  nip: v.pipe(
    nipField(),
    v.check((nip) => nip === undefined || nip.length === 18, 'units_problem_nip_length'),
  ),
  grade: optionalChoice(grades),
  phone: optionalShortText(40),
  email: optionalEmail(),
});

export const AbsenceForm = v.object({
  staffId: uuidField(),
  kind: choice(absenceKinds),
  startsOn: typedDate(),
  endsOn: typedDate(),
  substituteId: optionalUuid(),
});
