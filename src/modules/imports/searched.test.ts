import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { keysOf, nameWords } from '#kernel/person-name';
import { jobs as searches } from '#modules/at-large/server';
import { writeXlsx } from '#platform/tables/write-xlsx.server';
import type { Column, Value } from '#platform/tables/cells';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { bringImport, takeImport } from './bring-import.server.ts';
import type { ImportOnFile } from './import.ts';
import { jobs } from './jobs.server.ts';
import { countProblems, getImport, listRows } from './queries.server.ts';
import { shownRows } from './show.server.ts';

const database = await freshDatabase('imports_searched');
const office = await openOffice(database);
await database.owner.query(`update units.unit set type = 'rutan', class = 'IIB' where id = $1`, [office.units.musi]);
let section: Officer, registrar: Officer, other: Officer, searching: Officer;
beforeAll(async () => {
  [section, registrar, other, searching] = await Promise.all([
    office.officer('section_head', 'palembang'),
    office.officer('registrar', 'musi'),
    office.officer('section_head', 'kupang'),
    office.officer('pk', 'kupang'),
  ]);
});
afterAll(() => office.close());

type Row = Record<string, Value>;
const nik = (number: number) => `1600001705${String(number).padStart(6, '0')}`;
function sheet(rows: readonly Row[]): Uint8Array {
  const heads = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = heads.map((header): Column => ({ header, kind: 'text' }));
  return writeXlsx([{ name: 'Daftar', columns, rows: rows.map((row) => heads.map((one) => row[one])) }]);
}
let serial = 0;
const asClient = (over: Row): Row => ({
  'Jenis kelamin': 'L',
  'Jenis bimbingan': 'PB',
  'Nomor register': `S-${(serial += 1)}/2021`,
  'Tanggal terima': '02-03-2021',
  'Tanggal lahir': '17-05-1990',
  ...over,
});
const asAdmission = (over: Row): Row => ({
  'Tanggal lahir': '17-05-1990',
  'Jenis kelamin': 'L',
  Register: 'A.I',
  'Nomor register': `${(serial += 1)}/2026`,
  'Tanggal masuk': '10-11-2026',
  'Jam masuk': '14.30',
  'Diterima dari': 'Polresta',
  Dasar: 'Surat perintah penahanan',
  'Nomor surat': `SP.Han/${serial}/XI/2026`,
  'Tanggal surat': '09-11-2026',
  'Penerbit surat': 'Polresta',
  'Mulai ditahan': '09-11-2026',
  'Sampai dengan': '28-11-2026',
  Perkara: 'Pencurian',
  ...over,
});
/** Somebody whom Kupang looks for: his supervision ended by a decree, and he is not back. */
async function away(name: string, number?: number) {
  const { caseId, personId } = await aClient(office, { at: 'kupang', name, pk: searching.staffId });
  await office.owner
    .updateTable('cases.client_case')
    .set({ state: 'ended', ended_on: '2026-10-01', end_reason: 'breach' })
    .where('id', '=', caseId)
    .execute();
  if (number !== undefined)
    await office.owner
      .updateTable('people.person')
      .set({ nik: nik(number) })
      .where('id', '=', personId)
      .execute();
  const words = nameWords(name);
  await office.owner
    .insertInto('people.name_word')
    .values(words.map((word) => ({ word, person_id: personId, unit_id: office.units.kupang })))
    .execute();
  await office.owner
    .insertInto('people.word_key')
    .values(words.flatMap((word) => keysOf(word).map((key) => ({ key, word }))))
    .onConflict((oc) => oc.doNothing())
    .execute();
  const { id } = await office.owner
    .insertInto('at_large.search')
    .values({ case_id: caseId, unit_id: office.units.kupang, opened_on: '2026-10-01', decree_number: `PAS-${serial}` })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { caseId, searchId: id };
}
async function bring(rows: readonly Row[], by: Officer, unit: number): Promise<ImportOnFile> {
  const runner = await office.as(by);
  const answer = await runner.runOnce({ id: newId(), body: {} }, (ctx) =>
    bringImport(ctx, { unitId: unit, fileName: 'daftar.xlsx', bytes: sheet(rows) }),
  );
  if (!answer.ok) throw new Error(answer.refusal);
  const which = { importId: answer.importId, unitId: unit };
  await jobs['imports.read'].run(office.work(), which);
  await jobs['imports.check'].run(office.work(), which);
  return runner.read((ctx) => getImport(ctx, answer.importId));
}
async function take(one: ImportOnFile, by: Officer): Promise<ImportOnFile> {
  const runner = await office.as(by);
  await runner.runOnce({ id: newId(), body: {} }, (ctx) => takeImport(ctx, { importId: one.id, likely: true }));
  await jobs['imports.take'].run(office.work(), { importId: one.id, unitId: one.unitId });
  return runner.read((ctx) => getImport(ctx, one.id));
}
const warned = async (one: ImportOnFile, by: Officer) =>
  (await office.as(by)).read(async (ctx) => {
    const { rows } = await listRows(ctx, one, 'searched', 0, 500);
    const counted = (await countProblems(ctx, one, 'warnings')).find(
      ({ problem }) => problem === 'imports_warning_searched',
    );
    // The number on the page is as long as the list that it opens.
    expect(counted?.rows ?? 0).toBe(rows.length);
    return (await shownRows(ctx, one, rows, 'warnings', 'id')).map(({ line, problems }) => ({
      line,
      says: problems.map(({ what, href }) => `${what} ${href}`).join('\n'),
    }));
  });
