import { sql, type RawBuilder } from 'kysely';
import type { DueCount } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import { roles } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import type { OpenTask, TaskScope } from './task.ts';
import type { TaskFacts } from './kinds.ts';

export type TaskFilter = {
  scope?: TaskScope;
  unitId?: number;
  kind?: string;
  caseId?: string;
  limit?: number;
  after?: string;
  /** How many they are, for whoever has counted them by the same filter. */
  total?: number;
};
export type TaskPage = { tasks: OpenTask[]; total: number; next: string | null };
export type TaskCount = { kind: string; total: number; overdue: number };

/** At most what fits a screen; the rest is behind "next". */
const PAGE = 50;

/**
 * Open tasks, the oldest due first. Row-level security decides what there is to see; `mine` is what waits for me: with my name
 * on it, for a post that I hold, about a client whom I guide or stand in for, or a counsellor's that has no counsellor yet.
 */
export async function listTasks(ctx: ReadCtx, filter: TaskFilter = {}): Promise<TaskPage> {
  const limit = Math.min(filter.limit ?? PAGE, PAGE);
  const { rows } = await sql<Row>`
    select t.id, t.unit_id, t.kind, t.key, t.case_id, t.for_role, t.staff_id, t.due_on, t.due_counts, t.opened_at, t.facts,
      p.name, c.register_label, s.name as staff_name, about.name as officer
    from tasks.task t
    left join cases.client_case c on c.id = t.case_id
    left join people.person p on p.id = c.person_id
    left join units.staff s on s.id = t.staff_id
    left join accounts.account a on a.id = (t.facts ->> 'accountId')::uuid
    left join units.staff about on about.id = a.staff_id
    where ${where(ctx, filter)} ${filter.after ? sql`and (coalesce(t.due_on, 'infinity'), t.opened_at, t.id) > (${afterRow(filter.after)})` : sql``}
    order by coalesce(t.due_on, 'infinity'), t.opened_at, t.id
    limit ${limit + 1}`.execute(ctx.tx);
  const page = rows.slice(0, limit);
  const isWhole = !filter.after && rows.length <= limit;
  return {
    tasks: page.map(taskOf),
    total: isWhole ? rows.length : (filter.total ?? (await countAll(ctx, filter))),
    next: rows.length > limit ? page.at(-1)!.id : null,
  };
}

async function countAll(ctx: ReadCtx, filter: TaskFilter): Promise<number> {
  const { rows } = await sql<{
    total: number;
  }>`select count(*)::int as total from tasks.task t where ${where(ctx, filter)}`.execute(ctx.tx);
  return rows[0]!.total;
}

export async function listMyTasks(ctx: ReadCtx, filter: Omit<TaskFilter, 'scope'> = {}): Promise<TaskPage> {
  return listTasks(ctx, { ...filter, scope: 'mine' });
}

/** How many of each kind, by the same filter as the list, so that the counts are the lengths of the lists. */
export async function countTasks(ctx: ReadCtx, filter: TaskFilter & { today?: PlainDate } = {}): Promise<TaskCount[]> {
  const { rows } = await sql<TaskCount>`
    select t.kind, count(*)::int as total,
      count(*) filter (where t.due_on < ${filter.today ?? null}::date)::int as overdue
    from tasks.task t where ${where(ctx, filter)} group by t.kind order by t.kind`.execute(ctx.tx);
  return rows;
}

export async function getTaskForClosing(ctx: ReadCtx, taskId: string) {
  const row = await ctx.tx
    .selectFrom('tasks.task as t')
    .innerJoin('units.unit as u', 'u.id', 't.unit_id')
    .leftJoin('cases.client_case as c', 'c.id', 't.case_id')
    .select(['t.kind', 't.unit_id', 't.case_id', 'u.path', 'c.pk_staff_id', 'c.guarded', 'c.sealed', 'c.restricted'])
    .select(sql<boolean>`t.case_id = any ((select cases.ctx_assigned())::uuid[])`.as('assigned'))
    .select(sql<boolean>`c.person_id = any ((select people.ctx_listed())::uuid[])`.as('listed'))
    .where('t.id', '=', taskId)
    .where('t.state', '=', 'open')
    .executeTakeFirst();
  return (
    row && {
      kind: row.kind,
      unitId: row.unit_id,
      unitPath: row.path,
      caseId: row.case_id,
      pkStaffId: row.pk_staff_id,
      standsIn: row.assigned ?? false,
      guarded: row.guarded ?? false,
      sealed: row.sealed ?? false,
      restricted: row.restricted ?? false,
      listed: row.listed ?? false,
    }
  );
}

