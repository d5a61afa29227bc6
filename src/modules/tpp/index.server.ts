export { defineSittingKind, listSittingKinds, type Advice, type SittingKind, type Waiting } from './kinds.server.ts';
export type { ChangedMeanwhile } from './access.server.ts';
export { draftSitting } from './draft-sitting.server.ts';
export { changeDetails } from './change-details.server.ts';
export { putOnAgenda } from './put-on-agenda.server.ts';
export { arrangeAgenda } from './arrange-agenda.server.ts';
export { invite } from './invite.server.ts';
export { openSitting } from './open-sitting.server.ts';
export { hearItem } from './hear-item.server.ts';
export { hearMany } from './hear-many.server.ts';
export { closeSitting, type Closed } from './close-sitting.server.ts';
export { noteMinutesSigned, readForPapers, standingAt, writePapers, type Papers } from './papers.server.ts';
export { cancelSitting } from './cancel-sitting.server.ts';
export { addMember, endMember, listEligible, type MemberInput } from './set-members.server.ts';
export { isOnAgenda, type MemberOnFile } from './store.server.ts';
export { keeps as keepsSittings, lockSitting } from './access.server.ts';
export {
  listHeardOf,
  listSittings,
  listYears,
  noteLook,
  readMembers,
  readQueue,
  readSitting,
  voters,
  type HeardOfClient,
  type ItemShown,
  type QueueLine,
  type SittingFilter,
  type SittingListed,
  type SittingShown,
} from './queries.server.ts';
export { jobs } from './jobs.server.ts';
