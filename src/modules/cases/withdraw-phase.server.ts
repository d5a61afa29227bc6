import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { changePhaseChange } from './phase-changes.store.server.ts';
import { lockPhaseChange } from './phase-changes.server.ts';
import { nextPhaseState, no, type Refused } from './rules.ts';

export async function withdrawPhase(
  ctx: Ctx,
  input: { changeId: string; note: string },
): Promise<{ ok: true } | Refused> {
  const { change, one } = await lockPhaseChange(ctx, input.changeId, 'case:propose_phase');
  const state = nextPhaseState(change.state, 'withdraw');
  if (!state) return no('wrong_state');
  await changePhaseChange(ctx.tx, change.id, { state });
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.phase-advised', key: change.id, as: 'withdrawn' });
  ctx.journal({
    what: 'case.phase-withdrawn',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { changeId: change.id, note: input.note },
  });
  return { ok: true };
}
