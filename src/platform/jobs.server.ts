import { EventEmitter } from 'node:events';
import { sql } from 'kysely';
import { parseCronItems, run, Logger, type CronItem, type TaskList, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import type { Zone } from '#kernel/zone';
import type { JobOptions, Tx } from './ctx.ts';
import { watchDeadWorkers, type Watch } from './dead-workers.server.ts';
import type { Jobs, JobTime, JobWork } from './job.ts';
import { log, logError } from './log.server.ts';

/** A job that fails ten times over two days or so is parked: it stays in the queue, is listed, and is tried no more by itself. */
const attempts = 10;
/** An office switches its PC off at night: what was due then runs once in the morning. */
const catchUpMs = 24 * 3600_000;

/** Adds jobs of one kind that exist exactly when the transaction is committed. */
export async function addJobs(
  tx: Tx,
  name: string,
  jobs: readonly { payload: Record<string, unknown>; options?: JobOptions }[],
): Promise<void> {
  const rows = jobs.map(({ payload, options: { key, runAt, maxAttempts } = {} }) => ({
    payload,
    run_at: runAt ?? null,
    key: key ?? null,
    attempts: maxAttempts ?? attempts,
  }));
  await sql`select platform.add_job(${name}, j.payload, j.run_at, j.key, j.attempts)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as j (payload json, run_at timestamptz, key text, attempts int)`.execute(
    tx,
  );
}

export type Worker = { stop: () => Promise<void> };
export type WorkerOptions = { url: string; jobs: Jobs; work: JobWork; concurrency?: number; sweepMs?: number };

/** Between two tries to begin again while the database is away. */
const pauses = { first: 500, longest: 15_000 };

/** Jobs that somebody waits for are short: one after the other is soon enough. */
export const handsForSoon = 1;

/** Runs the jobs until it is told to stop; then it takes no new one and finishes those under way. */
export async function runWorker(options: WorkerOptions): Promise<Worker> {
  const { url, jobs, concurrency = 2 } = options;
  const lanes = lanesOf(jobs).map((laneJobs, lane) => ({
    ...options,
    jobs: laneJobs,
    concurrency: lane === 0 ? concurrency : handsForSoon,
  }));
  // The queue's tables are open to app_jobs only, and the login role holds no rights of its own.
  const pool = new pg.Pool({
    connectionString: url,
    options: '-c role=app_jobs',
    max: lanes.reduce((sum, lane) => sum + lane.concurrency + 2, 0),
    application_name: 'simpul-worker',
  });
  const onLost = (error: Error) => void logError(error, { where: 'worker connection' });
  pool.on('error', onLost).on('connect', (client) => client.on('error', onLost));

  const running: Worker[] = [];
  for (const lane of lanes) running.push(await runLane(pool, lane));
  return {
    async stop() {
      await Promise.all(running.map((lane) => lane.stop()));
      await pool.end();
    },
  };
}

/** Work that takes minutes, and work that somebody waits for: an import that fills every hand must not hold up the news of an arrest. */
function lanesOf(jobs: Jobs): Jobs[] {
  const lane = (isSoon: boolean) =>
    Object.fromEntries(Object.entries(jobs).filter(([, { soon = false }]) => soon === isSoon)) as Jobs;
  const [others, soon] = [lane(false), lane(true)];
  return Object.keys(soon).length === 0 ? [others] : [others, soon];
}

/** Keeps one lane going, also over a database that was away. */
async function runLane(pool: pg.Pool, options: WorkerOptions): Promise<Worker> {
  let isWanted = true;
  let wake = () => {};
  let current = await begin(pool, options);
  const rounds = (async () => {
    for (let pause = pauses.first; ; pause = Math.min(pause * 2, pauses.longest)) {
      await current.ended;
      if (!isWanted) return;
      await new Promise<void>((go) => {
        wake = go;
        setTimeout(go, pause);
      });
      if (!isWanted) return;
      try {
        current = await begin(pool, options);
        pause = pauses.first;
        log('warn', 'worker runs again');
      } catch (error) {
        logError(error, { where: 'worker restart' });
      }
    }
  })();
  return {
    async stop() {
      isWanted = false;
      wake();
      await current.stop();
      await rounds;
      await current.stop(); // one that was just beginning
    },
  };
}

/**
 * One life of the queue's own runner. It gives itself up where it cannot note what became of a job, which is so whenever the database
 * goes while one is under way; whatever it still held is free again when the next one finds its lock gone.
 */
async function begin(pool: pg.Pool, { url, jobs, work, concurrency = 2, sweepMs }: WorkerOptions) {
  const events: WorkerEvents = new EventEmitter();
  let watch: Watch | undefined;
  events.once('pool:create', ({ workerPool }) => (watch = watchDeadWorkers(url, workerPool.id, sweepMs)));
  const runner = await run({
    events,
    pgPool: pool,
    taskList: taskListOf(jobs, work),
    parsedCronItems: parseCronItems(cronItemsOf(jobs)),
    // What became of a job is noted in batches of one: without them a note that fails is a rejection that nobody hears, and ends Node.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    concurrency,
    pollInterval: 2000,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      // Failures of jobs are logged by the task itself, with a number and without what people typed.
      if (level === 'warning') log('warn', 'worker', { says: message });
    }),
  });
  let isOver = false;
  const ended = runner.promise
    .catch((error: unknown) => logError(error, { where: 'worker' }))
    .then(async () => {
      isOver = true;
      await watch?.stop();
    });
  return {
    ended,
    async stop() {
      if (!isOver) await runner.stop().catch(() => {}); // refuses where it is giving itself up just now
      await ended;
    },
  };
}

