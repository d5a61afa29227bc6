import type { PlainDate } from '#kernel/plain-date';
import { closeGuarantorCards } from '#modules/accounts/server';
import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { isHindered } from './hindrances.server.ts';
import { layOutAnew } from './reach.server.ts';
import { transferSteps } from './moves.ts';
import { judgeTransferStep, no, type Refused } from './rules.ts';
import { stopWaiting } from './stop-waiting.server.ts';
import { changeTransfer, settleOutside } from './transfers.store.server.ts';
import { lockFrom } from './transfers.server.ts';

export type OutsideAnswer = {
  transferId: string;
  step: 'arrive' | 'decline';
  day: PlainDate;
  letterNumber: string;
  note: string;
};

/**
 * What a Bapas that does not use Simpul here answered: recorded by the office that sent the client, with the number and the day of the
 * letter (DESIGN 11.6). With the arrival the supervision ends here; sent back, he stays where he was.
 */
export async function answerOutside(ctx: Ctx, input: OutsideAnswer): Promise<{ ok: true } | Refused> {
  const { transfer, one } = await lockFrom(ctx, input.transferId, transferSteps[input.step].by);
  if (transfer.toUnitId !== null) return no('wrong_state');
  if (input.day > one.today) return no('day_in_future');
  if (input.day < transfer.requestedOn) return no('period_upside_down');
  const attempt = { actorId: ctx.actor.accountId, reason: input.note };
  const hindered = input.step === 'arrive' && (await isHindered(ctx, one.id));
  const verdict = judgeTransferStep(transfer, input.step, attempt, { hindered });
  if (!verdict.ok) return verdict;

  if (input.step === 'arrive') {
    if (!(await settleOutside(ctx.tx, transfer.id, input))) return no('wrong_state');
    await closeGuarantorCards(ctx, { caseId: one.id });
    await stopWaiting(ctx, one);
    await layOutAnew(ctx, one);
  } else {
    await changeTransfer(ctx.tx, transfer.id, {
      state: verdict.state,
      decision_note: input.note,
      arrived_on: input.day,
      arrived_by: ctx.actor.accountId,
      answer_letter: input.letterNumber,
    });
  }
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.transfer-outside', key: transfer.id });
  ctx.journal({
    what: input.step === 'arrive' ? 'case.transferred' : 'case.transfer-declined',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      transferId: transfer.id,
      toName: transfer.toName,
      day: input.day,
      letterNumber: input.letterNumber,
      ...(input.step === 'decline' ? { note: input.note } : {}),
    },
  });
  return { ok: true };
}
