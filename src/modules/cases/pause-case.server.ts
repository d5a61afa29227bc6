import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { optionsOf } from '#modules/units/server';
import { backDating } from './law.rules.ts';
import { layOutAnew, leads, lockCase } from './reach.server.ts';
import { judgeBackDating, judgePause, judgeResume, nextState, no, type Refused } from './rules.ts';
import { changeCase, endPause, findOpenPause, insertPause } from './store.server.ts';

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

export async function resumeCase(
  ctx: Ctx,
  input: { caseId: string; version: number; endsOn: PlainDate },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  const pause = await findOpenPause(ctx.tx, one.id);
  if (!pause) return no('wrong_state');
  const verdict = judgeResume(one, pause.startsOn, input.endsOn, one.today);
  if (!verdict.ok) return verdict;
  const late = await judgeLate(ctx, one, input.endsOn);
  if (!late.ok) return late;
  await endPause(ctx, pause.id, input.endsOn);
  await changeCase(ctx.tx, one, { state: nextState(one.state, 'resume')! });
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.resumed',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { startsOn: pause.startsOn, endsOn: input.endsOn },
  });
  return { ok: true };
}

/** A pause moves what is owed, so it is no way to make missed periods disappear weeks later. */
async function judgeLate(ctx: Ctx, one: { unitId: number; today: PlainDate }, day: PlainDate) {
  const { days } = await optionsOf(ctx.tx, one.unitId, backDating, one.today);
  return judgeBackDating(day, one.today, { leads: leads(ctx, one.unitId) }, days);
}
