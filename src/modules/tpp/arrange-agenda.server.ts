import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { changedMeanwhile, lockSitting, type ChangedMeanwhile } from './access.server.ts';
import { arranged, isOpenForAgenda, no, type Place, type Refused } from './rules.ts';
import { changeSitting, listItems, setOrder, takeOff } from './store.server.ts';

/** One item moves on the agenda, or comes off it and waits in the queue again. */
export async function arrangeAgenda(
  ctx: Ctx,
  input: { sittingId: string; version: number; itemId: string; to: Place | 'off' },
): Promise<{ ok: true } | Refused | ChangedMeanwhile> {
  const { sitting } = await lockSitting(ctx, input.sittingId);
  if (sitting.version !== input.version) return changedMeanwhile(sitting);
  if (!isOpenForAgenda(sitting.state)) return no('wrong_state');
  const items = await listItems(ctx.tx, sitting.id);
  const item = items.find((one) => one.id === input.itemId);
  if (!item) throw new NotFound('item');
  if (input.to === 'off') await takeOff(ctx, [item.id]);
  else
    await setOrder(
      ctx.tx,
      arranged(
        items.map((one) => one.id),
        item.id,
        input.to,
      ),
    );
  await changeSitting(ctx, sitting, 'agenda');
  ctx.journal({
    what: input.to === 'off' ? 'sitting.item-taken-off' : 'sitting.agenda-changed',
    unitId: sitting.unitId,
    ...(input.to === 'off' ? { caseId: item.caseId, personId: item.personId } : {}),
    about: { sittingId: sitting.id, itemId: item.id, ...(input.to === 'off' ? { kind: item.kind } : {}) },
  });
  return { ok: true };
}
