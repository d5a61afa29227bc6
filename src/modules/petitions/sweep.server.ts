import { todayAt } from '#modules/units';
import { openTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { dueFrom } from './reach.server.ts';
import { ownerOf } from './rules.ts';
import { listToRemind, setDue } from './store.server.ts';

/**
 * Gives what came by the public page or from another office its last day and puts it before the desk; what is late goes to the head as well. It decides
 * nothing, and says nothing twice while it is open.
 */
export async function remindDesk(ctx: Ctx, unit: JobUnit): Promise<void> {
  const today = todayAt(unit, ctx.now);
  for (const one of await listToRemind(ctx.tx, unit.id, today)) {
    const due = one.dueOn ? null : await dueFrom(ctx, unit.id, one.state, one.since);
    if (due) await setDue(ctx.tx, one.id, due);
    const dueOn = one.dueOn ?? due?.on ?? null;
    const owner = ownerOf(one.state);
    if (!dueOn || !owner) continue;
    const task = { unitId: unit.id, key: one.id, dueOn, facts: { state: one.state, day: dueOn } };
    await openTasks(ctx, [
      { ...task, kind: owner === 'section_head' ? 'petitions.next' : 'petitions.decide', forRole: owner },
      ...(dueOn < today ? [{ ...task, kind: 'petitions.overdue', forRole: 'head_of_bapas' } as const] : []),
    ]);
  }
}
