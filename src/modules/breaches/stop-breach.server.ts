import type { Ctx } from '#platform/ctx';
import { lockBreach, takeStep } from './reach.server.ts';
import { isRunning, nextState, no, type BreachRefused } from './rules.ts';

/** Whoever leads stops it, because another authority has taken the matter: on which document, and why. Nobody who handles it can. */
export async function stopBreach(
  ctx: Ctx,
  input: { caseId: string; breachId: string; documentNumber: string; reason: string },
): Promise<{ ok: true } | BreachRefused> {
  const at = await lockBreach(ctx, input.caseId, input.breachId, 'breach:decide');
  const to = nextState(at.breach.state, 'stop');
  // What was proposed for revocation goes its own way, or back to the head.
  if (!to || !isRunning(at.breach.state)) return no('wrong_state');
  if (input.reason.length < 10) return no('reason_missing');
  const move = {
    step: 'stop',
    to,
    day: at.of.today,
    reason: input.reason,
    documentNumber: input.documentNumber,
  } as const;
  await takeStep(ctx, at, move, null);
  return { ok: true };
}
