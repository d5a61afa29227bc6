import './index.ts';
import './sittings.server.ts';
import './tier-letters.server.ts';
import './transfers.server.ts';

export { findMinutesFile, listEnclosed, readAnnex, type Enclosed } from './annex.server.ts';
export { beginProceeding, type BeginInput } from './begin-proceeding.server.ts';
export { callFamily, readFamily, type FamilyOf } from './call-family.server.ts';
export { jobs } from './jobs.server.ts';
export { draftAgain, missingHere, proceedingOfLetter } from './office-letters.server.ts';
export { draftAbove, missingAbove } from './tier-letters.server.ts';
export {
  countProceedings,
  listClosedAbove,
  listLateBelow,
  listProceedings,
  type LateBelow,
  type ListedProceeding,
  type ProceedingFilter,
} from './list.queries.server.ts';
export {
  listProceedingsOf,
  readOwnProceedings,
  readProceeding,
  type OwnProceeding,
  type ProceedingInFull,
} from './queries.server.ts';
export { noteMinutes } from './outside-minutes.server.ts';
export { periodOf } from './period.server.ts';
export { markUrgent } from './mark-urgent.server.ts';
export { takeStep, type StepInput } from './take-step.server.ts';
export {
  countAbove,
  countEnds,
  countProposals,
  figuresByHolder,
  figuresByStep,
  figuresStill,
  listEnds,
  listProposals,
  listStill,
  listStretches,
  proposalParts,
  type Period,
} from './figures.queries.server.ts';
