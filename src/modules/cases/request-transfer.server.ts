import { openTask } from '#modules/tasks/server';
import { findUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { lockCase } from './reach.server.ts';
import { judgeTransferRequest, no, type Refused } from './rules.ts';
import { changeCase, findProposedEnding, findRunningTransfer, insertTransfer } from './store.server.ts';
import { dueDay } from './transfers.server.ts';

export type TransferRequest = {
  caseId: string;
  version: number;
  toUnitId: number;
  reason: string;
  letterNumber: string;
  guarantorStatement: boolean;
  riskNote: string;
};

/** The client asks, through the counsellor, to be guided by another Bapas. */
export async function requestTransfer(
  ctx: Ctx,
  input: TransferRequest,
): Promise<{ ok: true; transferId: string } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:request_transfer', input.version);
  const toUnit = await findUnit(ctx, input.toUnitId);
  if (!toUnit) return no('not_a_bapas');
  const now = {
    transferRunning: (await findRunningTransfer(ctx.tx, one.id)) !== undefined,
    endingProposed: (await findProposedEnding(ctx.tx, one.id)) !== undefined,
  };
  const to = { id: toUnit.id, type: toUnit.type, open: toUnit.closedOn === null };
  const verdict = judgeTransferRequest(one, { toUnit: to, fromUnitId: one.unitId }, now);
  if (!verdict.ok) return verdict;

  const transferId = ctx.newId();
  const dueOn = await dueDay(ctx, one.unitId, one.today);
  await insertTransfer(ctx, {
    ...input,
    id: transferId,
    caseId: one.id,
    fromUnitId: one.unitId,
    requestedOn: one.today,
  });
  await changeCase(ctx.tx, one, {});
  await openTask(ctx, {
    unitId: one.unitId,
    caseId: one.id,
    kind: 'cases.transfer-requested',
    key: transferId,
    forRole: 'head_of_bapas',
    dueOn,
    facts: { toUnit: toUnit.name },
  });
  ctx.journal({
    what: 'case.transfer-requested',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      transferId,
      toUnitId: toUnit.id,
      letterNumber: input.letterNumber,
      guarantorStatement: input.guarantorStatement,
      dueOn,
    },
  });
  return { ok: true, transferId };
}
