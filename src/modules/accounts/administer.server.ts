import type { PlainDate } from '#kernel/plain-date';
import { hasProvedRecently, may, mustBeAllowed, type Action } from '#modules/access';
import {
  addStaff,
  countAdministrators,
  getUnit,
  grantPosting,
  listPostingsOf,
  lockPostings,
  unitsToBegin,
  type Posting,
  type PostingInput,
  type StaffFields,
  type StaffRefusal,
} from '#modules/units/server';
import { realTodayAt, type PostingRefusal } from '#modules/units';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { hashOfToken, macFor } from './keys.server.ts';
import { linkToken, mailLink } from './link-message.server.ts';
import {
  findAccount,
  findToken,
  listTokens,
  madeLinkSince,
  removedFactorSince,
  type AccountFacts,
} from './queries.server.ts';
import { feedsBesides, isProgramScope } from './scopes.rules.ts';
import {
  endSessions,
  endToken,
  endTokensOf,
  forgetFactors,
  insertAccount,
  insertLink,
  insertToken,
  putAccountState,
  putMustChange,
  usernameIsTaken,
  withdrawLinks,
} from './store.server.ts';

export type AdministerRefusal =
  | 'prove_first'
  | 'username_taken'
  | 'last_administrator'
  | 'not_yourself'
  | 'not_active'
  | 'closed_for_good'
  | 'service_account'
  | 'not_a_service_account'
  | 'link_made_by_you'
  | 'factor_removed_by_you'
  | 'no_factor_yet'
  | 'no_password_yet'
  | 'scope_unknown'
  | 'feed_stands_alone'
  | 'expiry_too_far'
  | 'already_ended';
type Refused = { ok: false; refusal: AdministerRefusal };
type Answer = { ok: true } | Refused;

export type Account = AccountFacts & { postings: Posting[]; unitId: number | null };

/** An account in the reach of whoever administers one of its offices; every other one is answered as absent. */
export async function accountToAdminister(
  ctx: Pick<ReadCtx, 'tx' | 'actor' | 'now'>,
  id: string,
  action: Action = 'account:administer',
): Promise<Account> {
  const account = await findAccount(ctx, id);
  if (!account) throw new NotFound('account');
  const postings = await listPostingsOf(ctx, account.staffId);
  // An office keeps the account as long as the officer is posted there; only one without any live post falls back to where he was.
  const live = postings.filter(
    (posting) => !posting.withdrawnAt && (!posting.endsOn || posting.endsOn >= dayOf(ctx.now)),
  );
  const deciding = live.length > 0 ? live : postings;
  // Whoever begins an office reaches its first administrators until they have come in.
  const begun = live.length > 0 && !account.passwordSetAt ? await unitsToBegin(ctx) : new Set<number>();
  const reached = deciding.find((posting) => may(ctx.actor, action, posting) || begun.has(posting.unitId));
  if (!reached) {
    // Says "forbidden" to whoever has no such right at all, and "absent" to another office's administrator.
    mustBeAllowed(ctx.actor, action, deciding[0] ?? { unitId: -1 });
    throw new NotFound('account without a post');
  }
  return { ...account, postings, unitId: reached.unitId };
}

/** Early enough for every zone: a post that ended yesterday in Jayapura may still run in Jakarta. */
function dayOf(now: Date): PlainDate {
  return new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10) as PlainDate;
}

/** A new officer with an account and a first post. He gets a one-time link afterwards; nobody ever sets a password for him. */
export async function createAccount(
  ctx: Ctx,
  input: { staff: StaffFields; username: string; posting: Omit<PostingInput, 'staffId'> },
): Promise<
  | { ok: true; accountId: string; standing: 'waits' | 'counts' | 'bootstrap' }
  | { ok: false; refusal: AdministerRefusal | StaffRefusal | PostingRefusal }
> {
  const unit = await getUnit(ctx, input.posting.unitId);
  if (!(await unitsToBegin(ctx)).has(unit.id))
    mustBeAllowed(ctx.actor, 'account:administer', { unitId: unit.id, unitPath: unit.path });
  if (!hasProvedRecently(ctx.actor, ctx.now)) return { ok: false, refusal: 'prove_first' };
  await lockPostings(ctx.tx);
  if (await usernameIsTaken(ctx.tx, input.username)) return { ok: false, refusal: 'username_taken' };
  const staff = await addStaff(ctx, input.staff);
  if (!staff.ok) return staff;
  const accountId = ctx.newId();
  await insertAccount(ctx.tx, { id: accountId, kind: 'staff', staffId: staff.staffId, username: input.username });
  ctx.journal({ what: 'account.created', unitId: unit.id, about: { accountId, staffId: staff.staffId } });
  const posting = await grantPosting(ctx, { ...input.posting, staffId: staff.staffId });
  return posting.ok ? { ok: true, accountId, standing: posting.standing } : posting;
}

const LINK_HOURS = 24;
const ALONE_DAYS = 7;

