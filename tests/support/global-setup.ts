import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { env } from '../../src/platform/env.server.ts';
import {
  startEmbeddedPostgres,
  stopOrphan,
  type EmbeddedOptions,
} from '../../src/platform/embedded-postgres.server.ts';
import { isAlive } from '../../src/platform/folder-lock.server.ts';
import { grantApplicationRole, migrateDatabase } from '../../src/platform/migrate.server.ts';
import { withConnection } from '../../src/platform/one-connection.server.ts';
import { roomOnServer } from './room-on-server.ts';

export type TestServer = { ownerUrl: string; appUrl: string; template: string };
declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'simpul-test');
const kept = join(cache, 'kept');
const forTests: EmbeddedOptions = {
  sync: false,
  ownerAttributes: 'CREATEDB',
  settings: {
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: 200,
    shared_buffers: '128MB',
    max_wal_size: '4GB',
  },
};

/** One server for the whole run, holding a migrated database that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = env().TEST_DATABASE_URL;
  return server ? setUpOnServer(project, server) : setUpEmbedded(project);
}

/** A cluster is made and migrated once for each state of the migrations; every run works on a copy of its own. */
async function setUpEmbedded(project: TestProject): Promise<() => Promise<void>> {
  mkdirSync(cache, { recursive: true });
  await sweep();
  const pattern = join(cache, `pattern-${stateOfMigrations()}`);
  if (!existsSync(pattern)) await makePattern(pattern);

  const folder = join(cache, `run-${process.pid}`);
  execFileSync('cp', ['-a', pattern, folder]);
  const postgres = await startEmbeddedPostgres(folder, forTests);
  project.provide('testServer', {
    ownerUrl: postgres.databaseOwnerUrl,
    appUrl: postgres.databaseUrl,
    template: 'simpul',
  });

  return async () => {
    const left = await leftBehind(postgres.databaseOwnerUrl);
    await postgres.stop();
    rmSync(kept, { recursive: true, force: true });
    if (left.length === 0) return rmSync(folder, { recursive: true, force: true });
    renameSync(folder, kept);
    console.error(`Databases of failed tests are kept in ${kept}: ${left.join(', ')}`);
  };
}

async function makePattern(pattern: string): Promise<void> {
  const draft = `${pattern}.${process.pid}.new`;
  mkdirSync(draft);
  chmodSync(draft, 0o711);
  const postgres = await startEmbeddedPostgres(draft, forTests);
  try {
    await migrateDatabase(postgres.databaseOwnerUrl);
    await grantApplicationRole(postgres.databaseOwnerUrl, 'simpul_app');
  } catch (error) {
    await postgres.stop();
    rmSync(draft, { recursive: true });
    throw error;
  }
  await postgres.stop();
  if (existsSync(pattern)) rmSync(draft, { recursive: true });
  else renameSync(draft, pattern);
}

/** Everything that decides what a new database holds. */
function stateOfMigrations(): string {
  const folders = ['db/migrations', 'src/platform'];
  const files = folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name)));
  const hash = createHash('sha256');
  for (const file of files.filter((name) => /\.sql$|(cluster|postgres|migrate|queue)\.server\.ts$/.test(name)).sort())
    hash.update(file).update(readFileSync(file));
  return hash
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
    .slice(0, 16);
}

/** Runs that were killed leave a server and a folder; patterns of earlier migrations are of no more use. */
async function sweep(): Promise<void> {
  const current = `pattern-${stateOfMigrations()}`;
  for (const name of readdirSync(cache)) {
    const [, pid] = /^(?:run-|pattern-\w+\.)(\d+)/.exec(name) ?? [];
    if (name === current || name === 'kept' || (pid && isAlive(Number(pid)))) continue;
    await stopOrphan(join(cache, name, 'postgres'));
    rmSync(join(cache, name), { recursive: true, force: true });
  }
}

async function leftBehind(ownerUrl: string): Promise<string[]> {
  return withConnection(ownerUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where datname like 'test\\_%'`,
    );
    return rows.map((row) => row.datname);
  });
}

/** The same on a server that someone names: a template and an application role of this run, removed at the end. */
async function setUpOnServer(project: TestProject, server: string): Promise<() => Promise<void>> {
  const { name, ownerUrl, appUrl, remove } = await roomOnServer(server, `simpul_run_${process.pid}`);
  await migrateDatabase(ownerUrl);
  await grantApplicationRole(ownerUrl, name);
  project.provide('testServer', { ownerUrl, appUrl, template: name });
  return remove;
}
