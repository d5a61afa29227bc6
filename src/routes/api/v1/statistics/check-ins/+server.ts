import { parseMonth } from '#kernel/period';
import { daysOf, rangeOf } from '#modules/figures';
import { checkInsByMonth, reportingByMonth } from '#modules/figures/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { answering } from '#web/api.server';
import { Problem } from '#web/problem.server';
import type { RouteAccess } from '#web/route-access';
import { checkInStatistics } from '../../client-endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: checkInStatistics.scopes };

export const GET: RequestHandler = answering(checkInStatistics, async ({ query }, event) => {
  const asked = { from: parseMonth(query.from), until: parseMonth(query.to) };
  const answer = await event.locals.read(async (ctx) => {
    const unit = await getUnit(ctx, query.unit);
    const today = todayAt(unit, ctx.now);
    const range = rangeOf(asked, today);
    // A page answers something near what was asked; a program would take it for what it asked.
    if (range.from !== asked.from || range.until !== asked.until)
      throw new Problem(422, 'invalid', 'Parts of the request are not valid.', {
        errors: [{ in: 'query', field: 'from', problem: 'range' }],
      });
    const scope = { unitId: unit.id };
    return {
      unit: unit.id,
      checkIns: await checkInsByMonth(ctx, scope, daysOf(range)),
      reporting: await reportingByMonth(ctx, scope, daysOf(range), today),
    };
  });
  return answer;
});
