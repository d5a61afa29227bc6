import { idTime, newId } from '#kernel/id';

/** What the application asked its database for one request: the statements in order, with their values. */
export type Recording = { act: number; kind: string; statements: Statement[] };
/** `line` tells the connections of one request apart: the frame of a page and the page itself are read side by side. */
export type Statement = { text: string; values: unknown[]; line: number };

/** A line of the file that a listening process writes. Moments and bytes keep their kind. */
export function writeRecording(recording: Recording): string {
  return JSON.stringify(recording, function (this: Record<string, unknown>, key, value: unknown) {
    // JSON has turned a Date into text before it asks; the holder still has it.
    const own = this[key];
    if (own instanceof Date) return { $date: own.toISOString() };
    if (Buffer.isBuffer(own)) return { $bytes: own.toString('base64') };
    return value;
  });
}

export function readRecording(line: string): Recording {
  return JSON.parse(line, (_, value: unknown) => {
    if (value === null || typeof value !== 'object') return value;
    if ('$date' in value) return new Date(value.$date as string);
    if ('$bytes' in value) return Buffer.from(value.$bytes as string, 'base64');
    return value;
  }) as Recording;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const receipt = /^[0-9A-HJKMNP-RTV-Z]{10}$/;

/**
 * The same act once more as somebody would do it anew: ids and receipts that were made while it was recorded are exchanged for fresh
 * ones, the same everywhere in the act; everything that stood in the database before stays.
 */
export function anew(act: readonly Recording[], recordedFrom: Date): Recording[] {
  const fresh = new Map<string, string>();
  const exchange = (text: string) => {
    if (receipt.test(text)) return known(text, () => newReceipt());
    return text.replace(uuid, (id) => {
      const made = idTime(id);
      return made && made >= recordedFrom ? known(id, newId) : id;
    });
  };
  const known = (old: string, make: () => string) => {
    const found = fresh.get(old) ?? make();
    fresh.set(old, found);
    return found;
  };
  const changed = (value: unknown): unknown => {
    if (typeof value === 'string') return exchange(value);
    if (Array.isArray(value)) return value.map(changed);
    return value;
  };
  return act.map((one) => ({
    ...one,
    statements: one.statements.map((statement) => ({ ...statement, values: statement.values.map(changed) })),
  }));
}

/** Unlike every other, also of another process: the letters of receipts in the order of a count. */
let made = 0;
function newReceipt(): string {
  const letters = '0123456789ABCDEFGHJKMNPQRTVWXYZ';
  let number = BigInt(process.pid) * 100_000_000n + BigInt((made += 1));
  let text = '';
  while (text.length < 10) {
    text = letters[Number(number % 31n)]! + text;
    number /= 31n;
  }
  return text;
}
