import { jobs as alarms } from './raise-alarms.server.ts';
import { jobs as met } from './tell-met.server.ts';

export const jobs = { ...alarms, ...met } as const;
