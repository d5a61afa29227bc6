import type { PlainDate } from '#kernel/plain-date';
import { termWarning } from '#modules/custody';
import { optionsOf } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';

/** From how many days on an institution wants to hear that a term runs out. */
export async function termDays(ctx: ReadCtx, unitId: number, on: PlainDate): Promise<number> {
  return termWarning.decide({ until: on, today: on }, await optionsOf(ctx.tx, unitId, termWarning, on)).options.days;
}
