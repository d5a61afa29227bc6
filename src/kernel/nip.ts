import { readDigits } from './digits.ts';
import { ageOn, dateFromParts, firstOfMonth, type PlainDate } from './plain-date.ts';
import type { Sex } from './nik.ts';
import { parseMonth } from './period.ts';

/** A civil servant's number as it was given: digits, normally eighteen. Its structure warns and never blocks. */
export type Nip = string & { readonly __brand: 'Nip' };
export type NipProblem = 'nip_not_digits' | 'nip_scientific' | 'nip_inexact';
export type NipWarning =
  | 'nip_length'
  | 'nip_no_such_birth_day'
  | 'nip_impossible_appointment'
  | 'nip_appointed_too_young'
  | 'nip_impossible_sex'
  | 'nip_birth_differs'
  | 'nip_sex_differs';

export function readNip(
  value: string | number,
): { ok: true; nip: Nip | undefined } | { ok: false; problem: NipProblem } {
  const read = readDigits(value);
  if (read.ok)
    return read.digits.length > 32 ? { ok: false, problem: 'nip_not_digits' } : { ok: true, nip: read.digits as Nip };
  return read.problem === 'missing' ? { ok: true, nip: undefined } : { ok: false, problem: `nip_${read.problem}` };
}

/** Birth YYYYMMDD, appointment YYYYMM, sex 1 or 2, serial of three. Contract staff (PPPK) carry 21 and more in place of the month. */
export function checkNip(nip: Nip, known: { birth?: PlainDate | undefined; sex?: Sex | undefined } = {}): NipWarning[] {
  if (nip.length !== 18) return ['nip_length'];
  const warnings: NipWarning[] = [];
  const birth = dateFromParts(Number(nip.slice(0, 4)), Number(nip.slice(4, 6)), Number(nip.slice(6, 8)));
  const contract = Number(nip.slice(12, 14)) >= 21;
  const appointed = parseMonth(`${nip.slice(8, 12)}-${contract ? '12' : nip.slice(12, 14)}`);
  const sex = ({ '1': 'male', '2': 'female' } as const)[nip[14] as '1'];

  if (!birth) warnings.push('nip_no_such_birth_day');
  if (!appointed) warnings.push('nip_impossible_appointment');
  if (birth && appointed && ageOn(birth, firstOfMonth(appointed)) < 16) warnings.push('nip_appointed_too_young');
  if (!sex) warnings.push('nip_impossible_sex');
  if (birth && known.birth && birth !== known.birth) warnings.push('nip_birth_differs');
  if (sex && known.sex && sex !== known.sex) warnings.push('nip_sex_differs');
  return warnings;
}

/** 19850613 200501 1 001, as it is printed under a signature. */
export function formatNip(nip: Nip): string {
  return nip.length === 18 ? `${nip.slice(0, 8)} ${nip.slice(8, 14)} ${nip.slice(14, 15)} ${nip.slice(15)}` : nip;
}
