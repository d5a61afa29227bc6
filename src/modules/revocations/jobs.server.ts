import { isUuid } from '#kernel/id';
import { zones } from '#kernel/zone';
import { openTasks } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import type { Ctx } from '#platform/ctx';
import type { Job, JobUnit, JobWork } from '#platform/job';
import { putFamilyBefore } from './call-family.server.ts';
import { findCancellation, findForTask, listLate } from './store.server.ts';
import { closeReleased, putBefore, putReleased } from './tasks.server.ts';

const daily = (at: `${number}:${number}`) => zones.map((zone) => ({ zone, at }));
/** Offices that guide clients. */
const types = ['bapas', 'pos_bapas'];

export const jobs = {
  /** A tier took a step: the office's next one is put before whoever owes it. */
  'revocations.put-before': {
    run: async (work: JobWork, { proceedingId, unitId }: Record<string, unknown>) => {
      if (typeof unitId !== 'number' || !isUuid(proceedingId)) return;
      await work.inUnit(unitId, async (ctx) => {
        const one = await findForTask(ctx.tx, proceedingId);
        if (!one) return;
        await putBefore(ctx, one);
        await putFamilyBefore(ctx, one);
      });
    },
  },
  /** The day of release of a client was written down or corrected: whether what runs may still take effect is put before whoever has it. */
  'revocations.released': {
    run: async (work: JobWork, { caseId, unitId }: Record<string, unknown>) => {
      if (typeof unitId !== 'number' || !isUuid(caseId)) return;
      await work.inUnit(unitId, async (ctx) => {
        const one = await findCancellation(ctx, caseId);
        if (!one) return;
        const { proceeding, released } = one;
        if (released) await putReleased(ctx, proceeding, released);
        else await closeReleased(ctx, proceeding);
      });
    },
  },
  'revocations.late': {
    when: daily('05:50'),
    run: (work: JobWork, payload: Record<string, unknown>) => {
      const zone = zones.find((one) => one === payload['zone']);
      return work.perUnit(zone ? { zone, types } : { types }, tellWhatIsLate);
    },
  },
} as const satisfies Record<string, Job>;

/** What is past its last day, wherever it lies, comes before the head of the office; it decides nothing. */
export async function tellWhatIsLate(ctx: Ctx, unit: JobUnit): Promise<void> {
  const late = await listLate(ctx.tx, unit.id, todayAt(unit, ctx.now));
  if (late.length === 0) return;
  await openTasks(
    ctx,
    late.map((one) => ({
      unitId: unit.id,
      caseId: one.caseId,
      kind: 'revocations.late' as const,
      key: one.id,
      forRole: 'head_of_bapas' as const,
      dueOn: one.dueOn,
      facts: { state: one.state, day: one.dueOn ?? '' },
    })),
  );
}
