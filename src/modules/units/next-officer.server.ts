import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { unitToAdminister } from './administer-unit.server.ts';
import { holdsTier, insertNextOfficer } from './next-officer.store.server.ts';
import { realTodayAt } from './today.ts';
import { isTier } from './unit.ts';

export type NextOfficerRefusal = 'not_a_tier' | 'already_past' | 'no_post_there';

/**
 * A tier names before whom comes first what is late there or below it, from today or a later day on; without an officer, everybody who
 * holds the post again. It gives him no right: he sees what his post sees.
 */
export async function nameNextOfficer(
  ctx: Ctx,
  input: { unitId: number; staffId: string | null; holdsFrom: PlainDate; reason: string },
): Promise<{ ok: true } | { ok: false; refusal: NextOfficerRefusal }> {
  const unit = await unitToAdminister(ctx, input.unitId);
  if (!isTier(unit.type)) return { ok: false, refusal: 'not_a_tier' };
  if (input.holdsFrom < realTodayAt(unit, ctx.now)) return { ok: false, refusal: 'already_past' };
  if (input.staffId !== null && !(await holdsTier(ctx.tx, input.staffId, unit.id, input.holdsFrom)))
    return { ok: false, refusal: 'no_post_there' };
  await insertNextOfficer(ctx.tx, { ...input, id: ctx.newId(), setBy: ctx.actor.accountId });
  ctx.journal({
    what: 'unit.next-officer-named',
    unitId: unit.id,
    about: { staffId: input.staffId, holdsFrom: input.holdsFrom, reason: input.reason },
  });
  return { ok: true };
}
