import { isUuid } from '#kernel/id';
import { mustBeAllowed } from '#modules/access';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import {
  comparedTypes,
  nextComparisonState,
  type ComparisonRefusal,
  type ComparisonStep,
} from '../comparisons.rules.ts';
import { compareSoon } from './compare.server.ts';
import { insertComparison, lockComparison, setComparisonState } from './comparisons.store.server.ts';

type Refused = { ok: false; refusal: ComparisonRefusal };

/** Has the whole register of an office compared with everybody known, in the background; one at a time. */
export async function startComparison(
  ctx: Ctx,
  { unitId }: { unitId: number },
): Promise<{ ok: true; comparisonId: string } | Refused> {
  const unit = await getUnit(ctx, unitId);
  mustBeAllowed(ctx.actor, 'person:compare', { unitId, unitPath: unit.path });
  if (!comparedTypes.includes(unit.type)) return { ok: false, refusal: 'comparison_no_register' };
  const comparisonId = await insertComparison(ctx, unitId);
  if (!comparisonId) return { ok: false, refusal: 'comparison_under_way' };
  await compareSoon(ctx, { comparisonId, unitId });
  ctx.journal({ what: 'comparison.started', unitId, about: { comparisonId } });
  return { ok: true, comparisonId };
}

/** Pauses it, lets it go on, or ends it; what it has found stays. */
export async function steerComparison(
  ctx: Ctx,
  { comparisonId, step }: { comparisonId: string; step: ComparisonStep },
): Promise<{ ok: true } | Refused> {
  const one = isUuid(comparisonId) ? await lockComparison(ctx, comparisonId) : undefined;
  if (!one) throw new NotFound('comparison');
  const unit = await getUnit(ctx, one.unitId);
  mustBeAllowed(ctx.actor, 'person:compare', { unitId: one.unitId, unitPath: unit.path });
  const state = nextComparisonState(one.state, step);
  if (!state) return { ok: false, refusal: 'comparison_not_now' };
  await setComparisonState(ctx, one.id, state);
  if (state === 'running') await compareSoon(ctx, { comparisonId, unitId: one.unitId });
  ctx.journal({ what: journalWords[step], unitId: one.unitId, about: { comparisonId } });
  return { ok: true };
}

const journalWords: Readonly<Record<ComparisonStep, `comparison.${string}`>> = {
  pause: 'comparison.paused',
  resume: 'comparison.resumed',
  cancel: 'comparison.cancelled',
};
