import { openApi } from '#web/openapi.server';
import type { RouteAccess } from '#web/route-access';
import { endpoints } from '../endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'public', why: 'what the API can do is no secret; using it needs a token' };

const document = JSON.stringify(openApi(endpoints, '1.0.0'));

export const GET: RequestHandler = () => new Response(document, { headers: { 'Content-Type': 'application/json' } });
