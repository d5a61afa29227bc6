import { monthNames, romanMonths, weekdayNames } from './month-names.ts';
import { dateAbout, parsePartialDate, type PartialDate } from './partial-date.ts';
import { parseMonth } from './period.ts';
import {
  addDays,
  daysBetween,
  dateFromParts,
  earliestRecordDay,
  latestRecordDay,
  plainDate,
  weekdayOf,
  yearOf,
  type Month,
  type PlainDate,
} from './plain-date.ts';
import { dayAt, parseClockTime, type ClockTime, type Zone } from './zone.ts';

export type DateProblem = 'ambiguous' | 'not_a_date' | 'no_such_day' | 'too_early' | 'too_late';
export type DateRead = { ok: true; day: PlainDate; time?: ClockTime } | { ok: false; problem: DateProblem };

export type DateReading = {
  /** Days outside are `too_early` or `too_late`; within 1900..2199 without them. They also settle the century of a two-digit year. */
  earliest?: PlainDate;
  latest?: PlainDate;
  /** Indonesian forms write the day first. `unsure` is for a column of unknown origin: 01/02/2026 is then `ambiguous`. */
  order?: 'day_first' | 'unsure';
  /** Whose day it is when the text carries an offset (…Z, …+07:00); without a zone such a text is `ambiguous`. */
  zone?: Zone;
  /** A workbook that counts its days from 1904 (old Macintosh files). */
  countsFrom1904?: boolean;
};

/**
 * Reads a date as people type it or a spreadsheet holds it; never guesses.
 *
 * A two-digit year is read only when exactly one century puts the day between `earliest` and `latest`, else it is `ambiguous`;
 * where neither limit is given it lies in 1970..2069. A number is an Excel serial day, its fraction the time; text of five
 * digits likewise. Islamic dates are not converted (`not_a_date`): their conversion differs by a day between calendars.
 */
export function readDate(value: string | number, reading: DateReading = {}): DateRead {
  if (typeof value === 'number') return readSerial(value, reading);
  if (value.length > 80) return refuse('not_a_date');
  const text = value.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  if (/^\d{5}([.,]\d+)?$/.test(text)) return readSerial(Number(text.replace(',', '.')), reading);

  const stamped = readTimestamp(text, reading);
  if (stamped) return stamped;

  const { rest, weekday } = withoutWeekday(withoutTime(text));
  const parts = numericParts(rest) ?? namedParts(rest);
  if (!parts) return refuse('not_a_date');
  const read = settle(parts, reading);
  // A weekday that belongs to another day means that one of the two is a slip.
  return read.ok && weekday !== undefined && weekdayOf(read.day) !== weekday ? refuse('ambiguous') : read;
}

