import { openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { DecidedPhase } from './case.ts';
import { lockPhaseChangeRow } from './phase-changes.store.server.ts';
import { lockCase } from './reach.server.ts';

export async function lockPhaseChange(ctx: Ctx, id: string, action: 'case:propose_phase' | 'case:decide_phase') {
  const change = await lockPhaseChangeRow(ctx.tx, id);
  if (!change) throw new NotFound('phase change');
  return { change, one: await lockCase(ctx, change.caseId, action) };
}

/** What the sitting advised waits for the head; heard of twice it is still one task. */
export async function askTheHead(
  ctx: Ctx,
  about: { unitId: number; caseId: string; changeId: string; toPhase: DecidedPhase },
): Promise<void> {
  await openTask(ctx, {
    unitId: about.unitId,
    caseId: about.caseId,
    kind: 'cases.phase-advised',
    key: about.changeId,
    forRole: 'head_of_bapas',
    facts: { toPhase: about.toPhase },
  });
}
