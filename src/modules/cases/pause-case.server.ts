import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { PauseCause } from './case.ts';
import { judgeLate } from './late.server.ts';
import { layOutAnew, lockCase } from './reach.server.ts';
import { nextState } from './moves.ts';
import { isOpen, judgePause, no, type Refused } from './rules.ts';
import { changeCase, endPause, findOpenPause, insertPause, type CaseOnFile } from './store.server.ts';

/** Guidance rests, for a stay in hospital or in custody elsewhere: nothing is owed meanwhile. */
export async function pauseCase(
  ctx: Ctx,
  input: { caseId: string; version: number; startsOn: PlainDate; reason: string },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  const verdict = judgePause(one, input, one.today);
  if (!verdict.ok) return verdict;
  const late = await judgeLate(ctx, one, input.startsOn);
  if (!late.ok) return late;
  await rest(ctx, one, { ...input, because: 'officer' });
  return { ok: true };
}

/**
 * Guidance rests because it is revoked for the time being. A rest that an officer began before goes over into it: it has one cause at a
 * time, and no officer ends this one by hand.
 */
export async function restByDecision(
  ctx: Ctx,
  input: { caseId: string; startsOn: PlainDate; reason: string },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write');
  if (!isOpen(one.state)) return no('wrong_state');
  const earlier = await findOpenPause(ctx.tx, one.id);
  if (earlier) await endPause(ctx, earlier.id, input.startsOn);
  await rest(ctx, one, { ...input, because: 'temporary_revocation' });
  return { ok: true };
}

async function rest(
  ctx: Ctx,
  one: CaseOnFile,
  { startsOn, reason, because }: { startsOn: PlainDate; reason: string; because: PauseCause },
): Promise<void> {
  await insertPause(ctx, one, startsOn, reason, because);
  await changeCase(ctx.tx, one, { state: nextState(one.state, 'pause') ?? one.state });
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.paused',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { startsOn, reason },
  });
}
