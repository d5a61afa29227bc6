import { redirect } from '@sveltejs/kit';
import { formatMoment, formatNumber, formatNumericDate } from '#kernel/format';
import { nameOfLetterKind, refusalWords, RunForm, stateWords } from '#modules/letters';
import { getRun, numberRun } from '#modules/letters/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['letter:draft'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const run = await getRun(ctx, params.id);
    const unit = await getUnit(ctx, run.unitId);
    const count = (value: number) => formatNumber(value, language);
    return {
      id: run.id,
      submissionId: newSubmissionId(),
      title: m.letters_run_title({ kind: nameOfLetterKind(run.kind) }),
      lead: m.letters_run_lead({
        count: count(run.total),
        name: run.madeBy ?? '',
        when: formatMoment(run.madeAt, unit.zone, language),
      }),
      state: run.state,
      numbered: run.numbered,
      total: run.total,
      leftBack: run.state === 'done' && run.open > 0 ? m.letters_run_left_back({ count: count(run.open) }) : undefined,
      done: run.state === 'done' ? m.letters_run_done({ count: count(run.numbered) }) : undefined,
      hidden: run.seen < run.total ? m.letters_run_hidden({ count: count(run.total - run.seen) }) : undefined,
      more: run.lines.length < run.seen ? m.letters_run_more({ count: count(run.seen - run.lines.length) }) : undefined,
      today: formatNumericDate(todayAt(unit, ctx.now)),
      mayNumber: run.state === 'drafted' && run.maySign,
      lines: run.lines.map((one) => ({
        id: one.id,
        href: `/letters/${one.id}`,
        client: one.clientName,
        label: one.label ?? m.letters_no_number(),
        state: one.state,
        stateWord: stateWords[one.state](),
      })),
    };
  });

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await readForm(request, RunForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) =>
      numberRun(ctx, { runId: params.id, dated: form.values.dated }),
    );
    if (!answer.ok) {
      const field = answer.refusal === 'day_in_future' || answer.refusal === 'day_before' ? 'dated' : '';
      return sayRefusal(409, form.typed, { [field]: [answer.refusal] }, refusalWords, locals.language);
    }
    redirect(303, `/letters/runs/${params.id}`);
  },
};
