import { createHash, createHmac } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  openSync,
  closeSync,
  fsyncSync,
  renameSync,
  rmSync,
  statSync,
  statfsSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { sql } from 'kysely';
import type pg from 'pg';
import { canonical } from '../canonical.ts';
import { ConsoleProblem } from '../console-problem.server.ts';
import type { Marker } from '../data-folder.server.ts';
import type { Tx } from '../ctx.ts';
import type { Database } from '../database.server.ts';
import { currentHeads } from '../journal/checkpoint.server.ts';
import { withHouseSession } from '../journal/system-session.server.ts';
import { makeFolder } from '../whole-file.server.ts';
import { withConnection } from '../one-connection.server.ts';
import { FORMAT, type ArchiveHeader, type Manifest } from './archive.ts';
import { connectReplication, segmentName, showPosition, parsePosition, type Position } from './replication.server.ts';
import { ending, header, padding, readTar } from './tar.ts';

export type BackupOptions = {
  /** A role with REPLICATION. */
  backupUrl: string;
  /** The application's own pool, for counting. */
  db: Database;
  journalKey: Buffer;
  marker: Marker;
  version: string;
  source: 'embedded' | 'outside';
  /** The folder that archives are kept in. */
  destination: string;
  now?: Date;
};

export type MadeBackup = { file: string; bytes: number; manifest: Manifest; ms: number };

/** A whole copy of the cluster with the log that it needs, made while the office works, as one file that proves itself. */
export async function makeBackup(options: BackupOptions): Promise<MadeBackup> {
  const startedAt = performance.now();
  const now = options.now ?? new Date();
  const name = `simpul-${now.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')}`;
  prepareDestination(options.destination);
  const file = join(options.destination, `${name}.simpul`);
  const draft = `${file}.${process.pid}.new`;
  const replication = await connectReplication(options.backupUrl).catch((error: unknown) => {
    throw noReplication(error);
  });
  try {
    const server = await replication.identify();
    const facts = await withConnection(options.backupUrl, aboutServer);
    await refuseSmallDisk(options.destination, facts.databaseBytes);
    await replication.holdLog();
    const head: ArchiveHeader = {
      simpul: 'backup',
      format: FORMAT,
      version: options.version,
      madeAt: now.toISOString(),
      systemId: server.systemId,
      postgres: facts.version,
      kind: options.marker.kind,
      source: options.source,
    };
    let manifest: Manifest | undefined;
    const pack = packed(options, head, facts, server.timeline, replication, name, (made) => (manifest = made));
    await pipeline(
      Readable.from(pack, { objectMode: false, highWaterMark: 1 << 20 }),
      createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 } }),
      createWriteStream(draft, { mode: 0o600 }),
    );
    const handle = openSync(draft, 'r');
    fsyncSync(handle);
    closeSync(handle);
    renameSync(draft, file);
    return { file, bytes: statSync(file).size, manifest: manifest!, ms: Math.round(performance.now() - startedAt) };
  } finally {
    rmSync(draft, { force: true });
    await replication.close();
  }
}

