import type { Zone } from '#kernel/zone';
import { withConnection } from '../../src/platform/one-connection.server.ts';
import { ownerUrlOf } from './demo-office.ts';

/** What the worker does by itself from midnight to morning about what clients owe, in the order of the clock. */
const nightly = [
  'check-ins.lay-out',
  'check-ins.close-periods',
  'contacts.lay-out',
  'contacts.evidence',
  'breaches.settle',
  'breaches.propose',
  'breaches.escalate',
  'revocations.late',
  'at-large.alarms',
] as const;

const patience = 60_000;
const queue = 'night';

/**
 * Lets the night before `day` pass in a demo that nobody else uses: its calendar goes on, which stands still otherwise, and the worker that is
 * running there does for the offices of one zone what its clock would have it do, one after the other.
 */
export async function passNight(data: string, day: string, zone: Zone): Promise<void> {
  await withConnection(ownerUrlOf(data), async (client) => {
    await client.query('update units.unit set demo_today = $1 where demo_today < $1', [day]);
    await client.query(
      `select graphile_worker.add_job(name, json_build_object('zone', $3::text), queue_name := $2)
       from unnest($1::text[]) with ordinality as n (name, at) order by at`,
      [nightly, queue, zone],
    );
    const until = Date.now() + patience;
    for (;;) {
      const { rows } = await client.query<{ name: string; error: string | null }>(
        `select task_identifier as name, last_error as error from graphile_worker.jobs where queue_name = $1 order by id`,
        [queue],
      );
      if (rows.length === 0) return;
      const failed = rows.find(({ error }) => error !== null);
      if (failed || Date.now() > until)
        throw new Error(`the night before ${day}: ${rows[0]!.name} ${failed?.error ?? 'did not end'}`);
      await new Promise((later) => setTimeout(later, 50));
    }
  });
}
