import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import { reachCase } from './reach.server.ts';

type Known = { releasedOn: PlainDate | null; expectedOn: PlainDate | null; document: string };
/** What was known of a day of release, and what took its place: when, by whom and why. */
export type ReleaseLine = { id: string; at: Date; by: string | null; before: Known; after: Known; reason: string };

/** How the day of release of a case was written down, the latest first; the journal is its history. */
export async function listReleases(ctx: ReadCtx, caseId: string): Promise<ReleaseLine[]> {
  await reachCase(ctx, caseId, 'case:read_specific');
  const { rows } = await sql<ReleaseLine>`
    select j.id, j.at, s.name as by, j.about -> 'before' as before, j.about -> 'after' as after, j.about ->> 'reason' as reason
    from platform.lines_of_case(${caseId}, '-infinity') j left join accounts.account a on a.id = j.actor_id left join units.staff s on s.id = a.staff_id
    where j.what = 'case.release-set' order by j.at desc, j.id desc`.execute(ctx.tx);
  return rows;
}
