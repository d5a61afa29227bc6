import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import type { DecreeReason, EndReason } from './case.ts';
import type { LiftingAttempt, LiftingStanding } from './rules.ts';

export type EndingLine = {
  id: string;
  what: 'ended' | 'reopened';
  day: PlainDate;
  reason: EndReason | null;
  note: string;
  documentNumber: string;
  decided: boolean;
  /** Whoever put it forward, where that is not whoever writes it down. */
  proposedBy?: string;
  /** Of a decree that lifts another one: what that one ended the supervision for, and the decree itself beside its number. */
  lifts?: { reason: DecreeReason; dated: PlainDate; issuer: string; fileId: string | null };
};

export async function insertEnding(ctx: Ctx, one: { id: string; unitId: number }, line: EndingLine): Promise<void> {
  await ctx.tx
    .insertInto('cases.ending')
    .values({
      id: line.id,
      case_id: one.id,
      unit_id: one.unitId,
      what: line.what,
      day: line.day,
      reason: line.reason,
      note: line.note,
      document_number: line.documentNumber,
      proposed_by: line.proposedBy ?? ctx.actor.accountId,
      proposed_at: ctx.now,
      decided_by: line.decided ? ctx.actor.accountId : null,
      decided_at: line.decided ? ctx.now : null,
      outcome: line.decided ? 'approved' : null,
      ...(line.lifts && {
        lifts: line.lifts.reason,
        document_dated: line.lifts.dated,
        document_issuer: line.lifts.issuer,
        file_id: line.lifts.fileId,
      }),
    })
    .execute();
}

export type LiftingRow = LiftingAttempt & LiftingStanding & { id: string };
/** What was put forward for this client, whatever became of it. */
export async function findLifting(tx: Tx, caseId: string, id: string): Promise<LiftingRow | undefined> {
  const row = await tx
    .selectFrom('cases.ending')
    .select(['id', 'day', 'note', 'document_number', 'document_dated', 'document_issuer', 'proposed_by', 'outcome'])
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .where('lifts', 'is not', null)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      day: row.day as PlainDate,
      note: row.note,
      number: row.document_number,
      dated: row.document_dated as PlainDate,
      issuer: row.document_issuer,
      proposedBy: row.proposed_by,
      outcome: row.outcome as LiftingRow['outcome'],
    }
  );
}
/** Whether a lifting waits for its decision, and the number of the decree by which the supervision ended last. */
export async function findLiftable(tx: Tx, caseId: string): Promise<{ waiting: boolean; ended: string }> {
  const rows = await tx
    .selectFrom('cases.ending')
    .select(['what', 'outcome', 'document_number'])
    .where('case_id', '=', caseId)
    .orderBy('decided_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return {
    waiting: rows.some(({ what, outcome }) => what === 'reopened' && outcome === null),
    ended: rows.find(({ what, outcome }) => what === 'ended' && outcome === 'approved')?.document_number ?? '',
  };
}

export type ProposedEnding = {
  id: string;
  day: PlainDate;
  reason: EndReason;
  note: string;
  documentNumber: string;
  proposedBy: string | null;
};

export async function findProposedEnding(tx: Tx, caseId: string): Promise<ProposedEnding | undefined> {
  const row = await tx
    .selectFrom('cases.ending')
    .select(['id', 'day', 'reason', 'note', 'document_number', 'proposed_by'])
    .where('case_id', '=', caseId)
    .where('what', '=', 'ended')
    .where('decided_at', 'is', null)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      day: row.day as PlainDate,
      reason: row.reason as EndReason,
      note: row.note,
      documentNumber: row.document_number,
      proposedBy: row.proposed_by,
    }
  );
}

export async function decideEndingRow(
  ctx: Ctx,
  id: string,
  outcome: 'approved' | 'refused' | 'withdrawn',
  note: string,
): Promise<void> {
  await ctx.tx
    .updateTable('cases.ending')
    .set({ decided_by: ctx.actor.accountId, decided_at: ctx.now, outcome, decision_note: note })
    .where('id', '=', id)
    .execute();
}

/** From here on only a reason opens the file; the row vanishes from everyone's sight, so the database does it (0012). */
/** For whoever leads the office, once nobody has work on a child's file any more. */
export async function sealAfterwardsRow(tx: Tx, caseId: string): Promise<boolean> {
  const { rows } = await sql<{ sealed: boolean }>`select cases.seal_afterwards(${caseId}) as sealed`.execute(tx);
  return rows[0]?.sealed ?? false;
}
export async function sealCaseRow(tx: Tx, caseId: string): Promise<boolean> {
  const { rows } = await sql<{ sealed: boolean }>`select cases.seal(${caseId}) as sealed`.execute(tx);
  return rows[0]?.sealed ?? false;
}
