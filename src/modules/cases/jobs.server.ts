import { zones } from '#kernel/zone';
import { todayAt } from '#modules/units';
import type { Job, JobWork } from '#platform/job';
import { passOpeningsOn } from './pass-openings-on.server.ts';

export const jobs = {
  /** Every morning, before the offices and institutions open. What was passed on stays there until somebody has looked at it. */
  'cases.pass-openings-on': {
    when: zones.map((zone) => ({ zone, at: '05:40' as const })),
    run: (work: JobWork, payload: Record<string, unknown>) => {
      const zone = zones.find((one) => one === payload['zone']);
      return work.perUnit(
        { types: ['bapas', 'pos_bapas', 'lapas', 'rutan', 'lpka', 'lpas'], ...(zone ? { zone } : {}) },
        (ctx, unit) => passOpeningsOn(ctx, unit.id, todayAt(unit, ctx.now)),
      );
    },
  },
} as const satisfies Record<string, Job>;
