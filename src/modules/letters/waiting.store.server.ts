import { sql } from 'kysely';
import type { DueCount, LastDay } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import { openOrRenewTasksFrom, type TaskSelection } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { kindsThatStay } from './waiting.ts';

/** Whether anything of a run is still to be numbered, signed or sent, also what the asker does not see. */
export async function runWaits(ctx: Ctx, runId: string): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select letters.run_waits(${runId}, ${kindsThatStay()}::text[]) as waits`.execute(ctx.tx);
  return rows[0]!.waits;
}

/** How many unfinished letters of a unit have passed their day, by that day; the oldest first. For jobs. */
export async function countLate(
  ctx: Ctx,
  unitId: number,
  today: PlainDate,
): Promise<{ dueOn: PlainDate; dueCounts: DueCount; count: number }[]> {
  const { rows } = await sql<{ dueOn: PlainDate; dueCounts: DueCount; count: number }>`
    select l.due_on::text as "dueOn", l.due_counts as "dueCounts", l.count from letters.late_at(${unitId}, ${today}::date, ${kindsThatStay()}::text[]) l
    order by l.due_on`.execute(ctx.tx);
  return rows;
}

/** Opens the one task about a unit's late letters, or tells it anew. */
export async function openLate(
  ctx: Ctx,
  task: { unitId: number; kind: string; forRole: string; due: LastDay; count: number },
): Promise<void> {
  const facts = JSON.stringify({ count: task.count, day: task.due.on });
  await openOrRenewTasksFrom(
    ctx,
    sql<TaskSelection>`select ${task.unitId}::int as unit_id, null::uuid as case_id, ${task.kind}::text as kind, 'late'::text as key,
      ${task.forRole}::text as for_role, null::uuid as staff_id, ${task.due.on}::date as due_on, ${task.due.counts}::text as due_counts,
      ${facts}::jsonb as facts`,
  );
}
