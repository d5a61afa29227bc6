import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import type { ConditionSource, GuarantorRelation } from './case.ts';

export type Condition = {
  id: string;
  type: 'general' | 'special';
  code: string | null;
  text: string;
  source: ConditionSource;
  startsOn: PlainDate | null;
  endsOn: PlainDate | null;
  liftedAt: Date | null;
  liftReason: string | null;
};
export async function listConditions(ctx: ReadCtx, caseId: string): Promise<Condition[]> {
  const rows = await ctx.tx
    .selectFrom('cases.condition')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('lifted_at', (order) => order.desc().nullsFirst())
    .orderBy('type')
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    type: row.type as Condition['type'],
    code: row.code,
    text: row.text,
    source: row.source as ConditionSource,
    startsOn: row.starts_on as PlainDate | null,
    endsOn: row.ends_on as PlainDate | null,
    liftedAt: row.lifted_at,
    liftReason: row.lift_reason,
  }));
}

export type Guarantor = {
  id: string;
  name: string;
  relation: GuarantorRelation;
  phone: string;
  address: string;
  signedOn: PlainDate | null;
  confirmedOn: PlainDate | null;
  endedOn: PlainDate | null;
  endReason: string | null;
};
export async function listGuarantors(ctx: ReadCtx, caseId: string): Promise<Guarantor[]> {
  const rows = await ctx.tx
    .selectFrom('cases.guarantor')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('ended_on', (order) => order.desc().nullsFirst())
    .orderBy('made_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    relation: row.relation as GuarantorRelation,
    phone: row.phone,
    address: row.address,
    signedOn: row.signed_on as PlainDate | null,
    confirmedOn: row.duties_confirmed_on as PlainDate | null,
    endedOn: row.ended_on as PlainDate | null,
    endReason: row.end_reason,
  }));
}

export type GuarantorAtDesk = { id: string; caseId: string; name: string; relation: GuarantorRelation };

/** Who vouches for these clients now, by name, for whoever hands out cards; the rest about a guarantor is not the desk's. */
export async function listGuarantorsAtDesk(ctx: ReadCtx, caseIds: readonly string[]): Promise<GuarantorAtDesk[]> {
  if (caseIds.length === 0) return [];
  const { rows } = await sql<{ id: string; case_id: string; name: string; relation: GuarantorRelation }>`
    select id, case_id, name, relation from cases.guarantors_at_desk(${caseIds}::uuid[])`.execute(ctx.tx);
  return rows.map((row) => ({ id: row.id, caseId: row.case_id, name: row.name, relation: row.relation }));
}
