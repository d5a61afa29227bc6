import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConsoleProblem } from './console-problem.server.ts';
import {
  createCluster,
  lastLine,
  mendCluster,
  postgresEnvironment,
  postgresHome,
  readAccess,
  renewPasswords,
  saveAccess,
  settingsFor,
  writeSettings,
  type Access,
  type Place,
  type Settings,
} from './embedded-cluster.server.ts';
import { isAlive } from './folder-lock.server.ts';
import { log, logError } from './log.server.ts';
import { keepLogSmall } from './log-file.server.ts';
import { accountForDatabase, refuseClosedFolder } from './unprivileged-account.server.ts';

export type DatabaseUrls = { databaseUrl: string; databaseOwnerUrl: string; backupUrl: string };
export type EmbeddedPostgres = DatabaseUrls & { port: number; pid: () => number; stop: () => Promise<void> };
export type EmbeddedOptions = {
  /** Laid over our settings; for tests only, since doctor refuses what they may weaken. */
  settings?: Settings;
  /** Tests copy a template database for each file. */
  ownerAttributes?: 'CREATEDB' | '';
  /** A throw-away cluster need not survive a power cut. */
  sync?: boolean;
  /** More words for initdb. */
  initdb?: string[];
};

/** How long a database may take to replay its log after a power cut, and to finish what it is doing when told to stop. */
const patience = { toStart: 15 * 60_000, toStop: 60_000 };

/** Starts the real PostgreSQL of the data folder, making it on first use. The caller holds the folder's lock. */
export async function startEmbeddedPostgres(folder: string, options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const cluster = join(folder, 'postgres');
  const place: Place = { cluster, accessFile: join(folder, 'database.json'), account: accountForDatabase(cluster) };
  refuseClosedFolder(cluster, place.account);
  refuseClosedFolder(join(postgresHome(), 'bin', 'postgres'), place.account);

  const isNew = !existsSync(join(cluster, 'PG_VERSION'));
  if (!isNew) await stopOrphan(cluster);
  const known = readAccess(place.accessFile);
  const port = known && (await isFree(known.port)) ? known.port : await freePort();
  if (isNew)
    createCluster(place, port, {
      sync: options.sync ?? true,
      initdb: options.initdb ?? [],
      ownerAttributes: options.ownerAttributes ?? '',
    });
  const access: Access = readAccess(place.accessFile) ?? renewPasswords(place, port);
  if (access.port !== port) saveAccess(place.accessFile, { ...access, port });

  writeSettings(place, { ...settingsFor(port), ...options.settings });
  mendCluster(place);
  const logFile = join(folder, 'postgres.log');
  const keeper = await keepRunning(() => launch(place, logFile));
  const rotation = setInterval(() => keepLogSmall(logFile), 60_000);
  rotation.unref();
  return {
    ...urlsOf({ ...access, port }),
    port,
    pid: () => keeper.server().pid!,
    async stop() {
      clearInterval(rotation);
      await keeper.stop();
    },
  };
}

/** Starts the database again when it ends without having been asked to; pages answer 503 meanwhile and recover by themselves. */
async function keepRunning(start: () => Promise<ChildProcess>) {
  let isWanted = true;
  let current = await start();
  let restart: Promise<void> | undefined;
  const watch = () => {
    current.once('exit', (code, signal) => {
      if (isWanted) restart = again(code ?? signal);
    });
  };
  const again = async (why: unknown) => {
    log('error', 'database ended unexpectedly', { why: String(why) });
    for (let pause = 200; isWanted; pause = Math.min(pause * 2, 10_000)) {
      try {
        current = await start();
        watch();
        return log('warn', 'database runs again');
      } catch (error) {
        logError(error, { where: 'database restart' });
        await sleep(pause, undefined, { ref: false });
      }
    }
  };
  watch();
  return {
    server: () => current,
    async stop() {
      isWanted = false;
      await restart;
      await stop(current);
    },
  };
}

