import { addDays, type PlainDate } from '#kernel/plain-date';
import { startOfDay, type Zone } from '#kernel/zone';
import type { Actor } from '#platform/actor';

/** On whose clock the days of a search begin and end. */
export function zoneOf(actor: Actor): Zone {
  return (
    actor.postings.find((posting) => posting.role === 'auditor')?.zone ?? actor.postings[0]?.zone ?? 'Asia/Jakarta'
  );
}

/** From the beginning of the first day to the end of the last, on the asker's clock. */
export function momentsOf(
  zone: Zone,
  from: PlainDate | undefined,
  until: PlainDate | undefined,
): { from?: Date; until?: Date } {
  return {
    ...(from ? { from: startOfDay(zone, from) } : {}),
    ...(until ? { until: startOfDay(zone, addDays(until, 1)) } : {}),
  };
}
