import { isUuid } from '#kernel/id';
import { zones } from '#kernel/zone';
import type { Ctx } from '#platform/ctx';
import type { Job, JobUnit, JobWork } from '#platform/job';
import { takeOffOver } from './store.server.ts';

/** An agenda keeps no client whose supervision in this office is over, or whose file is sealed: nobody could hear his matter. */
async function settleAgendas(ctx: Ctx, unit: JobUnit, caseId?: string): Promise<void> {
  for (const item of await takeOffOver(ctx, unit.id, caseId))
    ctx.journal({
      what: 'sitting.item-taken-off',
      unitId: unit.id,
      caseId: item.caseId,
      about: { sittingId: item.sittingId, itemId: item.id, kind: item.kind },
    });
}

export const jobs = {
  'tpp.settle': {
    when: zones.map((zone) => ({ zone, at: '00:46' as const })),
    run: async (work: JobWork, payload: Record<string, unknown>) => {
      const { unitId, caseId } = payload;
      const zone = zones.find((one) => one === payload['zone']);
      const filter = { ...(zone ? { zone } : {}), types: ['bapas', 'pos_bapas'] };
      if (typeof unitId !== 'number') return work.perUnit(filter, (ctx, unit) => settleAgendas(ctx, unit));
      await work.inUnit(unitId, (ctx, unit) => settleAgendas(ctx, unit, isUuid(caseId) ? caseId : undefined));
    },
  },
} as const satisfies Record<string, Job>;
