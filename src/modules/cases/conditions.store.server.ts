import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import type { ConditionSource, GuarantorRelation } from './case.ts';

export type NewCondition = {
  type: 'general' | 'special';
  code: string | null;
  text: string;
  source: ConditionSource;
  startsOn: PlainDate | null;
  endsOn: PlainDate | null;
};

export async function listLiveConditions(tx: Tx, caseId: string): Promise<{ code: string | null; text: string }[]> {
  return tx
    .selectFrom('cases.condition')
    .select(['code', 'text'])
    .where('case_id', '=', caseId)
    .where('lifted_at', 'is', null)
    .execute();
}

export async function insertConditions(
  ctx: Ctx,
  one: { id: string; unitId: number },
  conditions: readonly NewCondition[],
): Promise<void> {
  if (conditions.length === 0) return;
  await ctx.tx
    .insertInto('cases.condition')
    .values(
      conditions.map((condition) => ({
        id: ctx.newId(),
        case_id: one.id,
        unit_id: one.unitId,
        type: condition.type,
        code: condition.code,
        text: condition.text,
        source: condition.source,
        starts_on: condition.startsOn,
        ends_on: condition.endsOn,
        made_by: ctx.actor.accountId,
      })),
    )
    .execute();
}

export async function findCondition(tx: Tx, id: string) {
  return tx
    .selectFrom('cases.condition')
    .select(['id', 'case_id', 'code', 'lifted_at'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function liftConditionRow(ctx: Ctx, id: string, reason: string): Promise<void> {
  await ctx.tx
    .updateTable('cases.condition')
    .set({ lifted_at: ctx.now, lift_reason: reason })
    .where('id', '=', id)
    .execute();
}

export type NewGuarantor = {
  name: string;
  relation: GuarantorRelation;
  nik: string | null;
  phone: string;
  address: string;
  signedOn: PlainDate | null;
};

export async function insertGuarantor(
  ctx: Ctx,
  one: { id: string; unitId: number },
  guarantor: NewGuarantor,
): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('cases.guarantor')
    .values({
      id,
      case_id: one.id,
      unit_id: one.unitId,
      name: guarantor.name,
      relation: guarantor.relation,
      nik: guarantor.nik,
      phone: guarantor.phone,
      address: guarantor.address,
      signed_on: guarantor.signedOn,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return id;
}

export async function findGuarantor(tx: Tx, id: string) {
  return tx
    .selectFrom('cases.guarantor')
    .select(['id', 'case_id', 'duties_confirmed_on', 'ended_on'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function changeGuarantor(
  tx: Tx,
  id: string,
  change: { duties_confirmed_on?: PlainDate; ended_on?: PlainDate; end_reason?: string },
): Promise<void> {
  await tx.updateTable('cases.guarantor').set(change).where('id', '=', id).execute();
}
