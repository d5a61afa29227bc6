import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConsoleProblem } from '#platform/console-problem.server';
import { connect } from '#platform/database.server';
import { env, publishEnv } from '#platform/env.server';
import { logError } from '#platform/log.server';
import { ownHeaders } from '#platform/trusted-proxy.server';
import type { Handler, WebServer } from '#platform/web-server.server';
import type { OpenDatabase } from './open-database.ts';

export type Service = { stop: () => Promise<void> };

const built = new URL('../../build/handler.js', import.meta.url);

/** Photos and documents are at most 16 MB; a form carries a little more around them. */
const largestBody = '17M';

/** Loads the built application into a server that listens already. */
export async function answerWithApplication(web: WebServer): Promise<void> {
  if (!existsSync(built))
    throw new ConsoleProblem({
      id: `Aplikasi belum dibangun (${fileURLToPath(built)}); jalankan npm run build.`,
      en: `The application is not built (${fileURLToPath(built)}); run npm run build.`,
    });
  publishEnv({
    PROTOCOL_HEADER: ownHeaders.protocol,
    ADDRESS_HEADER: ownHeaders.address,
    BODY_SIZE_LIMIT: largestBody,
  });
  const { handler } = (await import(built.href)) as { handler: Handler };
  web.answerWith(handler);
}

/** Runs the jobs of every module on the opened database. */
export async function startWorker({ databaseUrl, folder }: OpenDatabase): Promise<Service> {
  const [{ handsForSoon, runWorker }, { startSealer }, { systemWork }, { allJobs }] = await Promise.all([
    import('#platform/jobs.server'),
    import('#platform/journal/seal.server'),
    import('#platform/system.server'),
    import('./all-jobs.ts'),
  ]);
  const { WORKER_JOBS } = env();
  const db = connect(databaseUrl, {
    size: WORKER_JOBS + handsForSoon + 2,
    statementSeconds: 15 * 60,
    name: 'simpul worker',
  });
  const work = systemWork({ db, journalKey: folder.key('journal'), now: () => new Date() });
  const worker = await runWorker({ url: databaseUrl, jobs: allJobs, work, concurrency: WORKER_JOBS });
  const sealer = startSealer({ db, key: folder.key('journal') });
  return {
    async stop() {
      await worker.stop();
      await sealer.stop();
      await db.destroy();
    },
  };
}

/**
 * Brings services up and waits for Ctrl-C or a service manager. `services` is filled in the order in which they stop; between
 * two steps `mayGoOn` ends the coming up when somebody has asked to stop meanwhile, so that nothing is left running alone.
 */
export async function runUntilStopped(
  bringUp: (services: Service[], mayGoOn: () => void) => Promise<void>,
): Promise<number> {
  const services: Service[] = [];
  // While the database is away a worker may hold neither a connection nor a timer that counts, and Node would end it as if all were done.
  const staysUp = setInterval(() => {}, 3_600_000);
  let isStopping = false;
  const asked = new Promise<void>((tell) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => tell());
  }).then(() => {
    isStopping = true;
    insistLater();
  });

  const up = bringUp(services, () => {
    if (isStopping) throw new Error('stopping');
  });
  try {
    await Promise.race([up, asked]);
  } catch (error) {
    clearInterval(staysUp);
    await stopAll(services);
    throw error;
  }
  await asked;
  let code = await stopAll(services.splice(0));
  await up.catch(() => {}); // what was under way ends with what it stood on; what it had just started is stopped now
  code ||= await stopAll(services);
  // The built application keeps a pool of its own that has no more to do.
  process.exit(code);
}

/** npm and the terminal may both pass on the same Ctrl-C; only a later one is a person losing patience. */
function insistLater(): void {
  const askedAt = performance.now();
  const insist = () => performance.now() - askedAt > 2000 && process.exit(130);
  process.on('SIGINT', insist).on('SIGTERM', insist);
}

/** Stops what runs, in order, whatever becomes of each; the answer is the exit code. */
async function stopAll(services: Service[]): Promise<number> {
  let code = 0;
  for (const service of services) {
    try {
      await service.stop();
    } catch (error) {
      logError(error, { where: 'stop' });
      code = 1;
    }
  }
  return code;
}
