import { getCaseHeader } from '#modules/cases/server';
import { answering } from '#web/api.server';
import type { RouteAccess } from '#web/route-access';
import { getClient } from '../../client-endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: getClient.scopes };

export const GET: RequestHandler = answering(getClient, async ({ params }, event) => {
  const header = await event.locals.read((ctx) => getCaseHeader(ctx, params.caseId, 'api'));
  return { ...header, registerLabel: header.label, counsellor: header.pkName };
});
