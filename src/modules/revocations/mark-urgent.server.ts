import { earliest } from '#kernel/plain-date';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { urgentWay } from './law.rules.ts';
import { reachProceeding, stepDue } from './reach.server.ts';
import { judgeMark, type RevocationRefused } from './rules.ts';
import { holdProceeding, insertUrgentMark } from './store.server.ts';
import { putBefore } from './tasks.server.ts';

/**
 * Says of a proceeding that runs that there is danger: it comes first wherever it waits, and the step that is owed now is owed sooner. What
 * danger allows beyond that is for the way to say (`urgency` in routes.ts).
 */
export async function markUrgent(
  ctx: Ctx,
  input: { proceedingId: string; danger: string },
): Promise<{ ok: true } | RevocationRefused> {
  await holdProceeding(ctx.tx, input.proceedingId);
  const { proceeding, of } = await reachProceeding(ctx, input.proceedingId, 'revocation:handle');
  const { urgent: urgentAllowed } = await optionsOf(ctx.tx, proceeding.unitId, urgentWay, of.today);
  const verdict = judgeMark(proceeding, input, { open: of.open, urgentAllowed });
  if (!verdict.ok) return verdict;
  const sooner = await stepDue(ctx, proceeding.unitId, { ...proceeding, urgent: true }, of.today);
  const dueOn = proceeding.dueOn && sooner ? earliest(proceeding.dueOn, sooner) : sooner;
  await insertUrgentMark(ctx, proceeding, { day: of.today, danger: input.danger, dueOn });
  await putBefore(ctx, { ...proceeding, urgent: true, dueOn, pkStaffId: of.pkStaffId });
  ctx.journal({
    what: 'revocation.marked-urgent',
    unitId: proceeding.unitId,
    caseId: of.caseId,
    personId: of.personId,
    about: { proceedingId: proceeding.id, state: proceeding.state, dueOn },
  });
  return { ok: true };
}