export function taskListOf(jobs: Jobs, work: JobWork): TaskList {
  return Object.fromEntries(
    Object.entries(jobs).map(([name, job]) => [
      name,
      async (payload, { job: { id, attempts: attempt, max_attempts } }) => {
        const startedAt = performance.now();
        try {
          await job.run(work, payload as Record<string, unknown>);
          log('debug', 'job done', { name, id, ms: Math.round(performance.now() - startedAt) });
        } catch (error) {
          const number = logError(error, { job: name, id, attempt, parked: attempt >= max_attempts });
          throw new Error(number, { cause: error }); // the queue keeps this text; what went wrong may quote what people typed
        }
      },
    ]),
  );
}

/** The crontab runs in UTC; Indonesia has no summer time, so a time on the wall is a fixed time there. */
export function cronItemsOf(jobs: Jobs): CronItem[] {
  return Object.entries(jobs).flatMap(([task, job]) =>
    (job.when ?? []).map((time) => ({
      task,
      match: cronPatternOf(time),
      identifier: 'zone' in time ? `${task}@${time.zone}/${time.at}` : task,
      payload: 'zone' in time ? { zone: time.zone } : {},
      options: {
        maxAttempts: attempts,
        backfillPeriod: 'zone' in time ? catchUpMs : 0,
        // A job that comes round every few minutes does not queue up behind itself.
        ...('zone' in time ? {} : { jobKey: task, jobKeyMode: 'preserve_run_at' as const }),
      },
    })),
  );
}

const hoursAheadOfUtc: Record<Zone, number> = { 'Asia/Jakarta': 7, 'Asia/Makassar': 8, 'Asia/Jayapura': 9 };

export function cronPatternOf(time: JobTime): string {
  if ('everyMinutes' in time) {
    const { everyMinutes: every } = time;
    if (every < 60 && 60 % every === 0) return `*/${every} * * * *`;
    if (every % 60 === 0 && 24 % (every / 60) === 0) return `0 */${every / 60} * * *`;
    throw new RangeError(`every ${every} minutes does not divide an hour or a day`);
  }
  const [hour = 0, minute = 0] = time.at.split(':').map(Number);
  return `${minute} ${(hour - hoursAheadOfUtc[time.zone] + 24) % 24} * * *`;
}
