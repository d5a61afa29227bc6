import { redirect } from '@sveltejs/kit';
import { accountProblemWords, NewPasswordForm } from '#modules/accounts';
import { chooseNewPassword, stateOf } from '#modules/accounts/server';
import { readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure } from '#web/say-problems.server';
import { visitorOf } from '#web/visitor.server';
import { goOn, sayNo } from '../steps.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = {
  who: 'public',
  why: 'the last step of signing in with a first or expired password',
};

export const load: PageServerLoad = async (event) => {
  const state = await stateOf(visitorOf(event));
  if (!state) redirect(303, '/sign-in');
  if (state.stage !== 'new_password') goOn(state.stage, event.url);
  return { username: state.username, first: state.mustChange };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await readForm(event.request, NewPasswordForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, event.locals.language);
    const answer = await chooseNewPassword(visitorOf(event), form.values.newPassword);
    if (!answer.ok) return sayNo(answer, 'newPassword', form.typed, event.locals.language);
    goOn(answer.stage, event.url);
  },
};
