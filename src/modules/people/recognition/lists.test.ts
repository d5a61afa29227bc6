import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ids } from './ids.ts';
import { KeyedLists } from './lists.ts';

const steps = fc.array(fc.record({ add: fc.boolean(), key: fc.integer({ min: -3, max: 12 }), number: fc.nat(40) }), {
  maxLength: 300,
});

test('lists hold what was added to them and not taken away', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const lists = new KeyedLists();
      const model = new Map<number, Set<number>>();
      for (const { add, key, number } of all) {
        const set = model.get(key) ?? new Set();
        model.set(key, set);
        if (add && !set.has(number)) lists.add(key, number);
        if (!add) lists.remove(key, number);
        if (add) set.add(number);
        else set.delete(number);
      }
      for (const [key, set] of model) {
        const list = lists.find(key);
        const from = list < 0 ? 0 : lists.lists.from(list);
        const held = [...lists.lists.numbers.subarray(from, from + lists.lengthOf(key))];
        expect(held.sort((a, b) => a - b)).toEqual([...set].sort((a, b) => a - b));
      }
    }),
  );
});

test('an id is found under its slot until it is removed, whoever stands beside it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(60)), { maxLength: 400 }), (all) => {
      const ids = new Ids();
      const model = new Map<number, number>();
      const idOf = (number: number) => `00000000-0000-7000-8000-${(number * 4096).toString(16).padStart(12, '0')}`;
      for (const [add, number] of all)
        if (add && !model.has(number)) {
          ids.set(idOf(number), number + 1);
          model.set(number, number + 1);
        } else if (!add) {
          ids.remove(idOf(number));
          model.delete(number);
        }
      for (let number = 0; number <= 60; number++) expect(ids.find(idOf(number))).toBe(model.get(number) ?? -1);
      for (const [number, slot] of model) expect(ids.idOf(slot)).toBe(idOf(number));
    }),
  );
});

test('what is no UUID is a fault', () => {
  expect(() => new Ids().find('12')).toThrow('not a UUID');
});
