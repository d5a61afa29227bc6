import { searchPeople as findPeople } from '#modules/people/server';
import { answering } from '#web/api.server';
import { Problem } from '#web/problem.server';
import type { RouteAccess } from '#web/route-access';
import { searchPeople } from '../endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: searchPeople.scopes };

export const GET: RequestHandler = answering(searchPeople, async ({ query }, event) => {
  const found = await event.locals.read((ctx) => findPeople(ctx, query.q, query.page));
  if (!found.ok)
    throw new Problem(422, 'search', 'This cannot be searched for.', {
      errors: [{ in: 'query', field: 'q', problem: found.why }],
    });
  return { total: found.total, page: found.page, pages: found.pages, items: found.hits, elsewhere: found.elsewhere };
});
