import { formatNumber, formatShortMoment } from '#kernel/format';
import { daysBetween } from '#kernel/plain-date';
import { dayAt } from '#kernel/zone';
import { holds } from '#modules/access';
import { openingReasonWords, openingReviewDays, openingWords, ReviewOpeningForm } from '#modules/cases';
import { countOpeningsWaiting, listOpenings, reviewOpening } from '#modules/cases/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayLastDay } from '../../../due.server.ts';
import { act } from '../../clients/act.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['opening:review'] };

const passedWords = { kanwil: m.cases_openings_passed_kanwil, ditjenpas: m.cases_openings_passed_ditjenpas };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const state = url.searchParams.get('state') === 'reviewed' ? 'reviewed' : 'waiting';
    const openingId = url.searchParams.get('opening') ?? undefined;
    const after = url.searchParams.get('after') ?? undefined;
    const { lines, next } = await listOpenings(ctx, { state, openingId, after });
    const { waiting } = await countOpeningsWaiting(ctx);
    const here = (more: Record<string, string>) =>
      `/audit/openings?${new URLSearchParams({ ...(state === 'reviewed' ? { state } : {}), ...more })}`;
    const opensCases = holds(ctx.actor, 'case:list') || holds(ctx.actor, 'case:open_with_reason');
    const opensStays = holds(ctx.actor, 'custody:read');
    return {
      state,
      lead: m.cases_openings_page_lead({ days: formatNumber(openingReviewDays, language) }),
      waiting: m.cases_openings_waiting({ count: formatNumber(waiting, language) }),
      saved: url.searchParams.has('saved'),
      /** A task led to one of them, which somebody else may have reviewed meanwhile. */
      isAlone: openingId !== undefined,
      first: after ? here({}) : undefined,
      next: next ? here({ after: next }) : undefined,
      lines: lines.map((one) => ({
        id: one.id,
        who: one.by ?? '–',
        way: openingWords[one.kind](),
        why: `${openingReasonWords[one.reasonCode]()}: ${one.reason}`,
        when: formatShortMoment(one.openedAt, one.zone, language),
        code: one.code ?? (one.stayId ? m.cases_openings_stay_unnumbered() : m.cases_openings_unnumbered()),
        // The centre reads what was done and why, and is led to nobody's file.
        href: one.stayId ? opensStays && `/custody/${one.stayId}` : opensCases && `/clients/${one.caseId}`,
        passed: one.passedTo ? passedWords[one.passedTo]() : undefined,
        unit: one.unitName,
        age: m.cases_openings_age({
          days: formatNumber(daysBetween(dayAt(one.zone, one.openedAt), dayAt(one.zone, ctx.now)), language),
        }),
        due: m.cases_openings_due({ day: sayLastDay({ on: one.dueOn, counts: 'working' }, language) }),
        late: one.isLate,
        mine: one.mine,
        review: one.review,
        reviewed: one.reviewedAt
          ? [one.reviewedBy, formatShortMoment(one.reviewedAt, one.zone, language)].filter(Boolean).join(' · ')
          : undefined,
        submissionId: newSubmissionId(),
      })),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(event, ReviewOpeningForm, (ctx, { openingId, review }) => reviewOpening(ctx, { openingId, review })),
};
