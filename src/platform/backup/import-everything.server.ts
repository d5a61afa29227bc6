import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import { createZstdDecompress } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { canonical } from '../canonical.ts';
import { ConsoleProblem } from '../console-problem.server.ts';
import { makeFolder, openDataFolder, type KeyName, type Marker } from '../data-folder.server.ts';
import { connect } from '../database.server.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded-postgres.server.ts';
import { verifyJournal } from '../journal/verify.server.ts';
import { grantApplicationRole, listMigrations, migrateDatabase } from '../migrate.server.ts';
import { withConnection } from '../one-connection.server.ts';
import { writeWhole } from '../whole-file.server.ts';
import { BadArchive } from './archive.ts';
import {
  derivedTables,
  EVERYTHING,
  tablesOfOurs,
  type EverythingHeader,
  type EverythingManifest,
} from './everything.ts';
import { everythingMac } from './export-everything.server.ts';
import { badArchive } from './read-archive.server.ts';
import { NotProved, proveSignIn, refuseFilled, refuseSmallDisk, writeKeys } from './restore.server.ts';
import { readTar, type OpenEntry } from './tar.ts';

export type ImportOptions = {
  archive: string;
  /** A folder that does not exist or is empty. */
  data: string;
  keys: Record<KeyName, Buffer>;
  version: string;
  /** A trial need not outlive a power cut. */
  durable?: boolean;
  onStep?: (step: ImportStep) => void;
};
export type ImportStep = 'examined' | 'loaded' | 'migrated' | 'verified';

/** What the new office was found to be. */
export type Arrived = {
  manifest: EverythingManifest;
  tables: number;
  rows: number;
  journal: { lines: number; found: number };
  signIn: 'signed_in' | 'job_only';
  /** Tables that this release has beyond the archive's. */
  migrations: string[];
  ms: number;
};

/**
 * Makes a data folder of this release from an archive of everything. Nothing is touched before the archive has been read to its end;
 * the tables are made as they were, filled in one transaction, and only then brought to this release. Emptied again when anything fails.
 */
export async function importEverything(options: ImportOptions): Promise<Arrived> {
  const startedAt = performance.now();
  const data = resolve(options.data);
  refuseFilled(data);
  const manifest = await readEverything(options.archive);
  refuseOtherKeys(manifest, options.keys);
  refuseOtherPast(manifest);
  refuseSmallDisk(data, Object.values(manifest.tables).reduce((sum, { bytes }) => sum + bytes, 0) * 3);
  options.onStep?.('examined');

  const existed = existsSync(data);
  makeFolder(data);
  try {
    writeKeys(data, options.keys);
    const marker: Marker = { ...manifest.marker };
    writeWhole(join(data, 'marker.json'), JSON.stringify(marker, null, 2) + '\n');
    const { lock, ...folder } = openDataFolder(data, { kind: manifest.kind, version: options.version });
    let postgres: EmbeddedPostgres | undefined;
    try {
      postgres = await startEmbeddedPostgres(folder.path, options.durable === false ? { sync: false } : {});
      const found = await fill(postgres.databaseOwnerUrl, postgres.databaseUrl, manifest, options);
      return { ...found, manifest, ms: Math.round(performance.now() - startedAt) };
    } finally {
      await postgres?.stop();
      lock.release();
    }
  } catch (error) {
    for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true, force: true });
    if (!existed) rmSync(data, { recursive: true, force: true });
    throw error;
  }
}

async function fill(
  ownerUrl: string,
  appUrl: string,
  manifest: EverythingManifest,
  options: ImportOptions,
): Promise<Omit<Arrived, 'manifest' | 'ms'>> {
  await migrateDatabase(ownerUrl, undefined, manifest.migrations.at(-1)!.name);
  await withConnection(ownerUrl, async (client) => {
    await client.query('set statement_timeout = 0');
    await load(client, manifest, options.archive);
  });
  options.onStep?.('loaded');
  const migrations = await migrateDatabase(ownerUrl);
  await grantApplicationRole(ownerUrl, decodeURIComponent(new URL(appUrl).username));
  options.onStep?.('migrated');
  return withConnection(ownerUrl, async (client) => {
    await client.query('analyze');
    const journal = await proveJournal(appUrl, options.keys.journal);
    if (journal.found > 0 || !(await headsHold(client, manifest))) throw new NotProved('the journal does not verify');
    const signIn = await proveSignIn({
      ask: async (text, values) => (await client.query(text, values)).rows as never[],
    });
    options.onStep?.('verified');
    const tables = Object.values(manifest.tables);
    return {
      tables: tables.length,
      rows: tables.reduce((sum, { rows }) => sum + rows, 0),
      journal: { lines: journal.lines, found: journal.found },
      signIn,
      migrations,
    };
  });
}

