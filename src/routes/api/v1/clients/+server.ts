import { listCaseload } from '#modules/cases/server';
import { afterOf, answering, nextOf } from '#web/api.server';
import type { RouteAccess } from '#web/route-access';
import { listClients } from '../client-endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: listClients.scopes };

export const GET: RequestHandler = answering(listClients, async ({ query }, event) => {
  const page = await event.locals.read((ctx) =>
    listCaseload(ctx, {
      unitId: query.unit,
      whose: 'office',
      state: query.state ?? 'open',
      sort: 'id',
      after: afterOf(listClients, query),
    }),
  );
  return {
    total: page.total,
    next: nextOf(listClients, query, page.next),
    items: page.rows.map((row) => ({
      ...row,
      registerLabel: row.label,
      counsellor: row.pkName,
      lastReportOn: row.lastOn,
      missedInARow: row.missed,
    })),
  };
});
