import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { GroundCode } from './breach.ts';
import { putBefore, termFrom } from './reach.server.ts';
import { insertBreach, insertGrounds } from './store.server.ts';

export type ProposedOf = { id: string; unitId: number; personId: string; pkStaffId: string | null; today: PlainDate };

/** What somebody else says of a client: proposed only, for an officer to confirm or dismiss within the office's term. */
export async function proposeBreach(
  ctx: Ctx,
  of: ProposedOf,
  one: {
    source: 'petition' | 'offence_notice';
    grounds: readonly GroundCode[];
    note: string;
  },
): Promise<string> {
  const { grounds, ...said } = one;
  const breachId = ctx.newId();
  const due = await termFrom(ctx, of.unitId, 'confirm', of.today);
  await insertBreach(ctx, of, { ...said, id: breachId, openedOn: of.today, alleged: '', proposed: true, due });
  await insertGrounds(ctx, of, breachId, grounds);
  await putBefore(ctx, of, breachId, 'proposed', due);
  ctx.journal({
    what: 'breach.opened',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { breachId, source: one.source, grounds: grounds.join(' ') },
  });
  return breachId;
}
