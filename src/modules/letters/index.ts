export { sittingInvitation, sittingMinutes } from './standard-kinds.ts';

export {
  isOpen,
  isReasonSaid,
  letterStates,
  moves,
  natures,
  nextState,
  sendingWays,
  signedWays,
  steps,
  desks,
  type Concern,
  type Desk,
  type LetterMoved,
  type LetterState,
  type LetterStep,
  type LetterText,
  type Nature,
  type Refusal,
  type Refused,
  type SendingWay,
  type SignedWay,
  type Signer,
} from './letter.ts';
export {
  defineLetterKinds,
  desksAt,
  fieldsOf,
  findLetterKind,
  getLetterKind,
  listLetterKinds,
  nameOfLetterKind,
  type LetterKind,
  type Wording,
} from './kinds.ts';
export { askedFields, nameOfField, recordFields, sampleValues, type AskedField, type LetterField } from './fields.ts';
export { escapeWording, fieldsIn, readWording, type Block, type Run, type WordingProblem } from './wording.ts';
export { numberLabel, numberParts, standardPattern } from './numbering.rules.ts';
export { daysToAppear, letterGaps, letterRules } from './law.rules.ts';
export { letterTasks } from './tasks.ts';
export { isFinished, waitingGroups, type WaitingGroup } from './waiting.ts';
export * from './form.ts';
export {
  natureWords,
  nextWords,
  refusalWords,
  sayPatternProblem,
  sayWordingProblem,
  signedWords,
  stateWords,
  waitingWords,
  wayWords,
} from './words.ts';
