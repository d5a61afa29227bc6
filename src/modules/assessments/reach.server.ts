import { isUuid } from '#kernel/id';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import type { Action } from '#modules/access';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { findAssessment, lockAssessment, type AssessmentOnFile } from './store.server.ts';

export type Reached = { assessment: AssessmentOnFile; one: CaseOnFile };

/** An assessment of a case that the asker may do this with; out of reach it is as absent as one that never was. */
export async function reachAssessment(
  ctx: ReadCtx,
  { caseId, id }: { caseId: string; id: string },
  action: Action,
): Promise<Reached> {
  return hold(ctx, caseId, action, isUuid(id) ? await findAssessment(ctx, id) : undefined);
}

/** The same, locked for the rest of the transaction. */
export async function holdAssessment(
  ctx: Ctx,
  { caseId, id }: { caseId: string; id: string },
  action: Action,
): Promise<Reached> {
  return hold(ctx, caseId, action, isUuid(id) ? await lockAssessment(ctx, id) : undefined);
}

async function hold(
  ctx: ReadCtx,
  caseId: string,
  action: Action,
  assessment: AssessmentOnFile | undefined,
): Promise<Reached> {
  const one = await reachCase(ctx, caseId, action);
  if (assessment?.caseId !== caseId) throw new NotFound('assessment');
  return { assessment, one };
}
