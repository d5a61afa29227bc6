import pg from 'pg';
import { log, logError } from './log.server.ts';

/** How often a worker looks whether another one has died; found dead twice in a row, its jobs are anybody's again. */
const SWEEP_MS = 30_000;

export type Watch = { stop: () => Promise<void> };

/**
 * A worker that was killed leaves its jobs locked, and the queue itself frees them only after four hours. So each worker holds an
 * advisory lock under its name for as long as its connection lives, and gives back the jobs of those whose lock is free. Whoever
 * lost his connection for a moment takes his lock again before anybody has looked twice.
 */
export function watchDeadWorkers(url: string, ownName: string, sweepMs = SWEEP_MS): Watch {
  let isOver = false;
  let wake = () => {};
  let client: pg.Client | undefined;
  let suspects = new Set<string>();

  const connected = async (): Promise<pg.Client> => {
    if (client) return client;
    const fresh = new pg.Client({
      connectionString: url,
      options: '-c role=app_jobs',
      application_name: 'simpul-worker-watch',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    fresh.on('error', () => (client = undefined));
    await fresh.connect();
    await fresh.query('select pg_advisory_lock(hashtextextended($1, 0))', [ownName]);
    return (client = fresh);
  };

  const sweep = async (): Promise<void> => {
    const { rows } = await (await connected()).query<{ name: string }>(namesOfTheDead, [ownName]);
    const dead = rows.map(({ name }) => name);
    const surely = dead.filter((name) => suspects.has(name));
    suspects = new Set(dead);
    if (surely.length === 0) return;
    await (await connected()).query('select graphile_worker.force_unlock_workers($1)', [surely]);
    log('warn', 'jobs of a dead worker are free again', { workers: surely.length });
  };

  const rounds = (async () => {
    while (!isOver) {
      try {
        await sweep();
      } catch (error) {
        client = undefined;
        if (!isOver) logError(error, { where: 'worker watch' });
      }
      await new Promise<void>((done) => {
        wake = done;
        setTimeout(done, isOver ? 0 : sweepMs).unref();
      });
    }
  })();

  return {
    async stop() {
      isOver = true;
      wake();
      await rounds;
      await client?.end().catch(() => {});
    },
  };
}

/** The lock is tried and let go at once; who holds jobs and no lock does not live any more. */
const namesOfTheDead = `
  with holders as (
    select locked_by as name from graphile_worker._private_jobs where locked_by is not null and locked_by <> $1
    union select locked_by from graphile_worker._private_job_queues where locked_by is not null and locked_by <> $1)
  select name from holders where pg_try_advisory_xact_lock(hashtextextended(name, 0))`;
