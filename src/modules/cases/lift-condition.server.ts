import type { Ctx } from '#platform/ctx';
import { lockCase } from './reach.server.ts';
import { no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';
import { findCondition, liftConditionRow } from './conditions.store.server.ts';

export async function liftCondition(
  ctx: Ctx,
  input: { caseId: string; conditionId: string; reason: string },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write');
  const condition = await findCondition(ctx.tx, input.conditionId);
  if (!condition || condition.case_id !== one.id || condition.lifted_at !== null) return no('already_lifted');
  await liftConditionRow(ctx, condition.id, input.reason);
  await changeCase(ctx.tx, one, {});
  ctx.journal({
    what: 'case.condition-lifted',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { conditionId: condition.id, code: condition.code, reason: input.reason },
  });
  return { ok: true };
}
