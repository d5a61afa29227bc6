import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { openStayWithReason } from '#modules/custody/server';
import { wordTask } from '#modules/tasks';
import { listMyTasks } from '#modules/tasks/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { aClient } from '#tests/support/cases';
import { aStay } from '#tests/support/custody';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { jobs } from './jobs.server.ts';
import { openWithReason } from './open-with-reason.server.ts';
import { countOpeningsWaiting, listOpenings } from './openings.queries.server.ts';
import { reviewOpening } from './review-opening.server.ts';

/** Whoever opened a file does not review it himself; where nobody else is an auditor, those above do, or somebody is posted. */
const database = await freshDatabase('openings_go_on');
const office = await openOffice(database);
afterAll(() => office.close());
await database.owner.query(`update units.unit set type = 'rutan', class = 'IIB' where id = $1`, [office.units.musi]);
const [pk, head, auditor, kanwil, otherKanwil, centre, registrar, headOfCustody] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('auditor', 'ditjenpas'),
  office.officer('kanwil', 'kanwil'),
  office.officer('kanwil', 'otherKanwil'),
  office.officer('ditjenpas', 'ditjenpas'),
  office.officer('registrar', 'musi'),
  office.officer('head_of_custody', 'musi'),
]);
const now = new Date();
const does = async <T extends { ok: boolean }>(who: Officer, deed: (ctx: Ctx) => Promise<T>) =>
  (await office.as(who, now)).runOnce({ id: randomUUID(), body: {} }, deed);
const reads = async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>) => (await office.as(who, now)).read(query);
const waiting = async (who: Officer, openingId: string) =>
  (await reads(who, (ctx) => listOpenings(ctx, { state: 'waiting', openingId }))).lines;
const reviews = (who: Officer, openingId: string) =>
  does(who, (ctx) => reviewOpening(ctx, { openingId, review: 'sudah ditanyakan' }));
const tasksOf = async (openingId: string) =>
  (
    await database.owner.query<{ kind: string; for_role: string; state: string }>(
      `select kind, for_role, state from tasks.task where key = $1 order by kind`,
      [openingId],
    )
  ).rows;
/** A night after the office should have reviewed what waits. */
const night = () =>
  jobs['cases.pass-openings-on'].run(office.work(new Date(now.getTime() + 10 * 86_400_000)), { zone: 'Asia/Jakarta' });
const reason = 'pemeriksaan rutin atas buku register';

async function opens(who: Officer, more: { sealed?: boolean } = {}): Promise<{ openingId: string; caseId: string }> {
  const { caseId } = await aClient(office, { pk: pk.staffId });
  if (more.sealed)
    await database.owner.query('update cases.client_case set sealed = true, guarded = true where id = $1', [caseId]);
  await database.owner.query('update accounts.session set proved_at = now() where account_id = $1', [who.accountId]);
  const opened = await does(who, (ctx) => openWithReason(ctx, { caseId, code: 'inspection', reason }));
  if (!opened.ok) throw new Error(opened.refusal);
  return { openingId: opened.openingId, caseId };
}

test('what the only auditor opened, and the office left too long, goes on to the Kanwil, who reviews it by its number', async () => {
  const { openingId } = await opens(auditor);
  expect(await waiting(kanwil, openingId)).toEqual([]);
  await expect(reviews(kanwil, openingId)).rejects.toMatchObject({ name: 'NotFound' });
  await night();
  await night();
  expect(await tasksOf(openingId)).toEqual([
    { kind: 'cases.opened-with-reason', for_role: 'head_of_bapas', state: 'open' },
    { kind: 'cases.opening-for-above', for_role: 'kanwil', state: 'open' },
    { kind: 'cases.opening-for-auditor', for_role: 'auditor', state: 'open' },
  ]);
  expect(await waiting(auditor, openingId)).toMatchObject([{ mine: true, passedTo: 'kanwil' }]);
  expect(await reviews(auditor, openingId)).toEqual({ ok: false, refusal: 'own_opening' });
  for (const who of [otherKanwil, centre]) {
    expect(await waiting(who, openingId)).toEqual([]);
    await expect(reviews(who, openingId)).rejects.toMatchObject({ name: 'NotFound' });
  }

  expect(await waiting(kanwil, openingId)).toMatchObject([
    { mine: false, by: auditor.actor.name, reason, code: expect.any(String) as string },
  ]);
  const before = (await reads(kanwil, countOpeningsWaiting)).waiting;
  expect(await reviews(kanwil, openingId)).toEqual({ ok: true });
  expect((await reads(kanwil, countOpeningsWaiting)).waiting).toBe(before - 1);
  expect((await tasksOf(openingId)).map(({ state }) => state)).toEqual(['done', 'done', 'done']);
});

test('where another auditor is there, above as well, it stays with him; the Kanwil is not asked', async () => {
  const second = await office.officer('auditor', 'kanwil');
  const { openingId } = await opens(auditor);
  await night();
  expect((await tasksOf(openingId)).map(({ kind }) => kind)).toEqual([
    'cases.opened-with-reason',
    'cases.opening-for-auditor',
  ]);
  expect(await waiting(second, openingId)).toMatchObject([{ mine: false, passedTo: null }]);
  expect(await reviews(second, openingId)).toEqual({ ok: true });
  await database.owner.query('update units.posting set withdrawn_at = now() where staff_id = $1', [second.staffId]);
});

