import { expect, test } from 'vitest';
import { dealt } from './width.ts';

test('the parts of a list are all of it, each once, and about as long as each other', () => {
  const all = Array.from({ length: 103 }, (_, index) => index);
  const parts = [1, 2, 3, 4].map((part) => dealt(all, part, 4));
  expect(parts.flat().sort((a, b) => a - b)).toEqual(all);
  for (const part of parts) expect(Math.abs(part.length - 103 / 4)).toBeLessThan(2);
  expect(dealt(all, 1, 1)).toEqual(all);
});

test('of a table that is walked row by row, eight columns wide, each of four parts has every column', () => {
  const table = Array.from({ length: 12 * 8 }, (_, index) => index);
  for (const part of [1, 2, 3, 4])
    expect(new Set(dealt(table, part, 4).map((index) => index % 8)).size, String(part)).toBe(8);
});
