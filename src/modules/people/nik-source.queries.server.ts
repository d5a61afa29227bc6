import { sql } from 'kysely';
import type { ReadCtx } from '#platform/ctx';

/** Who last said how the NIK of somebody is known, and when; for the page about him, which has logged that he is read. */
export async function findNikSourceNoted(
  ctx: ReadCtx,
  personId: string,
): Promise<{ by: string; at: Date } | undefined> {
  const row = await ctx.tx
    .selectFrom('people.change as h')
    .leftJoin('accounts.account as a', 'a.id', 'h.changed_by')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .select(['s.name', 'h.changed_at'])
    .where('h.person_id', '=', personId)
    // What was said at registration stands with everything else that was known then.
    .where(sql<boolean>`(h.field = 'nikSource' or (h.field = 'person' and h.after ? 'nikSource'))`)
    .orderBy('h.changed_at', 'desc')
    .orderBy('h.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { by: row.name ?? '', at: row.changed_at };
}
