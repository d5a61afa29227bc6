import { error } from '@sveltejs/kit';
import { readPage } from '#modules/letters/server';
import { m } from '#messages';
import { answerWithPage } from '#web/page-answer.server';
import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['letter:read', 'sitting:read', 'revocation:read'] };

/** The letter as its page looks; a draft is set anew each time. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const found = await locals.read((ctx) => readPage(ctx, params.letterId));
  if (!found) error(503, m.letters_refusal_not_typeset());
  return answerWithPage(found);
};
