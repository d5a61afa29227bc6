import type { Ctx } from '#platform/ctx';
import { changedMeanwhile, lockSitting, type ChangedMeanwhile } from './access.server.ts';
import { no, type Refused } from './rules.ts';
import { changeSitting, writeMinutes } from './store.server.ts';

/** The words of the minutes are the secretary's until they are signed; what was advised is not in them to change. */
export async function editMinutes(
  ctx: Ctx,
  input: { sittingId: string; version: number; text: string },
): Promise<{ ok: true } | Refused | ChangedMeanwhile> {
  const { sitting } = await lockSitting(ctx, input.sittingId);
  if (sitting.version !== input.version) return changedMeanwhile(sitting);
  if (sitting.state !== 'minuted') return no('wrong_state');
  await writeMinutes(ctx.tx, sitting.id, input.text);
  await changeSitting(ctx, sitting, 'minutes');
  ctx.journal({
    what: 'sitting.minutes-edited',
    unitId: sitting.unitId,
    about: { sittingId: sitting.id, letters: input.text.length },
  });
  return { ok: true };
}
