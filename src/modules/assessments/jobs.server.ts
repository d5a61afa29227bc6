import { zones } from '#kernel/zone';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { Job, JobWork } from '#platform/job';
import { sweepOffice } from './standing.server.ts';

/** Offices that guide clients. */
const types = ['bapas', 'pos_bapas'];

export const jobs = {
  /** Every night, and for the units under one of which the intervals changed. A second run finds nothing more. */
  'assessments.sweep': {
    when: zones.map((zone) => ({ zone, at: '00:50' as const })),
    run: (work: JobWork, payload: Record<string, unknown>) => {
      const zone = zones.find((one) => one === payload['zone']);
      const under = typeof payload['under'] === 'number' ? payload['under'] : undefined;
      return work.perUnit(zone ? { zone, types } : { types }, async (ctx, unit) => {
        if (under !== undefined && !(await getUnit(ctx, unit.id)).path.includes(under)) return;
        await sweepOffice(ctx, { unitId: unit.id, today: todayAt(unit, ctx.now) });
      });
    },
  },
} as const satisfies Record<string, Job>;
