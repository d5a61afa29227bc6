import { searchPeople as findPeople } from '#modules/people/server';
import { afterOf, answering, nextOf } from '#web/api.server';
import { Problem } from '#web/problem.server';
import type { RouteAccess } from '#web/route-access';
import { searchPeople } from '../endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: searchPeople.scopes };

export const GET: RequestHandler = answering(searchPeople, async ({ query }, event) => {
  const after = afterOf(searchPeople, query) ?? null;
  const found = await event.locals.read((ctx) => findPeople(ctx, query.q, { after }));
  if (!found.ok)
    throw new Problem(422, 'search', 'This cannot be searched for.', {
      errors: [{ in: 'query', field: 'q', problem: found.why }],
    });
  const { total, more, hits: items, elsewhere } = found;
  return { total, more, next: nextOf(searchPeople, query, found.next), items, elsewhere };
});
