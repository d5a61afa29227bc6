import { mustBeAllowed } from '#modules/access';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { mustKeep } from './access.server.ts';
import { gatherQueue, putQueued } from './queue.server.ts';
import { no, type Refused } from './rules.ts';
import type { Details } from './sitting.ts';
import { findSitting, insertSitting } from './store.server.ts';

/** A new agenda. What earlier sittings put off is on it from the start; what else waits, where that is wanted. */
export async function draftSitting(
  ctx: Ctx,
  input: Details & { unitId: number; takeAll: boolean },
): Promise<{ ok: true; sittingId: string } | Refused> {
  const office = await getUnit(ctx, input.unitId);
  mustBeAllowed(ctx.actor, 'sitting:read', { unitId: office.id, unitPath: office.path, opened: true });
  await mustKeep(ctx, office);
  if (input.day < todayAt(office, ctx.now)) return no('day_passed');
  const sittingId = ctx.newId();
  await insertSitting(ctx, { ...input, id: sittingId });
  const sitting = (await findSitting(ctx.tx, sittingId))!;
  const queue = await gatherQueue(ctx, office.id);
  const items = await putQueued(
    ctx,
    sitting,
    queue.filter((one) => one.deferred || input.takeAll),
  );
  ctx.journal({ what: 'sitting.drafted', unitId: office.id, about: { sittingId, day: input.day, items } });
  return { ok: true, sittingId };
}
