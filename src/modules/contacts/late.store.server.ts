import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { CaseOnFile } from '#modules/cases/server';
import type { Ctx, Tx } from '#platform/ctx';
import type { Answers, ContactKind } from './contact.ts';

export type LateRow = {
  id: string;
  caseId: string;
  kind: ContactKind;
  happenedOn: PlainDate;
  answers: Answers;
  plannedId: string | null;
  correctsId: string | null;
  staffId: string | null;
  staffName: string | null;
  reason: string;
  requestedBy: string;
  requestedAt: Date;
  decision: 'approved' | 'refused' | null;
  decisionNote: string;
  decidedAt: Date | null;
};

const columns = sql`l.id, l.case_id as "caseId", l.kind, l.happened_on as "happenedOn", l.answers, l.planned_id as "plannedId",
  l.corrects_id as "correctsId", l.staff_id as "staffId", s.name as "staffName", l.reason, l.requested_by as "requestedBy",
  l.requested_at as "requestedAt", l.decision, l.decision_note as "decisionNote", l.decided_at as "decidedAt"`;

export async function findLate(tx: Tx, id: string): Promise<LateRow | undefined> {
  const { rows } = await sql<LateRow>`
    select ${columns} from contacts.late_request l left join units.staff s on s.id = l.staff_id where l.id = ${id}`.execute(
    tx,
  );
  return rows[0];
}

/** Those of a case, what waits first. */
export async function listLate(tx: Tx, caseId: string): Promise<LateRow[]> {
  const { rows } = await sql<LateRow>`
    select ${columns} from contacts.late_request l left join units.staff s on s.id = l.staff_id
    where l.case_id = ${caseId} order by l.decided_at is not null, l.requested_at desc limit 50`.execute(tx);
  return rows;
}

export async function insertLate(
  ctx: Ctx,
  of: Pick<CaseOnFile, 'id' | 'unitId'>,
  late: Pick<LateRow, 'id' | 'kind' | 'happenedOn' | 'answers' | 'plannedId' | 'correctsId' | 'reason'>,
): Promise<void> {
  await ctx.tx
    .insertInto('contacts.late_request')
    .values({
      id: late.id,
      case_id: of.id,
      unit_id: of.unitId,
      kind: late.kind,
      happened_on: late.happenedOn,
      answers: JSON.stringify(late.answers),
      planned_id: late.plannedId,
      corrects_id: late.correctsId,
      staff_id: ctx.actor.staffId,
      reason: late.reason,
      requested_by: ctx.actor.accountId,
      requested_at: ctx.now,
    })
    .execute();
}

export async function decideLate(ctx: Ctx, id: string, decision: 'approved' | 'refused', note: string) {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('contacts.late_request')
    .set({ decided_at: ctx.now, decision, decision_note: note, decided_by: ctx.actor.accountId })
    .where('id', '=', id)
    .where('decided_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
