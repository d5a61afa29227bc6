import './tasks.ts';

export * from './search.ts';
export {
  ClosureForm,
  ConfirmForm,
  CopyForm,
  CorrectionDecisionForm,
  CorrectionForm,
  CoverForm,
  DecreeForm,
  FamilyForm,
  OpenForm,
  OpenOnDocumentForm,
  ReceiptForm,
  RequestForm,
  SightingForm,
  StepForm,
  TellForm,
} from './form.ts';
export { atLargeGaps, atLargeRules } from './law.rules.ts';
export {
  isRunning,
  isWhole,
  moves,
  nextState,
  steps,
  withoutCopy,
  type Opening,
  type SearchDocument,
  type SearchRefusal,
  type SearchRefused,
  type SearchStep,
} from './rules.ts';
export { atLargeTasks } from './tasks.ts';
export {
  addresseeWords,
  alarmFromWords,
  alarmWords,
  closureWords,
  documentWords,
  infoGradeWords,
  nextWords,
  outcomeWords,
  refusalWords,
  sourceGradeWords,
  standingWords,
  stateWords,
  stepWords,
} from './words.ts';
