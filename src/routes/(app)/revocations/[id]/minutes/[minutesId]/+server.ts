import { findMinutesFile } from '#modules/revocations/server';
import { answerWithFile } from '#web/file-answer.server';
import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific', 'revocation:read'] };

/** The signed minutes of a sitting that was not kept here, for whoever reads the proceeding; of the office's own, for the tier that has it. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
  const fileId = await locals.read((ctx) => findMinutesFile(ctx, params.id, params.minutesId));
  return answerWithFile(locals.read, fileId, request);
};
