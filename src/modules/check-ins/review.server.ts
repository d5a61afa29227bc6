import { mustBeAllowed } from '#modules/access';
import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { ObligationState, ReviewOutcome } from './ledger.ts';
import { askForMore } from './reminders.server.ts';
import { needsReview } from './reports.rules.ts';
import { settle } from './settle.server.ts';
import { lockCase } from './store.server.ts';
import { findCheckIn, insertReview } from './reports.store.server.ts';

export type ReviewAnswer =
  | { ok: true; caseId: string; period: ObligationState | null }
  | { ok: false; refusal: 'not_to_review' | 'already_voided' | 'note_missing' };

/**
 * The counsellor's answer to a report sent from afar. A later answer replaces an earlier one; the earlier stays on record.
 * `not_the_person` and `more_needed` leave the period as open as if nothing had come.
 */
export async function reviewCheckIn(
  ctx: Ctx,
  review: { checkInId: string; outcome: ReviewOutcome; note: string },
): Promise<ReviewAnswer> {
  const seen = await findCheckIn(ctx.tx, { id: review.checkInId });
  if (!seen) throw new NotFound('no such report for this asker');
  const of = await lockCase(ctx, seen.caseId);
  mustBeAllowed(ctx.actor, 'check_in:review', of.subject);
  const checkIn = (await findCheckIn(ctx.tx, { id: review.checkInId }))!;
  if (!needsReview(checkIn.channel)) return { ok: false, refusal: 'not_to_review' };
  if (checkIn.voided) return { ok: false, refusal: 'already_voided' };
  const note = review.note.trim();
  if (review.outcome !== 'accepted' && note.length < 3) return { ok: false, refusal: 'note_missing' };

  await insertReview(ctx, of, checkIn.id, review.outcome, note, checkIn.counts);
  const settled = await settle(ctx, of, {
    days: [checkIn.happenedOn],
    obligationIds: checkIn.obligationId ? [checkIn.obligationId] : [],
  });
  await closeTasks(ctx, { unitId: of.unitId, kind: 'check-ins.flagged', key: checkIn.id, note: review.outcome });
  if (review.outcome === 'more_needed') await askForMore(ctx, of, checkIn.id);
  const period = settled.periods.find((one) => one.verdict.standings.has(checkIn.id));
  ctx.journal({
    what: 'check-in.reviewed',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: {
      checkInId: checkIn.id,
      outcome: review.outcome,
      obligationId: period?.id ?? null,
      period: period?.verdict.state ?? null,
    },
  });
  return { ok: true, caseId: of.id, period: period?.verdict.state ?? null };
}
