import type { PartialDate } from '#kernel/partial-date';
import { cleanName, plainWords, splitName } from '#kernel/person-name';
import { aliasWords, fatherWords, titlesAfter, titlesBefore } from '#kernel/titles';
import { familyMarks, nobodysNames, particles } from './names.data.ts';
import { placeKinds, samePlace } from './places.data.ts';

/** What somebody is recognised by, as it was written down. Empty and null are unknown and say nothing. */
export type Facts = {
  /** With titles, `bin` and `alias` as they may come. */
  name: string;
  aliases?: readonly string[];
  nik?: string | null | undefined;
  birth?: PartialDate | null | undefined;
  birthPlace?: string | undefined;
  sex?: 'male' | 'female' | null | undefined;
  mother?: string | undefined;
  father?: string | undefined;
};

export type NameWords = { own: string[]; father: string[]; alias: string[] };

/** More words than this in one name, and more aliases than this, are text that somebody stuffed in. */
const mostWords = 12;
const mostAliases = 50;
const mostAliasWords = 24;

const bare = (title: string) => title.toLowerCase().replace(/[^\p{L}]/gu, '');
const degrees = new Set(titlesAfter.map(bare));
const titles = new Set(titlesBefore.map(bare));
/** A word after which a name cannot simply be cut at its spaces. */
const special = new Set([
  ...[...titlesBefore, ...titlesAfter].map(bare),
  ...Object.keys(fatherWords),
  ...aliasWords,
  ...familyMarks,
]);

/** A written name taken apart into words of small letters: titles gone, father and other names for themselves. */
export function readName(written: string): NameWords {
  if (/^[A-Za-z]+(?: [A-Za-z]+)*$/.test(written) && written.length <= 100) {
    const words = written.toLowerCase().split(' ');
    const at = words.findIndex((word) => special.has(word));
    if (at < 0) return { own: ownWords(words), father: [], alias: [] };
    // Most names are a few words, perhaps with the father's: these need no closer look.
    if (at > 0 && at < words.length - 1 && Object.hasOwn(fatherWords, words[at]!)) {
      const father = words.slice(at + 1);
      if (!father.some((word) => special.has(word)))
        return { own: ownWords(words.slice(0, at)), father: ownWords(father), alias: [] };
    }
  }
  const [first = '', ...others] = written.slice(0, 1000).split(betweenNames).slice(0, mostAliases);
  const { name, father } = partsOf(first);
  return {
    own: ownWords(plainWords(name)),
    father: father ? ownWords(plainWords(father.name)) : [],
    alias: others.flatMap((other) => ownWords(plainWords(partsOf(other).name))).slice(0, mostAliasWords),
  };
}

/** `al.` with its point is an alias and no article. */
const betweenNames = /(?<=\S)\s+(?:alias|als\.?|al\.|aka|a\.k\.a\.?|@)\s+/i;

function partsOf(written: string): { name: string; father?: { name: string } } {
  const cleaned = cleanName(withoutDegrees(written), 1000);
  return cleaned.ok ? splitName(cleaned.name) : { name: '' };
}

/** A degree stands at the end. Written in front or in the middle it is a degree all the same, with its points and the comma before it. */
function withoutDegrees(written: string): string {
  const words = written.split(/\s+/);
  const isDegree = (word: string) => word.includes('.') && degrees.has(bare(word));
  const kept = words.filter((word) => !isDegree(word));
  if (kept.length === words.length || kept.join('') === '') return written;
  return words
    .map((word, at) => (isDegree(words[at + 1] ?? '') ? word.replace(/,$/, '') : word))
    .filter((word) => !isDegree(word))
    .join(' ');
}

const beginNobodys = new Set([...nobodysNames].map((name) => name.split(' ')[0]!));
const longestOfNobody = Math.max(...[...nobodysNames].map((name) => name.split(' ').length));
/** Asked of every name of a register: most begin otherwise, and nothing is put together for those. */
const isNobodys = (words: readonly string[]) =>
  beginNobodys.has(words[0] ?? '') && words.length <= longestOfNobody && nobodysNames.has(words.join(' '));

/**
 * Without what only says rank or sex, and without a title that stands behind it; a name that is nothing else stays whole. What is written
 * where no name is known is no name.
 */
