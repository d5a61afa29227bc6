import { addDays, type PlainDate } from '#kernel/plain-date';
import { realTodayAt, type PostingRefusal } from '#modules/units';
import { endPosting, getStaff, getUnit, mayPost, recordLeaving, withdrawPosting } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { accountToAdminister, setAccountState, type AdministerRefusal } from './administer.server.ts';
import { countGuidedBy } from './store.server.ts';

export type LeavingRefusal =
  'not_yourself' | 'service_account' | 'left_already' | 'leaves_in_future' | 'posted_elsewhere' | 'still_guides';

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
  if (!(await recordLeaving(ctx, account.staffId, input.leftOn))) return { ok: false, refusal: 'posted_elsewhere' };
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
    about: { staffId: account.staffId, leftOn: input.leftOn, reason: input.reason },
  });
  return { ok: true };
}
