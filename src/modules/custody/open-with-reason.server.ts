import { hasProvedRecently, holds } from '#modules/access';
import type { OpeningReason } from '#modules/cases';
import { awaitReview } from '#modules/cases/server';
import type { Ctx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { insertOpening } from './openings.store.server.ts';
import { lineOf, reachStay } from './reach.server.ts';
import { no, type CustodyRefused } from './rules.ts';

/**
 * An auditor opens a stay, for an hour and with a reason, whether or not its person is a client anywhere. Whose it is says the database; whoever
 * leads the institution is told in the same transaction and reviews it, as with a client's file.
 */
export async function openStayWithReason(
  ctx: Ctx,
  { stayId, code, reason }: { stayId: string; code: OpeningReason; reason: string },
): Promise<{ ok: true } | CustodyRefused> {
  if (!holds(ctx.actor, 'journal:search')) throw new NotAllowed('no post opens stays with a reason');
  if (!hasProvedRecently(ctx.actor, ctx.now)) return no('prove_again');
  const openingId = await insertOpening(ctx, { stayId, code, reason });
  if (!openingId) throw new NotFound('stay');
  const stay = await reachStay(ctx, stayId, 'custody:read');
  const { unitId, today } = stay;
  await awaitReview(ctx, {
    id: openingId,
    unitId,
    caseId: null,
    today,
    kind: 'audit',
    code,
    head: 'head_of_custody',
    sealed: false,
  });
  ctx.journal({
    what: 'custody.opened-with-reason',
    ...lineOf(stay),
    about: { stayId, openingId, code, reason },
  });
  return { ok: true };
}
