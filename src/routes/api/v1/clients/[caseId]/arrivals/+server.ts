import { refusalWords } from '#modules/check-ins';
import { recordCounterCheckIn } from '#modules/check-ins/server';
import { answering, refusalProblem, submissionOf } from '#web/api.server';
import type { RouteAccess } from '#web/route-access';
import { recordArrival } from '../../../client-endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: recordArrival.scopes };

export const POST: RequestHandler = answering(recordArrival, async ({ params, body }, event) => {
  const answer = await event.locals.runOnce(submissionOf(event, body), (ctx) =>
    recordCounterCheckIn(ctx, { caseId: params.caseId, card: body.card }),
  );
  if (!answer.ok) throw refusalProblem(answer, refusalWords[answer.refusal]());
  return answer;
});
