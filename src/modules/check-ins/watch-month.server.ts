import { addDays, firstOfMonth, type PlainDate } from '#kernel/plain-date';
import { openTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { allCompliant } from './patterns.rules.ts';
import { listCounsellorMonths } from './sweep.store.server.ts';

/** On the second day of a month: shows the head whose clients all reported in the month before, mostly by his word alone (security T3). */
export async function watchMonth(ctx: Ctx, unitId: number, today: PlainDate): Promise<void> {
  const through = addDays(firstOfMonth(today), -1);
  const month = { from: firstOfMonth(through), through };
  const found = (await listCounsellorMonths(ctx, unitId, month)).filter(allCompliant);
  await openTasks(
    ctx,
    found.map((one) => ({
      unitId,
      kind: 'check-ins.all-compliant' as const,
      key: `${one.accountId}:${month.from.slice(0, 7)}`,
      forRole: 'head_of_bapas' as const,
      facts: {
        accountId: one.accountId,
        day: month.through,
        owed: one.owed,
        entries: one.obligationIds.join(' '),
      },
    })),
  );
}
