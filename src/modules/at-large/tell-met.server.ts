import { isUuid } from '#kernel/id';
import { openTasks } from '#modules/tasks/server';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { Job, JobWork } from '#platform/job';
import { findForMet } from './store.server.ts';

/** Whoever may be searched came to another office as its client: the office that searches hears of it, by a job of its own. */
export async function tellOfMet(
  ctx: Ctx,
  met: { searchId: string; unitId: number; fromUnitId: number; caseId: string },
): Promise<void> {
  await ctx.addJob('at-large.met', met, { key: `at-large.met:${met.searchId}:${met.caseId}` });
}

async function putMetBefore(work: JobWork, { searchId, unitId, fromUnitId, caseId }: Record<string, unknown>) {
  if (!isUuid(searchId) || !isUuid(caseId) || typeof unitId !== 'number' || typeof fromUnitId !== 'number') return;
  await work.inUnit(unitId, async (ctx) => {
    const search = await findForMet(ctx.tx, searchId);
    if (!search) return;
    const unit = await getUnit(ctx, fromUnitId);
    // One of each for every client who was met: the same list taken again tells nothing anew.
    const task = { unitId, caseId: search.caseId, key: caseId, facts: { unit: unit.name } };
    await openTasks(ctx, [
      search.pkStaffId
        ? { ...task, kind: 'at-large.met', forRole: 'pk', staffId: search.pkStaffId }
        : { ...task, kind: 'at-large.met', forRole: 'section_head' },
      { ...task, kind: 'at-large.met-head', forRole: 'head_of_bapas' },
    ]);
    ctx.journal({
      what: 'at-large.met-in-list',
      unitId,
      caseId: search.caseId,
      personId: search.personId,
      about: { searchId, fromUnitId },
    });
  });
}

export const jobs = { 'at-large.met': { run: putMetBefore } } as const satisfies Record<string, Job>;
