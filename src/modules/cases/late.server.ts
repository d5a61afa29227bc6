import type { PlainDate } from '#kernel/plain-date';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { backDating } from './law.rules.ts';
import { leads } from './reach.server.ts';
import { judgeBackDating } from './rules.ts';

/** A pause moves what is owed, so it is no way to make missed periods disappear weeks later. */
export async function judgeLate(ctx: Ctx, one: { unitId: number; today: PlainDate }, day: PlainDate) {
  const { days } = await optionsOf(ctx.tx, one.unitId, backDating, one.today);
  return judgeBackDating(day, one.today, { leads: leads(ctx, one.unitId) }, days);
}
