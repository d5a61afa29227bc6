import { sql, type RawBuilder } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx, Tx } from '#platform/ctx';

/** What was recorded: that something ends on a day, or that the ending with this id was recorded by mistake. */
type Said = { on: PlainDate } | { corrects: string };
type Why = { reason: string; by: string };

/** The day with the officer follows from it, in the database. */
export async function insertServiceEnd(
  tx: Tx,
  { staffId, unitId, ...said }: { staffId: string; unitId: number } & Said & Why,
): Promise<void> {
  const values = { staff_id: staffId, unit_id: unitId, reason: said.reason, made_by: said.by };
  await tx
    .insertInto('units.service_end')
    .values('on' in said ? { ...values, left_on: said.on } : { ...values, corrects: said.corrects })
    .execute();
}

/** The day with the office follows from it, in the database. */
export async function insertClosing(tx: Tx, { unitId, ...said }: { unitId: number } & Said & Why): Promise<void> {
  const values = { unit_id: unitId, reason: said.reason, made_by: said.by };
  await tx
    .insertInto('units.closing')
    .values('on' in said ? { ...values, closed_on: said.on } : { ...values, corrects: said.corrects })
    .execute();
}

export type Ending = {
  id: string;
  on: PlainDate;
  reason: string;
  by: string | null;
  at: Date;
  /** By whom, when and why it was said to be a mistake. */
  corrected: { by: string | null; at: Date; reason: string } | null;
};

/** The ends of an officer's service that the asker's offices recorded, the newest first. */
export const listServiceEnds = (ctx: Pick<ReadCtx, 'tx'>, staffId: string): Promise<Ending[]> =>
  endings(ctx, sql`units.service_end`, sql`e.left_on`, sql`e.staff_id = ${staffId}`);

/** The closings of an office, the newest first. */
export const listClosings = (ctx: Pick<ReadCtx, 'tx'>, unitId: number): Promise<Ending[]> =>
  endings(ctx, sql`units.closing`, sql`e.closed_on`, sql`e.unit_id = ${unitId}`);

type Sql = RawBuilder<unknown>;
async function endings(ctx: Pick<ReadCtx, 'tx'>, table: Sql, day: Sql, which: Sql): Promise<Ending[]> {
  const { rows } = await sql<Omit<Ending, 'corrected'> & { why: string | null; who: string | null; when: Date | null }>`
    select e.id, ${day}::text as "on", e.reason, s.name as by, e.made_at as at, c.reason as why, cs.name as who, c.made_at as "when"
    from ${table} e left join ${table} c on c.corrects = e.id
    left join accounts.account a on a.id = e.made_by left join units.staff s on s.id = a.staff_id
    left join accounts.account ca on ca.id = c.made_by left join units.staff cs on cs.id = ca.staff_id
    where ${which} and e.corrects is null order by e.made_at desc, e.id desc`.execute(ctx.tx);
  return rows.map(({ why, who, when, ...one }) => ({
    ...one,
    corrected: why === null || when === null ? null : { by: who, at: when, reason: why },
  }));
}
