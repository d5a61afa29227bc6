import { closeTasks } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { optionsOf, workingCalendarOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { late } from './law.rules.ts';
import { countLate, openLate } from './waiting.store.server.ts';

const tasks = { section_head: 'letters.late', head_of_bapas: 'letters.late-head' } as const;

/** Tells whoever leads how many letters have passed their day: one task for all of them, which counts on and closes when none is left. */
export async function chaseLate(ctx: Ctx, unit: JobUnit): Promise<void> {
  const today = todayAt(unit, ctx.now);
  const rows = await countLate(ctx, unit.id, today);
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
    const count = theirs.reduce((sum, one) => sum + one.count, 0);
    await openLate(ctx, { unitId: unit.id, kind: tasks[role], forRole: role, day: oldest.dueOn, count });
  }
}
