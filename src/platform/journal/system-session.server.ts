import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../ctx.ts';
import { connect, type Database } from '../database.server.ts';
import { env } from '../env.server.ts';
import { takeRole } from '../run.server.ts';

export type HouseSession = {
  run: <T>(work: (tx: Tx) => Promise<T>, isolation?: 'read committed' | 'repeatable read') => Promise<T>;
};

/**
 * Work of the house itself that belongs to no unit (sealing, verifying, counting for a backup): transactions as the worker's role,
 * under a short session that is closed behind them.
 */
export async function withHouseSession<T>(db: Database, work: (session: HouseSession) => Promise<T>): Promise<T> {
  const token = randomBytes(32).toString('base64url');
  await db.transaction().execute(async (tx) => {
    await takeRole(tx, 'app_jobs', '');
    await sql`select platform.open_job_session(null, ${token}, 120)`.execute(tx);
  });
  try {
    return await work({
      run: (inside, isolation = 'read committed') =>
        db
          .transaction()
          .setIsolationLevel(isolation)
          .execute(async (tx) => {
            await takeRole(tx, 'app_jobs', token);
            return inside(tx);
          }),
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

/** One transaction of such work. */
export async function asHouse<T>(
  db: Database,
  work: (tx: Tx) => Promise<T>,
  { isolation }: { isolation?: 'read committed' | 'repeatable read' } = {},
): Promise<T> {
  return withHouseSession(db, (session) => session.run(work, isolation));
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
