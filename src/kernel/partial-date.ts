import { formatDate, formatMonth, type Locale } from './format.ts';
import { parseMonth, type ClosedPeriod } from './period.ts';
import {
  addDays,
  ageOn,
  daysInMonth,
  parsePlainDate,
  plainDate,
  yearOf,
  type Month,
  type PlainDate,
} from './plain-date.ts';

/**
 * A date of which a part is unknown, mostly of birth. The text is as long as what is known: 1985-03-12, 1985-03 or 1985.
 * `about_year` is a year that someone guessed, often from an age.
 */
export type PartialDate = { text: string; precision: 'day' | 'month' | 'year' | 'about_year' };

/** A guessed year is taken two years wide on each side: ages are told in round numbers. */
export const aboutYears = 2;

/** Reads the stored text; its length says the precision, except for a guessed year. */
export function parsePartialDate(text: string, precision?: PartialDate['precision']): PartialDate | undefined {
  const found = precisionOf(text);
  if (!found) return undefined;
  if (precision === undefined || precision === found) return { text, precision: found };
  return precision === 'about_year' && found === 'year' ? { text, precision } : undefined;
}

/** For text that must be one already; anything else is a fault of the program. */
export function partialDateOf(text: string, precision?: PartialDate['precision']): PartialDate {
  const date = parsePartialDate(text, precision);
  if (!date) throw new RangeError('not a partial date');
  return date;
}

/** A year that is only a guess. */
export function dateAbout(year: number): PartialDate {
  return partialDateOf(String(year).padStart(4, '0'), 'about_year');
}

/** From an age that someone told on a day: they were born in that year or the one before, or not quite. */
export function dateFromAge(age: number, toldOn: PlainDate): PartialDate {
  return dateAbout(yearOf(toldOn) - age);
}

/** The days on which it can have been. */
export function possibleDays({ text, precision }: PartialDate): ClosedPeriod {
  if (precision === 'day') return { from: plainDate(text), until: addDays(plainDate(text), 1) };
  if (precision === 'month') {
    const last = daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)));
    return { from: plainDate(`${text}-01`), until: addDays(plainDate(`${text}-${last}`), 1) };
  }
  const width = precision === 'about_year' ? aboutYears : 0;
  const year = (shift: number) => String(Number(text) + shift).padStart(4, '0');
  return { from: plainDate(`${year(-width)}-01-01`), until: plainDate(`${year(width + 1)}-01-01`) };
}

/** The day itself where it is known. */
export function knownDay({ text, precision }: PartialDate): PlainDate | undefined {
  return precision === 'day' ? plainDate(text) : undefined;
}

/** The youngest and the oldest that somebody can be. */
export type AgeRange = { youngest: number; oldest: number };

/** How old someone born then can be on a day, never below 0. */
export function ageRangeOn(birth: PartialDate, day: PlainDate): AgeRange {
  const { from, until } = possibleDays(birth);
  return { youngest: Math.max(0, ageOn(addDays(until, -1), day)), oldest: Math.max(0, ageOn(from, day)) };
}

export function formatPartialDate({ text, precision }: PartialDate, locale: Locale): string {
  if (precision === 'day') return formatDate(plainDate(text), locale);
  if (precision === 'month') return formatMonth(text as Month, locale);
  if (precision === 'year') return text;
  return locale === 'id' ? `sekitar ${text}` : `about ${text}`;
}

function precisionOf(text: string): 'day' | 'month' | 'year' | undefined {
  if (parsePlainDate(text)) return 'day';
  if (parseMonth(text)) return 'month';
  // Guessed years reach two years beyond, so the first and last years of the calendar are left out.
  return /^\d{4}$/.test(text) && text > '0009' && text < '9990' ? 'year' : undefined;
}
