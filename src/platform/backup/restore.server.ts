import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ConsoleProblem } from '../console-problem.server.ts';
import { keyNames, makeFolder, type KeyName, type Marker } from '../data-folder.server.ts';
import { connect } from '../database.server.ts';
import { lastLine, postgresEnvironment, postgresHome } from '../embedded-cluster.server.ts';
import { verifyJournal } from '../journal/verify.server.ts';
import { accountForDatabase, type Account } from '../unprivileged-account.server.ts';
import { writeWhole } from '../whole-file.server.ts';
import { BadArchive, type Manifest } from './archive.ts';
import { logBeside } from './follow-log.server.ts';
import { manifestMac } from './make-backup.server.ts';
import { readArchive } from './read-archive.server.ts';
import type { OpenEntry } from './tar.ts';

export type RestoreOptions = {
  archive: string;
  /** A folder that does not exist or is empty. */
  data: string;
  /** Undefined where they are lost: then the old lines of the journal cannot be verified and every password must be set anew. */
  keys: Record<KeyName, Buffer> | undefined;
  /** A drill need not outlive a power cut. */
  durable?: boolean;
  onStep?: (step: RestoreStep) => void;
};
export type RestoreStep = 'examined' | 'unpacked' | 'recovered' | 'counted' | 'verified';

/** What the restored office was found to be. */
export type Proof = {
  manifest: Manifest;
  /** Tables whose rows were counted, and those that differ from the manifest. */
  tables: number;
  rows: number;
  differing: { table: string; expected: number; found: number }[];
  /** False when the backup was made in such a rush that its counts are a witness and no proof. */
  exact: boolean;
  journal: { lines: number; found: number; headsHold: boolean } | 'not_verified';
  signIn: 'signed_in' | 'job_only';
  /** Log files beyond the backup that were recovered as well, and the last commit that was found. */
  logFiles: number;
  lastCommit: string | null;
  ms: number;
};

/**
 * Makes a data folder from an archive and proves that it is the office that was backed up. Nothing is touched before the archive has
 * been read to its end and found whole; the folder is emptied again when anything fails after that.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Proof> {
  const startedAt = performance.now();
  const data = resolve(options.data);
  refuseFilled(data);
  const manifest = await readArchive(options.archive);
  if (options.keys) checkKeys(manifest, options.keys);
  refuseSmallDisk(data, manifest.bytes);
  options.onStep?.('examined');

  const existed = existsSync(data);
  makeFolder(data);
  try {
    chmodSync(data, process.getuid?.() === 0 ? 0o711 : 0o700);
    const cluster = join(data, 'postgres');
    const account = accountForDatabase(cluster);
    await unpack(options.archive, cluster, account, options.durable ?? true);
    if (options.keys) writeKeys(data, options.keys);
    const marker: Marker = { ...manifest.marker, keys: options.keys ? manifest.marker.keys : {} };
    writeWhole(join(data, 'marker.json'), JSON.stringify(marker, null, 2) + '\n');
    let logFiles = 0;
    for (const { name, content } of logBeside(
      options.archive,
      manifest.logFrom,
      manifest.timeline,
      manifest.segmentSize,
    )) {
      put(join(cluster, 'pg_wal', name), [content], 0o600, account, options.durable ?? true);
      logFiles += 1;
    }
    options.onStep?.('unpacked');
    const found = await prove(cluster, manifest, options, account, logFiles);
    return { ...found, manifest, logFiles, exact: manifest.exact, ms: Math.round(performance.now() - startedAt) };
  } catch (error) {
    for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true, force: true });
    if (!existed) rmSync(data, { recursive: true, force: true });
    throw error;
  }
}

/** First up to the mark where the rows were counted, then on to the end of what there is. */
async function prove(
  cluster: string,
  manifest: Manifest,
  options: RestoreOptions,
  account: Account | undefined,
  logFiles: number,
) {
  const goesOn = logFiles > 0;
  const first = await recover(cluster, manifest, account, {
    target: manifest.restorePoint,
    action: goesOn ? 'pause' : 'promote',
  });
  let unlogged: Set<string>;
  let counts: Map<string, number>;
  try {
    ({ unlogged, counts } = await countRows(first, manifest));
  } finally {
    if (goesOn) await first.stop();
  }
  const differing = Object.entries(manifest.counts)
    .filter(([table]) => !unlogged.has(table))
    .map(([table, expected]) => ({ table, expected, found: counts.get(table) ?? -1 }))
    .filter(({ expected, found }) => expected !== found);
  if (manifest.exact && differing.length > 0) {
    if (!goesOn) await first.stop();
    throw new NotProved(
      `the rows differ: ${differing.map((one) => `${one.table} ${one.found} instead of ${one.expected}`).join(', ')}`,
    );
  }
  options.onStep?.('counted');

  const last = goesOn ? await recover(cluster, manifest, account, {}) : first;
  try {
    options.onStep?.('recovered');
    const journal = options.keys
      ? await proveJournal(last.url, options.keys.journal, manifest)
      : ('not_verified' as const);
    if (journal !== 'not_verified' && (journal.found > 0 || !journal.headsHold))
      throw new NotProved('the journal does not verify');
    if (journal !== 'not_verified') options.onStep?.('verified');
    const signIn = await proveSignIn(last);
    const [commit] = await last.ask<{ at: string | null }>(`select max(at)::text as at from platform.journal`);
    return {
      tables: counts.size,
      rows: [...counts.values()].reduce((sum, rows) => sum + rows, 0),
      differing: manifest.exact ? [] : differing,
      journal,
      signIn,
      lastCommit: commit?.at ?? null,
    };
  } finally {
    await last.stop();
  }
}

