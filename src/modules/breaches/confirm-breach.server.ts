import { may } from '#modules/access';
import { isOpen } from '#modules/cases';
import { closeTasks } from '#modules/tasks/server';
import type { Actor } from '#platform/actor';
import type { Ctx } from '#platform/ctx';
import type { GroundCode } from './breach.ts';
import { lockBreach, takeStep, termFrom, type AtHand } from './reach.server.ts';
import { judgeDismissal, nextState, no, type BreachRefused, type Dismisser } from './rules.ts';
import { changeBreach, insertGrounds } from './store.server.ts';

/** An officer takes up what the system counted or a petition says: from here on the client is told what he is accused of. */
export async function confirmBreach(
  ctx: Ctx,
  input: { caseId: string; breachId: string; grounds: readonly GroundCode[]; alleged: string; reason: string },
): Promise<{ ok: true } | BreachRefused> {
  const at = await lockBreach(ctx, input.caseId, input.breachId, 'breach:handle');
  const to = nextState(at.breach.state, 'confirm');
  if (!to) return no('wrong_state');
  if (!isOpen(at.of.state)) return no('case_not_open');
  if (input.grounds.length === 0) return no('ground_missing');
  if (input.alleged === '') return no('alleged_missing');
  if (input.reason.length < 5) return no('reason_missing');
  const due = await termFrom(ctx, at.of.unitId, 'act', at.of.today);
  await insertGrounds(ctx, at.of, at.breach.id, input.grounds);
  await changeBreach(ctx, at.breach.id, { alleged: input.alleged, due });
  await takeStep(ctx, at, { step: 'confirm', to, day: at.of.today, reason: input.reason }, due);
  await answerMisses(ctx, at);
  return { ok: true };
}

/** There is nothing in it, and why. */
export async function dismissBreach(
  ctx: Ctx,
  input: { caseId: string; breachId: string; reason: string },
): Promise<{ ok: true } | BreachRefused> {
  const at = await lockBreach(ctx, input.caseId, input.breachId, 'breach:handle');
  const verdict = judgeDismissal(at.breach, input, dismisserOf(ctx.actor, at));
  if (!verdict.ok) return verdict;
  const to = nextState(at.breach.state, 'dismiss')!;
  // Whoever leads keeps the row of misses before him, sees here why nothing came of it, and closes that himself.
  await takeStep(ctx, at, { step: 'dismiss', to, day: at.of.today, reason: input.reason }, null);
  return { ok: true };
}

export function dismisserOf(actor: Actor, { of, breach }: AtHand): Dismisser {
  return {
    leads: may(actor, 'breach:decide', of.subject),
    guides: of.pkStaffId !== null && of.pkStaffId === actor.staffId,
    openedIt: breach.openedBy === actor.accountId,
  };
}

/** The row of misses was put before whoever leads; somebody has answered it now. */
async function answerMisses(ctx: Ctx, { of, breach }: AtHand): Promise<void> {
  if (breach.firstMissed)
    await closeTasks(ctx, { unitId: of.unitId, kind: 'breach.third-miss', key: breach.firstMissed });
}
