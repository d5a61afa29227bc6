import { redirect } from '@sveltejs/kit';
import { parseCode } from '#kernel/codes';
import { accountProblemWords, CardCodeForm } from '#modules/accounts';
import { CARD_CODE_LENGTH } from '#modules/accounts/server';
import { m } from '#messages';
import { forgetCard, knownCard } from '#web/card-cookie.server';
import { readForm } from '#web/form.server';
import { carriedOn } from '#web/kept-form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = {
  who: 'public',
  why: 'a client whose page has closed, or who has a card and no camera',
};

export const load: PageServerLoad = (event) => {
  const said = event.url.searchParams.get('said');
  return {
    known: knownCard(event),
    ...carriedOn(event),
    said: said === 'ended' || said === 'out' || said === 'not-you' ? said : null,
  };
};

export const actions: Actions = {
  card: async (event) => {
    const form = await readForm(event.request, CardCodeForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, event.locals.language);
    // Somebody may paste the whole address from the card.
    const code = parseCode(form.values.card.split('/').at(-1) ?? '', CARD_CODE_LENGTH);
    if (!code)
      return sayRefusal(
        422,
        form.typed,
        { card: ['card_not_whole'] },
        { card_not_whole: m.client_door_problem_card },
        event.locals.language,
      );
    redirect(303, `/l/${code}${carriedOn(event).back.replace('&', '?')}`);
  },
  forget: (event) => {
    forgetCard(event);
    redirect(303, '/l');
  },
};