/** All or nothing. What a row causes elsewhere is in the archive already, so nothing is caused again; what it refers to is asked at the end. */
async function load(client: pg.Client, manifest: EverythingManifest, archive: string): Promise<void> {
  const { rows: ours } = await client.query<{ name: string; forced: boolean; columns: string[] }>(tablesOfOurs);
  const { rows: references } = await client.query<{ table: string; name: string }>(
    `select c.conrelid::regclass::text as table, quote_ident(c.conname) as name from pg_constraint c
     where c.contype = 'f' and c.conparentid = 0 and not c.condeferrable and c.conrelid::regclass::text = any ($1::text[])`,
    [ours.map(({ name }) => name)],
  );
  const names = new Set(ours.map(({ name }) => name));
  const stranger = Object.keys(manifest.tables).find((name) => !names.has(name));
  if (stranger) throw new NotProved(`there is no table ${stranger}`);

  await client.query('begin');
  for (const month of manifest.months)
    await client.query('select platform.make_months($1::date, 1)', [`${month.replace('_', '-')}-01`]);
  for (const { name } of ours)
    await client.query(`alter table ${name} no force row level security; alter table ${name} disable trigger user`);
  for (const { table, name } of references)
    await client.query(`alter table ${table} alter constraint ${name} deferrable initially deferred`);
  const { rows: derived } = await client.query<{ name: string }>(derivedTables);
  await client.query(`truncate ${[...ours, ...derived].map(({ name }) => name).join(', ')}`);

  await readEverything(archive, async (name, content) => {
    const { columns } = manifest.tables[name]!;
    const into = client.query(copyFrom(`copy ${name} (${columns.join(', ')}) from stdin`));
    const done = once(into, 'finish');
    for await (const part of content) if (!into.write(part)) await Promise.race([once(into, 'drain'), done]);
    into.end();
    await done;
  });
  for (const { name, value, called } of manifest.sequences)
    await client.query('select setval($1::regclass, $2::bigint, $3)', [name, value, called]);

  await client.query('set constraints all immediate');
  for (const { table, name } of references)
    await client.query(`alter table ${table} alter constraint ${name} not deferrable`);
  for (const { name, forced } of ours)
    await client.query(
      `alter table ${name} enable trigger user${forced ? `; alter table ${name} force row level security` : ''}`,
    );
  await proveCounts(client, manifest);
  await client.query(
    `create or replace function platform.xact_offset() returns bigint language sql immutable parallel safe return ${BigInt(manifest.nextXact)}::bigint`,
  );
  for (const job of manifest.jobs)
    await client.query(
      `select graphile_worker.add_job($1, $2::json, queue_name => $3, run_at => $4::timestamptz, max_attempts => $5, job_key => $6, priority => $7)`,
      [job.task, JSON.stringify(job.payload), job.queue, job.runAt, job.maxAttempts, job.key, job.priority],
    );
  await client.query('commit');
}

async function proveJournal(appUrl: string, key: Buffer): Promise<{ lines: number; found: number }> {
  const db = connect(appUrl, { size: 2, statementSeconds: 3600, name: 'simpul import' });
  try {
    return await verifyJournal(db, key);
  } finally {
    await db.destroy();
  }
}

/** A chain that is whole may still be a shorter one than that of the office. */
async function headsHold(client: pg.Client, { heads }: EverythingManifest): Promise<boolean> {
  for (const [log, { number, head }] of Object.entries(heads)) {
    if (number === 0) continue;
    const { rows } = await client.query<{ head: string }>(
      `select encode(head, 'hex') as head from platform.sealed_batch where log = $1 and number = $2`,
      [log, number],
    );
    if (rows[0]?.head !== head) return false;
  }
  return true;
}

async function proveCounts(client: pg.Client, manifest: EverythingManifest): Promise<void> {
  const differing: string[] = [];
  for (const [name, { rows }] of Object.entries(manifest.tables)) {
    const found = await client.query<{ n: string }>(`select count(*) as n from ${name}`);
    if (Number(found.rows[0]!.n) !== rows) differing.push(`${name} ${found.rows[0]!.n} instead of ${rows}`);
  }
  if (differing.length > 0) throw new NotProved(`the rows differ: ${differing.join(', ')}`);
}

/** The rows of one table, in one piece after another; nothing when an archive is only examined. */
type TakeTable = (name: string, content: AsyncIterable<Buffer>) => Promise<void>;

/**
 * Reads an archive from the first byte to the last and answers what it holds, or throws BadArchive: one that was cut, changed or made
 * by something else is known before anything is touched.
 */
