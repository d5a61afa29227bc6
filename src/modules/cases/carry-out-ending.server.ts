import type { PlainDate } from '#kernel/plain-date';
import { closeGuarantorCards } from '#modules/accounts/server';
import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { EndReason } from './case.ts';
import { tellOfEnding, type EndingPaper } from './followers.server.ts';
import { layOutAnew } from './reach.server.ts';
import { nextState, nextTransferState } from './moves.ts';
import { sealWithEnd } from './seal-case.server.ts';
import { stopWaiting, whyFallen } from './stop-waiting.server.ts';
import { changeCase, endPause, findOpenPause, type CaseOnFile } from './store.server.ts';
import { endAssignments } from './assignments.store.server.ts';
import { callOffArrival, changeTransfer, findRunningTransfer } from './transfers.store.server.ts';

export type Ending = {
  day: PlainDate;
  reason: EndReason;
  documentNumber: string;
  /** The day and the issuer of that document, where whoever ends the supervision knows them. */
  paper?: Pick<EndingPaper, 'dated' | 'issuer'>;
};

/** Everything that stops with a supervision, and whoever has to hear of it. Answers whether the file is sealed now. */
export async function carryOut(
  ctx: Ctx,
  one: CaseOnFile,
  { day, reason, documentNumber, paper }: Ending,
): Promise<boolean> {
  const pause = await findOpenPause(ctx.tx, one.id);
  if (pause) await endPause(ctx, pause.id, day < pause.startsOn ? pause.startsOn : day);
  await endAssignments(ctx, [one.id], day);
  await closeGuarantorCards(ctx, { caseId: one.id });
  await changeCase(ctx.tx, one, { state: nextState(one.state, 'end')!, ended_on: day, end_reason: reason });
  // From here on it is over, and what waited for somebody falls with it.
  await stopWaiting(ctx, one);
  const running = await findRunningTransfer(ctx.tx, one.id);
  if (running) {
    await changeTransfer(ctx.tx, running.id, {
      state: nextTransferState(running.state, 'fall')!,
      withdrawn_on: one.today,
      withdrawn_by: ctx.actor.accountId,
      withdrawn_why: whyFallen,
    });
    await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.transfer-requested', key: running.id, as: 'withdrawn' });
    await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.transfer-outside', key: running.id, as: 'withdrawn' });
    if (running.state === 'approved' && running.toUnitId !== null) {
      await callOffArrival(ctx.tx, running.id);
      ctx.journal({
        what: 'case.transfer-withdrawn',
        unitId: running.toUnitId,
        about: { transferId: running.id, note: '' },
      });
    }
  }
  await layOutAnew(ctx, one);
  const known = { number: documentNumber, dated: null, issuer: '', ...paper };
  await tellOfEnding(ctx, { what: 'ended', of: one, reason, day, paper: known });
  return sealWithEnd(ctx, one);
}
