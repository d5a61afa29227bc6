export { columnsOf, importKinds, type ImportKind, type ListKind } from './kind.ts';
export { kindAsked, kindOfUnit, kinds, kindsFor } from './kinds.ts';
export type { RowProblem } from './row.ts';
export {
  daysKept,
  importStates,
  largestFile,
  mostRows,
  type ImportHead,
  type ImportOnFile,
  type ImportRow,
  type ImportState,
  type ProblemGroup,
  type Refusal as ImportRefusal,
  type RowState,
} from './import.ts';
export { columnLetter, guessColumns, missingColumns, type Mapping, type SheetPreview } from './mapping.ts';
export { CancelForm, mapForm, NewImportForm, TakeForm } from './form.ts';
export { importTasks } from './tasks.ts';
export { fileProblemWord, refusalWords, stateWords, wordGroup, wordProblem } from './words.ts';
