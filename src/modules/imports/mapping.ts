import { columnOf, mendHeader, plainHead } from './columns.ts';
import { columnsOf, type ListKind } from './kind.ts';

/** Where in a file each of our columns stands. Rows are counted as the spreadsheet counts them, columns from 0. */
export type Mapping = {
  sheet: number;
  headerRow: number;
  columns: Readonly<Partial<Record<string, number>>>;
  /** The first column is ours, from a file that we gave back. */
  mend: boolean;
};

/** A sheet as the mapping screen shows it. */
export type SheetPreview = {
  name: string;
  rows: number;
  /** The first rows as text, cut to what a screen needs. */
  first: string[][];
};

/** The screen cannot ask about more; the rest of a wider file is kept and given back. */
export const previewColumns = 80;
export const previewRows = 25;

export type Guess = { headerRow: number; columns: Mapping['columns'] };

/** How far down a sheet the heads of the columns are looked for: above them stand the office's name and the list's title. */
const deepestHead = 20;

/** The row that looks most like heads, and which of our columns they mean. */
export function guessMapping(kind: ListKind, rows: readonly (readonly string[])[]): Guess {
  let best: Guess & { found: number } = { headerRow: 1, columns: {}, found: 0 };
  for (const [index, row] of rows.slice(0, deepestHead).entries()) {
    const columns = guessColumns(kind, row);
    const found = Object.keys(columns).length;
    if (found > best.found) best = { headerRow: index + 1, columns, found };
  }
  return { headerRow: best.headerRow, columns: best.columns };
}

/** Each of our columns at most once: the first head that means it. */
export function guessColumns(kind: ListKind, heads: readonly string[]): Mapping['columns'] {
  const columns: Partial<Record<string, number>> = {};
  for (const [index, head] of heads.entries()) {
    const id = columnOf(kind, head);
    if (id && columns[id] === undefined) columns[id] = index;
  }
  return columns;
}

/** The columns without which a file cannot be checked at all. */
export function missingColumns(kind: ListKind, columns: Mapping['columns']): string[] {
  return columnsOf(kind).filter((id) => kind.columns[id]!.required && columns[id] === undefined);
}

/** What makes two files alike: the same heads in the same places, without the column that we ourselves put in front. */
export function headPrint(heads: readonly string[]): string {
  const own = heads.filter((head) => !isMendHead(head));
  return own
    .map(plainHead)
    .join('\u001f')
    .replace(/\u001f+$/, '');
}

export function isMendHead(head: string | undefined): boolean {
  return head !== undefined && plainHead(head) === plainHead(mendHeader);
}

/** A mapping of an earlier file for one in which our own column stands in front, or no longer does. */
export function shifted(columns: Mapping['columns'], by: number): Mapping['columns'] {
  return Object.fromEntries(Object.entries(columns).flatMap(([id, at]) => (at === undefined ? [] : [[id, at + by]])));
}

/** A, B, ... Z, AA: how a spreadsheet calls a column. */
export function columnLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetter(Math.floor(index / 26) - 1) + letter;
}
