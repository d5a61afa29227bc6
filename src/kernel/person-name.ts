import { soundFolds, soundWords } from './sound-folds.ts';
import { capMarks, lengthOf, refusedText } from './text.ts';
import { aliasWords, fatherWords, smallNameWords, titlesAfter, titlesBefore } from './titles.ts';

export const maxNameLength = 200;
export type NameProblem = 'name_missing' | 'name_no_letter' | 'name_too_long' | 'text_nul' | 'text_broken';
export type CleanName = { ok: true; name: string } | { ok: false; problem: NameProblem };

/**
 * A typed name as it will be kept: NFC, single spaces, nothing invisible. Letters of every script, marks, apostrophes and titles
 * stay as typed: a name is changed by its bearer, not by a form.
 */
export function cleanName(raw: string, max: number = maxNameLength): CleanName {
  const refused = refusedText(raw, max);
  if (refused) return { ok: false, problem: refused === 'text_too_long' ? 'name_too_long' : refused };
  const name = capMarks(raw)
    .replace(/[\s\u0085\u180e]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Variation_Selector}\u115f\u1160\u3164\uffa0\u2800]/gu, '')
    .replace(/ +/g, ' ')
    .trim();
  if (name === '') return { ok: false, problem: 'name_missing' };
  if (!/\p{L}/u.test(name)) return { ok: false, problem: 'name_no_letter' };
  return lengthOf(name) > max ? { ok: false, problem: 'name_too_long' } : { ok: true, name };
}

export type NameParts = {
  titlesBefore: string[];
  /** Without titles, father and aliases. */
  name: string;
  father?: { word: 'bin' | 'binti'; name: string };
  aliases: string[];
  titlesAfter: string[];
};

/** A clean name taken apart. The parts of `name` are as typed; titles are spelled as in the list of titles. */
export function splitName(clean: string): NameParts {
  const { titlesBefore, name, titlesAfter } = splitTitles(clean);
  const [own = '', ...aliases] = splitAt(name.split(' '), (word) =>
    aliasKeys.has(word.toLowerCase().replace(/\.$/, '')),
  );
  const words = own.split(' ');
  const link = words.findIndex(
    (word, index) => index > 0 && index < words.length - 1 && fatherWord(word) !== undefined,
  );
  const parts = {
    titlesBefore,
    name: link > 0 ? words.slice(0, link).join(' ') : own,
    aliases: aliases.filter(Boolean),
    titlesAfter,
  };
  if (link <= 0) return parts;
  return { ...parts, father: { word: fatherWord(words[link]!)!, name: words.slice(link + 1).join(' ') } };
}

/** Titles before and after a name. A name that would be nothing but titles is left alone. */
export function splitTitles(clean: string): { titlesBefore: string[]; name: string; titlesAfter: string[] } {
  const [first = '', ...segments] = clean.split(',').map((segment) => segment.trim());
  const before: string[] = [];
  let words = first.split(' ').flatMap(splitGluedTitle);
  for (let taken = titleAtStart(words); taken; taken = titleAtStart(words)) {
    before.push(taken.title);
    words = words.slice(taken.words);
  }

  const after: string[] = [];
  const kept: string[] = [];
  for (const segment of segments.filter(Boolean)) {
    const titles = kept.length === 0 ? titlesOfSegment(segment) : undefined;
    if (titles) after.push(...titles);
    else kept.push(segment);
  }
  const tail: string[] = [];
  while (kept.length === 0 && words.length > 1) {
    const title = titleAtEnd(words.at(-1)!, first === first.toUpperCase());
    if (!title) break;
    tail.unshift(title);
    words = words.slice(0, -1);
  }
  return { titlesBefore: before, name: [words.join(' '), ...kept].join(', '), titlesAfter: [...tail, ...after] };
}