/**
 * The rows of the tables that the manifest counted. What is derived and unlogged is empty after every recovery, and cannot even be read
 * while one pauses, so it is no part of the proof.
 */
async function countRows(server: Recovered, manifest: Manifest) {
  const tables = await server.ask<{ name: string; unlogged: boolean }>(
    `select format('%I.%I', n.nspname, c.relname) as name, c.relpersistence = 'u' as unlogged
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') order by 1`,
  );
  const counts = new Map<string, number>();
  for (const { name, unlogged } of tables) {
    if (unlogged || manifest.counts[name] === undefined) continue;
    const [found] = await server.ask<{ rows: string }>(`select count(*)::text as rows from ${name}`);
    counts.set(name, Number(found!.rows));
  }
  return { counts, unlogged: new Set(tables.filter((one) => one.unlogged).map(({ name }) => name)) };
}

/** The archive was whole and yet the office in it is not the one that it says. */
export class NotProved extends Error {
  override readonly name = 'NotProved';
}

async function proveJournal(url: string, key: Buffer, manifest: Manifest) {
  const db = connect(url, { size: 2, statementSeconds: 3600, name: 'simpul restore' });
  try {
    const verified = await verifyJournal(db, key);
    const held = await Promise.all(
      (['journal', 'access_log'] as const).map(async (log) => {
        const { number, head } = manifest.heads[log];
        if (number === 0) return true;
        const row = await db
          .selectFrom('platform.sealed_batch')
          .select('head')
          .where('log', '=', log)
          .where('number', '=', String(number) as never)
          .executeTakeFirst();
        return row?.head.toString('hex') === head;
      }),
    );
    return { lines: verified.lines, found: verified.found, headsHold: held.every(Boolean) };
  } finally {
    await db.destroy();
  }
}

/**
 * Somebody signs in: a session of a real officer is made, found behind its token with his roles, and taken away again; a made-up
 * token finds nobody. An office without officers yet lets a job in instead.
 */
