import { readLedger } from '#modules/check-ins/server';
import { answering, pageOf } from '#web/api.server';
import type { RouteAccess } from '#web/route-access';
import { listObligations } from '../../../client-endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: listObligations.scopes };

export const GET: RequestHandler = answering(listObligations, async ({ params, query }, event) => {
  const { periods } = await event.locals.read((ctx) => readLedger(ctx, params.caseId));
  const placeOf = ({ from, id }: (typeof periods)[number]) => `${from} ${id}`;
  return pageOf(listObligations, { ...params, ...query }, periods, { placeOf, newestFirst: true });
});
