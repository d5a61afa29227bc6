import { clientDoor } from '#modules/installation/server';
import { queueMessage } from '#modules/messages/server';
import type { Ctx } from '#platform/ctx';
import type { Days } from './ledger.ts';
import type { CaseAtHand } from './store.server.ts';

/** What a message calls a period: a few characters of its id, which say nothing to whoever else holds the phone. */
export function noticeCode(id: string): string {
  return id.slice(-6).toUpperCase();
}

/** Tells a client that a period has passed. A courtesy: without an address of ours, a gateway or a number nothing is sent. */
export async function remindOfMiss(ctx: Ctx, of: CaseAtHand, period: Days & { id: string }): Promise<void> {
  await notify(ctx, of, 'check-ins.overdue', period.id, { code: noticeCode(period.id), date: period.through });
}

export async function askForMore(ctx: Ctx, of: CaseAtHand, checkInId: string): Promise<void> {
  await notify(ctx, of, 'check-ins.more-needed', checkInId, { code: noticeCode(checkInId) });
}

async function notify(
  ctx: Ctx,
  of: CaseAtHand,
  kind: 'check-ins.overdue' | 'check-ins.more-needed',
  key: string,
  facts: { code: string; date?: string },
): Promise<void> {
  if (ctx.actor.kind === 'client') return;
  const link = await clientDoor(ctx.tx);
  if (link) await queueMessage(ctx, { unitId: of.unitId, caseId: of.id, kind, key, facts: { ...facts, link } });
}
