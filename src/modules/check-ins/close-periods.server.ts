import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { missLimits } from './misses.rules.ts';
import { listOptionsInTime, lockLedgers } from './store.server.ts';
import { closeEndedPeriods, lastCloses, openMissTasks, writeCloses, type Closed } from './sweep.store.server.ts';

/** From twenty past midnight to after the morning's own reminders. */
const MORNING_MS = 8 * 3_600_000;

/** An office to close, and the day that stands on its wall. */
export type OfficeToClose = { unitId: number; today: PlainDate };

/**
 * The close of offices shortly after their midnight: marks what was missed, counts the rows, opens the tasks, adds for each the job
 * that tells its clients, and leaves for each one line with the counts and a digest. A second run finds nothing left to close:
 * answered are the offices that were closed now.
 */
export async function closePeriods(ctx: Ctx, offices: readonly OfficeToClose[]): Promise<Closed[]> {
  const unitIds = offices.map(({ unitId }) => unitId);
  await lockLedgers(ctx, unitIds);
  const last = await lastCloses(ctx, unitIds);
  const open = offices.filter(({ unitId, today }) => !(last.get(unitId)! >= today));
  if (open.length === 0) return [];
  const optionsOf = await listOptionsInTime(ctx.tx, unitIds);
  const due = open.map(({ unitId, today }) => ({
    unitId,
    today,
    since: last.get(unitId) ?? null,
    ...missLimits(optionsOf(unitId)(today)),
  }));
  const closed = await closeEndedPeriods(ctx, due);
  const missing = closed.filter(({ missed }) => missed > 0);
  if (missing.length > 0) {
    await openMissTasks(ctx, due);
    // Nobody is written to at twenty past midnight; the job exists exactly when this close does.
    await ctx.addJobs(
      'check-ins.remind',
      missing.map(({ unitId }) => ({
        payload: { unitId },
        options: { key: `check-ins.remind:${unitId}`, runAt: new Date(ctx.now.getTime() + MORNING_MS) },
      })),
    );
  }
  await writeCloses(ctx, closed);
  for (const { unitId, today, closed: ended, missed, reminder, warning, breach, digest } of closed)
    ctx.journal({
      what: 'check-ins.periods-closed',
      unitId,
      about: { day: today, closed: ended, missed, first: reminder, second: warning, third: breach, digest },
    });
  return closed;
}
