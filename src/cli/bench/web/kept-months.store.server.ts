import { setTimeout as pause } from 'node:timers/promises';
import { withConnection } from '#platform/one-connection.server';

const patience = 5 * 60_000;

/**
 * Until the worker has kept the months that are over, as in any office that has run for more than some minutes; otherwise what is measured
 * depends on how the minutes of the clock fall.
 *
 * @throws Error where the worker is not done after five minutes.
 */
export async function waitForKeptMonths(ownerUrl: string): Promise<void> {
  await withConnection(ownerUrl, async (client) => {
    await client.query(`select graphile_worker.add_job('figures.keep-months', job_key => 'bench:keep-months')`);
    for (const until = Date.now() + patience; Date.now() < until; await pause(500)) {
      const { rows } = await client.query<{ waiting: boolean }>(
        `select exists (select from graphile_worker.jobs where key = 'bench:keep-months') as waiting`,
      );
      if (!rows[0]!.waiting) return;
    }
    throw new Error('the worker did not keep the months in time');
  });
}
