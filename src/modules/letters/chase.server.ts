import type { PlainDate } from '#kernel/plain-date';
import { sql } from 'kysely';
import { closeTasks, openOrRenewTasksFrom, type TaskSelection } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { optionsOf, workingCalendarOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { late } from './law.rules.ts';
import { kindsThatStay } from './waiting.ts';

const tasks = { section_head: 'letters.late', head_of_bapas: 'letters.late-head' } as const;

/** Tells whoever leads how many letters have passed their day: one task for all of them, which counts on and closes when none is left. */
export async function chaseLate(ctx: Ctx, unit: JobUnit): Promise<void> {
  const today = todayAt(unit, ctx.now);
  const { rows } = await sql<{ dueOn: PlainDate; count: number }>`
    select l.due_on::text as "dueOn", count(*)::int as count from letters.letter l
    where l.unit_id = ${unit.id} and l.due_on < ${today}::date
      and (l.state in ('draft', 'proposed', 'numbered') or l.state = 'signed' and l.kind <> all (${kindsThatStay()}::text[]))
    group by l.due_on order by l.due_on`.execute(ctx.tx);
  const options = await optionsOf(ctx.tx, unit.id, late, today);
  const office = rows[0] ? await workingCalendarOf(ctx, unit.id, { from: rows[0].dueOn }) : undefined;
  for (const role of ['section_head', 'head_of_bapas'] as const) {
    const theirs = rows.filter(({ dueOn }) => {
      const to = late.decide({ dueOn, today, office: office! }, options).result;
      return to === 'head_of_bapas' || to === role;
    });
    const [oldest] = theirs;
    if (!oldest) {
      await closeTasks(ctx, { unitId: unit.id, kind: tasks[role], key: 'late' });
      continue;
    }
    const facts = { count: theirs.reduce((sum, { count }) => sum + count, 0), day: oldest.dueOn };
    await openOrRenewTasksFrom(
      ctx,
      sql<TaskSelection>`select ${unit.id}::int as unit_id, null::uuid as case_id, ${tasks[role]}::text as kind, 'late'::text as key,
        ${role}::text as for_role, null::uuid as staff_id, ${oldest.dueOn}::date as due_on, ${JSON.stringify(facts)}::jsonb as facts`,
    );
  }
}
