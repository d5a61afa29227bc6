import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { openTasksFrom, type TaskSelection } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';

/** Puts before the auditor what an office should have reviewed before this day; the office's own task stays. Answers how many are new. */
export async function passOverdueOn(ctx: Ctx, unitId: number, today: PlainDate): Promise<number> {
  return openTasksFrom(
    ctx,
    sql<TaskSelection>`
      select t.unit_id, null::uuid as case_id, 'cases.opening-for-auditor' as kind, t.key, 'auditor' as for_role, null::uuid as staff_id,
        null::date as due_on, t.facts || jsonb_build_object('due', t.due_on) as facts
      from tasks.task t
      where t.unit_id = ${unitId} and t.kind = 'cases.opened-with-reason' and t.state = 'open' and t.due_on < ${today}`,
  );
}
