import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { passOverdueOn } from './openings.store.server.ts';

/** What an office has not reviewed in time waits for the auditor as well (security b.4); whoever is first reviews, and both tasks close. */
export async function passOpeningsOn(ctx: Ctx, unitId: number, today: PlainDate): Promise<void> {
  const passed = await passOverdueOn(ctx, unitId, today);
  if (passed > 0) ctx.journal({ what: 'case.openings-passed-on', unitId, about: { count: passed } });
}