/** A date of which the day or month may be unknown: `1985`, `03-1985`, `Maret 1985`, `00-00-1985`, `± 1985`, `sekitar 35 tahun`. */
export function readPartialDate(
  value: string | number,
  reading: DateReading & { today?: PlainDate } = {},
): { ok: true; date: PartialDate } | { ok: false; problem: DateProblem } {
  const text = String(value).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  if (text.length > 80) return refuse('not_a_date');
  const { about, rest } = withoutAbout(text);

  const age = /^(?:umur |usia |age )?(\d{1,3}) ?(?:tahun|thn|th|years?)(?: old)?$/.exec(rest);
  if (age && reading.today) {
    const years = Number(age[1]);
    return years > 130 ? refuse('too_early') : { ok: true, date: dateAbout(yearOf(reading.today) - years) };
  }
  const year = /^(?:(?:tahun|thn|th) )?(?:00?[-/. ]00?[-/. ])?(\d{4})$/.exec(rest);
  if (year) return checkPartial(about ? dateAbout(Number(year[1])) : parsePartialDate(year[1]!), reading);
  if (about) return refuse('not_a_date');
  const numericMonth =
    /^(?:00?[-/. ])?(\d{1,2})[-/. ](\d{4})$/.exec(rest) ?? /^()(\d{4})[-/](\d{1,2})(?:[-/]00)?$/.exec(rest);
  if (numericMonth) {
    const [month, inYear] = numericMonth[3]
      ? [numericMonth[3], numericMonth[2]!]
      : [numericMonth[1]!, numericMonth[2]!];
    return checkPartial(parsePartialDate(`${inYear}-${month.padStart(2, '0')}`), reading);
  }
  const namedMonth = /^([a-z']+)\.?,? (\d{4})$/.exec(rest);
  const month = namedMonth && monthByName.get(namedMonth[1]!);
  if (namedMonth && month)
    return checkPartial(parsePartialDate(`${namedMonth[2]}-${String(month).padStart(2, '0')}`), reading);

  const whole = readDate(value, reading);
  return whole.ok ? { ok: true, date: { text: whole.day, precision: 'day' } } : whole;
}

/** A month as people type it where the browser brings no picker: 2022-05, 05-2022, 5/2022, Mei 2022. */
export function readMonth(value: string): Month | undefined {
  const read = readPartialDate(value);
  return read.ok && read.date.precision === 'month' ? parseMonth(read.date.text) : undefined;
}

type Parts = { day: string; month: number; year: string; swappable: boolean };

const monthByName = new Map(monthNames.flatMap((names, index) => names.map((name) => [name, index + 1] as const)));
const weekdayByName = new Map(weekdayNames.flatMap((names, index) => names.map((name) => [name, index + 1] as const)));

function refuse(problem: DateProblem): { ok: false; problem: DateProblem } {
  return { ok: false, problem };
}

function numericParts(text: string): Parts | undefined {
  const yearFirst = /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$/.exec(text);
  if (yearFirst) return { year: yearFirst[1]!, month: Number(yearFirst[2]), day: yearFirst[3]!, swappable: false };
  const dayFirst = /^(\d{1,2})([-/. ]) ?(\d{1,2})\2 ?(\d{4}|\d{2})$/.exec(text);
  if (dayFirst) return { day: dayFirst[1]!, month: Number(dayFirst[3]), year: dayFirst[4]!, swappable: true };
  const compact = /^(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!compact) return undefined;
  // 20220613 or 13062022: at most one of them is a day within 1900..2199.
  const [, a, b, c, d] = compact as unknown as [string, string, string, string, string];
  const leading = Number(a + b) >= 1900 && Number(a + b) <= 2199 && Number(c) <= 12;
  return leading
    ? { year: a + b, month: Number(c), day: d, swappable: false }
    : { day: a, month: Number(b), year: c + d, swappable: false };
}

function namedParts(text: string): Parts | undefined {
  const dayFirst = /^(?:tgl\.? |tanggal )?(\d{1,2})(?:st|nd|rd|th)?[-/. ]? ?([a-z]+)\.?,?[-/. ]? ?(\d{4}|\d{2})$/.exec(
    text,
  );
  const monthFirst = /^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/.exec(text);
  const [day, name, year] = dayFirst
    ? [dayFirst[1]!, dayFirst[2]!, dayFirst[3]!]
    : monthFirst
      ? [monthFirst[2]!, monthFirst[1]!, monthFirst[3]!]
      : ['', '', ''];
  const roman = (romanMonths as readonly string[]).indexOf(name) + 1;
  const month = monthByName.get(name) ?? (dayFirst ? roman : 0);
  return month ? { day, month, year, swappable: false } : undefined;
}

function settle({ day, month, year, swappable }: Parts, reading: DateReading): DateRead {
  const first = Number(day);
  if (reading.order === 'unsure' && swappable && first !== month && first <= 12 && month <= 12)
    return refuse('ambiguous');
  // Of a column that is not sure of its order, 06/13/2022 can only be the month first.
  const [inMonth, ofMonth] =
    reading.order === 'unsure' && swappable && month > 12 && first <= 12 ? [month, first] : [first, month];
  if (year.length === 4) return within(dateFromParts(Number(year), ofMonth, inMonth), reading);

  const unlimited = !reading.earliest && !reading.latest;
  const limits = unlimited ? { earliest: plainDate('1970-01-01'), latest: plainDate('2069-12-31') } : reading;
  const read = [1900, 2000, 2100].map((century) =>
    within(dateFromParts(century + Number(year), ofMonth, inMonth), limits),
  );
  const possible = read.filter((one) => one.ok);
  if (possible.length > 1) return refuse('ambiguous');
  return possible[0] ?? read.find((one) => !one.ok && one.problem !== 'no_such_day') ?? refuse('no_such_day');
}

function within(
  day: PlainDate | undefined,
  { earliest = earliestRecordDay, latest = latestRecordDay }: DateReading,
): DateRead {
  if (!day) return refuse('no_such_day');
  if (day < earliest) return refuse('too_early');
  return day > latest ? refuse('too_late') : { ok: true, day };
}

/** 2022-06-13T08:15:00+07:00 and 2022-06-13 08:15; undefined when the text is nothing of the kind. */
function readTimestamp(text: string, reading: DateReading): DateRead | undefined {
  const match =
    /^(\d{4}-\d{2}-\d{2})[t ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)? ?(z|utc|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (!match) return undefined;
  const [, date, hour, minute, second = '00', offset] = match as unknown as [
    string,
    string,
    string,
    string,
    string | undefined,
    string | undefined,
  ];
  const time = parseClockTime(`${hour}:${minute}`);
  if (!time || Number(second) > 59) return refuse('not_a_date');
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const written = dateFromParts(year, month, day);
  if (!written || !offset) return withTime(within(written, reading), time);
  if (!reading.zone) return refuse('ambiguous');
  const [, sign = '+', hours = '00', minutes = '00'] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? [];
  if (Number(hours) > 14 || Number(minutes) > 59) return refuse('not_a_date');
  const east = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const instant = new Date(Date.parse(`${written}T${hour}:${minute}:${second}Z`) - east * 60_000);
  return within(dayAt(reading.zone, instant), reading);
}

/** A serial day of a spreadsheet as whole days and the time behind the point; a second more or less is rounding. */
export function splitSerial(serial: number): { days: number; time: ClockTime | undefined } {
  const seconds = Math.round(serial * 86_400);
  const days = Math.floor(seconds / 86_400);
  const minutes = Math.floor((seconds - days * 86_400) / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    days,
    time: serial % 1 === 0 ? undefined : parseClockTime(`${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`),
  };
}

function readSerial(serial: number, reading: DateReading): DateRead {
  if (!Number.isFinite(serial)) return refuse('not_a_date');
  const { days, time } = splitSerial(serial);
  if (days < (reading.countsFrom1904 ? 0 : 1)) return refuse('too_early');
  if (days > 200_000) return refuse('too_late');
  if (reading.countsFrom1904) return withTime(within(addDays(plainDate('1904-01-01'), days), reading), time);
  // Day 60 is 29 February 1900, which Excel believes in and no calendar has; before it the count is one short.
  if (days === 60) return refuse('no_such_day');
  return withTime(within(addDays(plainDate('1899-12-30'), days < 60 ? days + 1 : days), reading), time);
}

/** The serial day of the 1900 system; none before the first day that a spreadsheet knows. */
export function serialOf(day: PlainDate): number | undefined {
  const days = daysBetween(plainDate('1899-12-30'), day);
  if (days < 2) return undefined;
  return days < 61 ? days - 1 : days;
}

function withTime(read: DateRead, time: ClockTime | undefined): DateRead {
  return read.ok && time ? { ...read, time } : read;
}

/** Drops a clock that stands behind the date; a time that no clock shows stays, so that the date is refused. */
function withoutTime(text: string): string {
  return text.replace(
    /,? (?:pukul |jam |pkl\.? )?(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?(?: ?(?:wib|wita|wit))?$/,
    '',
  );
}

function withoutWeekday(text: string): { rest: string; weekday?: number } {
  const match = /^(?:hari )?([a-z']+)(?:,|\.|\s|\/)\s*(.+)$/.exec(text);
  const weekday = match ? weekdayByName.get(match[1]!) : undefined;
  return weekday ? { rest: match![2]!, weekday } : { rest: text };
}

function withoutAbout(text: string): { about: boolean; rest: string } {
  const match =
    /^(?:±|\+\/-|~|k\.?l\.?|kl\.|sekitar|kira-kira|kira kira|lebih kurang|kurang lebih|perkiraan|about|around|circa|c\.|ca\.) ?(.+)$/.exec(
      text,
    );
  return match ? { about: true, rest: match[1]! } : { about: false, rest: text };
}

function checkPartial(
  date: PartialDate | undefined,
  { earliest = earliestRecordDay, latest = latestRecordDay }: DateReading,
): { ok: true; date: PartialDate } | { ok: false; problem: DateProblem } {
  if (!date) return refuse('no_such_day');
  if (date.text < earliest.slice(0, date.text.length)) return refuse('too_early');
  return date.text > latest.slice(0, date.text.length) ? refuse('too_late') : { ok: true, date };
}