test('what waits for the auditor from the start goes on at once; with nobody at the Kanwil, to the centre', async () => {
  const first = await opens(auditor, { sealed: true });
  expect(await tasksOf(first.openingId)).toMatchObject([
    { kind: 'cases.opening-for-above', for_role: 'kanwil' },
    { kind: 'cases.opening-for-auditor', for_role: 'auditor' },
  ]);
  await database.owner.query(`update accounts.account set state = 'suspended' where id = $1`, [kanwil.accountId]);
  const { openingId } = await opens(auditor, { sealed: true });
  await database.owner.query(`update accounts.account set state = 'active' where id = $1`, [kanwil.accountId]);
  expect(await tasksOf(openingId)).toMatchObject([{ for_role: 'ditjenpas' }, { for_role: 'auditor' }]);
  expect(await waiting(kanwil, openingId)).toEqual([]);
  expect(await waiting(centre, openingId)).toMatchObject([{ passedTo: 'ditjenpas' }]);
  // It opens nothing else to them.
  const { rows } = await reads(centre, (ctx) => sql`select id from cases.client_case`.execute(ctx.tx));
  expect(rows).toEqual([]);
  expect(await reviews(centre, openingId)).toEqual({ ok: true });
});

test('where nobody is there at all, whoever administers the accounts is asked to post an auditor, until one is there', async () => {
  const admin = await office.officer('account_admin', 'ditjenpas');
  const suspend = (state: string) =>
    database.owner.query(`update accounts.account set state = $1 where id = any ($2)`, [
      state,
      [kanwil.accountId, centre.accountId],
    ]);
  await suspend('suspended');
  const sealed = await opens(auditor, { sealed: true });
  const late = await opens(auditor);
  await night();
  for (const { openingId } of [sealed, late]) {
    expect((await tasksOf(openingId)).filter(({ state }) => state === 'open')).toEqual(
      expect.arrayContaining([
        { kind: 'cases.opening-without-reviewer', for_role: 'account_admin', state: 'open' },
        { kind: 'cases.opening-for-auditor', for_role: 'auditor', state: 'open' },
      ]),
    );
  }
  const { tasks } = await reads(admin, (ctx) => listMyTasks(ctx));
  const told = tasks.map((task) => [task.key, wordTask(task).says] as const);
  expect(told.map(([key]) => key).sort()).toEqual([sealed.openingId, late.openingId].sort());
  for (const [, says] of told) expect(says).toContain(auditor.actor.name);
  // He is asked for an auditor and shown nobody's file, nor does he review it.
  expect(tasks.map(({ caseId }) => caseId)).toEqual([null, null]);
  await expect(reviews(admin, sealed.openingId)).rejects.toThrow();

  // The opener himself cannot end it; another night changes nothing.
  expect(await reviews(auditor, sealed.openingId)).toEqual({ ok: false, refusal: 'own_opening' });
  await night();
  expect((await reads(admin, (ctx) => listMyTasks(ctx))).total).toBe(2);

  const second = await office.officer('auditor', 'palembang');
  await night();
  expect((await reads(admin, (ctx) => listMyTasks(ctx))).total).toBe(0);
  expect(await reviews(second, sealed.openingId)).toEqual({ ok: true });
  await database.owner.query('update units.posting set withdrawn_at = now() where staff_id = $1', [second.staffId]);

  // With nobody again it is asked again; the head reviews what is his, and every task about it closes.
  await night();
  expect((await reads(admin, (ctx) => listMyTasks(ctx))).tasks.map(({ key }) => key)).toEqual([late.openingId]);
  expect(await reviews(head, late.openingId)).toEqual({ ok: true });
  expect((await reads(admin, (ctx) => listMyTasks(ctx))).total).toBe(0);
  await suspend('active');
});

test('what a head opened himself waits for the auditor, who is another one', async () => {
  const { openingId } = await opens(head);
  expect(await tasksOf(openingId)).toMatchObject([{ kind: 'cases.opening-for-auditor' }]);
  expect(await reviews(auditor, openingId)).toEqual({ ok: true });
});

test('the opening of a stay waits for whoever leads the institution, and goes on as any other', async () => {
  const { stayId } = await aStay(office, { unitId: office.units.musi, by: registrar });
  await database.owner.query('update accounts.session set proved_at = now() where account_id = $1', [
    auditor.accountId,
  ]);
  const openStay = async () => {
    expect(await does(auditor, (ctx) => openStayWithReason(ctx, { stayId, code: 'inspection', reason }))).toEqual({
      ok: true,
    });
    const { rows } = await database.owner.query<{ id: string }>(
      'select id from accounts.opening where stay_id = $1 order by opened_at desc, id desc limit 1',
      [stayId],
    );
    return rows[0]!.id;
  };
  const one = await openStay();
  expect(await reviews(auditor, one)).toEqual({ ok: false, refusal: 'own_opening' });
  await expect(reviews(head, one)).rejects.toMatchObject({ name: 'NotFound' });
  await expect(reviews(registrar, one)).rejects.toThrow();
  expect(await waiting(headOfCustody, one)).toMatchObject([{ stayId, caseId: null, reason }]);
  expect(await reviews(headOfCustody, one)).toEqual({ ok: true });
  const { rows } = await database.owner.query(
    `select about ->> 'stayId' as stay from platform.journal where what = 'custody.opening-reviewed' and about ->> 'openingId' = $1`,
    [one],
  );
  expect(rows).toEqual([{ stay: stayId }]);

  const late = await openStay();
  await night();
  expect(await waiting(otherKanwil, late)).toEqual([]);
  expect(await waiting(kanwil, late)).toMatchObject([{ stayId, passedTo: 'kanwil' }]);
  expect(await reviews(kanwil, late)).toEqual({ ok: true });
});
