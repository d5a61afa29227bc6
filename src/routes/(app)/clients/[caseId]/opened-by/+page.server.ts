import { formatShortMoment } from '#kernel/format';
import { openingReasonWords, openingWords, ReviewOpeningForm } from '#modules/cases';
import { listWhoOpened, reviewOpening } from '#modules/cases/server';
import { exportHref, pageOpenedWords } from '#modules/exports/server';
import { sayRoles } from '#modules/units';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { showCase } from '../../shown.server.ts';
import { visitsOf } from './visits.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_log'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'opened-by', language);
    const before = url.searchParams.get('before') ?? undefined;
    const { lines, openings, next } = await listWhoOpened(ctx, params.caseId, { before });
    return {
      shown,
      saved: url.searchParams.has('saved'),
      exportHref: await exportHref(
        ctx,
        'opened-by',
        header.unitId,
        { client: header.label ?? params.caseId },
        lines.length,
      ),
      first: before ? `${shown.base}/opened-by` : undefined,
      next: next ? `${shown.base}/opened-by?${new URLSearchParams({ before: next })}` : undefined,
      mayReview: header.may['opening:review'],
      openings: openings.map((one) => ({
        id: one.id,
        who: one.by ?? '–',
        way: openingWords[one.kind](),
        code: openingReasonWords[one.code](),
        reason: one.reason,
        when: formatShortMoment(one.openedAt, header.zone, language),
        review: one.review,
        reviewed: one.reviewedAt
          ? [one.reviewedBy, formatShortMoment(one.reviewedAt, header.zone, language)].filter(Boolean).join(' · ')
          : undefined,
        mine: one.mine,
        submissionId: newSubmissionId(),
      })),
      lines: visitsOf(lines).map((one) => ({
        id: one.id,
        when: formatShortMoment(one.from, header.zone, language),
        who: one.by ?? m.cases_by_system(),
        role: sayRoles(one.role ?? ''),
        pages: [...new Set(one.pages.map(pageOpenedWords))].join(', '),
      })),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(event, ReviewOpeningForm, (ctx, { openingId, review }) => reviewOpening(ctx, { openingId, review })),
};
