import type { PlainDate } from '#kernel/plain-date';
import { NotFound } from '#platform/errors';
import type { Ctx } from '#platform/ctx';
import { unitToAdminister } from './administer-unit.server.ts';
import { closeUnitRow, countStillAt, lockPostings, type StillAt } from './store.server.ts';
import { realTodayAt } from './today.ts';

export type ClosingRefusal = 'closed_already' | 'closes_in_future' | 'still_at_work';

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
  if (!(await closeUnitRow(ctx.tx, unit.id, input.closedOn))) return { ok: false, refusal: 'closed_already' };
  ctx.journal({ what: 'unit.closed', unitId: unit.id, about: { closedOn: input.closedOn, reason: input.reason } });
  return { ok: true };
}
