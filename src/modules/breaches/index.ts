import './letter-kinds.ts';
import './tasks.ts';

export * from './breach.ts';
export { othersPresent } from './present.ts';
export {
  AppearanceForm,
  ConfirmForm,
  CustodyForm,
  DecideForm,
  DismissForm,
  EntryForm,
  ExaminationForm,
  LetterForm,
  OpenBreachForm,
  RecommendForm,
  StopForm,
  SummonForm,
  SummonManyForm,
  TakeBackForm,
} from './form.ts';
export { breachGaps, breachRules, groundTable } from './law.rules.ts';
export {
  isRunning,
  moves,
  nextState,
  ownerOf,
  waitsToBegin,
  steps,
  type BreachDocument,
  type BreachRefusal,
  type BreachRefused,
  type BreachStep,
} from './rules.ts';
export { breachTasks } from './tasks.ts';
export {
  appearanceWords,
  documentWords,
  entryWords,
  groundWords,
  heardWords,
  nextWords,
  optionWords,
  refusalWords,
  routeWords,
  sourceWords,
  stateWords,
  stepWords,
} from './words.ts';
