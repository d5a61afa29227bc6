import { formatFileSize, formatShortMoment } from '#kernel/format';
import { ScanForm, ScanRemovalForm } from '#modules/custody';
import { attachScan, removeScan } from '#modules/custody/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { sayBasis, sayDocument, showStay } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:admit'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { full, shown } = await showStay(ctx, params.stayId, url.pathname, language);
    const papers = [
      ...full.moves.map((one) => ({ id: one.id, says: sayDocument(one) })),
      ...full.bases.map((one) => ({ id: one.id, says: sayBasis(one, language) })),
    ];
    const without = papers.find(({ id }) => !full.scans.some((one) => one.paperId === id && one.removedAt === null));
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      papers: papers.map(({ id, says }) => ({ value: id, label: says })),
      // The newest paper whose pages are missing is what somebody comes here for.
      next: (without ?? papers[0])?.id ?? '',
      lists: papers.map((paper) => ({
        ...paper,
        scans: full.scans
          .filter(({ paperId }) => paperId === paper.id)
          .map((one) => ({
            id: one.id,
            href: one.removedAt === null ? `/files/${one.fileId}` : undefined,
            size: formatFileSize(one.bytes, language),
            added: [formatShortMoment(one.madeAt, full.stay.zone, language), one.madeBy].filter(Boolean).join(' · '),
            removed: one.removeReason,
            removeId: newSubmissionId(),
          })),
      })),
    };
  });

export const actions: Actions = {
  add: (event) =>
    act(event, ScanForm, (ctx, { paperId }, stayId, file) => attachScan(ctx, { stayId, paperId, file }), {
      to: `/custody/${event.params.stayId}/papers?saved=1`,
      fieldOf: { paper_unknown: 'paperId' },
    }),
  remove: (event) =>
    act(event, ScanRemovalForm, (ctx, { scanId, reason }, stayId) => removeScan(ctx, { stayId, scanId, reason }), {
      to: `/custody/${event.params.stayId}/papers?saved=1`,
    }),
};
