import './letter-kinds.ts';
import './tasks.ts';

export * from './permit.ts';
export * from './form.ts';
export { permitGaps, permitRules } from './law.rules.ts';
export {
  isRunning,
  isValid,
  moves,
  nextState,
  ownerOf,
  steps,
  told,
  type Checked,
  type PermitDocument,
  type PermitRefusal,
  type PermitRefused,
  type PermitStep,
  type Warning,
} from './rules.ts';
export { permitTasks } from './tasks.ts';
export {
  adviceWords,
  checkedWords,
  documentWords,
  howWords,
  ownStateWords,
  ownStepWords,
  purposeWords,
  refusalWords,
  scopeWords,
  speakerWords,
  stateWords,
  stepWords,
  warningWords,
} from './words.ts';
