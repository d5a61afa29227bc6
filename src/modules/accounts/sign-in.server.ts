import { randomBytes } from 'node:crypto';
import { parseCode } from '#kernel/codes';
import { readDigits } from '#kernel/digits';
import type { ReadCtx } from '#platform/ctx';
import type { Visitor, VisitorCtx } from '#platform/visitor.server';
import {
  advanceSession,
  beginTry,
  confirmTry,
  endSessionOf,
  enrolTotp,
  linkState,
  lockTries,
  lookUp,
  passwordPolicy,
  secondFactors,
  setPassword,
  settingOf,
  signInState,
  spendLink,
  spendSpareCode,
  spendTotpStep,
  startSession,
  triesOf,
  type DoorState,
  type LinkState,
} from './door.store.server.ts';
import { hashOfToken, isDemo, macFor } from './keys.server.ts';
import { hashSecret, isSecret } from './passwords.server.ts';
import { judgePassword, type PasswordProblem } from './password.rules.ts';
import { needsSecondFactor, nextStage, type Stage } from './sign-in.rules.ts';
import { spareCodeHash, SPARE_CODE_LENGTH } from './spare-codes.server.ts';
import { waitBeforeTry } from './throttle.rules.ts';
import {
  newTotpSecret,
  openPending,
  openSecret,
  sealPending,
  sealSecret,
  stepOfCode,
  totpAddress,
} from './totp.server.ts';

export type SignInRefusal =
  'wrong' | 'wait' | 'signed_out' | 'nothing_to_enrol' | 'pending_too_old' | 'same_as_before' | PasswordProblem;
export type Refused = { ok: false; refusal: SignInRefusal; waitSeconds?: number };
export type Advanced = { ok: true; stage: Stage };

/** Idle and whole length of an officer's session (security T7). */
const IDLE = '15 minutes';
const LASTS = '8 hours';

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What was typed as a username, as accounts are found by; nothing that no account can be called. */
function usernameOf(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase().slice(0, 64);
}

type Try = { tryId: number; keyMark: string };

/**
 * Begins a try, or says how long to wait. It counts as failed until it is confirmed, and tries of one account begin one after the
 * other, so sending a thousand at once gains nothing.
 */
export async function beginTryAt(
  visitor: Visitor,
  ctx: VisitorCtx,
  purpose: 'password' | 'second_factor' | 'pin' | 'link',
  whose: string,
  /** How many go through at once where a try that succeeds counts as well, such as sending a petition. */
  free?: number,
): Promise<Try | { waitSeconds: number }> {
  const key = macFor('attempt', purpose, whose);
  await lockTries(ctx.tx, key);
  const waitSeconds = waitBeforeTry(await triesOf(ctx.tx, key, visitor.address), ctx.now, free);
  if (waitSeconds > 0) return { waitSeconds };
  return { tryId: await beginTry(ctx.tx, key, visitor.address, purpose), keyMark: key.toString('hex').slice(0, 16) };
}

/** The first step. Whether the account, the password or the standing was wrong is never told apart, in words or in time. */
export async function signIn(
  visitor: Visitor,
  typed: { username: string; password: string },
): Promise<(Advanced & { token: string; locale: 'id' | 'en' }) | Refused> {
  const username = usernameOf(typed.username);
  const begun = await visitor.enter(async (ctx) => {
    const attempt = await beginTryAt(visitor, ctx, 'password', username);
    return 'waitSeconds' in attempt ? attempt : { ...attempt, found: await lookUp(ctx.tx, username) };
  });
  if ('waitSeconds' in begun) return { ok: false, refusal: 'wait', waitSeconds: begun.waitSeconds };

  const { found, tryId, keyMark } = begun;
  const isRight = await isSecret(typed.password, found?.passwordHash);
  return visitor.enter(async (ctx) => {
    if (!isRight || !found || found.state !== 'active') {
      ctx.journal({
        what: 'account.sign-in-failed',
        unitId: found?.unitId ?? null,
        about: { key: keyMark, step: 'password' },
      });
      return { ok: false, refusal: 'wrong' };
    }
    await confirmTry(ctx.tx, tryId);
    // Whoever signs in again in the same browser leaves his earlier session behind.
    if (visitor.token) await endSessionOf(ctx.tx, visitor.token, 'replaced');
    const token = newToken();
    await startSession(ctx.tx, {
      tokenHash: hashOfToken(token),
      accountId: found.accountId,
      kind: 'browser',
      stage: 'second_factor',
      label: visitor.label,
      address: visitor.address,
      idle: IDLE,
      lasts: LASTS,
    });
    const state = await signInState(ctx.tx, token);
    if (!state) return { ok: false, refusal: 'wrong' };
    // Without a second factor the password just typed is the proof of who sits there.
    const stage = await advance(ctx, token, state, { factorShown: false, proved: !state.hasFactor });
    ctx.journal({ what: 'account.password-accepted', unitId: found.unitId, about: { key: keyMark, stage } });
    return { ok: true, token, stage, locale: found.locale };
  });
}

