import { listTree } from '#modules/units/server';
import { answering } from '#web/api.server';
import type { RouteAccess } from '#web/route-access';
import { listUnits } from '../endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: listUnits.scopes };

export const GET: RequestHandler = answering(listUnits, async (_, event) => {
  const tree = await event.locals.read((ctx) => listTree(ctx));
  return { items: tree };
});
