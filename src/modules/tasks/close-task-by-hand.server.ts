import { mustBeAllowed } from '#modules/access';
import type { Ctx } from '#platform/ctx';
import { NotFound, Stale } from '#platform/errors';
import { findTaskKind } from './kinds.ts';
import { getTaskForClosing } from './queries.server.ts';
import { closeTaskRow } from './store.server.ts';
import type { CloseTaskRefusal } from './task.ts';

export type ClosedByHand = { ok: true } | { ok: false; refusal: CloseTaskRefusal };

/** Closes a task that only a person can call settled, with a note of what was done. */
export async function closeTaskByHand(ctx: Ctx, taskId: string, note: string): Promise<ClosedByHand> {
  const task = await getTaskForClosing(ctx, taskId);
  if (!task) throw new NotFound('no such task for this asker');
  // Posts that administer or audit close the tasks of their post; with a client's task the case decides.
  if (task.caseId) mustBeAllowed(ctx.actor, 'task:close', { ...task, caseId: task.caseId });
  if (!(findTaskKind(task.kind)?.closedByHand ?? true)) return { ok: false, refusal: 'not_by_hand' };
  if (note.trim().length < 3) return { ok: false, refusal: 'note_missing' };

  if (!(await closeTaskRow(ctx, taskId, note.trim()))) throw new Stale('closed meanwhile');
  ctx.journal({
    what: 'tasks.closed',
    unitId: task.unitId,
    caseId: task.caseId,
    about: { taskId, kind: task.kind, note: note.trim() },
  });
  return { ok: true };
}
