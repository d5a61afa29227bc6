import { lastDay } from '#kernel/holidays';
import { closeTasks, openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { Writer } from './desks.server.ts';
import type { LetterOnFile } from './store.server.ts';
import { isFinished } from './waiting.ts';
import { runWaits } from './waiting.store.server.ts';

type Waiting = Pick<LetterOnFile, 'id' | 'unitId' | 'caseId' | 'desk' | 'kind' | 'runId' | 'dueOn' | 'dueCounts'>;
type Stage = 'letters.to-finish' | 'letters.to-sign' | 'letters.returned' | 'letters.to-send';
const stages = [
  'letters.to-finish',
  'letters.to-sign',
  'letters.returned',
  'letters.to-send',
] as const satisfies Stage[];

/** Opens the one task of a new draft, before whoever writes at its desk. */
export async function putDraftBefore(ctx: Ctx, letter: Waiting, writer: Writer): Promise<void> {
  if (letter.runId === null) await openTask(ctx, taskOf(letter, 'letters.to-finish', writer));
}

/** The letter went on: what waited for it is done, and the next one has it, with the day that it had from the beginning. */
export async function putLetterBefore(
  ctx: Ctx,
  letter: Waiting,
  stage: Stage | null,
  writer: Writer | undefined,
): Promise<void> {
  for (const kind of stages) if (kind !== stage) await closeTasks(ctx, { unitId: letter.unitId, kind, key: letter.id });
  if (letter.runId === null && stage && writer) await openTask(ctx, taskOf(letter, stage, writer));
}

/** What is finished now: its own task closes, and that of its run with the last of its letters. */
export async function noteFinished(ctx: Ctx, letter: Waiting & Pick<LetterOnFile, 'state'>): Promise<void> {
  if (!isFinished(letter)) return;
  await putLetterBefore(ctx, letter, null, undefined);
  if (letter.runId === null) return;
  if (!(await runWaits(ctx, letter.runId)))
    await closeTasks(ctx, { unitId: letter.unitId, kind: 'letters.run-to-send', key: letter.runId });
}

function taskOf({ id, unitId, desk, caseId, kind, dueOn, dueCounts }: Waiting, stage: Stage, writer: Writer) {
  // A tier sees no case, and a sitting hears many: their tasks say which letter and nobody's name.
  const base = { unitId, caseId: desk === 'case' ? caseId : null, key: id, due: lastDay(dueOn, dueCounts) };
  const task = { ...base, kind: stage, facts: { kind, desk } };
  return stage === 'letters.to-sign' ? ({ ...task, forRole: 'head_of_bapas' } as const) : { ...task, ...writer };
}
