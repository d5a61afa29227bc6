import { sql, type RawBuilder } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import type { BreachSource, BreachState, DayCount, GroundCode, ListedState } from './breach.ts';

/** What an office's list is asked for. `running` is every state in which somebody owes a step; `to_begin`, proposed for revocation and not begun. */
export type BreachFilter = {
  unitId: number;
  today: PlainDate;
  state?: ListedState | undefined;
  /** Opened at least so many days ago. */
  olderThan?: number | undefined;
  overdue?: boolean | undefined;
  pkStaffId?: string | undefined;
  /** Only clients whom the asker guides or stands in for. */
  mine?: boolean | undefined;
};
export type ListedBreach = {
  id: string;
  caseId: string;
  personId: string;
  guarded: boolean;
  name: string;
  registerLabel: string | null;
  pkStaffId: string | null;
  pkName: string | null;
  state: BreachState;
  source: BreachSource;
  grounds: GroundCode[];
  openedOn: PlainDate;
  endedOn: PlainDate | null;
  dueOn: PlainDate | null;
  dueCounts: DayCount | null;
};

const toBegin = sql<boolean>`b.state = 'proposed_for_revocation' and b.due_on is not null`;

function where({ unitId, today, state, olderThan, overdue, pkStaffId, mine }: BreachFilter): RawBuilder<boolean> {
  const parts = [sql<boolean>`b.unit_id = ${unitId}`];
  if (state === 'running') parts.push(sql<boolean>`b.ended_on is null`);
  else if (state === 'to_begin') parts.push(toBegin);
  else if (state) parts.push(sql<boolean>`b.state = ${state}`);
  if (olderThan !== undefined) parts.push(sql<boolean>`b.opened_on <= ${today}::date - ${olderThan}::int`);
  if (overdue) parts.push(sql<boolean>`b.due_on < ${today}::date`);
  if (pkStaffId) parts.push(sql<boolean>`c.pk_staff_id = ${pkStaffId}`);
  if (mine) parts.push(sql<boolean>`b.case_id = any ((select cases.ctx_assigned())::uuid[])`);
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

/** The breaches of an office as far as the asker sees their clients; what is due first stands first. */
export async function listBreaches(
  ctx: ReadCtx,
  filter: BreachFilter,
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: ListedBreach[]; total: number }> {
  const { rows } = await sql<ListedBreach & { total: number }>`
    select b.id, b.case_id as "caseId", c.person_id as "personId", c.guarded, p.name, c.register_label as "registerLabel",
      c.pk_staff_id as "pkStaffId", s.name as "pkName", b.state, b.source, b.opened_on::text as "openedOn", b.ended_on::text as "endedOn",
      b.due_on::text as "dueOn", b.due_counts as "dueCounts",
      array(select g.code from breaches.ground g where g.breach_id = b.id order by g.code) as grounds, count(*) over ()::int as total
    from breaches.breach b
    join cases.client_case c on c.id = b.case_id join people.person p on p.id = c.person_id
    left join units.staff s on s.id = c.pk_staff_id
    where ${where(filter)}
    order by b.ended_on is not null, b.due_on, b.opened_on desc, b.id limit ${limit} offset ${offset}`.execute(ctx.tx);
  const total = rows[0]?.total ?? (offset === 0 ? 0 : await countOf(ctx, filter));
  return { rows: rows.map(({ total: _, ...row }) => row), total };
}

export type ToSummon = {
  id: string;
  name: string;
  registerLabel: string | null;
  grounds: GroundCode[];
  unheeded: number;
};
/** Breaches of an office whose next step may be a summons: nobody is held, none runs, and one is left. Children are called one by one. */
export async function listToSummon(
  ctx: ReadCtx,
  { unitId, mine, summonses }: { unitId: number; mine: boolean; summonses: number },
): Promise<ToSummon[]> {
  const { rows } = await sql<ToSummon>`
    select b.id, p.name, c.register_label as "registerLabel", u.unheeded,
      array(select g.code from breaches.ground g where g.breach_id = b.id order by g.code) as grounds
    from breaches.breach b join cases.client_case c on c.id = b.case_id join people.person p on p.id = c.person_id
    cross join lateral (select count(*) filter (where s.outcome = 'not_appeared' and not s.while_held)::int as unheeded, count(*) filter (where s.outcome is null)::int as running
      from breaches.summons s where s.breach_id = b.id) u
    where b.unit_id = ${unitId} and b.state in ('open', 'summoned') and c.state in ('active', 'paused') and c.age_group <> 'child'
      and not exists (select from breaches.custody_of(b.case_id) h where (h.breach_id is null or h.breach_id = b.id) and h.until is null)
      and u.running = 0 and u.unheeded < ${summonses} and (not ${mine}::boolean or b.case_id = any ((select cases.ctx_assigned())::uuid[]))
    order by b.due_on, p.name, b.id limit 500`.execute(ctx.tx);
  return rows;
}

async function countOf(ctx: ReadCtx, filter: BreachFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from breaches.breach b join cases.client_case c on c.id = b.case_id where ${where(filter)}`.execute(
    ctx.tx,
  );
  return rows[0]!.count;
}

export type BreachCounts = {
  running: number;
  proposed: number;
  recommended: number;
  toBegin: number;
  overdue: number;
};

/** The numbers of the day's page; each is the length of the list that it opens. */
export async function countBreaches(
  ctx: ReadCtx,
  filter: Omit<BreachFilter, 'state' | 'overdue'>,
): Promise<BreachCounts> {
  const { rows } = await sql<BreachCounts>`
    select count(*) filter (where b.ended_on is null)::int as running, count(*) filter (where b.state = 'proposed')::int as proposed,
      count(*) filter (where ${toBegin})::int as "toBegin",
      count(*) filter (where b.state = 'recommended')::int as recommended,
      count(*) filter (where b.ended_on is null and b.due_on < ${filter.today}::date)::int as overdue
    from breaches.breach b join cases.client_case c on c.id = b.case_id
    where (b.ended_on is null or ${toBegin}) and ${where(filter)}`.execute(ctx.tx);
  return rows[0]!;
}
