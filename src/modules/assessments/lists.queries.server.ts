import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { holds, may } from '#modules/access';
import type { RiskBand } from '#modules/cases';
import { getUnit } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { groups, type DueReason, type Group } from './assessment.ts';

export type Listing = {
  unitId?: number;
  pkStaffId?: string;
  /** The asker's own clients and those of whom he stands in for. */
  mine?: boolean;
  group?: Group | undefined;
  /** Only what is due by then: what is overdue is, too. */
  dueBy?: PlainDate | undefined;
  limit?: number;
  offset?: number;
};

export type ListedStanding = {
  caseId: string;
  name: string;
  registerLabel: string | null;
  pkName: string | null;
  group: Group;
  heldOn: PlainDate | null;
  band: RiskBand | null;
  dueOn: PlainDate | null;
  dueWhy: DueReason | null;
};

function mustList(ctx: ReadCtx): void {
  if (!holds(ctx.actor, 'assessment:read')) throw new NotAllowed('assessment:read');
}

/** As `groupOf` has it, in the words of the database. */
const group = (today: PlainDate) => sql`case
  when t.state is null then 'never'
  when t.state = 'assessed' then case when t.due_on < ${today}::date then 'overdue' else 'current' end
  else t.state end`;

const isDueBy = (day: PlainDate) => sql`(t.due_on <= ${day}::date and c.state <> 'paused')`;

/** Only clients whose assessments the asker may read: the counsellor's own, the heads' office. */
const found = (today: PlainDate, listing: Listing) => sql`
  from cases.client_case c join people.person p on p.id = c.person_id
  left join assessments.standing t on t.case_id = c.id
  where c.state in ('received', 'active', 'paused')
    and (c.id = any ((select cases.ctx_guided())::uuid[])
      ${listing.mine ? sql`` : sql`or c.unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])`})
    ${listing.unitId === undefined ? sql`` : sql`and c.unit_id = ${listing.unitId}`}
    ${listing.pkStaffId === undefined ? sql`` : sql`and c.pk_staff_id = ${listing.pkStaffId}`}
    ${listing.group ? sql`and ${group(today)} = ${listing.group}` : sql``}
    ${listing.dueBy ? sql`and ${isDueBy(listing.dueBy)}` : sql``}`;

/** Clients with where they stand: what is due longest first, then who was never assessed. */
export async function listStandings(
  ctx: ReadCtx,
  today: PlainDate,
  listing: Listing = {},
): Promise<{ rows: ListedStanding[]; total: number }> {
  mustList(ctx);
  const { rows } = await sql<ListedStanding & { total: number }>`
    with page as materialized (
      select c.id, c.register_label, c.pk_staff_id, p.name, ${group(today)} as "group", t.held_on, t.band, t.due_on, t.due_why,
        count(*) over ()::int as total
      ${found(today, listing)}
      order by t.due_on nulls last, p.name, c.id
      limit ${Math.min(Math.max(1, listing.limit ?? 50), 1000)} offset ${listing.offset ?? 0}
    )
    select l.id as "caseId", l.name, l.register_label as "registerLabel", s.name as "pkName", l."group", l.held_on::text as "heldOn", l.band,
      l.due_on::text as "dueOn", l.due_why as "dueWhy", l.total
    from page l left join units.staff s on s.id = l.pk_staff_id
    order by l.due_on nulls last, l.name, l.id`.execute(ctx.tx);
  const unitId = listing.unitId ?? ctx.actor.postings[0]?.unitId ?? null;
  ctx.accessed({ what: 'assessment.listed', unitId, about: { count: rows.length } });
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export type Counts = Readonly<Record<Group, number>> & {
  all: number;
  /** Due by the day that was asked for, overdue ones included; whoever is paused owes nothing meanwhile. */
  due: number;
};

/** The lengths of the lists, and of the list of what is due by a day. */
export async function countStandings(
  ctx: ReadCtx,
  today: PlainDate,
  listing: Pick<Listing, 'unitId' | 'pkStaffId' | 'mine'>,
  dueBy: PlainDate,
): Promise<Counts> {
  mustList(ctx);
  const { rows } = await sql<{ group: Group; clients: number; due: number }>`
    select ${group(today)} as "group", count(*)::int as clients, (count(*) filter (where ${isDueBy(dueBy)}))::int as due
    ${found(today, listing)} group by 1`.execute(ctx.tx);
  const of = (name: Group) => rows.find((row) => row.group === name)?.clients ?? 0;
  const counted = Object.fromEntries(groups.map((name) => [name, of(name)])) as Record<Group, number>;
  return {
    ...counted,
    all: rows.reduce((sum, { clients }) => sum + clients, 0),
    due: rows.reduce((sum, { due }) => sum + due, 0),
  };
}

export type Coverage = { unitId: number; unitName: string; clients: number } & Readonly<Record<Group, number>>;

/** Numbers without names, office by office, for whoever counts: also for the region, which reads no assessment. */
export async function readCoverage(ctx: ReadCtx, unitId: number, today: PlainDate): Promise<Coverage[]> {
  const unit = await getUnit(ctx, unitId);
  if (!holds(ctx.actor, 'figures:read')) throw new NotAllowed('figures:read');
  if (!may(ctx.actor, 'figures:read', { unitId: unit.id, unitPath: unit.path })) throw new NotFound('unit');
  const { rows } = await sql<Coverage>`
    select v.unit_id as "unitId", u.name as "unitName", v.clients, v.current, v.overdue, v.provisional, v.never, v.children as child
    from assessments.coverage(${unitId}, ${today}) v join units.unit u on u.id = v.unit_id order by u.path`.execute(
    ctx.tx,
  );
  return rows;
}
