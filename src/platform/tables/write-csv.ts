import { formatNumericDate } from '#kernel/format';
import { parsePlainDate } from '#kernel/plain-date';
import { looksLikeFormula, type ColumnKind, type Table, type Value } from './cells.ts';

/**
 * `;` with decimal commas and days as 13-06-2022 is what an Indonesian Excel opens with a double click; `,` with decimal points
 * and ISO days is for other programs.
 */
export type CsvStyle = 'indonesian' | 'international';

/** A table as text with a byte order mark. Text that a spreadsheet would calculate gets an apostrophe in front. */
export function writeCsv(table: Table, style: CsvStyle = 'indonesian'): Uint8Array<ArrayBuffer> {
  const separator = style === 'indonesian' ? ';' : ',';
  const lines = [table.columns.map(({ header }) => quoted(header, separator))];
  for (const row of table.rows)
    lines.push(table.columns.map(({ kind }, index) => written(row[index], kind, style, separator)));
  return new TextEncoder().encode(`\ufeff${lines.map((line) => line.join(separator)).join('\r\n')}\r\n`);
}

function written(value: Value, kind: ColumnKind, style: CsvStyle, separator: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return '';
    return style === 'indonesian' ? String(value).replace('.', ',') : String(value);
  }
  const day = kind === 'date' ? parsePlainDate(value) : undefined;
  if (day) return style === 'indonesian' ? formatNumericDate(day) : day;
  return quoted(value, separator);
}

function quoted(text: string, separator: string): string {
  const safe = looksLikeFormula(text) ? `'${text}` : text.replaceAll('\0', '');
  return safe.includes(separator) || /["\r\n]|^'|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
