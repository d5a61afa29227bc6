import { randomInt } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { env } from './env.server.ts';

const levels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof levels)[number];
/** Ids, codes and numbers only: whoever reads a log may not learn a name, an address or a NIK from it. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

let file: { path: string; handle: number } | undefined;

/** One JSON line for each event, on standard output and, where the data folder is ours, in its file. */
export function log(level: LogLevel, event: string, fields: LogFields = {}): void {
  const settings = env();
  if (levels.indexOf(level) > levels.indexOf(settings.LOG_LEVEL)) return;
  const line = JSON.stringify({ at: new Date().toISOString(), level, event, ...fields }) + '\n';
  process.stdout.write(line);
  if (!settings.LOG_FILE) return;
  if (file?.path !== settings.LOG_FILE)
    file = { path: settings.LOG_FILE, handle: openSync(settings.LOG_FILE, 'a', 0o600) };
  try {
    writeSync(file.handle, line);
  } catch {
    // A full disk must not stop an office for the sake of its log; standard output has the line.
  }
}

/**
 * Logs a fault once and answers its number, two groups of letters and digits that cannot be misheard for one another.
 * An error that passes several edges keeps the number it got at the first.
 */
export function logError(error: unknown, fields: LogFields = {}): string {
  const known = typeof error === 'object' && error !== null ? numbers.get(error) : undefined;
  if (known) return known;
  const number = errorNumber();
  if (typeof error === 'object' && error !== null) numbers.set(error, number);
  log('error', 'fault', { number, ...fields, ...describe(error) });
  return number;
}

const numbers = new WeakMap<object, string>();

function errorNumber(): string {
  const alphabet = '3479ACEFHJKMNPRTWXY';
  const group = () => Array.from({ length: 3 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${group()}-${group()}`;
}

type Detailed = Error & { code?: string; table?: string; constraint?: string; column?: string; severity?: string };

function describe(error: unknown): LogFields {
  if (!(error instanceof Error)) return { says: withoutValues(String(error)) };
  const { name, message, stack, cause, code, table, constraint, column } = error as Detailed;
  return {
    kind: name,
    says: withoutValues(message),
    code,
    table,
    constraint,
    column,
    at_line: stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => line.trim().slice(3))
      .join(' < '),
    ...(cause instanceof Error ? { because: withoutValues(`${cause.name}: ${cause.message}`) } : {}),
  };
}

/** Databases and parsers quote what people typed; what looks like a name in a program (a table, a column, a property) stays. */
export function withoutValues(message: string): string {
  const isAboutJson = message.includes('JSON');
  return message
    .replace(/(["'`])((?:(?!\1).)*)\1/g, (quoted: string, mark: string, inside: string, offset: number) => {
      const isTyped = isAboutJson || message.slice(0, offset).endsWith(': ') || !/^[a-z_][\w.$-]*$/.test(inside);
      return isTyped ? `${mark}…${mark}` : quoted;
    })
    .replace(/=\([^)]*\)/g, '=(…)')
    .replace(/[\w.+-]+@[\w-]+\.[\w.]+/g, '…@…')
    .replace(/\d{6,}/g, '…')
    .split('\n', 1)
    .join('')
    .slice(0, 300);
}