/** SITI NURHALIZA as Siti Nurhaliza. Only where all letters are capitals or all are small: mixed case is how someone wants it. */
export function properCase(name: string): string {
  if (name !== name.toUpperCase() && name !== name.toLowerCase()) return name;
  const words = name.split(' ');
  const cased = words.map((word, index) => {
    const lower = word.toLowerCase();
    if (index > 0 && smallNameWords.includes(lower)) return lower;
    if (index > 0 && romanNumerals.has(word.toUpperCase())) return word.toUpperCase();
    const title = knownTitle(word, index === 0 ? 'before' : 'after');
    return title && /\./.test(word) ? title + (word.endsWith(',') ? ',' : '') : capitalised(lower);
  });
  return cased.join(' ');
}

/** The first letters of the name's own words: `SN` for Siti Nurhaliza. */
export function initials(clean: string): string {
  const words = splitName(clean).name.match(/[\p{L}\p{M}]+(?:['’ʼ][\p{L}\p{M}]+)*/gu) ?? [];
  return words.map((word) => [...word][0]!.toUpperCase()).join('');
}

/**
 * The words by which a name is searched, aliases and father included: small letters without accents, titles, `bin` or `alias`.
 * At most 24 words, so that a field stuffed with text cannot slow a search down.
 */
export function nameWords(typed: string): string[] {
  const cleaned = cleanName(typed.slice(0, 1000), 1000);
  if (!cleaned.ok) return [];
  const { name, father, aliases } = splitName(cleaned.name);
  return plainWords([name, father?.name ?? '', ...aliases].join(' ')).slice(0, 24);
}

/**
 * The end of the stretch in which all words lie that begin so, for a search between two words: row-level security lets PostgreSQL
 * use an index for a comparison, and not for `like`.
 */
export const pastAllThatBegin = (letters: string) => `${letters}\u{10ffff}`;

/**
 * One word as it sounds, for finding other spellings of it (`sound-folds.ts` says which). Two words with the same key may be one
 * name; it is a way to find candidates and never proof. Expects a word of `nameWords`.
 */
export function soundKey(word: string): string {
  const known = wholeWordKeys.get(word);
  if (known) return known;
  if (!/^[a-z]+$/.test(word)) return word;
  const folded = fold(word);
  return foldedWordKeys.get(folded) ?? folded;
}

/** A word and what remains when any one character is left out: two words one slip apart always share an entry. */
export function deletions(word: string): string[] {
  const letters = [...word];
  const shorter =
    letters.length > 1 ? letters.map((_, at) => [...letters.slice(0, at), ...letters.slice(at + 1)].join('')) : [];
  return [...new Set([word, ...shorter])];
}

/** A word stuffed with text has no neighbours worth keeping. */
const longestWordWithNeighbours = 32;

/** Under which keys a word is kept for the search: itself, itself less one letter, and its sound. */
export function keysOf(word: string): string[] {
  const near = [...word].length <= longestWordWithNeighbours ? deletions(word) : [word];
  return [...near, `~${soundKey(word)}`];
}

/** True when exactly one slip lies between two different words: a letter too many, too few, another one, or two neighbours swapped. */
export function oneEditApart(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [[...a], [...b]] : [[...b], [...a]];
  if (long.length - short.length > 1) return false;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  const rest = (letters: string[], from: number) => letters.slice(from).join('');
  if (short.length < long.length) return rest(short, same) === rest(long, same + 1);
  if (same === short.length) return false;
  if (rest(short, same + 1) === rest(long, same + 1)) return true;
  return (
    short[same] === long[same + 1] && short[same + 1] === long[same] && rest(short, same + 2) === rest(long, same + 2)
  );
}

const bare = (title: string) => title.toLowerCase().replace(/[^\p{L}]/gu, '');
const titleIndex = {
  before: new Map(titlesBefore.map((title) => [bare(title), title])),
  after: new Map(titlesAfter.map((title) => [bare(title), title])),
};
const aliasKeys = new Set(aliasWords);
const romanNumerals = new Set(['II', 'III', 'IV', 'VI', 'VII', 'VIII', 'IX', 'XI', 'XII', 'XIII', 'XIV', 'XV']);
const fold = (word: string) => soundFolds.reduce((text, { from, to }) => text.replace(from, to), word);
const wholeWordKeys = new Map(soundWords.flatMap(({ written, key }) => written.map((word) => [word, key] as const)));
const foldedWordKeys = new Map(
  soundWords.flatMap(({ written, key }) =>
    written.filter((word) => word.length > 3).map((word) => [fold(word), key] as const),
  ),
);

function knownTitle(word: string, where: 'before' | 'after'): string | undefined {
  // dr. is a physician and Dr. a doctor of anything: only the typed case tells them apart.
  if (/^dr\.?$/.test(word)) return 'dr.';
  if (/^D[rR]\.?$/.test(word)) return 'Dr.';
  return titleIndex[where].get(bare(word));
}

/** `H.Ahmad` as two words, `S.Pd.` as one. */
function splitGluedTitle(word: string): string[] {
  const glued = /^((?:\p{L}{1,5}\.)+)(\p{L}{3,})$/u.exec(word);
  return glued && knownTitle(glued[1]!, 'before') ? [glued[1]!, glued[2]!] : [word];
}

function titleAtStart(words: string[]): { title: string; words: number } | undefined {
  for (const count of [3, 2, 1]) {
    const candidate = words.slice(0, count);
    if (candidate.length < count || words.length <= count) continue;
    // Several words are one title only as single letters with dots: `K. H.`, not `R Adi`.
    if (count > 1 && !candidate.every((word) => /^\p{L}\.$/u.test(word))) continue;
    const title = knownTitle(candidate.join(''), 'before');
    if (title) return { title, words: count };
  }
  return undefined;
}

/** After a comma everything is a title or nothing is: `S. Pd., M. Si.`; words with a dot inside count although unknown. */
function titlesOfSegment(segment: string): string[] | undefined {
  const whole = knownTitle(segment.replaceAll(' ', ''), 'after');
  if (whole) return [whole];
  const titles = segment
    .split(' ')
    .map((word) => knownTitle(word, 'after') ?? (/^\p{L}{1,4}\.[\p{L}.]*$/u.test(word) ? word : undefined));
  return titles.every((title) => title !== undefined) ? titles : undefined;
}

/**
 * Without a comma a title needs its dots or brackets, or capitals: `Ahmad SH`. Where the whole name is in capitals, two letters with
 * a vowel are rather a name (`LIM SE`).
 */
function titleAtEnd(word: string, allCapitals: boolean): string | undefined {
  if (/^\p{L}\.?$/u.test(word)) return undefined;
  const marked = /\.\p{L}|\p{L}\.$|^\(/u.test(word);
  const inCapitals = /^\p{Lu}{2,5}$/u.test(word) && !(allCapitals && /^(?=.*[AIUEO]).{2}$/.test(word));
  return marked || inCapitals ? knownTitle(word, 'after') : undefined;
}

function fatherWord(word: string): 'bin' | 'binti' | undefined {
  const key = word.toLowerCase().replace(/\.$/, '');
  return Object.hasOwn(fatherWords, key) ? fatherWords[key] : undefined;
}

function splitAt(words: string[], isSplit: (word: string) => boolean): string[] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (isSplit(word)) parts.push([]);
    else parts.at(-1)!.push(word);
  }
  return parts.map((part) => part.join(' '));
}

/** O'Neil and D'Artagnan, but Ma'ruf and Nur'aini: a capital after the apostrophe only behind a single first letter. */
function capitalised(lower: string): string {
  return lower
    .replace(/(^|[-.(/])(\p{L})/gu, (_, mark: string, letter: string) => mark + letter.toUpperCase())
    .replace(/^(\p{L}['’])(\p{L})/u, (_, start: string, letter: string) => start + letter.toUpperCase());
}

const latinWithoutDecomposition: Readonly<Record<string, string>> = {
  ı: 'i',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};

/** The words of a text in small letters without accents. */
export function plainWords(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .toLowerCase()
    // Accents on Latin letters and Arabic vowel signs go; the vowel signs of Javanese or Thai are letters of the name.
    .replace(/[\u0300-\u036f]|\u0640|[\u064b-\u065f]|\u0670/g, '')
    .replace(/[ıøđðłßæœþ]/g, (letter) => latinWithoutDecomposition[letter]!)
    .replace(/['’‘ʼ`´ʻ]/g, '');
  return (folded.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).filter((word) => /\p{L}/u.test(word));
}
