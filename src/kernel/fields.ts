import * as v from 'valibot';
import { readDate, readPartialDate, type DateProblem, type DateReading } from './dates-id.ts';
import { isUuid } from './id.ts';
import { readNik, type Nik } from './nik.ts';
import { readNip, type Nip } from './nip.ts';
import type { PartialDate } from './partial-date.ts';
import { parseMonth } from './period.ts';
import { cleanName, maxNameLength } from './person-name.ts';
import { readPhone, type Phone } from './phone.ts';
import { pinProblem } from './pin.ts';
import { earliestRecordDay, latestRecordDay, type Month, type PlainDate } from './plain-date.ts';
import { writeProblem, type ProblemKey } from './problems.ts';
import { cleanLine, cleanText, type CleanText } from './text.ts';
import { parseClockTime, type ClockTime } from './zone.ts';

/**
 * The fields of a form: each turns what was typed into a value of the domain or issues a problem (`problems.ts`), never a sentence.
 * A field that did not arrive counts as left empty. `optional…` fields give undefined when empty, all others ask to be filled.
 */
type Read<T> = { value: T } | { problem: ProblemKey; limits?: Record<string, string | number> };
export type Field<T> = v.GenericSchema<unknown, T>;

/** Numbers and true or false are accepted as well as text, because the interface for programs reads the same fields. */
function field<T>(read: (typed: string) => Read<T>): Field<T> {
  const typed = v.nullish(v.union([v.string(), v.number(), v.boolean()], 'not_text' satisfies ProblemKey), '');
  const reading = v.rawTransform<string | number | boolean, T>(({ dataset, addIssue, NEVER }) => {
    const result = read(String(dataset.value));
    if ('value' in result) return result.value;
    addIssue({ message: writeProblem(result.problem, result.limits) });
    return NEVER;
  });
  return v.nullish(v.pipe(typed, reading), '') as unknown as Field<T>;
}

function optional<T>(read: (typed: string) => Read<T>): Field<T | undefined> {
  return field<T | undefined>((typed) => (typed.trim() === '' ? { value: undefined } : read(typed)));
}

export type DateLimits = Pick<DateReading, 'earliest' | 'latest'>;

const dateRead =
  (limits: DateLimits) =>
  (typed: string): Read<PlainDate> => {
    const read = readDate(typed, limits);
    return read.ok ? { value: read.day } : dateTrouble(read.problem, limits);
  };

/** A day in any of the ways of `readDate`; what a browser's date picker sends is one of them. */
export function typedDate(limits: DateLimits = {}): Field<PlainDate> {
  return field((typed) => (typed.trim() === '' ? { problem: 'date_missing' } : dateRead(limits)(typed)));
}

export function optionalDate(limits: DateLimits = {}): Field<PlainDate | undefined> {
  return optional(dateRead(limits));
}

/** A date of which day or month may be unknown; `today` lets an age be typed. Empty is unknown altogether. */
export function partialDate(limits: DateLimits & { today?: PlainDate } = {}): Field<PartialDate | undefined> {
  return optional((typed) => {
    const read = readPartialDate(typed, limits);
    return read.ok ? { value: read.date } : dateTrouble(read.problem, limits);
  });
}

const timeRead = (typed: string): Read<ClockTime> => {
  const time = parseClockTime(
    typed
      .trim()
      .replace(/^(\d)(?=[.:])/, '0$1')
      .replace('.', ':'),
  );
  return time ? { value: time } : { problem: typed.trim() === '' ? 'required' : 'time_not_a_time' };
};

/** 08:15 or 08.15. */
export function typedTime(): Field<ClockTime> {
  return field(timeRead);
}

export function optionalTime(): Field<ClockTime | undefined> {
  return optional(timeRead);
}

/** As the browser's month picker sends it, YYYY-MM. */
export function typedMonth(): Field<Month> {
  return field<Month>((typed) => {
    const month = parseMonth(typed.trim());
    return month ? { value: month } : { problem: typed.trim() === '' ? 'required' : 'month_not_a_month' };
  });
}

