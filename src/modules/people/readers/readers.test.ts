import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { addDays, plainDate, type PlainDate } from '#kernel/plain-date';
import { aClient } from '#tests/support/cases';
import { aStay } from '#tests/support/custody';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { listMyTasks } from '#modules/tasks/server';
import { jobs } from '../jobs.server.ts';
import { getPersonFile } from '../queries.server.ts';
import { searchPeople } from '../search.queries.server.ts';
import { peopleTasks } from '../tasks.ts';
import { noteDenied } from './note-denied.server.ts';
import { noteSought } from './note-sought.server.ts';
import { kinOpened, unusualReading } from './readers.rules.ts';
import { listDenied } from './readers.store.server.ts';

const database = await freshDatabase('readers');
const office = await openOffice(database);
const [pk, other, head, second, kupangHead, auditor] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('pk', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'kupang'),
  office.officer('auditor', 'ditjenpas'),
]);
afterAll(() => office.close());

const standard = { times: 3, fewestDays: 10, fewestPeople: 20 };

describe('an unusual day', () => {
  const usual = [8, 10, 12, 9, 11, 10, 10, 7, 13, 10];
  test('is one with more than three times the people of his own median day', () => {
    expect(unusualReading.judge({ opened: 31, earlier: usual }, standard)).toEqual({ opened: 31, usual: 10 });
    expect(unusualReading.judge({ opened: 30, earlier: usual }, standard)).toBeUndefined();
  });
  test('is not seen in few days, and few people are never many', () => {
    expect(unusualReading.judge({ opened: 300, earlier: usual.slice(1) }, standard)).toBeUndefined();
    expect(unusualReading.judge({ opened: 19, earlier: usual.map(() => 1) }, standard)).toBeUndefined();
  });
});

describe('kin', () => {
  const read = { names: ['Rahmat Wijaya'], family: ['Sulastri Dewi'], phones: ['0812 3456 7890'] };
  const kin = (officer: string, phone = '') => kinOpened.judge({ officer, phone, ...read }, {});
  test('is who bears the officer’s whole name, whatever its order and titles', () => {
    expect(kin('Drs. Rahmat Wijaya, S.H.')).toBe('own_name');
    expect(kin('WIJAYA RAHMAT')).toBe('own_name');
    expect(kin('Sulastri Dewi')).toBe('family_name');
    expect(kin('Siti Aminah', '+62 812-3456-7890')).toBe('own_phone');
  });
  test('is nobody by a part of a name, nor by a name of one word', () => {
    expect(kin('Rahmat Hidayat', '0812')).toBeUndefined();
    expect(
      kinOpened.judge({ officer: 'Sutrisno', phone: '', names: ['Sutrisno'], family: [], phones: [] }, {}),
    ).toBeUndefined();
  });
});

const opens = (who: Officer, day: PlainDate, personIds: readonly string[]) =>
  office.owner
    .insertInto('accounts.opened_person')
    .values(personIds.map((person_id) => ({ account_id: who.accountId, day, person_id })))
    .execute();
const somebody = (count: number) => Array.from({ length: count }, () => newId());
const watch = (now: Date) => jobs['people.watch-readers'].run(office.work(now), { zone: 'Asia/Jakarta' });
const mine = async (who: Officer, kind: string) =>
  (await (await office.as(who)).read((ctx) => listMyTasks(ctx, { kind }))).tasks;

test('the night tells the head of his officers, the auditor of the head, and nobody of himself', async () => {
  const yesterday = plainDate('2026-11-19');
  for (const who of [pk, head])
    for (let back = 1; back <= 12; back++) await opens(who, addDays(yesterday, -back), somebody(5));
  await opens(pk, yesterday, somebody(25));
  await opens(head, yesterday, somebody(26));
  await opens(other, yesterday, somebody(25)); // whose usual day nobody knows yet
  for (let time = 0; time < 2; time++) await watch(new Date('2026-11-19T18:20:00Z'));

  const [told, ...more] = await mine(head, 'people.many-opened');
  expect(more).toEqual([]);
  expect(told).toMatchObject({ officer: pk.actor.name, facts: { opened: 25, usual: 5, day: yesterday } });
  const kind = peopleTasks['people.many-opened'];
  expect(kind.says({ ...told!.facts, officer: told!.officer })).toContain('25 orang');
  expect(kind.href(told!)).toBe(`/audit?log=access_log&officer=${pk.actor.username}&from=2026-11-19&until=2026-11-19`);
  expect((await mine(auditor, 'people.many-opened')).map(({ officer }) => officer)).toEqual([head.actor.name]);
  expect(await mine(kupangHead, 'people.many-opened')).toEqual([]);
});

test('whoever opens somebody whose family bears his name is told of once, also after the head has looked', async () => {
  const { personId } = await aClient(office, { pk: other.staffId });
  await office.owner
    .insertInto('people.family_member')
    .values({
      person_id: personId,
      unit_id: office.units.palembang,
      relation: 'sibling',
      name: `${other.actor.name}, S.H.`,
    })
    .execute();
  await opens(other, plainDate('2026-11-23'), [personId]);
  await watch(new Date('2026-11-23T18:20:00Z'));
  const told = await mine(head, 'people.kin-opened');
  expect(told).toMatchObject([{ officer: other.actor.name, facts: { personId, kinship: 'family_name' } }]);

  await office.owner.updateTable('tasks.task').set({ state: 'done' }).where('id', '=', told[0]!.id).execute();
  await opens(other, plainDate('2026-11-24'), [personId]);
  await watch(new Date('2026-11-24T18:20:00Z'));
  expect(await mine(head, 'people.kin-opened')).toEqual([]);
});

