import { expect, test } from 'vitest';
import { everyNth, joined, ticks } from './chart.ts';

test.each([
  [0, [0, 1]],
  [1, [0, 0.25, 0.5, 0.75, 1]],
  [7, [0, 2, 4, 6, 8]],
  [97, [0, 25, 50, 75, 100]],
  [100, [0, 25, 50, 75, 100]],
  [303, [0, 100, 200, 300, 400]],
  [3661, [0, 1000, 2000, 3000, 4000]],
])('the axis for %d ends just above it, at a round number', (greatest, expected) => {
  expect(ticks(greatest)).toEqual(expected);
});

test('a month that nobody recorded breaks the line instead of falling to nought', () => {
  expect(joined([3, 4, null, 5, 6])).toEqual([
    { from: 0, to: 1, a: 3, b: 4 },
    { from: 3, to: 4, a: 5, b: 6 },
  ]);
});

test('of 37 months every fourth is named where twelve names fit', () => {
  expect(everyNth(37, 12)).toBe(4);
});
