import { nameWords, oneEditApart, soundKey } from '#kernel/person-name';
import { readPhone } from '#kernel/phone';

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
  const words = digits ? [] : [...new Set(nameWords(text))].slice(0, mostWords);
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

/** What a search says beside the name: an age told in round numbers, a town, a mother. `rest` is what is left. */
export type Fragments = { rest: string; age: number | undefined; birthPlace: string; mother: string };

const saysAge =
  /(?:\b(?:kira-kira|kira kira|sekitar|kurang lebih|umur|usia|berumur|berusia|aged?|about)\s+)+(\d{1,3})(?:\s*(?:tahun|thn|th|years?)\b\.?)?|\b(\d{1,3})\s*(?:tahun|thn|years?)\b\.?/i;
const saysPlace =
  /\b(?:lahir di|kelahiran|asal|dari|born in|from)\s+([\p{L}'’.-]+(?:\s+(?:ilir|ulu|timur|barat|utara|selatan|tengah|kota|raya|besar|baru))?)/iu;
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
  const age = Number(take(saysAge));
  const birthPlace = take(saysPlace);
  const isAge = age >= 1 && age <= 120;
  return { rest: rest.replace(/\s+/g, ' ').trim(), age: isAge ? age : undefined, birthPlace, mother };
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
