import { formatNumericDate } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';

/** One cell as the file holds it. A date keeps its serial number as well: `day` is missing where that number names no day. */
export type Cell =
  | { type: 'empty' }
  | { type: 'text'; text: string }
  | { type: 'number'; number: number }
  | { type: 'boolean'; boolean: boolean }
  | { type: 'date'; serial: number; day: PlainDate | undefined; time: ClockTime | undefined };

/** Rows stand at their place in the file (index 0 is row 1), so that a problem can be told by row number. */
export type Sheet = { name: string; hidden: boolean; rows: Cell[][] };
export type Workbook = { sheets: Sheet[] };

export type TableProblem =
  | 'no_content'
  | 'not_a_table'
  | 'old_or_locked_excel'
  | 'unsupported_kind'
  | 'damaged'
  | 'file_too_large'
  | 'too_large_unpacked'
  | 'too_many_sheets'
  | 'too_many_rows'
  | 'too_many_columns'
  | 'too_many_cells';
export type TableRead<T = Workbook> = { ok: true; value: T } | { ok: false; problem: TableProblem };

/** Far above any register of an office and far below what would fill its memory. */
export const tableLimits = {
  fileBytes: 20_000_000,
  unpackedBytes: 120_000_000,
  sheets: 50,
  rows: 100_000,
  columns: 300,
  cells: 3_000_000,
};
export type TableLimits = typeof tableLimits;

export const emptyCell: Cell = Object.freeze({ type: 'empty' });

/** What the readers of the kernel (`readNik`, `readDate`, `readPhone`) want: text as it stands, numbers as numbers, dates as ISO text. */
export function typedValue(cell: Cell): string | number {
  switch (cell.type) {
    case 'empty':
      return '';
    case 'text':
      return cell.text;
    case 'number':
      return cell.number;
    case 'boolean':
      return cell.boolean ? 'true' : 'false';
    case 'date':
      return cell.day ? (cell.time ? `${cell.day} ${cell.time}` : cell.day) : (cell.time ?? cell.serial);
  }
}

/** A cell as people read it in a preview. */
export function shownText(cell: Cell): string {
  if (cell.type === 'date' && cell.day) return [formatNumericDate(cell.day), cell.time].filter(Boolean).join(' ');
  if (cell.type === 'boolean') return cell.boolean ? 'TRUE' : 'FALSE';
  return String(typedValue(cell));
}

export type ColumnKind = 'text' | 'number' | 'date' | 'boolean';
/** `width` in characters; without it the longest of the first rows decides. */
export type Column = { header: string; kind: ColumnKind; width?: number };
export type Value = string | number | boolean | null | undefined;
/** Dates are written as `YYYY-MM-DD`; anything else in a date column is written as text. */
export type Table = { name: string; columns: readonly Column[]; rows: readonly (readonly Value[])[] };

/** Text that a spreadsheet would take for a formula: = + - @, their full-width forms, tab and line breaks in front. */
export function looksLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text);
}
