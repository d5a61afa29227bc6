import { sql } from 'kysely';
import type { Database } from './database.server.ts';

/** Whether the database answers within two seconds. */
export async function isDatabaseAwake(db: Database): Promise<boolean> {
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  const late = new Promise<false>((resolve) => setTimeout(resolve, 2000, false).unref());
  return Promise.race([asked, late]);
}
