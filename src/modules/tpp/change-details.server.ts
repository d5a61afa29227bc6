import type { Ctx } from '#platform/ctx';
import { changedMeanwhile, lockSitting, type ChangedMeanwhile } from './access.server.ts';
import { isOpenForAgenda, no, type Refused } from './rules.ts';
import type { Details } from './sitting.ts';
import { changeSitting } from './store.server.ts';

/** Another day, hour or place, until the sitting opens. */
export async function changeDetails(
  ctx: Ctx,
  input: Details & { sittingId: string; version: number },
): Promise<{ ok: true } | Refused | ChangedMeanwhile> {
  const { sitting, today } = await lockSitting(ctx, input.sittingId);
  if (sitting.version !== input.version) return changedMeanwhile(sitting);
  if (!isOpenForAgenda(sitting.state)) return no('wrong_state');
  if (input.day < today) return no('day_passed');
  await changeSitting(ctx, sitting, 'details', { day: input.day, starts_at: input.startsAt, place: input.place });
  ctx.journal({
    what: 'sitting.details-changed',
    unitId: sitting.unitId,
    about: { sittingId: sitting.id, before: { day: sitting.day }, day: input.day },
  });
  return { ok: true };
}
