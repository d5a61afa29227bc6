import { closeTasks, openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { LetterOnFile } from './store.server.ts';
import { isFinished } from './waiting.ts';
import { runWaits } from './waiting.store.server.ts';

type Waiting = Pick<LetterOnFile, 'id' | 'unitId' | 'caseId' | 'desk' | 'kind' | 'runId' | 'dueOn'>;
type Stage = 'letters.to-finish' | 'letters.to-sign' | 'letters.returned' | 'letters.to-send';
const stages = [
  'letters.to-finish',
  'letters.to-sign',
  'letters.returned',
  'letters.to-send',
] as const satisfies Stage[];

/** Opens the one task of a new draft, before whoever guides the client; letters of sittings and tiers lie where they are written. */
export async function putDraftBefore(ctx: Ctx, letter: Waiting, pkStaffId: string | null): Promise<void> {
  if (letter.desk !== 'case' || letter.runId !== null) return;
  await openTask(ctx, taskOf(letter, 'letters.to-finish', pkStaffId));
}

/** The letter went on: what waited for it is done, and the next one has it, with the day that it had from the beginning. */
export async function putLetterBefore(
  ctx: Ctx,
  letter: Waiting,
  stage: Stage | null,
  pkStaffId: string | null,
): Promise<void> {
  for (const kind of stages) if (kind !== stage) await closeTasks(ctx, { unitId: letter.unitId, kind, key: letter.id });
  if (letter.desk === 'case' && letter.runId === null && stage) await openTask(ctx, taskOf(letter, stage, pkStaffId));
}

/** What is finished now: its own task closes, and that of its run with the last of its letters. */
export async function noteFinished(ctx: Ctx, letter: Waiting & Pick<LetterOnFile, 'state'>): Promise<void> {
  if (!isFinished(letter)) return;
  await putLetterBefore(ctx, letter, null, null);
  if (letter.runId === null) return;
  if (!(await runWaits(ctx, letter.runId)))
    await closeTasks(ctx, { unitId: letter.unitId, kind: 'letters.run-to-send', key: letter.runId });
}

function taskOf({ id, unitId, caseId, kind, dueOn }: Waiting, stage: Stage, pkStaffId: string | null) {
  const task = { unitId, caseId, kind: stage, key: id, dueOn, facts: { kind } };
  if (stage === 'letters.to-sign') return { ...task, forRole: 'head_of_bapas' } as const;
  // Nobody guides him yet: whoever leads the section.
  return pkStaffId === null
    ? ({ ...task, forRole: 'section_head' } as const)
    : ({ ...task, forRole: 'pk', staffId: pkStaffId } as const);
}
