import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { ClosureOutcome, ClosureStep } from './search.ts';
import { type Of, belongs } from './store.server.ts';

export type NewClosure = {
  id: string;
  step: ClosureStep;
  day: PlainDate;
  institution: string;
  number: string;
  registerNumber: string;
  reason: string;
  fileId: string | null;
};
export async function insertClosure(ctx: Ctx, of: Of, searchId: string, one: NewClosure): Promise<void> {
  await ctx.tx
    .insertInto('at_large.closure')
    .values({
      id: one.id,
      ...belongs(searchId, of),
      step: one.step,
      day: one.day,
      institution: one.institution,
      document_number: one.number,
      register_number: one.registerNumber,
      reason: one.reason,
      file_id: one.fileId,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export type WaitingClosure = NewClosure & { madeBy: string | null };
export async function findWaitingClosure(tx: Tx, searchId: string): Promise<WaitingClosure | undefined> {
  const row = await tx
    .selectFrom('at_large.closure')
    .selectAll()
    .where('search_id', '=', searchId)
    .where('outcome', 'is', null)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      step: row.step as ClosureStep,
      day: row.day as PlainDate,
      institution: row.institution,
      number: row.document_number,
      registerNumber: row.register_number,
      reason: row.reason,
      fileId: row.file_id,
      madeBy: row.made_by,
    }
  );
}

export async function decideClosureRow(
  ctx: Ctx,
  closureId: string,
  { outcome, note }: { outcome: ClosureOutcome; note: string },
): Promise<void> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('at_large.closure')
    .set({ outcome, decision_note: note, decided_by: ctx.actor.accountId, decided_at: ctx.now })
    .where('id', '=', closureId)
    .where('outcome', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new NotFound('closure');
}
