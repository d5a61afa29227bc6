import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { changePhaseChange, findRunningPhaseChange } from './phase-changes.store.server.ts';

/** When a supervision ends here, nobody need give it a number or a counsellor any more, nor decide about its phase. */
export async function stopWaiting(ctx: Ctx, one: { id: string; unitId: number }): Promise<void> {
  for (const kind of ['cases.register', 'cases.assign'] as const)
    await closeTasks(ctx, { unitId: one.unitId, kind, key: one.id, as: 'withdrawn' });
  const phaseChangeId = await findRunningPhaseChange(ctx.tx, one.id);
  if (!phaseChangeId) return;
  await changePhaseChange(ctx.tx, phaseChangeId, { state: 'withdrawn' });
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.phase-advised', key: phaseChangeId, as: 'withdrawn' });
}
