export {
  columnsOffered,
  columnsTaken,
  subjects,
  type ExportColumn,
  type ExportFilter,
  type ExportList,
  type ListAsk,
  type ListPage,
} from './define.ts';
export {
  exportStates,
  type ExportFormat,
  type ExportHead,
  type ExportState,
  type Need,
  type Refusal as ExportRefusal,
} from './export.ts';
export { DecideForm, newExportForm, StepForm } from './form.ts';
export { approvalDays, linkHours, mostRows, needsOf, selfServiceRows } from './rules.ts';
export { exportTasks } from './tasks.ts';
export { findCode } from './watermark.ts';
export { listWords, needWords, refusalWords, stateWords, subjectWords, takerWords } from './words.ts';
