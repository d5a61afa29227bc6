import './tasks.ts';

export { finishAssessment } from './finish-assessment.server.ts';
export { jobs } from './jobs.server.ts';
export {
  countStandings,
  listStandings,
  readCoverage,
  type Coverage,
  type ListedStanding,
  type Listing,
} from './lists.queries.server.ts';
export { noteOffence } from './note-offence.server.ts';
export { askOverride, decideOverride } from './override.server.ts';
export {
  listLastTwo,
  readAssessment,
  readCaseAssessments,
  readEarlierAnswers,
  readRiskLine,
  readSheet,
  type AssessmentInFull,
  type AssessmentLine,
  type CaseAssessments,
} from './queries.server.ts';
export { savePart } from './save-part.server.ts';
export { setDraftAside } from './set-aside.server.ts';
export { sweepOffice } from './standing.server.ts';
export { startAssessment, startCorrection } from './start-assessment.server.ts';
