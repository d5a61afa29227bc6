import { formatFileSize, formatShortMoment } from '#kernel/format';
import { DocumentForm, documentWords, RemoveDocumentForm } from '#modules/cases';
import { attachDocument, listDocuments, removeDocument } from '#modules/cases/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';
import { act } from '../../act.server.ts';
import { optionsOf, showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['document:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'documents', language);
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      kinds: optionsOf(documentWords),
      mayWrite: header.may['document:write'],
      papers: (await listDocuments(ctx, params.caseId)).map((one) => ({
        id: one.id,
        kind: documentWords[one.kind](),
        title: one.title,
        href: one.removedAt === null ? `/files/${one.fileId}` : undefined,
        size: formatFileSize(one.bytes, language),
        added: [formatShortMoment(one.madeAt, header.zone, language), one.madeBy].filter(Boolean).join(' · '),
        removed: one.removeReason,
        removeId: newSubmissionId(),
      })),
    };
  });

export const actions: Actions = {
  add: async (event) => {
    const seen = await readForm(event.request.clone() as Request, DocumentForm);
    const upload = await readUpload(seen.ok ? seen.values.file : undefined, 'document');
    if (seen.ok && !upload.ok)
      return sayRefusal(422, seen.typed, { file: [upload.problem] }, {}, event.locals.language);
    return act(
      event,
      DocumentForm,
      (ctx, { kind, title }, caseId) =>
        attachDocument(ctx, {
          caseId,
          kind,
          title,
          file: (upload as { file: Parameters<typeof attachDocument>[1]['file'] }).file,
        }),
      { fieldOf: { file_refused: 'file' } },
    );
  },
  remove: (event) =>
    act(event, RemoveDocumentForm, (ctx, { documentId, reason }, caseId) =>
      removeDocument(ctx, { caseId, documentId, reason }),
    ),
};
