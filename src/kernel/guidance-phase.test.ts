import fc from 'fast-check';
import { expect, test } from 'vitest';
import { phaseBoundaries, phaseDue } from './guidance-phase.ts';
import { addDays, dayFromNumber, plainDate as day } from './plain-date.ts';

test('the boundary day belongs to the later phase, the last day to the final one', () => {
  const [start, end] = [day('2022-01-01'), day('2022-04-11')];

  expect(phaseBoundaries(start, end)).toEqual({
    initialFrom: '2022-01-01',
    advancedFrom: '2022-01-26',
    finalFrom: '2022-03-17',
    aftercareFrom: '2022-04-12',
  });
  expect(phaseDue(start, end, day('2021-12-31'))).toBeUndefined();
  expect(phaseDue(start, end, day('2022-01-25'))).toBe('initial');
  expect(phaseDue(start, end, day('2022-01-26'))).toBe('advanced');
  expect(phaseDue(start, end, day('2022-03-16'))).toBe('advanced');
  expect(phaseDue(start, end, day('2022-03-17'))).toBe('final');
  expect(phaseDue(start, end, end)).toBe('final');
  expect(phaseDue(start, end, day('2022-04-12'))).toBe('aftercare');
});

test('the phase follows the fraction of the period on every day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: -10, max: 4100 }), (length, at) => {
      const start = dayFromNumber(19_000);
      const fraction = at / length;
      const expected =
        fraction < 0
          ? undefined
          : fraction < 1 / 4
            ? 'initial'
            : fraction < 3 / 4
              ? 'advanced'
              : fraction <= 1
                ? 'final'
                : 'aftercare';
      expect(phaseDue(start, addDays(start, length), addDays(start, at))).toBe(expected);
    }),
  );
});

test('a period of one day is all final, and one that ends before it begins is a fault', () => {
  expect(phaseDue(day('2022-01-01'), day('2022-01-01'), day('2022-01-01'))).toBe('final');
  expect(() => phaseBoundaries(day('2022-01-02'), day('2022-01-01'))).toThrow(RangeError);
});
