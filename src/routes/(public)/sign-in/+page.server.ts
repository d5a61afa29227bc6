import { redirect } from '@sveltejs/kit';
import { accountProblemWords, SignInForm } from '#modules/accounts';
import { demoAccounts, signIn } from '#modules/accounts/server';
import { roleWords } from '#modules/units';
import { readForm } from '#web/form.server';
import { rememberLanguage } from '#web/language';
import type { RouteAccess } from '#web/route-access';
import { sayFailure } from '#web/say-problems.server';
import { giveToken } from '#web/session-cookie.server';
import { visitorOf } from '#web/visitor.server';
import { wayBack } from '#web/way-back';
import { goOn, sayNo } from './steps.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'public', why: 'whoever wants to sign in is not signed in yet' };

const wordOf = (role: string) => (Object.hasOwn(roleWords, role) ? roleWords[role as keyof typeof roleWords]() : role);

export const load: PageServerLoad = async (event) => {
  const { actor } = event.locals;
  if (actor?.kind === 'staff' && actor.stage === 'full') redirect(303, wayBack(event.url.searchParams.get('back')));
  const listed = await demoAccounts(visitorOf(event));
  return {
    demo: listed.map((account) => ({ ...account, role: wordOf(account.role) })),
    passwordSet: event.url.searchParams.get('done') === 'password',
    username: (event.url.searchParams.get('username') ?? '').slice(0, 64),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await readForm(event.request, SignInForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, event.locals.language);
    const answer = await signIn(visitorOf(event), form.values);
    if (!answer.ok) return sayNo(answer, '', form.typed, event.locals.language);
    giveToken(event, 'staff', answer.token);
    rememberLanguage(event, answer.locale);
    goOn(answer.stage, event.url);
  },
};
