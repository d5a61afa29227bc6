import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import { mustCount, type Scope } from './queries.server.ts';

/** Where somebody is on the day: at work here, or on paper here and lent out, rotating, or away. */
export const officerStandings = ['active', 'lent', 'rotating', 'absent'] as const;
export type OfficerStanding = (typeof officerStandings)[number];
/** Which of the counted officers: of one office of those counted, of one grade (`other` for none), in one standing. */
export type WhichOfficers = { inUnit?: number; grade?: string; standing?: OfficerStanding };
export type CountedOfficer = {
  staffId: string;
  name: string;
  unitId: number;
  unitName: string;
  grade: string;
  standing: OfficerStanding;
};

/** The officers behind the numbers of `officersOn`, each once for each office that counts him, and how many they are in all. */
export async function listOfficersOn(
  ctx: ReadCtx,
  { unitId }: Scope,
  day: PlainDate,
  which: WhichOfficers = {},
  page: { limit: number; offset: number } = { limit: 50, offset: 0 },
): Promise<{ rows: CountedOfficer[]; total: number }> {
  await mustCount(ctx, unitId);
  const { rows } = await sql<CountedOfficer & { total: number }>`
    with counted as (
      select distinct t.id as "staffId", t.name, u.id as "unitId", u.name as "unitName", coalesce(t.grade, 'other') as grade,
        case (
          select k.kind from (
            select o.kind, o.starts_on from units.posting o
            where o.staff_id = t.id and o.kind in ('secondment', 'rotation') and o.unit_id <> p.unit_id and o.withdrawn_at is null
              and o.approved_at is not null and o.starts_on <= ${day} and (o.ends_on is null or o.ends_on >= ${day})
            union all
            select a.kind, a.starts_on from units.absence a
            where a.staff_id = t.id and a.kind in ('secondment', 'rotation') and a.withdrawn_at is null
              and ${day}::date between a.starts_on and a.ends_on) k
          order by k.starts_on desc limit 1)
        when 'secondment' then 'lent' when 'rotation' then 'rotating'
        else case when exists (
          select 1 from units.absence a
          where a.staff_id = t.id and a.withdrawn_at is null and ${day}::date between a.starts_on and a.ends_on)
        then 'absent' else 'active' end end as standing
      from units.posting p join units.staff t on t.id = p.staff_id join units.unit u on u.id = p.unit_id
      where p.unit_id in (select s.unit_id from figures.scope(${unitId}) s where s.is_full)
        and p.role in ('pk', 'apk') and p.kind = 'permanent' and p.withdrawn_at is null and p.approved_at is not null
        and p.starts_on <= ${day} and (p.ends_on is null or p.ends_on >= ${day}) and (t.left_on is null or t.left_on > ${day}))
    select c.*, count(*) over ()::int as total from counted c
    where (${which.inUnit ?? null}::int is null or c."unitId" = ${which.inUnit ?? null})
      and (${which.grade ?? null}::text is null or c.grade = ${which.grade ?? null})
      and (${which.standing ?? null}::text is null or c.standing = ${which.standing ?? null})
    order by c.name, c."staffId", c."unitId" limit ${page.limit} offset ${page.offset}`.execute(ctx.tx);
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
