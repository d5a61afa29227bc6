import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { openStayWithReason, readStay } from '#modules/custody/server';
import { readLines } from '#modules/journal/server';
import { getPersonFile } from '#modules/people/server';
import type { Answer, Ctx, ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { asInstitutions, aStay } from '#tests/support/custody';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';

const database = await freshDatabase('custody_opened');
const office = await openOffice(database);
afterAll(() => office.close());
await asInstitutions(office, ['palembang', 'kupang']);
const [registrar, head, auditor, elsewhere, kanwil] = await Promise.all([
  office.officer('registrar', 'palembang'),
  office.officer('head_of_custody', 'palembang'),
  office.officer('auditor', 'ditjenpas'),
  office.officer('auditor', 'kupang'),
  office.officer('kanwil', 'kanwil'),
]);
const rutan = office.units.palembang;
const now = new Date();
const proved = (who: Officer, at: string | null = 'now()') =>
  database.owner.query(`update accounts.session set proved_at = ${at ?? 'null'} where account_id = $1`, [
    who.accountId,
  ]);
const does = <T extends Answer>(who: Officer, deed: (ctx: Ctx) => Promise<T>) => office.does(who, deed, now);
const reads = <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>) => office.reads(who, query, now);
const opens = (who: Officer, stayId: string) =>
  does(who, (ctx) =>
    openStayWithReason(ctx, { stayId, code: 'inspection', reason: 'pemeriksaan rutin atas buku register' }),
  );

test('an auditor reads a stay of somebody who is nobody’s client for an hour, and whoever leads there is told and reads why', async () => {
  const { stayId, personId } = await aStay(office, { unitId: rutan, by: registrar });
  const another = await aStay(office, { unitId: rutan, by: registrar });
  await expect(reads(auditor, (ctx) => readStay(ctx, stayId))).rejects.toThrow(NotFound);
  await proved(auditor, null);
  expect(await opens(auditor, stayId)).toEqual({ ok: false, refusal: 'prove_again' });
  await proved(auditor);
  expect(await opens(auditor, stayId)).toEqual({ ok: true });

  const full = await reads(auditor, (ctx) => readStay(ctx, stayId));
  expect(full).toMatchObject({
    header: { name: 'Tarmiji Wanasepi' },
    bases: [{ number: 'SP.Han/12/XI/2026' }],
    care: undefined,
    may: { admit: false, move: false, steps: [] },
    openings: [{ code: 'inspection' }],
  });
  expect((await reads(auditor, (ctx) => getPersonFile(ctx, personId))).person.name).toBe('Tarmiji Wanasepi');
  await expect(reads(auditor, (ctx) => readStay(ctx, another.stayId))).rejects.toThrow(NotFound);
  expect((await reads(head, (ctx) => readStay(ctx, stayId))).openings).toMatchObject([
    { by: auditor.actor.name, reason: 'pemeriksaan rutin atas buku register' },
  ]);
  expect((await reads(registrar, (ctx) => readStay(ctx, stayId))).openings).toEqual([]);
  const { rows } = await database.owner.query(
    `select t.for_role, t.state, o.stay_id from tasks.task t join accounts.opening o on o.id::text = t.key where t.kind = 'cases.opened-with-reason'`,
  );
  expect(rows).toEqual([{ for_role: 'head_of_custody', state: 'open', stay_id: stayId }]);

  // After the hour it is shut again.
  await database.owner.query(
    `update accounts.opening set opened_at = opened_at - interval '2 hours', until = until - interval '2 hours' where stay_id = $1`,
    [stayId],
  );
  await expect(reads(auditor, (ctx) => readStay(ctx, stayId))).rejects.toThrow(NotFound);
});

test('nobody else opens a stay so, and nothing opens one of whom only some may know', async () => {
  const { stayId, personId } = await aStay(office, { unitId: rutan, by: registrar });
  for (const who of [auditor, elsewhere, kanwil]) await proved(who);
  await expect(opens(elsewhere, stayId)).rejects.toThrow(NotFound);
  await expect(opens(kanwil, stayId)).rejects.toThrow(NotAllowed);
  await expect(opens(auditor, randomUUID())).rejects.toThrow(NotFound);
  await database.owner.query('update people.person set restricted = true, guarded = true where id = $1', [personId]);
  await expect(opens(auditor, stayId)).rejects.toThrow(NotFound);
});

test('the auditor finds the lines about a stay by its number, in both logs, and is led to it', async () => {
  const { stayId, personId, basisId } = await aStay(office, { unitId: rutan, by: registrar });
  await database.owner.query(
    `insert into custody.register_entry (unit_id, register, year, label, stay_id, person_id, basis_id, origin, given_on, made_by)
     values ($1, 'reg_a1', 2026, 'A.I 90/2026', $2, $3, $4, 'imported', '2026-11-10', $5)`,
    [rutan, stayId, personId, basisId, registrar.accountId],
  );
  await reads(registrar, (ctx) => readStay(ctx, stayId));
  for (const caseCode of ['A.I 90/2026', personId]) {
    const { lines } = await reads(auditor, (ctx) => readLines(ctx, { log: 'access_log', caseCode }));
    expect(lines.map(({ what, code, stayId: leadsTo }) => ({ what, code, leadsTo }))).toContainEqual({
      what: 'custody.viewed',
      code: 'A.I 90/2026',
      leadsTo: stayId,
    });
  }
  const { lines } = await reads(elsewhere, (ctx) => readLines(ctx, { log: 'access_log', caseCode: 'A.I 90/2026' }));
  expect(lines).toEqual([]);
});
