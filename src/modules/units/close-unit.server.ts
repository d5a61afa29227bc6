import type { PlainDate } from '#kernel/plain-date';
import { NotFound } from '#platform/errors';
import type { Ctx } from '#platform/ctx';
import { unitToAdminister } from './administer-unit.server.ts';
import { insertClosing, listClosings } from './endings.store.server.ts';
import { getUnit } from './queries.server.ts';
import { countStillAt, lockPostings, type StillAt } from './store.server.ts';
import { realTodayAt } from './today.ts';

export type ClosingRefusal = 'closed_already' | 'closes_in_future' | 'still_at_work' | 'not_closed' | 'closed_above';

/**
 * An office closes: it is offered nowhere any more, its registers stay readable for those above it. Refused while clients or inmates are
 * held there, officers have posts there, or offices stand below it, and says how many.
 */
export async function closeUnit(
  ctx: Ctx,
  input: { unitId: number; closedOn: PlainDate; reason: string },
): Promise<{ ok: true } | { ok: false; refusal: ClosingRefusal; still?: StillAt }> {
  const unit = await unitToAdminister(ctx, input.unitId);
  if (unit.closedOn !== null) return { ok: false, refusal: 'closed_already' };
  if (input.closedOn > realTodayAt(unit, ctx.now)) return { ok: false, refusal: 'closes_in_future' };
  await lockPostings(ctx.tx);
  const still = await countStillAt(ctx.tx, unit.id);
  if (!still) throw new NotFound('unit out of reach');
  if (Object.values(still).some((count) => count > 0)) return { ok: false, refusal: 'still_at_work', still };
  const { closedOn, reason } = input;
  await insertClosing(ctx.tx, { unitId: unit.id, on: closedOn, reason, by: ctx.actor.accountId });
  ctx.journal({ what: 'unit.closed', unitId: unit.id, about: { closedOn, reason } });
  return { ok: true };
}

/** An office was closed by mistake: what was recorded stays, with the reason why it does not hold, and the office is offered again. */
export async function correctClosing(
  ctx: Ctx,
  input: { unitId: number; reason: string },
): Promise<{ ok: true } | { ok: false; refusal: ClosingRefusal }> {
  const unit = await unitToAdminister(ctx, input.unitId);
  if (unit.closedOn === null) return { ok: false, refusal: 'not_closed' };
  await lockPostings(ctx.tx);
  if (unit.parentId !== null && (await getUnit(ctx, unit.parentId)).closedOn !== null)
    return { ok: false, refusal: 'closed_above' };
  const holds = (await listClosings(ctx, unit.id)).find(({ corrected }) => !corrected);
  if (!holds) return { ok: false, refusal: 'not_closed' };
  const { reason } = input;
  await insertClosing(ctx.tx, { unitId: unit.id, corrects: holds.id, reason, by: ctx.actor.accountId });
  ctx.journal({ what: 'unit.closing-corrected', unitId: unit.id, about: { closedOn: holds.on, reason } });
  return { ok: true };
}
