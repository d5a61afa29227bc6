import { formatFileSize, formatShortMoment } from '#kernel/format';
import {
  DocumentForm,
  documentWords,
  PapersForm,
  paperStandings,
  paperStandingWords,
  paperWords,
  papers,
  RemoveDocumentForm,
  type Paper,
  type PaperStanding,
} from '#modules/cases';
import { attachDocument, checkPapers, listDocuments, listPapers, removeDocument } from '#modules/cases/server';
import { m } from '#messages';
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
      // The look at what came along is part of the file; a counsellor who only reads papers does not see it.
      checkId: newSubmissionId(),
      standings: optionsOf(paperStandingWords, paperStandings),
      mayCheck: header.may['case:write'] && shown.state.open,
      looked: (await listPapers(ctx, params.caseId)).map((one) => ({
        name: `paper_${one.paper}`,
        label: paperWords[one.paper](),
        value: one.standing ?? '',
        said:
          one.standing && one.at
            ? m.cases_papers_last({
                standing: paperStandingWords[one.standing](),
                by: [one.by, formatShortMoment(one.at, header.zone, language)].filter(Boolean).join(', '),
              })
            : m.cases_papers_unchecked(),
      })),
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
  papers: (event) =>
    act(event, PapersForm, (ctx, typed, caseId) => {
      const standings = Object.fromEntries(
        papers.flatMap((paper) => {
          const standing = typed[`paper_${paper}`];
          return standing ? [[paper, standing]] : [];
        }),
      ) as Partial<Record<Paper, PaperStanding>>;
      return checkPapers(ctx, { caseId, standings });
    }),
  remove: (event) =>
    act(event, RemoveDocumentForm, (ctx, { documentId, reason }, caseId) =>
      removeDocument(ctx, { caseId, documentId, reason }),
    ),
};
