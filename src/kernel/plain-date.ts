/** A calendar day as people write it on a form, `YYYY-MM-DD`: no clock, no time zone. Sorts and compares as text. */
export type PlainDate = string & { readonly __brand: 'PlainDate' };
/** A calendar month, `YYYY-MM`. */
export type Month = string & { readonly __brand: 'Month' };
/** As ISO counts: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
export type DateParts = { year: number; month: number; day: number };

/** Records of living people and of the law lie between these days; what is typed outside them is a slip of the hand. */
export const earliestRecordDay = '1900-01-01' as PlainDate;
export const latestRecordDay = '2199-12-31' as PlainDate;

/** The day if the text is one that exists, in any year from 0001 to 9999. */
export function parsePlainDate(text: string): PlainDate | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match ? dateFromParts(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}

/** Like `parsePlainDate`, and only within 1900..2199: for everything that people record. */
export function parseRecordDate(text: string): PlainDate | undefined {
  const day = parsePlainDate(text);
  return day && day >= earliestRecordDay && day <= latestRecordDay ? day : undefined;
}

/** For text that must be a day already (a column, a constant): anything else is a fault of the program. */
export function plainDate(text: string): PlainDate {
  const day = parsePlainDate(text);
  if (!day) throw new RangeError('not a calendar day');
  return day;
}

export function isPlainDate(value: unknown): value is PlainDate {
  return typeof value === 'string' && parsePlainDate(value) !== undefined;
}

export function dateFromParts(year: number, month: number, day: number): PlainDate | undefined {
  if (!Number.isInteger(year) || !Number.isInteger(month) || !Number.isInteger(day)) return undefined;
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as PlainDate;
}

export function partsOf(day: PlainDate): DateParts {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) };
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01, negative before it. Counted in years that begin in March, so that the leap day comes last. */
export function dayNumber(date: PlainDate): number {
  const { year, month, day } = partsOf(date);
  const marchYear = month > 2 ? year : year - 1;
  const century = Math.floor(marchYear / 400);
  const yearOfCentury = marchYear - century * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfCentury =
    yearOfCentury * 365 + Math.floor(yearOfCentury / 4) - Math.floor(yearOfCentury / 100) + dayOfYear;
  return century * 146097 + dayOfCentury - 719468;
}

/** The reverse of `dayNumber`; throws outside the years 0001..9999. */
export function dayFromNumber(number: number): PlainDate {
  const shifted = number + 719468;
  const century = Math.floor(shifted / 146097);
  const dayOfCentury = shifted - century * 146097;
  const yearOfCentury = Math.floor(
    (dayOfCentury -
      Math.floor(dayOfCentury / 1460) +
      Math.floor(dayOfCentury / 36524) -
      Math.floor(dayOfCentury / 146096)) /
      365,
  );
  const dayOfYear =
    dayOfCentury - (365 * yearOfCentury + Math.floor(yearOfCentury / 4) - Math.floor(yearOfCentury / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const date = dateFromParts(yearOfCentury + century * 400 + (month <= 2 ? 1 : 0), month, day);
  if (!date) throw new RangeError('day outside the years 0001 to 9999');
  return date;
}

export function addDays(day: PlainDate, days: number): PlainDate {
  return dayFromNumber(dayNumber(day) + days);
}

/** The same day of a later or earlier month; where that month is too short, its last day (31 January + 1 month is 28 or 29 February). */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const { year, month, day } = partsOf(date);
  const index = year * 12 + (month - 1) + months;
  const newYear = Math.floor(index / 12);
  const newMonth = index - newYear * 12 + 1;
  const result = dateFromParts(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
  if (!result) throw new RangeError('day outside the years 0001 to 9999');
  return result;
}

/** As `addMonths`: 29 February + 1 year is 28 February. */
export function addYears(day: PlainDate, years: number): PlainDate {
  return addMonths(day, years * 12);
}

/** How many days `to` lies after `from`; negative when it lies before. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return dayNumber(to) - dayNumber(from);
}

export function monthOf(day: PlainDate): Month {
  return day.slice(0, 7) as Month;
}

export function yearOf(day: PlainDate | Month): number {
  return Number(day.slice(0, 4));
}

export function firstOfMonth(day: PlainDate | Month): PlainDate {
  return `${day.slice(0, 7)}-01` as PlainDate;
}

export function lastOfMonth(day: PlainDate | Month): PlainDate {
  const last = daysInMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7)));
  return `${day.slice(0, 7)}-${last}` as PlainDate;
}

/** For `sort`. */
export function compareDays(a: PlainDate, b: PlainDate): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function isBefore(a: PlainDate, b: PlainDate): boolean {
  return a < b;
}

export function isAfter(a: PlainDate, b: PlainDate): boolean {
  return a > b;
}

export function isOnOrBefore(a: PlainDate, b: PlainDate): boolean {
  return a <= b;
}

export function isOnOrAfter(a: PlainDate, b: PlainDate): boolean {
  return a >= b;
}

export function earliest(first: PlainDate, ...others: PlainDate[]): PlainDate {
  return others.reduce((found, day) => (day < found ? day : found), first);
}

export function latest(first: PlainDate, ...others: PlainDate[]): PlainDate {
  return others.reduce((found, day) => (day > found ? day : found), first);
}

/**
 * Completed years of life on a day; negative before birth. One born on 29 February grows a year older on 1 March of a year
 * without that day. No text settles it: the later day keeps a child a child for one day more, never one less.
 */
export function ageOn(birth: PlainDate, day: PlainDate): number {
  const years = yearOf(day) - yearOf(birth);
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** The first day on which someone has completed so many years, by the rule of `ageOn`. */
export function dayOfAge(birth: PlainDate, years: number): PlainDate {
  const { year, month, day } = partsOf(birth);
  const birthday = dateFromParts(year + years, month, day) ?? dateFromParts(year + years, 3, 1);
  if (!birthday) throw new RangeError('day outside the years 0001 to 9999');
  return birthday;
}

/** The seven days that begin with this one: what screens call "this week", so that a Friday already shows the Monday after it. */
export function weekFrom(day: PlainDate): { from: PlainDate; through: PlainDate } {
  return { from: day, through: addDays(day, 6) };
}

export function weekdayOf(day: PlainDate): Weekday {
  // 1970-01-01 was a Thursday.
  return (((((dayNumber(day) + 3) % 7) + 7) % 7) + 1) as Weekday;
}