export async function readEverything(file: string, take?: TakeTable): Promise<EverythingManifest> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new BadArchive('foreign', 'no such file');
  if (!beginsLikeOurs(file)) throw new BadArchive('foreign', 'not a compressed archive');
  const raw = createReadStream(file, { highWaterMark: 1 << 20 });
  const plain = raw.pipe(createZstdDecompress());
  raw.on('error', (error) => plain.destroy(error));
  const seen = new Map<string, { bytes: number; sha256: string }>();
  let first: EverythingHeader | undefined;
  let manifest: EverythingManifest | undefined;
  try {
    const entries = readTar(plain);
    let next = await entries.next();
    while (!next.done) {
      const { name } = next.value;
      if (manifest) throw new BadArchive('corrupt', 'something follows the manifest');
      if (!first) {
        first = headerOf(name, await whole(next.value, 64 * 1024));
        next = await entries.next();
      } else if (name === 'manifest.json') {
        manifest = JSON.parse((await whole(next.value, 512 * 1024 ** 2)).toString('utf8')) as EverythingManifest;
        next = await entries.next();
      } else {
        const table = tableOf(name);
        if (!table || seen.has(table)) throw new BadArchive('corrupt', `${name} does not belong here`);
        const hash = createHash('sha256');
        let bytes = 0;
        // The pieces of one table follow each other.
        const pieces = async function* (): AsyncGenerator<Buffer> {
          while (!next.done && tableOf(next.value.name) === table) {
            for await (const part of next.value.content) {
              hash.update(part);
              bytes += part.length;
              yield part;
            }
            next = await entries.next();
          }
        };
        const content = pieces();
        if (take) await take(table, content);
        for await (const _ of content);
        seen.set(table, { bytes, sha256: hash.digest('hex') });
      }
    }
  } catch (error) {
    throw error instanceof pg.DatabaseError ? error : badArchive(error, true);
  } finally {
    raw.destroy();
    plain.destroy();
  }
  if (!first) throw new BadArchive('foreign', 'empty');
  if (!manifest) throw new BadArchive('truncated', 'no manifest at the end');
  for (const key of Object.keys(first) as (keyof EverythingHeader)[])
    if (manifest[key] !== first[key]) throw new BadArchive('corrupt', `the manifest is of another archive (${key})`);
  for (const [name, { bytes, sha256 }] of Object.entries(manifest.tables)) {
    const found = seen.get(name) ?? { bytes: 0, sha256: createHash('sha256').digest('hex') };
    if (found.bytes !== bytes || found.sha256 !== sha256)
      throw new BadArchive('corrupt', `${name} is not what was put in`);
  }
  const stranger = [...seen.keys()].find((name) => !manifest.tables[name]);
  if (stranger) throw new BadArchive('corrupt', `${stranger} was added`);
  return manifest;
}

/** By the four bytes with which Zstandard begins: a short archive that is cut says nothing before it breaks off. */
function beginsLikeOurs(file: string): boolean {
  const start = Buffer.alloc(4);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, start, 0, 4, 0);
  } finally {
    closeSync(handle);
  }
  return start.readUInt32LE(0) === 0xfd2fb528;
}

const tableOf = (entry: string) => /^tables\/([a-z_]+\.(?:[a-z_0-9]+|"[a-z_0-9]+"))\/\d+$/.exec(entry)?.[1];

function headerOf(name: string, content: Buffer): EverythingHeader {
  let told: EverythingHeader;
  try {
    told = JSON.parse(content.toString('utf8')) as EverythingHeader;
  } catch {
    throw new BadArchive('foreign');
  }
  if (name !== 'simpul.json' || told.simpul !== 'everything') throw new BadArchive('foreign');
  if (!(told.format <= EVERYTHING)) throw new BadArchive('newer_format', `version ${told.version}`);
  return told;
}

async function whole({ size, content }: OpenEntry, most: number): Promise<Buffer> {
  if (size > most) throw new BadArchive('corrupt', 'an entry is too large');
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

/** Keys of another office would bring in a database that nobody can enter. */
function refuseOtherKeys(manifest: EverythingManifest, keys: Record<KeyName, Buffer>): void {
  const foreign = Object.entries(manifest.marker.keys).find(
    ([name, known]) =>
      createHash('sha256')
        .update(keys[name as KeyName])
        .digest('hex')
        .slice(0, 16) !== known,
  );
  if (foreign)
    throw new ConsoleProblem({
      id: `Berkas kunci ini bukan milik arsip ini (kunci ${foreign[0]} berbeda); pakai berkas kunci kantor yang sama. Tidak ada yang diubah.`,
      en: `This key file does not belong to this archive (the key ${foreign[0]} differs); use the key file of the same office. Nothing was touched.`,
    });
  if (everythingMac(keys.journal, manifest) !== manifest.mac)
    throw new BadArchive('forged', 'the manifest was not made with these keys');
}

/** The archive's tables must be an earlier state of this release's. */
function refuseOtherPast({ migrations, version }: EverythingManifest): void {
  const known = listMigrations();
  const strange = migrations.find(({ name }) => !known.some((one) => one.name === name));
  if (strange || migrations.length === 0) throw new BadArchive('newer_format', `version ${version}`);
  const past = known.slice(0, migrations.length);
  if (canonical(past) !== canonical(migrations)) throw new BadArchive('corrupt', 'its tables are of another release');
}
