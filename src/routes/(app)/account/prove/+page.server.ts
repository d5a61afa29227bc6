import { fail, redirect } from '@sveltejs/kit';
import { accountProblemWords, CodeForm, ProvePasswordForm, sayWait } from '#modules/accounts';
import { passkeysWork, provePassword, showCode, stateOf, type SignInRefusal } from '#modules/accounts/server';
import { readForm, type Typed } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal, type SaidFailure } from '#web/say-problems.server';
import { visitorOf } from '#web/visitor.server';
import { wayBack } from '#web/way-back';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', why: 'whoever is signed in proves again that it is him' };

export const load: PageServerLoad = async (event) => {
  const state = await stateOf(visitorOf(event));
  const back = wayBack(event.url.searchParams.get('back'), '/account');
  return {
    back,
    by: state?.hasFactor ? ('factor' as const) : ('password' as const),
    hasTotp: state?.hasTotp ?? false,
    passkey: state?.hasPasskey && passkeysWork(event.url) ? `/sign-in/passkey?back=${encodeURIComponent(back)}` : null,
    username: event.locals.actor!.username,
  };
};

type Answer = { ok: true } | { ok: false; refusal: SignInRefusal; waitSeconds?: number };

function after(answer: Answer, url: URL, field: string, typed: Typed, language: 'id' | 'en') {
  if (answer.ok) redirect(303, wayBack(url.searchParams.get('back'), '/account'));
  if (answer.refusal === 'wait') {
    const message = sayWait(answer.waitSeconds ?? 60);
    return fail<SaidFailure>(429, { typed, problems: { '': [message] }, summary: [{ message }] });
  }
  return sayRefusal(409, typed, { [field]: [answer.refusal] }, accountProblemWords, language);
}

export const actions: Actions = {
  code: async (event) => {
    const form = await readForm(event.request, CodeForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, event.locals.language);
    return after(
      await showCode(visitorOf(event), form.values.factorCode),
      event.url,
      'factorCode',
      form.typed,
      event.locals.language,
    );
  },
  password: async (event) => {
    const form = await readForm(event.request, ProvePasswordForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, event.locals.language);
    return after(
      await provePassword(visitorOf(event), form.values.password),
      event.url,
      'password',
      form.typed,
      event.locals.language,
    );
  },
};
