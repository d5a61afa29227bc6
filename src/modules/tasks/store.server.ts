import { sql, type Expression } from 'kysely';
import type { LastDay } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { TaskFacts, TaskRole } from './kinds.ts';
import type { ClosedAs, NewTask } from './task.ts';

/** What a selection must yield, one row for each task, in any order of columns. `facts` is jsonb. */
export type TaskSelection = {
  unit_id: number;
  case_id: string | null;
  kind: string;
  key: string;
  for_role: string;
  staff_id: string | null;
  due_on: string | null;
  due_counts: string | null;
  facts: unknown;
};
const columns = ['unit_id', 'case_id', 'kind', 'key', 'for_role', 'staff_id', 'due_on', 'due_counts', 'facts'] as const;

/** Opens a task unless the same one is open already. */
export async function openTask(ctx: Ctx, task: NewTask): Promise<void> {
  await openTasks(ctx, [task]);
}

/** Opens many tasks in one statement; those that are open already stay as they are. Answers how many are new. */
export async function openTasks(ctx: Ctx, tasks: readonly NewTask[]): Promise<number> {
  if (tasks.length === 0) return 0;
  const rows = tasks.map((task) => ({
    unit_id: task.unitId,
    case_id: task.caseId ?? null,
    kind: task.kind,
    key: task.key,
    for_role: task.forRole,
    staff_id: task.staffId ?? null,
    due_on: task.due?.on ?? null,
    due_counts: task.due?.counts ?? null,
    facts: task.facts ?? {},
  }));
  return openTasksFrom(
    ctx,
    sql<TaskSelection>`select ${sql.join(columns.map((name) => sql.ref(name)))}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (unit_id int, case_id uuid, kind text, key text, for_role text,
        staff_id uuid, due_on date, due_counts text, facts jsonb)`,
  );
}

/** Tells the open ones among these tasks anew: their facts have changed. Those that the asker may not see stay as they are. */
export async function renewTasks(ctx: Ctx, tasks: readonly NewTask[]): Promise<void> {
  for (const { unitId, kind, key, facts } of tasks)
    await ctx.tx
      .updateTable('tasks.task')
      .set({ facts: JSON.stringify(facts ?? {}) })
      .where('unit_id', '=', unitId)
      .where('kind', '=', kind)
      .where('key', '=', key)
      .where('state', '=', 'open')
      .execute();
}

/**
 * Opens what a selection yields, for sweeps: no row passes through the application. The selection may be a query of Kysely or
 * a piece of SQL; it must name the columns of `TaskSelection`.
 */
export async function openTasksFrom(ctx: Ctx, selection: Expression<TaskSelection>): Promise<number> {
  const list = sql.join(columns.map((name) => sql.ref(name)));
  // Without a target ON CONFLICT needs no right to look, and whoever opens a task for somebody else may not look at it.
  const { numAffectedRows } = await sql`
    insert into tasks.task (${list}) select ${list} from (${selection}) as task_to_open on conflict do nothing`.execute(
    ctx.tx,
  );
  return Number(numAffectedRows ?? 0);
}

/** The same for jobs, which see the tasks of their unit: what is open already tells its new facts. */
export async function openOrRenewTasksFrom(ctx: Ctx, selection: Expression<TaskSelection>): Promise<number> {
  const list = sql.join(columns.map((name) => sql.ref(name)));
  const { numAffectedRows } = await sql`
    insert into tasks.task (${list}) select ${list} from (${selection}) as task_to_open
    on conflict (unit_id, kind, key) where state = 'open' do update set facts = excluded.facts`.execute(ctx.tx);
  return Number(numAffectedRows ?? 0);
}

export type Alarm = {
  unitId: number;
  kind: `${string}.${string}`;
  forRole: TaskRole;
  day: PlainDate;
  /** Entries that are alike, one for each client. */
  entries: readonly { id: string; caseId: string }[];
  /** How many clients it takes to raise one. */
  least: number;
};
/**
 * Tells a post that entries of the asker are alike, which he himself never sees. An open alarm about the same entries counts on; one that
 * was closed comes again when `least` clients more have them.
 */
export async function raiseAlarm(ctx: Ctx, { unitId, kind, forRole, day, entries, least }: Alarm): Promise<void> {
  const told = JSON.stringify(entries.map(({ id, caseId }) => ({ entry: id, case: caseId })));
  await sql`select tasks.raise_alarm(${unitId}, ${kind}, ${forRole}, ${told}::jsonb, ${day}::date, ${least})`.execute(
    ctx.tx,
  );
}

/** Closes the open tasks of this kind about these things, also where the asker may not see them. Answers how many were open. */
export async function closeTasks(
  ctx: Ctx,
  tasks: { unitId: number; kind: `${string}.${string}`; key: string | readonly string[]; as?: ClosedAs; note?: string },
): Promise<number> {
  const keys = typeof tasks.key === 'string' ? [tasks.key] : [...tasks.key];
  if (keys.length === 0) return 0;
  const { rows } = await sql<{ closed: number }>`
    select tasks.close_open(${tasks.unitId}, ${tasks.kind}, ${keys}::text[], ${tasks.as ?? 'done'}, ${tasks.note ?? ''}) as closed`.execute(
    ctx.tx,
  );
  return rows[0]?.closed ?? 0;
}

/** What an office puts before the tier above it. Names of clients stay below; the case that it is about says from whom it is kept. */
export type TaskAbove = {
  unitId: number;
  caseId: string;
  tier: 'kanwil' | 'ditjenpas';
  kind: `${string}.${string}`;
  key: string;
  due: LastDay | null;
  facts: TaskFacts;
};
/**
 * Puts something before the officer whom the tier above an office named, or before the whole post where it named nobody; jobs alone do so.
 * What is open already goes to whoever is named now. Answers whether it is new: nothing opens where nobody holds a post there.
 */
export async function openTaskAbove(
  ctx: Ctx,
  { unitId, caseId, tier, kind, key, due, facts }: TaskAbove,
): Promise<boolean> {
  const { rows } = await sql<{ opened: boolean }>`
    select tasks.open_above(${unitId}, ${tier}, ${kind}, ${key}, ${due?.on ?? null}::date, ${due?.counts ?? null},
      ${JSON.stringify({ ...facts, caseId })}::jsonb) as opened`.execute(ctx.tx);
  return rows[0]!.opened;
}

/** Closes what an office has put before those above it about this thing, by the deed that settles it. */
export async function closeTasksAbove(
  ctx: Ctx,
  { unitId, kind, key }: { unitId: number; kind: `${string}.${string}`; key: string },
): Promise<void> {
  await sql`select tasks.close_above(${unitId}, ${kind}, ${[key]}::text[])`.execute(ctx.tx);
}

/** What waits for the counsellor of these cases by name is his successor's, and counted and overdue at him. */
export async function handOverTasks(ctx: Ctx, caseIds: readonly string[], toStaffId: string): Promise<void> {
  if (caseIds.length === 0) return;
  await ctx.tx
    .updateTable('tasks.task')
    .set({ staff_id: toStaffId })
    .where('case_id', 'in', caseIds)
    .where('state', '=', 'open')
    .where('for_role', '=', 'pk')
    .where('staff_id', 'is not', null)
    .execute();
}

export async function closeTaskRow(ctx: Ctx, taskId: string, note: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('tasks.task')
    .set({ state: 'done', closed_at: ctx.now, closed_by: ctx.actor.accountId, close_note: note })
    .where('id', '=', taskId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
