import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { accountProblemWords, EnrolForm } from '#modules/accounts';
import { addTotp, newTotpForPage, sameTotpForPage } from '#modules/accounts/server';
import { drawQr } from '#ui/qr.ts';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal, type SaidFailure } from '#web/say-problems.server';
import { mustBeFresh } from '../fresh.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', why: 'everybody sets up his own second factor' };

export const load: PageServerLoad = ({ locals, url }) => {
  mustBeFresh(locals.actor!, url);
  const made = newTotpForPage({ id: locals.actor!.accountId, username: locals.actor!.username }, new Date());
  return { submissionId: newSubmissionId(), secret: made.secret, pending: made.pending, qr: drawQr(made.address) };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await readForm(request, EnrolForm);
    const again = (failure: ActionFailure<SaidFailure>) => {
      const { accountId, username } = locals.actor!;
      const same = sameTotpForPage({ id: accountId, username }, failure.data.typed.pending, new Date());
      return fail(failure.status, { ...failure.data, again: same && { ...same, qr: drawQr(same.address) } });
    };
    if (!form.ok) return again(sayFailure(form.failure, accountProblemWords, locals.language));
    const answer = await locals.runOnce(form.submission, (ctx) =>
      addTotp(ctx, { pending: form.values.pending, code: form.values.factorCode }),
    );
    if (!answer.ok)
      return again(sayRefusal(409, form.typed, { factorCode: [answer.refusal] }, accountProblemWords, locals.language));
    redirect(303, '/account/spare-codes?first=1');
  },
};
