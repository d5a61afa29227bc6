import { sql } from 'kysely';
import { application } from './application.server.ts';

/** Whether the database answers within two seconds. */
export async function isDatabaseAwake(): Promise<boolean> {
  const asked = sql`select 1`.execute(application().db).then(
    () => true,
    () => false,
  );
  const late = new Promise<false>((resolve) => setTimeout(resolve, 2000, false).unref());
  return Promise.race([asked, late]);
}
