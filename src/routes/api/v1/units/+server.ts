import { listTree } from '#modules/units/server';
import { answering, pageOf } from '#web/api.server';
import type { RouteAccess } from '#web/route-access';
import { listUnits } from '../endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: listUnits.scopes };

export const GET: RequestHandler = answering(listUnits, async ({ query }, event) => {
  const tree = await event.locals.read((ctx) => listTree(ctx));
  // Names change and offices move within the tree; their numbers stay.
  return pageOf(listUnits, query, tree, { placeOf: ({ id }) => String(id).padStart(10, '0') });
});
