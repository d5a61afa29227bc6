export {
  clientDoor,
  getPublicAddress,
  installationStatus,
  lookAround,
  type Around,
  type InstallationStatus,
} from './look-around.server.ts';
export { setPublicAddress } from './set-address.server.ts';
export { leaveParkedJob, listParkedJobs, retryParkedJob } from './parked-jobs.server.ts';
export type { ParkedJob } from './store.server.ts';
