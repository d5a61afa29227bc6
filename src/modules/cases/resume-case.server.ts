import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { judgeLate } from './late.server.ts';
import { layOutAnew, lockCase } from './reach.server.ts';
import { nextState } from './moves.ts';
import { isOpen, judgeResume, judgeResumeByHand, no, type Refused } from './rules.ts';
import { changeCase, endPause, findOpenPause, type CaseOnFile, type OpenPause } from './store.server.ts';

export async function resumeCase(
  ctx: Ctx,
  input: { caseId: string; version: number; endsOn: PlainDate },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  const pause = await findOpenPause(ctx.tx, one.id);
  if (!pause) return no('wrong_state');
  const byHand = judgeResumeByHand(pause.because);
  if (!byHand.ok) return byHand;
  const verdict = judgeResume(one, pause.startsOn, input.endsOn, one.today);
  if (!verdict.ok) return verdict;
  const late = await judgeLate(ctx, one, input.endsOn);
  if (!late.ok) return late;
  await goOn(ctx, one, pause, input.endsOn);
  return { ok: true };
}

/** Guidance goes on after it was revoked for the time being; a rest of another cause, or none, is left as it is. */
export async function resumeByDecision(ctx: Ctx, input: { caseId: string; endsOn: PlainDate }): Promise<void> {
  const one = await lockCase(ctx, input.caseId, 'case:write');
  const pause = await findOpenPause(ctx.tx, one.id);
  if (isOpen(one.state) && pause?.because === 'temporary_revocation') await goOn(ctx, one, pause, input.endsOn);
}

async function goOn(ctx: Ctx, one: CaseOnFile, pause: OpenPause, endsOn: PlainDate): Promise<void> {
  await endPause(ctx, pause.id, endsOn);
  await changeCase(ctx.tx, one, { state: nextState(one.state, 'resume') ?? one.state });
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.resumed',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { startsOn: pause.startsOn, endsOn },
  });
}