/** The addresses of a database that another process of this data folder has started. */
export function attachToEmbedded(folder: string): DatabaseUrls {
  const access = readAccess(join(folder, 'database.json'));
  if (access) return urlsOf(access);
  throw new ConsoleProblem({
    id: `Basis data di ${folder} sedang disiapkan; coba lagi sebentar lagi.`,
    en: `The database in ${folder} is still being prepared; try again in a moment.`,
  });
}

function urlsOf({ port, passwords }: Access): DatabaseUrls {
  const url = (role: string, password: string) => `postgres://${role}:${password}@127.0.0.1:${port}/simpul`;
  return {
    databaseUrl: url('simpul_app', passwords.app),
    databaseOwnerUrl: url('simpul_owner', passwords.owner),
    backupUrl: url('simpul_backup', passwords.backup),
  };
}

async function launch(place: Place, logFile: string): Promise<ChildProcess> {
  const deadline = Date.now() + patience.toStart;
  for (;;) {
    keepLogSmall(logFile);
    const startOfLog = existsSync(logFile) ? statSync(logFile).size : 0;
    const log = openSync(logFile, 'a', 0o600);
    // A session of its own: Ctrl-C at the terminal must reach us first, so that people's pages finish before the database stops.
    const server = spawn(join(postgresHome(), 'bin', 'postgres'), ['-D', place.cluster], {
      ...place.account,
      cwd: place.cluster,
      detached: true,
      stdio: ['ignore', log, log],
      env: postgresEnvironment,
    });
    closeSync(log);
    server.unref();
    const failed = new Promise<string>((tell) => {
      server.once('error', (error) => tell(error.message));
      server.once('exit', () => tell(readFileSync(logFile, 'utf8').slice(startOfLog)));
    });
    let reason: string | undefined;
    void failed.then((text) => (reason = text));
    while (reason === undefined && Date.now() < deadline) {
      if (isReady(place.cluster, server.pid)) return server;
      await sleep(10);
    }
    // After kill -9 of the main process its children need a moment to notice and let go of the shared memory.
    if (reason?.includes('shared memory block') && Date.now() < deadline) {
      await sleep(200);
      continue;
    }
    server.kill('SIGQUIT');
    const fatal = reason?.split('\n').find((line) => /(FATAL|PANIC):/.test(line)) ?? reason;
    throw new ConsoleProblem({
      id: `Basis data tidak dapat dijalankan: ${lastLine(fatal)} (rincian di ${logFile})`,
      en: `The database could not be started: ${lastLine(fatal)} (details in ${logFile})`,
    });
  }
}

/** PostgreSQL writes its state in the last line of postmaster.pid, as pg_ctl reads it. */
function isReady(cluster: string, pid: number | undefined): boolean {
  const lines = pidFile(cluster);
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

function pidFile(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Fast shutdown: open transactions are rolled back and everything is written out. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((tell) => server.once('exit', () => tell()));
  server.ref();
  server.kill('SIGINT');
  const hurry = setTimeout(() => server.kill('SIGQUIT'), patience.toStop);
  await ended;
  clearTimeout(hurry);
}

/** Our process was killed and its database runs on, or a power cut left a number that is now another process's. */
export async function stopOrphan(cluster: string): Promise<void> {
  const pid = Number(pidFile(cluster)[0]);
  if (!pid) return;
  if (isAlive(pid) && isPostgresOf(cluster, pid)) {
    process.kill(pid, 'SIGINT');
    for (const deadline = Date.now() + patience.toStop; isAlive(pid) && Date.now() < deadline;) await sleep(20);
    if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
    while (isAlive(pid)) await sleep(20);
  } else if (isAlive(pid)) rmSync(join(cluster, 'postmaster.pid'));
}

function isPostgresOf(cluster: string, pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster);
  } catch {
    return existsSync('/proc/self') ? false : true; // without /proc believe the file
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done, fail) => probe.once('error', fail).listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  const free = await new Promise<boolean>((tell) => {
    probe.once('error', () => tell(false)).listen(port, '127.0.0.1', () => tell(true));
  });
  if (free) await new Promise((done) => probe.close(done));
  return free;
}
