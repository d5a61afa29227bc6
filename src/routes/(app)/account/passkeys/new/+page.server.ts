import { redirect } from '@sveltejs/kit';
import { accountProblemWords, PasskeyLabelForm } from '#modules/accounts';
import { addPasskey, passkeysWork, passkeyToMake, takeChallenge } from '#modules/accounts/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { visitorOf } from '#web/visitor.server';
import { mustBeFresh } from '../../fresh.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', why: 'everybody adds his own passkeys' };

export const load: PageServerLoad = async (event) => {
  mustBeFresh(event.locals.actor!, event.url);
  const options = passkeysWork(event.url) ? await passkeyToMake(visitorOf(event), event.url) : undefined;
  return { submissionId: newSubmissionId(), options: options ?? null };
};

type Made = Parameters<typeof addPasskey>[1]['response'];

export const actions: Actions = {
  default: async (event) => {
    const { request, locals, url } = event;
    const form = await readForm(request, PasskeyLabelForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, locals.language);
    const challenge = await takeChallenge(visitorOf(event));
    const answer = await locals.runOnce(form.submission, (ctx) =>
      addPasskey(ctx, { response: readJson(form.values.response), challenge, place: url, label: form.values.label }),
    );
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, accountProblemWords, locals.language);
    redirect(303, '/account?done=factor');
  },
};

function readJson(text: string): Made {
  try {
    return JSON.parse(text) as Made;
  } catch {
    return { id: '' } as Made;
  }
}
