import { createHash, randomBytes } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { identify } from '#platform/identify.server';
import { visitorAt, type Visitor } from '#platform/visitor.server';
import { freshDatabase } from '#tests/support/database';
import { openOffice, testJournalKey, type Officer } from '#tests/support/office';
import { softwareAuthenticator } from '#tests/support/software-authenticator';
import { holdKeys } from './keys.server.ts';
import { makeFirstAdministratorLink } from './first-administrator.store.server.ts';
import {
  addTotp,
  changeOwnPassword,
  endOtherSessions,
  endOwnSession,
  makeSpareCodes,
  removeTotp,
} from './own-account.server.ts';
import { addPasskey, passkeyToMake, passkeyToShow, showPasskey, takeChallenge } from './passkeys.server.ts';
import { hashSecret } from './passwords.server.ts';
import { findOwnFactors, listSessions } from './queries.server.ts';
import {
  chooseNewPassword,
  enrolSecondFactor,
  findLink,
  provePassword,
  secondStep,
  showCode,
  signIn,
  signOut,
  useLink,
} from './sign-in.server.ts';
import { spareCodesOf } from './spare-codes.server.ts';
import { codeAt, newTotpForPage } from './totp.server.ts';

const database = await freshDatabase('accounts');
const office = await openOffice(database);
afterAll(() => office.close());
holdKeys({ pepper: Buffer.alloc(32, 1), secondFactor: Buffer.alloc(32, 2), isDemo: false });

const password = 'gerobak biru menyanyi';
const passwordHash = await hashSecret(password);
const owner = database.owner;

function visitor(over: { token?: string | null; address?: string; now?: Date } = {}): Visitor {
  return visitorAt({
    db: office.app,
    journalKey: testJournalKey,
    now: over.now ?? new Date(),
    token: over.token ?? null,
    address: over.address ?? `10.0.0.${Math.trunc(Math.random() * 250)}:${randomBytes(3).toString('hex')}`,
    label: 'Chrome, Windows',
  });
}
async function anOfficer(role: Parameters<typeof office.officer>[0] = 'pk'): Promise<Officer & { username: string }> {
  const officer = await office.officer(role, 'palembang');
  await owner.query('update accounts.account set password_hash = $2, password_set_at = now() where id = $1', [
    officer.accountId,
    passwordHash,
  ]);
  return { ...officer, username: officer.actor.username };
}
const rolesOf = async (token: string) => (await identify(office.app, token))?.postings.map(({ role }) => role);
async function as(token: string) {
  return office.as({ token } as Officer, new Date());
}
async function proved(officer: Officer) {
  await owner.query('update accounts.session set proved_at = now() where account_id = $1', [officer.accountId]);
  return as(officer.token);
}

test('a counsellor signs in with username and password, and his session is known by its token', async () => {
  const pk = await anOfficer();
  const answer = await signIn(visitor(), { username: ` ${pk.username.toUpperCase()} `, password });
  expect(answer).toMatchObject({ ok: true, stage: 'full' });
  if (answer.ok) expect(await rolesOf(answer.token)).toEqual(['pk']);
});

test('a wrong password, an unknown name and a suspended account get the same answer, by the same work', async () => {
  const pk = await anOfficer();
  const suspended = await anOfficer();
  await owner.query(`update accounts.account set state = 'suspended' where id = $1`, [suspended.accountId]);
  const refused = { ok: false, refusal: 'wrong' };
  expect(await signIn(visitor(), { username: pk.username, password: 'salah sama sekali' })).toEqual(refused);
  expect(await signIn(visitor(), { username: 'tidak.ada', password })).toEqual(refused);
  expect(await signIn(visitor(), { username: suspended.username, password })).toEqual(refused);
  expect(
    await signIn(visitor(), { username: '\u0000'.replace('\0', 'x'.repeat(300)), password: 'y'.repeat(900) }),
  ).toEqual(refused);

  // The path is the same, down to one hash each; half of the median of a hash is far above the noise of a query.
  const median = async (username: string) => {
    const times: number[] = [];
    for (let i = 0; i < 4; i++) {
      const from = performance.now();
      await signIn(visitor(), { username, password: `salah ${i} lagi dan lagi` });
      times.push(performance.now() - from);
    }
    return times.sort((a, b) => a - b)[1]!;
  };
  const [known, unknown] = [await median((await anOfficer()).username), await median('siapa.ini')];
  expect(unknown).toBeGreaterThan(known / 2);
});

