import { describe, expect, test } from 'vitest';
import * as f from './format.ts';
import { month } from './period.ts';
import { plainDate as day } from './plain-date.ts';

test('days are written in words', () => {
  expect(f.formatDay(day('2026-11-20'), 'id')).toBe('Jumat, 20 November 2026');
  expect(f.formatDay(day('2026-11-20'), 'en')).toBe('Friday, 20 November 2026');
  expect(f.formatShortDate(day('2026-08-01'), 'id')).toBe('1 Agu 2026');
  expect(f.formatNumericDate(day('2022-06-13'))).toBe('13-06-2022');
  expect(f.formatMonth(month('2022-06'), 'id')).toBe('Juni 2022');
  expect(f.formatShortMonth(month('2021-06'), 'id')).toBe('Jun 2021');
  expect(f.formatShortMonth(month('2021-05'), 'en')).toBe('May 2021');
  expect(f.formatDays(day('2022-06-13'), day('2022-06-19'), 'id')).toBe('13 s.d. 19 Juni 2022');
  expect(f.formatDays(day('2022-06-13'), day('2022-07-19'), 'id')).toBe('13 Juni s.d. 19 Juli 2022');
  expect(f.formatDays(day('2021-12-31'), day('2022-01-01'), 'en')).toBe('31 December 2021 to 1 January 2022');
  expect(f.formatDays(day('2021-12-31'), day('2021-12-31'), 'id')).toBe('31 Desember 2021');
});

test('times carry their zone', () => {
  const instant = new Date('2026-11-20T16:30:00Z');

  expect(f.formatTime(instant, 'Asia/Jakarta', 'id')).toBe('23.30 WIB');
  expect(f.formatMoment(instant, 'Asia/Jayapura', 'id')).toBe('Sabtu, 21 November 2026 pukul 01.30 WIT');
  expect(f.formatShortMoment(instant, 'Asia/Makassar', 'en')).toBe('21 Nov 2026 00:30 WITA');
});

describe('numbers', () => {
  test('have Indonesian separators', () => {
    expect(f.formatNumber(3661, 'id')).toBe('3.661');
    expect(f.formatNumber(1234567.891, 'id', 2)).toBe('1.234.567,89');
    expect(f.formatNumber(1234567.891, 'en', 2)).toBe('1,234,567.89');
    expect(f.formatNumber(-1234.5, 'id', 1)).toBe('-1.234,5');
    expect(f.formatNumber(-0.2, 'id')).toBe('0');
    expect(f.formatNumber(999, 'id')).toBe('999');
    expect(f.formatNumber(1e21, 'id')).toMatch(/e\+21|^1\.000/);
  });

  test('are rounded as on paper', () => {
    expect(f.formatNumber(1.005, 'id', 2)).toBe('1,01');
    expect(f.formatNumber(8.45, 'id', 1)).toBe('8,5');
    expect(f.formatNumber(0.0000001, 'id', 2)).toBe('0,00');
  });

  test('as shares, orders, sizes and money', () => {
    expect(f.formatPercent(0.085, 'id')).toBe('8,5\u00a0%');
    expect(f.formatPercent(0.085, 'en')).toBe('8.5%');
    expect(f.formatPercent(0 / 0, 'id')).toBe('–');
    expect(f.formatPercent(1 / 0, 'id')).toBe('–');
    expect(f.formatOrdinal(3, 'id')).toBe('ke-3');
    expect([1, 2, 3, 4, 11, 12, 13, 21, 101, 111].map((n) => f.formatOrdinal(n, 'en'))).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '101st',
      '111th',
    ]);
    const MB = 1024 * 1024;
    expect(
      [0, 999, 1229, 1024 ** 2 - 1, 5 * MB, 15 * MB, 5.2 * MB, 200 * MB, 1.2 * 1024 ** 3].map((n) =>
        f.formatFileSize(n, 'id'),
      ),
    ).toEqual(['0 B', '999 B', '1,2 kB', '1 MB', '5 MB', '15 MB', '5,2 MB', '200 MB', '1,2 GB']);
    expect(f.formatRupiah(1_000_000, 'id')).toBe('Rp1.000.000');
  });
});
