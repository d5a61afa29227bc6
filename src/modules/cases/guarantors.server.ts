import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { GuarantorRelation } from './case.ts';
import { lockCase } from './reach.server.ts';
import { isOpen, no, type Refused } from './rules.ts';
import { changeCase, changeGuarantor, findGuarantor, insertGuarantor } from './store.server.ts';

export type GuarantorInput = {
  caseId: string;
  version: number;
  name: string;
  relation: GuarantorRelation;
  nik: string | null;
  phone: string;
  address: string;
  signedOn: PlainDate | null;
};

/** Who vouches for the client. */
export async function addGuarantor(
  ctx: Ctx,
  input: GuarantorInput,
): Promise<{ ok: true; guarantorId: string } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  if (!isOpen(one.state)) return no('wrong_state');
  if (input.signedOn && input.signedOn > one.today) return no('day_in_future');
  const guarantorId = await insertGuarantor(ctx, one, input);
  await changeCase(ctx.tx, one, {});
  ctx.journal({
    what: 'case.guarantor-added',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { guarantorId, relation: input.relation },
  });
  return { ok: true, guarantorId };
}

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

export async function endGuarantor(
  ctx: Ctx,
  input: { caseId: string; guarantorId: string; endedOn: PlainDate; reason: string },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write');
  const guarantor = await findGuarantor(ctx.tx, input.guarantorId);
  if (!guarantor || guarantor.case_id !== one.id || guarantor.ended_on !== null) return no('already_removed');
  if (input.endedOn > one.today) return no('day_in_future');
  await changeGuarantor(ctx.tx, guarantor.id, { ended_on: input.endedOn, end_reason: input.reason });
  ctx.journal({
    what: 'case.guarantor-ended',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { guarantorId: guarantor.id, endedOn: input.endedOn, reason: input.reason },
  });
  return { ok: true };
}
