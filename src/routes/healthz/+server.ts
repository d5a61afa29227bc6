import { json } from '@sveltejs/kit';
import { healthOfApplication } from '#web/health.server';
import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = {
  who: 'public',
  why: 'a watchdog asks whether process and database answer; it learns nothing else',
};

export const GET: RequestHandler = async () => {
  const health = await healthOfApplication();
  return json(health, { status: health.database === 'ok' ? 200 : 503 });
};
