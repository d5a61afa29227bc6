import fc from 'fast-check';
import { expect, test } from 'vitest';
import { milestones } from './milestones.ts';
import { dayFromNumber, daysBetween, plainDate as day } from './plain-date.ts';

test('a sentence of one year and six months from the first day of detention', () => {
  expect(milestones(day('2021-01-01'), { years: 1, months: 6, days: 0 })).toEqual({
    sentenceDays: 546,
    daysToServe: 546,
    oneThird: '2021-07-02',
    half: '2021-10-01',
    twoThirds: '2021-12-31',
    expiry: '2022-07-01',
  });
});

test('remission moves every milestone, and one greater than the sentence leaves nothing to serve', () => {
  const reduced = milestones(day('2021-01-01'), { years: 1, months: 6, days: 0 }, 46);
  expect([reduced.daysToServe, reduced.twoThirds, reduced.expiry]).toEqual([500, '2021-12-01', '2022-05-16']);
  expect(milestones(day('2021-01-01'), { years: 0, months: 1, days: 0 }, 90).expiry).toBe('2021-01-01');
});

test('months run to the end of a shorter month', () => {
  expect(milestones(day('2022-01-31'), { years: 0, months: 1, days: 0 }).expiry).toBe('2022-02-28');
});

test('two thirds are served exactly on the day named and not a day before', () => {
  const length = fc.record({ years: fc.nat(20), months: fc.nat(11), days: fc.nat(29) });
  fc.assert(
    fc.property(
      fc.integer({ min: 10_000, max: 20_000 }).map(dayFromNumber),
      length,
      fc.nat(900),
      (from, sentence, remission) => {
        const found = milestones(from, sentence, remission);
        const served = daysBetween(from, found.twoThirds);
        expect(served * 3).toBeGreaterThanOrEqual(found.daysToServe * 2);
        expect((served - 1) * 3).toBeLessThan(Math.max(1, found.daysToServe * 2));
        expect([found.oneThird, found.half, found.twoThirds, found.expiry]).toEqual(
          [found.oneThird, found.half, found.twoThirds, found.expiry].sort(),
        );
      },
    ),
  );
  expect(() => milestones(day('2022-01-01'), { years: 1, months: -1, days: 0 })).toThrow(RangeError);
});
