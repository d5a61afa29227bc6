import { createHash } from 'node:crypto';

export type Mark = { record: string; table: string; column: string };

/**
 * Strings that stand nowhere else: wherever one is found, it says which column of whose record it came from. Letters only, so that
 * they may be a name; digits where a column takes nothing else.
 */
export class Canaries {
  readonly marks = new Map<string, Mark>();

  word(record: string, table: string, column: string): string {
    return this.note(`q${letters(`${record} ${table} ${column}`, 11)}`, { record, table, column });
  }

  digits(record: string, table: string, column: string, length: number, start = ''): string {
    return this.note(start + digits(`${record} ${table} ${column}`, length - start.length), { record, table, column });
  }

  private note(text: string, mark: Mark): string {
    const other = this.marks.get(text);
    if (other && JSON.stringify(other) !== JSON.stringify(mark))
      throw new Error(`${JSON.stringify(mark)} and ${JSON.stringify(other)} share a string`);
    this.marks.set(text, mark);
    return text;
  }
}

function letters(seed: string, length: number): string {
  const bytes = createHash('sha256').update(seed).digest();
  return [...bytes.subarray(0, length)].map((byte) => 'abcdefghijklmnopqrstuvwxyz'[byte % 26]).join('');
}
function digits(seed: string, length: number): string {
  const bytes = createHash('sha256').update(seed).digest();
  return [...bytes.subarray(0, length)].map((byte) => String(byte % 10)).join('');
}
