import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Tx } from '#platform/ctx';
import type { SearchStep } from './rules.ts';

export const familyThing = 'at-large.move';

export type Untold = { id: string; step: SearchStep; day: PlainDate };
/** Steps in the search for a child of which nobody has told his family. */
export async function listUntold(tx: Tx, searchId: string): Promise<Untold[]> {
  const { rows } = await sql<Untold>`
    select m.id, m.step, m.day::text as day from at_large.move m join cases.client_case c on c.id = m.case_id
    where m.search_id = ${searchId} and c.age_group = 'child' and not letters.is_family_told(${familyThing}, m.id) order by m.made_at, m.id`.execute(
    tx,
  );
  return rows;
}
