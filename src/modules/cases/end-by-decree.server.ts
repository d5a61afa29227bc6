import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { DecreeReason } from './case.ts';
import { carryOut } from './carry-out-ending.server.ts';
import { lockCase } from './reach.server.ts';
import { judgeEnding, no, type Refused } from './rules.ts';
import { findProposedEnding, insertEnding } from './endings.store.server.ts';
import { findRunningTransfer } from './transfers.store.server.ts';

export type Decree = {
  caseId: string;
  /** Revoked for breach, or called off before release. */
  reason: DecreeReason;
  /** The day of the decree. */
  day: PlainDate;
  decreeNumber: string;
  issuer: string;
  note: string;
  /** Whoever drafted or noted the decree: somebody else than the head who ends the supervision on it. */
  preparedBy: string;
};

/**
 * A decree that revokes or cancels ends the supervision, with everything that such an ending has. The two people are whoever
 * prepared the decree and the head who carries it out.
 */
export async function endByDecree(ctx: Ctx, decree: Decree): Promise<{ ok: true; sealed: boolean } | Refused> {
  const one = await lockCase(ctx, decree.caseId, 'case:decide_ending');
  const attempt = {
    reason: decree.reason,
    day: decree.day,
    note: decree.note,
    documentNumber: decree.decreeNumber,
  };
  const now = {
    proposed: (await findProposedEnding(ctx.tx, one.id)) !== undefined,
    transferRunning: (await findRunningTransfer(ctx.tx, one.id)) !== undefined,
    byDecree: true as const,
  };
  const verdict = judgeEnding(one, now, attempt, one.today);
  if (!verdict.ok) return verdict;
  if (decree.preparedBy === ctx.actor.accountId) return no('second_person_needed');
  const endingId = ctx.newId();
  await insertEnding(ctx, one, {
    ...attempt,
    id: endingId,
    what: 'ended',
    decided: true,
    proposedBy: decree.preparedBy,
  });
  ctx.journal({
    what: 'case.ended',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      endingId,
      reason: attempt.reason,
      day: attempt.day,
      documentNumber: attempt.documentNumber,
      issuer: decree.issuer,
    },
  });
  return {
    ok: true,
    sealed: await carryOut(ctx, one, { ...attempt, paper: { dated: decree.day, issuer: decree.issuer } }),
  };
}
