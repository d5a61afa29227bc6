import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { TppAdvice } from './case.ts';
import { nextTransferState, no, type Refused } from './rules.ts';
import { changeTransfer } from './store.server.ts';
import { lockFrom } from './transfers.server.ts';

/** What the sitting advised. */
export async function noteTpp(
  ctx: Ctx,
  input: { transferId: string; heldOn: PlainDate; advice: TppAdvice; note: string },
): Promise<{ ok: true } | Refused> {
  const { transfer, one } = await lockFrom(ctx, input.transferId, 'case:request_transfer');
  const state = nextTransferState(transfer.state, 'note');
  if (!state) return no('wrong_state');
  if (input.heldOn > one.today) return no('day_in_future');
  await changeTransfer(ctx.tx, transfer.id, {
    state,
    tpp_held_on: input.heldOn,
    tpp_advice: input.advice,
    tpp_note: input.note,
    noted_by: ctx.actor.accountId,
  });
  ctx.journal({
    what: 'case.transfer-noted',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { transferId: transfer.id, heldOn: input.heldOn, advice: input.advice },
  });
  return { ok: true };
}
