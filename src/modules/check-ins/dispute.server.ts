import { mustBeAllowed, mustBeOwn } from '#modules/access';
import { closeTasks, openTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { findObligation, lockCase } from './store.server.ts';
import {
  answerDisputeRow,
  findDispute,
  hasOpenDispute,
  insertDispute,
  wasPutRight,
} from './excuses-and-disputes.store.server.ts';

/** A client says that the ledger is wrong about a period. One question about one period at a time. */
export async function raiseDispute(
  ctx: Ctx,
  dispute: { obligationId: string; text: string },
): Promise<{ ok: true; disputeId: string } | { ok: false; refusal: 'already_disputed' }> {
  const period = await findObligation(ctx.tx, dispute.obligationId);
  if (!period) throw new NotFound('no such period for this asker');
  const of = await lockCase(ctx, period.caseId);
  mustBeOwn(ctx.actor, 'own:dispute', of.id);
  if (await hasOpenDispute(ctx.tx, period.id)) return { ok: false, refusal: 'already_disputed' };
  const id = ctx.newId();
  await insertDispute(ctx, of, { id, obligationId: period.id, text: dispute.text });
  await openTasks(ctx, [
    {
      unitId: of.unitId,
      caseId: of.id,
      kind: 'check-ins.dispute',
      key: id,
      forRole: 'pk',
      staffId: of.pkStaffId,
      facts: { obligationId: period.id, from: period.from, through: period.through },
    },
  ]);
  ctx.journal({
    what: 'check-in.disputed',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { disputeId: id, obligationId: period.id },
  });
  return { ok: true, disputeId: id };
}

/** The answer the client reads. Where he is right, the ledger is put right first, by its own step (late, excuse, correction). */
export async function answerDispute(
  ctx: Ctx,
  given: { disputeId: string; outcome: 'upheld' | 'rejected'; answer: string },
): Promise<
  { ok: true; caseId: string } | { ok: false; refusal: 'already_answered' | 'answer_missing' | 'not_put_right' }
> {
  const dispute = await findDispute(ctx.tx, given.disputeId);
  if (!dispute) throw new NotFound('no such question for this asker');
  const of = await lockCase(ctx, dispute.caseId);
  mustBeAllowed(ctx.actor, 'check_in:answer_dispute', of.subject);
  if ((await findDispute(ctx.tx, given.disputeId))!.answered) return { ok: false, refusal: 'already_answered' };
  const answer = given.answer.trim();
  if (answer.length < 5) return { ok: false, refusal: 'answer_missing' };
  if (given.outcome === 'upheld' && !(await wasPutRight(ctx.tx, given.disputeId)))
    return { ok: false, refusal: 'not_put_right' };
  await answerDisputeRow(ctx, given.disputeId, given.outcome, answer);
  await closeTasks(ctx, { unitId: of.unitId, kind: 'check-ins.dispute', key: given.disputeId, note: given.outcome });
  ctx.journal({
    what: 'check-in.dispute-answered',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { disputeId: given.disputeId, obligationId: dispute.obligationId, outcome: given.outcome },
  });
  return { ok: true, caseId: of.id };
}
