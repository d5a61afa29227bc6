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

/** What the last assessment found, and how good a report must be to count; what is owed from the next month on follows it. */
export async function setRisk(ctx: Ctx, input: RiskInput): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  if (!isOpen(one.state)) return no('wrong_state');
  await changeCase(ctx.tx, one, { risk_band: input.riskBand, minimum_grade: input.minimumGrade });
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.risk-set',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      before: { riskBand: one.riskBand, minimumGrade: one.minimumGrade },
      after: { riskBand: input.riskBand, minimumGrade: input.minimumGrade },
      reason: input.reason,
    },
  });
  return { ok: true };
}
