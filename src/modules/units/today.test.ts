import { expect, test } from 'vitest';
import type { PlainDate } from '#kernel/plain-date';
import { todayAt } from './today.ts';

test('at a quarter to midnight in Jakarta it is already tomorrow in Jayapura', () => {
  const now = new Date('2026-11-20T16:45:00Z');
  expect(todayAt({ zone: 'Asia/Jakarta' }, now)).toBe('2026-11-20');
  expect(todayAt({ zone: 'Asia/Jayapura' }, now)).toBe('2026-11-21');
});

test('where a demo clock stands, it is that day', () => {
  expect(
    todayAt({ zone: 'Asia/Jakarta', demoToday: '2022-06-13' as PlainDate }, new Date('2026-11-20T16:45:00Z')),
  ).toBe('2022-06-13');
});
