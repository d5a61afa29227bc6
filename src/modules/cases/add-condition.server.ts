import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { ConditionSource } from './case.ts';
import { lockCase } from './reach.server.ts';
import { isOpen, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';
import { insertConditions } from './conditions.store.server.ts';

export type ConditionInput = {
  caseId: string;
  version: number;
  text: string;
  source: ConditionSource;
  startsOn: PlainDate | null;
  endsOn: PlainDate | null;
};

/** A special condition that a decree, a verdict or the counsellor adds later. */
export async function addCondition(ctx: Ctx, input: ConditionInput): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  if (!isOpen(one.state)) return no('wrong_state');
  if (input.startsOn && input.endsOn && input.endsOn < input.startsOn) return no('period_upside_down');
  await insertConditions(ctx, one, [{ ...input, type: 'special', code: null }]);
  await changeCase(ctx.tx, one, {});
  ctx.journal({
    what: 'case.condition-added',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { source: input.source },
  });
  return { ok: true };
}
