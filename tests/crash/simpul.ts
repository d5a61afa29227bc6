import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openDataFolder } from '../../src/platform/data-folder.server.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/platform/embedded-postgres.server.ts';
import { grantApplicationRole, migrateDatabase } from '../../src/platform/migrate.server.ts';
import { lastingFolder } from '../support/temp-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const patienceMs = 120_000;

/** A data folder of an office with a database as durable as a real one's, and nobody in it yet. */
export type Place = { data: string; postgres: EmbeddedPostgres; remove: () => Promise<void> };

export async function aPlace(): Promise<Place> {
  const outside = lastingFolder();
  const data = join(outside, 'office');
  mkdirSync(data);
  openDataFolder(data, { kind: 'office', version: '0' }).lock.release();
  const postgres = await startEmbeddedPostgres(data);
  await migrateDatabase(postgres.databaseOwnerUrl);
  await grantApplicationRole(postgres.databaseOwnerUrl, 'simpul_app');
  return {
    data,
    postgres,
    async remove() {
      await postgres.stop();
      rmSync(outside, { recursive: true, force: true });
    },
  };
}

export type Simpul = {
  port: number;
  pid: () => number;
  isUp: () => boolean;
  /** How it ended and what it said last, for whoever did not expect that. */
  lastWords: () => string;
  /** Kill -9, without a word. */
  kill: () => void;
  /** Starts it anew on the same port; answers after how many milliseconds it was ready to answer a request. */
  startAgain: () => Promise<number>;
  stop: () => Promise<void>;
};

/** A command of Simpul as its own process, from the built application. */
export async function run(args: string[], env: Record<string, string>, healthAt?: number): Promise<Simpul> {
  let child: ChildProcess | undefined;
  let said = '';
  const startAgain = async () => {
    const startedAt = performance.now();
    said = '';
    child = spawn(join(root, 'node_modules/.bin/node'), ['src/cli/main.ts', ...args], {
      cwd: root,
      env: environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (!(await isReady(healthAt, said))) {
      if (child.exitCode !== null) throw new Error(`simpul ${args[0]} ended with ${child.exitCode}:\n${said}`);
      if (performance.now() - startedAt > patienceMs) throw new Error(`simpul ${args[0]} is not ready:\n${said}`);
      await sleep(20);
    }
    return performance.now() - startedAt;
  };
  await startAgain();
  return {
    port: healthAt ?? 0,
    pid: () => child!.pid!,
    isUp: () => child!.exitCode === null && child!.signalCode === null,
    lastWords: () => `exit code ${child!.exitCode}, signal ${child!.signalCode}\n${said.slice(-3000)}`,
    kill: () => void child!.kill('SIGKILL'),
    startAgain,
    async stop() {
      if (child!.exitCode !== null || child!.signalCode !== null) return;
      const ended = new Promise<void>((done) => child!.once('exit', () => done()));
      child!.kill('SIGTERM');
      const hurry = setTimeout(() => child!.kill('SIGKILL'), 40_000);
      await ended;
      clearTimeout(hurry);
    },
  };
}

/** Process and database both answer; a command without pages has said that it runs. */
async function isReady(healthAt: number | undefined, said: string): Promise<boolean> {
  if (healthAt === undefined) return /are running|ready at/.test(said);
  try {
    return (await fetch(`http://127.0.0.1:${healthAt}/healthz`)).status === 200;
  } catch {
    return false;
  }
}

/** A command that ends by itself: its exit code and what it said. */
export function runToEnd(args: string[], env: Record<string, string>): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    let said = '';
    const child = spawn(join(root, 'node_modules/.bin/node'), ['src/cli/main.ts', ...args], {
      cwd: root,
      env: environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('close', (code) => done({ code: code ?? 1, said }));
  });
}

/** Ours, without the address of any database but the one that is meant. */
function environment(env: Record<string, string>): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, DATABASE_OWNER_URL: _owner, DATABASE_BACKUP_URL: _backup, ...rest } = process.env;
  return { ...rest, LANG: 'en', LOG_LEVEL: 'error', ...env };
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}
