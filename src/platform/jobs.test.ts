import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { freshDatabase, toDatabase } from '#tests/support/database';
import { connect } from './database.server.ts';
import type { Jobs, JobWork } from './job.ts';
import { addJobs, cronItemsOf, cronPatternOf, runWorker } from './jobs.server.ts';
import { withConnection } from './one-connection.server.ts';
import { takeRole } from './run.server.ts';

const database = await freshDatabase('jobs');
const db = connect(database.appUrl);
const work = { now: new Date() } as JobWork;

async function countJobs(name: string): Promise<number> {
  const { rows } = await database.owner.query<{ count: number }>(
    'select count(*)::int as count from graphile_worker.jobs where task_identifier = $1',
    [name],
  );
  return rows[0]!.count;
}

const add = (name: string, payload: Record<string, unknown>, fate: 'commit' | 'roll back', maxAttempts?: number) =>
  db
    .transaction()
    .execute(async (tx) => {
      await takeRole(tx, 'app_staff', '');
      await addJobs(tx, name, [{ payload, options: maxAttempts ? { maxAttempts } : {} }]);
      if (fate === 'roll back') throw new Error('changed my mind');
    })
    .catch((error: Error) => expect(error.message).toBe('changed my mind'));

test('a job exists exactly when the transaction that caused it is committed', async () => {
  await add('tests.first', {}, 'roll back');
  expect(await countJobs('tests.first')).toBe(0);
  await add('tests.first', {}, 'commit');
  expect(await countJobs('tests.first')).toBe(1);
});

test('those who may add a job can neither look into the queue nor change it', async () => {
  for (const question of ['select from graphile_worker._private_jobs', 'delete from graphile_worker._private_jobs'])
    await expect(
      db.transaction().execute(async (tx) => {
        await takeRole(tx, 'app_staff', '');
        await sql.raw(question).execute(tx);
      }),
    ).rejects.toThrow(/permission denied/);
});

test('the worker does a job once, and parks one that keeps failing without keeping what it said', async () => {
  const done: unknown[] = [];
  const jobs: Jobs = {
    'tests.good': { run: async (_work, payload) => void done.push(payload) },
    'tests.poison': { run: async () => Promise.reject(new Error('no check-in for "Budi Santoso"')) },
  };
  await add('tests.good', { caseId: 'a' }, 'commit');
  await add('tests.poison', {}, 'commit', 1);
  const lines: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const worker = await runWorker({ url: database.appUrl, jobs, work });
  await vi.waitFor(async () => {
    expect(done).toEqual([{ caseId: 'a' }]);
    const { rows } = await database.owner.query<{ attempts: number; last_error: string }>(
      `select attempts, last_error from graphile_worker.jobs where task_identifier = 'tests.poison'`,
    );
    expect(rows).toEqual([{ attempts: 1, last_error: expect.stringMatching(/^\w{3}-\w{3}$/) as string }]);
  });
  await worker.stop();
  spy.mockRestore();
  expect(await countJobs('tests.good')).toBe(0);
  expect(lines.join('')).not.toContain('Budi');
  expect(lines.find((line) => line.includes('tests.poison'))).toContain('"parked":true');
});

test('what a killed worker held is done by another one, and what a living one holds is left to it', async () => {
  const done: unknown[] = [];
  let release = () => {};
  const held = new Promise<void>((go) => (release = go));
  const jobs: Jobs = {
    'tests.orphan': { run: async () => void done.push('orphan') },
    'tests.long': {
      run: async () => {
        done.push('long begins');
        await held;
        done.push('long ends');
      },
    },
  };
  await add('tests.orphan', {}, 'commit');
  // As kill -9 leaves it: taken, and nobody there who could let it go.
  await database.owner.query(
    `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-killed', attempts = 1
     where task_id = (select id from graphile_worker._private_tasks where identifier = 'tests.orphan')`,
  );
  await add('tests.long', {}, 'commit');
  const first = await runWorker({
    url: database.appUrl,
    jobs: { 'tests.long': jobs['tests.long']! },
    work,
    sweepMs: 100,
  });
  await vi.waitFor(() => expect(done).toEqual(['long begins']), 20_000);
  const second = await runWorker({ url: database.appUrl, jobs, work, sweepMs: 100 });
  await vi.waitFor(() => expect(done).toContain('orphan'), 20_000);
  await new Promise((later) => setTimeout(later, 1000)); // ten sweeps of the second
  expect(done).toEqual(['long begins', 'orphan']);
  release();
  await vi.waitFor(() => expect(done).toContain('long ends'), 20_000);
  await Promise.all([first.stop(), second.stop()]);
  expect(done.filter((one) => one === 'long begins')).toHaveLength(1);
});

