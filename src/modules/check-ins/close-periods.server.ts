import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { missLimits } from './misses.rules.ts';
import { getChosenOptions, lockLedgers } from './store.server.ts';
import { closeEndedPeriods, countEnded, lastClose, openMissTasks, queueMissNotices, writeClose } from './sweep.store.server.ts';

/**
 * The close of a unit shortly after its midnight: marks what was missed, counts the rows, opens the tasks, queues the notices and
 * leaves one line with the counts and a digest. A second run finds nothing left to close.
 */
export async function closePeriods(ctx: Ctx, unitId: number, today: PlainDate): Promise<{ missed: number; closed: number }> {
  await lockLedgers(ctx, unitId);
  const limits = missLimits(await getChosenOptions(ctx.tx, unitId, today));
  const since = await lastClose(ctx, unitId);
  const found = await closeEndedPeriods(ctx, unitId, today, limits);
  const closed = since === today && found.missed === 0 ? 0 : await countEnded(ctx, unitId, since, today);
  if (found.missed === 0 && closed === 0) return { missed: 0, closed: 0 };
  if (found.missed > 0) {
    await openMissTasks(ctx, unitId, limits);
    await queueMissNotices(ctx, unitId);
  }
  await writeClose(ctx, unitId, today, { ...found, closed });
  ctx.journal({
    what: 'check-ins.periods-closed',
    unitId,
    about: { day: today, closed, missed: found.missed, first: found.reminder, second: found.warning, third: found.breach, digest: found.digest },
  });
  return { missed: found.missed, closed };
}
