import { lastDay, type LastDay } from '#kernel/holidays';
import { daysBetween, earliest, type PlainDate } from '#kernel/plain-date';
import { isAbove, type Hearer } from '#modules/tasks';
import { closeTasks, openTaskAbove, openTasks } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { getUnit, optionsOf, workingCalendarOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { lateGoesOn, notBack } from './law.rules.ts';
import type { PermitState } from './permit.ts';
import { holderOf } from './rules.ts';
import { listFallen, listWaiting, type Waiting } from './store.server.ts';

/**
 * Puts before people what has waited too long, and who was to be back and has not said so. It moves no permit and counts nobody as
 * missing; it says nothing twice while the task is open.
 */
export async function remindOfPermits(ctx: Ctx, unit: JobUnit): Promise<void> {
  const today = todayAt(unit, ctx.now);
  const waiting = await listWaiting(ctx, unit.id, today);
  if (waiting.length === 0) return;
  await tellWhatIsLate(ctx, unit, waiting, today);
  const chosen = await optionsOf(ctx.tx, unit.id, notBack, today);
  await openTasks(
    ctx,
    waiting
      .filter(({ state, untilOn }) => notBack.decide({ state, lateBy: daysBetween(untilOn, today) }, chosen).result)
      .map((one) => ({
        unitId: unit.id,
        caseId: one.caseId,
        kind: 'permits.not-back' as const,
        key: one.id,
        forRole: 'pk' as const,
        staffId: one.pkStaffId,
        due: { on: today, counts: 'calendar' as const },
        facts: { day: one.untilOn },
      })),
  );
}

/** An advice, a decision or an answer of the Minister that is late comes before whoever is next to hear of it, within the office and above it. */
async function tellWhatIsLate(ctx: Ctx, unit: JobUnit, waiting: readonly Waiting[], today: PlainDate): Promise<void> {
  const late = waiting.flatMap(({ id, caseId, state, dueOn, dueCounts }) => {
    const holder = holderOf(state);
    const due = lastDay(dueOn, dueCounts);
    return holder && due && due.on < today ? [{ id, caseId, state, holder, due }] : [];
  });
  if (late.length === 0) return;
  const from = late.reduce((day, { due }) => earliest(day, due.on), today);
  const office = await workingCalendarOf(ctx, unit.id, { from });
  const options = await optionsOf(ctx.tx, unit.id, lateGoesOn, today);
  const { name } = await getUnit(ctx, unit.id);
  for (const one of late)
    for (const to of lateGoesOn.decide({ ...one, dueOn: one.due.on, today, office }, options).result) {
      if (!(await tell(ctx, { unitId: unit.id, office: name }, one, to))) continue;
      ctx.journal({
        what: 'permit.late-told',
        unitId: unit.id,
        caseId: one.caseId,
        about: { permitId: one.id, state: one.state, dueOn: one.due.on, told: to },
      });
    }
}

/** Whether this officer had not heard of it yet. A tier reads no permit: it is told of which office one waits, and of nobody in particular. */
async function tell(
  ctx: Ctx,
  { unitId, office }: { unitId: number; office: string },
  { id, caseId, state, due }: { id: string; caseId: string; state: PermitState; due: LastDay },
  to: Hearer,
): Promise<boolean> {
  const task = { unitId, caseId, key: id, due };
  if (isAbove(to))
    return openTaskAbove(ctx, { ...task, tier: to, kind: 'permits.late-below', facts: { state, day: due.on, office } });
  const kind = to === 'section_head' ? 'permits.late' : 'permits.late-head';
  return (await openTasks(ctx, [{ ...task, kind, forRole: to, facts: { state, day: due.on } }])) > 0;
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
