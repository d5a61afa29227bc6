import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { judgeLate } from './late.server.ts';
import { layOutAnew, lockCase } from './reach.server.ts';
import { judgePause, nextState, type Refused } from './rules.ts';
import { changeCase, insertPause } from './store.server.ts';

/** Guidance rests, for a stay in hospital or in custody elsewhere: nothing is owed meanwhile. */
export async function pauseCase(
  ctx: Ctx,
  input: { caseId: string; version: number; startsOn: PlainDate; reason: string },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  const verdict = judgePause(one, input.startsOn, one.today);
  if (!verdict.ok) return verdict;
  const late = await judgeLate(ctx, one, input.startsOn);
  if (!late.ok) return late;
  await insertPause(ctx, one, input.startsOn, input.reason);
  await changeCase(ctx.tx, one, { state: nextState(one.state, 'pause')! });
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.paused',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { startsOn: input.startsOn, reason: input.reason },
  });
  return { ok: true };
}
