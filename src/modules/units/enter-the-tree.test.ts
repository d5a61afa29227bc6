import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import { NotAllowed, NotFound } from '#platform/errors';
import type { Answer, Ctx, ReadCtx } from '#platform/ctx';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { pastTheApplication } from '#tests/support/past-the-application';
import { addUnit, addUnitAbove, changeUnit, setModules, setServiceArea, unitToKeep } from './administer-unit.server.ts';
import { addHoliday } from './holidays.server.ts';
import { getUnit, listServiceArea } from './queries.server.ts';
import type { UnitFields } from './store.server.ts';

/** A new installation: one office, its branch, and an administrator; the others that the test office brings stand beside it in a tree of their own. */
const database = await freshDatabase('enter-the-tree');
const office = await openOffice(database);
afterAll(() => office.close());

const does = async <T extends Answer>(who: Officer, work: (ctx: Ctx) => Promise<T>, id = newId()): Promise<T> =>
  (await office.as(who, new Date())).runOnce({ id, body: {} }, work);
const sees = async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>): Promise<T> =>
  (await office.as(who, new Date())).read(query);

const fields = (type: UnitFields['type'], name: string): UnitFields => ({
  name,
  type,
  class: null,
  address: '',
  areaCode: null,
  phone: '',
  zone: 'Asia/Jakarta',
  workingDays: [1, 2, 3, 4, 5],
  ledgerStartsOn: plainDate('2026-11-01'),
});

const { rows: made } = await database.owner.query<{ id: number }>(
  `insert into units.unit (code, name, type, zone) values ('bapas-baru', 'Bapas Baru', 'bapas', 'Asia/Jakarta') returning id`,
);
const bapas = made[0]!.id;
const { rows: branches } = await database.owner.query<{ id: number }>(
  `insert into units.unit (code, name, type, zone, parent_id) values ('pos-baru', 'Pos Bapas Baru', 'pos_bapas', 'Asia/Jakarta', $1) returning id`,
  [bapas],
);
const branch = branches[0]!.id;
const { rows: desks } = await database.owner.query<{ id: number }>(
  `insert into units.unit (code, name, type, zone, parent_id) values ('meja-baru', 'Meja Pos Baru', 'pos_bapas', 'Asia/Jakarta', $1) returning id`,
  [branch],
);
const desk = desks[0]!.id;

async function postedAt(unitId: number, role: 'office_admin' | 'head_of_bapas'): Promise<Officer> {
  const who = await office.officer(role, 'palembang');
  await database.owner.query('update units.posting set unit_id = $1 where staff_id = $2', [unitId, who.staffId]);
  return who;
}
const admin = await postedAt(bapas, 'office_admin');
const head = await postedAt(bapas, 'head_of_bapas');
const strangeAdmin = await office.officer('office_admin', 'kupang');
await office.officer('office_admin', 'kanwil');

let kanwil = 0;
test('the administrator of the only office puts its Kanwil above it, once also when the form is sent twice', async () => {
  const id = newId();
  const put = (ctx: Ctx) =>
    addUnitAbove(ctx, { belowId: bapas, code: 'kanwil-baru', fields: fields('kanwil', 'Kanwil Baru') });
  const first = await does(admin, put, id);
  if (!first.ok) throw new Error(first.refusal);
  kanwil = first.unitId;
  expect(await does(admin, put, id)).toEqual(first);
  expect(await does(admin, put)).toEqual({ ok: false, refusal: 'has_one_above' });
  expect(await sees(admin, (ctx) => getUnit(ctx, bapas))).toMatchObject({ parentId: kanwil, path: [kanwil, bapas] });
  expect(await sees(admin, (ctx) => getUnit(ctx, branch))).toMatchObject({ path: [kanwil, bapas, branch] });
  expect(await sees(admin, (ctx) => getUnit(ctx, desk))).toMatchObject({ path: [kanwil, bapas, branch, desk] });
  const { rows } = await database.owner.query(
    `select unit_id, about from platform.journal where what = 'unit.put-above'`,
  );
  expect(rows).toEqual([{ unit_id: kanwil, about: { childId: bapas, type: 'kanwil' } }]);
});

let ditjenpas = 0;
test('then the directorate general above that, and sister offices beside his own', async () => {
  const above = await does(admin, (ctx) =>
    addUnitAbove(ctx, { belowId: kanwil, code: 'ditjenpas-baru', fields: fields('ditjenpas', 'Ditjenpas Baru') }),
  );
  if (!above.ok) throw new Error(above.refusal);
  ditjenpas = above.unitId;
  expect(await sees(admin, (ctx) => getUnit(ctx, branch))).toMatchObject({ path: [ditjenpas, kanwil, bapas, branch] });
  for (const [type, code] of [
    ['bapas', 'bapas-lain'],
    ['lapas', 'lapas-lain'],
    ['lpka', 'lpka-lain'],
  ] as const) {
    const added = await does(admin, (ctx) =>
      addUnit(ctx, { parentId: kanwil, code, fields: fields(type, `Kantor ${code}`) }),
    );
    expect(added).toMatchObject({ ok: true });
  }
  expect(
    await does(admin, (ctx) =>
      addUnit(ctx, { parentId: bapas, code: 'rutan-salah', fields: fields('rutan', 'Rutan') }),
    ),
  ).toEqual({ ok: false, refusal: 'not_below_that' });
  expect(
    await does(admin, (ctx) =>
      addUnitAbove(ctx, { belowId: ditjenpas, code: 'kanwil-salah', fields: fields('kanwil', 'Kanwil') }),
    ),
  ).toEqual({ ok: false, refusal: 'not_above_that' });
});

