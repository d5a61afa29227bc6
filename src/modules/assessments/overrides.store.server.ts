import type { RiskBand } from '#modules/cases';
import type { Ctx, ReadCtx } from '#platform/ctx';
import type { AssessmentOnFile } from './store.server.ts';

export type OverrideOnFile = {
  id: string;
  assessmentId: string;
  caseId: string;
  unitId: number;
  band: RiskBand;
  proposedBy: string;
  outcome: 'approved' | 'refused' | null;
};

export async function lockOverride(ctx: Ctx, id: string): Promise<OverrideOnFile | undefined> {
  const row = await ctx.tx
    .selectFrom('assessments.override')
    .select(['id', 'assessment_id', 'case_id', 'unit_id', 'band', 'proposed_by', 'outcome'])
    .where('id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      assessmentId: row.assessment_id,
      caseId: row.case_id,
      unitId: row.unit_id,
      band: row.band as RiskBand,
      proposedBy: row.proposed_by,
      outcome: row.outcome as OverrideOnFile['outcome'],
    }
  );
}

/** What an assessment's band was set aside for, and whether somebody waits for an answer. */
export async function readOverrides(
  ctx: ReadCtx,
  assessmentId: string,
): Promise<{ approved: RiskBand | null; isAsked: boolean }> {
  const rows = await ctx.tx
    .selectFrom('assessments.override')
    .select(['band', 'outcome'])
    .where('assessment_id', '=', assessmentId)
    .orderBy('decided_at', (order) => order.desc().nullsFirst())
    .execute();
  return {
    approved: (rows.find(({ outcome }) => outcome === 'approved')?.band as RiskBand | undefined) ?? null,
    isAsked: rows.some(({ outcome }) => outcome === null),
  };
}

/** What was asked about the bands of a client and is not decided. */
export async function listAsked(ctx: ReadCtx, caseId: string): Promise<string[]> {
  const rows = await ctx.tx
    .selectFrom('assessments.override')
    .select('id')
    .where('case_id', '=', caseId)
    .where('outcome', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}

export async function insertOverride(
  ctx: Ctx,
  of: Pick<AssessmentOnFile, 'id' | 'caseId' | 'unitId'>,
  one: { id: string; band: RiskBand; reason: string; decided: boolean },
): Promise<void> {
  await ctx.tx
    .insertInto('assessments.override')
    .values({
      id: one.id,
      assessment_id: of.id,
      case_id: of.caseId,
      unit_id: of.unitId,
      band: one.band,
      reason: one.reason,
      proposed_by: ctx.actor.accountId,
      proposed_at: ctx.now,
      ...(one.decided
        ? { decided_by: ctx.actor.accountId, decided_at: ctx.now, outcome: 'approved', decision_note: null }
        : {}),
    })
    .execute();
}

export async function decideRow(
  ctx: Ctx,
  id: string,
  { outcome, note }: { outcome: 'approved' | 'refused'; note: string },
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('assessments.override')
    .set({ decided_by: ctx.actor.accountId, decided_at: ctx.now, outcome, decision_note: note })
    .where('id', '=', id)
    .where('outcome', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
