import { readOwnPhoto } from '#modules/check-ins/server';
import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

/** The photo under way, to be looked at before it is sent; kept by no browser. */
export const GET: RequestHandler = async ({ locals }) =>
  new Response(new Uint8Array(await locals.read(readOwnPhoto)), {
    headers: {
      'Content-Type': 'image/jpeg',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  });