const tasksOf = (kind: string, caseId: string) =>
  office.owner
    .selectFrom('tasks.task')
    .select(['unit_id', 'staff_id'])
    .where('kind', '=', kind)
    .where('case_id', '=', caseId)
    .where('state', '=', 'open')
    .execute();
async function metJobs() {
  const { rows } = await database.owner.query<{ payload: Record<string, unknown> }>(
    `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'at-large.met'`,
  );
  return rows.map(({ payload }) => payload);
}

test('a list of clients warns of rows that may be searched for, before and after they are taken, and tells nothing of the file', async () => {
  const { searchId, caseId } = await away('Gunawan Sutrisna Rekaan', 1);
  const byName = await away('Hermanto Pradipta Rekaan');
  const one = await bring(
    [
      asClient({ Nama: 'Gunawan Sutrisno', NIK: nik(1), 'Tanggal lahir': '18-06-1991' }),
      asClient({ Nama: 'Hermanto Pradipta' }),
      // The same name and another day of birth, or a name alone: of a list that says nothing.
      asClient({ Nama: 'Hermanto Pradipta', 'Tanggal lahir': '02-02-1972' }),
      asClient({ Nama: 'Wayan Lestari Budiman', 'Tanggal lahir': '17-05-1990' }),
    ],
    section,
    office.units.palembang,
  );
  expect(one).toMatchObject({ state: 'checked', total: 4, bad: 0 });
  const before = await warned(one, section);
  expect(before.map(({ line }) => line)).toEqual([2, 3]);
  expect(before[0]!.says).toContain(`/away/${searchId}`);
  expect(before[0]!.says).toMatch(/NIK/);
  expect(before[1]!.says).toContain(`/away/${byName.searchId}`);
  expect(JSON.stringify(before)).not.toMatch(/Sutrisna|Rekaan|PAS-/);
  expect(await metJobs()).toEqual([]);

  const done = await take(one, section);
  expect(done).toMatchObject({ state: 'done', taken: 4 });
  expect((await warned(done, section)).map(({ line }) => line)).toEqual([2, 3]);
  const told = await metJobs();
  expect(told.map((payload) => payload['searchId']).sort()).toEqual([searchId, byName.searchId].sort());
  for (const payload of told) await searches['at-large.met'].run(office.work(), payload);
  // Twice is once.
  for (const payload of told) await searches['at-large.met'].run(office.work(), payload);
  const tasks = await tasksOf('at-large.met', caseId);
  expect(tasks).toHaveLength(1);
  expect(tasks[0]).toMatchObject({ unit_id: office.units.kupang, staff_id: searching.staffId });
  expect(await tasksOf('at-large.met-head', caseId)).toHaveLength(1);
  await database.owner.query('delete from graphile_worker._private_jobs');
});

test('a list of admissions warns as well; whoever may not know of a search is not told', async () => {
  const { searchId, caseId } = await away('Nugraha Wirasena Rekaan', 2);
  const one = await bring([asAdmission({ Nama: 'Nugraha Wirasena', NIK: nik(2) })], registrar, office.units.musi);
  expect(one).toMatchObject({ kind: 'admissions', state: 'checked', bad: 0 });
  expect((await warned(one, registrar))[0]!.says).toContain(`/away/${searchId}`);

  const mine = await bring([asClient({ Nama: 'Nugraha Wirasena', NIK: nik(2) })], other, office.units.kupang);
  // Who looks for him himself is led to the file.
  expect((await warned(mine, other))[0]!.says).toContain(`/clients/${caseId}/at-large`);
  await office.owner
    .updateTable('at_large.search')
    .set({ state: 'handed_over', ended_on: '2026-11-01' })
    .where('id', '=', searchId)
    .execute();
  // He is back: the warning says nothing any more, and a new list has none.
  expect((await warned(one, registrar))[0]!.says).not.toContain('/away/');
  const later = await bring([asAdmission({ Nama: 'Nugraha Wirasena', NIK: nik(2) })], registrar, office.units.musi);
  expect(await warned(later, registrar)).toEqual([]);
});
