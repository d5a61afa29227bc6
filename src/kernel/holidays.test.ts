import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addWorkingDays, countWorkingDays, isWorkingDay, mondayToFriday, workingDayOnOrAfter } from './holidays.ts';
import { addDays, dayFromNumber, plainDate as day } from './plain-date.ts';

const office = { weekdays: mondayToFriday, holidays: new Set([day('2022-06-01'), day('2022-08-17')]) };

test('a term of ten working days leaves out weekends and holidays', () => {
  expect(addWorkingDays(day('2022-05-27'), 1, office)).toBe('2022-05-30');
  expect(addWorkingDays(day('2022-05-31'), 1, office)).toBe('2022-06-02');
  expect(addWorkingDays(day('2022-06-13'), 10, office)).toBe('2022-06-27');
  expect(addWorkingDays(day('2022-06-02'), -1, office)).toBe('2022-05-31');
});

test('a term of none ends on the next day the office works', () => {
  expect(addWorkingDays(day('2022-06-11'), 0, office)).toBe('2022-06-13');
  expect(workingDayOnOrAfter(day('2022-06-13'), office)).toBe('2022-06-13');
  expect(isWorkingDay(day('2022-08-17'), office)).toBe(false);
});

test('counting and adding agree', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 19_000, max: 19_500 }).map(dayFromNumber),
      fc.integer({ min: 1, max: 60 }),
      (from, days) => {
        const last = addWorkingDays(from, days, office);
        expect(isWorkingDay(last, office)).toBe(true);
        expect(countWorkingDays({ from: addDays(from, 1), until: addDays(last, 1) }, office)).toBe(days);
      },
    ),
  );
});

test('an office that never works is a fault', () => {
  expect(() => addWorkingDays(day('2022-06-13'), 1, { weekdays: [], holidays: new Set() })).toThrow('no working day');
});
