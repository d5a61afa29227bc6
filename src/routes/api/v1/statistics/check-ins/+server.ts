import { parseMonth } from '#kernel/period';
import { daysOf, rangeOf } from '#modules/figures';
import { checkInsByMonth, reportingByMonth } from '#modules/figures/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { answering } from '#web/api.server';
import type { RouteAccess } from '#web/route-access';
import { checkInStatistics } from '../../endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: checkInStatistics.scopes };

export const GET: RequestHandler = answering(checkInStatistics, async ({ query }, event) => {
  const answer = await event.locals.read(async (ctx) => {
    const unit = await getUnit(ctx, query.unit);
    const today = todayAt(unit, ctx.now);
    const days = daysOf(rangeOf({ from: parseMonth(query.from), until: parseMonth(query.to) }, today));
    const scope = { unitId: unit.id };
    return {
      unit: unit.id,
      checkIns: await checkInsByMonth(ctx, scope, days),
      reporting: await reportingByMonth(ctx, scope, days, today),
    };
  });
  return answer;
});
