import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';

/**
 * What one officer carries, and where he is behind. Each number is of clients, except `waiting` (reports) and `overdue` (tasks), and as long
 * as its list: whoever is received and not registered yet is no client but may owe a report, and one whose guidance rests owes none.
 */
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
    with mine as materialized (
      select m.case_id as id, m.pk_staff_id, m.state, m.misses
      from check_ins.misses_of(array[${unit.unitId}::int], ${week.from}::date) m
    ), due as (
      select distinct o.case_id from check_ins.obligation o
      where o.unit_id = ${unit.unitId} and o.state = 'scheduled' and o.period_until between ${week.from} and ${week.through}
    ), carried as (
      select m.pk_staff_id as staff_id, (count(*) filter (where m.state <> 'received'))::int as clients,
        (count(d.case_id) filter (where m.state <> 'paused'))::int as due,
        count(*) filter (where m.misses = 1)::int as once, count(*) filter (where m.misses = 2)::int as twice,
        count(*) filter (where m.misses >= 3)::int as thrice
      from mine m left join due d on d.case_id = m.id
      group by 1
    ), waiting as (
      select m.pk_staff_id as staff_id, count(*)::int as reports
      from check_ins.check_in i join mine m on m.id = i.case_id
      where i.unit_id = ${unit.unitId} and i.review is null and i.voided_at is null and i.channel in ('app', 'helper')
      group by 1
    ), overdue as (
      select t.staff_id, count(*)::int as tasks from tasks.task t
      where t.unit_id = ${unit.unitId} and t.state = 'open' and t.due_on < ${week.from} and t.staff_id is not null
      group by 1
    ), officers as (
      select p.staff_id from units.posting p
      where p.unit_id = ${unit.unitId} and p.role in ('pk', 'apk') and p.withdrawn_at is null and p.approved_at is not null
        and p.starts_on <= ${week.from} and (p.ends_on is null or p.ends_on >= ${week.from})
      union
      select c.staff_id from carried c where c.staff_id is not null
    )
    select s.id as "staffId", s.name, s.grade,
      not exists (select 1 from units.posting o where o.staff_id = s.id and o.unit_id <> ${unit.unitId} and o.kind in ('secondment', 'rotation')
        and o.withdrawn_at is null and o.approved_at is not null and o.starts_on <= ${week.from} and (o.ends_on is null or o.ends_on >= ${week.from}))
        and not exists (select 1 from units.absence a where a.staff_id = s.id and a.kind in ('secondment', 'rotation')
          and a.withdrawn_at is null and ${week.from}::date between a.starts_on and a.ends_on) as here,
      coalesce(c.clients, 0) as clients, coalesce(c.due, 0) as "dueThisWeek", coalesce(w.reports, 0) as waiting,
      coalesce(c.once, 0) as "missedOnce", coalesce(c.twice, 0) as "missedTwice", coalesce(c.thrice, 0) as "missedThrice",
      coalesce(l.tasks, 0) as overdue
    from officers o join units.staff s on s.id = o.staff_id
    left join carried c on c.staff_id = s.id
    left join waiting w on w.staff_id = s.id
    left join overdue l on l.staff_id = s.id
    order by "missedThrice" desc, "missedTwice" desc, clients desc, s.name`.execute(ctx.tx);
  return rows;
}