export async function proveSignIn(server: Pick<Recovered, 'ask'>): Promise<Proof['signIn']> {
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest();
  const [stranger] = await server.ask<{ found: unknown }>('select platform.identify($1) as found', [
    randomBytes(32).toString('base64url'),
  ]);
  if (stranger?.found) throw new NotProved('a made-up token is let in');
  const made = await server.ask(
    `insert into accounts.session (token_hash, account_id, kind, stage, idle_limit, expires_at, label)
     select $1, a.id, 'browser', 'full', '1 minute', now() + interval '1 minute', 'restore check'
     from accounts.account a where a.kind = 'staff' and a.state = 'active' order by a.made_at limit 1 returning id`,
    [hash],
  );
  try {
    if (made.length === 0) {
      await server.ask(`select platform.open_job_session(null, $1, 1)`, [token]);
    }
    const [somebody] = await server.ask<{ found: { accountId?: string } | null }>(
      'select platform.identify($1) as found',
      [token],
    );
    if (!somebody?.found?.accountId) throw new NotProved('nobody can sign in');
    return made.length > 0 ? 'signed_in' : 'job_only';
  } finally {
    await server.ask('delete from accounts.session where token_hash = $1', [hash]);
  }
}

type Recovered = {
  url: string;
  ask: <T extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<T[]>;
  stop: () => Promise<void>;
};

