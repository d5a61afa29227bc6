import { formatDate, formatNumber, type Locale } from './format.ts';
import { isPlainDate } from './plain-date.ts';

/**
 * Everything that can be wrong with what was typed, and the limits that its sentence names. Each key has a sentence
 * `problems_<key>` in the message files of both languages; a test holds the three together.
 */
export const problemLimits = {
  required: [],
  not_text: [],
  text_nul: [],
  text_broken: [],
  text_too_long: ['max'],
  text_too_short: ['min'],
  name_missing: [],
  name_no_letter: [],
  name_too_long: ['max'],
  date_missing: [],
  date_not_a_date: [],
  date_no_such_day: [],
  date_ambiguous: [],
  date_too_early: ['earliest'],
  date_too_late: ['latest'],
  month_not_a_month: [],
  time_not_a_time: [],
  number_not_a_number: [],
  number_not_whole: [],
  number_too_small: ['min'],
  number_too_large: ['max'],
  choice_missing: [],
  choice_unknown: [],
  must_agree: [],
  id_not_valid: [],
  email_not_an_address: [],
  pin_not_six_digits: [],
  pin_too_easy: [],
  pin_is_birth_date: [],
  phone_missing: [],
  phone_not_digits: [],
  phone_several: [],
  phone_too_short: [],
  phone_too_long: [],
  phone_not_a_number: [],
  nik_not_digits: [],
  nik_scientific: [],
  nik_inexact: [],
  nik_length: [],
  nik_lost_zero: [],
  nik_unknown_province: [],
  nik_impossible_day: [],
  nik_impossible_month: [],
  nik_no_such_day: [],
  nik_serial_zero: [],
  nik_birth_differs: [],
  nik_sex_differs: [],
  nip_not_digits: [],
  nip_scientific: [],
  nip_inexact: [],
  nip_length: [],
  nip_no_such_birth_day: [],
  nip_impossible_appointment: [],
  nip_appointed_too_young: [],
  nip_impossible_sex: [],
  nip_birth_differs: [],
  nip_sex_differs: [],
} as const satisfies Record<string, readonly string[]>;

export type ProblemKey = keyof typeof problemLimits;
export const problemKeys = Object.keys(problemLimits) as ProblemKey[];

export type Problem = { key: ProblemKey; limits: Readonly<Record<string, string>> };

export function isProblemKey(value: unknown): value is ProblemKey {
  return typeof value === 'string' && Object.hasOwn(problemLimits, value);
}

/** A problem as one text that passes through forms and JSON: its key, and its limits behind a question mark: `text_too_long?max=2000`. */
export function writeProblem(key: ProblemKey, limits: Readonly<Record<string, string | number>> = {}): string {
  const pairs = Object.entries(limits).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? key : `${key}?${pairs.join('&')}`;
}

/** The reverse of `writeProblem`; undefined for a text that is no problem of the kernel (a module's own key). */
export function readProblem(written: string): Problem | undefined {
  const [key, query = ''] = written.split('?', 2);
  return isProblemKey(key) ? { key, limits: Object.fromEntries(new URLSearchParams(query)) } : undefined;
}

/** The limits as the sentence shows them: days in words, numbers with separators. */
export function formatLimits(limits: Problem['limits'], locale: Locale): Record<string, string> {
  const shown = (value: string) => {
    if (isPlainDate(value)) return formatDate(value, locale);
    return /^-?\d+(\.\d+)?$/.test(value)
      ? formatNumber(Number(value), locale, value.split('.')[1]?.length ?? 0)
      : value;
  };
  return Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, shown(value)]));
}