/**
 * A link by which the owner sets his password, once, within 24 hours. The administrator who hands it out must not be the one who
 * took away the second factor: together the two are the account. `mailFrom` is the address of this installation when the link shall
 * go to the owner's mail; where no gateway or no address is there, it is shown instead.
 */
export async function makeLink(
  ctx: Ctx,
  input: { accountId: string; mailFrom?: string },
): Promise<{ ok: true; linkId: string; expiresAt: string; isMailed: boolean } | Refused> {
  const account = await accountToAdminister(ctx, input.accountId);
  if (!hasProvedRecently(ctx.actor, ctx.now)) return { ok: false, refusal: 'prove_first' };
  if (account.state !== 'active') return { ok: false, refusal: 'not_active' };
  if (account.tokens > 0) return { ok: false, refusal: 'service_account' };
  const isOwn = account.id === ctx.actor.accountId;
  if (
    !isOwn &&
    (await removedFactorSince(ctx, account.id, daysAgo(ctx.now))) &&
    (await hasOtherAdministrator(ctx, account))
  )
    return { ok: false, refusal: 'factor_removed_by_you' };

  const linkId = ctx.newId();
  const expiresAt = new Date(ctx.now.getTime() + LINK_HOURS * 3_600_000);
  await withdrawLinks(ctx.tx, account.id, ctx.now);
  await insertLink(ctx.tx, {
    id: linkId,
    tokenHash: hashOfToken(linkToken(linkId)),
    accountId: account.id,
    purpose: account.passwordSetAt ? 'reset_password' : 'first_password',
    madeBy: ctx.actor.accountId,
    expiresAt,
  });
  const isMailed =
    input.mailFrom !== undefined &&
    account.unitId !== null &&
    (await mailLink(ctx, { unitId: account.unitId, accountId: account.id, linkId, origin: input.mailFrom }));
  ctx.journal({
    what: 'account.link-made',
    unitId: account.unitId,
    about: { accountId: account.id, linkId, isMailed },
  });
  return { ok: true, linkId, expiresAt: expiresAt.toISOString(), isMailed };
}

export async function withdrawLink(ctx: Ctx, input: { accountId: string }): Promise<Answer> {
  const account = await accountToAdminister(ctx, input.accountId);
  await withdrawLinks(ctx.tx, account.id, ctx.now);
  ctx.journal({ what: 'account.link-withdrawn', unitId: account.unitId, about: { accountId: account.id } });
  return { ok: true };
}

/**
 * For a password that somebody else has seen: whoever is signed in is out, and the next to come in with it must choose another one
 * before he reaches anything. A first password needs none of this, since only its owner ever chooses it.
 */
export async function requireNewPassword(ctx: Ctx, input: { accountId: string }): Promise<Answer> {
  const account = await accountToAdminister(ctx, input.accountId);
  if (!hasProvedRecently(ctx.actor, ctx.now)) return { ok: false, refusal: 'prove_first' };
  if (account.id === ctx.actor.accountId) return { ok: false, refusal: 'not_yourself' };
  if (account.state !== 'active') return { ok: false, refusal: 'not_active' };
  if (!account.passwordSetAt) return { ok: false, refusal: 'no_password_yet' };
  await putMustChange(ctx.tx, account.id);
  const ended = await endSessions(ctx.tx, { accountId: account.id }, 'by_administrator', ctx.now);
  ctx.journal({
    what: 'password.change-required',
    unitId: account.unitId,
    about: { accountId: account.id, sessionsEnded: ended },
  });
  return { ok: true };
}

/** For an officer who lost his phone and his printed codes. Never by the hand that gave him a link. */
export async function removeSecondFactor(ctx: Ctx, input: { accountId: string }): Promise<Answer> {
  const account = await accountToAdminister(ctx, input.accountId);
  if (!hasProvedRecently(ctx.actor, ctx.now)) return { ok: false, refusal: 'prove_first' };
  if (account.id === ctx.actor.accountId) return { ok: false, refusal: 'not_yourself' };
  if (!account.totpSince && account.passkeys === 0) return { ok: false, refusal: 'no_factor_yet' };
  if (
    (await madeLinkSince(ctx, account.id, ctx.actor.accountId, daysAgo(ctx.now))) &&
    (await hasOtherAdministrator(ctx, account))
  )
    return { ok: false, refusal: 'link_made_by_you' };
  await forgetFactors(ctx.tx, account.id, ctx.now);
  const ended = await endSessions(ctx.tx, { accountId: account.id }, 'by_administrator', ctx.now);
  ctx.journal({
    what: 'second-factor.removed',
    unitId: account.unitId,
    about: { accountId: account.id, kind: 'all', sessionsEnded: ended },
  });
  return { ok: true };
}

function daysAgo(now: Date): Date {
  return new Date(now.getTime() - ALONE_DAYS * 86_400_000);
}

async function hasOtherAdministrator(ctx: Ctx, account: Account): Promise<boolean> {
  const unit = await getUnit(ctx, account.unitId!);
  return (await countAdministrators(ctx, unit.path, realTodayAt(unit, ctx.now), ctx.actor.staffId)) > 0;
}

