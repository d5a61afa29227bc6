import type { PlainDate } from '#kernel/plain-date';
import { sealAfterwards } from '#modules/cases/server';
import { closeTasks, openTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { Stale } from '#platform/errors';
import type { AcceptedFile } from '#platform/files/accept.server';
import { keepScan, lockSearch, takeStep } from './reach.server.ts';
import { judgeClosure, judgeConfirmation, judgeStep, nextState, no, type SearchRefused } from './rules.ts';
import type { ClosureOutcome, ClosureStep } from './search.ts';
import { decideClosureRow, findWaitingClosure, insertClosure } from './closures.store.server.ts';

export type ClosureInput = {
  caseId: string;
  step: ClosureStep;
  day: PlainDate;
  institution: string;
  number: string;
  registerNumber: string;
  reason: string;
  file: AcceptedFile | null;
};

/** Somebody finds that he is back, is held elsewhere, or is dead. The search runs on until another one has confirmed it. */
export async function proposeClosure(ctx: Ctx, input: ClosureInput): Promise<{ ok: true } | SearchRefused> {
  const { of, search } = await lockSearch(ctx, input.caseId, 'at_large:keep');
  const waiting = await findWaitingClosure(ctx.tx, search.id);
  const verdict = judgeClosure(search, input, waiting !== undefined, of.today);
  if (!verdict.ok) return verdict;
  const scan = await keepScan(ctx, of, input.file);
  if (!scan.ok) return no('file_refused');
  const closureId = ctx.newId();
  await insertClosure(ctx, of, search.id, { ...input, id: closureId, fileId: scan.fileId });
  await openTasks(ctx, [
    {
      unitId: of.unitId,
      caseId: of.id,
      kind: 'at-large.closure',
      key: search.id,
      forRole: 'section_head',
      facts: { step: input.step, day: input.day },
    },
  ]);
  ctx.journal({
    what: 'at-large.closure-proposed',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { searchId: search.id, closureId, step: input.step, day: input.day, documentNumber: input.number },
  });
  return { ok: true };
}

export type Confirmation = { caseId: string; closureId: string; outcome: ClosureOutcome; note: string };

/** Somebody who leads, and did not find it himself, confirms it on its papers or sends it back. A child's file is sealed with it. */
export async function confirmClosure(
  ctx: Ctx,
  input: Confirmation,
): Promise<{ ok: true; sealed: boolean } | SearchRefused> {
  const at = await lockSearch(ctx, input.caseId, 'at_large:confirm');
  const { of, search } = at;
  const closure = await findWaitingClosure(ctx.tx, search.id);
  if (!closure) return no('no_closure');
  if (closure.id !== input.closureId) throw new Stale('another closure was proposed meanwhile');
  const verdict = judgeConfirmation(closure, { ...input, deciderId: ctx.actor.accountId });
  if (!verdict.ok) return verdict;
  if (input.outcome === 'confirmed') {
    const still = judgeStep(search, { ...closure, place: '' }, of.today);
    if (!still.ok) return still;
  }
  await decideClosureRow(ctx, closure.id, input);
  await closeTasks(ctx, { unitId: of.unitId, kind: 'at-large.closure', key: search.id });
  if (input.outcome === 'refused') {
    ctx.journal({
      what: 'at-large.closure-refused',
      unitId: of.unitId,
      caseId: of.id,
      personId: of.personId,
      about: { searchId: search.id, closureId: closure.id, step: closure.step },
    });
    return { ok: true, sealed: false };
  }
  await takeStep(ctx, at, {
    step: closure.step,
    to: nextState(search.state, closure.step)!,
    day: closure.day,
    reason: closure.reason,
    number: closure.number,
    place: closure.institution,
    fileId: closure.fileId,
    closureId: closure.id,
  });
  return { ok: true, sealed: await sealAfterwards(ctx, of) };
}