function where(ctx: ReadCtx, { scope = 'office', unitId, kind, caseId }: TaskFilter): RawBuilder<boolean> {
  const parts = [sql<boolean>`t.state = 'open'`];
  if (unitId !== undefined) parts.push(sql<boolean>`t.unit_id = ${unitId}`);
  if (kind !== undefined) parts.push(sql<boolean>`t.kind = ${kind}`);
  if (caseId !== undefined) parts.push(sql<boolean>`t.case_id = ${caseId}`);
  if (scope === 'mine') parts.push(mine(ctx));
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

/** Small offices have no section heads: what waits for one waits for the head there, as long as nobody holds the post. */
const withoutSectionHead = sql`(t.staff_id is null and t.for_role = 'section_head' and t.unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[])
  and not exists (select 1 from units.posting p where p.unit_id = t.unit_id and p.role = 'section_head' and p.withdrawn_at is null
    and p.approved_at is not null and current_date between p.starts_on and coalesce(p.ends_on, 'infinity'::date)))`;
const withoutCounsellor = sql`(t.for_role = 'pk' and t.staff_id is null and t.unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))`;
const ofPost = (role: string) =>
  sql`(t.staff_id is null and t.for_role = ${sql.lit(role)} and t.unit_id = any ((select platform.ctx_units(${sql.lit(role)}))::int[]))`;
/** What waits for a counsellor goes by his clients, and nothing waits for the counter; every other role is a post that tasks wait for. */
const posts = roles.filter((role) => role !== 'pk' && role !== 'apk' && role !== 'counter');

/** Only the posts that he holds are asked about; whether he holds them still is for the database to say. */
function mine({ actor }: ReadCtx): RawBuilder<boolean> {
  const held = new Set<string>(actor.postings.map(({ role }) => role));
  return sql<boolean>`(${sql.join(
    [
      sql`t.staff_id = (select platform.ctx_staff())`,
      ...(held.has('pk') || held.has('apk')
        ? [sql`(t.for_role = 'pk' and t.case_id = any ((select cases.ctx_assigned())::uuid[]))`]
        : []),
      ...(held.has('section_head') || held.has('head_of_bapas') ? [withoutCounsellor] : []),
      ...(held.has('head_of_bapas') ? [withoutSectionHead] : []),
      ...posts.filter((role) => held.has(role)).map(ofPost),
    ],
    sql` or `,
  )})`;
}

function afterRow(taskId: string) {
  return sql`select coalesce(a.due_on, 'infinity'), a.opened_at, a.id from tasks.task a where a.id = ${taskId}`;
}

type Row = {
  id: string;
  unit_id: number;
  kind: string;
  key: string;
  case_id: string | null;
  for_role: string;
  staff_id: string | null;
  due_on: PlainDate | null;
  due_counts: DueCount | null;
  opened_at: Date;
  facts: TaskFacts;
  name: string | null;
  register_label: string | null;
  staff_name: string | null;
  officer: string | null;
};
function taskOf(row: Row): OpenTask {
  return {
    id: row.id,
    unitId: row.unit_id,
    kind: row.kind,
    key: row.key,
    caseId: row.case_id,
    name: row.name,
    registerLabel: row.register_label,
    forRole: row.for_role,
    staffId: row.staff_id,
    staffName: row.staff_name,
    officer: row.officer,
    dueOn: row.due_on,
    dueCounts: row.due_counts,
    openedAt: row.opened_at,
    facts: row.facts,
  };
}
