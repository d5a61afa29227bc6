import { redirect } from '@sveltejs/kit';
import { formDataOf } from '#web/form.server';
import { rememberPlaceOfWork } from '#web/place-of-work';
import type { RouteAccess } from '#web/route-access';
import { wayBack } from '#web/way-back';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = {
  who: 'staff',
  why: 'whoever holds posts at several offices says for which one he works now',
};

export const POST: RequestHandler = async (event) => {
  const form = await formDataOf(event.request);
  const unitId = Number(form.get('place'));
  if (event.locals.actor?.postings.some((posting) => posting.unitId === unitId)) rememberPlaceOfWork(event, unitId);
  redirect(303, wayBack(form.get('back')));
};
