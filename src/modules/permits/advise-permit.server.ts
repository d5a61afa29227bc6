import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { statements } from './law.rules.ts';
import type { Advice } from './permit.ts';
import { lockPermit, takeStep } from './reach.server.ts';
import { judgeAdvice, nextState, type PermitRefused } from './rules.ts';
import { hasGuarantor } from './store.server.ts';
import { wordsOf } from './papers.store.server.ts';

/** The counsellor says what he thinks of the journey and why; somebody else decides. */
export async function advisePermit(
  ctx: Ctx,
  input: { caseId: string; permitId: string; advice: Advice; reason: string },
): Promise<{ ok: true } | PermitRefused> {
  const at = await lockPermit(ctx, input.caseId, input.permitId, 'permit:handle');
  const { of, permit } = at;
  const isChild = of.ageGroup === 'child';
  const asked = statements.decide({ isChild }, await optionsOf(ctx.tx, of.unitId, statements, of.today)).result;
  const verdict = judgeAdvice(
    permit,
    input,
    {
      isChild: asked.guardian,
      needsGuarantor: asked.guarantor,
      hasGuarantor: await hasGuarantor(ctx.tx, of.id),
      words: await wordsOf(ctx.tx, permit.id),
    },
    of.today,
  );
  if (!verdict.ok) return verdict;
  await takeStep(ctx, at, {
    step: 'advise',
    to: nextState(permit, 'advise')!,
    day: of.today,
    reason: input.reason,
    advice: input.advice,
  });
  return { ok: true };
}
