import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import type { DocumentKind } from './case.ts';
import { lockCase } from './reach.server.ts';
import { no, type Refused } from './rules.ts';
import { insertDocument } from './documents-and-notes.store.server.ts';

export type DocumentInput = { caseId: string; kind: DocumentKind; title: string; file: AcceptedFile };

/** A paper is put to the file; also to an ended one, since letters come late. */
export async function attachDocument(
  ctx: Ctx,
  input: DocumentInput,
): Promise<{ ok: true; documentId: string } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'document:write');
  const stored = await storeFile(ctx, input.file, { unitId: one.unitId, caseId: one.id, personId: one.personId });
  if (!stored.ok) return no('file_refused');
  const documentId = ctx.newId();
  await insertDocument(ctx, one, { ...input, id: documentId, fileId: stored.fileId });
  ctx.journal({
    what: 'case.document-attached',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { documentId, kind: input.kind, fileId: stored.fileId },
  });
  return { ok: true, documentId };
}