test('he keeps the national calendar as before, also past the use case', async () => {
  const add = (who: Officer, day: string) =>
    does(who, (ctx) => addHoliday(ctx, { day: plainDate(day), name: 'Idulfitri', unitId: null }));
  expect(await add(admin, '2027-03-10')).toMatchObject({ ok: true });
  await expect(add(await postedAt(branch, 'office_admin'), '2027-03-11')).rejects.toThrow(NotFound);
  await expect(add(head, '2027-03-11')).rejects.toThrow(NotAllowed);
});

test('what is only data he changes, with its service area and without switches', async () => {
  const { rows } = await database.owner.query<{ id: number }>(`select id from units.unit where code = 'bapas-lain'`);
  const sister = rows[0]!.id;
  expect(
    await does(admin, (ctx) => changeUnit(ctx, { unitId: sister, fields: fields('bapas', 'Bapas Kelas II Lain') })),
  ).toEqual({ ok: true });
  expect(await does(admin, (ctx) => setServiceArea(ctx, { unitId: sister, regencies: ['16.71'] }))).toEqual({
    ok: true,
  });
  expect(await does(admin, (ctx) => setServiceArea(ctx, { unitId: sister, regencies: [] }))).toEqual({ ok: true });
  expect(await sees(admin, (ctx) => listServiceArea(ctx, sister))).toEqual([]);
  await expect(does(admin, (ctx) => setModules(ctx, { unitId: sister, on: [] }))).rejects.toThrow(NotFound);

  // As soon as somebody is posted there, the office is its own.
  await postedAt(sister, 'head_of_bapas');
  await expect(sees(admin, (ctx) => unitToKeep(ctx, sister))).rejects.toThrow(NotFound);
});

test('an office at which somebody works, or that has an administrator above it, is not his', async () => {
  await expect(
    does(admin, (ctx) => changeUnit(ctx, { unitId: office.units.kupang, fields: fields('bapas', 'Bapas Kupang') })),
  ).rejects.toThrow(NotFound);
  await expect(
    does(admin, (ctx) => changeUnit(ctx, { unitId: office.units.musi, fields: fields('bapas', 'Bapas Musi') })),
  ).rejects.toThrow(NotFound);
  // Nobody works at the other Kanwil and nobody administers it: either of those who keep the house may enter what is missing.
  expect(await sees(strangeAdmin, (ctx) => unitToKeep(ctx, office.units.otherKanwil))).toMatchObject({
    type: 'kanwil',
  });
});

test('nobody else puts an office above another, neither by the use case nor past it', async () => {
  const put = (ctx: Ctx) =>
    addUnitAbove(ctx, { belowId: ditjenpas, code: 'di-atas', fields: fields('ditjenpas', 'Di atas') });
  await expect(does(head, put)).rejects.toThrow(NotAllowed);
  const belowSomebody = await postedAt(branch, 'office_admin');
  await expect(does(belowSomebody, put)).rejects.toThrow(NotFound);
  for (const [who, sql] of [
    [head, `insert into units.unit (code, name, type, zone) values ('x-1', 'Kantor X', 'kanwil', 'Asia/Jakarta')`],
    [
      belowSomebody,
      `insert into units.unit (code, name, type, zone) values ('x-2', 'Kantor X', 'kanwil', 'Asia/Jakarta')`,
    ],
    [
      admin,
      `insert into units.unit (code, name, type, zone, parent_id) values ('x-3', 'Kantor X', 'bapas', 'Asia/Jakarta', ${office.units.kanwil})`,
    ],
  ] as const)
    expect(await pastTheApplication(database, who, sql)).toEqual({ refused: '42501' });
  const changed = (who: Officer, id: number) =>
    pastTheApplication(database, who, `update units.unit set phone = '0711' where id = ${id}`);
  expect(await changed(admin, ditjenpas)).toMatchObject({ count: 1 });
  expect(await changed(belowSomebody, ditjenpas)).toMatchObject({ count: 0 });
  expect(await changed(head, ditjenpas)).toMatchObject({ count: 0 });
  expect(await changed(admin, office.units.kupang)).toMatchObject({ count: 0 });
  expect(await changed(admin, office.units.musi)).toMatchObject({ count: 0 });
});
