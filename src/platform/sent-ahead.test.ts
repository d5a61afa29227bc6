import { CompiledQuery, sql } from 'kysely';
import type pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';
import { connect } from './database.server.ts';
import { NOBODY_WAITS, SendingAheadClient, TAKE_ROLE } from './sent-ahead.server.ts';

const database = await freshDatabase('sent_ahead');
const office = await openOffice(database);
const officer = await office.officer('pk', 'palembang');
const clients: pg.Client[] = [];
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await office.close();
});

async function connected() {
  const client = new SendingAheadClient({ connectionString: database.appUrl });
  await client.connect();
  clients.push(client);
  return client;
}
const role = async (client: pg.Client) =>
  (await client.query("select current_user as who, coalesce(current_setting('app.token', true), '') as token"))
    .rows[0] as unknown;
/** Whoever signs in is named by the server that the tests run on. */
const nobody = { who: decodeURIComponent(new URL(database.appUrl).username), token: '' };

test('the first statement already runs as the role that was taken, and nothing of it outlives the transaction', async () => {
  const client = await connected();
  for (const end of ['commit', 'rollback']) {
    await client.query('begin');
    await client.query(TAKE_ROLE, ['role', 'app_staff', 'app.token', `'; drop role "x`]);
    expect(await role(client)).toEqual({ who: 'app_staff', token: `'; drop role "x` });
    await client.query(end);
    expect(await role(client)).toEqual(nobody);
  }
});

test('a transaction of which nothing came, and one that takes no role, end like any other', async () => {
  const client = await connected();
  await client.query('begin');
  await client.query('rollback');
  await client.query('begin');
  await client.query(TAKE_ROLE, ['role', 'app_staff', 'app.token', officer.token]);
  await client.query('commit');
  expect(await role(client)).toEqual(nobody);
  await client.query('begin');
  expect((await client.query('select now() = statement_timestamp() as begun')).rows[0]).toEqual({ begun: false });
  await client.query('commit');
});

test('a role that cannot be taken is told by the first statement, which does nothing', async () => {
  const client = await connected();
  await client.query('begin');
  await client.query(TAKE_ROLE, ['role', 'simpul_owner', 'app.token', '']);
  await expect(client.query('select 1')).rejects.toMatchObject({
    code: expect.stringMatching(/42501|22023/) as string,
  });
  await client.query('rollback');
  expect(await role(client)).toEqual(nobody);
});

test('a statement for which nobody waits is done, and what goes wrong with it is told by the commit, which then commits nothing', async () => {
  const client = await connected();
  const count = async () => ((await client.query('select count(*)::int as n from aside')).rows[0] as { n: number }).n;
  await client.query('create temporary table aside (n int primary key)');
  const put = (n: number) => client.query(`insert into aside values ($1) ${NOBODY_WAITS}`, [n]);
  await client.query('begin');
  expect(await put(1)).toMatchObject({ rows: [] });
  await put(2);
  await client.query('commit');
  expect(await count()).toBe(2);

  await client.query('begin');
  await put(3);
  await put(1);
  await put(4);
  await expect(client.query('commit')).rejects.toMatchObject({ code: '23505' });
  await client.query('rollback');
  expect(await count()).toBe(2);

  // The next statement tells it as well, and undoing it tells nothing.
  for (const end of ['select 1', 'rollback']) {
    await client.query('begin');
    await put(1);
    if (end === 'rollback') await client.query(end);
    else await expect(client.query(end)).rejects.toMatchObject({ code: '23505' });
    await client.query('rollback');
  }
  expect(await count()).toBe(2);
});

test('askers that share connections never see with the eyes of another', async () => {
  const other = await office.officer('pk', 'kupang');
  const db = connect(database.appUrl, { size: 2 });
  const seenBy = (token: string) =>
    db.transaction().execute(async (tx) => {
      await tx.executeQuery(CompiledQuery.raw(TAKE_ROLE, ['role', 'app_staff', 'app.token', token]));
      const { rows } = await sql<{ id: string }>`select account_id as id from accounts.session`.execute(tx);
      return [...new Set(rows.map((row) => row.id))];
    });
  try {
    const askers = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? officer : other));
    const seen = await Promise.all(askers.map((asker) => seenBy(asker.token)));
    expect(seen).toEqual(askers.map((asker) => [asker.accountId]));
  } finally {
    await db.destroy();
  }
});
