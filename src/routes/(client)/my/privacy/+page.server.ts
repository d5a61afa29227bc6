import { redirect } from '@sveltejs/kit';
import { formatMoment } from '#kernel/format';
import { accountProblemWords, ConsentWithdrawalForm } from '#modules/accounts';
import { withdrawConsent } from '#modules/accounts/server';
import { dropOwnReport } from '#modules/check-ins/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure } from '#web/say-problems.server';
import { readOwn } from '../../own.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:read' };

export const load: PageServerLoad = ({ locals, url }) =>
  readOwn({ locals }, async (ctx, card) => ({
    kind: card.kind,
    submissionId: newSubmissionId(),
    withdrawn: url.searchParams.has('withdrawn') && !card.consented,
    agreedOn:
      card.consented && card.consentAt ? formatMoment(card.consentAt, ctx.actor.own!.zone, locals.language) : null,
  }));

export const actions: Actions = {
  withdraw: async ({ request, locals }) => {
    const form = await readForm(request, ConsentWithdrawalForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, locals.language);
    await locals.runOnce(form.submission, async (ctx) => {
      const answer = await withdrawConsent(ctx);
      // What he began was kept on the ground of what he has just taken back.
      await dropOwnReport(ctx);
      return answer;
    });
    redirect(303, '/my/privacy?withdrawn');
  },
};
