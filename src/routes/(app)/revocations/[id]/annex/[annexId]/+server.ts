import { readAnnex } from '#modules/revocations/server';
import { answerWithPage } from '#web/page-answer.server';
import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['assessment:read', 'revocation:read'] };

/** The case for the decision as it went up. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const page = await locals.read((ctx) => readAnnex(ctx, params.id, params.annexId));
  return answerWithPage({ page, name: `berkas-perkara-${params.annexId.slice(-6)}.pdf` });
};
