import type { Job, JobWork } from '#platform/job';
import { remindDesk } from './sweep.server.ts';

/** Offices that guide clients, and those above them, which answer what complains of an office. */
const types = ['bapas', 'pos_bapas', 'kanwil', 'ditjenpas'];

export const jobs = {
  /** What comes by the public page stands in the list at once, and before the desk within a quarter of an hour. */
  'petitions.remind': {
    when: [{ everyMinutes: 15 }],
    run: (work: JobWork) => work.perUnit({ types }, remindDesk),
  },
} as const satisfies Record<string, Job>;
