import type { PlainDate } from '#kernel/plain-date';
import { isOnAgenda } from '#modules/tpp/server';
import type { Ctx } from '#platform/ctx';
import type { TppAdvice } from './case.ts';
import { transferSteps } from './moves.ts';
import { judgeTransferStep, no, type Refused } from './rules.ts';
import { changeTransfer } from './transfers.store.server.ts';
import { lockFrom } from './transfers.server.ts';

/** What a sitting advised that was held elsewhere, or before the office kept its sittings here: by its document and day. */
export async function noteTpp(
  ctx: Ctx,
  input: { transferId: string; heldOn: PlainDate; document: string; advice: TppAdvice; note: string },
): Promise<{ ok: true } | Refused> {
  const { transfer, one } = await lockFrom(ctx, input.transferId, transferSteps.note.by);
  const verdict = judgeTransferStep(transfer, 'note', { actorId: ctx.actor.accountId, reason: input.note });
  if (!verdict.ok) return verdict;
  if (await isOnAgenda(ctx.tx, 'transfer', transfer.id)) return no('on_an_agenda');
  if (input.heldOn > one.today) return no('day_in_future');
  await changeTransfer(ctx.tx, transfer.id, {
    state: verdict.state,
    tpp_held_on: input.heldOn,
    tpp_document: input.document,
    tpp_advice: input.advice,
    tpp_note: input.note,
    noted_by: ctx.actor.accountId,
  });
  ctx.journal({
    what: 'case.transfer-noted',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { transferId: transfer.id, heldOn: input.heldOn, document: input.document, advice: input.advice },
  });
  return { ok: true };
}
