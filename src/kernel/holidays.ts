import { addDays, weekdayOf, type PlainDate, type Weekday } from './plain-date.ts';
import { daysIn, type ClosedPeriod } from './period.ts';

/** On which days an office works. Holidays are named one by one: joint leave and Islamic days are decreed anew each year. */
export type WorkingDays = { weekdays: readonly Weekday[]; holidays: ReadonlySet<PlainDate> };

export const mondayToFriday: readonly Weekday[] = [1, 2, 3, 4, 5];

export function isWorkingDay(day: PlainDate, office: WorkingDays): boolean {
  return office.weekdays.includes(weekdayOf(day)) && !office.holidays.has(day);
}

/** The day itself when it is one, else the next working day. */
export function workingDayOnOrAfter(day: PlainDate, office: WorkingDays): PlainDate {
  return walk(day, 1, office);
}

/**
 * The last day of a term in working days: the day of the event does not count, the first working day after it is day one.
 * Zero gives the working day on or after; a negative number walks back.
 */
export function addWorkingDays(day: PlainDate, days: number, office: WorkingDays): PlainDate {
  if (!Number.isInteger(days)) throw new RangeError('working days are whole');
  if (days === 0) return workingDayOnOrAfter(day, office);
  const step = days > 0 ? 1 : -1;
  let at = day;
  for (let left = Math.abs(days); left > 0; left--) at = walk(addDays(at, step), step, office);
  return at;
}

/** How the days of a term are counted: calendar days run through, working days are those of the office. */
export type DayCount = 'calendar' | 'working';
export type Deadline = { on: PlainDate; counts: DayCount };

/** A last day: of a term that was counted, or one that a paper or a person named, of which no days are counted. */
export type DueCount = DayCount | 'named';
export type LastDay = { on: PlainDate; counts: DueCount };
/** A last day as it is kept: both are there, or neither. */
export function lastDay(on: PlainDate | null, counts: DueCount | null): LastDay | null {
  return on && counts ? { on, counts } : null;
}

/** The last day of a term; the day of the event does not count. */
export function deadline(from: PlainDate, days: number, counts: DayCount, office: WorkingDays): Deadline {
  return { on: counts === 'working' ? addWorkingDays(from, days, office) : addDays(from, days), counts };
}

export function countWorkingDays(period: ClosedPeriod, office: WorkingDays): number {
  return daysIn(period).filter((day) => isWorkingDay(day, office)).length;
}

function walk(from: PlainDate, step: 1 | -1, office: WorkingDays): PlainDate {
  let at = from;
  // No office closes for two years: a longer row means that its calendar holds no working day at all.
  for (let tries = 0; tries < 731; tries++, at = addDays(at, step)) if (isWorkingDay(at, office)) return at;
  throw new RangeError('this office has no working day');
}
