import type { Jobs } from '#platform/job';

/** Every module's jobs, for the worker. */
export const allJobs: Jobs = {};
