import { redirect, type RequestEvent } from '@sveltejs/kit';
import { formatNumber, formatShortMoment } from '#kernel/format';
import { comparisonStateWords, problemWords, SteerComparisonForm, type ComparisonStep } from '#modules/people';
import { countFound, getComparison, steerComparison, type ComparisonFound } from '#modules/people/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { newSubmissionId, readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { progressOf } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:compare'] };

/** What a comparison has met, each number with the filter of the list that is as long. */
const counts: readonly { key: keyof ComparisonFound; label: () => string; query: string }[] = [
  { key: 'found', label: m.people_comparison_found, query: '&state=all' },
  { key: 'open', label: m.people_comparison_open, query: '' },
  { key: 'answered', label: m.people_comparison_answered, query: '&state=answered' },
  { key: 'strong', label: m.people_comparison_strong, query: '&band=strong' },
  { key: 'likely', label: m.people_comparison_likely, query: '&band=likely' },
  { key: 'inside', label: m.people_comparison_inside, query: '&place=inside' },
  { key: 'across', label: m.people_comparison_across, query: '&place=across' },
];

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const one = await getComparison(ctx, params.id);
    const found = await countFound(ctx, one.id);
    const zone = ctx.actor.postings[0]?.zone ?? 'Asia/Jakarta';
    const number = (value: number) => formatNumber(value, language);
    const [done, all] = [number(one.done), number(one.total)];
    return {
      submissionId: newSubmissionId(),
      id: one.id,
      state: one.state,
      stateWord: comparisonStateWords[one.state](),
      asked: m.people_comparison_asked({
        unit: one.unit,
        name: one.askedBy,
        when: formatShortMoment(one.askedAt, zone, language),
      }),
      progress: progressOf(one, language),
      says: {
        running: '',
        paused: m.people_comparison_paused_text({ done, all }),
        done: m.people_comparison_done_text({ done }),
        cancelled: m.people_comparison_cancelled_text({ done }),
      }[one.state],
      found: counts.map(({ key, label, query }) => ({
        key,
        label: label(),
        total: number(found[key]),
        href: found[key] > 0 ? `/people/questions?comparison=${one.id}${query}` : undefined,
      })),
    };
  });

const steer =
  (step: ComparisonStep) =>
  async ({ request, locals, params }: RequestEvent<{ id: string }>) => {
    const form = await readForm(request, SteerComparisonForm);
    if (!form.ok) return sayFailure(form.failure, problemWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) =>
      steerComparison(ctx, { comparisonId: params.id, step }),
    );
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, problemWords, locals.language);
    redirect(303, `/comparisons/${params.id}`);
  };

export const actions: Actions = { pause: steer('pause'), resume: steer('resume'), cancel: steer('cancel') };
