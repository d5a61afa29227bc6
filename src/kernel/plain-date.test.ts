import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as d from './plain-date.ts';

const anyDay = fc
  .integer({ min: d.dayNumber(d.plainDate('1583-01-01')), max: d.dayNumber(d.plainDate('9990-12-31')) })
  .map(d.dayFromNumber);
const day = d.plainDate;

describe('a calendar day', () => {
  test('exists or is refused', () => {
    for (const text of [
      '2027-02-29',
      '2022-13-01',
      '2022-00-10',
      '2022-04-31',
      '1900-02-29',
      '0000-01-01',
      '2022-6-1',
      '２０２２-01-01',
      ' 2022-01-01',
      '2022-01-01\n',
      'NaN',
    ])
      expect(d.parsePlainDate(text), text).toBeUndefined();
    for (const text of ['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])
      expect(d.parsePlainDate(text)).toBe(text);
    expect(() => d.plainDate('2027-02-29')).toThrow(RangeError);
  });

  test('of a record lies between 1900 and 2199', () => {
    expect(d.parseRecordDate('1899-12-31')).toBeUndefined();
    expect(d.parseRecordDate('2200-01-01')).toBeUndefined();
    expect(d.parseRecordDate('1900-01-01')).toBe('1900-01-01');
    expect(d.parseRecordDate('2199-12-31')).toBe('2199-12-31');
  });

  test('is numbered exactly as the proleptic calendar of JavaScript', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719162, max: 2932896 }), (number) => {
        const text = d.dayFromNumber(number);
        expect(d.dayNumber(text)).toBe(number);
        expect(new Date(`${text}T00:00:00Z`).getTime()).toBe(number * 86_400_000);
      }),
    );
    expect(() => d.dayFromNumber(2932897)).toThrow(RangeError);
    expect(() => d.dayFromNumber(-719163)).toThrow(RangeError);
  });

  test('moves by days and months as Temporal moves it', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -2000, max: 2000 }), (from, step) => {
        fc.pre(d.yearOf(from) > 1800 && d.yearOf(from) < 9800);
        const theirs = Temporal.PlainDate.from(from);
        expect(d.addDays(from, step)).toBe(theirs.add({ days: step }).toString());
        expect(d.addMonths(from, step)).toBe(theirs.add({ months: step }).toString());
        expect(d.addYears(from, step % 100)).toBe(theirs.add({ years: step % 100 }).toString());
        expect(d.daysBetween(from, d.addDays(from, step))).toBe(step);
        expect(d.weekdayOf(from)).toBe(theirs.dayOfWeek);
        expect(d.lastOfMonth(from)).toBe(theirs.with({ day: theirs.daysInMonth }).toString());
      }),
    );
  });

  test('keeps to the end of a shorter month', () => {
    expect(d.addMonths(day('2026-01-31'), 1)).toBe('2026-02-28');
    expect(d.addMonths(day('2024-01-31'), 1)).toBe('2024-02-29');
    expect(d.addMonths(day('2024-02-29'), 12)).toBe('2025-02-28');
    expect(d.addMonths(day('2022-01-15'), -1)).toBe('2021-12-15');
  });

  test('knows its month and its neighbours', () => {
    expect(d.monthOf(day('2022-06-13'))).toBe('2022-06');
    expect(d.firstOfMonth(day('2022-06-13'))).toBe('2022-06-01');
    expect(d.lastOfMonth('2024-02' as d.Month)).toBe('2024-02-29');
    expect(d.earliest(day('2022-06-13'), day('2021-01-01'))).toBe('2021-01-01');
    expect(d.latest(day('2022-06-13'), day('2021-01-01'))).toBe('2022-06-13');
    expect([day('2022-06-13'), day('2021-01-01')].sort(d.compareDays)).toEqual(['2021-01-01', '2022-06-13']);
  });
});

describe('age', () => {
  test('is 17 on the day before the eighteenth birthday and 18 on it', () => {
    expect(d.ageOn(day('2004-06-14'), day('2022-06-13'))).toBe(17);
    expect(d.ageOn(day('2004-06-13'), day('2022-06-13'))).toBe(18);
  });

  test('of one born on 29 February rises on 1 March of a common year and on 29 February of a leap year', () => {
    expect(d.ageOn(day('2004-02-29'), day('2022-02-28'))).toBe(17);
    expect(d.ageOn(day('2004-02-29'), day('2022-03-01'))).toBe(18);
    expect(d.ageOn(day('2004-02-29'), day('2024-02-28'))).toBe(19);
    expect(d.ageOn(day('2004-02-29'), day('2024-02-29'))).toBe(20);
    expect(d.dayOfAge(day('2004-02-29'), 18)).toBe('2022-03-01');
  });

  test('is reached exactly on the day that dayOfAge names', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 120 }), (birth, years) => {
        fc.pre(d.yearOf(birth) < 9800);
        const reached = d.dayOfAge(birth, years);
        expect(d.ageOn(birth, reached)).toBe(years);
        expect(d.ageOn(birth, d.addDays(reached, -1))).toBe(years - 1);
      }),
    );
  });
});
