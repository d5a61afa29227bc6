import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import { jobs } from '#modules/messages/server';
import { approvePosting, listServiceEnds } from '#modules/units/server';
import type { Answer, Ctx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { identify } from '#platform/identify.server';
import { visitorAt } from '#platform/visitor.server';
import { freshDatabase } from '#tests/support/database';
import { openOffice, testJournalKey, type Officer } from '#tests/support/office';
import {
  apiTokenOf,
  createAccount,
  endApiToken,
  endSessionsOf,
  issueToken,
  makeLink,
  removeSecondFactor,
  requireNewPassword,
  setAccountState,
} from './administer.server.ts';
import { correctLeaving, leaveService } from './leave-service.server.ts';
import { aClient } from '#tests/support/cases';
import {
  BudgetSpent,
  countOpened,
  countWholeList,
  giveHourReason,
  noteBudgetSpent,
  unlockDay,
} from './budget.server.ts';
import { holdKeys } from './keys.server.ts';
import { linkAddress, linkToken } from './link-message.server.ts';
import { accountWaits, countAccountsWaiting, listAccounts, listServiceAccounts, listTokens } from './queries.server.ts';
import { chooseNewPassword, findLink, signIn, useLink } from './sign-in.server.ts';

const database = await freshDatabase('administer');
const office = await openOffice(database);
afterAll(() => office.close());
holdKeys({ pepper: Buffer.alloc(32, 1), secondFactor: Buffer.alloc(32, 2), isDemo: true });
const { owner } = database;

const visitor = () =>
  visitorAt({ db: office.app, journalKey: testJournalKey, now: new Date(), token: null, address: newId(), label: '' });
async function does<T extends Answer>(who: Officer, work: (ctx: Ctx) => Promise<T>, id = newId()): Promise<T> {
  return (await office.as(who, new Date())).runOnce({ id, body: {} }, work);
}
const proves = (...who: Officer[]) =>
  owner.query('update accounts.session set proved_at = now() where account_id = any ($1)', [
    who.map(({ accountId }) => accountId),
  ]);

const admin = await office.officer('account_admin', 'palembang');
const secondAdmin = await office.officer('account_admin', 'palembang');
const strangeAdmin = await office.officer('account_admin', 'kupang');
const head = await office.officer('head_of_bapas', 'palembang');
await proves(admin, secondAdmin, strangeAdmin, head);

const aNewcomer =
  (username: string, role: 'pk' | 'office_admin' = 'pk', unitId = office.units.palembang) =>
  (ctx: Ctx) =>
    createAccount(ctx, {
      staff: { name: 'Rina Wati', nip: null, grade: 'pk_ahli_pertama', phone: '', email: '' },
      username,
      posting: {
        unitId,
        role,
        kind: 'permanent',
        section: null,
        startsOn: plainDate('2026-01-01'),
        endsOn: null,
        orderNumber: 'SK-1',
      },
    });

test('a new officer gets an account, a first post and a link; sent twice, it is made once', async () => {
  const id = newId();
  const made = await does(admin, aNewcomer('rina.wati'), id);
  expect(made).toMatchObject({ ok: true, standing: 'waits' });
  expect(await does(admin, aNewcomer('rina.wati'), id)).toEqual(made);
  expect(await does(admin, aNewcomer('rina.wati'))).toEqual({ ok: false, refusal: 'username_taken' });
  if (!made.ok) return;

  const linkId = newId();
  const link = await does(admin, (ctx) => makeLink(ctx, made), linkId);
  if (!link.ok) throw new Error(link.refusal);
  expect(await does(admin, (ctx) => makeLink(ctx, made), linkId)).toEqual(link);
  const token = linkToken(link.linkId);
  // What the database keeps does not open the account.
  const { rows } = await owner.query(`select answer::text from platform.submission where id = $1`, [linkId]);
  expect(rows[0].answer).not.toContain(token);
  expect(await useLink(visitor(), token, 'kursi jati merenung')).toEqual({ ok: true, username: 'rina.wati' });
  expect(await useLink(visitor(), token, 'kursi jati merenung')).toMatchObject({ refusal: 'signed_out' });
  const signed = await signIn(visitor(), { username: 'rina.wati', password: 'kursi jati merenung' });
  if (!signed.ok) throw new Error('not in');
  // The post waits for a second person: signed in, but nobody yet.
  expect((await identify(office.app, signed.token))?.postings).toEqual([]);
  const { rows: waiting } = await owner.query(
    `select p.id from units.posting p join accounts.account a on a.staff_id = p.staff_id where a.id = $1`,
    [made.accountId],
  );
  await does(head, (ctx) => approvePosting(ctx, { postingId: waiting[0].id }));
  expect((await identify(office.app, signed.token))?.postings.map(({ role }) => role)).toEqual(['pk']);
});

test('a link dies after 24 hours, with a newer link, and with the account', async () => {
  const made = await does(admin, aNewcomer('tautan.satu'));
  if (!made.ok) throw new Error(made.refusal);
  const next = async () => {
    const link = await does(admin, (ctx) => makeLink(ctx, made));
    if (!link.ok) throw new Error(link.refusal);
    return linkToken(link.linkId);
  };
  const first = await next();
  const second = await next();
  expect(await findLink(visitor(), first)).toBeUndefined();
  expect(await findLink(visitor(), second)).toMatchObject({ username: 'tautan.satu' });
  await owner.query(
    `update accounts.one_time_link set expires_at = now() - interval '1 second' where account_id = $1`,
    [made.accountId],
  );
  expect(await findLink(visitor(), second)).toBeUndefined();
  const third = await next();
  await does(admin, (ctx) => setAccountState(ctx, { accountId: made.accountId, state: 'suspended' }));
  expect(await useLink(visitor(), third, 'kursi jati merenung')).toMatchObject({ refusal: 'signed_out' });
});

test("another office's administrator is turned away everywhere, and so is whoever administers nothing", async () => {
  const made = await does(admin, aNewcomer('orang.palembang'));
  if (!made.ok) throw new Error(made.refusal);
  const { accountId } = made;
  for (const act of [
    (ctx: Ctx) => makeLink(ctx, { accountId }),
    (ctx: Ctx) => setAccountState(ctx, { accountId, state: 'closed' }),
    (ctx: Ctx) => endSessionsOf(ctx, { accountId, sessionId: null }),
    (ctx: Ctx) => removeSecondFactor(ctx, { accountId }),
    (ctx: Ctx) =>
      issueToken(ctx, { accountId, label: 'x', scopes: ['figures:read'], expiresAt: new Date(Date.now() + 1e9) }),
    aNewcomer('dari.jauh'),
  ] as ((ctx: Ctx) => Promise<Answer>)[]) {
    await expect(does(strangeAdmin, act)).rejects.toThrow(NotFound);
    await expect(does(head, act)).rejects.toThrow(NotAllowed);
  }
  const { rows } = await owner.query(`select state from accounts.account where id = $1`, [accountId]);
  expect(rows[0].state).toBe('active');
});

test('without a fresh proof nothing of weight is done', async () => {
  const stale = await office.officer('account_admin', 'palembang');
  expect(await does(stale, aNewcomer('basi'))).toEqual({ ok: false, refusal: 'prove_first' });
  expect(await does(stale, (ctx) => makeLink(ctx, { accountId: head.accountId }))).toEqual({
    ok: false,
    refusal: 'prove_first',
  });
});

test('suspending ends what is open at once; a closed account stays closed', async () => {
  const pk = await office.officer('pk', 'palembang');
  const set = (state: 'active' | 'suspended' | 'closed') =>
    does(admin, (ctx) => setAccountState(ctx, { accountId: pk.accountId, state }));
  expect(await set('suspended')).toEqual({ ok: true });
  expect(await identify(office.app, pk.token)).toBeUndefined();
  expect(await set('active')).toEqual({ ok: true });
  expect(await set('closed')).toEqual({ ok: true });
  expect(await set('active')).toEqual({ ok: false, refusal: 'closed_for_good' });
});

test('the last administrator cannot be removed, nor two remove each other at the same time', async () => {
  const close = (who: Officer, whom: Officer) =>
    does(who, (ctx) => setAccountState(ctx, { accountId: whom.accountId, state: 'suspended' }));
  expect(await close(strangeAdmin, strangeAdmin)).toEqual({ ok: false, refusal: 'not_yourself' });
  const [one, two] = [await office.officer('account_admin', 'musi'), await office.officer('account_admin', 'musi')];
  const answers = await Promise.allSettled([close(one, two), close(two, one)]);
  expect(answers.filter((answer) => answer.status === 'fulfilled' && answer.value.ok)).toHaveLength(1);
});

test('a link goes to its owner by mail where there is a gateway; neither outbox nor journal holds what opens the account', async () => {
  const made = await does(admin, aNewcomer('surel.satu'));
  if (!made.ok) throw new Error(made.refusal);
  const make = async () => {
    const link = await does(admin, (ctx) => makeLink(ctx, { ...made, mailFrom: 'https://simpul.example' }));
    if (!link.ok) throw new Error(link.refusal);
    return link;
  };
  expect((await make()).isMailed).toBe(false); // no gateway

  const mails: string[] = [];
  const server = createServer((socket) => {
    let inData = false;
    socket.on('error', () => {}).write('220 siap\r\n');
    createInterface({ input: socket }).on('line', (line) => {
      if (inData && line === '.') inData = false;
      else if (inData) return void mails.push(line);
      else if (line === 'DATA') return (inData = socket.write('354 silakan\r\n'));
      socket.write(line === 'QUIT' ? '221 selesai\r\n' : '250 baik\r\n');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const settings = {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    security: 'none',
    user: '',
    from: 'simpul@kantor.example',
  };
  await owner.query(
    `insert into messages.gateway (unit_id, kind, channel, settings) values ($1, 'smtp', 'email', $2)`,
    [office.units.palembang, settings],
  );
  expect((await make()).isMailed).toBe(false); // he has no address
  await owner.query(
    `update units.staff s set email = 'rina@kantor.example' from accounts.account a where a.staff_id = s.id and a.id = $1`,
    [made.accountId],
  );
  const link = await make();
  expect(link.isMailed).toBe(true);

  const token = linkToken(link.linkId);
  const kept = await owner.query(
    `select row_to_json(o)::text as line from messages.outbox o union all select row_to_json(j)::text from platform.journal j`,
  );
  expect(kept.rows.filter(({ line }) => (line as string).includes(token))).toEqual([]);
  expect(await findLink(visitor(), link.linkId)).toBeUndefined();
  await jobs['messages.send']!.run(office.work(new Date()), {});
  const mail = mails.join('').replaceAll(/=$/gm, '').replaceAll('=3D', '=');
  expect(mail).toContain('rina@kantor.example');
  expect(mail.replaceAll('=', '')).toContain(linkAddress('https://simpul.example', link.linkId));
  expect(mail).not.toMatch(/Rina|Wati/);
  expect(await findLink(visitor(), token)).toMatchObject({ username: 'surel.satu' });
});

test('a password that somebody else has seen lets its owner in only to choose another one', async () => {
  const made = await does(admin, aNewcomer('sandi.lama'));
  if (!made.ok) throw new Error(made.refusal);
  const require = (who: Officer) => does(who, (ctx) => requireNewPassword(ctx, made));
  expect(await require(admin)).toEqual({ ok: false, refusal: 'no_password_yet' });
  const link = await does(admin, (ctx) => makeLink(ctx, made));
  if (!link.ok) throw new Error(link.refusal);
  const set = await useLink(visitor(), linkToken(link.linkId), 'kursi jati merenung');
  // He chose it himself, and it is his first.
  expect(set).toMatchObject({ ok: true });
  const enter = (password: string) => signIn(visitor(), { username: 'sandi.lama', password });
  const open = await enter('kursi jati merenung');
  if (!open.ok) throw new Error('not in');
  expect(open.stage).not.toBe('new_password');

  await expect(require(strangeAdmin)).rejects.toThrow(NotFound);
  await expect(require(head)).rejects.toThrow(NotAllowed);
  expect(await require(secondAdmin)).toEqual({ ok: true });
  expect(await identify(office.app, open.token)).toBeUndefined();
  const again = await enter('kursi jati merenung');
  if (!again.ok) throw new Error('not in');
  expect(again.stage).toBe('new_password');
  const asNobody = visitorAt({
    db: office.app,
    journalKey: testJournalKey,
    now: new Date(),
    token: again.token,
    address: newId(),
    label: '',
  });
  expect(await chooseNewPassword(asNobody, 'kursi jati merenung')).toMatchObject({ refusal: 'same_as_before' });
  expect(await chooseNewPassword(asNobody, 'meja rotan tertawa')).toMatchObject({ ok: true });
  expect(await enter('meja rotan tertawa')).not.toMatchObject({ stage: 'new_password' });
});

test('who handed out a link does not take the second factor away, and the other way round', async () => {
  const pk = await office.officer('pk', 'palembang');
  const giveFactor = () =>
    owner.query('update accounts.account set totp_sealed = $2, totp_confirmed_at = now() where id = $1', [
      pk.accountId,
      Buffer.alloc(40),
    ]);
  await giveFactor();
  expect(await does(admin, (ctx) => makeLink(ctx, pk))).toMatchObject({ ok: true });
  expect(await does(admin, (ctx) => removeSecondFactor(ctx, pk))).toEqual({ ok: false, refusal: 'link_made_by_you' });
  expect(await does(secondAdmin, (ctx) => removeSecondFactor(ctx, pk))).toEqual({ ok: true });
  expect(await does(secondAdmin, (ctx) => makeLink(ctx, pk))).toEqual({ ok: false, refusal: 'factor_removed_by_you' });
  expect(await does(admin, (ctx) => makeLink(ctx, pk))).toMatchObject({ ok: true });
});

test("not even SQL lets an administrator put a second factor on somebody else's account", async () => {
  const pk = await office.officer('pk', 'palembang');
  const plant = does(admin, async (ctx) => {
    await ctx.tx
      .updateTable('accounts.account')
      .set({ totp_sealed: Buffer.alloc(40, 9) })
      .where('id', '=', pk.accountId)
      .execute();
    return { ok: true };
  });
  await expect(plant).rejects.toMatchObject({ code: '42501' });
});

test('a token is made for a service account only, acts within its scopes, and ends', async () => {
  const made = await does(admin, aNewcomer('layanan.data', 'office_admin'));
  if (!made.ok) throw new Error(made.refusal);
  const id = newId();
  const issue =
    (accountId: string, days = 30, ...scopes: string[]) =>
    (ctx: Ctx) =>
      issueToken(ctx, {
        accountId,
        label: 'Dasbor',
        scopes: scopes.length > 0 ? scopes : ['figures:read'],
        expiresAt: new Date(Date.now() + days * 86_400_000),
      });
  expect(await does(admin, issue(head.accountId))).toMatchObject({ ok: true }); // never had a password in this scene
  await owner.query('update accounts.account set password_set_at = now() where id = $1', [head.accountId]);
  expect(await does(admin, issue(head.accountId))).toEqual({ ok: false, refusal: 'not_a_service_account' });
  expect(await does(admin, issue(made.accountId, 400))).toEqual({ ok: false, refusal: 'expiry_too_far' });
  for (const scope of ['unit:administer', 'account:administer', 'token:issue', 'posting:grant', 'x', 'constructor'])
    expect(await does(admin, issue(made.accountId, 30, scope)), scope).toEqual({ ok: false, refusal: 'scope_unknown' });
  expect(await does(admin, issue(made.accountId, 30, 'custody:feed', 'figures:read'))).toEqual({
    ok: false,
    refusal: 'feed_stands_alone',
  });
  expect(await does(admin, issue(made.accountId), id)).toEqual({ ok: true });
  expect(await does(admin, issue(made.accountId), id)).toEqual({ ok: true });
  expect(await does(admin, (ctx) => makeLink(ctx, made))).toEqual({ ok: false, refusal: 'service_account' });

  const actor = await identify(office.app, apiTokenOf(id));
  expect(actor).toMatchObject({ sessionKind: 'token', scopes: ['figures:read'], accountId: made.accountId });
  const runner = await office.as(admin, new Date());
  const tokens = await runner.read((ctx) => listTokens(ctx, [made.accountId]));
  expect(tokens).toHaveLength(1);
  expect(await runner.read((ctx) => listServiceAccounts(ctx, [office.units.palembang]))).toContainEqual({
    id: made.accountId,
    name: 'Rina Wati',
  });
  await expect(does(strangeAdmin, (ctx) => endApiToken(ctx, { tokenId: tokens[0]!.id }))).rejects.toThrow(NotFound);
  expect(await does(admin, (ctx) => endApiToken(ctx, { tokenId: tokens[0]!.id }))).toEqual({ ok: true });
  expect(await identify(office.app, apiTokenOf(id))).toBeUndefined();
});

const unitsAsPk = (runner: Awaited<ReturnType<typeof office.as>>) =>
  runner.read(
    async (ctx) =>
      (await sql<{ units: number[] }>`select platform.ctx_units('pk') as units`.execute(ctx.tx)).rows[0]?.units,
  );

test('a role taken away while somebody is signed in is gone at his next request', async () => {
  const two = await office.officer('pk', 'palembang');
  const before = await office.as(two);
  expect(before.actor.postings).toHaveLength(1);
  expect(await unitsAsPk(before)).toEqual([office.units.palembang]);
  await owner.query('update units.posting set withdrawn_at = now() where staff_id = $1', [two.staffId]);
  expect((await office.as(two)).actor.postings).toHaveLength(0);
  // Row-level security forgets it as well, also for a request that was already under way.
  expect(await unitsAsPk(before)).toEqual([]);
});

test('the list of accounts finds by a part of the name and treats signs as signs', async () => {
  const runner = await office.as(admin, new Date());
  const find = (name: string) => runner.read((ctx) => listAccounts(ctx, [office.units.palembang], { name }));
  expect((await find('rina')).length).toBeGreaterThan(0);
  expect(await find('%')).toEqual([]);
});

const openMany = async (who: Officer, count: number) => {
  const runner = await office.as(who, new Date());
  return runner.read(async (ctx) => {
    for (let i = 0; i < count; i++) await countOpened(ctx, newId());
  });
};
const earlier = (who: Officer) =>
  owner.query(`update accounts.opened_person set at = at - interval '2 hours' where account_id = $1`, [who.accountId]);

test('what waits for the account administrator is counted as long as its lists', async () => {
  const runner = await office.as(admin, new Date());
  const unitIds = [office.units.palembang];
  const ends = await office.officer('apk', 'palembang', { name: 'Akan Selesai' });
  await owner.query(
    `update units.posting set ends_on = (date_trunc('month', now() at time zone 'Asia/Jakarta') + interval '1 month')::date - 1 where staff_id = $1`,
    [ends.staffId],
  );
  const bare = await office.officer('pk', 'palembang', { name: 'Tanpa Kode' });
  await owner.query('update accounts.account set password_set_at = now() where id = $1', [bare.accountId]);
  const counts = await runner.read((ctx) => countAccountsWaiting(ctx, unitIds));
  const lists = await Promise.all(
    accountWaits.map((waits) => runner.read((ctx) => listAccounts(ctx, unitIds, { waits, limit: 500 }))),
  );
  expect(accountWaits.map((waits) => counts[waits])).toEqual(lists.map((list) => list.length));
  expect(lists[0]!.map(({ name }) => name)).toContain('Tanpa Kode');
  expect(lists[2]!.map(({ name }) => name)).toEqual(['Akan Selesai']);
  await office.enrol(bare);
  expect((await runner.read((ctx) => countAccountsWaiting(ctx, unitIds))).no_factor).toBe(counts.no_factor - 1);
});

test('the 151st person within an hour asks for a reason; the 401st of the day for the head, also from a new session', async () => {
  const pk = await office.officer('pk', 'palembang');
  const [known] = [newId()];
  await openMany(pk, 149);
  const again = await office.as(pk, new Date());
  await again.read((ctx) => countOpened(ctx, known));
  await again.read((ctx) => countOpened(ctx, known)); // the same person is no new one
  await expect(openMany(pk, 1)).rejects.toMatchObject({ name: 'TooMany', limit: 'hour' });
  expect(await does(pk, (ctx) => giveHourReason(ctx, { reason: 'Menyusun laporan bulanan' }))).toMatchObject({
    ok: true,
  });
  await openMany(pk, 50);
  await expect(openMany(pk, 1)).rejects.toThrow(BudgetSpent);

  await earlier(pk);
  await openMany(pk, 150);
  await earlier(pk);
  await openMany(pk, 50);
  const elsewhere = { ...pk, token: await office.session(pk.accountId, 'browser') };
  const spent = await openMany(elsewhere, 1).catch((error: unknown) => error);
  expect(spent).toMatchObject({ limit: 'day' });
  await again.read(async (ctx) => noteBudgetSpent(ctx, spent as BudgetSpent));
  const { rows } = await owner.query(
    `select about from platform.access_log where what = 'budget.spent' and actor_id = $1`,
    [pk.accountId],
  );
  expect(rows).toEqual([{ about: { limit: 'day' } }]);

  const unlock = (who: Officer) =>
    does(who, (ctx) => unlockDay(ctx, { accountId: pk.accountId, reason: 'Pemeriksaan berkas' }));
  const strangeHead = await office.officer('head_of_bapas', 'kupang');
  await expect(unlock(strangeHead)).rejects.toThrow(NotFound);
  await expect(unlock(pk)).rejects.toThrow(NotAllowed);
  expect(await unlock(head)).toMatchObject({ ok: true });
  await openMany(elsewhere, 1);
});

test('whole lists are counted by the hour, whatever session asks for them, and each leaves a line', async () => {
  const printer = await office.officer('section_head', 'palembang');
  const whole = async (who: Officer, list = '/clients') =>
    (await office.as(who, new Date())).read((ctx) => countWholeList(ctx, list));
  for (let i = 0; i < 20; i++) await whole(printer, i % 2 ? '/clients' : '/letters');
  await expect(whole(printer)).rejects.toMatchObject({ name: 'TooMany' });
  const again = { ...printer, token: await office.session(printer.accountId, 'browser') };
  await expect(whole(again)).rejects.toMatchObject({ name: 'TooMany' });
  await whole(head);
  const { rows } = await owner.query(
    `select about ->> 'list' as list, count(*)::int as n from platform.access_log where what = 'list.whole' and actor_id = $1 group by 1 order by 1`,
    [printer.accountId],
  );
  expect(rows).toEqual([
    { list: '/clients', n: 10 },
    { list: '/letters', n: 10 },
  ]);
});

test('whoever leads an institution lets its own officers open more for a day, and nobody else’s', async () => {
  const [leads, registrar, leadsElsewhere] = await Promise.all([
    office.officer('head_of_custody', 'kupang'),
    office.officer('registrar', 'kupang'),
    office.officer('head_of_custody', 'musi'),
  ]);
  const unlock = (who: Officer) =>
    does(who, (ctx) => unlockDay(ctx, { accountId: registrar.accountId, reason: 'Pemeriksaan buku register' }));
  await expect(unlock(leadsElsewhere)).rejects.toThrow(NotFound);
  await expect(unlock(registrar)).rejects.toThrow(NotAllowed);
  expect(await unlock(leads)).toMatchObject({ ok: true });
  expect(
    await does(leads, (ctx) => unlockDay(ctx, { accountId: leads.accountId, reason: 'Pemeriksaan buku register' })),
  ).toEqual({ ok: false, refusal: 'not_yourself' });
  // The same, past the use case.
  const writes = (who: Officer) =>
    does(who, async (ctx) => {
      await ctx.tx
        .insertInto('accounts.budget_release')
        .values({
          account_id: registrar.accountId,
          day: '2026-11-20',
          kind: 'day_unlock',
          reason: 'Pemeriksaan buku register',
          made_by: who.accountId,
          extra: 100,
        })
        .execute();
      return { ok: true };
    });
  await expect(writes(leadsElsewhere)).rejects.toThrow(/row-level security/);
  await expect(writes(registrar)).rejects.toThrow(/row-level security/);
  expect(await writes(leads)).toEqual({ ok: true });
});

test('an officer who left has no post and no account any more, and nobody is left without a counsellor', async () => {
  const made = await does(admin, aNewcomer('purna.tugas'));
  if (!made.ok) throw new Error('refused');
  const { accountId } = made;
  const { rows } = await owner.query<{ staff_id: string }>('select staff_id from accounts.account where id = $1', [
    accountId,
  ]);
  const staffId = rows[0]!.staff_id;
  await owner.query('update units.posting set approved_at = now() where staff_id = $1', [staffId]);
  const { caseId } = await aClient(office, { pk: staffId });
  const leaves = (who: Officer, leftOn = '2026-06-01', of = accountId) =>
    does(who, (ctx) => leaveService(ctx, { accountId: of, leftOn: plainDate(leftOn), reason: 'pensiun' }));

  await expect(leaves(strangeAdmin)).rejects.toMatchObject({ name: 'NotFound' });
  await expect(leaves(head)).rejects.toMatchObject({ name: 'NotAllowed' });
  expect(await leaves(admin, '2026-06-01', admin.accountId)).toMatchObject({ refusal: 'not_yourself' });
  expect(await leaves(admin, '2999-01-01')).toMatchObject({ refusal: 'leaves_in_future' });
  expect(await leaves(admin)).toEqual({ ok: false, refusal: 'still_guides', clients: 1 });

  await owner.query(`update cases.client_case set pk_staff_id = $2 where id = $1`, [caseId, head.staffId]);
  expect(await leaves(admin)).toEqual({ ok: true });
  const now = await owner.query(
    `select a.state, s.left_on::text as left_on, p.ends_on::text as ends_on, p.withdrawn_at from accounts.account a
     join units.staff s on s.id = a.staff_id join units.posting p on p.staff_id = s.id where a.id = $1`,
    [accountId],
  );
  expect(now.rows).toEqual([{ state: 'closed', left_on: '2026-06-01', ends_on: '2026-05-31', withdrawn_at: null }]);
  expect(await leaves(admin)).toMatchObject({ refusal: 'left_already' });
  const lines = await owner.query(
    `select what from platform.journal where about ->> 'staffId' = $1 and what like 'staff.l%'`,
    [staffId],
  );
  expect(lines.rows).toEqual([{ what: 'staff.left' }]);
});

test('an end of service that was recorded by mistake is corrected with a reason, and nothing of it is lost', async () => {
  const made = await does(admin, aNewcomer('salah.orang'));
  if (!made.ok) throw new Error('refused');
  const { accountId } = made;
  const { rows } = await owner.query<{ staff_id: string }>('select staff_id from accounts.account where id = $1', [
    accountId,
  ]);
  const staffId = rows[0]!.staff_id;
  const leave = () =>
    does(admin, (ctx) => leaveService(ctx, { accountId, leftOn: plainDate('2026-06-01'), reason: 'pensiun' }));
  const correct = (who: Officer) =>
    does(who, (ctx) => correctLeaving(ctx, { accountId, reason: 'yang pensiun petugas lain' }));
  expect(await correct(admin)).toEqual({ ok: false, refusal: 'has_not_left' });
  expect(await leave()).toEqual({ ok: true });
  await expect(correct(strangeAdmin)).rejects.toMatchObject({ name: 'NotFound' });
  await expect(correct(head)).rejects.toMatchObject({ name: 'NotAllowed' });
  expect(await correct(admin)).toEqual({ ok: true });
  expect(await correct(admin)).toEqual({ ok: false, refusal: 'has_not_left' });

  const now = await owner.query(
    'select a.state, s.left_on from accounts.account a join units.staff s on s.id = a.staff_id where a.id = $1',
    [accountId],
  );
  expect(now.rows).toEqual([{ state: 'suspended', left_on: null }]);
  const endings = await (await office.as(admin, new Date())).read((ctx) => listServiceEnds(ctx, staffId));
  expect(endings).toMatchObject([
    { on: '2026-06-01', reason: 'pensiun', corrected: { reason: 'yang pensiun petugas lain' } },
  ]);
  const lines = await owner.query(
    `select about ->> 'reason' as reason from platform.journal where what = 'staff.leaving-corrected' and about ->> 'staffId' = $1`,
    [staffId],
  );
  expect(lines.rows).toEqual([{ reason: 'yang pensiun petugas lain' }]);
  // He may leave again, on the day when it is true.
  expect(await leave()).toEqual({ ok: true });
});

test('the database itself lets nobody leave who is still at work, on a day to come, or twice', async () => {
  const made = await does(admin, aNewcomer('masih.bertugas'));
  if (!made.ok) throw new Error('refused');
  const { rows } = await owner.query<{ staff_id: string; unit_id: number }>(
    `select a.staff_id, p.unit_id from accounts.account a join units.posting p on p.staff_id = a.staff_id where a.id = $1`,
    [made.accountId],
  );
  const { staff_id, unit_id } = rows[0]!;
  /** Past the use case, as a mistake in it would: the record alone. */
  const writes = (left_on: string | null, more: { corrects?: string } = {}, who = admin) =>
    does(who, async (ctx) => {
      await ctx.tx
        .insertInto('units.service_end')
        .values({ staff_id, unit_id, left_on, reason: 'uji', made_by: who.accountId, ...more })
        .execute();
      return { ok: true };
    });
  await expect(writes('2026-06-01')).rejects.toThrow(/still has clients, posts or an account/);
  await expect(writes('2999-01-01')).rejects.toThrow(/on a day to come/);
  await expect(writes('2026-06-01', {}, strangeAdmin)).rejects.toThrow(/row-level security/);
  await expect(
    does(admin, async (ctx) => {
      await ctx.tx.updateTable('units.staff').set({ left_on: '2026-06-01' }).where('id', '=', staff_id).execute();
      return { ok: true };
    }),
  ).rejects.toThrow(/permission denied/);

  await owner.query(`update units.posting set withdrawn_at = now() where staff_id = $1`, [staff_id]);
  await owner.query(`update accounts.account set state = 'closed' where id = $1`, [made.accountId]);
  const { caseId } = await aClient(office, { pk: staff_id });
  await expect(writes('2026-06-01')).rejects.toThrow(/still has clients/);
  await owner.query('update cases.client_case set pk_staff_id = $2 where id = $1', [caseId, head.staffId]);
  expect(await writes('2026-06-01')).toEqual({ ok: true });
  await expect(writes('2026-06-02')).rejects.toThrow(/has left already/);
  const { rows: ends } = await owner.query<{ id: string }>('select id from units.service_end where staff_id = $1', [
    staff_id,
  ]);
  expect(await writes(null, { corrects: ends[0]!.id })).toEqual({ ok: true });
  await expect(writes(null, { corrects: ends[0]!.id })).rejects.toThrow();
});

test('an officer who is posted at another office as well leaves by the word of both', async () => {
  const made = await does(admin, aNewcomer('dua.kantor'));
  if (!made.ok) throw new Error('refused');
  await owner.query(
    `insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at)
     select staff_id, $2, 'pk', 'secondment', '2026-01-01', now() from accounts.account where id = $1`,
    [made.accountId, office.units.kupang],
  );
  const input = { accountId: made.accountId, leftOn: plainDate('2026-06-01'), reason: 'pindah instansi' };
  expect(await does(admin, (ctx) => leaveService(ctx, input))).toEqual({ ok: false, refusal: 'posted_elsewhere' });
});
