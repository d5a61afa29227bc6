import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { changePhaseChange } from './phase-changes.store.server.ts';
import { lockPhaseChange } from './phase-changes.server.ts';
import { phaseSteps } from './moves.ts';
import { judgePhaseStep, type Refused } from './rules.ts';

export async function withdrawPhase(
  ctx: Ctx,
  input: { changeId: string; note: string },
): Promise<{ ok: true } | Refused> {
  const { change, one } = await lockPhaseChange(ctx, input.changeId, phaseSteps.withdraw.by);
  const verdict = judgePhaseStep(change, 'withdraw', { actorId: ctx.actor.accountId, reason: input.note });
  if (!verdict.ok) return verdict;
  await changePhaseChange(ctx.tx, change.id, {
    state: verdict.state,
    withdrawn_on: one.today,
    withdrawn_by: ctx.actor.accountId,
    withdrawn_why: input.note,
  });
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
