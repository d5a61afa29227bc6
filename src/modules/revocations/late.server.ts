import { isAbove, type Hearer } from '#modules/tasks';
import { openTaskAbove, openTasks } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { getUnit, optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { lateGoesOn } from './law.rules.ts';
import { calendarOf } from './reach.server.ts';
import { dueAt, holderAt } from './routes.ts';
import { listLate, type LateProceeding } from './store.server.ts';

/**
 * Puts every step that is late before whoever is next to hear of it, within the office and above it. It moves nothing, decides nothing, and says
 * nothing twice while its task is open; the step that is taken closes them all.
 */
export async function tellWhatIsLate(ctx: Ctx, unit: JobUnit): Promise<void> {
  const today = todayAt(unit, ctx.now);
  const late = await listLate(ctx.tx, unit.id, today);
  if (late.length === 0) return;
  const office = await calendarOf(ctx, unit.id, late[0]!.dueOn);
  const options = await optionsOf(ctx.tx, unit.id, lateGoesOn, today);
  const { name } = await getUnit(ctx, unit.id);
  for (const one of late) {
    const holder = holderAt(one.route, one.state);
    if (!holder) continue;
    for (const to of lateGoesOn.decide({ holder, dueOn: one.dueOn, today, office }, options).result) {
      if (!(await tell(ctx, { unitId: unit.id, office: name, holder }, one, to))) continue;
      ctx.journal({
        what: 'revocation.late-told',
        unitId: unit.id,
        caseId: one.caseId,
        about: { proceedingId: one.id, state: one.state, dueOn: one.dueOn, told: to },
      });
    }
  }
}

/** Whether this officer had not heard of it yet. */
async function tell(
  ctx: Ctx,
  { unitId, office, holder }: { unitId: number; office: string; holder: string },
  one: LateProceeding,
  to: Hearer,
): Promise<boolean> {
  const { id, caseId, state, dueOn, guarded } = one;
  const task = { unitId, caseId, key: id, due: dueAt(one) };
  if (!isAbove(to)) {
    const kind = to === 'section_head' ? 'revocations.late-section' : 'revocations.late';
    return (await openTasks(ctx, [{ ...task, kind, forRole: to, facts: { state, day: dueOn } }])) > 0;
  }
  // A tier reads what has come to it; of what lies below it is told that there is something.
  const kind = holder === to ? 'revocations.late-here' : 'revocations.late-below';
  return openTaskAbove(ctx, { ...task, tier: to, kind, facts: { state, day: dueOn, office, closed: guarded } });
}
