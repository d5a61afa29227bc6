import './index.ts';
import './kind.server.ts';
import './travel.server.ts';

export { addOwnPaper, addPermitPaper, addStatement } from './add-statement.server.ts';
export { advisePermit } from './advise-permit.server.ts';
export { askOwnPermit, askPermit, type JourneyAsked } from './ask-permit.server.ts';
export { movePermit, type StepInput } from './decide-permit.server.ts';
export { askableAmong, readAtCounter, type AtCounter, type CounterPermit } from './at-counter.server.ts';
export { checkPermit, PERMIT_CODE_LENGTH, permitCode, type CheckedPermit } from './door.server.ts';
/** The largest paper; a photo of one is smaller (files). */
export { pdfBytes as paperBytes } from '#platform/files/file-kind';
export { jobs } from './jobs.server.ts';
export { draftAnotherLetter } from './letters.server.ts';
export {
  countPermits,
  listPermits,
  permitGroups,
  readPermitFigures,
  type ListedPermit,
  type PermitCounts,
  type PermitFigures,
  type PermitFilter,
} from './list.queries.server.ts';
export {
  listPermitsOf,
  readOwnPermits,
  readPermit,
  type OwnPermit,
  type PermitInFull,
  type PermitLine,
} from './queries.server.ts';
export { withdrawOwnPermit, withdrawPermit } from './withdraw-permit.server.ts';
