import { isUuid } from '#kernel/id';
import { zones } from '#kernel/zone';
import type { Job, JobWork } from '#platform/job';
import { proposeBreaches, stopOver, tellWhatIsLate } from './sweep.server.ts';

const daily = (at: `${number}:${number}`) => zones.map((zone) => ({ zone, at }));
/** Offices that guide clients. */
const types = ['bapas', 'pos_bapas'];
const filterOf = (payload: Record<string, unknown>) => {
  const zone = zones.find((one) => one === payload['zone']);
  return zone ? { zone, types } : { types };
};

export const jobs = {
  /** After the close of the night has counted the misses. */
  'breaches.propose': {
    when: daily('00:50'),
    run: (work: JobWork, payload: Record<string, unknown>) => work.perUnit(filterOf(payload), proposeBreaches),
  },
  /** One client after his supervision ended, or every office. */
  'breaches.settle': {
    when: daily('00:45'),
    run: async (work: JobWork, payload: Record<string, unknown>) => {
      const { unitId, caseId } = payload;
      if (typeof unitId !== 'number') return work.perUnit(filterOf(payload), (ctx, unit) => stopOver(ctx, unit));
      await work.inUnit(unitId, (ctx, unit) => stopOver(ctx, unit, isUuid(caseId) ? caseId : undefined));
    },
  },
  'breaches.escalate': {
    when: daily('05:40'),
    run: (work: JobWork, payload: Record<string, unknown>) => work.perUnit(filterOf(payload), tellWhatIsLate),
  },
} as const satisfies Record<string, Job>;
