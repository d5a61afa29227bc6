import { createHash, createHmac } from 'node:crypto';
import { closeSync, createWriteStream, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { canonical } from '../canonical.ts';
import { ConsoleProblem } from '../console-problem.server.ts';
import type { DataFolder } from '../data-folder.server.ts';
import type { Log } from '../journal.server.ts';
import { beginning, logs, type Head } from '../journal/chain.server.ts';
import { withConnection } from '../one-connection.server.ts';
import {
  EVERYTHING,
  tablesOfOurs,
  type EverythingHeader,
  type EverythingManifest,
  type TableInArchive,
  type WaitingJob,
} from './everything.ts';
import { ending, header, padding } from './tar.ts';

export type ExportOptions = {
  ownerUrl: string;
  folder: Pick<DataFolder, 'key' | 'marker'>;
  version: string;
  /** The archive to be written; one that is there already is never overwritten. */
  file: string;
  now?: Date;
};
export type Exported = { bytes: number; rows: number; tables: number; ms: number };

/** Of a table at a time, so that neither side needs to hold one whole. */
const PIECE = 4 * 1024 ** 2;

/** Everything of an office as one file that any later release can take in, on any server: one moment of it, while the office works. */
export async function exportEverything(options: ExportOptions): Promise<Exported> {
  const startedAt = performance.now();
  const { file } = options;
  if (existsSync(file))
    throw new ConsoleProblem({
      id: `Berkas ${file} sudah ada; sebut nama lain.`,
      en: `The file ${file} exists already; name another one.`,
    });
  const draft = `${file}.${process.pid}.new`;
  let manifest: EverythingManifest | undefined;
  try {
    await withConnection(options.ownerUrl, async (client) => {
      await client.query('set statement_timeout = 0');
      await client.query('begin isolation level repeatable read read only');
      await pipeline(
        Readable.from(
          packed(client, options, (made) => (manifest = made)),
          { objectMode: false, highWaterMark: 1 << 20 },
        ),
        createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 } }),
        createWriteStream(draft, { mode: 0o600 }),
      );
      await client.query('rollback');
    });
    const handle = openSync(draft, 'r');
    fsyncSync(handle);
    closeSync(handle);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  const tables = Object.values(manifest!.tables);
  return {
    bytes: statSync(file).size,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    tables: tables.length,
    ms: Math.round(performance.now() - startedAt),
  };
}

async function* packed(
  client: pg.Client,
  { folder, version, now }: ExportOptions,
  tell: (manifest: EverythingManifest) => void,
): AsyncGenerator<Buffer> {
  const { rows: server } = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  const head: EverythingHeader = {
    simpul: 'everything',
    format: EVERYTHING,
    version,
    madeAt: (now ?? new Date()).toISOString(),
    postgres: server[0]!.version,
    kind: folder.marker.kind,
  };
  yield entry('simpul.json', Buffer.from(canonical(head)));

  const { rows: found } = await client.query<{ name: string; columns: string[] }>(tablesOfOurs);
  const tables: Record<string, TableInArchive> = {};
  for (const { name, columns } of found) {
    const told = { columns, rows: 0, bytes: 0, sha256: '' };
    const hash = createHash('sha256');
    let pieces = 0;
    for await (const piece of inPieces(
      client.query(copyTo(`copy (select ${columns.join(', ')} from ${name}) to stdout`)),
    )) {
      hash.update(piece);
      told.bytes += piece.length;
      // A row is a line; what breaks lines within it is written as a word.
      for (const byte of piece) if (byte === 10) told.rows += 1;
      pieces += 1;
      yield entry(`tables/${name}/${pieces}`, piece);
    }
    told.sha256 = hash.digest('hex');
    tables[name] = told;
  }
  const manifest = await describe(client, { ...head, tables, marker: folder.marker });
  const whole = { ...manifest, mac: everythingMac(folder.key('journal'), manifest) };
  tell(whole);
  yield entry('manifest.json', Buffer.from(JSON.stringify(whole)));
  yield ending;
}

function entry(name: string, content: Buffer): Buffer {
  return Buffer.concat([
    header({ name, size: content.length, kind: 'file', mode: 0o600 }),
    content,
    Buffer.alloc(padding(content.length)),
  ]);
}

async function* inPieces(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream) {
    parts.push(part);
    size += part.length;
    if (size < PIECE) continue;
    yield Buffer.concat(parts);
    [parts, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(parts);
}

/** What stands beside the rows: of which release they are, where series of numbers stand, and what waits to be done. */
async function describe(
  client: pg.Client,
  beside: EverythingHeader & Pick<EverythingManifest, 'tables' | 'marker'>,
): Promise<Omit<EverythingManifest, 'mac'>> {
  const ask = async <Row extends pg.QueryResultRow>(text: string) => (await client.query<Row>(text)).rows;
  const migrations = await ask<{ name: string; sha256: string }>(
    'select name, sha256 from platform.migration order by name',
  );
  const months = await ask<{ month: string }>(
    `select distinct substring(c.relname from '_(\\d{4}_\\d\\d)$') as month from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent in ('platform.journal'::regclass, 'platform.access_log'::regclass) and c.relname ~ '_\\d{4}_\\d\\d$' order by 1`,
  );
  const sequences = await ask<{ name: string; value: string; called: boolean }>(
    `select format('%I.%I', schemaname, sequencename) as name, coalesce(last_value, start_value)::text as value, last_value is not null as called
     from pg_sequences where schemaname not in ('public', 'graphile_worker') and schemaname !~ '^pg_' order by 1`,
  );
  const jobs = await ask<WaitingJob>(
    `select t.identifier as task, j.payload, q.queue_name as queue, j.run_at::text as "runAt", j.max_attempts::int as "maxAttempts", j.key, j.priority::int
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
     where j.attempts < j.max_attempts order by j.id`,
  );
  const links = await ask<{ log: Log; number: string; head: string }>(
    `select distinct on (log) log, number::text, encode(head, 'hex') as head from platform.sealed_batch order by log, platform.sealed_batch.number desc`,
  );
  const headOf = (log: Log): Head => {
    const last = links.find((link) => link.log === log);
    return last ? { number: Number(last.number), head: last.head } : { number: 0, head: beginning.toString('hex') };
  };
  const [next] = await ask<{ next: string }>(
    `select (pg_snapshot_xmax(pg_current_snapshot())::text::numeric + platform.xact_offset())::text as next`,
  );
  return {
    ...beside,
    migrations,
    months: months.map(({ month }) => month),
    sequences,
    jobs,
    heads: Object.fromEntries(logs.map((log) => [log, headOf(log)])) as Record<Log, Head>,
    nextXact: next!.next,
  };
}

/** By which the importing side knows that it is of the office whose keys it was given. */
export function everythingMac(
  key: Buffer,
  { mac: _, ...manifest }: Omit<EverythingManifest, 'mac'> & { mac?: string },
): string {
  return createHmac('sha256', key).update('simpul everything 1\n').update(canonical(manifest)).digest('hex');
}
