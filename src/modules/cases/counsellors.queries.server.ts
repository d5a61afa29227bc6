import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import { getUnit } from '#modules/units/server';
import { todayAt } from '#modules/units';
import type { ReadCtx } from '#platform/ctx';
import type { ClientKind } from './case.ts';

export type AssignmentLine = {
  staffId: string;
  name: string;
  startsOn: PlainDate;
  endsOn: PlainDate | null;
  orderNumber: string;
  reason: string;
  now: boolean;
};
export async function listAssignments(ctx: ReadCtx, caseId: string): Promise<AssignmentLine[]> {
  const rows = await ctx.tx
    .selectFrom('cases.assignment as a')
    .innerJoin('units.staff as s', 's.id', 'a.staff_id')
    .select(['a.staff_id', 's.name', 'a.starts_on', 'a.ends_on', 'a.order_number', 'a.reason', 'a.ended_at'])
    .where('a.case_id', '=', caseId)
    .orderBy('a.starts_on', 'desc')
    .orderBy('a.made_at', 'desc')
    .execute();
  return rows.map((row) => ({
    staffId: row.staff_id,
    name: row.name,
    startsOn: row.starts_on as PlainDate,
    endsOn: row.ends_on as PlainDate | null,
    orderNumber: row.order_number,
    reason: row.reason,
    now: row.ended_at === null,
  }));
}

export type CounsellorLoad = {
  staffId: string;
  name: string;
  grade: string | null;
  clients: number;
  children: number;
  awayUntil: PlainDate | null;
};

/** Whoever may guide at an office today and how many open cases each carries. */
export async function listCounsellors(ctx: ReadCtx, unitId: number): Promise<CounsellorLoad[]> {
  const unit = await getUnit(ctx, unitId);
  const today = todayAt(unit, ctx.now);
  const { rows } = await sql<{
    id: string;
    name: string;
    grade: string | null;
    clients: number;
    children: number;
    away: PlainDate | null;
  }>`
    select s.id, s.name, s.grade, coalesce(load.clients, 0)::int as clients, coalesce(load.children, 0)::int as children,
      (select max(a.ends_on) from units.absence a where a.staff_id = s.id and a.withdrawn_at is null
        and ${today}::date between a.starts_on and a.ends_on) as away
    from units.staff s
    left join (
      select c.pk_staff_id, count(*) as clients, count(*) filter (where c.age_group = 'child') as children
      from cases.client_case c where c.unit_id = ${unitId} and c.state in ('received', 'active', 'paused') group by c.pk_staff_id
    ) load on load.pk_staff_id = s.id
    where (s.left_on is null or s.left_on > ${today}::date) and exists (
      select 1 from units.posting p where p.staff_id = s.id and p.unit_id = ${unitId} and p.role in ('pk', 'apk')
        and p.approved_at is not null and p.withdrawn_at is null
        and p.starts_on <= ${today}::date and (p.ends_on is null or p.ends_on >= ${today}::date))
    order by s.name, s.id`.execute(ctx.tx);
  return rows.map(({ id, away, ...row }) => ({ ...row, staffId: id, awayUntil: away }));
}

/** Everyone who carries open cases at an office, also who has left or moved on: those are handed over. */
export async function listCarriers(
  ctx: ReadCtx,
  unitId: number,
): Promise<{ staffId: string; name: string; clients: number }[]> {
  const unit = await getUnit(ctx, unitId);
  mustBeAllowed(ctx.actor, 'case:assign', { unitId: unit.id, unitPath: unit.path });
  const { rows } = await sql<{ staffId: string; name: string; clients: number }>`
    select s.id as "staffId", s.name, count(*)::int as clients
    from cases.client_case c join units.staff s on s.id = c.pk_staff_id
    where c.unit_id = ${unitId} and c.state in ('received', 'active', 'paused')
    group by s.id, s.name order by s.name, s.id`.execute(ctx.tx);
  return rows;
}

/** What a handing over would move, before anybody presses. */
export async function countCaseload(
  ctx: ReadCtx,
  unitId: number,
  staffId: string,
  kinds: readonly ClientKind[],
): Promise<{ kind: ClientKind; clients: number }[]> {
  const unit = await getUnit(ctx, unitId);
  mustBeAllowed(ctx.actor, 'case:assign', { unitId: unit.id, unitPath: unit.path });
  const { rows } = await sql<{ kind: ClientKind; clients: number }>`
    select c.kind, count(*)::int as clients from cases.client_case c
    where c.unit_id = ${unitId} and c.pk_staff_id = ${staffId} and c.state in ('received', 'active', 'paused')
      ${kinds.length > 0 ? sql`and c.kind = any (${[...kinds]}::text[])` : sql``}
    group by c.kind order by 2 desc, 1`.execute(ctx.tx);
  return rows;
}
