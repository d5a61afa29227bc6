import { expect, test } from 'vitest';
import { nextVerification } from './daily.ts';

test('the next verification is tonight, and after half past two tomorrow night', () => {
  expect(nextVerification(new Date('2026-11-28T19:29:00Z')).toISOString()).toBe('2026-11-28T19:30:00.000Z');
  expect(nextVerification(new Date('2026-11-28T19:30:00Z')).toISOString()).toBe('2026-11-29T19:30:00.000Z');
});
