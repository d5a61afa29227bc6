import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as p from './period.ts';
import { addDays, dayFromNumber, daysBetween, lastOfMonth, plainDate as day } from './plain-date.ts';

const anyDay = fc.integer({ min: 0, max: 40_000 }).map(dayFromNumber);
const anyPeriod = fc
  .tuple(anyDay, fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }))
  .map(([from, length]) => ({
    from,
    until: length === undefined ? undefined : addDays(from, length),
  }));

test('the last day on a letter is inside, the day after is not', () => {
  const leave = p.inclusivePeriod(day('2022-06-13'), day('2022-06-19'));

  expect(leave.until).toBe('2022-06-20');
  expect(p.contains(leave, day('2022-06-19'))).toBe(true);
  expect(p.contains(leave, day('2022-06-20'))).toBe(false);
  expect(p.lengthInDays(leave)).toBe(7);
  expect(p.lastDayOf(leave)).toBe('2022-06-19');
  expect(p.daysIn(leave).at(-1)).toBe('2022-06-19');
});

test('a letter whose last day lies before its first is a fault', () => {
  expect(() => p.inclusivePeriod(day('2022-06-13'), day('2022-06-12'))).toThrow(RangeError);
});

test('an open period holds every later day and has no last one', () => {
  expect(p.contains({ from: day('2022-06-13') }, day('2199-01-01'))).toBe(true);
  expect(p.lastDayOf({ from: day('2022-06-13') })).toBeUndefined();
});

test('two periods overlap exactly when some day lies in both', () => {
  fc.assert(
    fc.property(anyPeriod, anyPeriod, (a, b) => {
      const shared = p.intersection(a, b);
      expect(p.overlaps(a, b)).toBe(p.overlaps(b, a));
      if (shared) expect(p.contains(a, shared.from) && p.contains(b, shared.from)).toBe(true);
      else for (const day of [a.from, b.from]) expect(p.contains(a, day) && p.contains(b, day)).toBe(false);
    }),
  );
});

test('periods that only touch do not overlap', () => {
  expect(p.overlaps(p.periodOfMonth(p.month('2022-05')), p.periodOfMonth(p.month('2022-06')))).toBe(false);
});

test('months are named, counted and walked', () => {
  expect(p.parseMonth('2022-13')).toBeUndefined();
  expect(p.parseMonth('0000-01')).toBeUndefined();
  expect(p.monthsBetween(p.month('2019-05'), p.month('2022-05'))).toBe(36);
  expect(p.addToMonth(p.month('2022-12'), 1)).toBe('2023-01');
  expect(p.monthsIn(p.inclusivePeriod(day('2021-12-31'), day('2022-02-01')))).toEqual([
    '2021-12',
    '2022-01',
    '2022-02',
  ]);
  expect(p.monthsIn({ from: day('2022-01-01'), until: day('2022-01-01') })).toEqual([]);
  expect(p.lengthInDays(p.periodOfYear(2024))).toBe(366);
});

test('every month covers its days without gap or overlap', () => {
  fc.assert(
    fc.property(anyDay, (any) => {
      const here = p.month(any.slice(0, 7));
      const next = p.periodOfMonth(p.addToMonth(here, 1));
      expect(p.periodOfMonth(here).until).toBe(next.from);
      expect(p.lastDayOf(p.periodOfMonth(here))).toBe(lastOfMonth(any));
    }),
  );
});

test('whole months are counted as a sentence is served', () => {
  expect(p.wholeMonthsBetween(day('2022-01-31'), day('2022-02-28'))).toBe(1);
  expect(p.wholeMonthsBetween(day('2022-01-15'), day('2022-02-14'))).toBe(0);
  fc.assert(
    fc.property(anyDay, anyDay, (a, b) => {
      const [from, to] = a <= b ? [a, b] : [b, a];
      const months = p.wholeMonthsBetween(from, to);
      expect(months).toBeGreaterThanOrEqual(0);
      expect(daysBetween(from, to)).toBeLessThanOrEqual((months + 1) * 31);
    }),
  );
});
