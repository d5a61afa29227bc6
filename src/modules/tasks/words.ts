import { m } from '#messages';
import { findTaskKind, type TaskFacts } from './kinds.ts';
import type { CloseTaskRefusal, OpenTask } from './task.ts';

export type WordedTask = OpenTask & { says: string; href: string; byHand: boolean };

/** A task as a line on a list. A kind that nobody describes any more still shows, by its code. */
export function wordTask(task: OpenTask): WordedTask {
  const kind = findTaskKind(task.kind);
  return {
    ...task,
    says: wordFacts(task.kind, task.facts, task.officer),
    href: kind?.href(task) ?? (task.caseId ? `/clients/${task.caseId}` : '/today'),
    byHand: kind?.closedByHand ?? true,
  };
}

/** What is open, in one sentence; `officer` is whose account the facts name. */
export function wordFacts(kind: string, facts: TaskFacts, officer: string | null): string {
  return findTaskKind(kind)?.says(officer === null ? facts : { ...facts, officer }) ?? m.tasks_unknown_kind({ kind });
}

export function nameOfKind(kind: string): string {
  return findTaskKind(kind)?.name() ?? m.tasks_unknown_kind({ kind });
}

export const closeTaskRefusals: Record<CloseTaskRefusal, string> = {
  not_by_hand: 'tasks_refusal_not_by_hand',
  note_missing: 'tasks_refusal_note_missing',
};
