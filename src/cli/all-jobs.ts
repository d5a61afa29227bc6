import { jobs as accounts } from '#modules/accounts/server';
import { jobs as checkIns } from '#modules/check-ins/server';
import { jobs as messages } from '#modules/messages/server';
import type { Jobs } from '#platform/job';

/** Every module's jobs, for the worker. */
export const allJobs: Jobs = { ...accounts, ...checkIns, ...messages };
