import { isZone, zones } from '#kernel/zone';
import type { Job, JobWork } from '#platform/job';
import { eraseInHouse, eraseInUnit } from './erase.server.ts';

export const jobs = {
  'retention.nightly': {
    when: zones.map((zone) => ({ zone, at: '02:10' as const })),
    run: async (work: JobWork, payload: Record<string, unknown>) => {
      const { zone } = payload;
      let houseDone = false;
      await work.perUnit(isZone(zone) ? { zone } : {}, async (ctx, unit) => {
        await eraseInUnit(ctx, unit);
        // Rows of no unit are within reach of any unit's session, so once is enough.
        if (!houseDone) await eraseInHouse(ctx);
        houseDone = true;
      });
    },
  },
} as const satisfies Record<string, Job>;
