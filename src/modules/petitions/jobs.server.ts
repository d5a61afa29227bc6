import type { Job, JobWork } from '#platform/job';
import { remindDesk } from './sweep.server.ts';

/** Offices that guide clients. */
const types = ['bapas', 'pos_bapas'];

export const jobs = {
  /** What comes by the public page stands in the list at once, and before the desk within a quarter of an hour. */
  'petitions.remind': {
    when: [{ everyMinutes: 15 }],
    run: (work: JobWork) => work.perUnit({ types }, remindDesk),
  },
} as const satisfies Record<string, Job>;