async function advance(
  ctx: VisitorCtx,
  token: string,
  state: DoorState,
  { factorShown, proved }: { factorShown: boolean; proved: boolean },
): Promise<Stage> {
  const policy = await passwordPolicy(ctx.tx);
  const stage =
    state.stage === 'full' ? 'full' : nextStage(state, { factorShown, isDemo: isDemo(), policy, now: ctx.now });
  await advanceSession(ctx.tx, token, stage, proved);
  if (stage === 'full' && state.stage !== 'full')
    ctx.journal({
      what: 'account.signed-in',
      unitId: state.unitId,
      about: { key: accountMark(state.accountId), factor: factorShown },
    });
  return stage;
}

/** After a second factor was shown: the next step of signing in, or a fresh proof for a session that is full already. */
export function advanceAfterFactor(ctx: VisitorCtx, token: string, state: DoorState): Promise<Stage> {
  return advance(ctx, token, state, { factorShown: true, proved: true });
}

/** The account in a line that names nobody. */
export function accountMark(accountId: string): string {
  return macFor('attempt', 'account', accountId).toString('hex').slice(0, 16);
}

/**
 * Under which marks an officer stands in lines that name nobody: whoever stands at the door is not signed in yet, so those lines carry
 * the mark of what was typed or of the account.
 */
export async function marksAtTheDoor(ctx: ReadCtx, username: string): Promise<string[]> {
  const account = await ctx.tx
    .selectFrom('accounts.account')
    .select('id')
    .where('username', '=', username)
    .executeTakeFirst();
  const typed = macFor('attempt', 'password', username).toString('hex').slice(0, 16);
  return account ? [typed, accountMark(account.id)] : [typed];
}

/** What the page of the second step shows: what there is to show, or to set up. */
export async function secondStep(
  visitor: Visitor,
): Promise<
  | { todo: 'nothing'; stage: Stage | null }
  | { todo: 'show'; hasTotp: boolean; hasPasskey: boolean; spareCodes: number; username: string }
  | { todo: 'enrol'; username: string; secret: string; address: string; pending: string }
> {
  const state = await stateOf(visitor);
  if (!state || state.stage !== 'second_factor') return { todo: 'nothing', stage: state?.stage ?? null };
  if (state.hasFactor)
    return {
      todo: 'show',
      hasTotp: state.hasTotp,
      hasPasskey: state.hasPasskey,
      spareCodes: state.spareCodes,
      username: state.username,
    };
  const secret = newTotpSecret();
  return {
    todo: 'enrol',
    username: state.username,
    secret,
    address: totpAddress(secret, state.username),
    pending: sealPending(secret, state.accountId, visitor.now),
  };
}

export async function stateOf(visitor: Visitor): Promise<DoorState | undefined> {
  const { token } = visitor;
  return token ? visitor.enter((ctx) => signInState(ctx.tx, token)) : undefined;
}

