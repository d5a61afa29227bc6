import { fail, redirect } from '@sveltejs/kit';
import { accountProblemWords, FirstPinForm, OwnPinForm } from '#modules/accounts';
import { changeOwnPin, proveOwnPin, readOwnCard } from '#modules/accounts/server';
import { readOwnCase } from '#modules/cases/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { visitorOf } from '#web/visitor.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:change_pin' };

export const load: PageServerLoad = async ({ locals }) => {
  const card = await locals.read(readOwnCard);
  return { isFirst: !card.pinChosen, submissionId: newSubmissionId() };
};

export const actions: Actions = {
  default: async (event) => {
    const { locals } = event;
    const { card, own } = await locals.read(async (ctx) => ({
      card: await readOwnCard(ctx),
      own: await readOwnCase(ctx),
    }));
    const form = await readForm(event.request, card.pinChosen ? OwnPinForm : FirstPinForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, locals.language);
    if ('pin' in form.values) {
      const proof = await proveOwnPin(visitorOf(event, null), (query) => locals.read(query), form.values.pin);
      if (!proof.ok) {
        const message =
          proof.refusal === 'locked'
            ? m.client_pin_locked()
            : m.client_pin_wrong({ tries: String(proof.triesLeft ?? 0) });
        return fail(409, { typed: {}, problems: { pin: [message] }, summary: [{ field: 'pin', message }] });
      }
    }
    const { newPin } = form.values;
    // A guarantor's own birth date is not on this case.
    const birth = card.kind === 'client' && own.birthDate ? { birth: own.birthDate } : {};
    const answer = await locals.runOnce(form.submission, (ctx) => changeOwnPin(ctx, { newPin, ...birth }));
    if (!answer.ok) return sayRefusal(422, {}, { newPin: [answer.refusal] }, accountProblemWords, locals.language);
    redirect(303, '/my?done=pin');
  },
};
