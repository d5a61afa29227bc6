import { signOut } from '#modules/accounts/server';
import { formDataOf } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { findToken, takeToken } from '#web/session-cookie.server';
import { visitorOf } from '#web/visitor.server';
import { forgetCard } from '../../card-cookie.server.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'public', why: 'leaving must work also when the session is gone' };

export const POST: RequestHandler = async (event) => {
  const form = await formDataOf(event.request);
  const isStranger = form.get('why') === 'not-you';
  await signOut(visitorOf(event, findToken(event, 'own') ?? null));
  takeToken(event, 'own');
  if (isStranger) forgetCard(event);
  return new Response(null, {
    status: 303,
    headers: { location: isStranger ? '/l?said=not-you' : '/l?said=out', 'Clear-Site-Data': '"cache"' },
  });
};
