import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as p from './partial-date.ts';
import { ageOn, dayFromNumber, plainDate as day } from './plain-date.ts';

test('the text says how much is known', () => {
  expect(p.parsePartialDate('1985-03-12')?.precision).toBe('day');
  expect(p.parsePartialDate('1985-03')?.precision).toBe('month');
  expect(p.parsePartialDate('1985')?.precision).toBe('year');
  expect(p.parsePartialDate('1985', 'about_year')?.precision).toBe('about_year');
  for (const text of ['1985-02-30', '1985-13', '85', '', '0000']) expect(p.parsePartialDate(text)).toBeUndefined();
  expect(p.parsePartialDate('1985-03', 'about_year')).toBeUndefined();
});

test('someone born in 2004 was 17 or 18 in June 2022', () => {
  expect(p.ageRangeOn(p.partialDateOf('2004'), day('2022-06-13'))).toEqual({ youngest: 17, oldest: 18 });
  expect(p.ageRangeOn(p.partialDateOf('2004-06'), day('2022-06-13'))).toEqual({ youngest: 17, oldest: 18 });
  expect(p.ageRangeOn(p.partialDateOf('2004-06-13'), day('2022-06-13'))).toEqual({ youngest: 18, oldest: 18 });
  expect(p.ageRangeOn(p.dateFromAge(18, day('2022-06-13')), day('2022-06-13'))).toEqual({ youngest: 15, oldest: 20 });
});

test('the age of every possible day lies within the range', () => {
  const known = fc.tuple(fc.integer({ min: -10_000, max: 15_000 }).map(dayFromNumber), fc.constantFrom(4, 7, 10));
  fc.assert(
    fc.property(known, fc.integer({ min: 16_000, max: 20_000 }).map(dayFromNumber), ([born, length], on) => {
      const { youngest, oldest } = p.ageRangeOn(p.partialDateOf(born.slice(0, length)), on);
      expect(ageOn(born, on)).toBeGreaterThanOrEqual(youngest);
      expect(ageOn(born, on)).toBeLessThanOrEqual(oldest);
    }),
  );
});

test('is told in words', () => {
  expect(p.formatPartialDate(p.partialDateOf('1985-03-12'), 'id')).toBe('12 Maret 1985');
  expect(p.formatPartialDate(p.partialDateOf('1985-03'), 'id')).toBe('Maret 1985');
  expect(p.formatPartialDate(p.partialDateOf('1985'), 'en')).toBe('1985');
  expect(p.formatPartialDate(p.dateAbout(1985), 'id')).toBe('sekitar 1985');
  expect(p.knownDay(p.partialDateOf('1985-03'))).toBeUndefined();
});
