import type { PlainDate } from '#kernel/plain-date';
import { dayAt } from '#kernel/zone';
import type { Ctx } from '#platform/ctx';
import type { Booking, Leaving, Recognised } from './notice.ts';
import { leaveRows, tellRows, withdrawRows, zonesOf, type ToldRow } from './store.server.ts';

/**
 * Tells every office that guides one of these people, looks for him or let him travel, in the transaction that books him; a job right
 * after it, under the office's own session, puts it before its officers. Told twice, it is told once; what was likely and is confirmed now is told anew.
 * Answers the offices; whoever books learns nothing else of them.
 */
export async function tellOffices(ctx: Ctx, booking: Booking, recognised: Recognised): Promise<number[]> {
  if (recognised.personIds.length === 0) return [];
  const rows = await tellRows(ctx, booking, recognised);
  const zones = await zonesOf(
    ctx,
    rows.map(({ unitId }) => unitId),
  );
  for (const row of rows) {
    const day = dayAt(zones.get(row.unitId)!, booking.heldSince);
    await ctx.addJob('notices.deliver', { noticeId: row.id, unitId: row.unitId, news: row.news });
    note(ctx, row.news === 'told' ? 'notice.told' : 'notice.confirmed', row, { fromUnitId: booking.unitId, day });
  }
  return [...new Set(rows.map(({ unitId }) => unitId))];
}

/** It was not he after all: the notices of this stay about these people fall, their officers hear of it, and what they opened is closed. */
export async function withdrawNotices(
  ctx: Ctx,
  { stayId, personIds, why }: { stayId: string; personIds: readonly string[]; why: string },
): Promise<number> {
  const rows = await withdrawRows(ctx, stayId, personIds, why);
  for (const row of rows) {
    await ctx.addJob('notices.fall', { noticeId: row.id, unitId: row.unitId });
    note(ctx, 'notice.withdrawn', row, {});
  }
  return rows.length;
}

/** He left that institution: released, handed to another one, fled or died. Whoever guides him hears of it. */
export async function tellOfLeaving(
  ctx: Ctx,
  { stayId, day, how }: { stayId: string; day: PlainDate; how: Leaving },
): Promise<void> {
  for (const row of await leaveRows(ctx, stayId, day, how)) {
    await ctx.addJob('notices.leave', { noticeId: row.id, unitId: row.unitId });
    note(ctx, 'notice.left', row, { day, how });
  }
}

function note(
  ctx: Ctx,
  what: 'notice.told' | 'notice.confirmed' | 'notice.withdrawn' | 'notice.left',
  row: Omit<ToldRow, 'news'>,
  about: Record<string, unknown>,
): void {
  ctx.journal({
    what,
    unitId: row.unitId,
    caseId: row.caseId,
    personId: row.personId,
    about: { noticeId: row.id, ...about },
  });
}
