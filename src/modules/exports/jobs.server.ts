import { weekdayOf } from '#kernel/plain-date';
import { dayAt, zones, type Zone } from '#kernel/zone';
import { openTask } from '#modules/tasks/server';
import type { Job, JobWork } from '#platform/job';
import { expireOld, sumSince } from './store.server.ts';

export const jobs = {
  /** At the hour when a link ends; what was missed is caught up by the night's erasing. */
  'exports.expire': {
    run: async (work: JobWork, payload: Record<string, unknown>) => {
      await work.inUnit(Number(payload['unitId']), (ctx, unit) => expireOld(ctx, unit.id));
    },
  },
  /** Every Monday the head finds on his list what left the office in the week before. */
  'exports.weekly': {
    when: zones.map((zone) => ({ zone, at: '06:30' as const })),
    run: async (work: JobWork, payload: Record<string, unknown>) => {
      const { zone } = payload;
      await work.perUnit(
        { types: ['bapas', 'pos_bapas'], ...(zone ? { zone: zone as Zone } : {}) },
        async (ctx, unit) => {
          const day = dayAt(unit.zone, ctx.now);
          if (weekdayOf(day) !== 1) return;
          const { exports, rows } = await sumSince(ctx, unit.id, new Date(ctx.now.getTime() - 7 * 86_400_000));
          if (exports > 0)
            await openTask(ctx, {
              unitId: unit.id,
              kind: 'exports.weekly',
              key: day,
              forRole: 'head_of_bapas',
              facts: { exports, rows },
            });
        },
      );
    },
  },
} as const satisfies Record<string, Job>;
