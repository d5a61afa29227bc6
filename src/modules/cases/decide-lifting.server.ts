import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { keepFromSealing } from './followers.server.ts';
import { lockCase } from './reach.server.ts';
import { judgeLifting, judgeLiftingDecision, no, type Refused } from './rules.ts';
import { sealAfterwards } from './seal-case.server.ts';
import { changeCase } from './store.server.ts';
import { lockOpenKinds } from './reception.store.server.ts';
import { decideEndingRow, findLiftable, findLifting } from './endings.store.server.ts';
import { takeUpAgain } from './take-up-again.server.ts';

/** A file that is sealed meanwhile would hide what waits in it from whoever decides. */
keepFromSealing('liftings', async (tx, caseId) => (await findLiftable(tx, caseId)).waiting);

export type LiftingDecision = { caseId: string; liftingId: string; outcome: 'approved' | 'refused'; note: string };

/**
 * The head lets the supervision go on upon the decree that another one put forward, or refuses. What was put forward never changes, so that
 * its id says on what he decides.
 */
export async function decideLifting(
  ctx: Ctx,
  input: LiftingDecision,
): Promise<{ ok: true; sealed: boolean } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:decide_ending');
  const lifting = await findLifting(ctx.tx, one.id, input.liftingId);
  const verdict = judgeLiftingDecision(lifting, { ...input, deciderId: ctx.actor.accountId });
  if (!verdict.ok) return verdict;
  const { id, number, dated, issuer, day, note } = lifting!;
  if (input.outcome === 'approved') {
    // He may have become a client of the same kind again, or the file may be one that goes on already.
    const { ended } = await findLiftable(ctx.tx, one.id);
    const still = judgeLifting(one, lifting!, { waiting: false, ended }, one.today);
    if (!still.ok) return still;
    if ((await lockOpenKinds(ctx.tx, one)).includes(one.kind)) return no('already_a_client');
  }

  await decideEndingRow(ctx, id, input.outcome, input.note);
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.lifting-proposed', key: one.id });
  const line = { unitId: one.unitId, caseId: one.id, personId: one.personId };
  if (input.outcome === 'refused') {
    await changeCase(ctx.tx, one, {});
    ctx.journal({ what: 'case.lifting-refused', ...line, about: { liftingId: id, number, note: input.note } });
    return { ok: true, sealed: await sealAfterwards(ctx, one) };
  }
  await takeUpAgain(ctx, one, { day, note, paper: { number, dated, issuer } });
  ctx.journal({
    what: 'case.decree-lifted',
    ...line,
    about: { liftingId: id, number, dated, issuer, day, lifted: one.endReason, wasSealed: one.sealed },
  });
  return { ok: true, sealed: false };
}
