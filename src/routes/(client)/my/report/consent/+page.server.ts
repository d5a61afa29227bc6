import { redirect } from '@sveltejs/kit';
import { accountProblemWords, ConsentForm, privacyNotice } from '#modules/accounts';
import { giveConsent } from '#modules/accounts/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readOwn } from '../../../own.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

export const load: PageServerLoad = (event) =>
  readOwn(event, async (_, card) => {
    if (card.consented) redirect(303, '/my/report');
    return {
      submissionId: newSubmissionId(),
      version: privacyNotice.version,
      wasAsked: card.consentAt !== null,
      declined: event.url.searchParams.has('declined'),
    };
  });

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await readForm(request, ConsentForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => giveConsent(ctx, { version: form.values.version }));
    if (!answer.ok)
      return sayRefusal(
        409,
        {},
        { '': [answer.refusal] },
        { notice_changed: m.client_privacy_changed },
        locals.language,
      );
    redirect(303, '/my/report');
  },
};
