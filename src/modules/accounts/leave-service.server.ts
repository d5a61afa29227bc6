import { addDays, type PlainDate } from '#kernel/plain-date';
import { may } from '#modules/access';
import { realTodayAt, type PostingRefusal } from '#modules/units';
import {
  correctLeavingRecord,
  endPosting,
  getStaff,
  getUnit,
  mayPost,
  recordLeaving,
  withdrawPosting,
} from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { accountToAdminister, setAccountState, type AdministerRefusal } from './administer.server.ts';
import { countGuidedBy, putAccountState } from './store.server.ts';

export type LeavingRefusal =
  | 'not_yourself'
  | 'service_account'
  | 'left_already'
  | 'leaves_in_future'
  | 'posted_elsewhere'
  | 'still_guides'
  | 'has_not_left'
  | 'left_elsewhere';

/**
 * An officer's service is over: his posts end on the day before, his account is closed, and he is found in no list of officers from
 * this day on. What he wrote stays under his name. Refused while he guides anybody, so that no client is left without a counsellor.
 */
export async function leaveService(
  ctx: Ctx,
  input: { accountId: string; leftOn: PlainDate; reason: string },
): Promise<
  { ok: true } | { ok: false; refusal: LeavingRefusal | AdministerRefusal | PostingRefusal; clients?: number }
> {
  const account = await accountToAdminister(ctx, input.accountId);
  if (account.id === ctx.actor.accountId) return { ok: false, refusal: 'not_yourself' };
  if (account.tokens > 0) return { ok: false, refusal: 'service_account' };
  if ((await getStaff(ctx, account.staffId)).leftOn !== null) return { ok: false, refusal: 'left_already' };
  const unit = await getUnit(ctx, account.unitId!);
  if (input.leftOn > realTodayAt(unit, ctx.now)) return { ok: false, refusal: 'leaves_in_future' };
  const clients = await countGuidedBy(ctx.tx, account.staffId);
  if (clients > 0) return { ok: false, refusal: 'still_guides', clients };

  const running = account.postings.filter(
    ({ withdrawnAt, endsOn }) => !withdrawnAt && (endsOn === null || endsOn >= input.leftOn),
  );
  for (const posting of running)
    if (!(await mayPost(ctx, 'posting:grant', posting))) return { ok: false, refusal: 'posted_elsewhere' };
  if (!may(ctx.actor, 'account:administer', { unitId: unit.id, unitPath: unit.path }))
    return { ok: false, refusal: 'posted_elsewhere' };
  const { leftOn, reason } = input;
  await recordLeaving(ctx, { staffId: account.staffId, unitId: unit.id, leftOn, reason });
  // Before his posts: an account is in reach by them.
  if (account.state !== 'closed') {
    const closed = await setAccountState(ctx, { accountId: account.id, state: 'closed' });
    if (!closed.ok) return closed;
  }
  for (const { id: postingId, startsOn } of running) {
    const ended =
      startsOn < input.leftOn
        ? await endPosting(ctx, { postingId, endsOn: addDays(input.leftOn, -1) })
        : await withdrawPosting(ctx, { postingId, why: input.reason });
    if (!ended.ok) return ended;
  }
  ctx.journal({
    what: 'staff.left',
    unitId: account.unitId,
    about: { staffId: account.staffId, leftOn, reason },
  });
  return { ok: true };
}

/**
 * The end of an officer's service was recorded by mistake. What was recorded stays, with the reason why it does not hold. His account waits,
 * suspended, for whoever gives it back, and posts are given anew: neither comes back by itself.
 */
export async function correctLeaving(
  ctx: Ctx,
  input: { accountId: string; reason: string },
): Promise<{ ok: true } | { ok: false; refusal: LeavingRefusal }> {
  const account = await accountToAdminister(ctx, input.accountId);
  const { id: accountId, staffId, unitId } = account;
  if ((await getStaff(ctx, staffId)).leftOn === null) return { ok: false, refusal: 'has_not_left' };
  const unit = await getUnit(ctx, unitId!);
  const { reason } = input;
  const mistaken = await correctLeavingRecord(ctx, { staffId, unitId: unit.id, reason });
  if (!mistaken) return { ok: false, refusal: 'left_elsewhere' };
  if (!(await putAccountState(ctx.tx, accountId, 'suspended'))) throw new NotFound('account out of reach');
  ctx.journal({ what: 'account.suspended', unitId, about: { accountId, sessionsEnded: 0 } });
  ctx.journal({ what: 'staff.leaving-corrected', unitId, about: { staffId, leftOn: mistaken.on, reason } });
  return { ok: true };
}
