import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import type { Role } from '#modules/access';
import { createAccount, holdKeys, makeLink } from '#modules/accounts/server';
import {
  approvePosting,
  grantPosting,
  listPostingsToApprove,
  unitsToBegin,
  withdrawPosting,
} from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';

/** An installation that began with one Bapas and knows the Kanwil above it and a sister beside it as data. The sister joins. */
holdKeys({ pepper: Buffer.alloc(32, 3), secondFactor: Buffer.alloc(32, 4), isDemo: false });
const database = await freshDatabase('first_of_an_office');
const office = await openOffice(database);
afterAll(() => office.close());

const unit = async (code: string, type: string, parent: number | null) =>
  (
    await database.owner.query<{ id: number }>(
      `insert into units.unit (code, name, type, zone, parent_id) values ($1, $1, $2, 'Asia/Jakarta', $3) returning id`,
      [code, type, parent],
    )
  ).rows[0]!.id;
const top = await unit('dirjen-rekaan', 'ditjenpas', null);
const kanwil = await unit('kanwil-rekaan', 'kanwil', top);
const home = await unit('bapas-rumah', 'bapas', kanwil);
const sister = await unit('bapas-saudara', 'bapas', kanwil);

const at = async (role: Role, unitId: number) => {
  const one = await office.officer(role, 'palembang');
  await database.owner.query('update units.posting set unit_id = $1 where staff_id = $2', [unitId, one.staffId]);
  await comesIn(one.accountId);
  return one;
};
const comesIn = async (accountId: string) => {
  await database.owner.query('update accounts.account set password_set_at = now() where id = $1', [accountId]);
  await database.owner.query('update accounts.session set proved_at = now() where account_id = $1', [accountId]);
};
const admin = await at('account_admin', home);
const does = async <T extends { ok: boolean }>(who: Officer, deed: (ctx: Ctx) => Promise<T>) =>
  (await office.as(who, new Date())).runOnce({ id: randomUUID(), body: {} }, deed);
const reads = async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>) =>
  (await office.as(who, new Date())).read(query);
const begins = async (who: Officer) => [...(await reads(who, (ctx) => unitsToBegin(ctx)))].sort((a, b) => a - b);

let drawn = 0;
const posts = (who: Officer, unitId: number, role: Role = 'account_admin') =>
  does(who, (ctx) =>
    createAccount(ctx, {
      staff: { name: `Pengelola Rekaan ${(drawn += 1)}`, nip: null, grade: null, phone: '', email: '' },
      username: `pengelola.${drawn}`,
      posting: {
        unitId,
        role,
        kind: 'permanent',
        section: null,
        startsOn: plainDate('2026-01-01'),
        endsOn: null,
        orderNumber: 'SK-1',
      },
    }),
  );

test('alone in the house, he posts the first administrators of the sister, who take it over with their first sign-in', async () => {
  expect(await begins(admin)).toEqual([top, kanwil, sister]);
  expect(await posts(admin, sister, 'head_of_bapas')).toEqual({ ok: false, refusal: 'administrators_first' });
  const first = await posts(admin, sister);
  expect(first).toMatchObject({ ok: true, standing: 'bootstrap' });
  const { accountId } = first as { accountId: string };
  const made = await does(admin, (ctx) => makeLink(ctx, { accountId }));
  expect(made).toMatchObject({ ok: true });
  // Until he has come in: a link that ran out is made anew, and the office gets its administrator.
  expect(await begins(admin)).toContain(sister);
  expect(await posts(admin, sister, 'office_admin')).toMatchObject({ ok: true });

  await comesIn(accountId);
  expect(await begins(admin)).not.toContain(sister);
  await expect(does(admin, (ctx) => makeLink(ctx, { accountId }))).rejects.toThrow(NotFound);
  await expect(posts(admin, sister)).rejects.toThrow(NotFound);
  // Nor the office above both any more: whoever began it would administer the sister's accounts.
  expect(await begins(admin)).toEqual([]);
  const { rows } = await database.owner.query(
    `select 1 from platform.journal where what = 'posting.granted' and unit_id = $1`,
    [sister],
  );
  expect(rows).toHaveLength(2);
});

test('with a second person in the house it takes the second person, for either role; whoever grants never approves', async () => {
  const third = await unit('bapas-ketiga', 'bapas', kanwil);
  const second = await at('account_admin', home);
  const head = await at('head_of_bapas', home);
  for (const [role, approver] of [
    ['account_admin', second],
    ['office_admin', head],
  ] as const) {
    const answer = await posts(admin, third, role);
    expect(answer).toMatchObject({ ok: true, standing: 'waits' });
    const [waiting] = await reads(approver, async (ctx) =>
      listPostingsToApprove(ctx, [...(await unitsToBegin(ctx, 'posting:approve'))]),
    );
    expect(waiting).toMatchObject({ unitId: third, role });
    expect(await does(admin, (ctx) => approvePosting(ctx, { postingId: waiting!.id }))).toEqual({
      ok: false,
      refusal: 'approver_made_it',
    });
    expect(await does(approver, (ctx) => approvePosting(ctx, { postingId: waiting!.id }))).toEqual({ ok: true });
  }
  // A head approves and posts nobody.
  expect(await begins(head)).toEqual([]);
  const counted = await database.owner.query<{ id: string }>(
    `select id from units.posting where unit_id = $1 and role = 'office_admin' and approved_at is not null`,
    [third],
  );
  expect(
    await does(admin, (ctx) => withdrawPosting(ctx, { postingId: counted.rows[0]!.id, why: 'salah orang' })),
  ).toEqual({
    ok: true,
  });
});

test('nobody of another house begins an office, and the database keeps it', async () => {
  const fourth = await unit('bapas-keempat', 'bapas', kanwil);
  const stranger = await office.enrol(await office.officer('account_admin', 'kupang'));
  await comesIn(stranger.accountId);
  expect(await begins(stranger)).not.toContain(fourth);
  await expect(posts(stranger, fourth)).rejects.toThrow(NotFound);
  const pk = await at('pk', home);
  await expect(posts(pk, fourth)).rejects.toThrow(NotAllowed);
  const grants = (who: Officer, over: object) =>
    reads(who, (ctx) =>
      ctx.tx
        .insertInto('units.posting')
        .values({
          staff_id: pk.staffId,
          unit_id: fourth,
          role: 'account_admin',
          kind: 'permanent',
          starts_on: plainDate('2026-01-01'),
          made_by: who.accountId,
          ...over,
        })
        .execute(),
    );
  await expect(grants(stranger, {})).rejects.toThrow(/row-level security/);
  await expect(grants(admin, { role: 'head_of_bapas' })).rejects.toThrow(/row-level security/);
  await expect(grants(admin, { role: 'office_admin', approved_at: new Date() })).rejects.toThrow(/second person/);
  // Posting oneself above oneself stays closed however empty the office is.
  expect(
    await does(admin, (ctx) =>
      grantPosting(ctx, {
        staffId: admin.staffId,
        unitId: fourth,
        role: 'account_admin',
        kind: 'permanent',
        section: null,
        startsOn: plainDate('2026-01-01'),
        endsOn: null,
        orderNumber: '',
      }),
    ),
  ).toEqual({ ok: false, refusal: 'to_oneself' });
});
