export { jobs } from './jobs.server.ts';
