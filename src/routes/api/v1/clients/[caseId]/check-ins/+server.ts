import { plainDate } from '#kernel/plain-date';
import { refusalWords } from '#modules/check-ins';
import { recordRemoteCheckIn } from '#modules/check-ins/server';
import { answering, refusalProblem, submissionOf } from '#web/api.server';
import type { RouteAccess } from '#web/route-access';
import { recordCheckIn } from '../../../endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: recordCheckIn.scopes };

export const POST: RequestHandler = answering(recordCheckIn, async ({ params, body }, event) => {
  const { happenedOn, ...rest } = body;
  const report = { ...rest, caseId: params.caseId, ...(happenedOn ? { happenedOn: plainDate(happenedOn) } : {}) };
  const answer = await event.locals.runOnce(submissionOf(event, body), (ctx) => recordRemoteCheckIn(ctx, report));
  if (!answer.ok) throw refusalProblem(answer, refusalWords[answer.refusal]());
  return answer;
});
