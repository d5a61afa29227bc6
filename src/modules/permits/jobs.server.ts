import { zones } from '#kernel/zone';
import type { Job, JobWork } from '#platform/job';
import { remindOfPermits } from './sweep.server.ts';

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
} as const satisfies Record<string, Job>;
