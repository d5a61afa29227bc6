import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { no, type CustodyRefused } from './rules.ts';
import { isCustodyType } from './stay.ts';
import { insertCapacity } from './store.server.ts';

/** How many places there are from a day on. What was written before stays: figures of earlier days count against it. */
export async function setCapacity(
  ctx: Ctx,
  input: { unitId: number; places: number; fromOn: PlainDate; source: string },
): Promise<{ ok: true } | CustodyRefused> {
  const unit = await getUnit(ctx, input.unitId);
  mustBeAllowed(ctx.actor, 'custody:set_capacity', { unitId: unit.id, unitPath: unit.path });
  if (!isCustodyType(unit.type)) return no('not_an_institution');
  if (input.fromOn > todayAt(unit, ctx.now)) return no('day_in_future');
  await insertCapacity(ctx, input);
  ctx.journal({ what: 'custody.capacity-set', unitId: unit.id, about: { places: input.places, day: input.fromOn } });
  return { ok: true };
}
