import type { Ctx } from '#platform/ctx';
import type { EvidenceGrade, RiskBand } from './case.ts';
import { layOutAnew, lockCase } from './reach.server.ts';
import { isOpen, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';

export type RiskInput = {
  caseId: string;
  version: number;
  riskBand: RiskBand | null;
  minimumGrade: EvidenceGrade;
  reason: string;
};

/**
 * How likely a client who has not been assessed here is said to offend again, and how good a report must be to count; what is owed from
 * the next month on follows it. What an assessment found stays what it found: then only the evidence is set by hand.
 */
export async function setRisk(ctx: Ctx, input: RiskInput): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  if (!isOpen(one.state)) return no('wrong_state');
  const isAssessed = one.riskOrigin === 'assessment';
  if (isAssessed && input.riskBand !== null && input.riskBand !== one.riskBand) return no('risk_from_assessment');
  const riskBand = isAssessed ? one.riskBand : input.riskBand;
  const riskOrigin =
    isAssessed || riskBand === one.riskBand ? one.riskOrigin : riskBand === null ? null : ('hand' as const);
  await changeCase(ctx.tx, one, { risk_band: riskBand, risk_origin: riskOrigin, minimum_grade: input.minimumGrade });
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.risk-set',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      before: { riskBand: one.riskBand, minimumGrade: one.minimumGrade },
      after: { riskBand, minimumGrade: input.minimumGrade },
      reason: input.reason,
    },
  });
  return { ok: true };
}
