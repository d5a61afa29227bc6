import type { Ctx } from '#platform/ctx';
import { holdAssessment } from './reach.server.ts';
import { steps } from './moves.ts';
import { judgeDraft, type Refused } from './rules.ts';
import { setAsideRow } from './store.server.ts';

/** A draft that nobody will finish makes room for another one: by its assessor, or by whoever has the case after him. It stays on record. */
export async function setDraftAside(
  ctx: Ctx,
  { caseId, assessmentId, reason }: { caseId: string; assessmentId: string; reason: string },
): Promise<{ ok: true } | Refused> {
  const { assessment, one } = await holdAssessment(ctx, { caseId, id: assessmentId }, steps.set_aside.by);
  const verdict = judgeDraft(assessment, 'set_aside', { accountId: ctx.actor.accountId, reason });
  if (!verdict.ok) return verdict;
  await setAsideRow(ctx, assessment.id, reason);
  ctx.journal({
    what: 'assessment.set-aside',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { assessmentId: assessment.id },
  });
  return { ok: true };
}
