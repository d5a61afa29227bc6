import { getComparison } from '#modules/people/server';
import type { RouteAccess } from '#web/route-access';
import { progressOf } from '../../shown.server.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:compare'] };

/** Asked every few seconds by whoever watches, and by nobody else. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const one = await locals.read((ctx) => getComparison(ctx, params.id));
  return Response.json(progressOf(one, locals.language), { headers: { 'Cache-Control': 'no-store' } });
};
