import { isOpen } from '#modules/cases';
import { reachCase } from '#modules/cases/server';
import type { Ctx } from '#platform/ctx';
import type { GroundCode } from './breach.ts';
import { proposeBreach } from './propose.server.ts';
import { no, type BreachRefused } from './rules.ts';

/** What a petition says is proposed only: the counsellor confirms or dismisses it. Nothing of who petitioned may stand in `note`. */
export async function openFromPetition(
  ctx: Ctx,
  input: { caseId: string; grounds: readonly GroundCode[]; note: string },
): Promise<{ ok: true; breachId: string } | BreachRefused> {
  const of = await reachCase(ctx, input.caseId, 'breach:handle');
  if (!isOpen(of.state)) return no('case_not_open');
  if (input.grounds.length === 0) return no('ground_missing');
  const breachId = await proposeBreach(ctx, of, { source: 'petition', grounds: input.grounds, note: input.note });
  return { ok: true, breachId };
}
