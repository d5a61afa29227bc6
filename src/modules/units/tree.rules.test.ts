import { expect, test } from 'vitest';
import { kindsAbove, kindsBelow, mayStandUnder, standsUnder } from './tree.rules.ts';
import { unitTypes } from './unit.ts';

test('no kind of office stands above itself, however long the way', () => {
  for (const start of unitTypes) {
    const met = new Set<string>();
    const look = (type: (typeof unitTypes)[number]): void => {
      for (const above of standsUnder[type]) {
        if (met.has(above)) continue;
        met.add(above);
        look(above);
      }
    };
    look(start);
    expect([start, met.has(start)]).toEqual([start, false]);
  }
});

test('a Kanwil is put above a Bapas, the directorate general above both, and nothing above that', () => {
  expect(kindsAbove('bapas')).toContain('kanwil');
  expect(kindsAbove('kanwil')).toEqual(['ditjenpas']);
  expect(kindsAbove('ditjenpas')).toEqual([]);
});

test('below a Bapas stand only its branches, below a Kanwil every kind of unit, below a Lapas nothing', () => {
  expect(kindsBelow('bapas')).toEqual(['pos_bapas']);
  expect(kindsBelow('kanwil')).toEqual(['bapas', 'lapas', 'rutan', 'lpka', 'lpas', 'rupbasan']);
  expect(kindsBelow('lapas')).toEqual([]);
  expect(mayStandUnder('kanwil', 'bapas')).toBe(false);
});
