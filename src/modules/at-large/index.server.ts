import './tasks.ts';
import './open-search.server.ts';

export { callFamily, readFamily, type FamilyOf } from './call-family.server.ts';
export { addSighting, tellHolder, type Seen } from './add-sighting.server.ts';
export { confirmClosure, proposeClosure, type ClosureInput, type Confirmation } from './close-search.server.ts';
export {
  decideCorrection,
  proposeCorrection,
  type CorrectionDecision,
  type CorrectionInput,
} from './correct-decree.server.ts';
export { draftCover, draftRequest } from './letters.server.ts';
export {
  countSearches,
  listSearches,
  listUnopened,
  type ListedSearch,
  type SearchCounts,
  type SearchFilter,
} from './list.queries.server.ts';
export { listAwayOf, recogniseAway, type ListedRow, type Recognised } from './lists.queries.server.ts';
export { tellOfMet } from './tell-met.server.ts';
export { forgetLeft, lookAgain } from './look-again.server.ts';
export { openOnDocument, openSearch } from './open-search.server.ts';
export {
  askAtLarge,
  awayAmong,
  awayAmongCases,
  getPointer,
  likelyAsClient,
  likelyAsPerson,
  likelyAtLarge,
  listArrests,
  listMeanwhile,
  listOfficeStandings,
  meanwhileKinds,
  listPointers,
  type AwayPointer,
  type Likely,
  type Met,
  type OfficeStanding,
  type PointerFilter,
} from './pointers.queries.server.ts';
export { readSearch, type SearchInFull, type SearchOfCase } from './queries.server.ts';
export { jobs } from './jobs.server.ts';
export { listOfficeSums, type OfficeSums } from './sums.queries.server.ts';
export { recordDecree } from './record-decree.server.ts';
export { recordCopyReceipt, sendCopy, type CopyInput } from './send-copy.server.ts';
export { recordStep, type StepInput } from './take-step.server.ts';
