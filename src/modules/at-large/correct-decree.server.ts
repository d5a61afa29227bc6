import type { PlainDate } from '#kernel/plain-date';
import { closeTasks, openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { Stale } from '#platform/errors';
import { lockSearch } from './reach.server.ts';
import { judgeConfirmation, judgeCorrection, no, type SearchRefused } from './rules.ts';
import type { ClosureOutcome } from './search.ts';
import { decideCorrectionRow, findWaitingCorrection, insertCorrection, isNumberUsed } from './decrees.store.server.ts';

export type CorrectionInput = { caseId: string; number: string; dated: PlainDate; issuer: string; reason: string };

/** The decree was written down wrongly: the days of the search count from it, so another person confirms what stands instead. */
export async function proposeCorrection(ctx: Ctx, input: CorrectionInput): Promise<{ ok: true } | SearchRefused> {
  const { of, search } = await lockSearch(ctx, input.caseId, 'at_large:keep');
  const verdict = judgeCorrection(
    search,
    input,
    {
      waiting: (await findWaitingCorrection(ctx.tx, search.id)) !== undefined,
      used: await isNumberUsed(ctx.tx, of.id, input),
    },
    of.today,
  );
  if (!verdict.ok) return verdict;
  const correctionId = ctx.newId();
  await insertCorrection(ctx, of, search.id, { ...input, id: correctionId });
  await openTask(ctx, {
    unitId: of.unitId,
    caseId: of.id,
    kind: 'at-large.correction',
    key: search.id,
    forRole: 'section_head',
  });
  ctx.journal({
    what: 'at-large.correction-proposed',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: {
      searchId: search.id,
      correctionId,
      before: search.decree.number,
      after: input.number,
      dated: input.dated,
      reason: input.reason,
    },
  });
  return { ok: true };
}

export type CorrectionDecision = { caseId: string; correctionId: string; outcome: ClosureOutcome; note: string };

/** Somebody who leads, and did not ask for it himself, lets the other decree stand or sends it back. */
export async function decideCorrection(ctx: Ctx, input: CorrectionDecision): Promise<{ ok: true } | SearchRefused> {
  const { of, search } = await lockSearch(ctx, input.caseId, 'at_large:confirm');
  const correction = await findWaitingCorrection(ctx.tx, search.id);
  if (!correction) return no('no_correction');
  if (correction.id !== input.correctionId) throw new Stale('another correction was proposed meanwhile');
  const verdict = judgeConfirmation(correction, { ...input, deciderId: ctx.actor.accountId });
  if (!verdict.ok) return verdict;
  if (input.outcome === 'confirmed' && (await isNumberUsed(ctx.tx, of.id, correction))) return no('number_used');
  await decideCorrectionRow(ctx, correction.id, input);
  await closeTasks(ctx, { unitId: of.unitId, kind: 'at-large.correction', key: search.id });
  ctx.journal({
    what: 'at-large.correction-decided',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: {
      searchId: search.id,
      correctionId: correction.id,
      outcome: input.outcome,
      before: search.decree.number,
      after: correction.number,
      dated: correction.dated,
    },
  });
  return { ok: true };
}