function ownWords(words: string[]): string[] {
  if (isNobodys(words)) return [];
  const kept = words.filter((word) => !familyMarks.has(word));
  let first = 0;
  while (first < kept.length - 1 && (particles.has(kept[first]!) || titles.has(kept[first]!))) first++;
  const own = kept.slice(first);
  return (own.length > 0 ? own : words).slice(0, mostWords);
}

/** Everything that a person's name, aliases and father tell. Of whom no name is known, his other name is the one to compare. */
export function readNames(facts: Facts): NameWords {
  const read = readWritten(facts);
  return read.own.length > 0 ? read : { ...read, own: read.alias.slice(0, mostWords), alias: [] };
}

function readWritten(facts: Facts): NameWords {
  const { own, father, alias } = readName(facts.name);
  const fathers = father.length === 0 && facts.father ? readName(facts.father).own : father;
  if (!facts.aliases?.length) return { own, father: fathers, alias };
  const more = facts.aliases.slice(0, mostAliases).flatMap((written) => {
    const read = readName(written);
    return [...read.own, ...read.alias];
  });
  return { own, father: fathers, alias: [...new Set([...alias, ...more])].slice(0, mostAliasWords) };
}

export function readMother(written: string | undefined): string[] {
  return written ? readName(written).own : [];
}

const placeNames = new Map(samePlace.flatMap((names) => names.map((name) => [name, names[0]!] as const)));

/** A place by the name it has now, without what kind of place it is. */
export function readPlace(written: string | undefined): string {
  if (!written) return '';
  const words = plainWords(written.slice(0, 200));
  while (words.length > 1 && placeKinds.has(words[0]!)) words.shift();
  const name = words.join(' ');
  return placeNames.get(name) ?? name;
}

/** A sixteen-digit number in two halves: region and day, month, year and serial. Another length is one number that is the same or says nothing. */
export type NikHalves = { high: number; low: number };
export const noNik: NikHalves = { high: -1, low: -1 };

export function readNikHalves(written: string | null | undefined): NikHalves {
  if (!written) return noNik;
  const digits = /^\d+$/.test(written) ? written : written.normalize('NFKC').replace(/\D/g, '');
  if (digits.length < 8 || /^(\d)\1*$/.test(digits)) return noNik;
  // A spreadsheet drops the zero in front.
  const nik = digits.length === 15 ? `0${digits}` : digits;
  if (nik.length === 16) return { high: Number(nik.slice(0, 8)), low: Number(nik.slice(8)) };
  let hash = nik.length;
  for (let at = 0; at < nik.length; at++) hash = (Math.imul(hash, 31) + nik.charCodeAt(at)) | 0;
  return { high: -2 - (hash & 0x3fffffff), low: -nik.length };
}

// A date as one number: year, month and day, each 0 where unknown; a guessed year has a bit of its own.
const guessed = 1 << 24;
export const yearIn = (birth: number) => (birth >> 9) & 0x3fff;
export const monthIn = (birth: number) => (birth >> 5) & 15;
export const dayIn = (birth: number) => birth & 31;
export const isGuessed = (birth: number) => (birth & guessed) !== 0;
export const packBirth = (year: number, month: number, day: number) => (year << 9) | (month << 5) | day;

export function readBirth(birth: PartialDate | null | undefined): number {
  if (!birth) return 0;
  const { text, precision } = birth;
  const year = Number(text.slice(0, 4));
  if (precision === 'about_year') return packBirth(year, 0, 0) | guessed;
  return packBirth(year, Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

/** The day that a NIK was given for; somebody with a NIK is not a hundred years old, so two digits are enough for the year. */
export function birthInNik({ high, low }: NikHalves): number {
  if (high < 0) return 0;
  const coded = high % 100;
  const day = coded > 40 ? coded - 40 : coded;
  const month = Math.floor(low / 1e6);
  const year = Math.floor(low / 1e4) % 100;
  if (day < 1 || day > 31 || month < 1 || month > 12) return 0;
  return packBirth(year < 25 ? 2000 + year : 1900 + year, month, day);
}

export type SexCode = 0 | 1 | 2;
export function readSex(sex: Facts['sex']): SexCode {
  return sex === 'male' ? 1 : sex === 'female' ? 2 : 0;
}
