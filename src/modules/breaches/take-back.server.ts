import type { CaseOnFile } from '#modules/cases/server';
import { isOpen } from '#modules/cases';
import type { Ctx } from '#platform/ctx';
import { changeBreach } from './store.server.ts';
import { lockBreach, putBefore, takeStep, termFrom } from './reach.server.ts';
import { nextState, no, waitsToBegin, type BreachRefused } from './rules.ts';

/** The head takes his proposal to revoke back while nobody has begun on it; what was recommended waits to be decided anew. */
export async function takeBackProposal(
  ctx: Ctx,
  input: { caseId: string; breachId: string; reason: string },
): Promise<{ ok: true } | BreachRefused> {
  const at = await lockBreach(ctx, input.caseId, input.breachId, 'breach:propose_revocation');
  const to = nextState(at.breach.state, 'take_back');
  if (!to) return no('wrong_state');
  if (!waitsToBegin(at.breach)) return no('proceeding_begun');
  if (!isOpen(at.of.state)) return no('case_not_open');
  if (input.reason.length < 10) return no('reason_missing');
  const due = await termFrom(ctx, at.of.unitId, 'decide', at.of.today);
  await changeBreach(ctx, at.breach.id, { due });
  await takeStep(ctx, at, { step: 'take_back', to, day: at.of.today, reason: input.reason }, due);
  return { ok: true };
}

/** The proceeding has begun: nobody is asked for its beginning any more. */
export async function noteBegun(
  ctx: Ctx,
  of: Pick<CaseOnFile, 'id' | 'unitId' | 'pkStaffId'>,
  breachId: string,
): Promise<void> {
  await putBefore(ctx, of, breachId, 'proposed_for_revocation', null);
}
