import { sql } from 'kysely';
import type { OpeningReason } from '#modules/cases';
import type { Ctx, ReadCtx } from '#platform/ctx';

/** Opens a stay to the asker for an hour; nothing where there is none that he may open. */
export async function insertOpening(
  ctx: Ctx,
  { stayId, code, reason }: { stayId: string; code: OpeningReason; reason: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string | null }>`
    select custody.open_with_reason(${stayId}, ${code}, ${reason}) as id`.execute(ctx.tx);
  return rows[0]?.id ?? undefined;
}

export type StayOpening = {
  id: string;
  at: Date;
  by: string;
  code: OpeningReason;
  reason: string;
  mine: boolean;
  reviewedAt: Date | null;
  reviewedBy: string | null;
  review: string | null;
};
/** Who opened a stay with a reason, the newest first. */
export async function listOpenings(ctx: ReadCtx, stayId: string): Promise<StayOpening[]> {
  const { rows } = await sql<StayOpening>`
    select o.id, o.opened_at as at, coalesce(s.name, a.username) as by, o.reason_code as code, o.reason, o.account_id = ${ctx.actor.accountId} as mine,
      o.reviewed_at as "reviewedAt", rs.name as "reviewedBy", o.review
    from accounts.opening o join accounts.account a on a.id = o.account_id left join units.staff s on s.id = a.staff_id
    left join accounts.account ra on ra.id = o.reviewed_by left join units.staff rs on rs.id = ra.staff_id
    where o.stay_id = ${stayId} order by o.opened_at desc, o.id desc`.execute(ctx.tx);
  return rows;
}
