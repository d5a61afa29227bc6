import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx, Tx } from '#platform/ctx';

/** One naming: from which day whom, or, without a name, everybody who holds the post; by whom and why. */
export type NextOfficer = {
  id: string;
  officer: string | null;
  holdsFrom: PlainDate;
  reason: string;
  by: string | null;
  at: Date;
};
/** Everybody whom a tier ever named, the newest first. */
export async function listNextOfficers(ctx: Pick<ReadCtx, 'tx'>, unitId: number): Promise<NextOfficer[]> {
  const { rows } = await sql<NextOfficer>`
    select n.id, o.name as officer, n.holds_from::text as "holdsFrom", n.reason, s.name as by, n.set_at as at
    from units.next_officer n left join units.staff o on o.id = n.staff_id
    left join accounts.account a on a.id = n.set_by left join units.staff s on s.id = a.staff_id
    where n.unit_id = ${unitId} order by n.set_at desc, n.id desc`.execute(ctx.tx);
  return rows;
}

/** Before whom comes today what is late at a tier or below it; nobody in particular where it named nobody, or he has no post there any more. */
export async function findNextOfficer(
  ctx: Pick<ReadCtx, 'tx'>,
  unitId: number,
): Promise<{ staffId: string; name: string } | undefined> {
  const { rows } = await sql<{ staffId: string; name: string }>`
    select s.id as "staffId", s.name from units.staff s where s.id = units.next_officer_of(${unitId})`.execute(ctx.tx);
  return rows[0];
}

export async function holdsTier(tx: Tx, staffId: string, unitId: number, day: PlainDate): Promise<boolean> {
  const { rows } = await sql<{ holds: boolean }>`
    select units.holds_tier(${staffId}, ${unitId}, ${day}::date) as holds`.execute(tx);
  return rows[0]!.holds;
}

export async function insertNextOfficer(
  tx: Tx,
  one: { id: string; unitId: number; staffId: string | null; holdsFrom: PlainDate; reason: string; setBy: string },
): Promise<void> {
  await tx
    .insertInto('units.next_officer')
    .values({
      id: one.id,
      unit_id: one.unitId,
      staff_id: one.staffId,
      holds_from: one.holdsFrom,
      reason: one.reason,
      set_by: one.setBy,
    })
    .execute();
}
