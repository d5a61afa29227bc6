import { createHash } from 'node:crypto';
import { shownText, tableLimits, type Cell, type Sheet, type TableProblem } from '#platform/tables/cells';
import { readTable } from '#platform/tables/read-table.server';
import { largestFile, mostRows } from './import.ts';
import { headPrint, isMendHead, previewColumns, previewRows, type Mapping, type SheetPreview } from './mapping.ts';

const limits = {
  ...tableLimits,
  fileBytes: largestFile,
  unpackedBytes: 60_000_000,
  rows: mostRows + 100,
  columns: 200,
};

export type FileRead = { ok: true; sheets: Sheet[] } | { ok: false; problem: TableProblem };

/** The sheets that people see, in the order of the file. */
export async function readSheets(bytes: Uint8Array): Promise<FileRead> {
  const read = await readTable(bytes, limits);
  if (!read.ok) return read;
  const filled = read.value.sheets.filter(({ rows }) => rows.some((row) => !isBlank(row)));
  const visible = filled.filter(({ hidden }) => !hidden);
  const sheets = visible.length > 0 ? visible : filled;
  return sheets.length > 0 ? { ok: true, sheets } : { ok: false, problem: 'no_content' };
}

const longestShown = 80;

export function previewOf(sheets: readonly Sheet[]): SheetPreview[] {
  return sheets.slice(0, 20).map(({ name, rows }) => ({
    name: name.replaceAll('\0', '').toWellFormed().slice(0, 60),
    rows: rows.length,
    first: rows.slice(0, previewRows).map((row) => headsOf(row)),
  }));
}

export function headsOf(row: readonly Cell[] | undefined): string[] {
  return (row ?? [])
    .slice(0, previewColumns)
    .map((cell) =>
      shownText(cell).replaceAll('\0', '\ufffd').toWellFormed().replace(/\s+/g, ' ').trim().slice(0, longestShown),
    );
}

export function printOf(heads: readonly string[]): string {
  return createHash('sha256').update(headPrint(heads)).digest('hex');
}

export type FileRow = { line: number; cells: Cell[] };

/** The rows below the heads: empty ones are passed over, and so is a line that only numbers the columns (1, 2, 3, ...). */
export function rowsBelow(sheet: Sheet, mapping: Mapping): FileRow[] {
  const rows: FileRow[] = [];
  for (let index = mapping.headerRow; index < sheet.rows.length; index++) {
    const cells = sheet.rows[index] ?? [];
    if (isBlank(cells)) continue;
    if (rows.length === 0 && numbersColumns(cells)) continue;
    rows.push({ line: index + 1, cells });
  }
  return rows;
}

export function beginsWithOurs(heads: readonly string[]): boolean {
  return isMendHead(heads[0]);
}

function isBlank(row: readonly Cell[]): boolean {
  return row.every((cell) => cell.type === 'empty' || (cell.type === 'text' && cell.text.trim() === ''));
}

function numbersColumns(row: readonly Cell[]): boolean {
  const filled = row.filter((cell) => cell.type !== 'empty').map((cell) => shownText(cell).replace(/[()\s.]/g, ''));
  return filled.length >= 3 && filled.every((text, index) => text === String(index + 1));
}
