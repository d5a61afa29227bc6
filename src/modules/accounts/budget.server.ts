import type { PlainDate } from '#kernel/plain-date';
import { dayAt } from '#kernel/zone';
import { holds, may } from '#modules/access';
import { listPostingsOf } from '#modules/units/server';
import type { Actor } from '#platform/actor';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound, TooMany } from '#platform/errors';
import { DAY_EXTRA, HOUR_EXTRA, judgeBudget, WHOLE_LISTS_AN_HOUR, type BudgetVerdict } from './budget.rules.ts';
import { countOpenedBy, countWholeListsOf, findAccount } from './queries.server.ts';
import { insertRelease, lockBudget, noteOpened } from './store.server.ts';

/** The officer opened so many different people that a reason (the hour) or his head (the day) is needed. Answered as 429. */
export class BudgetSpent extends TooMany {
  readonly limit: 'hour' | 'day';
  readonly unitId: number | null;

  constructor(limit: 'hour' | 'day', unitId: number | null) {
    super(`too many people opened this ${limit}`, limit === 'hour' ? 3600 : undefined);
    this.limit = limit;
    this.unitId = unitId;
  }
}

/** Real days, also where a demo clock stands; of the officer's first office. */
function dayOf(actor: Actor, now: Date): PlainDate {
  return dayAt(actor.postings[0]?.zone ?? 'Asia/Jakarta', now);
}

/**
 * Counts that the asker opens this person's record; call it in every query and use case that shows one. The count belongs to the
 * account, so a new session or address begins no new one. Throws `BudgetSpent` where the limit is reached; that rolls the opening back.
 */
export async function countOpened(ctx: ReadCtx, personId: string): Promise<void> {
  if (ctx.actor.kind !== 'staff') return;
  const day = dayOf(ctx.actor, ctx.now);
  await lockBudget(ctx.tx, ctx.actor.accountId);
  if (!(await noteOpened(ctx.tx, ctx.actor.accountId, day, personId))) return;
  const verdict = judgeBudget(await countOpenedBy(ctx.tx, ctx.actor.accountId, day));
  if (!verdict.ok) throw new BudgetSpent(verdict.limit, ctx.actor.postings[0]?.unitId ?? null);
}

/** The refused opening, for the access log. It needs a transaction of its own, because the refused one is undone. */
export function noteBudgetSpent(ctx: ReadCtx, spent: BudgetSpent): void {
  ctx.accessed({ what: 'budget.spent', unitId: spent.unitId, about: { limit: spent.limit } });
}

/**
 * Counts that the asker has a list before him whole, to be printed: such a list tells of up to five times as many people as a page does, and
 * opens none of them. `list` is its address. The lines of the access log are what is counted, as nothing else outlasts a session.
 */
export async function countWholeList(ctx: ReadCtx, list: string): Promise<void> {
  await lockBudget(ctx.tx, ctx.actor.accountId);
  const lately = await countWholeListsOf(ctx, new Date(ctx.now.getTime() - 3_600_000));
  if (lately >= WHOLE_LISTS_AN_HOUR) throw new TooMany('whole lists too often', 3600);
  ctx.accessed({ what: 'list.whole', unitId: ctx.actor.postings[0]?.unitId ?? null, about: { list } });
}

/** Where the asker stands, as if he opened one more. */
export async function budgetOf(ctx: ReadCtx): Promise<BudgetVerdict & { thisHour: number; today: number }> {
  const opened = await countOpenedBy(ctx.tx, ctx.actor.accountId, dayOf(ctx.actor, ctx.now));
  return {
    ...judgeBudget({ ...opened, thisHour: opened.thisHour + 1, today: opened.today + 1 }),
    thisHour: opened.thisHour,
    today: opened.today,
  };
}

/** The officer says why he needs more within the hour. Heads and auditors read the reasons. */
export async function giveHourReason(
  ctx: Ctx,
  input: { reason: string },
): Promise<{ ok: true; extra: number } | { ok: false; refusal: 'not_needed' | 'day_spent' }> {
  await lockBudget(ctx.tx, ctx.actor.accountId);
  const verdict = await budgetOf(ctx);
  if (verdict.ok) return { ok: false, refusal: 'not_needed' };
  if (verdict.limit === 'day') return { ok: false, refusal: 'day_spent' };
  await release(ctx, ctx.actor.accountId, 'hour_reason', input.reason, HOUR_EXTRA);
  return { ok: true, extra: HOUR_EXTRA };
}

/** The head of the officer's office lets him open more people today. */
export async function unlockDay(
  ctx: Ctx,
  input: { accountId: string; reason: string },
): Promise<{ ok: true; extra: number } | { ok: false; refusal: 'not_yourself' }> {
  if (!holds(ctx.actor, 'budget:release')) throw new NotAllowed('only a head unlocks the day');
  if (input.accountId === ctx.actor.accountId) return { ok: false, refusal: 'not_yourself' };
  const account = await findAccount(ctx, input.accountId);
  const postings = account ? await listPostingsOf(ctx, account.staffId) : [];
  const own = postings.find((posting) => !posting.withdrawnAt && may(ctx.actor, 'budget:release', posting));
  if (!own) throw new NotFound('officer of another unit');
  await release(ctx, input.accountId, 'day_unlock', input.reason, DAY_EXTRA, own.unitId);
  return { ok: true, extra: DAY_EXTRA };
}

async function release(
  ctx: Ctx,
  accountId: string,
  kind: 'hour_reason' | 'day_unlock',
  reason: string,
  extra: number,
  unitId = ctx.actor.postings[0]?.unitId ?? null,
): Promise<void> {
  const id = ctx.newId();
  await insertRelease(ctx.tx, {
    id,
    accountId,
    day: dayOf(ctx.actor, ctx.now),
    kind,
    reason,
    madeBy: ctx.actor.accountId,
    extra,
  });
  ctx.journal({ what: 'budget.released', unitId, about: { releaseId: id, accountId, kind, extra } });
}