const nameRead = (typed: string): Read<string> => {
  const clean = cleanName(typed);
  if (clean.ok) return { value: clean.name };
  return clean.problem === 'name_too_long'
    ? { problem: clean.problem, limits: { max: maxNameLength } }
    : { problem: clean.problem };
};

export function personName(): Field<string> {
  return field(nameRead);
}

export function optionalPersonName(): Field<string | undefined> {
  return optional(nameRead);
}

/** Text of several lines that must say something, in at least so many letters. */
export function freeText(max: number, min = 1): Field<string> {
  return field((typed) => filled(textRead(cleanText(typed, max), max), min));
}

/** A list with one text on each line; empty lines are none, and a line is never cut. */
export function textLines(max: number, line: { min: number; max: number }): Field<string[]> {
  return field<string[]>((typed) => {
    const read = textRead(cleanText(typed, max), max);
    if ('problem' in read) return read;
    const lines = read.value
      .split('\n')
      .map((text) => text.trim())
      .filter((text) => text !== '');
    for (const text of lines) {
      const one = filled(textRead(cleanLine(text, line.max), line.max), line.min);
      if ('problem' in one) return one;
    }
    return { value: lines };
  });
}

/** Text of several lines; nothing is ''. */
export function optionalText(max: number): Field<string> {
  return field((typed) => textRead(cleanText(typed, max), max));
}

/** One line that must say something, in at least so many letters. */
export function shortText(max: number, min = 1): Field<string> {
  return field((typed) => filled(textRead(cleanLine(typed, max), max), min));
}

/** One line; nothing is ''. */
export function optionalShortText(max: number): Field<string> {
  return field((typed) => textRead(cleanLine(typed, max), max));
}

/** Never required; look at `checkNik` for what an officer should see before it is kept. */
export function nikField(): Field<Nik | undefined> {
  return field((typed) => {
    const read = readNik(typed);
    return read.ok ? { value: read.nik } : { problem: read.problem };
  });
}

export function nipField(): Field<Nip | undefined> {
  return field((typed) => {
    const read = readNip(typed);
    return read.ok ? { value: read.nip } : { problem: read.problem };
  });
}

const phoneRead = (typed: string): Read<Phone> => {
  const read = readPhone(typed);
  return read.ok ? { value: read.phone } : { problem: read.problem };
};

export function phoneField(): Field<Phone> {
  return field(phoneRead);
}

export function optionalPhone(): Field<Phone | undefined> {
  return optional(phoneRead);
}

