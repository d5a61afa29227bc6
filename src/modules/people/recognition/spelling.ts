import { soundKey } from '#kernel/person-name';
import { birthOrder, counterparts, families, sameName } from './names.data.ts';

/** A distinct word of names, with all that is worked out about it once. */
export type Word = {
  /** Small letters, without marks. */
  readonly plain: string;
  /** As it sounds: the same for spellings that officers use for one name. */
  readonly sound: string;
  /** As it sounds to somebody who hears badly: z, j and s, h and k, e and i, o and u are one. */
  readonly spellingClass: string;
  /** The name of which this is a form, or its sound. */
  readonly form: string;
  /** Which of the letters a to z occur, one bit each. */
  readonly letters: number;
  /** Marga, clan, or a word that counts children: left out easily and shared by many. */
  readonly shared: boolean;
};

const formOf = new Map(sameName.flatMap((forms) => forms.map((form) => [form, `=${forms[0]!}`] as const)));

export function wordOf(plain: string): Word {
  const sound = soundKey(plain);
  let letters = 0;
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at) - 97;
    letters |= code >= 0 && code < 26 ? 1 << code : 1 << 26;
  }
  return {
    plain,
    sound,
    spellingClass: spellingClassOf(sound),
    form: formOf.get(plain) ?? sound,
    letters,
    shared: families.has(plain) || birthOrder.has(plain),
  };
}

/** The form of every word that is written for Abdul. */
export const abdulForm = formOf.get('abdul');

/** Whose servant a name says somebody is that is written as one word, the l as it sounds before him: Rahman of Abdurrahman, Salam of Abdusalam. */
export function servantOf(plain: string): string | undefined {
  return /^abd(?:oe|u|o)(?:l(?=[^aeioul])|([rsntdz])(?=\1))?([^aeiou].{3,})$/.exec(plain)?.[2];
}
/** How such a name is written together. */
export function servantsOf(name: string): string[] {
  return [`abdul${name}`, `abdu${name}`, ...(/^[rsntdz]/.test(name) ? [`abdu${name[0]!}${name}`] : [])];
}

const classFolds: readonly (readonly [RegExp, string])[] = [
  [/^kr/, 'kr'],
  [/^[hk](?=[aeiou])/, 'k'], // Khasan, Hasan, Kasan
  [/(?<=.)h/g, ''], // Khadijah, Kadija; Rahman, Raman
  [/[zj]/g, 's'], // Zulaikha, Julaiha, Sulaika
  [/[dt]$/, 't'], // Ahmad, Ahmat
  [/[bp]$/, 'p'], // Yakub, Yakup
  [/ng$|g$/, 'n'],
  [/y/g, 'i'],
  [/ai|ei|ae|e/g, 'i'], // Saiful, Seiful, Siful
  [/au|ou|o/g, 'u'], // Maulana, Molana
  [/w/g, 'u'],
  [/(.)\1+/g, '$1'],
];

function spellingClassOf(sound: string): string {
  return /^[a-z]+$/.test(sound) ? classFolds.reduce((text, [from, to]) => text.replace(from, to), sound) : sound;
}

/** How two words of a name agree, best first. */
export const wordLevels = [
  'same',
  'form',
  'sound',
  'letter',
  'class',
  'near',
  'initial',
  'part',
  'counterpart',
] as const;
export type WordLevel = (typeof wordLevels)[number];

export const noLevel = -1;
const at = (level: WordLevel) => wordLevels.indexOf(level);
const [SAME, FORM, SOUND, LETTER, CLASS, NEAR, INITIAL, PART, COUNTERPART] = wordLevels.map(at) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

/** The level as a number of `wordLevels`, or `noLevel`. The same whichever of the two comes first. */
export function compareWords(a: Word, b: Word): number {
  const [one, other] = [a.plain, b.plain];
  if (one === other) return SAME;
  if (a.form === b.form) return a.form === a.sound && b.form === b.sound ? SOUND : FORM;
  if (one.length === 1 || other.length === 1) return one[0] === other[0] ? INITIAL : noLevel;
  const apart = bitsOf(a.letters ^ b.letters);
  const short = Math.min(one.length, other.length);
  if (apart <= 2 && short >= 2 && withinOneEdit(one, other)) return LETTER;
  if (a.sound === b.sound) return SOUND;
  if (short >= 3 && a.spellingClass === b.spellingClass) return CLASS;
  if (short >= 3) {
    if (near(a.sound, b.sound) || near(a.spellingClass, b.spellingClass)) return NEAR;
    if (short >= 5 && apart <= 4 && withinTwoEdits(one, other)) return NEAR;
    if (isPart(one, other)) return PART;
  }
  return isCounterpart(one, other) ? COUNTERPART : noLevel;
}

function near(one: string, other: string): boolean {
  return Math.min(one.length, other.length) >= 3 && withinOneEdit(one, other);
}

/** A nickname or a cut-off name: the beginning, or an ending of four letters and more (Yanto for Suyanto). */
function isPart(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long.startsWith(short) || (short.length >= 4 && long.endsWith(short));
}

const surnames = new Map(counterparts.flatMap((family) => family.surname.map((name) => [name, family] as const)));

function isCounterpart(one: string, other: string): boolean {
  return hasCounterpart(one, other) || hasCounterpart(other, one);
}
function hasCounterpart(surname: string, name: string): boolean {
  const family = surnames.get(surname);
  return (
    family !== undefined &&
    (family.names.includes(name) || (name.length > 4 && family.start.some((start) => name.startsWith(start))))
  );
}

function bitsOf(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** At most one letter too many, too few, another one, or two neighbours swapped. */
export function withinOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short.charCodeAt(start) === long.charCodeAt(start)) start++;
  let end = 0;
  while (
    end < short.length - start &&
    short.charCodeAt(short.length - 1 - end) === long.charCodeAt(long.length - 1 - end)
  )
    end++;
  const left = short.length - start - end;
  if (long.length > short.length) return left === 0;
  if (left <= 1) return true;
  return (
    left === 2 &&
    short.charCodeAt(start) === long.charCodeAt(start + 1) &&
    short.charCodeAt(start + 1) === long.charCodeAt(start)
  );
}

const rows = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)];

/** Two slips in a long word. */
export function withinTwoEdits(a: string, b: string): boolean {
  const [n, m] = [a.length, b.length];
  if (Math.abs(n - m) > 2 || n > 60 || m > 60) return false;
  let [before, last, now] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= m; j++) last[j] = j;
  for (let i = 1; i <= n; i++) {
    now[0] = i;
    let least = i;
    const letter = a.charCodeAt(i - 1);
    for (let j = 1; j <= m; j++) {
      const same = letter === b.charCodeAt(j - 1);
      let cost = Math.min(last[j - 1]! + (same ? 0 : 1), last[j]! + 1, now[j - 1]! + 1);
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1))
        cost = Math.min(cost, before[j - 2]! + 1);
      now[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > 2) return false;
    [before, last, now] = [last, now, before];
  }
  return last[m]! <= 2;
}
