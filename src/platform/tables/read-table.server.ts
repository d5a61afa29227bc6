import { tableLimits, type TableLimits, type TableRead } from './cells.ts';
import { readCsv } from './read-csv.server.ts';
import { readXlsx } from './read-xlsx.server.ts';

/** A spreadsheet of any kind that offices send, known by its content and not by its name. */
export async function readTable(bytes: Uint8Array, limits: TableLimits = tableLimits): Promise<TableRead> {
  if (bytes.length === 0) return { ok: false, problem: 'no_content' };
  if (bytes.length > limits.fileBytes) return { ok: false, problem: 'file_too_large' };
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (start.startsWith('PK\u0003\u0004')) return readXlsx(bytes, limits);
  // The container of Excel 97 and of every workbook that is locked with a password.
  if (start.startsWith('\u00d0\u00cf\u0011\u00e0')) return { ok: false, problem: 'old_or_locked_excel' };
  if (/^(%PDF|\u0089PNG|GIF8|\u00ff\u00d8\u00ff|<\?xml|<html|<!doc|\{\\rtf)/i.test(start))
    return { ok: false, problem: 'not_a_table' };
  return readCsv(bytes, limits);
}
