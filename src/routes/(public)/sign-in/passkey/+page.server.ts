import { redirect } from '@sveltejs/kit';
import { accountProblemWords, PasskeyForm } from '#modules/accounts';
import { passkeysWork, passkeyToShow, showPasskey } from '#modules/accounts/server';
import { readForm } from '#web/form.server';
import { arrives } from '#web/kept-form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure } from '#web/say-problems.server';
import { visitorOf } from '#web/visitor.server';
import { goOn, nothingSaid, sayNo } from '../steps.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'public', why: 'the second step of signing in, by a passkey' };

export const load: PageServerLoad = async (event) => {
  const options = passkeysWork(event.url) ? await passkeyToShow(visitorOf(event), event.url) : undefined;
  if (!options) redirect(303, `/sign-in/second-factor${event.url.search}`);
  return { options };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await readForm(event.request, PasskeyForm);
    if (arrives(event.request, 'response')) return nothingSaid();
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, event.locals.language);
    const response = readJson(form.values.response);
    const answer = await showPasskey(visitorOf(event), response, event.url);
    if (!answer.ok) return sayNo(answer, '', {}, event.locals.language);
    goOn(answer.stage, event.url);
  },
};

function readJson(text: string): Parameters<typeof showPasskey>[1] {
  try {
    return JSON.parse(text) as Parameters<typeof showPasskey>[1];
  } catch {
    return { id: '' } as Parameters<typeof showPasskey>[1];
  }
}