/** Six figures from a phone or a printed spare code; finishes the second step, or proves again who sits at a full session. */
export async function showCode(visitor: Visitor, typed: string): Promise<Advanced | Refused> {
  const { token } = visitor;
  const state = await stateOf(visitor);
  if (!token || !state?.hasFactor || state.stage === 'new_password') return { ok: false, refusal: 'signed_out' };
  const begun = await visitor.enter((ctx) => beginTryAt(visitor, ctx, 'second_factor', state.accountId));
  if ('waitSeconds' in begun) return { ok: false, refusal: 'wait', waitSeconds: begun.waitSeconds };

  return visitor.enter(async (ctx) => {
    const kind = await spendCode(ctx, token, state.accountId, typed);
    if (!kind) {
      ctx.journal({
        what: 'account.sign-in-failed',
        unitId: state.unitId,
        about: { key: accountMark(state.accountId), step: 'second_factor' },
      });
      return { ok: false, refusal: 'wrong' };
    }
    await confirmTry(ctx.tx, begun.tryId);
    if (kind === 'spare')
      ctx.journal({
        what: 'second-factor.spare-code-used',
        unitId: state.unitId,
        about: { key: accountMark(state.accountId), left: state.spareCodes - 1 },
      });
    return { ok: true, stage: await advanceAfterFactor(ctx, token, state) };
  });
}

/** Each code works once: a step of time that was shown, or an earlier one, is never taken again. */
async function spendCode(
  ctx: VisitorCtx,
  token: string,
  accountId: string,
  typed: string,
): Promise<'totp' | 'spare' | undefined> {
  const read = readDigits(typed);
  if (read.ok && read.digits.length === 6) {
    const factors = await secondFactors(ctx.tx, token);
    const secret = factors?.totpSealed && openSecret(factors.totpSealed, accountId);
    const step = secret ? stepOfCode(secret, read.digits, ctx.now) : undefined;
    return step !== undefined && (await spendTotpStep(ctx.tx, token, step)) ? 'totp' : undefined;
  }
  const code = parseCode(typed, SPARE_CODE_LENGTH);
  return code && (await spendSpareCode(ctx.tx, token, spareCodeHash(accountId, code))) ? 'spare' : undefined;
}

/** Sets up the first second factor of somebody whose role asks for one, between password and full session. */
export async function enrolSecondFactor(
  visitor: Visitor,
  typed: { pending: string; code: string },
): Promise<Advanced | Refused> {
  const { token } = visitor;
  const state = await stateOf(visitor);
  if (!token || !state) return { ok: false, refusal: 'signed_out' };
  if (state.stage !== 'second_factor' || state.hasFactor) return { ok: false, refusal: 'nothing_to_enrol' };
  const secret = openPending(typed.pending, state.accountId, visitor.now);
  if (!secret) return { ok: false, refusal: 'pending_too_old' };
  const read = readDigits(typed.code);
  const step = read.ok ? stepOfCode(secret, read.digits, visitor.now) : undefined;
  if (step === undefined) return { ok: false, refusal: 'wrong' };
  return visitor.enter(async (ctx) => {
    if (!(await enrolTotp(ctx.tx, token, sealSecret(secret, state.accountId), step)))
      return { ok: false, refusal: 'nothing_to_enrol' };
    ctx.journal({
      what: 'second-factor.added',
      unitId: state.unitId,
      about: { key: accountMark(state.accountId), kind: 'totp' },
    });
    return { ok: true, stage: await advanceAfterFactor(ctx, token, state) };
  });
}

/** Proves again who sits at a full session, where the account has no second factor: by the password. */
export async function provePassword(visitor: Visitor, password: string): Promise<Advanced | Refused> {
  const { token } = visitor;
  const state = await stateOf(visitor);
  if (!token || state?.stage !== 'full' || state.hasFactor) return { ok: false, refusal: 'signed_out' };
  const begun = await visitor.enter(async (ctx) => {
    const attempt = await beginTryAt(visitor, ctx, 'password', state.username);
    return 'waitSeconds' in attempt ? attempt : { ...attempt, found: await lookUp(ctx.tx, state.username) };
  });
  if ('waitSeconds' in begun) return { ok: false, refusal: 'wait', waitSeconds: begun.waitSeconds };
  if (!(await isSecret(password, begun.found?.passwordHash))) return { ok: false, refusal: 'wrong' };
  return visitor.enter(async (ctx) => {
    await confirmTry(ctx.tx, begun.tryId);
    return { ok: true, stage: await advance(ctx, token, state, { factorShown: false, proved: true }) };
  });
}

