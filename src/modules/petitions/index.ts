import './letters.ts';
import './tasks.ts';

export * from './petition.ts';
export {
  AcceptForm,
  CodeForm,
  DecideForm,
  decisions,
  ForwardForm,
  HearForm,
  IdentifyForm,
  ProposeForm,
  PublicPetitionForm,
  RecordForm,
} from './form.ts';
export { petitionGaps, petitionRules } from './law.rules.ts';
export { petitionLetterKinds } from './letters.ts';
export {
  decisionIn,
  endingOf,
  isEnded,
  isWaiting,
  moves,
  namesPetitioner,
  nextState,
  ownerOf,
  proposalFrom,
  stageOf,
  steps,
  type PetitionDocument,
  type PetitionRefusal,
  type PetitionRefused,
  type PetitionStep,
} from './rules.ts';
export { petitionTasks } from './tasks.ts';
export {
  aboutWords,
  askedWords,
  channelWords,
  documentWords,
  endingWords,
  nextWords,
  outcomeWords,
  petitionerWords,
  refusalWords,
  sayReporter,
  stageWords,
  stateWords,
  stepWords,
} from './words.ts';