/** Suspends, gives back or closes an account. Whatever it had open ends at once; what it wrote stays. */
export async function setAccountState(
  ctx: Ctx,
  input: { accountId: string; state: 'active' | 'suspended' | 'closed' },
): Promise<Answer> {
  const account = await accountToAdminister(ctx, input.accountId);
  if (account.id === ctx.actor.accountId) return { ok: false, refusal: 'not_yourself' };
  if (account.state === 'closed') return { ok: false, refusal: 'closed_for_good' };
  await lockPostings(ctx.tx);
  if (input.state !== 'active' && (await isLastAdministrator(ctx, account)))
    return { ok: false, refusal: 'last_administrator' };
  if (!(await putAccountState(ctx.tx, account.id, input.state))) throw new NotFound('account out of reach');
  let ended = 0;
  if (input.state !== 'active') {
    ended = await endSessions(ctx.tx, { accountId: account.id }, 'account_closed', ctx.now);
    await endTokensOf(ctx.tx, account.id, 'account_closed', ctx.now);
    await withdrawLinks(ctx.tx, account.id, ctx.now);
  }
  ctx.journal({
    what: `account.${stateEvents[input.state]}`,
    unitId: account.unitId,
    about: { accountId: account.id, sessionsEnded: ended },
  });
  return { ok: true };
}
const stateEvents = { active: 'reopened', suspended: 'suspended', closed: 'closed' } as const;

/** Every office whose accounts this one administers must keep somebody else who does. */
async function isLastAdministrator(ctx: Ctx, account: Account): Promise<boolean> {
  for (const posting of account.postings) {
    if (posting.role !== 'account_admin' || posting.withdrawnAt || !posting.approvedAt) continue;
    const unit = await getUnit(ctx, posting.unitId);
    const today = realTodayAt(unit, ctx.now);
    if (posting.startsOn > today || (posting.endsOn && posting.endsOn < today)) continue;
    if ((await countAdministrators(ctx, unit.path, today, account.staffId)) === 0) return true;
  }
  return false;
}

export async function endSessionsOf(
  ctx: Ctx,
  input: { accountId: string; sessionId: string | null },
): Promise<{ ok: true; ended: number } | Refused> {
  const account = await accountToAdminister(ctx, input.accountId);
  if (account.id === ctx.actor.accountId) return { ok: false, refusal: 'not_yourself' };
  const which = input.sessionId ? { accountId: account.id, only: input.sessionId } : { accountId: account.id };
  const ended = await endSessions(ctx.tx, which, 'by_administrator', ctx.now);
  ctx.journal({ what: 'session.ended', unitId: account.unitId, about: { accountId: account.id, ended } });
  return { ok: true, ended };
}

const longestTokenDays = 366;

/** The raw token of the API that one request made: the same again when it is repeated, and stored nowhere. */
export function apiTokenOf(submissionId: string): string {
  return `simpul_${macFor('token', submissionId.toLowerCase()).toString('base64url')}`;
}

/** A token for a service account. People's accounts have none: it would act in their name with somebody else's hand. */
export async function issueToken(
  ctx: Ctx,
  input: { accountId: string; label: string; scopes: readonly string[]; expiresAt: Date },
): Promise<Answer> {
  const account = await accountToAdminister(ctx, input.accountId, 'token:issue');
  if (!hasProvedRecently(ctx.actor, ctx.now)) return { ok: false, refusal: 'prove_first' };
  if (account.state !== 'active') return { ok: false, refusal: 'not_active' };
  if (account.passwordSetAt || account.hadLink) return { ok: false, refusal: 'not_a_service_account' };
  if (input.scopes.length === 0 || !input.scopes.every(isProgramScope)) return { ok: false, refusal: 'scope_unknown' };
  if (feedsBesides(input.scopes)) return { ok: false, refusal: 'feed_stands_alone' };
  const days = (input.expiresAt.getTime() - ctx.now.getTime()) / 86_400_000;
  if (days <= 0 || days > longestTokenDays) return { ok: false, refusal: 'expiry_too_far' };
  await insertToken(ctx.tx, {
    tokenHash: hashOfToken(apiTokenOf(ctx.submissionId!)),
    accountId: account.id,
    label: input.label,
    scopes: [...input.scopes],
    expiresAt: input.expiresAt,
  });
  ctx.journal({
    what: 'token.issued',
    unitId: account.unitId,
    about: { accountId: account.id, scopes: [...input.scopes], expiresAt: input.expiresAt.toISOString() },
  });
  return { ok: true };
}

export async function endApiToken(ctx: Ctx, input: { tokenId: string }): Promise<Answer> {
  const token = await findToken(ctx, input.tokenId);
  if (!token) throw new NotFound('token');
  const account = await accountToAdminister(ctx, token.accountId, 'token:issue');
  if (!(await endToken(ctx.tx, token.id, 'by_administrator', ctx.now))) return { ok: false, refusal: 'already_ended' };
  ctx.journal({ what: 'token.ended', unitId: account.unitId, about: { accountId: account.id, tokenId: token.id } });
  return { ok: true };
}

export { listTokens };