/** The last step where a first password must be changed or one has run out. */
export async function chooseNewPassword(visitor: Visitor, newPassword: string): Promise<Advanced | Refused> {
  const { token } = visitor;
  const state = await stateOf(visitor);
  if (!token || state?.stage !== 'new_password') return { ok: false, refusal: 'signed_out' };
  const { policy, found } = await visitor.enter(async (ctx) => ({
    policy: await passwordPolicy(ctx.tx),
    found: await lookUp(ctx.tx, state.username),
  }));
  const problem = judgePassword(newPassword, state, policy);
  if (problem) return { ok: false, refusal: problem };
  if (await isSecret(newPassword, found?.passwordHash)) return { ok: false, refusal: 'same_as_before' };
  const hash = await hashSecret(newPassword);
  return visitor.enter(async (ctx) => {
    if (!(await setPassword(ctx.tx, token, hash))) return { ok: false, refusal: 'signed_out' };
    ctx.journal({
      what: 'account.password-set',
      unitId: state.unitId,
      about: { key: accountMark(state.accountId), by: 'owner' },
    });
    const now = { ...state, mustChange: false, passwordSetAt: ctx.now };
    return { ok: true, stage: await advance(ctx, token, now, { factorShown: true, proved: false }) };
  });
}

export async function signOut(visitor: Visitor): Promise<void> {
  const { token } = visitor;
  if (!token) return;
  await visitor.enter(async (ctx) => {
    const state = await signInState(ctx.tx, token);
    await endSessionOf(ctx.tx, token, 'signed_out');
    if (state)
      ctx.journal({ what: 'account.signed-out', unitId: state.unitId, about: { key: accountMark(state.accountId) } });
  });
}

/** Whom a one-time link is for, as long as it lives. Looking does not use it up: mail programs and scanners look, too. */
export function findLink(visitor: Visitor, token: string): Promise<LinkState | undefined> {
  return visitor.enter((ctx) => linkState(ctx.tx, token));
}

/** The owner of a link sets his password with it, once. He signs in with it like everybody, second factor included. */
export async function useLink(
  visitor: Visitor,
  link: string,
  newPassword: string,
): Promise<{ ok: true; username: string } | Refused> {
  const { policy, state } = await visitor.enter(async (ctx) => ({
    policy: await passwordPolicy(ctx.tx),
    state: await linkState(ctx.tx, link),
  }));
  if (!state) return { ok: false, refusal: 'signed_out' };
  const problem = judgePassword(newPassword, state, policy);
  if (problem) return { ok: false, refusal: problem };
  const hash = await hashSecret(newPassword);
  return visitor.enter(async (ctx) => {
    if (!(await spendLink(ctx.tx, link, hash))) return { ok: false, refusal: 'signed_out' };
    ctx.journal({
      what: 'account.password-set',
      unitId: state.unitId,
      about: { key: accountMark(state.accountId), by: 'link', linkId: state.linkId },
    });
    return { ok: true, username: state.username };
  });
}

export type DemoAccount = { username: string; password: string; name: string; role: string; unit: string };

/** The accounts that a demo lists on its sign-in page; nothing in an office, whatever its settings say. */
export async function demoAccounts(visitor: Visitor): Promise<DemoAccount[]> {
  if (!isDemo()) return [];
  const value = await visitor.enter((ctx) => settingOf(ctx.tx, 'demo.accounts'));
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: Partial<DemoAccount> | null) =>
    typeof one?.username === 'string' && typeof one.password === 'string'
      ? [
          {
            username: one.username,
            password: one.password,
            name: one.name ?? '',
            role: one.role ?? '',
            unit: one.unit ?? '',
          },
        ]
      : [],
  );
}

/** Whether somebody with these roles must set up a second factor before he goes on: also when a role came while he was signed in. */
export function mustEnrol(actor: { postings: readonly { role: string }[]; hasSecondFactor: boolean }): boolean {
  return (
    !actor.hasSecondFactor &&
    needsSecondFactor(
      actor.postings.map((posting) => posting.role),
      isDemo(),
    )
  );
}
