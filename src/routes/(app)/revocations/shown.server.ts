import { earliest, type PlainDate } from '#kernel/plain-date';
import { isOver, workingDaysLeft, type ProceedingState } from '#modules/revocations';
import type { ListedProceeding } from '#modules/revocations/server';
import { workingCalendarOf } from '#modules/units/server';
import type { Actor } from '#platform/actor';
import type { ReadCtx } from '#platform/ctx';

export function toneOf(state: ProceedingState, lifted = false): 'neutral' | 'warning' | 'success' | 'error' {
  if (lifted) return 'neutral';
  if (state === 'revoked' || state === 'cancelled') return 'error';
  if (state === 'not_revoked' || state === 'refused' || state === 'continued') return 'success';
  return isOver(state) ? 'neutral' : 'warning';
}

/** The tier that somebody decides for. */
export function tierOf({ postings }: Actor): 'kanwil' | 'ditjenpas' {
  return postings.some(({ role }) => role === 'kanwil') ? 'kanwil' : 'ditjenpas';
}

/** How many working days of the service are left to each of these, in the calendar of the office that began it. */
export async function daysLeft(
  ctx: ReadCtx,
  rows: readonly Pick<ListedProceeding, 'id' | 'unitId' | 'serviceUntil'>[],
  today: PlainDate,
): Promise<(id: string) => number> {
  const calendars = new Map<number, Awaited<ReturnType<typeof workingCalendarOf>>>();
  for (const [unitId, those] of Map.groupBy(rows, (row) => row.unitId)) {
    // A service that is over long ago is late by the days since then.
    const from = those.reduce((day, { serviceUntil }) => earliest(day, serviceUntil), today);
    calendars.set(unitId, await workingCalendarOf(ctx, unitId, { from }));
  }
  const left = new Map(
    rows.map(({ id, unitId, serviceUntil }) => [id, workingDaysLeft(serviceUntil, today, calendars.get(unitId)!)]),
  );
  return (id) => left.get(id)!;
}
