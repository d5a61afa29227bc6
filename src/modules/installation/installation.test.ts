import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { jobs } from '#modules/check-ins/server';
import type { Ctx } from '#platform/ctx';
import { NotAllowed, Stale } from '#platform/errors';
import { takeRole } from '#platform/run.server';
import { aReportingClient } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { defaultNow, openOffice, type Officer } from '#tests/support/office';
import { isSecureAddress, judgeAddress, tellingWord } from './index.ts';
import { clientDoor, leaveParkedJob, listParkedJobs, retryParkedJob, setPublicAddress } from './index.server.ts';

const database = await freshDatabase('installation');
const office = await openOffice(database);
afterAll(() => office.close());
let admin: Officer;
beforeAll(async () => {
  admin = await office.officer('office_admin', 'palembang');
});
const set = async (who: Officer, typed: string) =>
  (await office.as(who)).runOnce({ id: newId(), body: {} }, (ctx: Ctx) => setPublicAddress(ctx, typed));
const door = async () => (await office.as(admin)).read((ctx) => clientDoor(ctx.tx));

test.each([
  ['https://simpul.example', 'https://simpul.example'],
  ['  HTTPS://Simpul.Example:8443/ ', 'https://simpul.example:8443'],
  ['simpul.example', 'https://simpul.example'],
  ['simpul.example:8443', 'https://simpul.example:8443'],
  ['http://192.168.1.20:3000', 'http://192.168.1.20:3000'],
  ['https://[2001:db8::7]', 'https://[2001:db8::7]'],
  ['https://warung-kopi.id:443', 'https://warung-kopi.id'],
])('%s is the address %s', (typed, address) => {
  expect(judgeAddress(typed)).toEqual({ ok: true, address });
});
test.each([
  ['bukan alamat', 'address_wrong'],
  ['https://', 'address_wrong'],
  ['https://a b.example', 'address_wrong'],
  ['https://{link}', 'address_wrong'],
  ['https://simpul.example:99999', 'address_wrong'],
  ['ftp://simpul.example', 'address_not_web'],
  ['javascript:alert(1)', 'address_not_web'],
  ['http://localhost:3000', 'address_only_here'],
  ['https://127.0.0.1', 'address_only_here'],
  ['https://simpul.example/l', 'address_has_more'],
  ['https://simpul.example?x=1', 'address_has_more'],
  ['https://simpul.example#x', 'address_has_more'],
  ['https://admin:rahasia@simpul.example', 'address_has_more'],
  [`https://${'a'.repeat(250)}.example`, 'address_too_long'],
])('%s is refused as %s', (typed, refusal) => {
  expect(judgeAddress(typed)).toEqual({ ok: false, refusal });
});
test('plain http is no secure context except on the machine itself, and a name may give the matter away', () => {
  expect(['https://a.example', 'http://a.example', 'http://localhost:3000'].map(isSecureAddress)).toEqual([
    true,
    false,
    true,
  ]);
  expect(tellingWord('https://bapas-palembang.go.id')).toBe('bapas');
  expect(tellingWord('https://simpul.ditjenpas.go.id')).toBe('ditjenpas');
  expect(tellingWord('https://bapaspalembang.id')).toBe('bapas');
  expect(tellingWord('https://simpul.example')).toBeUndefined();
});

test('whoever administers with nobody above him decides; others, also by SQL, do not', async () => {
  expect(await set(admin, 'https://satu.example')).toEqual({ ok: true, address: 'https://satu.example' });
  for (const role of ['head_of_bapas', 'account_admin', 'pk', 'auditor', 'kanwil'] as const)
    await expect(set(await office.officer(role, 'palembang'), 'https://jahat.example')).rejects.toThrow(NotAllowed);

  const above = await office.officer('office_admin', 'kanwil');
  await expect(set(admin, 'https://jahat.example')).rejects.toThrow(NotAllowed);
  const bySql = office.app.transaction().execute(async (tx) => {
    await takeRole(tx, 'app_staff', admin.token);
    await tx
      .updateTable('platform.setting')
      .set({ value: '"https://jahat.example"' })
      .where('key', '=', 'public-address')
      .execute();
  });
  await bySql; // the policy lets no row through
  expect(await door()).toBe('https://satu.example/l');
  expect(await set(above, 'https://dua.example')).toMatchObject({ ok: true });
  await office.owner
    .updateTable('units.posting')
    .set({ withdrawn_at: defaultNow })
    .where('staff_id', '=', above.staffId)
    .execute();
  expect(await set(admin, 'https://tiga.example')).toMatchObject({ ok: true });
});

