import { lastDay } from '#kernel/holidays';
import { daysBetween } from '#kernel/plain-date';
import type { NewTask } from '#modules/tasks';
import { closeTasks, openTasks } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { notBack } from './law.rules.ts';
import { ownerOf } from './rules.ts';
import { listFallen, listWaiting } from './store.server.ts';

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
        due: lastDay(one.dueOn, one.dueCounts),
        facts: { state: one.state, day: one.dueOn },
      });
    const lateBy = daysBetween(one.untilOn, today);
    if (notBack.decide({ state: one.state, lateBy }, chosen).result)
      tasks.push({
        ...task,
        kind: 'permits.not-back',
        forRole: 'pk',
        staffId: one.pkStaffId,
        due: { on: today, counts: 'calendar' },
        facts: { day: one.untilOn },
      });
  }
  await openTasks(ctx, tasks);
}

/** A permit falls with the supervision: its head is asked to write that down, and asked no more where guidance goes on. */
export async function tellOfFallen(ctx: Ctx, unit: JobUnit, caseId?: string): Promise<void> {
  const found = await listFallen(ctx.tx, unit.id, caseId);
  for (const one of found.filter(({ fallen }) => !fallen))
    await closeTasks(ctx, { unitId: unit.id, kind: 'permits.fallen', key: one.id });
  await openTasks(
    ctx,
    found
      .filter(({ fallen }) => fallen)
      .map((one) => ({
        unitId: unit.id,
        caseId: one.caseId,
        kind: 'permits.fallen' as const,
        key: one.id,
        forRole: 'head_of_bapas' as const,
        due: { on: todayAt(unit, ctx.now), counts: 'calendar' as const },
        facts: { day: one.untilOn },
      })),
  );
}
