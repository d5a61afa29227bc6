import { refusalWords } from '#modules/check-ins';
import { readLedger, recordRemoteCheckIn } from '#modules/check-ins/server';
import { answering, pageOf, refusalProblem, submissionOf } from '#web/api.server';
import type { RouteAccess } from '#web/route-access';
import { listCheckInsOfClient, recordCheckIn } from '../../../client-endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: [...listCheckInsOfClient.scopes, ...recordCheckIn.scopes] };

export const GET: RequestHandler = answering(listCheckInsOfClient, async ({ params, query }, event) => {
  const ledger = await event.locals.read((ctx) => readLedger(ctx, params.caseId));
  const reports = [
    ...ledger.periods.flatMap(({ id, reports }) => reports.map((report) => ({ ...report, obligationId: id }))),
    ...ledger.others.map((report) => ({ ...report, obligationId: null })),
  ];
  const placeOf = ({ happenedOn, id }: (typeof reports)[number]) => `${happenedOn} ${id}`;
  return pageOf(listCheckInsOfClient, { ...params, ...query }, reports, { placeOf, newestFirst: true });
});

export const POST: RequestHandler = answering(recordCheckIn, async ({ params, body }, event) => {
  const report = { ...body, caseId: params.caseId };
  const answer = await event.locals.runOnce(submissionOf(event, body), (ctx) => recordRemoteCheckIn(ctx, report));
  if (!answer.ok) throw refusalProblem(answer, refusalWords[answer.refusal]());
  return answer;
});
