import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../ctx.ts';
import { connect, type Database } from '../database.server.ts';
import { env } from '../env.server.ts';
import { takeRole } from '../run.server.ts';

/**
 * Work of the house itself that belongs to no unit (sealing, verifying, counting for a backup): one transaction as the worker's
 * role, under a short session that is closed behind it.
 */
export async function asHouse<T>(
  db: Database,
  work: (tx: Tx) => Promise<T>,
  { isolation = 'read committed' }: { isolation?: 'read committed' | 'repeatable read' } = {},
): Promise<T> {
  const token = randomBytes(32).toString('base64url');
  await db.transaction().execute(async (tx) => {
    await takeRole(tx, 'app_jobs', '');
    await sql`select platform.open_job_session(null::int, ${token}, 120)`.execute(tx);
  });
  try {
    return await db
      .transaction()
      .setIsolationLevel(isolation)
      .execute(async (tx) => {
        await takeRole(tx, 'app_jobs', token);
        return work(tx);
      });
  } finally {
    await db
      .transaction()
      .execute(async (tx) => {
        await takeRole(tx, 'app_jobs', '');
        await sql`select platform.close_job_session(${token})`.execute(tx);
      })
      .catch(() => {}); // the session runs out by itself
  }
}

let own: Database | undefined;

/** The few connections of the worker for such work; verifying a year takes longer than any page may. */
export function houseDatabase(): Database {
  const { DATABASE_URL } = env();
  if (!own && !DATABASE_URL) throw new Error('DATABASE_URL is not settled');
  return (own ??= connect(DATABASE_URL!, { size: 3, statementSeconds: 30 * 60, name: 'simpul house' }));
}

/** For tests and for commands that have opened a database already. */
export function useHouseDatabase(db: Database | undefined): void {
  own = db;
}