/** Only what mail needs: something, @, a domain with a dot. Whether it arrives, only a message tells. */
const emailRead = (typed: string): Read<string> => {
  const clean = cleanLine(typed, 254);
  const email = clean.ok ? clean.text.toLowerCase() : '';
  return /^[^\s@<>()[\],;:\\"]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/.test(email)
    ? { value: email }
    : { problem: 'email_not_an_address' };
};

export function emailField(): Field<string> {
  return field((typed) => (typed.trim() === '' ? { problem: 'required' } : emailRead(typed)));
}

export function optionalEmail(): Field<string | undefined> {
  return optional(emailRead);
}

/** One of the values that the page offers. */
export function choice<const T extends string>(options: readonly T[]): Field<T> {
  return field((typed) => (typed === '' ? { problem: 'choice_missing' } : chosen(options, typed)));
}

export function optionalChoice<const T extends string>(options: readonly T[]): Field<T | undefined> {
  return optional((typed) => chosen(options, typed));
}

/** Any number of the values that the page offers, each once, in the order of the options: a group of boxes named `name[]`. */
export function choices<const T extends string>(options: readonly T[]): Field<T[]> {
  const list = v.pipe(
    v.array(choice(options), 'not_text' satisfies ProblemKey),
    v.maxLength(options.length * 2, 'choice_unknown' satisfies ProblemKey),
    v.transform((ticked) => options.filter((option) => ticked.includes(option))),
  );
  return v.nullish(list, []) as unknown as Field<T[]>;
}

/** A box that is ticked or not. */
export function checkbox(): Field<boolean> {
  return field<boolean>((typed) => {
    if (['on', 'true', '1', 'yes'].includes(typed)) return { value: true };
    return ['', 'off', 'false', '0', 'no'].includes(typed) ? { value: false } : { problem: 'choice_unknown' };
  });
}

/** A box that must be ticked to go on. */
export function agreement(): Field<true> {
  return field<true>((typed) =>
    ['on', 'true', '1', 'yes'].includes(typed) ? { value: true } : { problem: 'must_agree' },
  );
}

const integerRead =
  (min: number, max: number) =>
  (typed: string): Read<number> => {
    const text = typed.normalize('NFKC').replace(/\s+/g, '').replace(/^\+/, '');
    // 3.661 is a whole number with an Indonesian separator; 3,5 is none.
    const plain = /^-?\d{1,3}(\.\d{3})+$/.test(text) ? text.replaceAll('.', '') : text;
    if (/^-?\d+[.,]\d+$/.test(plain)) return { problem: 'number_not_whole' };
    if (!/^-?\d{1,16}$/.test(plain)) return { problem: 'number_not_a_number' };
    const number = Number(plain) + 0;
    if (!Number.isSafeInteger(number)) return { problem: 'number_not_a_number' };
    if (number < min) return { problem: 'number_too_small', limits: { min } };
    return number > max ? { problem: 'number_too_large', limits: { max } } : { value: number === 0 ? 0 : number };
  };

export function integer(min: number, max: number): Field<number> {
  return field((typed) => (typed.trim() === '' ? { problem: 'required' } : integerRead(min, max)(typed)));
}

export function optionalInteger(min: number, max: number): Field<number | undefined> {
  return optional(integerRead(min, max));
}

/** An id of a row or a submission, which the page put there: whoever gets this problem has changed the page. */
export function uuidField(): Field<string> {
  return field<string>((typed) => (isUuid(typed) ? { value: typed.toLowerCase() } : { problem: 'id_not_valid' }));
}

export function optionalUuid(): Field<string | undefined> {
  return optional<string>((typed) => (isUuid(typed) ? { value: typed.toLowerCase() } : { problem: 'id_not_valid' }));
}

/** A new PIN. Do not use it to check one at sign-in: an old PIN may be easy and still be right. */
export function pin(birth?: PlainDate): Field<string> {
  return field<string>((typed) => {
    if (typed.trim() === '') return { problem: 'required' };
    const value = typed.normalize('NFKC').trim();
    const problem = pinProblem(value, birth);
    return problem ? { problem } : { value };
  });
}

function dateTrouble(
  problem: DateProblem,
  { earliest = earliestRecordDay, latest = latestRecordDay }: DateLimits,
): Read<never> {
  const key = `date_${problem}` as const;
  if (key === 'date_too_early') return { problem: key, limits: { earliest } };
  return key === 'date_too_late' ? { problem: key, limits: { latest } } : { problem: key };
}

function textRead(clean: CleanText, max: number): Read<string> {
  if (clean.ok) return { value: clean.text };
  return clean.problem === 'text_too_long' ? { problem: clean.problem, limits: { max } } : { problem: clean.problem };
}

function filled(read: Read<string>, min: number): Read<string> {
  if ('problem' in read) return read;
  if (read.value === '') return { problem: 'required' };
  return read.value.length < min ? { problem: 'text_too_short', limits: { min } } : read;
}

function chosen<T extends string>(options: readonly T[], typed: string): Read<T> {
  const found = options.find((option) => option === typed);
  return found === undefined ? { problem: 'choice_unknown' } : { value: found };
}
