import { lastDay } from '#kernel/holidays';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { openTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { dueFrom, taskOf } from './reach.server.ts';
import { ownerOf } from './rules.ts';
import { listToRemind, setDue } from './store.server.ts';

/**
 * Gives what came by the public page or from another office, or up from one, its last day and puts it before the desk; what is late goes to the head as well. It decides
 * nothing, and says nothing twice while it is open.
 */
export async function remindDesk(ctx: Ctx, unit: JobUnit): Promise<void> {
  const today = todayAt(unit, ctx.now);
  const here = await getUnit(ctx, unit.id);
  // Who heads the desk: of an office its head, above it whoever answers there.
  const head = taskOf('answer_proposed', 'level_above', here).forRole;
  for (const one of await listToRemind(ctx.tx, unit.id, today)) {
    const kept = lastDay(one.dueOn, one.dueCounts);
    const fresh = kept ? null : await dueFrom(ctx, unit.id, one.state, one.since);
    if (fresh) await setDue(ctx.tx, one.id, fresh);
    const due = kept ?? fresh;
    const owner = ownerOf(one.state);
    if (!due || !owner) continue;
    const task = { unitId: unit.id, key: one.id, due, facts: { state: one.state, day: due.on } };
    await openTasks(ctx, [
      { ...task, ...taskOf(one.state, owner, here) },
      ...(due.on < today ? [{ ...task, kind: 'petitions.overdue', forRole: head } as const] : []),
    ]);
  }
}
