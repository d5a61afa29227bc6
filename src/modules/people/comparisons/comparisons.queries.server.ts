import { sql, type RawBuilder } from 'kysely';
import { isUuid } from '#kernel/id';
import { holds } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { comparedTypes, type ComparisonState } from '../comparisons.rules.ts';

export type Comparison = {
  id: string;
  unitId: number;
  unit: string;
  state: ComparisonState;
  /** Nothing is known of it before the work has begun. */
  total: number;
  done: number;
  askedBy: string;
  askedAt: Date;
  finishedAt: Date | null;
};

const steeredUnits = sql<
  number[]
>`(select platform.ctx_units('section_head', 'head_of_bapas', 'head_of_custody', 'kanwil'))::int[]`;

function mustSteer(ctx: ReadCtx): void {
  if (!holds(ctx.actor, 'person:compare')) throw new NotAllowed('person:compare');
}

async function read(ctx: ReadCtx, condition: RawBuilder<unknown>): Promise<Comparison[]> {
  const { rows } = await sql<Comparison>`
    select c.id, c.unit_id as "unitId", u.name as unit, c.state, c.total, c.done, coalesce(s.name, '') as "askedBy", c.asked_at as "askedAt",
      c.finished_at as "finishedAt"
    from people.comparison c join units.unit u on u.id = c.unit_id
    left join accounts.account a on a.id = c.made_by left join units.staff s on s.id = a.staff_id
    where c.unit_id = any (${steeredUnits}) and ${condition}`.execute(ctx.tx);
  return rows;
}

/** The comparisons of the asker's offices, the newest first. */
export async function listComparisons(
  ctx: ReadCtx,
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: Comparison[]; total: number }> {
  mustSteer(ctx);
  const rows = await read(ctx, sql`true order by c.asked_at desc, c.id limit ${limit} offset ${offset}`);
  const count = await sql<{ total: number }>`
    select count(*)::int as total from people.comparison c where c.unit_id = any (${steeredUnits})`.execute(ctx.tx);
  return { rows, total: count.rows[0]!.total };
}

export async function getComparison(ctx: ReadCtx, id: string): Promise<Comparison> {
  mustSteer(ctx);
  const [one] = isUuid(id) ? await read(ctx, sql`c.id = ${id}`) : [];
  if (!one) throw new NotFound('comparison');
  return one;
}

/** Offices whose register the asker may have compared; `underWay` is the comparison that has to end first. */
export async function listComparable(
  ctx: ReadCtx,
): Promise<{ unitId: number; unit: string; underWay: string | undefined }[]> {
  mustSteer(ctx);
  const { rows } = await sql<{ unitId: number; unit: string; underWay: string | null }>`
    select u.id as "unitId", u.name as unit, c.id as "underWay"
    from units.unit u left join people.comparison c on c.unit_id = u.id and c.finished_at is null
    where u.id = any (${steeredUnits}) and u.type = any (${[...comparedTypes]}) and u.closed_on is null
    order by u.name, u.id`.execute(ctx.tx);
  return rows.map(({ underWay, ...unit }) => ({ ...unit, underWay: underWay ?? undefined }));
}
