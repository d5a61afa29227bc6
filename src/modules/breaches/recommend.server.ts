import type { Presences } from '#kernel/presences';
import type { Ctx } from '#platform/ctx';
import type { BreachOption } from './breach.ts';
import { judgePresences } from './children.rules.ts';
import { lockBreach, takeStep, termFrom } from './reach.server.ts';
import { judgeRecommendation, nextState, type BreachRefused } from './rules.ts';
import { changeBreach, kindsOfEntries } from './store.server.ts';

/** Says what should follow and why; somebody else decides. */
export async function recommend(
  ctx: Ctx,
  input: {
    caseId: string;
    breachId: string;
    option: BreachOption;
    reason: string;
    counselling: string;
    presences?: Presences | undefined;
  },
): Promise<{ ok: true } | BreachRefused> {
  const at = await lockBreach(ctx, input.caseId, input.breachId, 'breach:handle');
  const kinds = await kindsOfEntries(ctx.tx, at.breach);
  const has = { evidence: kinds.has('evidence'), alternatives: kinds.has('alternative') };
  const verdict = judgeRecommendation(at.breach, input, has);
  if (!verdict.ok) return verdict;
  const child = at.of.ageGroup === 'child';
  const called = judgePresences(child, 'recommend', input.presences);
  if (!called.ok) return called;
  const due = await termFrom(ctx, at.of.unitId, 'decide', at.of.today);
  await changeBreach(ctx, at.breach.id, { due });
  await takeStep(
    ctx,
    at,
    {
      step: 'recommend',
      to: nextState(at.breach.state, 'recommend')!,
      day: at.of.today,
      reason: input.reason,
      option: input.option,
      counselling: input.option === 'reprimand' ? input.counselling : '',
      presences: child ? input.presences : undefined,
    },
    due,
  );
  return { ok: true };
}