async function* packed(
  { backupUrl, db, journalKey, marker }: BackupOptions,
  head: ArchiveHeader,
  facts: ServerFacts,
  timeline: number,
  replication: Awaited<ReturnType<typeof connectReplication>>,
  name: string,
  tell: (manifest: Manifest) => void,
): AsyncGenerator<Buffer> {
  const files: Manifest['files'] = {};
  let bytes = 0;
  const whole = (entry: string, content: Buffer) => {
    files[entry] = { size: content.length, sha256: createHash('sha256').update(content).digest('hex') };
    bytes += content.length;
    return Buffer.concat([
      header({ name: entry, size: content.length, kind: 'file', mode: 0o600 }),
      content,
      Buffer.alloc(padding(content.length)),
    ]);
  };
  yield whole('simpul.json', Buffer.from(canonical(head)));

  const backup = replication.baseBackup(name);
  for await (const entry of readTar(backup.tar)) {
    // A symbolic link means a tablespace elsewhere, which would be missing.
    if (entry.kind === 'other') throw tablespaces();
    const path = `cluster/${entry.name.replace(/^\.\//, '').replace(/\/$/, '')}`;
    yield header({ ...entry, name: path });
    if (entry.kind === 'folder') continue;
    const hash = createHash('sha256');
    for await (const part of entry.content) {
      hash.update(part);
      yield Buffer.from(part);
    }
    yield Buffer.alloc(padding(entry.size));
    files[path] = { size: entry.size, sha256: hash.digest('hex') };
    bytes += entry.size;
  }
  const ended = await backup.ended.catch((error: unknown) => {
    throw (error as Error).message.includes('tablespaces') ? tablespaces() : error;
  });

  const point = await restorePoint(backupUrl, db, name);
  // A second connection reads the log: the first one holds it until we are through.
  const reader = await connectReplication(backupUrl);
  const size = facts.segmentSize;
  let logFrom: Position;
  try {
    const from = (ended.start / BigInt(size)) * BigInt(size);
    let segment: Buffer[] = [];
    let held = 0;
    let at = from;
    for await (const { bytes: part } of reader.readLog(from, point.until, timeline)) {
      for (let rest = part; rest.length > 0;) {
        const piece = rest.subarray(0, size - held);
        segment.push(piece);
        held += piece.length;
        rest = rest.subarray(piece.length);
        if (held < size) continue;
        yield whole(`cluster/pg_wal/${segmentName(timeline, at, size)}`, Buffer.concat(segment, size));
        at += BigInt(size);
        [segment, held] = [[], 0];
      }
    }
    logFrom = at;
  } finally {
    await reader.close();
  }

  const told: Omit<Manifest, 'mac'> = {
    ...head,
    files,
    bytes,
    counts: point.counts,
    exact: point.exact,
    heads: point.heads,
    restorePoint: point.name,
    restorePosition: showPosition(point.position),
    logFrom: showPosition(logFrom),
    timeline,
    segmentSize: size,
    database: facts.database,
    superuser: facts.superuser,
    limits: facts.limits,
    marker,
  };
  const manifest: Manifest = { ...told, mac: manifestMac(journalKey, told) };
  tell(manifest);
  const content = Buffer.from(JSON.stringify(manifest));
  yield Buffer.concat([
    header({ name: 'manifest.json', size: content.length, kind: 'file', mode: 0o600 }),
    content,
    Buffer.alloc(padding(content.length)),
    ending,
  ]);
}

export function manifestMac(key: Buffer, { mac: _, ...manifest }: Omit<Manifest, 'mac'> & { mac?: string }): string {
  return createHmac('sha256', key)
    .update(`simpul backup\n${canonical(manifest)}`)
    .digest('hex');
}

type Point = {
  name: string;
  position: Position;
  until: Position;
  counts: Record<string, number>;
  exact: boolean;
  heads: Manifest['heads'];
};

/**
 * A named place in the log, and the number of rows as they were there. They are exact when nobody was writing: we take a number
 * among the transactions, look whether everyone before us is through, make the mark, and take the next number; when that is ours
 * plus one, nobody began in between, and the snapshot that counts holds just what a recovery up to the mark will hold. In the
 * rush of a busy office that moment may not come within the patience; then the counts are a witness and the manifest says so.
 */
async function restorePoint(backupUrl: string, db: Database, name: string): Promise<Point> {
  return withConnection(backupUrl, (marker) =>
    withConnection(backupUrl, (other) =>
      withHouseSession(db, async (session) => {
        const deadline = Date.now() + 15_000;
        for (let attempt = 1; ; attempt++) {
          const isLast = Date.now() > deadline;
          const point = await session.run(
            (tx) => tryPoint(tx, marker, other, `${name}-${attempt}`, isLast),
            'repeatable read',
          );
          if (point) return { ...point, until: await endSegment(marker) };
          await new Promise((done) => setTimeout(done, 1 + (attempt % 5) * 2));
        }
      }),
    ),
  );
}

