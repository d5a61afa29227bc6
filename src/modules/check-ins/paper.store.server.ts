import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import { NotFound } from '#platform/errors';

export type PaperBatch = { id: string; unitId: number; day: PlainDate; state: string; typedBy: string };

export async function insertBatch(
  ctx: Ctx,
  batch: { id: string; unitId: number; day: PlainDate; reason: string },
): Promise<void> {
  await ctx.tx
    .insertInto('check_ins.paper_batch')
    .values({
      id: batch.id,
      unit_id: batch.unitId,
      day: batch.day,
      reason: batch.reason,
      typed_by: ctx.actor.accountId,
      made_at: ctx.now,
    })
    .execute();
}

export async function lockBatch(ctx: Ctx, id: string): Promise<PaperBatch> {
  const row = await ctx.tx
    .selectFrom('check_ins.paper_batch')
    .select(['id', 'unit_id', 'day', 'state', 'typed_by'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new NotFound('no such paper list for this asker');
  return { id: row.id, unitId: row.unit_id, day: row.day as PlainDate, state: row.state, typedBy: row.typed_by };
}

export async function insertPaperLine(ctx: Ctx, batch: PaperBatch, caseId: string, note: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into check_ins.paper_line (batch_id, unit_id, case_id, note) values (${batch.id}, ${batch.unitId}, ${caseId}, ${note})
    on conflict (batch_id, case_id) where removed_at is null do nothing`.execute(ctx.tx);
  return Number(numAffectedRows ?? 0) > 0;
}

export async function removePaperLine(ctx: Ctx, batchId: string, lineId: string): Promise<void> {
  await ctx.tx
    .updateTable('check_ins.paper_line')
    .set({ removed_at: ctx.now })
    .where('id', '=', lineId)
    .where('batch_id', '=', batchId)
    .where('removed_at', 'is', null)
    .execute();
}

/** The lines that nobody has decided on and whose files are open to the asker. */
export async function listOpenPaperCases(tx: Tx, batchId: string): Promise<{ lineId: string; caseId: string }[]> {
  const rows = await tx
    .selectFrom('check_ins.paper_line')
    .select(['id', 'case_id'])
    .where('batch_id', '=', batchId)
    .where('removed_at', 'is', null)
    .where('outcome', 'is', null)
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ lineId: row.id, caseId: row.case_id }));
}

export type NumberedLine = { lineId: string; number: number; outcome: PaperOutcome | null };

/** Every line of a list by its number and without a name, also those whose files are closed to the asker. */
export async function numberPaperLines(tx: Tx, batchId: string): Promise<NumberedLine[]> {
  const { rows } = await sql<NumberedLine>`
    select l.line_id as "lineId", l.number, l.outcome from check_ins.paper_lines(${batchId}) l order by l.number`.execute(
    tx,
  );
  return rows;
}

export type PaperOutcome = 'recorded' | 'already_there' | 'refused';

export async function setPaperLine(
  tx: Tx,
  lineId: string,
  became: { outcome: PaperOutcome; checkInId?: string; refusal?: string },
): Promise<void> {
  await tx
    .updateTable('check_ins.paper_line')
    .set({ outcome: became.outcome, check_in_id: became.checkInId ?? null, refusal: became.refusal ?? null })
    .where('id', '=', lineId)
    .execute();
}

/** Whose post decides on a list; nothing where nobody but its author could. */
export async function findDecider(tx: Tx, batchId: string): Promise<'head_of_bapas' | 'section_head' | null> {
  const { rows } = await sql<{ role: 'head_of_bapas' | 'section_head' | null }>`
    select check_ins.decider_of(${batchId}) as role`.execute(tx);
  return rows[0]?.role ?? null;
}

export async function moveBatch(
  ctx: Ctx,
  id: string,
  to: 'proposed' | 'approved' | 'refused' | 'withdrawn',
  note: string,
): Promise<void> {
  const decided = to === 'approved' || to === 'refused';
  await ctx.tx
    .updateTable('check_ins.paper_batch')
    .set({
      state: to,
      ...(to === 'proposed' ? { proposed_at: ctx.now } : {}),
      ...(decided ? { decided_by: ctx.actor.accountId, decided_at: ctx.now, decision_note: note } : {}),
    })
    .where('id', '=', id)
    .execute();
}
