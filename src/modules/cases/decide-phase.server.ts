import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { changePhaseChange } from './phase-changes.store.server.ts';
import { lockPhaseChange } from './phase-changes.server.ts';
import { layOutAnew } from './reach.server.ts';
import { phaseSteps } from './moves.ts';
import { judgePhaseStep, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';

/**
 * The head decides after the sitting; never who proposed, and with reasons of his own where he does not follow it. From that day on the client's
 * duties follow the phase decided; a refusal is told to him in words for him.
 */
export async function decidePhase(
  ctx: Ctx,
  input: { changeId: string; step: 'approve' | 'refuse'; note: string; told?: string },
): Promise<{ ok: true } | Refused> {
  const { change, one } = await lockPhaseChange(ctx, input.changeId, phaseSteps[input.step].by);
  const verdict = judgePhaseStep(change, input.step, { actorId: ctx.actor.accountId, reason: input.note });
  if (!verdict.ok) return verdict;
  const { told = '' } = input;
  if (input.step === 'refuse' && told.length < 10) return no('told_missing');
  await changePhaseChange(ctx.tx, change.id, {
    state: verdict.state,
    decided_on: one.today,
    decision_note: input.note,
    told,
    decided_by: ctx.actor.accountId,
  });
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.phase-advised', key: change.id });
  if (input.step === 'approve') {
    await changeCase(ctx.tx, one, { phase_decided: change.toPhase, phase_decided_on: one.today });
    await layOutAnew(ctx, one);
  }
  ctx.journal({
    what: input.step === 'approve' ? 'case.phase-decided' : 'case.phase-refused',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { changeId: change.id, before: one.phaseDecided, toPhase: change.toPhase, advice: change.advice },
  });
  return { ok: true };
}
