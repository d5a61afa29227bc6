import * as v from 'valibot';
import { ConsoleProblem } from './console-problem.server.ts';

const blankIsAbsent = v.transform((text: string | undefined) => text?.trim() || undefined);
const text = v.pipe(v.optional(v.string()), blankIsAbsent);
const databaseUrl = v.pipe(
  v.optional(v.string()),
  blankIsAbsent,
  v.check(
    (url) => url === undefined || /^postgres(ql)?:\/\/.+/.test(url),
    'postgres://role:password@host:5432/database',
  ),
);
const wholeNumber = (standard: string, min: number, max: number) =>
  v.pipe(
    v.optional(v.string(), standard),
    v.transform((typed) => (/^\d+$/.test(typed.trim()) ? Number(typed) : NaN)),
    v.check((number) => number >= min && number <= max, `${min}-${max}`),
  );

/** Every variable that Simpul reads. Options on the command line win over them. */
const Env = v.object({
  /** The application's own role; without it the embedded database of the data folder is used. */
  DATABASE_URL: databaseUrl,
  /** The role that owns the tables, for migrations. */
  DATABASE_OWNER_URL: databaseUrl,
  /** A role with REPLICATION, for backups. */
  DATABASE_BACKUP_URL: databaseUrl,
  /** A server on which the tests may create databases and roles, as owner. */
  TEST_DATABASE_URL: databaseUrl,
  SIMPUL_DATA: v.optional(
    v.pipe(
      v.string(),
      v.transform((path) => path.trim() || './data'),
    ),
    './data',
  ),
  SIMPUL_PORT: wholeNumber('3000', 0, 65_535),
  SIMPUL_HOST: v.optional(
    v.pipe(
      v.string(),
      v.transform((host) => host.trim() || '127.0.0.1'),
    ),
    '127.0.0.1',
  ),
  /** Addresses or networks of the proxies before us, separated by commas; only theirs are believed in X-Forwarded-*. */
  TRUST_PROXY: text,
  /** How many database connections one process keeps open for pages. */
  DATABASE_POOL: wholeNumber('16', 2, 200),
  /** How many jobs one worker runs at a time. */
  WORKER_JOBS: wholeNumber('2', 1, 50),
  LOG_LEVEL: v.optional(v.picklist(['error', 'warn', 'info', 'debug']), 'info'),
  /** Where log lines are kept besides standard output; a command that owns the data folder sets it. */
  LOG_FILE: text,
  /** The console speaks English when this begins with en, else Indonesian. */
  LC_ALL: text,
  LC_MESSAGES: text,
  LANG: text,
});
export type Env = v.InferOutput<typeof Env>;

let current: Env | undefined;

/** The checked environment; a wrong value stops the command with one sentence that names the variable. */
export function env(): Env {
  if (current) return current;
  const checked = v.safeParse(Env, process.env);
  if (!checked.success) {
    const [issue] = checked.issues;
    const name = issue.path?.[0]?.key as string;
    throw new ConsoleProblem({
      id: `Variabel ${name} tidak dapat dipakai (${issue.message}).`,
      en: `The variable ${name} cannot be used (${issue.message}).`,
    });
  }
  return (current = checked.output);
}

/**
 * What a command has settled (the embedded database's address, the data folder) becomes the environment of this process,
 * because the built web application has its own copy of this file. adapter-node reads its names from here too.
 */
export function publishEnv(settled: Partial<Record<keyof Env | AdapterVariable, string>>): void {
  Object.assign(process.env, settled);
  current = undefined;
}
type AdapterVariable = 'PROTOCOL_HEADER' | 'ADDRESS_HEADER' | 'BODY_SIZE_LIMIT';

export function consoleLanguage(): 'id' | 'en' {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('en') ? 'en' : 'id';
}
