import type { Ctx, Tx } from '#platform/ctx';
import type { DocumentKind } from './case.ts';

export async function insertPaperCheck(
  ctx: Ctx,
  one: { id: string; unitId: number },
  look: { paper: string; standing: string },
): Promise<void> {
  await ctx.tx
    .insertInto('cases.paper_check')
    .values({ id: ctx.newId(), case_id: one.id, unit_id: one.unitId, made_by: ctx.actor.accountId, ...look })
    .execute();
}

export async function insertDocument(
  ctx: Ctx,
  one: { id: string; unitId: number },
  paper: { id: string; kind: DocumentKind; title: string; fileId: string },
): Promise<void> {
  await ctx.tx
    .insertInto('cases.document')
    .values({
      id: paper.id,
      case_id: one.id,
      unit_id: one.unitId,
      kind: paper.kind,
      title: paper.title,
      file_id: paper.fileId,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export async function findDocument(tx: Tx, id: string) {
  return tx
    .selectFrom('cases.document')
    .select(['id', 'case_id', 'kind', 'removed_at'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function removeDocumentRow(ctx: Ctx, id: string, reason: string): Promise<void> {
  await ctx.tx
    .updateTable('cases.document')
    .set({ removed_at: ctx.now, remove_reason: reason })
    .where('id', '=', id)
    .execute();
}

export async function insertNote(
  ctx: Ctx,
  one: { id: string; unitId: number },
  note: { id: string; happenedAt: Date; text: string; correctsId: string | null },
): Promise<void> {
  await ctx.tx
    .insertInto('cases.contact_note')
    .values({
      id: note.id,
      case_id: one.id,
      unit_id: one.unitId,
      happened_at: note.happenedAt,
      text: note.text,
      corrects_id: note.correctsId,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export async function findNote(tx: Tx, id: string) {
  return tx.selectFrom('cases.contact_note').select(['id', 'case_id']).where('id', '=', id).executeTakeFirst();
}
