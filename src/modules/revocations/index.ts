import './letters.ts';
import './tasks.ts';

export * from './revocation.ts';
export { BeginForm, FamilyForm, MarkForm, RewriteForm, StepForm } from './form.ts';
export { revocationGaps, revocationRules, serviceTerm, stepTerms, urgentStepTerms } from './law.rules.ts';
export { revocationLetters } from './letters.ts';
export {
  decidesOn,
  dueAt,
  holderAt,
  movesFrom,
  nextState,
  routes,
  stepNames,
  stepRow,
  steps,
  termAt,
  terms,
  urgency,
  urgentTerms,
  wholeTerm,
  type ProceedingDocument,
  type ProceedingStep,
  type Term,
  type TermName,
} from './routes.ts';
export {
  callsGuardian,
  confirmsNote,
  isDecree,
  isOver,
  kindFor,
  mustTell,
  needsNext,
  releaseOf,
  reprimands,
  routeFor,
  stretches,
  workingDaysLeft,
  type RevocationRefusal,
  type RevocationRefused,
} from './rules.ts';
export { longestEnd } from './period.rules.ts';
export { revocationTasks } from './tasks.ts';
export {
  adviceWords,
  documentWords,
  findingWords,
  holderWords,
  kindWords,
  nextWords,
  ownStepWords,
  ownWords,
  refusalWords,
  releaseWords,
  routeWords,
  sayState,
  stateWords,
  stepWords,
  termWords,
  urgencyWords,
  urgentBoxWords,
} from './words.ts';
