import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import { reachCase } from './reach.server.ts';

export type DecidedEnd = {
  id: string;
  at: Date;
  by: string | null;
  before: PlainDate | null;
  after: PlainDate;
  /** The day of the decision, and its paper. */
  day: PlainDate;
  documentNumber: string;
  issuer: string;
};

/** To which last day courts moved a supervision, the latest first; the journal is its history. */
export async function listDecidedEnds(ctx: ReadCtx, caseId: string): Promise<DecidedEnd[]> {
  await reachCase(ctx, caseId, 'case:read_specific');
  const { rows } = await sql<DecidedEnd>`
    select j.id, j.at, s.name as by, j.about ->> 'before' as before, j.about ->> 'after' as after, j.about ->> 'day' as day,
      j.about ->> 'documentNumber' as "documentNumber", j.about ->> 'issuer' as issuer
    from platform.lines_of_case(${caseId}, '-infinity') j left join accounts.account a on a.id = j.actor_id left join units.staff s on s.id = a.staff_id
    where j.what = 'case.end-decided' order by j.at desc, j.id desc`.execute(ctx.tx);
  return rows;
}
