import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { nextTransferState, no, type Refused } from './rules.ts';
import { changeTransfer } from './transfers.store.server.ts';
import { lockFrom } from './transfers.server.ts';

export async function withdrawTransfer(
  ctx: Ctx,
  input: { transferId: string; note: string },
): Promise<{ ok: true } | Refused> {
  const { transfer, one } = await lockFrom(ctx, input.transferId, 'case:request_transfer');
  const state = nextTransferState(transfer.state, 'withdraw');
  if (!state) return no('wrong_state');
  await changeTransfer(ctx.tx, transfer.id, { state });
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
