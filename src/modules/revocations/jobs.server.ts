import { isUuid } from '#kernel/id';
import { zones } from '#kernel/zone';
import type { Job, JobWork } from '#platform/job';
import { putFamilyBefore } from './call-family.server.ts';
import { tellWhatIsLate } from './late.server.ts';
import { findForTask } from './store.server.ts';
import { putBefore } from './tasks.server.ts';

const daily = (at: `${number}:${number}`) => zones.map((zone) => ({ zone, at }));
/** Offices that guide clients. */
const types = ['bapas', 'pos_bapas'];

export const jobs = {
  /** A tier took a step: the office's next one is put before whoever owes it. */
  'revocations.put-before': {
    run: async (work: JobWork, { proceedingId, unitId }: Record<string, unknown>) => {
      if (typeof unitId !== 'number' || !isUuid(proceedingId)) return;
      await work.inUnit(unitId, async (ctx) => {
        const one = await findForTask(ctx.tx, proceedingId);
        if (!one) return;
        await putBefore(ctx, one);
        await putFamilyBefore(ctx, one);
      });
    },
  },
  'revocations.late': {
    when: daily('05:50'),
    run: (work: JobWork, payload: Record<string, unknown>) => {
      const zone = zones.find((one) => one === payload['zone']);
      return work.perUnit(zone ? { zone, types } : { types }, tellWhatIsLate);
    },
  },
} as const satisfies Record<string, Job>;
