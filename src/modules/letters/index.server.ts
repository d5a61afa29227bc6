import './index.ts';

export { draftSittingPaper, livingPapers, missingPaper, type SittingPaper } from './sitting-desk.server.ts';
export {
  keepDesk,
  openLettersAbout,
  nobody,
  officeValues,
  type AtDesk,
  type DeskFacts,
  type DeskKeeper,
  type DeskPlace,
  type LetterAct,
} from './desks.server.ts';
export { draftAtDesk, draftByHand, draftLetter, type DeskDraft, type DraftInput } from './draft-letter.server.ts';
export { heldAmong } from './held.queries.server.ts';
export { changeDraft, type TextPart, type WrongText } from './change-draft.server.ts';
export { proposeLetter, returnLetter, withdrawLetter } from './hand-in.server.ts';
export { numberLetter, type NumberInput } from './number-letter.server.ts';
export { attachSignedCopy, type SignedCopy } from './sign-letter.server.ts';
export { recordReceipt, recordSending, type Receipt, type Sending } from './send-letter.server.ts';
export { familyDue, tellFamily, type FamilyStep } from './family.server.ts';
export { listFamilyCalls, type FamilyCall } from './family.queries.server.ts';
export { draftTaskOrder, withdrawTaskOrder, type Errand } from './task-order.server.ts';
export { voidLetter } from './void-letter.server.ts';
export { followLetters } from './followers.server.ts';
export { tellSigners, type Signing } from './signers.server.ts';
export { setApart, type PaperApart } from './apart.server.ts';
export { markLetters, type LetterMark } from './marks.server.ts';
export {
  changeTemplate,
  filledText,
  previewTemplate,
  restoreTemplate,
  type TemplateInput,
} from './templates.server.ts';
export { setLetterhead, setNumbering, type LetterheadInput, type NumberingInput } from './letterhead.server.ts';
export { draftRun, jobs, mostLetters, numberRun, sheetsOfRun, startRun, type RunInput } from './runs.server.ts';
export { layout as layoutOfLetters } from './sheet.ts';
export { numberingOf, officeOf, seriesOf, wordingOf } from './office.queries.server.ts';
export {
  countWaiting,
  readLetterRegister,
  type RegisterFilter,
  type WaitingCounts,
} from './register.queries.server.ts';
export {
  getRun,
  lastLetterOf,
  letterOf,
  listLettersAbout,
  listLettersOf,
  readFacts,
  readPage,
  type LetterLine,
  type LetterPage,
  type RunPage,
} from './queries.server.ts';
