import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:read' };

/** Somebody is still typing: asking keeps the session awake (static/own.js). */
export const GET: RequestHandler = () => new Response(null, { status: 204 });
