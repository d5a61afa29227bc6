import { error } from '@sveltejs/kit';
import { readHearingPaper } from '#modules/petitions/server';
import { m } from '#messages';
import { answerWithPage } from '#web/page-answer.server';
import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['petition:handle'] };

/** The minutes of hearing whoever petitioned, to be printed and signed by everybody who was there. They stay with the petition. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const page = await locals.read((ctx) => readHearingPaper(ctx, params.petitionId, params.hearingId));
  if (!page) error(503, m.letters_refusal_not_typeset());
  return answerWithPage({ page, name: 'berita-acara.pdf' });
};