test('a reminder goes out only where there is an address, and holds a code, a day and a link and nothing else', async () => {
  const unitId = office.units.palembang;
  await office.owner
    .insertInto('messages.gateway')
    .values({ unit_id: unitId, kind: 'http', channel: 'sms', settings: '{}' })
    .execute();
  const { caseId, personId } = await aReportingClient(office, { name: 'NamaKenariKlien', receivedOn: '2026-09-10' });
  await office.owner
    .insertInto('people.phone')
    .values({ person_id: personId, unit_id: unitId, number: '+628117770001', for_notices: true })
    .execute();
  const late = new Date('2026-11-28T02:00:00Z');
  const remind = () => jobs['check-ins.remind'].run(office.work(late), { unitId });
  const sent = () => office.owner.selectFrom('messages.outbox').selectAll().where('case_id', '=', caseId).execute();

  expect(await set(admin, '')).toEqual({ ok: true, address: null });
  await remind();
  expect(await sent()).toEqual([]);
  await set(admin, 'https://simpul.example');
  await remind();
  await remind();
  const [message, ...more] = await sent();
  expect(more).toEqual([]);
  expect(message).toMatchObject({ kind: 'check-ins.due-soon', channel: 'sms', address: '+628117770001' });
  expect(message!.body).toContain('https://simpul.example/l');
  expect(message!.body).toContain('30 November 2026');
  expect(message!.body).not.toMatch(/kenari|bapas|wajib|klien|perkara/i);
});

/** A job that was tried as often as it may be. */
async function aParkedJob(name: string): Promise<string> {
  const { rows } = await database.owner.query<{ id: string }>(
    `with added as (select (graphile_worker.add_job($1, max_attempts => 3)).id)
     select id::text from added`,
    [name],
  );
  await database.owner.query(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'KTJ-482' where id = $1`,
    [rows[0]!.id],
  );
  return rows[0]!.id;
}
const does = async (who: Officer, work: (ctx: Ctx) => Promise<{ ok: boolean }>) =>
  (await office.as(who)).runOnce({ id: newId(), body: {} }, work);
const parked = async (who: Officer) => (await office.as(who)).read(listParkedJobs);

test('a job that failed for good is seen, tried again or left with a reason, each once and by whoever keeps the house', async () => {
  const [first, second] = [await aParkedJob('tests.first'), await aParkedJob('tests.second')];
  await database.owner.query(`select graphile_worker.add_job('tests.waiting')`);
  const auditor = await office.officer('auditor', 'palembang');
  for (const who of [admin, auditor]) {
    const { jobs: seen, maySettle } = await parked(who);
    expect(seen.map(({ id, name, tries, number }) => [id, name, tries, number])).toEqual([
      [first, 'tests.first', 3, 'KTJ-482'],
      [second, 'tests.second', 3, 'KTJ-482'],
    ]);
    expect(maySettle).toBe(who === admin);
  }
  for (const role of ['pk', 'head_of_bapas', 'account_admin', 'kanwil'] as const)
    await expect(parked(await office.officer(role, 'palembang'))).rejects.toThrow(NotAllowed);
  await expect(does(auditor, (ctx) => retryParkedJob(ctx, { jobId: first }))).rejects.toThrow(NotAllowed);
  const bySql = await (
    await office.as(auditor)
  ).read((ctx) => sql`select * from platform.settle_parked_job(${first}, true)`.execute(ctx.tx));
  expect(bySql.rows).toEqual([]);

  expect(await does(admin, (ctx) => retryParkedJob(ctx, { jobId: first }))).toEqual({ ok: true });
  await expect(does(admin, (ctx) => retryParkedJob(ctx, { jobId: first }))).rejects.toThrow(Stale);
  const leave = (reason: string) => does(admin, (ctx) => leaveParkedJob(ctx, { jobId: second, reason }));
  expect(await leave(' ')).toEqual({ ok: false, refusal: 'reason_missing' });
  expect(await leave('kantor pindah server')).toEqual({ ok: true });
  await expect(leave('kantor pindah server')).rejects.toThrow(Stale);

  expect((await parked(admin)).jobs).toEqual([]);
  const queue = await database.owner.query(
    `select id::text, attempts from graphile_worker.jobs where task_identifier in ('tests.first', 'tests.second')`,
  );
  expect(queue.rows).toEqual([{ id: first, attempts: 0 }]);
  const lines = await database.owner.query(
    `select what, about from platform.journal where what like 'jobs.%' order by at, id`,
  );
  expect(lines.rows).toEqual([
    { what: 'jobs.tried-again', about: { jobId: first, name: 'tests.first', tries: 3, number: 'KTJ-482' } },
    {
      what: 'jobs.left',
      about: { jobId: second, name: 'tests.second', tries: 3, number: 'KTJ-482', reason: 'kantor pindah server' },
    },
  ]);
});
