import { isUuid } from '#kernel/id';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import type { ListAsk } from './define.ts';

/** Whose clients a list of the day is about, as on the page: one's own, one officer's, or the whole office's. */
export const listing = ({ unitId, ownOnly, filters }: ListAsk) =>
  ownOnly ? { mine: true } : isUuid(filters['officer']) ? { unitId, pkStaffId: filters['officer'] } : { unitId };
export const todayOf = async (ctx: ReadCtx, { unitId }: ListAsk) => todayAt(await getUnit(ctx, unitId), ctx.now);
