import type { Ctx } from '#platform/ctx';
import { lockCase } from './reach.server.ts';
import { no, type Refused } from './rules.ts';
import { findDocument, removeDocumentRow } from './documents-and-notes.store.server.ts';

/** Put to the wrong file: it leaves the list with a reason; the row and the paper stay. */
export async function removeDocument(
  ctx: Ctx,
  input: { caseId: string; documentId: string; reason: string },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'document:write');
  const paper = await findDocument(ctx.tx, input.documentId);
  if (!paper || paper.case_id !== one.id || paper.removed_at !== null) return no('already_removed');
  await removeDocumentRow(ctx, paper.id, input.reason);
  ctx.journal({
    what: 'case.document-removed',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { documentId: paper.id, kind: paper.kind, reason: input.reason },
  });
  return { ok: true };
}
