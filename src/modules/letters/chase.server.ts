import { closeTasks } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { optionsOf, workingCalendarOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { late } from './law.rules.ts';
import { countLate, openLate } from './waiting.store.server.ts';

type Told = {
  role: 'section_head' | 'head_of_bapas' | 'kanwil' | 'ditjenpas';
  kind: 'letters.late' | 'letters.late-head';
};
/** Who is told of what is late: at an office whoever leads the section and later its head, at a tier whoever writes there. */
function toldAt({ type }: JobUnit): readonly Told[] {
  if (type === 'kanwil' || type === 'ditjenpas') return [{ role: type, kind: 'letters.late' }];
  return [
    { role: 'section_head', kind: 'letters.late' },
    { role: 'head_of_bapas', kind: 'letters.late-head' },
  ];
}

/** Tells whoever leads how many letters have passed their day: one task for all of them, which counts on and closes when none is left. */
export async function chaseLate(ctx: Ctx, unit: JobUnit): Promise<void> {
  const today = todayAt(unit, ctx.now);
  const rows = await countLate(ctx, unit.id, today);
  const options = await optionsOf(ctx.tx, unit.id, late, today);
  const office = rows[0] ? await workingCalendarOf(ctx, unit.id, { from: rows[0].dueOn }) : undefined;
  for (const { role, kind } of toldAt(unit)) {
    const theirs = rows.filter(({ dueOn }) => {
      const to = late.decide({ dueOn, today, office: office! }, options).result;
      return role === 'head_of_bapas' ? to === role : to !== 'nobody';
    });
    const [oldest] = theirs;
    if (!oldest) {
      await closeTasks(ctx, { unitId: unit.id, kind, key: 'late' });
      continue;
    }
    const count = theirs.reduce((sum, one) => sum + one.count, 0);
    await openLate(ctx, {
      unitId: unit.id,
      kind,
      forRole: role,
      due: { on: oldest.dueOn, counts: oldest.dueCounts },
      count,
    });
  }
}
