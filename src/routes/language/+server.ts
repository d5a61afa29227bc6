import { redirect } from '@sveltejs/kit';
import { isLocale } from '#messages';
import { formDataOf } from '#web/form.server';
import { rememberLanguage } from '#web/language';
import type { RouteAccess } from '#web/route-access';
import { wayBack } from '#web/way-back';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'public', why: 'everybody may choose the language of the screen' };

export const POST: RequestHandler = async (event) => {
  const form = await formDataOf(event.request);
  const language = form.get('language');
  if (isLocale(language)) rememberLanguage(event, language);
  redirect(303, wayBack(form.get('back')));
};
