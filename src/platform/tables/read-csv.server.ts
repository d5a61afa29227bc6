import { parse } from 'csv-parse/sync';
import { emptyCell, looksLikeFormula, type Cell, type TableLimits, type TableRead } from './cells.ts';

/**
 * Text with separators as any program saves it. Encoding: a byte order mark, else UTF-16 by its zero bytes, else UTF-8 where
 * every byte fits, else Windows-1252. Separator: the line `sep=;` of Excel, else whichever of ; , tab | cuts the first lines
 * into equal parts. Every cell is text: nothing is taken for a number, so no leading zero is lost.
 */
export function readCsv(bytes: Uint8Array, limits: TableLimits, name = 'CSV'): TableRead {
  const decoded = decodeText(bytes);
  if (decoded === undefined) return { ok: false, problem: 'not_a_table' };
  const hint = /^sep=([;,\t|])\r?\n/i.exec(decoded);
  const text = hint ? decoded.slice(hint[0].length) : decoded;
  if (text.trim() === '') return { ok: false, problem: 'no_content' };

  let records: string[][];
  try {
    records = parse(text, {
      delimiter: hint?.[1] ?? separatorOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      record_delimiter: ['\r\n', '\n', '\r'],
      to: limits.rows + 1,
    }) as string[][];
  } catch {
    return { ok: false, problem: 'damaged' };
  }

  if (records.length > limits.rows) return { ok: false, problem: 'too_many_rows' };
  let count = 0;
  for (const record of records) {
    if (record.length > limits.columns) return { ok: false, problem: 'too_many_columns' };
    count += record.length;
  }
  if (count > limits.cells) return { ok: false, problem: 'too_many_cells' };
  return { ok: true, value: { sheets: [{ name, hidden: false, rows: records.map((record) => record.map(cellOf)) }] } };
}

/** The apostrophe that keeps a spreadsheet from calculating goes again, so that our own files come back as they were. */
function cellOf(text: string): Cell {
  if (text === '') return emptyCell;
  return { type: 'text', text: text.startsWith("'") && looksLikeFormula(text.slice(1)) ? text.slice(1) : text };
}

function decodeText(bytes: Uint8Array): string | undefined {
  const text = decodeBytes(bytes);
  return text === undefined || text.includes('\0') ? undefined : text.replace(/^\ufeff/, '');
}

function decodeBytes(bytes: Uint8Array): string | undefined {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const sample = bytes.subarray(0, 2000);
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2]! += 1;
  });
  if (sample.length > 3 && zeros[1]! > sample.length / 4 && zeros[0] === 0)
    return new TextDecoder('utf-16le').decode(bytes);
  if (sample.length > 3 && zeros[0]! > sample.length / 4 && zeros[1] === 0)
    return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The separator that gives the most columns on which most of the first lines agree. */
function separatorOf(text: string): string {
  const lines = firstLines(text);
  let best = { separator: ';', score: 0 };
  for (const separator of [';', ',', '\t', '|']) {
    const counts = lines.map((line) => line.split(separator).length - 1);
    const usual =
      counts.filter((count) => count > 0).sort((x, y) => x - y)[
        Math.floor(counts.filter((count) => count > 0).length / 2)
      ] ?? 0;
    const score = usual > 0 ? counts.filter((count) => count === usual).length / lines.length + usual / 1000 : 0;
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

/** Up to twenty lines without what stands in quotation marks, line breaks in them included. */
function firstLines(text: string): string[] {
  const bare = text.slice(0, 64_000).replace(/"(?:[^"]|"")*"/g, 'x');
  return bare
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
}
