import { redirect } from '@sveltejs/kit';
import { accountProblemWords, ChangePasswordForm } from '#modules/accounts';
import { changeOwnPassword } from '#modules/accounts/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { mustBeFresh } from '../fresh.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', why: 'everybody changes his own password' };

export const load: PageServerLoad = ({ locals, url }) => {
  mustBeFresh(locals.actor!, url);
  return { submissionId: newSubmissionId(), username: locals.actor!.username };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await readForm(request, ChangePasswordForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => changeOwnPassword(ctx, form.values));
    if (!answer.ok) {
      const field =
        answer.refusal === 'wrong_password' ? 'password' : answer.refusal === 'prove_first' ? '' : 'newPassword';
      return sayRefusal(409, form.typed, { [field]: [answer.refusal] }, accountProblemWords, locals.language);
    }
    redirect(303, '/account?done=password');
  },
};
