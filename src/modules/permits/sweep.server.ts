import { daysBetween } from '#kernel/plain-date';
import type { NewTask } from '#modules/tasks';
import { openTasks } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { notBack } from './law.rules.ts';
import { ownerOf } from './rules.ts';
import { listWaiting } from './store.server.ts';

/**
 * Puts before people what has waited too long, and who was to be back and has not said so. It moves no permit and counts nobody as
 * missing; it says nothing twice while the task is open.
 */
export async function remindOfPermits(ctx: Ctx, unit: JobUnit): Promise<void> {
  const today = todayAt(unit, ctx.now);
  const waiting = await listWaiting(ctx, unit.id, today);
  if (waiting.length === 0) return;
  const chosen = await optionsOf(ctx.tx, unit.id, notBack, today);
  const tasks: NewTask[] = [];
  for (const one of waiting) {
    const task = { unitId: unit.id, caseId: one.caseId, key: one.id };
    const owner = ownerOf(one.state);
    if (owner && one.dueOn !== null && one.dueOn < today)
      tasks.push({
        ...task,
        kind: 'permits.late',
        forRole: owner === 'pk' ? 'section_head' : 'head_of_bapas',
        dueOn: one.dueOn,
        facts: { state: one.state, day: one.dueOn },
      });
    const lateBy = daysBetween(one.untilOn, today);
    if (notBack.decide({ state: one.state, lateBy }, chosen).result)
      tasks.push({
        ...task,
        kind: 'permits.not-back',
        forRole: 'pk',
        staffId: one.pkStaffId,
        dueOn: today,
        facts: { day: one.untilOn },
      });
  }
  await openTasks(ctx, tasks);
}
