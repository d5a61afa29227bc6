import './letters.ts';
import './tasks.ts';

export * from './petition.ts';
export {
  AcceptForm,
  AnswerPassingForm,
  CodeForm,
  DecideForm,
  decisions,
  ForwardForm,
  HearForm,
  IdentifyForm,
  PassForm,
  passingAnswers,
  ProposeForm,
  PublicPetitionForm,
  RecordForm,
} from './form.ts';
export {
  sumsBelow,
  tellDesks,
  tellFigures,
  tellParts,
  type DeskFigures,
  type PetitionFigures,
  type SumBelow,
  type ToldDesks,
  type ToldFigures,
} from './figures.rules.ts';
export { petitionGaps, petitionRules } from './law.rules.ts';
export { petitionLetterKinds } from './letters.ts';
export {
  decisionIn,
  endingOf,
  isEnded,
  isIdentityOpen,
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
  passedWords,
  petitionerWords,
  refusalWords,
  sayReporter,
  stageWords,
  stateWords,
  stepWords,
} from './words.ts';