test('from the fifth failure on there is a wait with its length, and the right password does not jump it', async () => {
  const pk = await anOfficer();
  const from = { address: '10.9.9.9' };
  for (let i = 0; i < 5; i++)
    expect(await signIn(visitor(from), { username: pk.username, password: `salah ${i}` })).toMatchObject({
      refusal: 'wrong',
    });
  const waiting = await signIn(visitor(from), { username: pk.username, password });
  expect(waiting).toMatchObject({ ok: false, refusal: 'wait' });
  expect((waiting as { waitSeconds: number }).waitSeconds).toBeGreaterThan(0);
  const later = new Date(Date.now() + 20_000);
  expect(await signIn(visitor({ ...from, now: later }), { username: pk.username, password })).toMatchObject({
    ok: true,
  });
});

test('a stranger who guesses from elsewhere does not keep the head from signing in at his own desk', async () => {
  const pk = await anOfficer();
  const desk = { address: '10.1.1.1' };
  expect(await signIn(visitor(desk), { username: pk.username, password })).toMatchObject({ ok: true });
  for (let i = 0; i < 7; i++)
    await signIn(visitor({ address: '203.0.113.7' }), { username: pk.username, password: `tebak ${i}` });
  expect(await signIn(visitor({ address: '203.0.113.7' }), { username: pk.username, password })).toMatchObject({
    refusal: 'wait',
  });
  expect(await signIn(visitor(desk), { username: pk.username, password })).toMatchObject({ ok: true });
});

test('twenty guesses sent at once are not twenty free tries', async () => {
  const pk = await anOfficer();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      signIn(visitor({ address: '203.0.113.9' }), { username: pk.username, password: `tebak ${i}` }),
    ),
  );
  expect(answers.filter((answer) => !answer.ok && answer.refusal === 'wrong')).toHaveLength(5);
});

test('sign-ins leave lines in the journal that name nobody', async () => {
  const pk = await anOfficer();
  await signIn(visitor(), { username: pk.username, password: 'bukan ini' });
  await signIn(visitor(), { username: pk.username, password });
  const { rows } = await owner.query(
    `select what, about::text, unit_id, actor_id from platform.journal where what like 'account.sign%' order by seq desc limit 2`,
  );
  expect(rows.map(({ what }) => what).sort()).toEqual(['account.sign-in-failed', 'account.signed-in']);
  for (const row of rows) {
    expect(row.about).not.toContain(pk.username);
    expect(row).toMatchObject({ unit_id: office.units.palembang, actor_id: null });
  }
});

test('a head sets up his second factor before he sees anything; each code works once', async () => {
  const head = await anOfficer('head_of_bapas');
  const first = await signIn(visitor(), { username: head.username, password });
  expect(first).toMatchObject({ ok: true, stage: 'second_factor' });
  if (!first.ok) return;
  const { token } = first;
  // A session at this step opens nothing, whatever the application believes.
  const actor = (await identify(office.app, token))!;
  expect(actor.stage).toBe('second_factor');

  const step = await secondStep(visitor({ token }));
  if (step.todo !== 'enrol') throw new Error(step.todo);
  const now = new Date();
  expect(await enrolSecondFactor(visitor({ token, now }), { pending: step.pending, code: '000000' })).toMatchObject({
    refusal: 'wrong',
  });
  expect(
    await enrolSecondFactor(visitor({ token, now }), { pending: 'AAAA', code: codeAt(step.secret, now) }),
  ).toMatchObject({ refusal: 'pending_too_old' });
  expect(
    await enrolSecondFactor(visitor({ token, now }), { pending: step.pending, code: codeAt(step.secret, now) }),
  ).toMatchObject({ ok: true, stage: 'full' });
  expect(await rolesOf(token)).toEqual(['head_of_bapas']);

  const second = await signIn(visitor(), { username: head.username, password });
  if (!second.ok) throw new Error('not in');
  expect(second.stage).toBe('second_factor');
  const reused = await showCode(visitor({ token: second.token, now }), codeAt(step.secret, now));
  expect(reused).toMatchObject({ ok: false, refusal: 'wrong' });
  const next = new Date(now.getTime() + 30_000);
  expect(await showCode(visitor({ token: second.token, now: next }), codeAt(step.secret, next))).toMatchObject({
    ok: true,
    stage: 'full',
  });
  // Sent twice: the session is full already, the code is spent, and nothing is lost.
  expect(await showCode(visitor({ token: second.token, now: next }), codeAt(step.secret, next))).toMatchObject({
    refusal: 'wrong',
  });
  expect((await identify(office.app, second.token))?.stage).toBe('full');
});

