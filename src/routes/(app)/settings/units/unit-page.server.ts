import { formatWeekday } from '#kernel/format';
import { plainDate, type PlainDate } from '#kernel/plain-date';
import { zoneLabel, zones } from '#kernel/zone';
import { unitClasses, unitTypes, unitTypeWords, type UnitForm, type UnitType } from '#modules/units';
import type { UnitFields } from '#modules/units/server';
import type * as v from 'valibot';

/** A week from Monday, for the names of the days. */
const monday = plainDate('2026-11-16');

/** What may be chosen about a unit; of its kinds, only those that fit where it stands. */
export function unitOptions(language: 'id' | 'en', types: readonly UnitType[] = unitTypes) {
  return {
    type: types.map((type) => ({ value: type, label: unitTypeWords[type]() })),
    class: unitClasses.map((one) => ({ value: one, label: one })),
    zone: zones.map((zone) => ({ value: zone, label: zoneLabel[zone] })),
    weekdays: [0, 1, 2, 3, 4, 5, 6].map((days) => ({
      value: String(days + 1),
      label: formatWeekday(`${monday.slice(0, 8)}${16 + days}` as PlainDate, language),
    })),
  };
}

export function fieldsOf(typed: v.InferOutput<typeof UnitForm>): UnitFields {
  return { ...typed, class: typed.class ?? null, areaCode: typed.areaCode || null };
}
