export * from './assessment.ts';
export { unknown, type Instrument, type Item, type Part, type Said } from './instrument.ts';
export { instrumentOf, instrumentOn, instruments, sheetOf } from './instruments.ts';
export { answersByItem, lacking, type Lack } from './complete.rules.ts';
export { changesBetween, resultsSideBySide, type Change } from './compare.rules.ts';
export {
  bandOf,
  findNeed,
  findTick,
  isKnown,
  outcomeOf,
  partOf,
  partsAsked,
  rangeOf,
  scorePart,
  unansweredIn,
  type Sheet,
} from './scoring.rules.ts';
export { groupOf, nextDue, type DueFacts } from './due.rules.ts';
export { adultsOnly, assessmentGaps, assessmentRules } from './law.rules.ts';
export { type Refusal, type Refused } from './rules.ts';
export * from './form.ts';
export { answersTyped } from './typed.ts';
export {
  consentWords,
  dueWords,
  findingWords,
  groupWords,
  meetingWords,
  purposeWords,
  reasonWords,
  refusalWords,
  routeWords,
  sourceWords,
} from './words.ts';
export { assessmentTasks } from './tasks.ts';
