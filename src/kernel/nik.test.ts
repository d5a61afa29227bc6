import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkNik, formatNik, nikEnding, readNik, type Nik } from './nik.ts';
import { checkNip, formatNip, readNip, type Nip } from './nip.ts';
import { plainDate as day } from './plain-date.ts';

/** District 00 of regency 00 exists in no province, so no number here can be anyone's. */
const nik = (birth: string, { province = '16', serial = '0001' } = {}) => `${province}0000${birth}${serial}` as Nik;
const read = (value: string | number) => {
  const result = readNik(value);
  return result.ok ? result.nik : result.problem;
};

describe('a NIK', () => {
  test('is read however it was typed', () => {
    const digits = nik('130685');
    const fullwidth = [...digits].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    const arabic = [...digits].map((digit) => String.fromCodePoint(0x0660 + Number(digit))).join('');
    for (const typed of [
      digits,
      ` ${digits}\n`,
      formatNik(digits),
      digits.replace(/(.{6})/, '$1.'),
      `'${digits}`,
      fullwidth,
      arabic,
      `${digits}\u200b`,
    ])
      expect(read(typed)).toBe(digits);
  });

  test('is never required', () => {
    expect(read('')).toBeUndefined();
    expect(read('  ')).toBeUndefined();
  });

  test('that a spreadsheet has spoiled is reported, not guessed', () => {
    expect(read('1,67104E+15')).toBe('nik_scientific');
    expect(read('1.67104E+15')).toBe('nik_scientific');
    expect(read(1_600_001_306_850_001)).toBe('nik_inexact');
    expect(checkNik(read(950_000_130_685_000)! as Nik)).toEqual(['nik_lost_zero']);
    expect(read('tidak ada')).toBe('nik_not_digits');
    expect(read('1'.repeat(33))).toBe('nik_not_digits');
  });

  test.each([
    [nik('130685'), []],
    [nik('530685'), []],
    [nik('710185'), []],
    [nik('000685'), ['nik_impossible_day']],
    [nik('320685'), ['nik_impossible_day']],
    [nik('400685'), ['nik_impossible_day']],
    [nik('720685'), ['nik_impossible_day']],
    [nik('131385'), ['nik_impossible_month']],
    [nik('130085'), ['nik_impossible_month']],
    [nik('290223'), ['nik_no_such_day']],
    [nik('290200'), []],
    [nik('310485'), ['nik_no_such_day']],
    [nik('130685', { province: '00' }), ['nik_unknown_province']],
    [nik('130685', { province: '99' }), ['nik_unknown_province']],
    [nik('130685', { serial: '0000' }), ['nik_serial_zero']],
    [nik('130685').slice(1), ['nik_lost_zero']],
    [`${nik('130685')}1` as Nik, ['nik_length']],
  ])('%s warns of %j and blocks nothing', (value, warnings) => {
    expect(readNik(value).ok).toBe(true);
    expect(checkNik(value as Nik)).toEqual(warnings);
  });

  test('is compared with what else is known of the person', () => {
    expect(checkNik(nik('530685'), { birth: day('1985-06-13'), sex: 'female' })).toEqual([]);
    expect(checkNik(nik('530685'), { birth: day('1985-06-14'), sex: 'male' })).toEqual([
      'nik_birth_differs',
      'nik_sex_differs',
    ]);
    expect(checkNik(nik('130624'), { birth: day('1924-06-13') })).toEqual([]);
    expect(checkNik(nik('130624'), { birth: day('2024-06-13') })).toEqual([]);
  });

  test('shows only its last four digits in a list', () => {
    expect(nikEnding(nik('130685'))).toBe('•••• 0001');
  });

  test('reading never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.double()), (value) => void readNik(value)));
  });
});

describe('a NIP', () => {
  const nip = '198506132005011001' as Nip;

  test('is read and printed in its groups', () => {
    expect(readNip('19850613 200501 1 001')).toEqual({ ok: true, nip });
    expect(formatNip(nip)).toBe('19850613 200501 1 001');
    expect(readNip('1,98506E+17')).toEqual({ ok: false, problem: 'nip_scientific' });
    expect(readNip('')).toEqual({ ok: true, nip: undefined });
  });

  test.each([
    [nip, {}, []],
    ['198506132022211001', {}, []],
    ['198502302005011001', {}, ['nip_no_such_birth_day']],
    ['198506132005131001', {}, ['nip_impossible_appointment']],
    ['198506131995011001', {}, ['nip_appointed_too_young']],
    ['198506132005013001', {}, ['nip_impossible_sex']],
    ['19850613200501100', {}, ['nip_length']],
    [nip, { birth: day('1985-06-14'), sex: 'female' as const }, ['nip_birth_differs', 'nip_sex_differs']],
  ])('%s with %j warns of %j', (value, known, warnings) => {
    expect(checkNip(value as Nip, known)).toEqual(warnings);
  });
});
