import { zones } from '#kernel/zone';
import { closeTasks, openTasks } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { Job, JobUnit, JobWork } from '#platform/job';
import { alarms } from './law.rules.ts';
import { insertAlarm, listAgeing } from './store.server.ts';

/** Tells counsellor and head of every search that has grown older than their office bears without this or that. It decides nothing. */
export async function raiseAlarms(ctx: Ctx, unit: JobUnit): Promise<void> {
  const today = todayAt(unit, ctx.now);
  const ageing = await listAgeing(ctx.tx, unit.id);
  if (ageing.length === 0) return;
  const options = await optionsOf(ctx.tx, unit.id, alarms, today);
  for (const one of ageing) {
    const due = alarms
      .decide({ ...one, today }, options)
      .result.filter(({ ordinal, nth }) => !one.raised.includes(`${ordinal}.${nth}`));
    const last = due.at(-1);
    if (!last) continue;
    for (const alarm of due)
      await insertAlarm(ctx, {
        ...alarm,
        searchId: one.id,
        caseId: one.caseId,
        unitId: unit.id,
        round: one.round,
        day: today,
      });
    const task = {
      unitId: unit.id,
      caseId: one.caseId,
      key: one.id,
      facts: { days: last.days, reason: last.reason, from: last.from },
    };
    // The older alarm says less than the new one; there is one before each of the two.
    for (const kind of ['at-large.alarm', 'at-large.alarm-head'] as const)
      await closeTasks(ctx, { unitId: unit.id, kind, key: one.id, as: 'withdrawn' });
    await openTasks(ctx, [
      { ...task, kind: 'at-large.alarm', forRole: 'pk', staffId: one.pkStaffId },
      { ...task, kind: 'at-large.alarm-head', forRole: 'head_of_bapas' },
    ]);
    ctx.journal({
      what: 'at-large.alarm-raised',
      unitId: unit.id,
      caseId: one.caseId,
      personId: one.personId,
      about: { searchId: one.id, reason: last.reason, ageDays: last.days },
    });
  }
}

export const jobs = {
  'at-large.alarms': {
    when: zones.map((zone) => ({ zone, at: '05:50' as const })),
    run: (work: JobWork, payload: Record<string, unknown>) => {
      const zone = zones.find((one) => one === payload['zone']);
      const types = ['bapas', 'pos_bapas'];
      return work.perUnit(zone ? { zone, types } : { types }, raiseAlarms);
    },
  },
} as const satisfies Record<string, Job>;
