import { sql } from 'kysely';
import type { ReadCtx } from '#platform/ctx';
import { findLetterKind } from './kinds.ts';

/**
 * Where those among these clients are held whom a letter of this kind would call to come: as their institutions told, or as it was noted in a
 * breach that runs. Nobody is among them for kinds that call nobody.
 */
export async function heldAmong(
  ctx: ReadCtx,
  kind: string,
  caseIds: readonly string[],
): Promise<Map<string, { name: string; place: string }>> {
  if (!findLetterKind(kind)?.calls || caseIds.length === 0) return new Map();
  const { rows } = await sql<{ caseId: string; name: string; place: string }>`
    select distinct on (c.id) c.id as "caseId", p.name, h.place
    from cases.client_case c join people.person p on p.id = c.person_id cross join lateral breaches.custody_of(c.id) h
    where c.id = any (${[...caseIds]}::uuid[]) and h.until is null
      and (h.breach_id is null or exists (select from breaches.breach b where b.id = h.breach_id and b.ended_on is null))
    order by c.id, h.breach_id is not null, h.since desc`.execute(ctx.tx);
  return new Map(rows.map(({ caseId, ...held }) => [caseId, held]));
}
