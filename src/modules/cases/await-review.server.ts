import type { PlainDate } from '#kernel/plain-date';
import { openTask } from '#modules/tasks/server';
import { workingCalendarOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { OpeningKind, OpeningReason } from './case.ts';
import { openingReview } from './law.rules.ts';
import { kindToldInstead, passOpeningOn } from './openings.store.server.ts';
import { reviewerOfOpening } from './rules.ts';

/** A file that was opened with a reason just now: a client's, or, without a case, a stay's. */
export type JustOpened = {
  id: string;
  unitId: number;
  caseId: string | null;
  /** The day at the office that holds it. */
  today: PlainDate;
  kind: OpeningKind;
  code: OpeningReason;
  /** Who leads there. */
  head: 'head_of_bapas' | 'head_of_custody';
  sealed: boolean;
};

/**
 * Puts an opening before whoever reviews it first, in the transaction in which it was made. Where that is the auditor, and nobody but the
 * opener is one, it goes on at once to those above, or to whoever posts an auditor where nobody is there (security b.4). Whoever reviews above the office has no file before him, so what
 * waits for him names the opening and no case.
 */
export async function awaitReview(ctx: Ctx, opening: JustOpened): Promise<void> {
  const { id, unitId, caseId, today, kind, code, head, sealed } = opening;
  const office = await workingCalendarOf(ctx, unitId, { from: today });
  const byHead = ctx.actor.postings.some((posting) => posting.unitId === unitId && posting.role === head);
  const task = {
    unitId,
    key: id,
    due: { on: openingReview.judge({ openedOn: today, office }, {}), counts: 'working' as const },
    facts: { accountId: ctx.actor.accountId, kind, code },
  };
  if (reviewerOfOpening({ byHead, sealed }) === 'head') {
    await openTask(ctx, { ...task, kind: 'cases.opened-with-reason', forRole: head, caseId });
    return;
  }
  await openTask(ctx, { ...task, kind: 'cases.opening-for-auditor', forRole: 'auditor' });
  const instead = await passOpeningOn(ctx, id);
  if (instead) await openTask(ctx, { ...task, kind: kindToldInstead(instead), forRole: instead });
}
