import { jobs as comparisonJobs } from './comparisons/compare.server.ts';
import { jobs as linkJobs } from './links/jobs.server.ts';

export const jobs = { ...linkJobs, ...comparisonJobs } as const;
