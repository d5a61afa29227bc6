import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, plainDate as day } from '#kernel/plain-date';
import { judgeNewEnd, longestEnd } from './period.rules.ts';

const year = { from: day('2026-03-01'), imposedUntil: day('2027-02-28'), until: day('2027-02-28') };
const judge = (newEnd: string | undefined, over: Partial<typeof year> = {}, decidedOn = '2026-11-20') => {
  const verdict = judgeNewEnd(
    { ...year, ...over },
    { newEnd: newEnd ? day(newEnd) : undefined, decidedOn: day(decidedOn) },
  );
  return verdict.ok ? 'ok' : verdict.refusal;
};

describe('the last day that a judge sets', () => {
  test('prolongs by the imposed period at most, which stays a year across a leap year', () => {
    expect(longestEnd(year)).toBe('2028-02-29');
    expect(judge('2028-02-29')).toBe('ok');
    expect(judge('2028-03-01')).toBe('new_end_too_late');
    expect(longestEnd({ from: day('2026-01-15'), imposedUntil: day('2026-02-27') })).toBe('2026-04-09');
  });

  test('counts all prolongations together: the imposed period is that of the verdict, not the prolonged one', () => {
    expect(judge('2028-02-29', { until: day('2027-08-31') })).toBe('ok');
    expect(judge('2028-03-01', { until: day('2028-02-28') })).toBe('new_end_too_late');
  });

  test('may be earlier, but not before the decision, and is another day than before', () => {
    expect(judge('2026-12-31')).toBe('ok');
    expect(judge('2026-11-20')).toBe('ok');
    expect(judge('2026-11-19')).toBe('new_end_before_decision');
    expect(judge('2027-02-28')).toBe('new_end_same');
    expect(judge(undefined)).toBe('new_end_missing');
  });

  test('is not set where nobody knows from when to when it ran', () => {
    expect(judgeNewEnd(undefined, { newEnd: day('2027-03-01'), decidedOn: day('2026-11-20') })).toEqual({
      ok: false,
      refusal: 'period_unknown',
    });
  });

  test('is never further from the imposed end than that from its beginning, but for the days by which months differ', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 0, max: 1095 }), (start, length) => {
        const from = addDays(day('2026-01-02'), start);
        const imposedUntil = addDays(from, length);
        const more = daysBetween(imposedUntil, longestEnd({ from, imposedUntil }));
        // The database allows as many days: a rule that allowed more would end in a fault instead of a sentence.
        expect(more).toBeLessThanOrEqual(length + 6);
        expect(more).toBeGreaterThanOrEqual(length - 4);
      }),
    );
  });
});
