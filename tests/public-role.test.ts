import { afterAll, expect, test } from 'vitest';
import { newCode } from '#kernel/codes';
import { newId } from '#kernel/id';
import { readSlip, recordCounterCheckIn } from '#modules/check-ins/server';
import { NotFound } from '#platform/errors';
import { aClientSession, aReportingClient } from './support/check-ins.ts';
import { freshDatabase } from './support/database.ts';
import { defaultNow, openOffice } from './support/office.ts';
import { asMany } from './support/width.ts';

/** What somebody who has not signed in can reach (security T1). */
const database = await freshDatabase('public_role');
const office = await openOffice(database);
afterAll(() => office.close());

/** The directory of offices; and of the installation's settings two that the sign-in page needs. */
const readable = ['platform.setting', 'units.service_area', 'units.unit'];

test('before sign-in every table, view and partition is closed, but for the directory of offices', async () => {
  const { rows } = await database.owner.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
      and n.nspname not like 'pg_temp%'
    order by 1`);
  expect(rows.length).toBeGreaterThan(80);
  const client = await database.app.connect();
  const open: string[] = [];
  const odd: string[] = [];
  try {
    for (const { name } of rows) {
      await client.query('begin');
      try {
        await client.query(`select set_config('role', 'app_public', true)`);
        await client.query(`select * from ${name} limit 1`);
        open.push(name);
      } catch (error) {
        const { code } = error as { code?: string };
        if (code !== '42501') odd.push(`${name}: ${code}`);
      } finally {
        await client.query('rollback');
      }
    }
  } finally {
    client.release();
  }
  expect(odd).toEqual([]);
  // The directory's columns are granted whole, so that "select *" says what there is to see.
  expect(open).toEqual(readable);
});

test('of the settings nobody outside learns where backups and checkpoints go', async () => {
  await database.owner.query(
    `insert into platform.setting (key, value) values ('backups', '{"destination": "/media/usb"}'), ('journal.checkpoints', '{}'),
       ('public-address', '"https://a.example"'), ('password_policy', '"ours"')`,
  );
  const client = await database.app.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('role', 'app_public', true)`);
    expect((await client.query('select key from platform.setting')).rows).toEqual([{ key: 'password_policy' }]);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

test('a receipt cannot be guessed, and knowing one opens nobody else’s report', async () => {
  const counter = await office.officer('counter', 'palembang');
  const [mine, other] = [await aReportingClient(office), await aReportingClient(office)];
  const made = await (
    await office.as(counter)
  ).runOnce({ id: newId(), body: {} }, (ctx) => recordCounterCheckIn(ctx, { caseId: mine.caseId }));
  if (!made.ok) throw new Error(made.refusal);
  const { token } = await aClientSession(office, other);
  const reads = async (receipt: string) =>
    (await office.asClient(token, defaultNow)).read((ctx) => readSlip(ctx, receipt));
  await expect(reads(made.receipt)).rejects.toThrow(NotFound);
  const guesses = asMany(300, 10_000);
  for (let guess = 0; guess < guesses; guess++) await expect(reads(newCode(10))).rejects.toThrow(NotFound);
  // 32 signs drawn alike, nine of them free: 45 bits.
  const drawn = Array.from({ length: 4000 }, () => newCode(10));
  expect(new Set(drawn).size).toBe(drawn.length);
  for (let at = 0; at < 9; at++) expect(new Set(drawn.map((code) => code[at])).size).toBeGreaterThanOrEqual(30);
});
