import type pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';
import { KEPT_STATEMENTS, PreparingClient } from './prepared.server.ts';

const database = await freshDatabase('prepared');
const office = await openOffice(database);
const [here, there] = await Promise.all([office.officer('pk', 'palembang'), office.officer('pk', 'kupang')]);
const clients: pg.Client[] = [];
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await office.close();
});

async function connected() {
  const client = new PreparingClient({ connectionString: database.appUrl });
  await client.connect();
  clients.push(client);
  return client;
}
const preparedIn = async (client: pg.Client) =>
  Number((await client.query('select count(*) as n from pg_prepared_statements')).rows[0].n);

test('a statement is prepared when it comes again, and answers the same', async () => {
  const client = await connected();
  const ask = async (n: number) => (await client.query('select $1::int + 1 as n', [n])).rows[0].n;
  expect(await ask(1)).toBe(2);
  expect(await preparedIn(client)).toBe(0);
  for (const n of [2, 3, 4]) expect(await ask(n)).toBe(n + 1);
  expect(await preparedIn(client)).toBe(1);
});

test('what has no plan is sent as it is', async () => {
  const client = await connected();
  for (let n = 0; n < 3; n++) for (const text of ['begin', 'rollback']) await client.query(text, []);
  expect(await preparedIn(client)).toBe(0);
});

test('a connection keeps a bounded number of statements', async () => {
  const client = await connected();
  for (let n = 0; n < KEPT_STATEMENTS + 20; n++)
    for (let time = 0; time < 2; time++) await client.query(`select $1::int as n${n}`, [n]);
  expect(await preparedIn(client)).toBe(KEPT_STATEMENTS);
});

test('one prepared statement on one connection answers each asker with his own rows', async () => {
  const client = await connected();
  const seenBy = async (token: string) => {
    await client.query('begin');
    await client.query("select set_config('role', 'app_staff', true), set_config('app.token', $1, true)", [token]);
    const { rows } = await client.query('select s.account_id as id from accounts.session as s where s.made_at > $1', [
      '2000-01-01',
    ]);
    await client.query('rollback');
    return new Set(rows.map((row: { id: string }) => row.id));
  };
  // A plan for all askers is made after the fifth use at the earliest.
  for (let round = 0; round < 8; round++) {
    const [mine, theirs] = [await seenBy(here.token), await seenBy(there.token)];
    expect(mine).toEqual(new Set([here.accountId]));
    expect(theirs).toEqual(new Set([there.accountId]));
    expect((await seenBy('no such token')).size).toBe(0);
  }
});
