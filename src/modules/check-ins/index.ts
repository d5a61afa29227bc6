import './tasks.ts';

export {
  AnswersForm,
  answersOf,
  ArrivalForm,
  correctForm,
  DisputeAnswerForm,
  DisputeForm,
  ExcuseForm,
  helperForm,
  lateForm,
  PaperDecideForm,
  paperForm,
  PaperLineForm,
  PaperProposeForm,
  PaperRemoveForm,
  remoteForm,
  ReviewForm,
  UndoForm,
  visitForm,
  VoidForm,
  WithdrawExcuseForm,
} from './form.ts';
export {
  answersTo,
  channels,
  excuseReasons,
  grades,
  helperRelations,
  identifications,
  media,
  obligationStates,
  questions,
  reviewOutcomes,
  type Answers,
  type Channel,
  type Days,
  type ExcuseReason,
  type Grade,
  type HelperRelation,
  type Identification,
  type Medium,
  type ObligationState,
  type Question,
  type ReviewOutcome,
  type SignKind,
  type Standing,
} from './ledger.ts';
export { consequenceOfMisses, missedInARow, type Consequence } from './misses.rules.ts';
export { frequency, periodsOwed, planObligations, type Supervision } from './obligations.rules.ts';
export { challengeMinutes, evidenceGrade, photoAsked } from './reports.rules.ts';
export { checkInGaps, checkInRules } from './rules.ts';
export { summarize, type Summary } from './summary.rules.ts';
export { checkInTasks } from './tasks.ts';
export {
  answerWords,
  channelWords,
  excuseWords,
  gradeWords,
  helperWords,
  mediumWords,
  outcomeWords,
  questionWords,
  refusalWords,
  signWords,
  standingWords,
  stateWords,
  type CheckInRefusal,
} from './words.ts';
