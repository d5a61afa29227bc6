import {
  addDays,
  addMonths,
  dayNumber,
  daysBetween,
  earliest,
  firstOfMonth,
  lastOfMonth,
  latest,
  monthOf,
  type Month,
  type PlainDate,
} from './plain-date.ts';

export type { Month } from './plain-date.ts';

/**
 * Days from `from` up to, but not including, `until`; without `until` it is still open. One word for one thing everywhere:
 * `until` is the first day outside, `through` the last day inside.
 */
export type Period = { from: PlainDate; until?: PlainDate | undefined };
export type ClosedPeriod = { from: PlainDate; until: PlainDate };

/** The period as letters write it, both days included. */
export function inclusivePeriod(from: PlainDate, through: PlainDate): ClosedPeriod {
  if (through < from) throw new RangeError('a period ends before it begins');
  return { from, until: addDays(through, 1) };
}

/** The last day inside; none while the period is open or when it is empty. */
export function lastDayOf(period: Period): PlainDate | undefined {
  return period.until && period.until > period.from ? addDays(period.until, -1) : undefined;
}

export function isEmptyPeriod(period: Period): boolean {
  return period.until !== undefined && period.until <= period.from;
}

export function contains(period: Period, day: PlainDate): boolean {
  return period.from <= day && (period.until === undefined || day < period.until);
}

/** True when at least one day lies in both. Periods that only touch do not overlap. */
export function overlaps(a: Period, b: Period): boolean {
  return intersection(a, b) !== undefined;
}

export function intersection(a: Period, b: Period): Period | undefined {
  const from = latest(a.from, b.from);
  const until = a.until && b.until ? earliest(a.until, b.until) : (a.until ?? b.until);
  return until !== undefined && until <= from ? undefined : { from, until };
}

export function lengthInDays(period: ClosedPeriod): number {
  return Math.max(0, daysBetween(period.from, period.until));
}

export function daysIn(period: ClosedPeriod): PlainDate[] {
  return Array.from({ length: lengthInDays(period) }, (_, index) => addDays(period.from, index));
}

/** The calendar months of which at least one day lies in the period. */
export function monthsIn(period: ClosedPeriod): Month[] {
  const last = lastDayOf(period);
  if (!last) return [];
  const first = monthOf(period.from);
  return Array.from({ length: monthsBetween(first, monthOf(last)) + 1 }, (_, index) => addToMonth(first, index));
}

export function parseMonth(text: string): Month | undefined {
  return /^(?!0000)\d{4}-(0[1-9]|1[0-2])$/.test(text) ? (text as Month) : undefined;
}

export function isMonth(value: unknown): value is Month {
  return typeof value === 'string' && parseMonth(value) !== undefined;
}

/** For text that must be a month already; anything else is a fault of the program. */
export function month(text: string): Month {
  const found = parseMonth(text);
  if (!found) throw new RangeError('not a calendar month');
  return found;
}

export function addToMonth(of: Month, months: number): Month {
  return monthOf(addMonths(firstOfMonth(of), months));
}

/** How many months `to` lies after `from`; negative when before. */
export function monthsBetween(from: Month, to: Month): number {
  const index = (of: Month) => Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7));
  return index(to) - index(from);
}

export function periodOfMonth(of: Month): ClosedPeriod {
  return { from: firstOfMonth(of), until: addDays(lastOfMonth(of), 1) };
}

export function periodOfYear(year: number): ClosedPeriod {
  const from = firstOfMonth(month(`${String(year).padStart(4, '0')}-01`));
  return { from, until: addMonths(from, 12) };
}

/** Whole months from one day to another, as a sentence is served: 31 January to 28 February is one month. */
export function wholeMonthsBetween(from: PlainDate, to: PlainDate): number {
  const estimate = monthsBetween(monthOf(from), monthOf(to));
  if (dayNumber(to) >= dayNumber(from)) return addMonths(from, estimate) <= to ? estimate : estimate - 1;
  return addMonths(from, estimate) >= to ? estimate : estimate + 1;
}
