import { isUuid } from '#kernel/id';
import { zones } from '#kernel/zone';
import type { Job, JobWork } from '#platform/job';
import { remindOfPermits, tellOfFallen } from './sweep.server.ts';

/** Offices that guide clients. */
const types = ['bapas', 'pos_bapas'];

export const jobs = {
  'permits.remind': {
    when: zones.map((zone) => ({ zone, at: '05:50' as const })),
    run: (work: JobWork, payload: Record<string, unknown>) => {
      const zone = zones.find((one) => one === payload['zone']);
      return work.perUnit(zone ? { zone, types } : { types }, remindOfPermits);
    },
  },
  /** One client after his supervision ended or was revoked for the time being, or every office. */
  'permits.settle': {
    when: zones.map((zone) => ({ zone, at: '00:55' as const })),
    run: async (work: JobWork, payload: Record<string, unknown>) => {
      const { unitId, caseId } = payload;
      if (typeof unitId === 'number')
        return work.inUnit(unitId, (ctx, unit) => tellOfFallen(ctx, unit, isUuid(caseId) ? caseId : undefined));
      const zone = zones.find((one) => one === payload['zone']);
      return work.perUnit(zone ? { zone, types } : { types }, (ctx, unit) => tellOfFallen(ctx, unit));
    },
  },
} as const satisfies Record<string, Job>;
