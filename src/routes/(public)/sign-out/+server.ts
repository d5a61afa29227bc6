import { signOut } from '#modules/accounts/server';
import type { RouteAccess } from '#web/route-access';
import { findToken, takeToken } from '#web/session-cookie.server';
import { visitorOf } from '#web/visitor.server';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = {
  who: 'public',
  why: 'signing out must work at every step, also when the session is gone',
};

export const POST: RequestHandler = async (event) => {
  await signOut(visitorOf(event, findToken(event, 'staff') ?? null));
  takeToken(event, 'staff');
  // Pages kept by the browser go; what waits in the device's outbox is sealed and must survive a change of officer.
  return new Response(null, { status: 303, headers: { location: '/sign-in', 'Clear-Site-Data': '"cache"' } });
};
