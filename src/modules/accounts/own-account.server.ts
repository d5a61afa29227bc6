import { hasProvedRecently } from '#modules/access';
import { readDigits } from '#kernel/digits';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { passwordPolicy } from './door.store.server.ts';
import { isDemo } from './keys.server.ts';
import { judgePassword, type PasswordProblem } from './password.rules.ts';
import { hashSecret, isSecret } from './passwords.server.ts';
import { findOwnFactors } from './queries.server.ts';
import { needsSecondFactor } from './sign-in.rules.ts';
import { spareCodeHash, spareCodesOf } from './spare-codes.server.ts';
import {
  changeOwnPasswordHash,
  endSessions,
  forgetOwnTotp,
  ownPasswordHash,
  putTotp,
  putLocale,
  removePasskeyRow,
  replaceSpareCodeHashes,
} from './store.server.ts';
import { openPending, sealSecret, stepOfCode } from './totp.server.ts';

export type OwnRefusal =
  | 'prove_first'
  | 'wrong_password'
  | 'same_as_before'
  | 'wrong'
  | 'pending_too_old'
  | 'factor_needed'
  | 'no_factor_yet'
  | 'use_sign_out'
  | PasswordProblem;
type Answer = { ok: true } | { ok: false; refusal: OwnRefusal };

const own = (ctx: Ctx) => ctx.actor.postings[0]?.unitId ?? null;

/** One's own password, with the present one and a fresh proof; every other session of the account ends. */
export async function changeOwnPassword(ctx: Ctx, input: { password: string; newPassword: string }): Promise<Answer> {
  if (!hasProvedRecently(ctx.actor, ctx.now)) return { ok: false, refusal: 'prove_first' };
  const context = {
    username: ctx.actor.username,
    name: ctx.actor.name,
    offices: ctx.actor.postings.map(({ unitName }) => unitName),
  };
  const problem = judgePassword(input.newPassword, context, await passwordPolicy(ctx.tx));
  if (problem) return { ok: false, refusal: problem };
  const known = await ownPasswordHash(ctx.tx);
  if (!(await isSecret(input.password, known))) return { ok: false, refusal: 'wrong_password' };
  if (input.password === input.newPassword) return { ok: false, refusal: 'same_as_before' };
  const ended = await changeOwnPasswordHash(ctx.tx, await hashSecret(input.newPassword));
  ctx.journal({
    what: 'account.password-set',
    unitId: own(ctx),
    about: { accountId: ctx.actor.accountId, by: 'owner', sessionsEnded: ended },
  });
  return { ok: true };
}

export async function addTotp(ctx: Ctx, input: { pending: string; code: string }): Promise<Answer> {
  if (!hasProvedRecently(ctx.actor, ctx.now)) return { ok: false, refusal: 'prove_first' };
  const secret = openPending(input.pending, ctx.actor.accountId, ctx.now);
  if (!secret) return { ok: false, refusal: 'pending_too_old' };
  const read = readDigits(input.code);
  const step = read.ok ? stepOfCode(secret, read.digits, ctx.now) : undefined;
  if (step === undefined) return { ok: false, refusal: 'wrong' };
  await putTotp(ctx.tx, ctx.actor.accountId, sealSecret(secret, ctx.actor.accountId), step, ctx.now);
  ctx.journal({
    what: 'second-factor.added',
    unitId: own(ctx),
    about: { accountId: ctx.actor.accountId, kind: 'totp' },
  });
  return { ok: true };
}

export async function removeTotp(ctx: Ctx): Promise<Answer> {
  if (!hasProvedRecently(ctx.actor, ctx.now)) return { ok: false, refusal: 'prove_first' };
  const factors = await findOwnFactors(ctx);
  if (factors.passkeys.length === 0 && mustKeepOne(ctx)) return { ok: false, refusal: 'factor_needed' };
  await forgetOwnTotp(ctx.tx);
  ctx.journal({
    what: 'second-factor.removed',
    unitId: own(ctx),
    about: { accountId: ctx.actor.accountId, kind: 'totp' },
  });
  return { ok: true };
}

export async function removePasskey(ctx: Ctx, input: { passkeyId: string }): Promise<Answer> {
  if (!hasProvedRecently(ctx.actor, ctx.now)) return { ok: false, refusal: 'prove_first' };
  const factors = await findOwnFactors(ctx);
  if (!factors.passkeys.some(({ id }) => id === input.passkeyId)) throw new NotFound('passkey');
  if (factors.passkeys.length === 1 && !factors.totpSince && mustKeepOne(ctx))
    return { ok: false, refusal: 'factor_needed' };
  await removePasskeyRow(ctx.tx, input.passkeyId, ctx.actor.accountId, ctx.now);
  ctx.journal({
    what: 'second-factor.removed',
    unitId: own(ctx),
    about: { accountId: ctx.actor.accountId, kind: 'passkey' },
  });
  return { ok: true };
}

function mustKeepOne(ctx: Ctx): boolean {
  return needsSecondFactor(
    ctx.actor.postings.map(({ role }) => role),
    isDemo(),
  );
}

/** Ten new codes to print; those printed before stop working. The page shows `spareCodesOf` of the same request. */
export async function makeSpareCodes(ctx: Ctx): Promise<Answer> {
  if (!hasProvedRecently(ctx.actor, ctx.now)) return { ok: false, refusal: 'prove_first' };
  const factors = await findOwnFactors(ctx);
  if (!factors.totpSince && factors.passkeys.length === 0) return { ok: false, refusal: 'no_factor_yet' };
  const { accountId } = ctx.actor;
  const hashes = spareCodesOf(accountId, ctx.submissionId!).map((code) => spareCodeHash(accountId, code));
  await replaceSpareCodeHashes(ctx.tx, accountId, hashes);
  ctx.journal({ what: 'second-factor.spare-codes-made', unitId: own(ctx), about: { accountId, codes: hashes.length } });
  return { ok: true };
}

export async function endOwnSession(ctx: Ctx, input: { sessionId: string }): Promise<Answer> {
  if (input.sessionId === ctx.actor.sessionId) return { ok: false, refusal: 'use_sign_out' };
  const ended = await endSessions(
    ctx.tx,
    { accountId: ctx.actor.accountId, only: input.sessionId },
    'by_owner',
    ctx.now,
  );
  if (ended === 0) throw new NotFound('session');
  ctx.journal({
    what: 'session.ended',
    unitId: own(ctx),
    about: { accountId: ctx.actor.accountId, sessionId: input.sessionId },
  });
  return { ok: true };
}

export async function endOtherSessions(ctx: Ctx): Promise<{ ok: true; ended: number }> {
  const { accountId, sessionId } = ctx.actor;
  const ended = await endSessions(ctx.tx, { accountId, except: sessionId }, 'by_owner', ctx.now);
  ctx.journal({ what: 'session.ended', unitId: own(ctx), about: { accountId, others: ended } });
  return { ok: true, ended };
}

export async function setLanguage(ctx: Ctx, input: { locale: 'id' | 'en' }): Promise<{ ok: true }> {
  await putLocale(ctx.tx, ctx.actor.accountId, input.locale);
  ctx.journal({
    what: 'account.language-set',
    unitId: own(ctx),
    about: { accountId: ctx.actor.accountId, locale: input.locale },
  });
  return { ok: true };
}
