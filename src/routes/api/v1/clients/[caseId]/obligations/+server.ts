import { readLedger } from '#modules/check-ins/server';
import { answering } from '#web/api.server';
import type { RouteAccess } from '#web/route-access';
import { listObligations } from '../../../client-endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: listObligations.scopes };

export const GET: RequestHandler = answering(listObligations, async ({ params }, event) => {
  const ledger = await event.locals.read((ctx) => readLedger(ctx, params.caseId));
  return { items: ledger.periods };
});
