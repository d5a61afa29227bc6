import { getImport, progressOf } from '#modules/imports/server';
import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['import:bring', 'custody:import'] };

/** Asked every few seconds by whoever watches, and by nobody else. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const one = await locals.read((ctx) => getImport(ctx, params.id));
  return Response.json(progressOf(one, locals.language), { headers: { 'Cache-Control': 'no-store' } });
};
