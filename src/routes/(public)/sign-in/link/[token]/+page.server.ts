import { redirect } from '@sveltejs/kit';
import { accountProblemWords, NewPasswordForm } from '#modules/accounts';
import { findLink, useLink } from '#modules/accounts/server';
import { readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure } from '#web/say-problems.server';
import { visitorOf } from '#web/visitor.server';
import { sayNo } from '../../steps.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'public', why: 'a one-time link is itself the proof, and lives for a day' };

const plausible = (token: string) => (/^[\w-]{43}$/.test(token) ? token : 'none');

export const load: PageServerLoad = async (event) => {
  // The address is the secret, so nobody keeps this page.
  event.setHeaders({ 'Cache-Control': 'no-store' });
  const link = await findLink(visitorOf(event, null), plausible(event.params.token));
  return {
    link: link ? { username: link.username, name: link.name, isFirst: link.purpose !== 'reset_password' } : null,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await readForm(event.request, NewPasswordForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, event.locals.language);
    const answer = await useLink(visitorOf(event, null), plausible(event.params.token), form.values.newPassword);
    if (!answer.ok)
      return sayNo(answer, answer.refusal === 'signed_out' ? '' : 'newPassword', form.typed, event.locals.language);
    redirect(303, `/sign-in?done=password&username=${encodeURIComponent(answer.username)}`);
  },
};
