import { isUuid } from '#kernel/id';
import { zones } from '#kernel/zone';
import type { Job, JobWork } from '#platform/job';
import { putFamilyBefore } from './call-family.server.ts';
import { tellWhatIsLate } from './late.server.ts';
import { findCancellation, findForTask } from './store.server.ts';
import { closeReleased, putBefore, putReleased } from './tasks.server.ts';

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
  /** The day of release of a client was written down or corrected: whether what runs may still take effect is put before whoever has it. */
  'revocations.released': {
    run: async (work: JobWork, { caseId, unitId }: Record<string, unknown>) => {
      if (typeof unitId !== 'number' || !isUuid(caseId)) return;
      await work.inUnit(unitId, async (ctx) => {
        const one = await findCancellation(ctx, caseId);
        if (!one) return;
        const { proceeding, released } = one;
        if (released) await putReleased(ctx, proceeding, released);
        else await closeReleased(ctx, proceeding);
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