/** Starts the restored server where only this process reaches it, and waits until it has read the log up to where it was told. */
async function recover(
  cluster: string,
  manifest: Manifest,
  account: Account | undefined,
  { target, action = 'promote' }: { target?: string; action?: 'pause' | 'promote' },
): Promise<Recovered> {
  // The superuser may come in without a password through this folder, which is ours alone, and by no other way.
  const sockets = mkdtempSync(join(tmpdir(), 'simpul-restore-'));
  if (account) chownSync(sockets, account.uid, account.gid);
  const hba = join(sockets, 'pg_hba.conf');
  put(hba, [Buffer.from('local all all trust\n')], 0o600, account, false);
  put(join(cluster, 'recovery.signal'), [], 0o600, account, false);
  for (const name of ['postgresql.conf', 'pg_ident.conf'])
    if (!existsSync(join(cluster, name))) put(join(cluster, name), [], 0o600, account, false);
  const settings: Record<string, string | number> = {
    ...manifest.limits,
    listen_addresses: '',
    unix_socket_directories: sockets,
    port: 5432,
    hba_file: hba,
    ident_file: join(cluster, 'pg_ident.conf'),
    shared_buffers: '64MB',
    shared_preload_libraries: '',
    archive_mode: 'off',
    logging_collector: 'off',
    log_destination: 'stderr',
    restore_command: 'false',
    recovery_target_timeline: 'current',
    recovery_target_action: action,
    ...(target ? { recovery_target_name: target } : {}),
    hot_standby: 'on',
    primary_conninfo: '',
    ssl: 'off',
    fsync: 'on',
  };
  const log = join(sockets, 'log');
  const out = openSync(log, 'a', 0o600);
  const server = spawn(
    join(postgresHome(), 'bin', 'postgres'),
    ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...account, cwd: cluster, stdio: ['ignore', out, out], env: postgresEnvironment },
  );
  closeSync(out);
  const url = `postgres://${encodeURIComponent(manifest.superuser)}@localhost:5432/${encodeURIComponent(manifest.database)}?host=${encodeURIComponent(sockets)}`;
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => {});
  const stop = async () => {
    await pool.end().catch(() => {});
    await ended(server);
    rmSync(sockets, { recursive: true, force: true });
  };
  try {
    await waitUntil(server, log, async () => {
      const { rows } = await pool.query<{ recovering: boolean; paused: boolean }>(
        `select pg_is_in_recovery() as recovering, case when pg_is_in_recovery() then pg_get_wal_replay_pause_state() = 'paused' else false end as paused`,
      );
      return action === 'pause' ? rows[0]!.paused : !rows[0]!.recovering;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    async ask(text, values) {
      return (await pool.query(text, values)).rows;
    },
    stop,
  };
}

async function waitUntil(server: ChildProcess, log: string, isThere: () => Promise<boolean>): Promise<void> {
  for (;;) {
    if (server.exitCode !== null || server.signalCode !== null) {
      const said = readFileSync(log, 'utf8');
      throw new NotProved(
        `the restored server did not start: ${lastLine(
          said
            .split('\n')
            .filter((line) => /FATAL|PANIC/.test(line))
            .at(-1) ?? said,
        )}`,
      );
    }
    // While it reads its log the server lets nobody in.
    if (await isThere().catch(() => false)) return;
    await sleep(50);
  }
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise<void>((tell) => server.once('exit', () => tell()));
  server.kill('SIGINT');
  const hurry = setTimeout(() => server.kill('SIGQUIT'), 60_000);
  await gone;
  clearTimeout(hurry);
}

async function unpack(archive: string, cluster: string, account: Account | undefined, durable: boolean): Promise<void> {
  folderAt(cluster, account);
  await readArchive(archive, async (entry: OpenEntry) => {
    const path = join(cluster, entry.name.slice('cluster/'.length));
    if (entry.kind === 'folder') return folderAt(entry.name === 'cluster' ? cluster : path, account);
    folderAt(dirname(path), account);
    const handle = openSync(path, 'w', 0o600);
    try {
      for await (const part of entry.content) writeSync(handle, part);
      if (durable) fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (account) chownSync(path, account.uid, account.gid);
  });
  for (const name of [
    'pg_wal',
    'pg_wal/archive_status',
    'pg_wal/summaries',
    'pg_replslot',
    'pg_stat_tmp',
    'pg_notify',
    'pg_dynshmem',
    'pg_serial',
    'pg_snapshots',
    'pg_subtrans',
    'pg_tblspc',
    'pg_twophase',
    'pg_commit_ts',
  ])
    folderAt(join(cluster, name), account);
}

function folderAt(path: string, account: Account | undefined): void {
  if (existsSync(path)) return;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (account) chownSync(path, account.uid, account.gid);
}

function put(path: string, content: Buffer[], mode: number, account: Account | undefined, durable: boolean): void {
  writeFileSync(path, Buffer.concat(content), { mode, flush: durable });
  if (account) chownSync(path, account.uid, account.gid);
}

export function writeKeys(data: string, keys: Record<KeyName, Buffer>): void {
  mkdirSync(join(data, 'keys'), { recursive: true, mode: 0o700 });
  for (const name of keyNames)
    writeFileSync(join(data, 'keys', `${name}.key`), keys[name].toString('base64') + '\n', {
      mode: 0o600,
      flush: true,
    });
}

/** Keys of another office would restore a database that nobody can enter. */
function checkKeys(manifest: Manifest, keys: Record<KeyName, Buffer>): void {
  for (const name of keyNames) {
    const known = manifest.marker.keys[name];
    if (known && createHash('sha256').update(keys[name]).digest('hex').slice(0, 16) !== known)
      throw new ConsoleProblem({
        id: `Berkas kunci ini bukan milik cadangan ini (kunci ${name} berbeda); pakai berkas kunci kantor yang sama.`,
        en: `This key file does not belong to this backup (the key ${name} differs); use the key file of the same office.`,
      });
  }
  if (manifestMac(keys.journal, manifest) !== manifest.mac)
    throw new BadArchive('forged', 'the manifest was not made with these keys');
}

export function refuseFilled(data: string): void {
  if (!existsSync(data)) return;
  if (statSync(data).isDirectory() && readdirSync(data).filter((name) => name !== 'lost+found').length === 0) return;
  throw new ConsoleProblem({
    id: `${data} tidak kosong; cadangan hanya dipulihkan ke folder kosong. Pindahkan folder lama atau sebut folder lain dengan --data.`,
    en: `${data} is not empty; a backup is restored into an empty folder only. Move the old folder away or name another one with --data.`,
  });
}

export function refuseSmallDisk(data: string, bytes: number): void {
  let folder = data;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const needed = bytes * 1.1 + 200 * 1024 ** 2;
  if (bavail * bsize >= needed) return;
  const [free, want] = [bavail * bsize, needed].map((size) => Math.ceil(size / 1024 ** 2));
  throw new ConsoleProblem({
    id: `Ruang di ${folder} tinggal ${free} MB, pemulihan memerlukan ${want} MB.`,
    en: `Only ${free} MB are left in ${folder}; the restore needs ${want} MB.`,
  });
}
