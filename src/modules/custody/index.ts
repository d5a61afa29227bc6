import './tasks.ts';

export {
  AdmissionForm,
  CapacityForm,
  CareForm,
  identityForm,
  OpenStayForm,
  PhotoForm,
  PropertyForm,
  RegisterForm,
  ReturnForm,
  ScanForm,
  ScanRemovalForm,
  StepForm,
  VoidForm,
  type BasisTyped,
} from './form.ts';
export { gateOf, judgeAdmission, type AdmissionFacts, type Gate } from './admission.rules.ts';
export { custodyGaps, custodyRules, termWarning } from './law.rules.ts';
export {
  ageGroupOf,
  daysLeft,
  fullness,
  labelOf,
  moves,
  nextState,
  nextSteps,
  numbered,
  placeFor,
  registerFor,
  shortRegister,
  steps,
  staySteps,
  type CustodyRefusal,
  type CustodyRefused,
  type PlaceVerdict,
  type StayDocument,
  type StayStep,
} from './rules.ts';
export * from './stay.ts';
export { custodyTasks } from './tasks.ts';
export {
  ageWords,
  authorityWords,
  basisWords,
  custodyProblemWords,
  documentWords,
  groupWords,
  penaltyWords,
  refusalWords,
  registerWords,
  releaseWords,
  stateWords,
  stepWords,
} from './words.ts';