async function tryPoint(
  tx: Tx,
  marker: pg.Client,
  other: pg.Client,
  name: string,
  isLast: boolean,
): Promise<Omit<Point, 'until'> | undefined> {
  const ask = async (client: pg.Client, text: string) => (await client.query<{ a: string }>(text)).rows[0]!.a;
  let exact: boolean;
  let position: Position;
  await marker.query('begin');
  try {
    const mine = await ask(marker, 'select pg_current_xact_id()::text as a');
    const { rows } = await sql<{ a: string }>`select pg_current_snapshot()::text as a`.execute(tx);
    const alone = rows[0]!.a === `${mine}:${mine}:`;
    if (!alone && !isLast) return undefined;
    position = parsePosition(await ask(marker, `select pg_create_restore_point('${name}')::text as a`));
    const next = await ask(other, 'select pg_current_xact_id()::text as a');
    exact = alone && BigInt(next) === BigInt(mine) + 1n;
  } finally {
    await marker.query('rollback');
  }
  if (!exact && !isLast) return undefined;
  const { rows } = await sql<{ name: string; rows: string }>`select name, rows from platform.count_rows()`.execute(tx);
  return {
    name,
    position,
    counts: Object.fromEntries(rows.map((row) => [row.name, Number(row.rows)])),
    exact,
    heads: await currentHeads(tx),
  };
}

/** Ends the file of the log that holds the mark, and brings it to the disk. */
async function endSegment(client: pg.Client): Promise<Position> {
  const { rows } = await client.query<{ at: string; size: string }>(
    `select pg_switch_wal()::text as at, (select setting from pg_settings where name = 'wal_segment_size') as size`,
  );
  const size = BigInt(rows[0]!.size);
  return ((parsePosition(rows[0]!.at) + size - 1n) / size) * size;
}

type ServerFacts = {
  version: string;
  database: string;
  superuser: string;
  segmentSize: number;
  databaseBytes: number;
  limits: Record<string, string>;
};

async function aboutServer(client: pg.Client): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts>(`
    select current_setting('server_version') as version, current_database()::text as database,
      (select rolname::text from pg_roles where oid = 10) as superuser,
      (select setting::int from pg_settings where name = 'wal_segment_size') as "segmentSize",
      pg_database_size(current_database())::float8 as "databaseBytes",
      (select jsonb_object_agg(name, setting) from pg_settings where name in
        ('max_connections', 'max_worker_processes', 'max_wal_senders', 'max_prepared_transactions', 'max_locks_per_transaction')) as limits`);
  return rows[0]!;
}

function prepareDestination(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new ConsoleProblem(
      {
        id: `Folder cadangan ${folder} tidak dapat dibuat; periksa tujuan cadangan.`,
        en: `The backup folder ${folder} cannot be made; check the destination.`,
      },
      { cause: error },
    );
  }
}

async function refuseSmallDisk(folder: string, databaseBytes: number): Promise<void> {
  const { bavail, bsize } = statfsSync(existsSync(folder) ? folder : dirname(folder));
  // Compressed to well below its size, but the log of a busy day comes on top.
  const needed = databaseBytes * 0.6 + 100 * 1024 ** 2;
  if (bavail * bsize >= needed) return;
  const [free, want] = [bavail * bsize, needed].map((bytes) => Math.ceil(bytes / 1024 ** 2));
  throw new ConsoleProblem({
    id: `Ruang di ${folder} tinggal ${free} MB, cadangan memerlukan sekitar ${want} MB.`,
    en: `Only ${free} MB are left in ${folder}; the backup needs about ${want} MB.`,
  });
}

const tablespaces = () =>
  new ConsoleProblem({
    id: 'Server ini memakai tablespace di luar foldernya; cadangkan dengan pg_basebackup seperti dalam docs/operations/backup.md.',
    en: 'This server keeps tablespaces outside its folder; back it up with pg_basebackup as in docs/operations/backup.md.',
  });

function noReplication(error: unknown): unknown {
  const { code } = error as { code?: string };
  if (code !== '28000' && code !== '28P01' && code !== '42501') return error;
  return new ConsoleProblem(
    {
      id: 'Server menolak sambungan replikasi untuk cadangan; beri peran DATABASE_BACKUP_URL hak REPLICATION dan baris "host replication" di pg_hba.conf (docs/operations/backup.md).',
      en: 'The server refused the replication connection for the backup; give the role of DATABASE_BACKUP_URL the right REPLICATION and a line "host replication" in pg_hba.conf (docs/operations/backup.md).',
    },
    { cause: error },
  );
}
