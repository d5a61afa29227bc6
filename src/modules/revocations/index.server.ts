import './index.ts';
import './sittings.server.ts';

export { beginProceeding, type BeginInput } from './begin-proceeding.server.ts';
export { jobs } from './jobs.server.ts';
export {
  countProceedings,
  listClosedAbove,
  listProceedings,
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
export { takeStep, type StepInput } from './take-step.server.ts';
export {
  countProposals,
  figuresByHolder,
  listProposals,
  listStretches,
  type Period,
} from './figures.queries.server.ts';
