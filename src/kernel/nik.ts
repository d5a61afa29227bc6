import { readDigits } from './digits.ts';
import { dateFromParts, type PlainDate } from './plain-date.ts';
import { provinces } from './provinces.ts';

/**
 * A population number as it was given: digits, normally sixteen. Never required for a record, and never refused for its inner
 * structure: it stays with a person for life even where it is wrong.
 */
export type Nik = string & { readonly __brand: 'Nik' };
export type Sex = 'male' | 'female';

export type NikProblem = 'nik_not_digits' | 'nik_scientific' | 'nik_inexact';
export type NikWarning =
  | 'nik_length'
  | 'nik_lost_zero'
  | 'nik_unknown_province'
  | 'nik_impossible_day'
  | 'nik_impossible_month'
  | 'nik_no_such_day'
  | 'nik_serial_zero'
  | 'nik_birth_differs'
  | 'nik_sex_differs';
export type NikRead = { ok: true; nik: Nik | undefined } | { ok: false; problem: NikProblem };

/** Nothing typed is no NIK and no problem. */
export function readNik(value: string | number): NikRead {
  const read = readDigits(value);
  if (read.ok)
    return read.digits.length > 32 ? { ok: false, problem: 'nik_not_digits' } : { ok: true, nik: read.digits as Nik };
  return read.problem === 'missing' ? { ok: true, nik: undefined } : { ok: false, problem: `nik_${read.problem}` };
}

/**
 * What an officer should look at again. Day, month and year of birth follow the six digits of the region, with 40 added to a
 * woman's day; the last four are a serial that begins at 0001. This inner structure is common knowledge and not law.
 */
export function checkNik(nik: Nik, known: { birth?: PlainDate | undefined; sex?: Sex | undefined } = {}): NikWarning[] {
  // Numbers of the years before 2004 began with 0, which a spreadsheet drops.
  if (nik.length === 15) return ['nik_lost_zero'];
  if (nik.length !== 16) return ['nik_length'];
  const warnings: NikWarning[] = [];
  const coded = Number(nik.slice(6, 8));
  const day = coded > 40 ? coded - 40 : coded;
  const month = Number(nik.slice(8, 10));
  const year = Number(nik.slice(10, 12));
  const sex: Sex = coded > 40 ? 'female' : 'male';

  if (!provinces.some(({ code }) => code === nik.slice(0, 2))) warnings.push('nik_unknown_province');
  const dayPossible = day >= 1 && day <= 31;
  const monthPossible = month >= 1 && month <= 12;
  if (!dayPossible) warnings.push('nik_impossible_day');
  if (!monthPossible) warnings.push('nik_impossible_month');
  if (
    dayPossible &&
    monthPossible &&
    !dateFromParts(1900 + year, month, day) &&
    !dateFromParts(2000 + year, month, day)
  )
    warnings.push('nik_no_such_day');
  if (nik.endsWith('0000')) warnings.push('nik_serial_zero');
  if (known.birth && known.birth.slice(2).replaceAll('-', '') !== digits(year) + digits(month) + digits(day))
    warnings.push('nik_birth_differs');
  if (known.sex && dayPossible && known.sex !== sex) warnings.push('nik_sex_differs');
  return warnings;
}

/** All that a list shows of a NIK. */
export function nikEnding(nik: Nik): string {
  return `•••• ${nik.slice(-4)}`;
}

/** 1600 0053 0685 0001, for reading aloud. */
export function formatNik(nik: Nik): string {
  return nik.replace(/(.{4})(?=.)/g, '$1 ');
}

function digits(value: number): string {
  return String(value).padStart(2, '0');
}
