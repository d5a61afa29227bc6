import './index.ts';

export { jobs } from './jobs.server.ts';
export {
  countHeld,
  heldGroups,
  heldNow,
  listHeld,
  readHeld,
  type HeldFile,
  type HeldFilter,
  type HeldGroup,
  type HeldNow,
  type ListedHeld,
} from './queries.server.ts';
export { readNotice } from './read-notice.server.ts';
export { toldOf } from './store.server.ts';
export { tellOfLeaving, tellOffices, withdrawNotices } from './tell.server.ts';
