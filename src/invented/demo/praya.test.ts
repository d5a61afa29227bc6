import { expect, test } from 'vitest';
import { registerFor, type BasisFacts } from '#modules/custody';
import { rutanPraya } from './praya.ts';

/** The Rutan of the demo against what the source says of it (10 October 2022), and against the rules. */
const registrar = {
  username: 'registrasi.praya',
  accountId: 'a',
  staffId: 's',
  role: 'registrar',
  unit: 'rutan-praya',
} as const;
const { tables, people } = rutanPraya(8, registrar);
const gone = new Set(tables['custody.move'].map((row) => row['stay_id']));

test('303 occupants on 97 places, and the same ones each time', () => {
  expect(tables['custody.stay'].filter((row) => !gone.has(row['id']!))).toHaveLength(303);
  expect(tables['custody.capacity'].map((row) => row['places'])).toEqual([97]);
  expect(rutanPraya(8, registrar).tables).toEqual(tables);
  expect(people).toHaveLength(tables['people.person'].length);
});

test('every number follows from its paper, and no register has a gap', () => {
  const paper = new Map(tables['custody.basis'].map((row) => [row['id'], row]));
  const numbers = new Map<string, number[]>();
  for (const entry of tables['custody.register_entry']) {
    const basis = paper.get(entry['basis_id']!)!;
    const facts = {
      kind: basis['kind'],
      authority: basis['authority'],
      penalty: basis['penalty'],
      sentence: { years: basis['sentence_years'], months: basis['sentence_months'], days: basis['sentence_days'] },
    } as BasisFacts;
    expect(registerFor(facts)).toBe(entry['register']);
    const series = `${entry['register']} ${entry['year']}`;
    numbers.set(series, [...(numbers.get(series) ?? []), entry['number'] as number]);
  }
  expect(paper.size).toBe(tables['custody.register_entry'].length);
  for (const [series, given] of numbers)
    expect(
      given.toSorted((a, b) => a - b),
      series,
    ).toEqual(given.map((_, i) => i + 1));
  const last = tables['custody.register_series'].map((row) => [
    `${row['register']} ${row['year']}`,
    row['last_number'],
  ]);
  expect(last.toSorted()).toEqual([...numbers].map(([series, given]) => [series, given.length]).toSorted());
});
