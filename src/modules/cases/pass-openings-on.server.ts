import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { closeWhereReviewerCame, passOverdueOn, passUnauditedOn } from './openings.store.server.ts';

/**
 * What an office has not reviewed in time waits for the auditor as well, and where nobody but the opener is one, for those above (security
 * b.4), or, where nobody is there, for somebody to be posted; whoever is first reviews, and every task about it closes.
 */
export async function passOpeningsOn(ctx: Ctx, unitId: number, today: PlainDate): Promise<void> {
  const passed = (await passOverdueOn(ctx, unitId, today)) + (await passUnauditedOn(ctx, unitId));
  await closeWhereReviewerCame(ctx, unitId);
  if (passed > 0) ctx.journal({ what: 'case.openings-passed-on', unitId, about: { count: passed } });
}
