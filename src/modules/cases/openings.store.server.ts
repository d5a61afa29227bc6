import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { closeTasks, openTasksFrom, type TaskSelection } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';

/** Puts before the auditor what an office should have reviewed before this day; the office's own task stays. Answers how many are new. */
export async function passOverdueOn(ctx: Ctx, unitId: number, today: PlainDate): Promise<number> {
  return openTasksFrom(
    ctx,
    sql<TaskSelection>`
      select t.unit_id, null::uuid as case_id, 'cases.opening-for-auditor' as kind, t.key, 'auditor' as for_role, null::uuid as staff_id,
        null::date as due_on, null::text as due_counts, t.facts || jsonb_build_object('due', t.due_on) as facts
      from tasks.task t
      where t.unit_id = ${unitId} and t.kind = 'cases.opened-with-reason' and t.state = 'open' and t.due_on < ${today}`,
  );
}

/** Who is told of an opening that waits for an auditor where nobody but the opener is one: those above, or whoever posts an auditor. */
export type ToldInstead = 'kanwil' | 'ditjenpas' | 'account_admin';
const forAbove = 'cases.opening-for-above';
const withoutReviewer = 'cases.opening-without-reviewer';
export const kindToldInstead = (role: ToldInstead) => (role === 'account_admin' ? withoutReviewer : forAbove);

/** What waits for an auditor where nobody but the opener is one goes on, once. Answers how many did. */
export async function passUnauditedOn(ctx: Ctx, unitId: number): Promise<number> {
  return openTasksFrom(
    ctx,
    sql<TaskSelection>`
      select t.unit_id, null::uuid as case_id, case above.role when 'account_admin' then ${withoutReviewer} else ${forAbove} end as kind,
        t.key, above.role as for_role, null::uuid as staff_id, t.due_on, t.due_counts, t.facts
      from tasks.task t cross join lateral accounts.pass_opening_on(t.key::uuid) as above (role)
      where t.unit_id = ${unitId} and t.kind = 'cases.opening-for-auditor' and t.state = 'open' and above.role is not null`,
  );
}

/** Whoever posts auditors has done so, or somebody is above again: nothing is asked of him any more. */
export async function closeWhereReviewerCame(ctx: Ctx, unitId: number): Promise<void> {
  const { rows } = await sql<{ key: string }>`
    select t.key from tasks.task t cross join lateral accounts.pass_opening_on(t.key::uuid) as above (role)
    where t.unit_id = ${unitId} and t.kind = ${withoutReviewer} and t.state = 'open' and above.role is distinct from 'account_admin'`.execute(
    ctx.tx,
  );
  await closeTasks(ctx, { unitId, kind: withoutReviewer, key: rows.map(({ key }) => key) });
}

/** The same for one that the asker has just made; nothing where an auditor is there. */
export async function passOpeningOn(ctx: Ctx, openingId: string): Promise<ToldInstead | undefined> {
  const { rows } = await sql<{ role: ToldInstead | null }>`
    select accounts.pass_opening_on(${openingId}) as role`.execute(ctx.tx);
  return rows[0]?.role ?? undefined;
}