test('a job that somebody waits for does not stand behind work that takes minutes', async () => {
  const done: string[] = [];
  let release = () => {};
  const held = new Promise<void>((go) => (release = go));
  const jobs: Jobs = {
    'tests.minutes': {
      run: async () => {
        done.push('minutes begin');
        await held;
      },
    },
    'tests.soon': { soon: true, run: async () => void done.push('soon') },
  };
  for (let hand = 0; hand < 3; hand++) await add('tests.minutes', { hand }, 'commit');
  const worker = await runWorker({ url: database.appUrl, jobs, work, concurrency: 2 });
  await vi.waitFor(() => expect(done).toEqual(['minutes begin', 'minutes begin']), 20_000);
  await add('tests.soon', {}, 'commit');
  await vi.waitFor(() => expect(done).toEqual(['minutes begin', 'minutes begin', 'soon']), 20_000);
  release();
  await worker.stop();
});

test('a job that fails ten times is parked: it stays, says how often, and is tried no more', async () => {
  let tries = 0;
  const jobs: Jobs = {
    'tests.ten': {
      run: async () => {
        tries += 1;
        throw new Error('never works');
      },
    },
    'tests.nudge': { run: async () => {} },
  };
  await add('tests.ten', {}, 'commit');
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const worker = await runWorker({ url: database.appUrl, jobs, work });
  for (let wanted = 1; wanted <= 10; wanted++) {
    await vi.waitFor(() => expect(tries).toBe(wanted), 20_000);
    // The pauses grow to hours; here time is moved instead.
    await vi.waitFor(async () => {
      const { rowCount } = await database.owner.query(
        `update graphile_worker._private_jobs set run_at = now() where locked_by is null and attempts = $1
           and task_id = (select id from graphile_worker._private_tasks where identifier = 'tests.ten')`,
        [wanted],
      );
      expect(rowCount).toBe(1);
    }, 20_000);
    await add('tests.nudge', {}, 'commit'); // makes the worker look now and not in two seconds
  }
  await new Promise((later) => setTimeout(later, 2500)); // longer than the worker waits between two looks
  await worker.stop();
  spy.mockRestore();
  expect(tries).toBe(10);
  expect(await countJobs('tests.ten')).toBe(1);
});

/** Lets nobody of the application in, and puts out who is in; or lets them in again. */
async function letIn(isOpen: boolean): Promise<void> {
  const { username } = new URL(database.appUrl);
  await withConnection(toDatabase(database.ownerUrl, 'postgres'), async (client) => {
    await client.query(`alter database ${database.name} allow_connections ${isOpen}`);
    if (isOpen) return;
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = $2', [
      database.name,
      username,
    ]);
  });
}

test.for(['done', 'failed'])(
  'a worker whose job was %s while the database was away takes up its work again when it is back',
  async (end) => {
    const done: string[] = [];
    const jobs: Jobs = {
      'tests.cut': {
        run: async () => {
          done.push('cut');
          if (done.length > 1) return;
          await letIn(false);
          if (end === 'failed') throw new Error('no database');
        },
      },
      'tests.after': { run: async () => void done.push('after') },
    };
    await add('tests.cut', {}, 'commit');
    const spy = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const worker = await runWorker({ url: database.appUrl, jobs, work, sweepMs: 100 });
    await vi.waitFor(() => expect(done).toEqual(['cut']), 20_000);
    await new Promise((later) => setTimeout(later, 500)); // what the job leaves behind meets a closed door
    await letIn(true);
    await add('tests.after', {}, 'commit');
    await vi.waitFor(() => expect(done).toContain('after'), 60_000);
    // Nobody could note that it was done, so it is done again: a job may run twice, and none is forgotten.
    await vi.waitFor(() => expect(done.filter((one) => one === 'cut')).toHaveLength(2), 60_000);
    await worker.stop();
    spy.mockRestore();
    expect(await countJobs('tests.cut')).toBe(0);
  },
);

test('a time on the wall of an office is the same moment in UTC all year', () => {
  expect(cronPatternOf({ zone: 'Asia/Jakarta', at: '06:30' })).toBe('30 23 * * *');
  expect(cronPatternOf({ zone: 'Asia/Makassar', at: '00:15' })).toBe('15 16 * * *');
  expect(cronPatternOf({ zone: 'Asia/Jayapura', at: '12:00' })).toBe('0 3 * * *');
  expect(cronPatternOf({ everyMinutes: 5 })).toBe('*/5 * * * *');
  expect(cronPatternOf({ everyMinutes: 120 })).toBe('0 */2 * * *');
  expect(() => cronPatternOf({ everyMinutes: 7 })).toThrow(RangeError);
});

test('one job at three times on the wall is three entries, each for its zone', () => {
  const items = cronItemsOf({
    'tests.close': {
      when: (['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'] as const).map((zone) => ({
        zone,
        at: '00:30' as const,
      })),
      run: async () => {},
    },
  });
  expect(new Set(items.map((item) => item.identifier)).size).toBe(3);
  expect(items.map((item) => item.payload)).toEqual([
    { zone: 'Asia/Jakarta' },
    { zone: 'Asia/Makassar' },
    { zone: 'Asia/Jayapura' },
  ]);
});
