import { expect, test } from 'vitest';
import { idTime, isUuid, newId } from './id.ts';

test('ids of one process rise, differ and carry their time', () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, newId);

  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  expect(ids.every(isUuid)).toBe(true);
  expect(idTime(ids[0]!)!.getTime()).toBeGreaterThanOrEqual(before);
  expect(idTime(ids[0]!)!.getTime()).toBeLessThanOrEqual(Date.now());
});

test('only a whole uuid is one', () => {
  for (const text of [
    '',
    'x',
    '018f',
    '00000000-0000-0000-0000-000000000000',
    `${newId()} `,
    `${newId()}\n`,
    `{${newId()}}`,
    12,
    null,
    [newId()],
  ])
    expect(isUuid(text), String(text)).toBe(false);
  expect(isUuid('3f2504e0-4f89-41d3-9a0c-0305e82c3301')).toBe(true);
});

test('an id of another version tells no time', () => {
  expect(idTime('3f2504e0-4f89-41d3-9a0c-0305e82c3301')).toBeUndefined();
});
