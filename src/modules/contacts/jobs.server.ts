import { isUuid } from '#kernel/id';
import { zones, type Zone } from '#kernel/zone';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { Job, JobWork } from '#platform/job';
import { layOutContacts } from './lay-out.server.ts';
import { openEvidenceTasks } from './sweep.store.server.ts';

/** Offices that guide clients. */
const types = ['bapas', 'pos_bapas'];
const daily = (at: `${number}:${number}`) => zones.map((zone) => ({ zone, at }));

function filterOf(payload: Record<string, unknown>): { zone?: Zone; types: string[] } {
  const zone = zones.find((one) => one === payload['zone']);
  return zone ? { zone, types } : { types };
}

export const jobs = {
  /** One case after a change, the units under one whose options changed, or every unit. */
  'contacts.lay-out': {
    when: daily('00:30'),
    run: async (work: JobWork, payload: Record<string, unknown>) => {
      const { unitId, under, caseId } = payload;
      if (typeof unitId === 'number') {
        await work.inUnit(unitId, (ctx, unit) =>
          layOutContacts(ctx, { unitId, today: todayAt(unit, ctx.now), ...(isUuid(caseId) ? { caseId } : {}) }),
        );
        return;
      }
      await work.perUnit(filterOf(payload), async (ctx, unit) => {
        if (typeof under === 'number' && !(await getUnit(ctx, unit.id)).path.includes(under)) return;
        await layOutContacts(ctx, { unitId: unit.id, today: todayAt(unit, ctx.now) });
      });
    },
  },
  'contacts.evidence': {
    when: daily('00:40'),
    run: (work: JobWork, payload: Record<string, unknown>) =>
      work.perUnit(filterOf(payload), async (ctx, unit) => {
        await openEvidenceTasks(ctx, unit.id, todayAt(unit, ctx.now));
      }),
  },
} as const satisfies Record<string, Job>;
