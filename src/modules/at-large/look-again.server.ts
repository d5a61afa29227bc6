import type { PlainDate } from '#kernel/plain-date';
import { closeTasks, openTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { isRunning } from './rules.ts';
import { findSearch } from './store.server.ts';

/**
 * Somebody who is looked for left an institution: counsellor and head hear of it at once. It decides nothing; where he is then, or that he
 * is searched again, an officer writes down. Answers whether anybody is looked for on that case.
 */
export async function lookAgain(
  ctx: Ctx,
  of: { caseId: string; unitId: number; pkStaffId: string | null },
  left: { place: string; day: PlainDate },
): Promise<boolean> {
  const search = await findSearch(ctx.tx, of.caseId);
  if (!search || !isRunning(search.state)) return false;
  const task = { unitId: of.unitId, caseId: of.caseId, key: search.id, facts: left };
  await openTasks(ctx, [
    of.pkStaffId
      ? { ...task, kind: 'at-large.left', forRole: 'pk', staffId: of.pkStaffId }
      : { ...task, kind: 'at-large.left', forRole: 'section_head' },
    { ...task, kind: 'at-large.left-head', forRole: 'head_of_bapas' },
  ]);
  return true;
}

/** Whoever left there was somebody else after all: nobody has to look because of it. */
export async function forgetLeft(ctx: Ctx, of: { caseId: string; unitId: number }): Promise<void> {
  const search = await findSearch(ctx.tx, of.caseId);
  if (!search) return;
  for (const kind of ['at-large.left', 'at-large.left-head'] as const)
    await closeTasks(ctx, { unitId: of.unitId, kind, key: search.id, as: 'withdrawn' });
}
