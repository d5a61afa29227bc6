import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { judgeLate } from './late.server.ts';
import { layOutAnew, lockCase } from './reach.server.ts';
import { judgeResume, nextState, no, type Refused } from './rules.ts';
import { changeCase, endPause, findOpenPause } from './store.server.ts';

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
