import { sql } from 'kysely';
import type { Ctx, Tx } from '#platform/ctx';
import type { ExcuseReason } from './ledger.ts';
import type { CaseAtHand } from './store.server.ts';

export async function listExcused(tx: Tx, caseId: string): Promise<Set<string>> {
  const { rows } = await sql<{
    obligation_id: string;
  }>`select obligation_id from check_ins.excused_periods(${caseId})`.execute(tx);
  return new Set(rows.map((row) => row.obligation_id));
}

export async function insertExcuse(
  ctx: Ctx,
  of: CaseAtHand,
  excuse: { id: string; obligationId: string; reason: ExcuseReason; note: string; documentId: string | null },
): Promise<void> {
  await ctx.tx
    .insertInto('check_ins.excuse')
    .values({
      id: excuse.id,
      obligation_id: excuse.obligationId,
      case_id: of.id,
      unit_id: of.unitId,
      reason: excuse.reason,
      note: excuse.note,
      document_id: excuse.documentId,
      decided_by: ctx.actor.accountId,
      decided_at: ctx.now,
    })
    .execute();
}

export async function findExcuse(
  tx: Tx,
  id: string,
): Promise<{ caseId: string; obligationId: string; withdrawn: boolean } | undefined> {
  const row = await tx
    .selectFrom('check_ins.excuse')
    .select(['case_id', 'obligation_id', 'withdrawn_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { caseId: row.case_id, obligationId: row.obligation_id, withdrawn: row.withdrawn_at !== null };
}

export async function withdrawExcuseRow(ctx: Ctx, id: string, why: string): Promise<void> {
  await ctx.tx
    .updateTable('check_ins.excuse')
    .set({ withdrawn_at: ctx.now, withdrawn_why: why })
    .where('id', '=', id)
    .execute();
}

export async function documentBelongs(tx: Tx, documentId: string, caseId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('cases.document')
    .select('id')
    .where('id', '=', documentId)
    .where('case_id', '=', caseId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertDispute(
  ctx: Ctx,
  of: CaseAtHand,
  dispute: { id: string; obligationId: string; text: string },
): Promise<void> {
  await ctx.tx
    .insertInto('check_ins.dispute')
    .values({
      id: dispute.id,
      obligation_id: dispute.obligationId,
      case_id: of.id,
      unit_id: of.unitId,
      text: dispute.text,
      made_by: ctx.actor.accountId,
      made_at: ctx.now,
    })
    .execute();
}

export async function findDispute(
  tx: Tx,
  id: string,
): Promise<{ caseId: string; obligationId: string; answered: boolean } | undefined> {
  const row = await tx
    .selectFrom('check_ins.dispute')
    .select(['case_id', 'obligation_id', 'answered_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { caseId: row.case_id, obligationId: row.obligation_id, answered: row.answered_at !== null };
}

export async function hasOpenDispute(tx: Tx, obligationId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('check_ins.dispute')
    .select('id')
    .where('obligation_id', '=', obligationId)
    .where('answered_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the period that a client asked about has changed since, so that "you are right" would be true. */
export async function wasPutRight(tx: Tx, disputeId: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`
    select check_ins.put_right_since(d.obligation_id, d.made_at) as yes from check_ins.dispute d where d.id = ${disputeId}`.execute(
    tx,
  );
  return rows[0]?.yes ?? false;
}

export async function answerDisputeRow(
  ctx: Ctx,
  id: string,
  outcome: 'upheld' | 'rejected',
  answer: string,
): Promise<void> {
  await ctx.tx
    .updateTable('check_ins.dispute')
    .set({ outcome, answer, answered_by: ctx.actor.accountId, answered_at: ctx.now })
    .where('id', '=', id)
    .where('answered_at', 'is', null)
    .execute();
}
