import { issueCard, type CardRefusal, type CaseOfCard } from '#modules/accounts/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { listGuarantorsAtDesk } from './conditions.queries.server.ts';

/** A card for somebody who vouches for the client now; he reads what was promised and when the next report is due. */
export async function issueGuarantorCard(
  ctx: Ctx,
  input: { of: CaseOfCard; guarantorId: string },
): Promise<{ ok: true; accessId: string } | { ok: false; refusal: CardRefusal }> {
  const known = await listGuarantorsAtDesk(ctx, [input.of.caseId]);
  if (!known.some((one) => one.id === input.guarantorId)) throw new NotFound('guarantor');
  return issueCard(ctx, { of: input.of, holder: { kind: 'guarantor', guarantorId: input.guarantorId } });
}
