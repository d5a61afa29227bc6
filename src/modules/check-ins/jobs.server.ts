import { addDays } from '#kernel/plain-date';
import { zones, type Zone } from '#kernel/zone';
import { isUuid } from '#kernel/id';
import { optionsInForce } from '#kernel/rule';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { Job, JobUnit, JobWork } from '#platform/job';
import { closePeriods } from './close-periods.server.ts';
import { layOutObligations } from './lay-out.server.ts';
import { reminders } from './misses.rules.ts';
import { remindBeforeDue, remindOfMisses } from './notices.store.server.ts';
import { getChosenOptions } from './store.server.ts';
import { drawRandomCalls } from './sweep.store.server.ts';
import { watchMonth } from './watch-month.server.ts';

/** Offices that guide clients. */
const types = ['bapas', 'pos_bapas'];
const daily = (at: `${number}:${number}`) => zones.map((zone) => ({ zone, at }));

function filterOf(payload: Record<string, unknown>): { zone?: Zone; types: string[] } {
  const zone = zones.find((one) => one === payload['zone']);
  return zone ? { zone, types } : { types };
}

/** Payloads come from our own use cases; one that does not fit is a fault and parks. */
function unitOf(payload: Record<string, unknown>): number | undefined {
  return typeof payload['unitId'] === 'number' ? payload['unitId'] : undefined;
}

export const jobs = {
  /** Lays out first, so that nothing is missed that a pause or an end has lifted; then closes. */
  'check-ins.close-periods': {
    when: daily('00:20'),
    run: (work: JobWork, payload: Record<string, unknown>) =>
      work.perUnits(filterOf(payload), async (ctx, units) => {
        await closePeriods(
          ctx,
          units.map((unit) => ({ unitId: unit.id, today: todayAt(unit, ctx.now) })),
        );
      }),
  },
  /** One case after a change of what it owes, the units under one whose options changed, or every unit's months ahead. */
  'check-ins.lay-out': {
    when: daily('00:05'),
    run: async (work: JobWork, payload: Record<string, unknown>) => {
      const unitId = unitOf(payload);
      const caseId = isUuid(payload['caseId']) ? payload['caseId'] : undefined;
      if (unitId === undefined) {
        const under = typeof payload['under'] === 'number' ? payload['under'] : undefined;
        return work.perUnit(filterOf(payload), async (ctx, unit) => {
          if (under !== undefined && !(await getUnit(ctx, unit.id)).path.includes(under)) return;
          await layOutObligations(ctx, { unitId: unit.id, today: todayAt(unit, ctx.now) });
        });
      }
      await work.inUnit(unitId, (ctx, unit) =>
        layOutObligations(ctx, { unitId: unit.id, today: todayAt(unit, ctx.now), ...(caseId ? { caseId } : {}) }),
      );
    },
  },
  /** Every morning, and for one unit after its close: before the end of a period and after a miss, once for each period. */
  'check-ins.remind': {
    when: daily('08:00'),
    run: async (work: JobWork, payload: Record<string, unknown>) => {
      const unitId = unitOf(payload);
      const remind = async (ctx: Ctx, unit: JobUnit) => {
        const today = todayAt(unit, ctx.now);
        const days = optionsInForce(
          reminders.options,
          (await getChosenOptions(ctx.tx, unit.id, today))[reminders.id] ?? {},
        );
        const before = await remindBeforeDue(ctx, unit.id, today, days.days_before);
        const after = await remindOfMisses(ctx, unit.id, today, days.days_after);
        if (before + after > 0)
          ctx.journal({ what: 'check-ins.reminded', unitId: unit.id, about: { day: today, before, after } });
      };
      if (unitId === undefined) await work.perUnit(filterOf(payload), remind);
      else await work.inUnit(unitId, remind);
    },
  },
  /** Once a month, when the close of the last one is a day old. A second run finds the same things open. */
  'check-ins.watch-month': {
    when: daily('06:10'),
    run: (work: JobWork, payload: Record<string, unknown>) =>
      work.perUnit(filterOf(payload), async (ctx, unit) => {
        const today = todayAt(unit, ctx.now);
        if (today.endsWith('-02')) await watchMonth(ctx, unit.id, today);
      }),
  },
  'check-ins.random-call': {
    when: daily('05:30'),
    run: (work: JobWork, payload: Record<string, unknown>) =>
      work.perUnit(filterOf(payload), async (ctx, unit) => {
        await drawRandomCalls(ctx, unit.id, addDays(todayAt(unit, ctx.now), -1));
      }),
  },
} as const satisfies Record<string, Job>;
