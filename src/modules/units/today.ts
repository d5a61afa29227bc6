import type { PlainDate } from '#kernel/plain-date';
import { dayAt, type Zone } from '#kernel/zone';

/** The day that duties are judged by at an office: where its demo clock stands, else the day on its wall. */
export function todayAt(unit: { zone: Zone; demoToday?: PlainDate | null }, now: Date): PlainDate {
  return unit.demoToday ?? dayAt(unit.zone, now);
}

/** The day on the wall, also where a demo clock stands: postings, sessions and accounts follow real time. */
export function realTodayAt(unit: { zone: Zone }, now: Date): PlainDate {
  return dayAt(unit.zone, now);
}
