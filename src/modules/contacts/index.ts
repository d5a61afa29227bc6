import './tasks.ts';

export * from './contact.ts';
export * from './form.ts';
export { pacedKinds, periodsAround, planContacts, type Paced, type PlanToAdd } from './pace.rules.ts';
export { consequencesOf, contactGaps, contactRules, makesReport, type Consequence } from './rules.ts';
export { contactSteps, isContactStep, mustWrite, nextStep, stepsOf, type ContactStep } from './steps.ts';
export { contactTasks } from './tasks.ts';
export {
  absenceWords,
  closingWords,
  consequenceWords,
  findingWords,
  happeningWords,
  kindHints,
  kindWords,
  observationAnswerWords,
  observationQuestionWords,
  observerWords,
  outcomeWords,
  refusalWords,
  sayObservation,
  sayTime,
  sourceWords,
  type ContactRefusal,
} from './words.ts';
