import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { roles } from '#modules/access';
import { listMessageKinds } from '#modules/messages';
import { listTaskKinds } from '#modules/tasks';
import { switchableModules, unitTypes } from '#modules/units';
import '#modules/assessments';
import '#modules/at-large';
import '#modules/backups';
import '#modules/breaches';
import '#modules/revocations';
import '#modules/petitions';
import '#modules/cases';
import '#modules/check-ins';
import '#modules/contacts';
import '#modules/custody';
import '#modules/exports';
import '#modules/imports';
import '#modules/journal';
import '#modules/letters';
import '#modules/permits';
import { freshDatabase } from './support/database.ts';

/** One word from table to button needs one place where the word stands. */
const named = new Set(
  [...readFileSync('docs/glossary.md', 'utf8').matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code!),
);
const database = await freshDatabase('glossary');

test('every value that a table allows stands in the glossary', async () => {
  const { rows } = await database.owner.query<{ column: string; says: string }>(`
    select c.conrelid::regclass || '.' || a.attname as column, pg_get_constraintdef(c.oid) as says
    from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
    where c.contype = 'c' and cardinality(c.conkey) = 1 and pg_get_constraintdef(c.oid) ~ 'ANY \\(+ARRAY'
      and a.attname not in ('zone', 'locale', 'media_type')
    order by 1`);
  const values = rows.flatMap(({ column, says }) =>
    [...says.matchAll(/'([^']+)'::text/g)].map(([, value]) => ({ column, value: value! })),
  );
  expect(values.length).toBeGreaterThan(200);
  expect(values.filter(({ value }) => !named.has(value))).toEqual([]);
});

test('every role, unit, part, task and message stands in the glossary', () => {
  const kinds = [...listTaskKinds(), ...listMessageKinds()];
  expect(kinds.length).toBeGreaterThan(20);
  const all = [...roles, ...unitTypes, ...switchableModules, ...kinds];
  expect(all.filter((one) => !named.has(one))).toEqual([]);
});

/** Other names under which a paper stood once, by the one that it has. */
const otherNames = {
  'berita acara': /risalah|notulen/i,
  'tanda terima': /(lihat|cetak|simpan|nomor|kode qr) bukti|bukti wajib lapor/i,
};

test('a paper has one name in every sentence', () => {
  const sentences = readdirSync('messages/id').flatMap((file) =>
    Object.entries(JSON.parse(readFileSync(`messages/id/${file}`, 'utf8')) as Record<string, unknown>),
  );
  expect(sentences.length).toBeGreaterThan(5000);
  for (const [name, others] of Object.entries(otherNames)) {
    const says = sentences.map(([key, says]) => [key, JSON.stringify(says)] as const);
    expect(says.some(([, sentence]) => sentence.toLowerCase().includes(name))).toBe(true);
    expect(says.filter(([, sentence]) => others.test(sentence))).toEqual([]);
  }
});
