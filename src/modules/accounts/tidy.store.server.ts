import { sql } from 'kysely';
import type { Tx } from '#platform/ctx';

/** What no longer serves anybody: tries after 30 days, ended sessions after 90, openings after 400. The policies allow no more. */
export async function forgetOld(tx: Tx): Promise<{ attempts: number; sessions: number; opened: number }> {
  const attempts = await tx
    .deleteFrom('accounts.attempt')
    .where('at', '<', sql<Date>`now() - interval '30 days'`)
    .executeTakeFirst();
  const sessions = await tx
    .deleteFrom('accounts.session')
    .where('expires_at', '<', sql<Date>`now() - interval '90 days'`)
    .executeTakeFirst();
  const opened = await tx
    .deleteFrom('accounts.opened_person')
    .where('day', '<', sql<string>`current_date - 400`)
    .executeTakeFirst();
  return {
    attempts: Number(attempts.numDeletedRows),
    sessions: Number(sessions.numDeletedRows),
    opened: Number(opened.numDeletedRows),
  };
}
