import { may } from '#modules/access';
import { isOpen, type RiskBand } from '#modules/cases';
import { takeRisk, type CaseOnFile } from '#modules/cases/server';
import { closeTasks, openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { overrideTakesTwo } from './law.rules.ts';
import { holdAssessment } from './reach.server.ts';
import { overrideSteps } from './moves.ts';
import { judgeOverride, no, type Refused } from './rules.ts';
import { renewStanding } from './standing.server.ts';
import { findLast, type AssessmentOnFile } from './store.server.ts';
import { decideRow, insertOverride, lockOverride, readOverrides } from './overrides.store.server.ts';

export const OVERRIDE = 'assessments.override';

export type OverrideInput = { caseId: string; assessmentId: string; band: RiskBand; reason: string };

/**
 * Another band than what was found, with a reason. Whoever leads the section sets aside what somebody else assessed; everybody else asks
 * for it, and the section's head decides.
 */
export async function askOverride(ctx: Ctx, input: OverrideInput): Promise<{ ok: true } | Refused> {
  const { assessment, one } = await holdAssessment(
    ctx,
    { caseId: input.caseId, id: input.assessmentId },
    'assessment:write',
  );
  const current = await judgeCurrent(ctx, assessment, one);
  if (!current.ok) return current;
  const before = await readOverrides(ctx, assessment.id);
  if (before.isAsked) return no('already_asked');
  if (input.band === (before.approved ?? assessment.band)) return no('same_band');
  const me = ctx.actor.accountId;
  const decided =
    may(ctx.actor, 'assessment:override', one.subject) &&
    overrideTakesTwo.judge({ assessor: assessment.madeBy, proposer: me, decider: me }, {});
  const id = ctx.newId();
  await insertOverride(ctx, assessment, { ...input, id, decided });
  ctx.journal({
    what: decided ? 'assessment.overridden' : 'assessment.override-asked',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      assessmentId: assessment.id,
      overrideId: id,
      before: { riskBand: before.approved ?? assessment.band },
      riskBand: input.band,
    },
  });
  if (decided) return takeOverride(ctx, one, assessment.id, input.band);
  await openTask(ctx, {
    unitId: one.unitId,
    caseId: one.id,
    kind: OVERRIDE,
    key: id,
    forRole: 'section_head',
    facts: { assessmentId: assessment.id, band: input.band },
  });
  return { ok: true };
}

export type OverrideDecision = {
  caseId: string;
  overrideId: string;
  outcome: 'approved' | 'refused';
  note: string;
};

export async function decideOverride(ctx: Ctx, input: OverrideDecision): Promise<{ ok: true } | Refused> {
  const step = input.outcome === 'approved' ? 'approve' : 'refuse';
  const asked = await lockOverride(ctx, input.overrideId);
  if (asked?.caseId !== input.caseId) throw new NotFound('override');
  const { assessment, one } = await holdAssessment(
    ctx,
    { caseId: input.caseId, id: asked.assessmentId },
    overrideSteps[step].by,
  );
  const verdict = judgeOverride(
    { state: asked.outcome ?? 'asked', proposedBy: asked.proposedBy, assessedBy: assessment.madeBy },
    step,
    { accountId: ctx.actor.accountId, reason: input.note },
  );
  if (!verdict.ok) return verdict;
  if (input.outcome === 'approved') {
    const current = await judgeCurrent(ctx, assessment, one);
    if (!current.ok) return current;
  }
  if (!(await decideRow(ctx, asked.id, input))) return no('already_decided');
  await closeTasks(ctx, { unitId: one.unitId, kind: OVERRIDE, key: asked.id });
  ctx.journal({
    what: input.outcome === 'approved' ? 'assessment.overridden' : 'assessment.override-refused',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { assessmentId: assessment.id, overrideId: asked.id, riskBand: asked.band },
  });
  return input.outcome === 'approved' ? takeOverride(ctx, one, assessment.id, asked.band) : { ok: true };
}

/** Only what counts now can be set aside. */
async function judgeCurrent(ctx: Ctx, assessment: AssessmentOnFile, one: CaseOnFile): Promise<{ ok: true } | Refused> {
  if (assessment.state !== 'finished') return no('wrong_state');
  if (!isOpen(one.state)) return no('case_closed');
  return (await findLast(ctx, one.id))?.id === assessment.id ? { ok: true } : no('newer_there');
}

async function takeOverride(
  ctx: Ctx,
  one: CaseOnFile,
  assessmentId: string,
  riskBand: RiskBand,
): Promise<{ ok: true } | Refused> {
  const taken = await takeRisk(ctx, { caseId: one.id, riskBand, assessmentId });
  if (!taken.ok) return no('case_closed');
  await renewStanding(ctx, { caseId: one.id, unitId: one.unitId, today: one.today });
  return { ok: true };
}
