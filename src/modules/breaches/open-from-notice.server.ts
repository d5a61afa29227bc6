import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { putBefore, termFrom } from './reach.server.ts';
import { nextState } from './rules.ts';
import { findBreach, insertBreach, insertGrounds, insertMove, runningOf } from './store.server.ts';

type Client = { id: string; unitId: number; personId: string; pkStaffId: string | null; today: PlainDate };

/**
 * Another institution has booked the client: proposed only, as a petition is, for an officer to confirm or dismiss. Where a breach of his
 * runs already it stays as it is, and nothing is opened. For jobs.
 */
export async function openFromNotice(
  ctx: Ctx,
  of: Client,
  held: { place: string; since: PlainDate; note: string },
): Promise<{ breachId: string; opened: boolean }> {
  const running = await runningOf(ctx.tx, of.id);
  if (running) return { breachId: running, opened: false };
  const breachId = ctx.newId();
  const due = await termFrom(ctx, of.unitId, 'confirm', of.today);
  const source = 'offence_notice';
  await insertBreach(ctx, of, {
    id: breachId,
    source,
    openedOn: of.today,
    note: held.note,
    alleged: '',
    custodyPlace: held.place,
    custodySince: held.since,
    proposed: true,
    due,
  });
  await insertGrounds(ctx, of, breachId, ['new_offence']);
  await putBefore(ctx, of, breachId, 'proposed', due);
  ctx.journal({
    what: 'breach.opened',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { breachId, source, grounds: 'new_offence' },
  });
  return { breachId, opened: true };
}

/** The notice was withdrawn: what it alone had proposed is unfounded. What an officer has taken up since is his to close. For jobs. */
export async function dismissWithNotice(
  ctx: Ctx,
  of: Omit<Client, 'pkStaffId'>,
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
