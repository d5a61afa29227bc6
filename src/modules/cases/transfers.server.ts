import type { PlainDate } from '#kernel/plain-date';
import { type getUnit, optionsOf, workingCalendarOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { transferTerm } from './law.rules.ts';
import { lockCase } from './reach.server.ts';
import { lockTransfer } from './transfers.store.server.ts';

/** In how many working days a request of this day is to be decided. */
export async function termOfTransfer({ tx }: Parameters<typeof getUnit>[0], unitId: number, day: PlainDate) {
  return (await optionsOf(tx, unitId, transferTerm, day)).workingDays;
}

/** The last day for the head's decision. */
export async function dueDay(
  ctx: Parameters<typeof getUnit>[0],
  unitId: number,
  requestedOn: PlainDate,
): Promise<PlainDate> {
  const office = await workingCalendarOf(ctx, unitId, { from: requestedOn });
  const chosen = await optionsOf(ctx.tx, unitId, transferTerm, requestedOn);
  return transferTerm.decide({ requestedOn, office }, chosen).result;
}

export async function lockFrom(
  ctx: Ctx,
  transferId: string,
  action: 'case:request_transfer' | 'case:decide_transfer' | 'case:accept_transfer',
) {
  const transfer = await lockTransfer(ctx.tx, transferId);
  if (!transfer) throw new NotFound('transfer');
  return { transfer, one: await lockCase(ctx, transfer.caseId, action) };
}
