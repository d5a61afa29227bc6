import type { Ctx } from '#platform/ctx';
import { proposeBreach, type ProposedOf } from './propose.server.ts';
import { putBefore } from './reach.server.ts';
import { nextState } from './rules.ts';
import { findBreach, insertMove, runningOf } from './store.server.ts';

/**
 * Another institution has booked the client: proposed only, as a petition is, for an officer to confirm or dismiss. Where a breach of his
 * runs already it stays as it is, and nothing is opened. Where he is held the notice itself says, and not the breach. For jobs.
 */
export async function openFromNotice(
  ctx: Ctx,
  of: ProposedOf,
  held: { note: string },
): Promise<{ breachId: string; opened: boolean }> {
  const running = await runningOf(ctx.tx, of.id);
  if (running) return { breachId: running, opened: false };
  const breachId = await proposeBreach(ctx, of, {
    source: 'offence_notice',
    grounds: ['new_offence'],
    note: held.note,
  });
  return { breachId, opened: true };
}

/** The notice was withdrawn: what it alone had proposed is unfounded. What an officer has taken up since is his to close. For jobs. */
export async function dismissWithNotice(
  ctx: Ctx,
  of: Omit<ProposedOf, 'pkStaffId'>,
  breachId: string,
  reason: string,
): Promise<'dismissed' | 'taken_up' | 'over'> {
  const breach = await findBreach(ctx.tx, breachId);
  if (!breach || nextState(breach.state, 'stop') === undefined) return 'over';
  const to = nextState(breach.state, 'dismiss');
  if (!to || breach.source !== 'offence_notice') return 'taken_up';
  await insertMove(ctx, of, breachId, { step: 'dismiss', from: breach.state, to, day: of.today, reason });
  await putBefore(ctx, { ...of, pkStaffId: null }, breachId, to, null);
  ctx.journal({
    what: 'breach.moved',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { breachId, step: 'dismiss', before: breach.state, after: to, documentNumber: '' },
  });
  return 'dismissed';
}
