import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { lockCase } from './reach.server.ts';
import { no, type Refused } from './rules.ts';
import { changeGuarantor, findGuarantor } from './conditions.store.server.ts';

/** The duties were read to the guarantor, and he took them on. */
export async function confirmDuties(
  ctx: Ctx,
  input: { caseId: string; guarantorId: string; confirmedOn: PlainDate },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write');
  const guarantor = await findGuarantor(ctx.tx, input.guarantorId);
  if (
    !guarantor ||
    guarantor.case_id !== one.id ||
    guarantor.ended_on !== null ||
    guarantor.duties_confirmed_on !== null
  )
    return no('already_confirmed');
  if (input.confirmedOn > one.today) return no('day_in_future');
  await changeGuarantor(ctx.tx, guarantor.id, { duties_confirmed_on: input.confirmedOn });
  ctx.journal({
    what: 'case.guarantor-confirmed',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { guarantorId: guarantor.id, confirmedOn: input.confirmedOn },
  });
  return { ok: true };
}
