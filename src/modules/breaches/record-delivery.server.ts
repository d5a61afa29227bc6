import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import type { Delivery } from './breach.ts';
import { lockBreach } from './reach.server.ts';
import { isRunning, judgeDelivery, no, type BreachRefused } from './rules.ts';
import { findSummonsOf, recordDeliveryRow } from './store.server.ts';

/** How a summons reached the client: on which day, by whom it was taken, and the proof. */
export async function recordDelivery(
  ctx: Ctx,
  input: {
    caseId: string;
    breachId: string;
    summonsId: string;
    deliveredOn: PlainDate;
    how: Delivery;
    receiver: string;
    note: string;
    file: AcceptedFile | null;
  },
): Promise<{ ok: true } | BreachRefused> {
  const { of, breach } = await lockBreach(ctx, input.caseId, input.breachId, 'breach:handle');
  if (!isRunning(breach.state)) return no('wrong_state');
  const verdict = judgeDelivery(await findSummonsOf(ctx.tx, breach.id, input.summonsId), input.deliveredOn, of.today);
  if (!verdict.ok) return verdict;
  const stored =
    input.file && (await storeFile(ctx, input.file, { unitId: of.unitId, caseId: of.id, personId: of.personId }));
  if (stored && !stored.ok) return no('file_refused');
  await recordDeliveryRow(ctx, input.summonsId, { ...input, fileId: stored ? stored.fileId : null });
  ctx.journal({
    what: 'breach.summons-delivered',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { breachId: breach.id, summonsId: input.summonsId, day: input.deliveredOn, how: input.how },
  });
  return { ok: true };
}
