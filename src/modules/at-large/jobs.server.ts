import { jobs as lists } from './lists.server.ts';
import { jobs as alarms } from './raise-alarms.server.ts';

export const jobs = { ...alarms, ...lists } as const;
