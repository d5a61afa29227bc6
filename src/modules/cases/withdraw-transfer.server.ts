import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { transferSteps } from './moves.ts';
import { judgeTransferStep, type Refused } from './rules.ts';
import { changeTransfer } from './transfers.store.server.ts';
import { lockFrom } from './transfers.server.ts';

export async function withdrawTransfer(
  ctx: Ctx,
  input: { transferId: string; note: string },
): Promise<{ ok: true } | Refused> {
  const { transfer, one } = await lockFrom(ctx, input.transferId, transferSteps.withdraw.by);
  const verdict = judgeTransferStep(transfer, 'withdraw', { actorId: ctx.actor.accountId, reason: input.note });
  if (!verdict.ok) return verdict;
  await changeTransfer(ctx.tx, transfer.id, {
    state: verdict.state,
    withdrawn_on: one.today,
    withdrawn_by: ctx.actor.accountId,
    withdrawn_why: input.note,
  });
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.transfer-requested', key: transfer.id, as: 'withdrawn' });
  ctx.journal({
    what: 'case.transfer-withdrawn',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { transferId: transfer.id, note: input.note },
  });
  return { ok: true };
}
