import { inSentence } from '#kernel/text';
import { todayAt } from '#modules/units';
import { endReasonWords, type EndReason } from '#modules/cases';
import { openTasks } from '#modules/tasks/server';
import { m } from '#messages';
import { inLanguage } from '#messages/server';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { lateGoesOn } from './law.rules.ts';
import { calendarOf, putBefore, termFrom } from './reach.server.ts';
import { ownerOf } from './rules.ts';
import { insertMove, listOverdue, lockOver, proposeFromMisses } from './store.server.ts';

/** Proposes a breach for each row of misses that has become long enough; whether it is one is for an officer to say. */
export async function proposeBreaches(ctx: Ctx, unit: JobUnit): Promise<void> {
  const today = todayAt(unit, ctx.now);
  const due = await termFrom(ctx, unit.id, 'confirm', today);
  for (const one of await proposeFromMisses(ctx, unit.id, today, due)) {
    await putBefore(ctx, { id: one.caseId, unitId: unit.id, pkStaffId: one.pkStaffId }, one.id, 'proposed', due);
    ctx.journal({
      what: 'breach.proposed',
      unitId: unit.id,
      caseId: one.caseId,
      about: { breachId: one.id, obligationId: one.firstMissed, misses: one.misses },
    });
  }
}

/** A breach ends with the supervision itself, for the reason that the supervision ended; nobody has to remember it. */
export async function stopOver(ctx: Ctx, unit: JobUnit, caseId?: string): Promise<void> {
  for (const one of await lockOver(ctx, unit.id, caseId)) {
    const of = { id: one.caseId, unitId: unit.id };
    const why = inLanguage('id', () => endReasonWords[one.endReason as EndReason]?.() ?? one.endReason);
    await insertMove(ctx, of, one.id, {
      step: 'stop',
      from: one.state,
      to: 'stopped',
      day: todayAt(unit, ctx.now),
      reason: m.breaches_stopped_with_supervision({ reason: inSentence(why) }, { locale: 'id' }),
      documentNumber: one.documentNumber || '–',
    });
    await putBefore(ctx, { ...of, pkStaffId: null }, one.id, 'stopped', null);
    ctx.journal({
      what: 'breach.moved',
      unitId: unit.id,
      caseId: one.caseId,
      about: {
        breachId: one.id,
        step: 'stop',
        before: one.state,
        after: 'stopped',
        documentNumber: one.documentNumber,
      },
    });
  }
}

/** Puts a step that is late before whoever is next to hear of it. It decides nothing, and says nothing twice while its task is open. */
export async function tellWhatIsLate(ctx: Ctx, unit: JobUnit): Promise<void> {
  const today = todayAt(unit, ctx.now);
  const overdue = await listOverdue(ctx, unit.id, today);
  if (overdue.length === 0) return;
  const options = await optionsOf(ctx.tx, unit.id, lateGoesOn, today);
  const office = await calendarOf(ctx, unit.id, overdue[0]!.dueOn);
  for (const one of overdue) {
    const owner = ownerOf(one.state);
    if (!owner) continue;
    for (const to of lateGoesOn.decide({ owner, dueOn: one.dueOn, today, office }, options).result) {
      const opened = await openTasks(ctx, [
        {
          unitId: unit.id,
          caseId: one.caseId,
          key: one.id,
          kind: to === 'section_head' ? 'breaches.overdue' : 'breaches.overdue-head',
          forRole: to,
          due: { on: one.dueOn, counts: one.dueCounts },
          facts: { state: one.state, day: one.dueOn },
        },
      ]);
      if (opened === 0) continue;
      ctx.journal({
        what: 'breach.late-told',
        unitId: unit.id,
        caseId: one.caseId,
        about: { breachId: one.id, state: one.state, dueOn: one.dueOn, told: to },
      });
    }
  }
}
