import { takeRisk } from '#modules/cases/server';
import { isOpen } from '#modules/cases';
import type { Ctx } from '#platform/ctx';
import { answersByItem, lacking } from './complete.rules.ts';
import { sheetOf } from './instruments.ts';
import { steps } from './moves.ts';
import { holdAssessment } from './reach.server.ts';
import { judgeDraft, no, type Refused } from './rules.ts';
import { outcomeOf } from './scoring.rules.ts';
import { renewStanding } from './standing.server.ts';
import { findLast, finishRow, listAnswers } from './store.server.ts';
import { listAsked } from './overrides.store.server.ts';
import { OVERRIDE } from './override.server.ts';
import { closeTasks } from '#modules/tasks/server';

/**
 * Adds up, locks, and hands the band to the case in the same transaction. A provisional result, and one of an earlier day than what is
 * finished already, changes no band.
 */
export async function finishAssessment(
  ctx: Ctx,
  { caseId, assessmentId }: { caseId: string; assessmentId: string },
): Promise<{ ok: true } | Refused> {
  const { assessment, one } = await holdAssessment(ctx, { caseId, id: assessmentId }, steps.finish.by);
  const mine = judgeDraft(assessment, 'finish', { accountId: ctx.actor.accountId, reason: '' });
  if (!mine.ok) return mine;
  if (!isOpen(one.state)) return no('case_closed');
  const answers = await listAnswers(ctx, assessment.id);
  const sheet = sheetOf(assessment);
  if (lacking(sheet, answers).length > 0) return no('incomplete');

  const outcome = outcomeOf(sheet, answersByItem(answers));
  await finishRow(ctx, assessment.id, outcome);
  const isLast = (await findLast(ctx, one.id))?.id === assessment.id;
  // What was asked about an older band waits for nobody any more.
  if (isLast)
    await closeTasks(ctx, { unitId: one.unitId, kind: OVERRIDE, key: await listAsked(ctx, one.id), as: 'withdrawn' });
  if (isLast && outcome.band !== null) {
    const taken = await takeRisk(ctx, { caseId: one.id, riskBand: outcome.band, assessmentId: assessment.id });
    if (!taken.ok) return no('case_closed');
  }
  await renewStanding(ctx, { caseId: one.id, unitId: one.unitId, today: one.today });
  ctx.journal({
    what: 'assessment.finished',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      assessmentId: assessment.id,
      corrects: assessment.correctsId,
      riskBand: outcome.band,
      provisional: outcome.band === null,
    },
  });
  return { ok: true };
}
