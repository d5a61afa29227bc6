import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { CaseOnFile } from './store.server.ts';
import { nextPhaseState } from './moves.ts';
import { changePhaseChange, findRunningPhaseChange } from './phase-changes.store.server.ts';

/** Why what waited for a decision falls, as it is written on it. */
export const whyFallen = 'pembimbingan berakhir';

/** When a supervision has ended here, nobody need give it a number or a counsellor any more, nor decide about its phase. */
export async function stopWaiting(ctx: Ctx, one: Pick<CaseOnFile, 'id' | 'unitId' | 'today'>): Promise<void> {
  for (const kind of ['cases.register', 'cases.assign'] as const)
    await closeTasks(ctx, { unitId: one.unitId, kind, key: one.id, as: 'withdrawn' });
  const change = await findRunningPhaseChange(ctx.tx, one.id);
  if (!change) return;
  await changePhaseChange(ctx.tx, change.id, {
    state: nextPhaseState(change.state, 'fall')!,
    withdrawn_on: one.today,
    withdrawn_by: ctx.actor.accountId,
    withdrawn_why: whyFallen,
  });
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.phase-advised', key: change.id, as: 'withdrawn' });
}
