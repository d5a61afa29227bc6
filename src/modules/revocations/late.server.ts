import type { LastDay } from '#kernel/holidays';
import { earliest } from '#kernel/plain-date';
import { isAbove, type Hearer } from '#modules/tasks';
import { openTaskAbove, openTasks } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { getUnit, optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { lateGoesOn } from './law.rules.ts';
import { calendarOf } from './reach.server.ts';
import { dueAt, holderAt, wholeTerm } from './routes.ts';
import type { Holder } from './revocation.ts';
import type { LateKind } from './tasks.ts';
import { listLate, type LateProceeding } from './store.server.ts';

/**
 * Puts every step that is late, and every whole service that is, before whoever is next to hear of it, within the office and above it. It moves
 * nothing, decides nothing, and says nothing twice while its task is open; the step that is taken closes those of its step, the end all of them.
 */
export async function tellWhatIsLate(ctx: Ctx, unit: JobUnit): Promise<void> {
  const today = todayAt(unit, ctx.now);
  const steps = await listLate(ctx.tx, unit.id, today, 'due_on');
  const wholes = await listLate(ctx.tx, unit.id, today, 'service_until');
  const from = [...steps, ...wholes].reduce((day, { dueOn }) => earliest(day, dueOn), today);
  if (from === today) return;
  const office = await calendarOf(ctx, unit.id, from);
  const options = await optionsOf(ctx.tx, unit.id, lateGoesOn, today);
  const { name } = await getUnit(ctx, unit.id);
  const at = { unitId: unit.id, office: name };
  for (const one of steps) {
    const holder = holderAt(one.route, one.state);
    if (!holder) continue;
    for (const to of lateGoesOn.decide({ holder, dueOn: one.dueOn, today, office }, options).result)
      await tell(ctx, at, one, to, ofStep(one, holder, to));
  }
  for (const one of wholes)
    for (const to of lateGoesOn.decide({ whole: one.route, dueOn: one.dueOn, today, office }, options).result)
      await tell(ctx, at, one, to, {
        kind: isAbove(to) ? 'revocations.whole-late-below' : 'revocations.whole-late',
        due: { on: one.dueOn, counts: wholeTerm.counts },
      });
}

/** A tier reads what has come to it; of what lies below it is told that there is something. */
function ofStep(one: LateProceeding, holder: Holder, to: Hearer) {
  const due = dueAt(one);
  if (isAbove(to)) return { kind: holder === to ? 'revocations.late-here' : 'revocations.late-below', due } as const;
  return { kind: to === 'section_head' ? 'revocations.late-section' : 'revocations.late', due } as const;
}

/** Once: nothing is said again to an officer who has heard of it. */
async function tell(
  ctx: Ctx,
  { unitId, office }: { unitId: number; office: string },
  { id, caseId, state, dueOn, guarded }: LateProceeding,
  to: Hearer,
  { kind, due }: { kind: LateKind; due: LastDay | null },
): Promise<void> {
  const task = { unitId, caseId, key: id, kind, due };
  const isNew = isAbove(to)
    ? await openTaskAbove(ctx, { ...task, tier: to, facts: { state, day: dueOn, office, closed: guarded } })
    : (await openTasks(ctx, [{ ...task, forRole: to, facts: { state, day: dueOn } }])) > 0;
  if (!isNew) return;
  ctx.journal({
    what: 'revocation.late-told',
    unitId,
    caseId,
    about: { proceedingId: id, state, dueOn, told: to, kind },
  });
}