test('an excluded officer is told that there is nothing; the log and whoever excluded him know that he tried', async () => {
  const { personId, caseId } = await aClient(office, { pk: pk.staffId });
  await office.owner
    .insertInto('people.access_list')
    .values({
      person_id: personId,
      unit_id: office.units.palembang,
      account_id: other.accountId,
      kind: 'exclusion',
      reason: 'keponakan',
      made_by: second.accountId,
    })
    .execute();
  const tries = async (who: Officer, id: string) => {
    const his = await office.as(who);
    const denied = await his.read((ctx) => listDenied(ctx, [id]));
    if (denied.length > 0) await his.runOnce({ id: newId(), body: {} }, (ctx) => noteDenied(ctx, denied));
    return denied.length;
  };
  await expect((await office.as(other)).read((ctx) => getPersonFile(ctx, personId))).rejects.toMatchObject({
    name: 'NotFound',
  });
  expect(await tries(other, newId())).toBe(0);
  expect(await tries(pk, caseId)).toBe(0);
  expect(await tries(other, caseId)).toBe(1);
  expect(await tries(other, personId)).toBe(1);

  const lines = await office.owner
    .selectFrom('platform.access_log')
    .select(['actor_id', 'case_id'])
    .where('what', '=', 'person.denied')
    .where('person_id', '=', personId)
    .execute();
  expect(lines).toEqual([1, 2].map(() => ({ actor_id: other.accountId, case_id: caseId })));
  expect(await mine(second, 'people.denied')).toMatchObject([{ officer: other.actor.name, facts: { personId } }]);
  expect(await mine(other, 'people.denied')).toEqual([]);
  // He reads no line of it either.
  const seen = await (
    await office.as(other)
  ).read(({ tx }) => tx.selectFrom('platform.access_log').select('id').where('person_id', '=', personId).execute());
  expect(seen).toEqual([]);
});

test('a search that names somebody from whom the searcher is excluded leaves a line, and to him and in his tasks nothing', async () => {
  const { caseId, personId } = await aClient(office, { name: 'Wiratmaja Cakrabuana', pk: pk.staffId });
  await office.owner
    .insertInto('people.name_word')
    .values(['wiratmaja', 'cakrabuana'].map((word) => ({ word, person_id: personId, unit_id: office.units.palembang })))
    .execute();
  await office.owner
    .updateTable('people.person')
    .set({ nik: ['1671', '994107', '890007'].join('') })
    .where('id', '=', personId)
    .execute();
  await office.owner
    .insertInto('people.access_list')
    .values({
      person_id: personId,
      unit_id: office.units.palembang,
      account_id: other.accountId,
      kind: 'exclusion',
      starts_on: '2026-01-01',
      reason: 'kerabat',
      made_by: head.accountId,
    })
    .execute();
  const label = '77/PB/2019';
  await office.owner
    .insertInto('cases.register_entry')
    .values({
      unit_id: office.units.palembang,
      year: 2019,
      label,
      case_id: caseId,
      origin: 'imported',
      given_on: '2019-03-04',
    })
    .execute();
  const lines = async (who: Officer) =>
    (
      await office.owner
        .selectFrom('platform.access_log')
        .select('id')
        .where('what', '=', 'person.sought')
        .where('person_id', '=', personId)
        .where('actor_id', '=', who.accountId)
        .execute()
    ).length;
  const seeks = async (who: Officer, typed: string) => {
    const before = await lines(who);
    const his = await office.as(who);
    const found = await his.read((ctx) => searchPeople(ctx, typed));
    await his.read((ctx) => noteSought(ctx, typed));
    return { hits: found.ok ? found.hits.length : 0, noted: (await lines(who)) - before };
  };
  const names = ['cakrabuana wiratmaja', ['1671', '994107', '890007'].join(''), label];
  for (const typed of names) expect(await seeks(other, typed), typed).toEqual({ hits: 0, noted: 1 });
  for (const typed of ['wiratmaja', 'wiratmaja siapa', '890007', '%'])
    expect(await seeks(other, typed), typed).toEqual({ hits: 0, noted: 0 });
  expect(await seeks(pk, 'cakrabuana wiratmaja')).toEqual({ hits: 1, noted: 0 });
  const tasks = await office.owner
    .selectFrom('tasks.task')
    .select('id')
    .where('key', '=', `${other.accountId}:${personId}`)
    .execute();
  expect(tasks).toEqual([]);
  // He reads no line of it either.
  const seen = await (
    await office.as(other)
  ).read(({ tx }) => tx.selectFrom('platform.access_log').select('id').where('person_id', '=', personId).execute());
  expect(seen).toEqual([]);
});

test('a stay of somebody from whom the asker is excluded is noted as a person is', async () => {
  await office.owner
    .updateTable('units.unit')
    .set({ type: 'rutan', class: 'IIB' })
    .where('id', '=', office.units.musi)
    .execute();
  const registrar = await office.officer('registrar', 'musi');
  const { stayId, personId } = await aStay(office, { unitId: office.units.musi, by: registrar });
  await office.owner
    .insertInto('people.access_list')
    .values({
      person_id: personId,
      unit_id: office.units.musi,
      account_id: registrar.accountId,
      kind: 'exclusion',
      starts_on: '2026-01-01',
      reason: 'kerabat',
      made_by: head.accountId,
    })
    .execute();
  const denied = await (await office.as(registrar)).read((ctx) => listDenied(ctx, [stayId]));
  expect(denied).toMatchObject([{ personId }]);
});
