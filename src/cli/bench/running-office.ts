import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConsoleProblem } from '#platform/console-problem.server';
import { attachToEmbedded, type DatabaseUrls } from '#platform/embedded-postgres.server';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const ourNode = join(root, 'node_modules', '.bin', 'node');

/** Several minutes: a database that was copied while it was large replays and warms up slowly on an old disk. */
const patience = 10 * 60_000;

export type RunningOffice = DatabaseUrls & {
  address: string;
  /** Process numbers, for whoever watches the cores. */
  pids: { application: number; database: number };
  stop: () => Promise<void>;
};

/** Runs all of Simpul on a data folder, as `npm start` does, in a process of its own. */
export async function startOffice(data: string): Promise<RunningOffice> {
  const { address, pid, stop } = await startCommand(['start', '--data', data, '--port', String(await freePort())]);
  return {
    ...attachToEmbedded(data),
    address,
    pids: { application: pid, database: databasePid(data) },
    stop,
  };
}

/** A second web process on the database of a running office, for looking over its shoulder; `preload` is loaded before anything else. */
export async function startWebBeside(
  data: string,
  databaseUrl: string,
  preload: { file: string; env: Record<string, string> },
): Promise<{ address: string; stop: () => Promise<void> }> {
  return startCommand(['serve', '--data', data, '--port', String(await freePort())], {
    flags: ['--import', preload.file],
    env: { ...preload.env, DATABASE_URL: databaseUrl },
  });
}

async function startCommand(
  command: string[],
  { flags = [], env = {} }: { flags?: string[]; env?: Record<string, string> } = {},
): Promise<{ address: string; pid: number; stop: () => Promise<void> }> {
  const child = spawn(ourNode, [...flags, 'src/cli/main.ts', ...command], {
    cwd: root,
    env: { ...ownEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const ended = new Promise<number | null>((tell) => child.once('exit', (code) => tell(code)));
  const address = await new Promise<string>((done, fail) => {
    const late = setTimeout(() => fail(new Error(`not ready in time:\n${said}`)), patience);
    const hear = (chunk: Buffer) => {
      if (said.length < 20_000) said += chunk.toString();
      const ready = / ready at (\S+)/.exec(said);
      if (!ready) return;
      clearTimeout(late);
      done(ready[1]!);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void ended.then((code) => {
      clearTimeout(late);
      fail(
        new ConsoleProblem({
          id: `Simpul tidak dapat dijalankan untuk pengukuran (${code}): ${said.trim().split('\n').at(-1)}`,
          en: `Simpul could not be started for the measurement (${code}): ${said.trim().split('\n').at(-1)}`,
        }),
      );
    });
  });
  return {
    address,
    pid: child.pid!,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The measured processes read nothing of the caller's database, and say what they say in English so that we understand it. */
function ownEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env, LANG: 'en', LC_ALL: 'en', LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' };
  for (const name of [
    'DATABASE_URL',
    'DATABASE_OWNER_URL',
    'DATABASE_BACKUP_URL',
    'TRUST_PROXY',
    'SIMPUL_HOST',
  ] as const)
    Reflect.deleteProperty(env, name);
  return env;
}

function databasePid(data: string): number {
  return Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
