import { dayFromNumber, dayNumber, type PlainDate } from './plain-date.ts';

/** Indonesia's three clocks. */
export type Zone = 'Asia/Jakarta' | 'Asia/Makassar' | 'Asia/Jayapura';
export const zones = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'] as const satisfies readonly Zone[];

/** What a clock on the wall is called, the same in every language. */
export const zoneLabel = {
  'Asia/Jakarta': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
} as const satisfies Record<Zone, string>;

/**
 * Fixed since 1 January 1964 and without summer time, so plain arithmetic gives the same answer on every server and device,
 * whatever zone it is set to and however old its time zone data are.
 */
const hoursAheadOfUtc = { 'Asia/Jakarta': 7, 'Asia/Makassar': 8, 'Asia/Jayapura': 9 } as const satisfies Record<
  Zone,
  number
>;

const hour = 3_600_000;
const dayLength = 24 * hour;

/** A time of day as written on a form, `HH:MM`, 00:00 to 23:59. */
export type ClockTime = string & { readonly __brand: 'ClockTime' };

export function isZone(value: unknown): value is Zone {
  return typeof value === 'string' && (zones as readonly string[]).includes(value);
}

export function parseClockTime(text: string): ClockTime | undefined {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? (text as ClockTime) : undefined;
}

/** The day that the calendar on an office's wall shows at an instant. */
export function dayAt(zone: Zone, instant: Date): PlainDate {
  return dayFromNumber(Math.floor(wallMilliseconds(zone, instant) / dayLength));
}

/** The clock on an office's wall at an instant, without seconds. */
export function timeAt(zone: Zone, instant: Date): ClockTime {
  const wall = wallMilliseconds(zone, instant);
  const sinceMidnight = Math.floor((wall - Math.floor(wall / dayLength) * dayLength) / 60_000);
  return `${String(Math.floor(sinceMidnight / 60)).padStart(2, '0')}:${String(sinceMidnight % 60).padStart(2, '0')}` as ClockTime;
}

/** The instant at which a day begins in an office. */
export function startOfDay(zone: Zone, day: PlainDate): Date {
  return new Date(dayNumber(day) * dayLength - hoursAheadOfUtc[zone] * hour);
}

/** The instant of a day and a time written down in an office. */
export function instantAt(zone: Zone, day: PlainDate, time: ClockTime): Date {
  const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return new Date(startOfDay(zone, day).getTime() + minutes * 60_000);
}

function wallMilliseconds(zone: Zone, instant: Date): number {
  const at = instant.getTime();
  if (Number.isNaN(at)) throw new RangeError('not an instant');
  return at + hoursAheadOfUtc[zone] * hour;
}
