import { weekdayOf } from '#kernel/plain-date';
import { dayAt, zones, type Zone } from '#kernel/zone';
import { openTask } from '#modules/tasks/server';
import type { Job, JobWork } from '#platform/job';
import { expireOld, sumSince } from './store.server.ts';

const types = ['bapas', 'pos_bapas', 'kanwil', 'ditjenpas'];

export const jobs = {
  /** At the hour when a link ends, and once a night whatever was missed. */
  'exports.expire': {
    when: zones.map((zone) => ({ zone, at: '01:10' as const })),
    run: async (work: JobWork, payload: Record<string, unknown>) => {
      const { unitId, zone } = payload;
      if (typeof unitId === 'number') return void (await work.inUnit(unitId, (ctx) => expireOld(ctx, unitId)));
      await work.perUnit(
        { types, ...(zone ? { zone: zone as Zone } : {}) },
        async (ctx, unit) => void (await expireOld(ctx, unit.id)),
      );
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
