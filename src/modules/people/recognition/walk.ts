import { birthsNear } from './births.ts';
import type { Comparison } from './compare.ts';
import type { KeyedLists, Lists } from './lists.ts';
import type { KnownWord, Side, Words } from './register.ts';
import { abdulForm, servantsOf, wordLevels } from './spelling.ts';

/** A list to read, and what each person on it has in common with the question. */
export type Walk = { lists: Lists; list: number; bits: number };

export type Reached = { word: KnownWord; level: number };

type Ways = {
  words: Words;
  /** The known words that one may have been written for, with how the two compare. */
  reach: (word: KnownWord) => readonly Reached[];
  comparison: Comparison;
  births: KeyedLists;
  places: KeyedLists;
  nikHigh: KeyedLists;
  nikLow: KeyedLists;
  named: Lists;
  mothers: Lists;
};

/** Which lists lead to those it may be, the telling ones first: few bear a rare name, so its list is short and says much. */
export function planWalk(asked: Side, ways: Ways): Walk[] {
  const plan: Walk[] = [];
  for (const word of new Set([...asked.own, ...asked.father, ...asked.alias]))
    alongWord(plan, 'word', ways.named, word, ways);
  alongJoined(plan, asked.own, ways);
  for (const word of new Set(asked.mother)) alongWord(plan, 'mother', ways.mothers, word, ways);
  if (asked.birth !== 0)
    for (const { birth, outcome } of birthsNear(asked.birth)) {
      const list = ways.births.find(birth);
      if (list >= 0) push(plan, ways.births.lists, list, ways.comparison.birthGain(outcome, birth));
    }
  // Among thousands of one name the place is what tells some from the others.
  if (asked.place && asked.place.id >= 0) {
    const list = ways.places.find(asked.place.id);
    if (list >= 0) push(plan, ways.places.lists, list, ways.comparison.placeGain(asked.place));
  }
  if (asked.nik.high !== -1) {
    const half = ways.comparison.nikGain / 2;
    for (const [lists, key] of [
      [ways.nikHigh, asked.nik.high],
      [ways.nikLow, asked.nik.low],
    ] as const) {
      const list = lists.find(key);
      if (list >= 0) push(plan, lists.lists, list, half);
    }
  }
  return plan.sort((a, b) => b.bits - a.bits);
}

/** Less than this is no reason to read a list. */
const leastBits = 1;

function push(plan: Walk[], lists: Lists, list: number, bits: number): void {
  if (bits >= leastBits && lists.lengthOf(list) > 0) plan.push({ lists, list, bits });
}

function alongWord(plan: Walk[], kind: 'word' | 'mother', lists: Lists, asked: KnownWord, ways: Ways): void {
  for (const { word, level } of ways.reach(asked))
    if (lists.lengthOf(word.id) > 0) push(plan, lists, word.id, ways.comparison.wordGain(kind, level, asked, word));
}

/** Nur Hayati may be written Nurhayati, Abdul Rahman Abdurrahman, and the other way round; and either with a slip. */
function alongJoined(plan: Walk[], own: KnownWord[], ways: Ways): void {
  for (let at = 0; at + 1 < own.length; at++) {
    const [first, second] = [own[at]!, own[at + 1]!];
    const written = first.form === abdulForm ? servantsOf(second.plain) : [first.plain + second.plain];
    for (const together of written)
      if (together.length <= longestJoined) alongWord(plan, 'word', ways.named, ways.words.look(together), ways);
  }
  for (const asked of own)
    for (const part of partsOf(asked.plain)) {
      const word = ways.words.find(part);
      if (word?.named) push(plan, ways.named, word.id, ways.comparison.wordGain('word', PART, asked, word));
    }
}

const PART = wordLevels.indexOf('part');
const longestJoined = 32;

/** Beginnings and endings of a word that is long enough to be two. */
function partsOf(word: string): string[] {
  if (word.length < 7 || word.length > longestJoined) return [];
  const parts: string[] = [];
  for (let cut = 3; cut <= word.length - 3; cut++) {
    parts.push(word.slice(0, cut));
    if (word.length - cut >= 4) parts.push(word.slice(cut));
  }
  return parts;
}
