import type { ImportKind } from './kind.ts';
import type { Mapping, SheetPreview } from './mapping.ts';
import type { RowProblem } from './row.ts';

export const importStates = [
  'uploaded',
  'mapping',
  'checking',
  'checked',
  'taking',
  'done',
  'failed',
  'cancelled',
] as const;
export type ImportState = (typeof importStates)[number];

/** What a step may begin from. A file is read, its columns are settled, a dry run says what would happen, then good rows are taken. */
export const moves = {
  uploaded: { read: 'mapping', check: 'checking', fail: 'failed', cancel: 'cancelled' },
  mapping: { check: 'checking', cancel: 'cancelled' },
  checking: { finish_check: 'checked', fail: 'failed', cancel: 'cancelled' },
  checked: { check: 'checking', take: 'taking', cancel: 'cancelled' },
  taking: { finish: 'done' },
  done: {},
  failed: {},
  cancelled: {},
} as const satisfies Record<ImportState, Partial<Record<ImportStep, ImportState>>>;
export type ImportStep = 'read' | 'check' | 'finish_check' | 'take' | 'finish' | 'fail' | 'cancel';

export function nextState(from: ImportState, step: ImportStep): ImportState | undefined {
  return (moves[from] as Partial<Record<ImportStep, ImportState>>)[step];
}

/** The largest file; a register of 10,000 clients has about 2 MB. */
export const largestFile = 10 * 1024 * 1024;
/** The most rows of one file. */
export const mostRows = 20_000;
/** Days after which the file and its cells are emptied; the counts and whoever was taken stay. */
export const daysKept = 30;

export type ImportHead = {
  id: string;
  kind: ImportKind;
  unitId: number;
  unitPath: number[];
  unitName: string;
  fileName: string;
  state: ImportState;
  total: number;
  checked: number;
  good: number;
  bad: number;
  same: number;
  likely: number;
  warned: number;
  taken: number;
  leftBack: number;
  takeLikely: boolean;
  problem: string | null;
  madeBy: string;
  madeAt: Date;
  takenBy: string | null;
  takenAt: Date | null;
  finishedAt: Date | null;
  tidiedAt: Date | null;
};
export type ImportOnFile = ImportHead & { mapping: Mapping | null; preview: SheetPreview[] | null };

export type RowState = 'good' | 'bad' | 'same' | 'taken';
export type ImportRow = {
  line: number;
  state: RowState;
  likely: boolean;
  /** As the file has it. */
  raw: RawCell[];
  problems: RowProblem[];
  warnings: RowProblem[];
  caseId: string | null;
};

/** A cell as it is kept: text, number, true or false, or a day; enough to write it back as it came. */
export type RawCell = string | number | boolean | { day: string } | null;

export type Refusal =
  | 'file_missing'
  | 'file_empty'
  | 'file_too_large'
  | 'file_not_a_table'
  | 'file_old_excel'
  | 'file_daily_limit'
  | 'wrong_state'
  | 'columns_missing'
  | 'column_twice'
  | 'no_such_sheet'
  | 'nothing_to_take'
  | 'no_such_list'
  | 'switched_off';
export type Refused = { ok: false; refusal: Refusal };

export type ProblemGroup = { column: string | null; problem: string; rows: number };
