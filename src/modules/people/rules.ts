import { readPartialDate } from '#kernel/dates-id';
import type { PartialDate } from '#kernel/partial-date';
import { nameWords, oneEditApart, soundKey } from '#kernel/person-name';
import { readPhone } from '#kernel/phone';
import { fatherWords } from '#kernel/titles';

// What a search asks for.

export const longestSearch = 200;
const mostWords = 6;

export type Asked =
  | { ok: false; why: 'empty' | 'too_short' | 'too_long' | 'nothing_to_find' }
  | {
      ok: true;
      /** Words of a name, each once. */
      words: string[];
      /** All digits, when a NIK or its end may be meant. */
      nik: string | undefined;
      phone: string | undefined;
      /** A register number as it may be written, and its bare number. */
      register: { label: string; number: number | undefined } | undefined;
    };

/** A typed search taken apart. One text may be several things at once: `0012` ends a NIK and is a register number. */
export function readSearch(typed: string): Asked {
  if (typed.length > longestSearch) return { ok: false, why: 'too_long' };
  const text = typed
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (text === '') return { ok: false, why: 'empty' };

  const digits = /^[\d\s.\-‐‑–'’]+$/.test(text) ? text.replace(/\D/g, '') : '';
  const read = /^[+\d]/.test(text) ? readPhone(text) : undefined;
  const words = digits ? [] : [...new Set(nameWords(withoutFatherWord(text)))].slice(0, mostWords);
  const asked: Asked = {
    ok: true,
    words,
    nik: digits.length >= 4 && digits.length <= 20 ? digits : undefined,
    phone: read?.ok ? read.phone : undefined,
    register: registerOf(text, digits),
  };
  if (asked.nik ?? asked.phone ?? asked.register) return asked;
  if (words.length === 0) return { ok: false, why: [...text].length < 2 ? 'too_short' : 'nothing_to_find' };
  return words.join('').length < 2 ? { ok: false, why: 'too_short' } : asked;
}

/** Of somebody of whom only the father is remembered: "bin Ujang". Nobody bears the word itself. */
function withoutFatherWord(text: string): string {
  const [first = '', ...rest] = text.split(' ');
  return rest.length > 0 && Object.hasOwn(fatherWords, first.toLowerCase().replace(/\.$/, '')) ? rest.join(' ') : text;
}

/** What a search says beside the name: an age told in round numbers, a birthday or a part of it, a town, a mother. `rest` is what is left. */
export type Fragments = {
  rest: string;
  age: number | undefined;
  birth: PartialDate | undefined;
  birthPlace: string;
  mother: string;
};

const saysAge =
  /(?:\b(?:kira-kira|kira kira|sekitar|kurang lebih|umur|usia|berumur|berusia|aged?|about)\s+)+[±~]?\s*(\d{1,3})(?:-?an\b)?(?:\s*(?:tahunan|tahun|thn|th|years?)\b\.?)?|[±~]?\s*\b(\d{1,3})(?:-?an\b)?\s*(?:tahunan|tahun|thn|th|years?)\b\.?/i;
/** What may stand before a birthday, as on a form: "TTL", "tgl lahir", "lahir tahun". */
const beforeBirth = String.raw`(?:\b(?:tempat|ttl|tgl|tanggal|lahir|kelahiran|pada|tahun|thn|born|on|in)\b[\s.:,]*)*`;
/** A whole day, a month with its year, a year for itself; what only looks like one is no date to `readPartialDate`. */
const saysBirth = [
  String.raw`(?<![\d/.-])\d{1,2}[-/. ]\s?(?:\d{1,2}|\p{L}{3,9})[-/. ]\s?\d{4}(?![\d/-])`,
  String.raw`(?<![\p{L}\d/.-])\p{L}{3,9} \d{4}(?![\d/-])`,
  String.raw`(?<![^\s,])(?:19|20)\d\d(?![^\s,])`,
].map((date) => new RegExp(`${beforeBirth}(${date})`, 'giu'));
const saysPlace =
  /\b(?:lahir(?: di)?|ttl|kelahiran|asal|dari|born in|from)[\s:]+([\p{L}'’.-]+(?:\s+(?:ilir|ulu|timur|barat|utara|selatan|tengah|kota|raya|besar|baru))?)/iu;
const saysMother = /\b(?:nama ibu|ibunya|ibu|anak dari|mother)\s+([\p{L}'’.-]+(?:\s+[\p{L}'’.-]+)?)\s*$/iu;

/** Takes a search apart into the name and what else is remembered of somebody: "udin kira-kira 40 tahun lahir di Sekayu ibu Partini". */
export function readFragments(typed: string): Fragments {
  let rest = typed.slice(0, longestSearch + 1);
  const take = (pattern: RegExp): string => {
    const found = pattern.exec(rest);
    if (!found) return '';
    rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`;
    return found[1] ?? found[2] ?? '';
  };
  const mother = take(saysMother);
  const told = birthIn(rest);
  if (told) rest = told.rest;
  const age = Number(take(saysAge));
  const birthPlace = take(saysPlace);
  const isAge = age >= 1 && age <= 120;
  return {
    rest: rest.replace(/[\s,]+/g, ' ').trim(),
    age: isAge ? age : undefined,
    birth: told?.birth,
    birthPlace,
    mother,
  };
}

/** A year alone stands beside words only: else it is the end of a NIK, or a part of a register's number. */
function birthIn(text: string): { birth: PartialDate; rest: string } | undefined {
  for (const pattern of saysBirth)
    for (const found of text.matchAll(pattern)) {
      const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
      const read = readPartialDate(found[1]!.replace(/([-/.])\s/g, '$1'));
      if (!read.ok) continue;
      if (read.date.precision !== 'year' || (/\p{L}{2}/u.test(rest) && !/\d/.test(rest)))
        return { birth: read.date, rest };
    }
  return undefined;
}

function registerOf(text: string, digits: string): { label: string; number: number | undefined } | undefined {
  if (text.length > 60 || !/\d/.test(text)) return undefined;
  if (digits !== '') return digits.length <= 6 ? { label: text, number: Number(digits) } : undefined;
  return /^[\p{L}\d][\p{L}\d\s./-]*$/u.test(text) ? { label: text, number: undefined } : undefined;
}

/** As an institution writes the numbers of its registers, however they are typed: BIIA.34/2022 is B.IIa 34/2022. */
const ofInstitution = /^([abc])[.\s]*(iv|v|i{1,3})([abs]?)[.\s/-]*(\d{1,9}\s*\/\s*\d{4})$/i;

/** The ways in which a typed register number may stand in a book. */
export function labelsOf(typed: string): string[] {
  const [, book, part, half, number] = ofInstitution.exec(typed) ?? [];
  const own = book
    ? [`${book.toUpperCase()}.${part!.toUpperCase()}${half!.toLowerCase()} ${number!.replace(/\s/g, '')}`]
    : [];
  return [...new Set([typed, typed.toUpperCase(), typed.toLowerCase(), ...own])];
}

/** How a word of a name answers a typed word; the lower the number the better. */
export type WordMatch = 'exact' | 'beginning' | 'one_letter' | 'sound';
export const wordMatches = ['exact', 'beginning', 'one_letter', 'sound'] as const satisfies readonly WordMatch[];

/** Whether a known word is what was meant by a typed one. Names of two letters say too little to sound alike. */
export function matchWord(typed: string, known: string): WordMatch | undefined {
  if (typed === known) return 'exact';
  if (typed.length >= 2 && oneEditApart(typed, known)) return 'one_letter';
  if (typed.length >= 3 && soundKey(typed) === soundKey(known)) return 'sound';
  return undefined;
}

// Whether two records may be one person.

export const agreeingGroups = ['nik', 'name', 'birth', 'mother', 'father', 'birth_place', 'sex'] as const;
export type AgreeingGroup = (typeof agreeingGroups)[number];
export type Band = 'strong' | 'likely' | 'doubtful';

/** A likeness that an officer must answer before somebody new is registered. */
export function mustBeAnswered(band: Band): boolean {
  return band !== 'doubtful';
}
