import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { newId } from '#kernel/id';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';
import { Matcher } from './matcher.server.ts';

/** Copies of the people in memory follow what is committed, whoever wrote it and whatever becomes of a connection. */
const database = await freshDatabase('matcher');
const office = await openOffice(database);
afterAll(() => office.close());

const open: Matcher[] = [];
const aMatcher = () => {
  const one = new Matcher(database.appUrl);
  open.push(one);
  return one;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
});

async function aPerson(name: string, over: Record<string, unknown> = {}): Promise<string> {
  const { id } = await office.owner
    .insertInto('people.person')
    .values({ unit_id: office.units.palembang, name, ...over })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
const who = (matcher: Matcher, name: string) => matcher.recognition.find({ name }).map(({ id }) => id);
/** Whether it comes to hold within a second, with nobody asking. */
async function withinASecond(holds: () => boolean): Promise<boolean> {
  for (const until = performance.now() + 1000; performance.now() < until; await sleep(10)) if (holds()) return true;
  return false;
}

test('two processes hear of a new person, a new name and another name within a second, without being asked', async () => {
  const [one, other] = [aMatcher(), aMatcher()];
  await Promise.all([one.catchUp(20_000), other.catchUp(20_000)]);
  const id = await aPerson('Zulkarnaen Perdana');
  for (const matcher of [one, other])
    expect(await withinASecond(() => who(matcher, 'Zulkarnain Perdana').includes(id))).toBe(true);
  await office.owner.updateTable('people.person').set({ name: 'Hasanuddin Wiryo' }).where('id', '=', id).execute();
  for (const matcher of [one, other]) {
    expect(await withinASecond(() => who(matcher, 'Hasanudin Wiryo').includes(id))).toBe(true);
    expect(who(matcher, 'Zulkarnaen Perdana')).not.toContain(id);
  }
  const alias = await office.owner
    .insertInto('people.alias')
    .values({ person_id: id, unit_id: office.units.palembang, name: 'Gondrong Pasar', kind: 'alias' })
    .returning('id')
    .executeTakeFirstOrThrow();
  expect(await withinASecond(() => who(other, 'gondrong pasar').includes(id))).toBe(true);
  await office.owner.updateTable('people.alias').set({ removed_at: new Date() }).where('id', '=', alias.id).execute();
  expect(await withinASecond(() => !who(one, 'gondrong pasar').includes(id))).toBe(true);
});

test('who asks finds what was committed a moment ago', async () => {
  const matcher = aMatcher();
  for (let round = 0; round < 20; round++) {
    const id = await aPerson(`Sesaat Lalu ${'bcdfghjklmnpqrstvwxz'[round]}anu`);
    expect(await matcher.catchUp(20_000)).toBe(true);
    expect(matcher.recognition.has(id)).toBe(true);
  }
});

test('a transaction that began earlier and ends later is not passed over, and one that is undone changes nothing', async () => {
  const matcher = aMatcher();
  await matcher.catchUp(20_000);
  const [slow, undone] = [await database.owner.connect(), await database.owner.connect()];
  const [late, never] = [newId(), newId()];
  const insert = `insert into people.person (id, unit_id, name) values ($1, $2, $3)`;
  try {
    await slow.query('begin');
    await slow.query(insert, [late, office.units.palembang, 'Paling Lambat']);
    await undone.query('begin');
    await undone.query(insert, [never, office.units.palembang, 'Tidak Jadi']);
    const quick = await aPerson('Paling Cepat');
    expect(await matcher.catchUp(20_000)).toBe(true);
    expect(matcher.recognition.has(quick)).toBe(true);
    expect(matcher.recognition.has(late)).toBe(false);
    await aPerson('Sesudah Itu');
    await matcher.catchUp(20_000);
    await slow.query('commit');
    await undone.query('rollback');
    await matcher.catchUp(20_000);
    expect(matcher.recognition.has(late)).toBe(true);
    expect(matcher.recognition.has(never)).toBe(false);
  } finally {
    slow.release();
    undone.release();
  }
});

test('a copy that is made anew knows the same people, and answers while it still reads', async () => {
  await office.owner
    .insertInto('people.person')
    .values(Array.from({ length: 5000 }, (_, at) => ({ unit_id: office.units.palembang, name: `Warga Nomor ${at}` })))
    .execute();
  const before = aMatcher();
  expect(before.inStep.everybody).toBe(false);
  expect(() => who(before, 'Warga')).not.toThrow();
  await before.catchUp(20_000);
  expect(before.inStep).toEqual({ everybody: true, following: true });
  const { rows } = await database.owner.query<{ people: string }>('select count(*) as people from people.person');
  expect(before.recognition.size).toBe(Number(rows[0]!.people));
  await before.stop();
  const after = aMatcher();
  await after.catchUp(20_000);
  expect(after.recognition.size).toBe(before.recognition.size);
  expect(who(after, 'Paling Lambat')).toEqual(who(before, 'Paling Lambat'));
});

test('a connection that is cut heals, and what happened meanwhile is known', async () => {
  const matcher = aMatcher();
  await matcher.catchUp(20_000);
  await database.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'simpul matching' and datname = current_database()`,
  );
  const id = await aPerson('Ketika Terputus');
  expect(await withinASecond(() => matcher.recognition.has(id))).toBe(true);
});

test('the view is for the matching alone, and the matching sees nothing else', async () => {
  const client = await database.owner.connect();
  try {
    for (const role of ['app_staff', 'app_client', 'app_jobs', 'app_public']) {
      await client.query(`begin; set local role ${role}`);
      await expect(client.query('select id from people.for_matching')).rejects.toThrow(/permission denied/);
      await client.query('rollback');
    }
    for (const what of [
      'select religion from people.person',
      'select unit_id from people.person',
      'select * from people.phone',
      'select * from cases.client_case',
      'select * from platform.access_log',
      `update people.person set name = 'x'`,
    ]) {
      await client.query('begin; set local role app_match');
      await expect(client.query(what), what).rejects.toThrow(/permission denied/);
      await client.query('rollback');
    }
  } finally {
    client.release();
  }
});

test('a database that is away is tried again after a pause that grows, and not at once for ever', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  const tries = vi.spyOn(pg.Client.prototype, 'connect');
  open.push(new Matcher(`postgres://nobody@127.0.0.1:${port}/nothing`));
  await sleep(1500);
  const { length } = tries.mock.calls;
  tries.mockRestore();
  // Pauses of 100, 200, 400 and 800 ms: a handful in this time, where without them there are thousands.
  expect(length).toBeGreaterThan(1);
  expect(length).toBeLessThan(10);
});
