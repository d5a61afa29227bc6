import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { missLimits } from './misses.rules.ts';
import { getChosenOptions, lockLedgers } from './store.server.ts';
import { closeEndedPeriods, lastClose, openMissTasks, writeClose } from './sweep.store.server.ts';

/** From twenty past midnight to after the morning's own reminders. */
const MORNING_MS = 8 * 3_600_000;

/**
 * The close of a unit shortly after its midnight: marks what was missed, counts the rows, opens the tasks, adds
 * the job that tells the clients, and leaves one line with the counts and a digest. A second run finds nothing left to close.
 */
export async function closePeriods(
  ctx: Ctx,
  unitId: number,
  today: PlainDate,
): Promise<{ missed: number; closed: number }> {
  await lockLedgers(ctx, unitId);
  const limits = missLimits(await getChosenOptions(ctx.tx, unitId, today));
  const since = await lastClose(ctx, unitId);
  if (since && since >= today) return { missed: 0, closed: 0 };
  const found = await closeEndedPeriods(ctx, unitId, since, today, limits);
  if (found.since) {
    await openMissTasks(ctx, unitId, limits, found.since);
    // Nobody is written to at twenty past midnight; the job exists exactly when this close does.
    await ctx.addJob(
      'check-ins.remind',
      { unitId },
      { key: `check-ins.remind:${unitId}`, runAt: new Date(ctx.now.getTime() + MORNING_MS) },
    );
  }
  await writeClose(ctx, unitId, today, found);
  ctx.journal({
    what: 'check-ins.periods-closed',
    unitId,
    about: {
      day: today,
      closed: found.closed,
      missed: found.missed,
      first: found.reminder,
      second: found.warning,
      third: found.breach,
      digest: found.digest,
    },
  });
  return { missed: found.missed, closed: found.closed };
}
