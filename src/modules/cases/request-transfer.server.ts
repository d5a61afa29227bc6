import { openTask } from '#modules/tasks/server';
import { findUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { isHindered } from './hindrances.server.ts';
import { listReceivingBapas } from './transfers.queries.server.ts';
import { lockCase } from './reach.server.ts';
import { judgeTransferRequest, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';
import { findProposedEnding } from './endings.store.server.ts';
import { findRunningTransfer, insertTransfer } from './transfers.store.server.ts';
import { dueDay } from './transfers.server.ts';

export type TransferRequest = {
  caseId: string;
  version: number;
  toUnitId?: number | undefined;
  /** The other Bapas where it does not use Simpul here. */
  toName: string;
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
  if (input.toUnitId === undefined && input.toName === '') return no('destination_missing');
  if (input.toUnitId !== undefined && input.toName !== '') return no('destination_twice');
  const toUnit = input.toUnitId === undefined ? null : await findUnit(ctx, input.toUnitId);
  if (toUnit === undefined) return no('not_a_bapas');
  const now = {
    transferRunning: (await findRunningTransfer(ctx.tx, one.id)) !== undefined,
    endingProposed: (await findProposedEnding(ctx.tx, one.id)) !== undefined,
    hindered: await isHindered(ctx, one.id),
  };
  const receivers = await listReceivingBapas(ctx);
  const to = toUnit && {
    id: toUnit.id,
    type: toUnit.type,
    open: toUnit.closedOn === null,
    receives: receivers.some(({ id }) => id === toUnit.id),
  };
  const verdict = judgeTransferRequest(one, { toUnit: to, fromUnitId: one.unitId }, now);
  if (!verdict.ok) return verdict;

  const transferId = ctx.newId();
  const dueOn = await dueDay(ctx, one.unitId, one.today);
  await insertTransfer(ctx, {
    ...input,
    id: transferId,
    toUnitId: toUnit?.id ?? null,
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
    due: { on: dueOn, counts: 'working' },
    facts: { toUnit: toUnit?.name ?? input.toName },
  });
  ctx.journal({
    what: 'case.transfer-requested',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      transferId,
      toUnitId: toUnit?.id ?? null,
      toName: input.toName,
      letterNumber: input.letterNumber,
      guarantorStatement: input.guarantorStatement,
      dueOn,
    },
  });
  return { ok: true, transferId };
}
