import type { Ctx } from '#platform/ctx';
import type { RiskBand } from './case.ts';
import { layOutAnew, lockCase } from './reach.server.ts';
import { isOpen, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';

export type AssessedRisk = { caseId: string; riskBand: RiskBand; assessmentId: string };

/**
 * The band that an assessment found, for whoever keeps assessments: from here on nobody sets it by hand. What is owed is laid out anew
 * from the next month on, and what is past stays as it was.
 */
export async function takeRisk(ctx: Ctx, input: AssessedRisk): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write');
  if (!isOpen(one.state)) return no('wrong_state');
  if (one.riskOrigin === 'assessment' && one.riskBand === input.riskBand) return { ok: true };
  await changeCase(ctx.tx, one, { risk_band: input.riskBand, risk_origin: 'assessment' });
  if (one.riskBand !== input.riskBand) await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.risk-assessed',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      before: { riskBand: one.riskBand },
      after: { riskBand: input.riskBand },
      assessmentId: input.assessmentId,
    },
  });
  return { ok: true };
}
