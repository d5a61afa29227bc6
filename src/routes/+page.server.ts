import { redirect } from '@sveltejs/kit';
import { knownCard } from '#web/card-cookie.server';
import type { RouteAccess } from '#web/route-access';
import { findToken } from '#web/session-cookie.server';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = {
  who: 'public',
  why: 'the door: leads to the work of the day, to the own page of whoever came with a card, or to signing in',
};

/** An officer's session goes first, since at a desk both may be open. A client has nothing to sign in with but his card. */
export const load: PageServerLoad = (event) => {
  if (event.locals.actor?.stage === 'full') redirect(303, '/today');
  if (findToken(event, 'own')) redirect(303, '/my');
  redirect(303, knownCard(event) ? '/l' : '/sign-in');
};
