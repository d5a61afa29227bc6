import { redirect } from '@sveltejs/kit';
import { formatNumber } from '#kernel/format';
import { accountProblemWords, ReasonForm } from '#modules/accounts';
import { budgetOf, giveHourReason } from '#modules/accounts/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { wayBack } from '#web/way-back';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', why: 'whoever opened many records says why he needs more' };

export const load: PageServerLoad = async ({ locals }) => {
  const budget = await locals.read((ctx) => budgetOf(ctx));
  const number = (value: number) => formatNumber(value, locals.language);
  return {
    submissionId: newSubmissionId(),
    limit: budget.ok ? null : budget.limit,
    thisHour: number(budget.thisHour),
    today: number(budget.today),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const form = await readForm(request, ReasonForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => giveHourReason(ctx, form.values));
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, accountProblemWords, locals.language);
    redirect(303, wayBack(url.searchParams.get('back'), '/today'));
  },
};
