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

/** What waits for an auditor where nobody but the opener is one goes on to those above, once. Answers how many did. */
export async function passUnauditedOn(ctx: Ctx, unitId: number): Promise<number> {
  return openTasksFrom(
    ctx,
    sql<TaskSelection>`
      select t.unit_id, null::uuid as case_id, 'cases.opening-for-above' as kind, t.key, above.role as for_role, null::uuid as staff_id,
        t.due_on, t.facts
      from tasks.task t cross join lateral accounts.pass_opening_on(t.key::uuid) as above (role)
      where t.unit_id = ${unitId} and t.kind = 'cases.opening-for-auditor' and t.state = 'open' and above.role is not null`,
  );
}

/** The same for one that the asker has just made; nothing where an auditor is there, or nobody above. */
export async function passOpeningOn(ctx: Ctx, openingId: string): Promise<'kanwil' | 'ditjenpas' | undefined> {
  const { rows } = await sql<{ role: 'kanwil' | 'ditjenpas' | null }>`
    select accounts.pass_opening_on(${openingId}) as role`.execute(ctx.tx);
  return rows[0]?.role ?? undefined;
}
