import { signOut } from '#modules/accounts/server';
import { forgetCard } from '#web/card-cookie.server';
import { formDataOf } from '#web/form.server';
import { keepForm } from '#web/kept-form.server';
import { rememberForm } from '#web/refused-submission.server';
import type { RouteAccess } from '#web/route-access';
import { findToken, takeToken } from '#web/session-cookie.server';
import { visitorOf } from '#web/visitor.server';
import { wayBack } from '#web/way-back';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'public', why: 'leaving must work also when the session is gone' };

export const POST: RequestHandler = async (event) => {
  const form = await formDataOf(event.request);
  const isStranger = form.get('why') === 'not-you';
  await signOut(visitorOf(event, findToken(event, 'own') ?? null));
  takeToken(event, 'own');
  if (isStranger) forgetCard(event);
  // A quiet page closes by itself (static/own.js) and brings along what was typed on it.
  if (form.get('why') === 'quiet') {
    const at = wayBack(form.get('at'), '/my');
    for (const name of ['why', 'at']) form.delete(name);
    rememberForm(event.request, form);
    const kept = await keepForm(event, 'own', at);
    if (kept) return kept;
  }
  return new Response(null, {
    status: 303,
    headers: { location: isStranger ? '/l?said=not-you' : '/l?said=out', 'Clear-Site-Data': '"cache"' },
  });
};
