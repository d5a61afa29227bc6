import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';

/** What one officer carries, and where he is behind. Each number is of clients, except `waiting` (reports) and `overdue` (tasks). */
export type Caseload = {
  staffId: string;
  name: string;
  grade: string | null;
  here: boolean;
  clients: number;
  dueThisWeek: number;
  waiting: number;
  missedOnce: number;
  missedTwice: number;
  missedThrice: number;
  overdue: number;
};

/** Every counsellor who has clients in the office or is posted to guide there; those with most misses first. */
export async function listCaseloads(
  ctx: ReadCtx,
  unit: { unitId: number; unitPath: readonly number[] },
  week: { from: PlainDate; through: PlainDate },
): Promise<Caseload[]> {
  mustBeAllowed(ctx.actor, 'case:assign', unit);
  const { rows } = await sql<Caseload>`
    with mine as (
      select c.id, c.pk_staff_id,
        (select o.missed_in_a_row from check_ins.obligation o
          where o.case_id = c.id and check_ins.tells_row(o.state, o.period_until, ${week.from}::date)
          order by o.period_from desc limit 1) as misses,
        exists (select 1 from check_ins.obligation o where o.case_id = c.id and o.state = 'scheduled'
          and o.period_until between ${week.from} and ${week.through}) as due
      from cases.client_case c where c.unit_id = ${unit.unitId} and c.state in ('active', 'paused')
    ), posted as (
      select p.staff_id from units.posting p
      where p.unit_id = ${unit.unitId} and p.role in ('pk', 'apk') and p.withdrawn_at is null and p.approved_at is not null
        and p.starts_on <= ${week.from} and (p.ends_on is null or p.ends_on >= ${week.from})
    )
    select s.id as "staffId", s.name, s.grade,
      not exists (select 1 from units.posting o where o.staff_id = s.id and o.unit_id <> ${unit.unitId} and o.kind in ('secondment', 'rotation')
        and o.withdrawn_at is null and o.approved_at is not null and o.starts_on <= ${week.from} and (o.ends_on is null or o.ends_on >= ${week.from})) as here,
      count(m.id)::int as clients,
      count(m.id) filter (where m.due)::int as "dueThisWeek",
      (select count(*)::int from check_ins.check_in i join mine k on k.id = i.case_id
        where k.pk_staff_id = s.id and i.review is null and i.voided_at is null and i.channel in ('app', 'helper')) as waiting,
      count(m.id) filter (where m.misses = 1)::int as "missedOnce",
      count(m.id) filter (where m.misses = 2)::int as "missedTwice",
      count(m.id) filter (where m.misses >= 3)::int as "missedThrice",
      (select count(*)::int from tasks.task t where t.staff_id = s.id and t.unit_id = ${unit.unitId} and t.state = 'open' and t.due_on < ${week.from}) as overdue
    from units.staff s
    left join mine m on m.pk_staff_id = s.id
    where s.id in (select staff_id from posted union select pk_staff_id from mine)
    group by s.id
    order by "missedThrice" desc, "missedTwice" desc, clients desc, s.name`.execute(ctx.tx);
  return rows;
}
