import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, plainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import {
  askAtLarge,
  getPointer,
  likelyAtLarge,
  listArrests,
  listMeanwhile,
  listOfficeStandings,
  listOfficeSums,
  listPointers,
  meanwhileKinds,
  tellHolder,
  type OfficeSums,
} from '#modules/at-large/server';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import type { SearchState } from './search.ts';

/** What the analyst of the centre is told of those who are revoked and not back: sums, none below five, and nothing that opens one of them. */
const database = await freshDatabase('at-large-sums');
const office = await openOffice(database);
const { palembang, musi, kupang } = office.units;
const [kanwil, centre, analyst] = await Promise.all([
  office.officer('kanwil', 'kanwil'),
  office.officer('ditjenpas', 'ditjenpas'),
  office.officer('ditjen_analyst', 'ditjenpas'),
]);
afterAll(() => office.close());

const today = plainDate('2026-11-20');
const reads = <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>) => office.reads(who, query);
const sums = async (who: Officer, under?: number) => reads(who, (ctx) => listOfficeSums(ctx, under));
const of = async (unitId: number) => (await sums(analyst)).find((one) => one.unitId === unitId)!;

type Put = {
  state?: SearchState;
  /** How many days before today the decree was issued. */
  days: number;
  heldAfter?: number;
  foundThen?: boolean;
  arrestedAfter?: number;
  again?: boolean;
};
async function put(at: 'palembang' | 'musi' | 'kupang', count: number, one: Put): Promise<string[]> {
  const ids: string[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const { caseId, personId } = await aClient(office, { at, state: 'ended' });
    const state = one.state ?? 'decree_received';
    const decreed = addDays(today, -one.days);
    const heldOn = one.heldAfter === undefined ? null : addDays(decreed, one.heldAfter);
    const isOver = state === 'handed_over' || state === 'deceased';
    const whose = { case_id: caseId, unit_id: office.units[at] };
    const { id } = await office.owner
      .insertInto('at_large.search')
      .values({
        ...whose,
        state,
        opened_on: decreed,
        held_on: heldOn,
        arrested_on: one.arrestedAfter === undefined ? null : addDays(decreed, one.arrestedAfter + nth),
        ended_on: isOver ? today : null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    ids.push(id);
    if (one.foundThen)
      await office.owner
        .insertInto('at_large.closure')
        .values({
          ...whose,
          search_id: id,
          step: 'locate',
          day: heldOn!,
          institution: 'Rutan',
          document_number: 'BA-1',
          reason: 'ditahan di sana',
          outcome: 'confirmed',
          decided_by: analyst.accountId,
          decided_at: new Date(),
        })
        .execute();
    if (one.again)
      await office.owner
        .insertInto('cases.client_case')
        .values({
          person_id: personId,
          unit_id: musi,
          kind: 'parole_pb',
          age_group: 'adult',
          state: 'received',
          received_on: addDays(decreed, 1),
        })
        .execute();
  }
  return ids;
}

let away: string;
beforeAll(async () => {
  await office.owner.updateTable('units.unit').set({ demo_today: today }).execute();
  // Palembang: every part is five or more, or none.
  [away = ''] = await put('palembang', 5, { days: 12 });
  await put('palembang', 6, { days: 45 });
  await put('palembang', 7, { days: 75 });
  await put('palembang', 8, { days: 120, again: true });
  await put('palembang', 5, { days: 100, state: 'located_elsewhere', heldAfter: 95, foundThen: true });
  await put('palembang', 5, { days: 200, state: 'handed_over', arrestedAfter: 10 });
  // Musi: three over ninety days, found where they were held; the rest is many.
  await put('musi', 3, { days: 95, state: 'located_elsewhere', heldAfter: 93, foundThen: true });
  await put('musi', 9, { days: 20 });
  await put('musi', 6, { days: 50 });
  await put('musi', 4, { days: 200, state: 'handed_over', arrestedAfter: 3, again: true });
  // Kupang: fewer than five altogether.
  await put('kupang', 2, { days: 20 });
  await put('kupang', 1, { days: 95 });
});

test('every number that he is told is what the tiers count, and a median stands on five arrests', async () => {
  expect(await of(palembang)).toEqual({
    unitId: palembang,
    name: 'Bapas Kelas I Palembang',
    running: 31,
    over30: 26,
    over60: 20,
    over90: 13,
    elsewhere: 5,
    arrests: 5,
    medianDays: 12,
    ninthDays: 14,
    detained: 5,
    clientAgain: 8,
  });
  const standing = (await reads(centre, (ctx) => listOfficeStandings(ctx, undefined, today))).find(
    ({ unitId }) => unitId === palembang,
  )!;
  const { unitId: _, name: __, ...told } = await of(palembang);
  expect(told).toEqual(Object.fromEntries(Object.keys(told).map((key) => [key, standing[key as 'running']])));
});

test('nine in ten were arrested within so many days: the same at every tier as an independent count has it', async () => {
  // Seven more, so that the ninth of ten is not the longest of all.
  const more = await put('palembang', 7, { days: 300, state: 'handed_over', arrestedAfter: 30 });
  const { rows } = await database.owner.query<{ days: number }>(
    `select arrested_on - opened_on as days from at_large.search where unit_id = $1 and arrested_on is not null order by 1`,
    [palembang],
  );
  const nineInTen = rows[Math.ceil(rows.length * 0.9) - 1]!.days;
  expect([nineInTen, rows.at(-1)!.days]).toEqual([35, 36]);
  expect(await of(palembang)).toMatchObject({ arrests: 12, ninthDays: nineInTen });
  const standings = await reads(centre, (ctx) => listOfficeStandings(ctx, palembang, today));
  expect(standings).toMatchObject([{ unitId: palembang, arrests: 12, ninthDays: nineInTen }]);
  expect(await reads(centre, (ctx) => listArrests(ctx, palembang))).toMatchObject({ total: 12, ninthDays: nineInTen });
  await office.owner.deleteFrom('at_large.search').where('id', 'in', more).execute();
});

test('no number below five is told, and none from which one follows', async () => {
  // Three of eighteen are over ninety days: with them the next smallest age is hidden, else the rest would be three.
  expect(await of(musi)).toMatchObject({ running: 18, over90: null, over60: null, over30: null });
  // Three of eighteen are held: that the others are searched is not told either, and so not how many are held.
  expect(await of(musi)).toMatchObject({ elsewhere: null, detained: null });
  expect(await of(musi)).toMatchObject({ arrests: null, medianDays: null, ninthDays: null, clientAgain: null });
  expect(await of(kupang)).toMatchObject({ running: null, over30: null, over60: null, over90: null, arrests: 0 });
  for (const one of await sums(analyst))
    for (const [key, count] of Object.entries(one))
      if (!['unitId', 'name', 'medianDays', 'ninthDays'].includes(key) && typeof count === 'number')
        expect(count === 0 || count >= 5, `${one.name} ${key}`).toBe(true);
});

test('he chooses offices below a unit, and no day', async () => {
  const below = (await sums(analyst, office.units.otherKanwil)).map(({ unitId }) => unitId);
  expect(below).toEqual([kupang]);
  const before = await sums(analyst);
  await office.owner.updateTable('units.unit').set({ demo_today: '2027-03-01' }).where('id', '=', palembang).execute();
  const later = await of(palembang);
  await office.owner.updateTable('units.unit').set({ demo_today: today }).where('id', '=', palembang).execute();
  expect(later).toMatchObject({ running: 31, over90: 31 } satisfies Partial<OfficeSums>);
  expect(await sums(analyst)).toEqual(before);
});

test('he opens none of them, and nobody else is told sums', async () => {
  const refused: ((ctx: ReadCtx) => Promise<unknown>)[] = [
    (ctx) => listPointers(ctx, { today }),
    (ctx) => getPointer(ctx, away, today),
    (ctx) => askAtLarge(ctx, { name: 'Klien Rekaan', birthDay: plainDate('1990-05-17') }),
    (ctx) => listOfficeStandings(ctx, undefined, today),
    (ctx) => listArrests(ctx, undefined),
    ...meanwhileKinds.map((kind) => (ctx: ReadCtx) => listMeanwhile(ctx, undefined, kind)),
  ];
  for (const query of refused) {
    await expect(reads(analyst, query)).rejects.toThrow(NotAllowed);
    await reads(kanwil, query);
  }
  expect(await reads(analyst, (ctx) => likelyAtLarge(ctx, { name: 'Klien Rekaan' }))).toEqual([]);
  const seen = {
    searchId: away,
    seenOn: today,
    place: 'Pasar 16 Ilir',
    areaCode: '',
    sourceGrade: 'usual',
    infoGrade: 'likely',
    toldBy: '',
    note: 'terlihat di sana',
  } as const;
  await expect(office.does(analyst, (ctx) => tellHolder(ctx, seen))).rejects.toThrow(NotAllowed);
  await expect(sums(kanwil)).rejects.toThrow(NotAllowed);
  await expect(sums(centre)).rejects.toThrow(NotAllowed);
});
