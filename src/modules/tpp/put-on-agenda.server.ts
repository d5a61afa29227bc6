import type { Ctx } from '#platform/ctx';
import { changedMeanwhile, lockSitting, type ChangedMeanwhile } from './access.server.ts';
import { gatherQueue, putQueued } from './queue.server.ts';
import { isOpenForAgenda, no, type Refused } from './rules.ts';
import { changeSitting } from './store.server.ts';

/** What was ticked in the queue goes to the end of the agenda. */
export async function putOnAgenda(
  ctx: Ctx,
  input: { sittingId: string; version: number; subjects: readonly string[] },
): Promise<{ ok: true; items: number } | Refused | ChangedMeanwhile> {
  const { sitting } = await lockSitting(ctx, input.sittingId);
  if (sitting.version !== input.version) return changedMeanwhile(sitting);
  if (!isOpenForAgenda(sitting.state)) return no('wrong_state');
  if (input.subjects.length === 0) return no('nothing_chosen');
  const queue = await gatherQueue(ctx, sitting.unitId);
  const items = await putQueued(
    ctx,
    sitting,
    queue.filter((one) => input.subjects.includes(one.subjectId)),
  );
  await changeSitting(ctx, sitting, 'agenda');
  ctx.journal({ what: 'sitting.agenda-changed', unitId: sitting.unitId, about: { sittingId: sitting.id, items } });
  return { ok: true, items };
}
