import type { PlainDate } from '#kernel/plain-date';
import { closeGuarantorCards } from '#modules/accounts/server';
import type { Ctx } from '#platform/ctx';
import { lockCase } from './reach.server.ts';
import { no, type Refused } from './rules.ts';
import { changeGuarantor, findGuarantor } from './conditions.store.server.ts';

export async function endGuarantor(
  ctx: Ctx,
  input: { caseId: string; guarantorId: string; endedOn: PlainDate; reason: string },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write');
  const guarantor = await findGuarantor(ctx.tx, input.guarantorId);
  if (!guarantor || guarantor.case_id !== one.id || guarantor.ended_on !== null) return no('already_removed');
  if (input.endedOn > one.today) return no('day_in_future');
  await changeGuarantor(ctx.tx, guarantor.id, { ended_on: input.endedOn, end_reason: input.reason });
  await closeGuarantorCards(ctx, { caseId: one.id, guarantorId: guarantor.id });
  ctx.journal({
    what: 'case.guarantor-ended',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { guarantorId: guarantor.id, endedOn: input.endedOn, reason: input.reason },
  });
  return { ok: true };
}
