import { json } from '@sveltejs/kit';
import { isDatabaseAwake } from '#web/health.server';
import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = {
  who: 'public',
  why: 'a watchdog asks whether process and database answer; it learns nothing else',
};

export const GET: RequestHandler = async () => {
  const database = await isDatabaseAwake();
  return json({ process: 'ok', database: database ? 'ok' : 'down' }, { status: database ? 200 : 503 });
};