test("whoever has only the password cannot put a second factor of his own beside the owner's", async () => {
  const head = await anOfficer('head_of_bapas');
  await owner.query('update accounts.account set totp_sealed = $2, totp_confirmed_at = now() where id = $1', [
    head.accountId,
    Buffer.alloc(40, 1),
  ]);
  const thief = await signIn(visitor(), { username: head.username, password });
  if (!thief.ok) throw new Error('not in');
  expect(await secondStep(visitor({ token: thief.token }))).toMatchObject({ todo: 'show' });
  const { pending, secret } = newTotpForPage({ id: head.accountId, username: head.username }, new Date());
  expect(
    await enrolSecondFactor(visitor({ token: thief.token }), { pending, code: codeAt(secret, new Date()) }),
  ).toMatchObject({ refusal: 'nothing_to_enrol' });
});

test('a printed spare code stands in once; new ones make the old worthless', async () => {
  const pk = await anOfficer();
  const runner = await proved(pk);
  const now = new Date();
  const { pending, secret } = newTotpForPage({ id: pk.accountId, username: pk.username }, now);
  expect(await runner.runOnce({ id: newId(), body: {} }, (ctx) => makeSpareCodes(ctx))).toMatchObject({
    refusal: 'no_factor_yet',
  });
  expect(
    await runner.runOnce({ id: newId(), body: {} }, (ctx) => addTotp(ctx, { pending, code: codeAt(secret, now) })),
  ).toEqual({ ok: true });

  const submission = newId();
  const print = () => runner.runOnce({ id: submission, body: {} }, (ctx) => makeSpareCodes(ctx));
  expect(await print()).toEqual({ ok: true });
  expect(await print()).toEqual({ ok: true });
  const codes = spareCodesOf(pk.accountId, submission);
  expect(new Set(codes).size).toBe(10);

  const signed = await signIn(visitor(), { username: pk.username, password });
  if (!signed.ok) throw new Error('not in');
  expect(await showCode(visitor({ token: signed.token }), codes[0]!.toLowerCase())).toMatchObject({
    ok: true,
    stage: 'full',
  });
  const again = await signIn(visitor(), { username: pk.username, password });
  if (!again.ok) throw new Error('not in');
  expect(await showCode(visitor({ token: again.token }), codes[0]!)).toMatchObject({ refusal: 'wrong' });
  await runner.runOnce({ id: newId(), body: {} }, (ctx) => makeSpareCodes(ctx));
  expect(await showCode(visitor({ token: again.token }), codes[1]!)).toMatchObject({ refusal: 'wrong' });
  expect(await runner.read((ctx) => findOwnFactors(ctx))).toMatchObject({ spareCodesLeft: 10 });
});

