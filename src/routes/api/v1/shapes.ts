import * as v from 'valibot';
import { cleanName } from '#kernel/person-name';
import { isPlainDate, plainDate } from '#kernel/plain-date';
import { cleanLine, cleanText } from '#kernel/text';
import type { Endpoint } from '#web/api.server';

export const uuid = v.pipe(v.string(), v.uuid('uuid'));
export const day = v.pipe(
  v.string(),
  v.isoDate('iso_date'),
  v.check((text) => isPlainDate(text), 'iso_date'),
  v.transform(plainDate),
);
export const month = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'iso_month'));
/** Numbers arrive as text in an address. */
export const unitId = v.pipe(v.string(), v.regex(/^[1-9]\d{0,8}$/, 'unit_id'), v.toNumber());
export const cursor = v.optional(v.pipe(v.string(), v.maxLength(200, 'cursor')));
export const nullable = <S extends v.GenericSchema<unknown, unknown>>(schema: S) => v.nullable(schema);
export const whole = v.pipe(v.number(), v.integer());

/** Cleaned as in the forms; what cannot be kept at all is named. */
export const text = (max: number, name: string) =>
  v.pipe(
    v.string(name),
    v.maxLength(max, name),
    v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
      const clean = cleanText(dataset.value, max);
      if (clean.ok) return clean.text;
      addIssue({ message: clean.problem });
      return NEVER;
    }),
  );

/** One line, cleaned as in the forms. */
export const line = (max: number, name: string, min = 0) =>
  v.pipe(
    v.string(name),
    v.maxLength(max, name),
    v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
      const clean = cleanLine(dataset.value, max);
      if (clean.ok && clean.text.length >= min) return clean.text;
      addIssue({ message: clean.ok ? name : clean.problem });
      return NEVER;
    }),
  );
export const nameOfPerson = (name: string) =>
  v.pipe(
    v.string(name),
    v.maxLength(200, name),
    v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
      const clean = cleanName(dataset.value);
      if (clean.ok) return clean.name;
      addIssue({ message: clean.problem });
      return NEVER;
    }),
  );

export const endpoint = <const E extends Endpoint>(one: E): E => one;
