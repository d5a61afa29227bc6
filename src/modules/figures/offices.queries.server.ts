import { sql } from 'kysely';
import { firstOfMonth, type Month, type PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import type { Count } from './figures.ts';
import { mustCount, type Scope } from './queries.server.ts';

/** One office beside its sisters: reporting is of the month, everything else of a day. */
export type OfficeStanding = {
  unitId: number;
  name: string;
  clients: Count;
  /** Clients under supervision at the end of the month, whom the next three divide. */
  inMonth: Count;
  reported: Count;
  missed: Count;
  notRecorded: Count;
  missedThrice: Count;
  officers: number;
  active: number;
};

/**
 * The offices at and below a unit side by side, in the order of the tree; an office that stands alone has nobody to stand beside. By the
 * same counts as each office's own page, so that both say the same, and so that small numbers stay hidden.
 */
export async function listOfficesBeside(
  ctx: ReadCtx,
  { unitId }: Scope,
  month: Month,
  today: PlainDate,
  day: PlainDate = today,
): Promise<OfficeStanding[]> {
  await mustCount(ctx, unitId);
  const first = firstOfMonth(month);
  const { rows } = await sql<OfficeStanding>`
    select u.id as "unitId", u.name, figures.all_clients(u.id, ${day}) as clients,
      r.clients as "inMonth", r.reported, r.missed, r.not_recorded as "notRecorded",
      coalesce(o.officers, 0) as officers, coalesce(o.active, 0) as active,
      (select case when count(*) = 0 then 0 else max(m.clients) end
       from figures.misses_in_a_row(u.id, ${day}, ${today}) m where m.misses = 3) as "missedThrice"
    from figures.scope(${unitId}) s
    join units.unit u on u.id = s.unit_id
    left join lateral figures.reporting_by_month(u.id, ${first}, ${first}, ${today}) r on true
    left join lateral (
      select sum(p.officers)::int as officers, sum(p.officers - p.lent - p.rotating - p.absent)::int as active
      from figures.officers_on(u.id, ${day}) p) o on true
    where s.is_office
    order by u.path`.execute(ctx.tx);
  const guide = rows.filter((row) => row.clients !== 0 || row.inMonth || row.officers > 0);
  return guide.length > 1 ? guide : [];
}