const place = { hostname: 'localhost', origin: 'http://localhost:3000' };
test('a passkey is registered and shown; a foreign challenge, a foreign place and a copied key are refused', async () => {
  const pk = await anOfficer();
  const runner = await proved(pk);
  const key = softwareAuthenticator(place);
  const register = async (challengeOf: (given: string) => string) => {
    const options = await passkeyToMake(visitor({ token: pk.token }), place);
    const challenge = await takeChallenge(visitor({ token: pk.token }));
    const response = key.make(challengeOf(options!.challenge));
    return runner.runOnce({ id: newId(), body: {} }, (ctx) =>
      addPasskey(ctx, { response, challenge, place, label: 'Kunci kantor' }),
    );
  };
  expect(await register(() => randomBytes(32).toString('base64url'))).toEqual({
    ok: false,
    refusal: 'passkey_not_accepted',
  });
  expect(await register((given) => given)).toEqual({ ok: true });

  const signed = await signIn(visitor(), { username: pk.username, password });
  if (!signed.ok) throw new Error('not in');
  expect(signed.stage).toBe('second_factor');
  const { token } = signed;
  const asked = async () => (await passkeyToShow(visitor({ token }), place))!.challenge;
  const foreign = softwareAuthenticator({ hostname: 'palsu.example', origin: 'https://palsu.example' });
  expect(
    await showPasskey(visitor({ token }), { ...foreign.show(await asked()), id: key.id, rawId: key.id }, place),
  ).toMatchObject({ refusal: 'wrong' });
  const answer = key.show(await asked());
  expect(await showPasskey(visitor({ token }), answer, place)).toMatchObject({ ok: true, stage: 'full' });
  expect(await showPasskey(visitor({ token }), answer, place)).toMatchObject({ refusal: 'wrong' });
  expect(await showPasskey(visitor({ token }), key.show(await asked(), { stuck: true }), place)).toMatchObject({
    refusal: 'wrong',
  });
});

test('a first password is changed before anything else, and not into itself', async () => {
  const pk = await anOfficer();
  await owner.query('update accounts.account set must_change_password = true where id = $1', [pk.accountId]);
  const signed = await signIn(visitor(), { username: pk.username, password });
  if (!signed.ok) throw new Error('not in');
  expect(signed.stage).toBe('new_password');
  const choose = (typed: string) => chooseNewPassword(visitor({ token: signed.token }), typed);
  expect(await choose('pendek')).toMatchObject({ refusal: 'password_too_short' });
  expect(await choose(`${pk.username}-pagi1`)).toMatchObject({ refusal: 'password_about_you' });
  expect(await choose(password)).toMatchObject({ refusal: 'same_as_before' });
  expect(await choose('kursi jati merenung')).toMatchObject({ ok: true, stage: 'full' });
  expect(await choose('kursi jati merenung dua')).toMatchObject({ refusal: 'signed_out' });
  expect(await signIn(visitor(), { username: pk.username, password: 'kursi jati merenung' })).toMatchObject({
    ok: true,
    stage: 'full',
  });
});

test('changing a password ends every other session and needs the present one and a fresh proof', async () => {
  const pk = await anOfficer();
  const elsewhere = await office.session(pk.accountId, 'browser');
  const change = async (typed: string) =>
    (await as(pk.token)).runOnce({ id: newId(), body: {} }, (ctx) =>
      changeOwnPassword(ctx, { password: typed, newPassword: 'kursi jati merenung' }),
    );
  expect(await change(password)).toEqual({ ok: false, refusal: 'prove_first' });
  await proved(pk);
  expect(await change('bukan itu')).toEqual({ ok: false, refusal: 'wrong_password' });
  expect(await change(password)).toEqual({ ok: true });
  expect(await identify(office.app, elsewhere)).toBeUndefined();
  expect(await identify(office.app, pk.token)).toBeDefined();
});

test('without a second factor the password proves anew who sits there; with one it does not', async () => {
  const pk = await anOfficer();
  expect(await provePassword(visitor({ token: pk.token }), 'salah')).toMatchObject({ refusal: 'wrong' });
  expect(await provePassword(visitor({ token: pk.token }), password)).toMatchObject({ ok: true, stage: 'full' });
  expect((await identify(office.app, pk.token))?.provedAt).not.toBeNull();
  await owner.query('update accounts.account set totp_sealed = $2, totp_confirmed_at = now() where id = $1', [
    pk.accountId,
    Buffer.alloc(40, 1),
  ]);
  expect(await provePassword(visitor({ token: pk.token }), password)).toMatchObject({ ok: false });
});

