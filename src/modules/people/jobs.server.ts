import { zones } from '#kernel/zone';
import type { Job, JobWork } from '#platform/job';
import { jobs as comparisonJobs } from './comparisons/compare.server.ts';
import { jobs as linkJobs } from './links/jobs.server.ts';
import { watchReaders } from './readers/watch-readers.server.ts';

export const jobs = {
  ...linkJobs,
  ...comparisonJobs,
  /** Every night, about the day before. A second run on a day finds the same things open. */
  'people.watch-readers': {
    when: zones.map((zone) => ({ zone, at: '01:20' as const })),
    run: (work: JobWork, payload: Record<string, unknown>) => {
      const zone = zones.find((one) => one === payload['zone']);
      return work.perUnit({ types: ['bapas', 'pos_bapas'], ...(zone ? { zone } : {}) }, watchReaders);
    },
  },
} as const satisfies Record<string, Job>;
