import type { Ctx } from '#platform/ctx';
import { changedMeanwhile, lockSitting, type ChangedMeanwhile } from './access.server.ts';
import { papers } from './papers.server.ts';
import { countItems } from './queries.server.ts';
import { isReasonSaid, nextState, no, type Refused } from './rules.ts';
import { changeSitting, listItems, takeOff } from './store.server.ts';

/** A sitting that will not meet: what stood on its agenda waits in the queue again. It takes no number. */
export async function cancelSitting(
  ctx: Ctx,
  input: { sittingId: string; version: number; reason: string },
): Promise<{ ok: true } | Refused | ChangedMeanwhile> {
  const { sitting } = await lockSitting(ctx, input.sittingId);
  if (sitting.version !== input.version) return changedMeanwhile(sitting);
  const state = nextState(sitting.state, 'cancel');
  if (!state) return no('wrong_state');
  if (!isReasonSaid('cancel', input.reason)) return no('reason_missing');
  const items = await listItems(ctx.tx, sitting.id);
  if (items.length < (await countItems(ctx, sitting.id)).items) return no('item_closed_to_you');
  if (items.length > 0)
    await takeOff(
      ctx,
      items.map((one) => one.id),
    );
  await papers().callOff(ctx, sitting.id, input.reason);
  await changeSitting(ctx, sitting, 'cancelled', { state, cancel_reason: input.reason });
  ctx.journal({
    what: 'sitting.cancelled',
    unitId: sitting.unitId,
    about: { sittingId: sitting.id, items: items.length, reason: input.reason },
  });
  return { ok: true };
}