test('a role that needs a second factor keeps its last one', async () => {
  const head = await anOfficer('head_of_bapas');
  await owner.query('update accounts.account set totp_sealed = $2, totp_confirmed_at = now() where id = $1', [
    head.accountId,
    Buffer.alloc(40, 1),
  ]);
  const runner = await proved(head);
  expect(await runner.runOnce({ id: newId(), body: {} }, (ctx) => removeTotp(ctx))).toEqual({
    ok: false,
    refusal: 'factor_needed',
  });
});

test('an officer sees his sessions, ends one or all others, and signs out', async () => {
  const pk = await anOfficer();
  await office.session(pk.accountId, 'browser');
  await office.session(pk.accountId, 'browser');
  const stranger = await anOfficer();
  const runner = await as(pk.token);
  const list = () => runner.read((ctx) => listSessions(ctx, pk.accountId));
  expect((await list()).filter(({ isThisOne }) => isThisOne)).toHaveLength(1);
  expect(await list()).toHaveLength(3);
  const other = (await list()).find(({ isThisOne }) => !isThisOne)!;
  const ending = newId();
  const end = () => runner.runOnce({ id: ending, body: {} }, (ctx) => endOwnSession(ctx, { sessionId: other.id }));
  expect([await end(), await end()]).toEqual([{ ok: true }, { ok: true }]);
  await expect(
    runner.runOnce({ id: newId(), body: {} }, (ctx) => endOwnSession(ctx, { sessionId: stranger.actor.sessionId })),
  ).rejects.toThrow();
  expect(await runner.runOnce({ id: newId(), body: {} }, (ctx) => endOtherSessions(ctx))).toEqual({
    ok: true,
    ended: 1,
  });
  await signOut(visitor({ token: pk.token }));
  expect(await identify(office.app, pk.token)).toBeUndefined();
  expect(await identify(office.app, stranger.token)).toBeDefined();
});

test('a session ends after 15 idle minutes and after eight hours', async () => {
  const pk = await anOfficer();
  const signed = await signIn(visitor(), { username: pk.username, password });
  if (!signed.ok) throw new Error('not in');
  const hash = createHash('sha256').update(signed.token).digest();
  const { rows } = await owner.query(
    `select idle_limit = interval '15 minutes' as idle, expires_at - made_at = interval '8 hours' as lasts from accounts.session where token_hash = $1`,
    [hash],
  );
  expect(rows).toEqual([{ idle: true, lasts: true }]);
  await owner.query(`update accounts.session set last_seen_at = now() - interval '16 minutes' where token_hash = $1`, [
    hash,
  ]);
  expect(await identify(office.app, signed.token)).toBeUndefined();
});

test('an empty office prints one address for its first administrator: 24 hours, once, and never again afterwards', async () => {
  await owner.query(`update units.posting set withdrawn_at = now() where role = 'account_admin'`);
  const old = await makeFirstAdministratorLink(database.ownerUrl);
  const made = await makeFirstAdministratorLink(database.ownerUrl);
  if (!old || !made) throw new Error('no link');
  const tokenOf = (path: string) => path.split('/').at(-1)!;
  expect(await findLink(visitor(), tokenOf(old.path))).toBeUndefined();
  const link = tokenOf(made.path);
  expect(await findLink(visitor(), link)).toMatchObject({ username: 'admin', purpose: 'first_administrator' });
  const hours = (made.expiresAt.getTime() - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(23);
  expect(hours).toBeLessThan(25);
  expect(await useLink(visitor(), link, 'pendek')).toMatchObject({ refusal: 'password_too_short' });
  expect(await useLink(visitor(), link, 'kursi jati merenung')).toEqual({ ok: true, username: 'admin' });
  expect(await useLink(visitor(), link, 'kursi jati merenung')).toMatchObject({ refusal: 'signed_out' });
  expect(await signIn(visitor(), { username: 'admin', password: 'kursi jati merenung' })).toMatchObject({
    ok: true,
    stage: 'second_factor',
  });
  expect(await makeFirstAdministratorLink(database.ownerUrl)).toBeUndefined();
});
