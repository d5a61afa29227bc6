import { closeTasks, openTask } from '#modules/tasks/server';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { isHindered } from './hindrances.server.ts';
import { transferSteps } from './moves.ts';
import { judgeTransferStep, no, type Refused } from './rules.ts';
import { changeTransfer } from './transfers.store.server.ts';
import { lockFrom } from './transfers.server.ts';

/**
 * The head approves or refuses; never the one who asked, and with reasons of his own where he does not follow the sitting. What is refused is
 * told to the client in words for him.
 */
export async function decideTransfer(
  ctx: Ctx,
  input: { transferId: string; step: 'approve' | 'refuse'; note: string; told?: string },
): Promise<{ ok: true } | Refused> {
  const { transfer, one } = await lockFrom(ctx, input.transferId, transferSteps[input.step].by);
  const attempt = { actorId: ctx.actor.accountId, reason: input.note };
  const verdict = judgeTransferStep(transfer, input.step, attempt, { hindered: await isHindered(ctx, one.id) });
  if (!verdict.ok) return verdict;
  const { told = '' } = input;
  if (input.step === 'refuse' && told.length < 10) return no('told_missing');
  await changeTransfer(ctx.tx, transfer.id, {
    state: verdict.state,
    decided_on: one.today,
    decision_note: input.note,
    told,
    decided_by: ctx.actor.accountId,
  });
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.transfer-requested', key: transfer.id });
  if (input.step === 'approve') {
    if (transfer.toUnitId === null)
      await openTask(ctx, {
        unitId: one.unitId,
        caseId: one.id,
        kind: 'cases.transfer-outside',
        key: transfer.id,
        forRole: 'section_head',
        facts: { toUnit: transfer.toName },
      });
    else
      await openTask(ctx, {
        unitId: transfer.toUnitId,
        kind: 'cases.transfer-arriving',
        key: transfer.id,
        forRole: 'section_head',
        facts: { fromUnit: (await getUnit(ctx, transfer.fromUnitId)).name },
      });
  }
  ctx.journal({
    what: input.step === 'approve' ? 'case.transfer-approved' : 'case.transfer-refused',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { transferId: transfer.id, toUnitId: transfer.toUnitId, toName: transfer.toName },
  });
  return { ok: true };
}
