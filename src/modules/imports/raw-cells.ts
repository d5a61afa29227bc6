import { isPlainDate } from '#kernel/plain-date';
import { emptyCell, typedValue, type Cell, type Value } from '#platform/tables/cells';
import type { RawCell } from './import.ts';

/** Longer text is cut in what comes back; it was refused for its length anyway. */
const longest = 4000;

/** A cell as JSON may hold it: PostgreSQL keeps neither NUL nor half a pair of surrogates. */
export function rawOf(cell: Cell): RawCell {
  switch (cell.type) {
    case 'empty':
      return null;
    case 'number':
      return Number.isFinite(cell.number) ? cell.number : null;
    case 'boolean':
      return cell.boolean;
    case 'date':
      return cell.day && !cell.time ? { day: cell.day } : storable(String(typedValue(cell)));
    case 'text':
      return storable(cell.text);
  }
}

export function storable(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return short.replaceAll('\0', '\ufffd').toWellFormed();
}

export function rawRow(row: readonly Cell[]): RawCell[] {
  const cells = row.map(rawOf);
  while (cells.length > 0 && (cells.at(-1) === null || cells.at(-1) === '')) cells.pop();
  return cells;
}

export function cellOfRaw(raw: RawCell | undefined): Cell {
  if (raw === null || raw === undefined || raw === '') return emptyCell;
  if (typeof raw === 'string') return { type: 'text', text: raw };
  if (typeof raw === 'number') return { type: 'number', number: raw };
  if (typeof raw === 'boolean') return { type: 'boolean', boolean: raw };
  return isPlainDate(raw.day) ? { type: 'date', serial: 0, day: raw.day, time: undefined } : emptyCell;
}

/** As a sheet writes it; days stay days. */
export function writtenValue(raw: RawCell | undefined): Value {
  return raw !== null && typeof raw === 'object' ? raw.day : raw;
}
