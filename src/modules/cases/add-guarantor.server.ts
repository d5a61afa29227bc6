import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { GuarantorRelation } from './case.ts';
import { lockCase } from './reach.server.ts';
import { isOpen, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';
import { insertGuarantor } from './conditions.store.server.ts';

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
