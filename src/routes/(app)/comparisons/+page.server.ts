import { redirect } from '@sveltejs/kit';
import { formatNumber, formatShortMoment } from '#kernel/format';
import { comparisonStateWords, problemWords, StartComparisonForm, type ComparisonState } from '#modules/people';
import { listComparable, listComparisons, startComparison } from '#modules/people/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { newSubmissionId, readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { pagesOf, partAsked } from '../today/list.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:compare'] };

const tones: Record<ComparisonState, 'neutral' | 'info' | 'success' | 'warning'> = {
  running: 'info',
  paused: 'warning',
  done: 'success',
  cancelled: 'neutral',
};

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const part = partAsked(url);
    const { rows, total } = await listComparisons(ctx, part);
    const zone = ctx.actor.postings[0]?.zone ?? 'Asia/Jakarta';
    const number = (value: number) => formatNumber(value, language);
    const free = (await listComparable(ctx)).filter(({ underWay }) => !underWay);
    return {
      submissionId: newSubmissionId(),
      units: free.map(({ unitId, unit }) => ({ value: String(unitId), label: unit })),
      pages: { summary: m.people_comparisons_count({ count: number(total) }), ...pagesOf(url, part.offset, total) },
      rows: rows.map((one) => ({
        id: one.id,
        href: `/comparisons/${one.id}`,
        unit: one.unit,
        when: formatShortMoment(one.askedAt, zone, language),
        who: one.askedBy,
        state: { label: comparisonStateWords[one.state](), tone: tones[one.state] },
        done: number(one.done),
      })),
    };
  });

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await readForm(request, StartComparisonForm);
    if (!form.ok) return sayFailure(form.failure, problemWords, locals.language);
    const { unitId } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) => startComparison(ctx, { unitId }));
    if (!answer.ok) return sayRefusal(409, form.typed, { unitId: [answer.refusal] }, problemWords, locals.language);
    redirect(303, `/comparisons/${answer.comparisonId}`);
  },
};
