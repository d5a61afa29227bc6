import { soundKey } from '#kernel/person-name';
import { dayIn, isGuessed, monthIn, yearIn, type NikHalves } from './facts.ts';
import type { Outline } from './records.ts';
import { comparePlaces, type Counts, type KnownPlace, type KnownWord, type Side } from './register.ts';
import { abdulForm, compareWords, noLevel, servantOf, withinOneEdit, wordLevels } from './spelling.ts';
import { outcomes, termKinds, type Outcome, type TermKind, type Weights } from './weights.ts';

/** One piece of evidence: what was compared, how it came out, what it weighs, and which words it is about. */
export type Term = {
  kind: TermKind;
  outcome: number;
  bits: number;
  a: KnownWord | undefined;
  b: KnownWord | undefined;
};

const REPLACED = wordLevels.length;
const INITIAL = wordLevels.indexOf('initial');
/** A word of the own name that is found only as a father's or another name says less than one in its place. */
const elsewhereBits = 1.5;

/** So much may be added by what no list holds: an initial, a word that sounds remotely alike, that the sex is the same and no word is left over. */
const unlisted = 6;

/** Logarithms of the rates, so that a comparison only adds. */
export type Prepared = { version: string; m: Record<TermKind, Float64Array>; u: Record<TermKind, Float64Array> };

/**
 * What the people we learn from never show, said by hand: how many times likelier it is between two records of one person. A known year
 * that fits lets one of sixty through; half of those whose town is part of the other's come from the same one.
 */
const byHand = [
  ['birth', outcomes.birth.indexOf('partly'), 60],
  ['place', outcomes.place.indexOf('part'), 2],
] as const satisfies readonly (readonly [TermKind, number, number])[];

export function prepare(weights: Weights): Prepared {
  const logs = (of: 'm' | 'u') =>
    Object.fromEntries(
      termKinds.map((kind) => [kind, Float64Array.from(weights.terms[kind][of], (rate) => Math.log2(rate))]),
    ) as Record<TermKind, Float64Array>;
  const prepared = { version: weights.version, m: logs('m'), u: logs('u') };
  for (const [kind, outcome, times] of byHand)
    prepared.u[kind][outcome] = prepared.m[kind][outcome]! - Math.log2(times);
  return prepared;
}

const birthOutcomes = outcomes.birth;
const birthAt = Object.fromEntries(birthOutcomes.map((outcome, at) => [outcome, at])) as Record<
  Outcome<'birth'>,
  number
>;
const placeAt = Object.fromEntries(outcomes.place.map((outcome, at) => [outcome, at])) as Record<
  Outcome<'place'>,
  number
>;

/** Days that agree so are not all on the lists that a question goes along. */
const isVague = (outcome: number) =>
  outcome === birthAt.partly || outcome === birthAt.near || outcome === birthAt.same_year;

/** 1 January and 31 December are what a clerk writes who knows the year alone. */
const isDefaultDay = (birth: number) => {
  const dayAndMonth = birth & 511;
  return dayAndMonth === ((1 << 5) | 1) || dayAndMonth === ((12 << 5) | 31);
};

/** How two dates of birth agree, as a number of `outcomes.birth`. */
export function compareBirths(a: number, b: number): number {
  if (a === b) return isGuessed(a) ? birthAt.near : (a & 511) === 0 ? birthAt.partly : birthAt.same;
  const years = Math.abs(yearIn(a) - yearIn(b));
  const guessed = isGuessed(a) || isGuessed(b);
  const [monthA, monthB, dayA, dayB] = [monthIn(a), monthIn(b), dayIn(a), dayIn(b)];
  if (guessed || monthA === 0 || monthB === 0 || dayA === 0 || dayB === 0) {
    const fits = monthA === 0 || monthB === 0 || monthA === monthB;
    if (!guessed && years === 0 && fits) return birthAt.partly;
    return years <= 2 ? birthAt.near : birthAt.differs;
  }
  if (years === 0) {
    if (dayA === monthB && dayB === monthA) return birthAt.swapped;
    if (isDefaultDay(a) || isDefaultDay(b)) return birthAt.default;
    if (monthA === monthB) return birthAt.day;
    if (dayA === dayB) return birthAt.month;
    return birthAt.same_year;
  }
  if (monthA === monthB && dayA === dayB) {
    if (years === 1) return birthAt.next_year;
    return digitsApart(yearIn(a), yearIn(b)) <= 1 || isTurned(yearIn(a), yearIn(b)) ? birthAt.year : birthAt.differs;
  }
  return years <= 2 && (isDefaultDay(a) || isDefaultDay(b)) ? birthAt.near : birthAt.differs;
}

function digitsApart(a: number, b: number): number {
  let count = 0;
  for (let [x, y] = [a, b]; x > 0 || y > 0; x = Math.floor(x / 10), y = Math.floor(y / 10))
    if (x % 10 !== y % 10) count++;
  return count;
}
/** 1967 for 1976. */
function isTurned(a: number, b: number): boolean {
  return (
    Math.floor(a / 100) === Math.floor(b / 100) &&
    a % 10 === Math.floor(b / 10) % 10 &&
    b % 10 === Math.floor(a / 10) % 10
  );
}

const nikHalf = outcomes.nik.indexOf('half');
const nikDigit = outcomes.nik.indexOf('digit');
/** Whether two numbers may be one, written with a slip. */
export const isNearNik = (outcome: number) => outcome <= nikDigit;

/** How two NIK agree, as a number of `outcomes.nik`. */
export function compareNiks(a: NikHalves, b: NikHalves): number {
  if (a.high === b.high && a.low === b.low) return 0;
  if (a.high < 0 || b.high < 0) return 3;
  const sameHigh = a.high === b.high;
  const sameLow = a.low === b.low;
  if (sameHigh ? oneSlip(a.low, b.low) : sameLow ? oneSlip(a.high, b.high) : swappedAcross(a, b)) return 1;
  return sameHigh || sameLow ? 2 : 3;
}

/** Eight digits of which one is another, or two neighbours are swapped. */
function oneSlip(a: number, b: number): boolean {
  let first = -1;
  let count = 0;
  const digits: number[] = [];
  for (let at = 0, x = a, y = b; at < 8; at++) {
    const [p, q] = [x % 10, y % 10];
    if (p !== q) {
      if (count === 0) first = at;
      else if (count > 1 || at !== first + 1) return false;
      digits.push(p, q);
      count++;
    }
    x = (x - p) / 10;
    y = (y - q) / 10;
  }
  return count === 1 || (count === 2 && digits[0] === digits[3] && digits[1] === digits[2]);
}
/** The two digits in the middle belong to both halves. */
function swappedAcross(a: NikHalves, b: NikHalves): boolean {
  const [endA, endB] = [a.high % 10, b.high % 10];
  const [startA, startB] = [Math.floor(a.low / 1e7), Math.floor(b.low / 1e7)];
  return (
    endA === startB &&
    endB === startA &&
    a.high - endA === b.high - endB &&
    a.low - startA * 1e7 === b.low - startB * 1e7
  );
}

/**
 * Compares what is asked with one person after another. Not to be shared by two questions at once: it remembers how each word
 * compares with the words of the one question.
 */
export class Comparison {
  private readonly prepared: Prepared;
  private readonly counts: Counts;
  private static questions = 0;
  private question = 0;
  private asked: Side | undefined;
  private words: KnownWord[] = [];
  private rows = new Int8Array(24 * 4096);
  private rowsUsed = 0;

  constructor(prepared: Prepared, counts: Counts) {
    this.prepared = prepared;
    this.counts = counts;
  }

  /** Begins a question. */
  ask(side: Side): void {
    this.asked = side;
    this.question = ++Comparison.questions;
    this.words = [...new Set([...side.own, ...side.father, ...side.alias, ...side.mother])];
    this.rowsUsed = 0;
  }

  /** The level between a word of the question and any other. */
  private level(asked: KnownWord, other: KnownWord): number {
    const width = this.words.length;
    if (other.askedIn !== this.question) {
      other.askedIn = this.question;
      other.row = this.rowsUsed++ * width;
      if (other.row + width > this.rows.length) {
        const wider = new Int8Array(this.rows.length * 2);
        wider.set(this.rows);
        this.rows = wider;
      }
      for (let at = 0; at < width; at++) this.rows[other.row + at] = compareWords(this.words[at]!, other);
    }
    return this.rows[other.row + this.words.indexOf(asked)]!;
  }

  /** What a word's agreement weighs: much where few bear it. */
  wordBits(kind: 'word' | 'father' | 'alias' | 'mother', level: number, a: KnownWord, b: KnownWord): number {
    if (level === INITIAL) return this.flat(kind, level);
    const most = kind === 'mother' ? Math.max(a.mothers, b.mothers) : Math.max(a.named, b.named);
    const share = (most + 1) / (this.counts.people + 2);
    const u = Math.min(-0.05, this.prepared.u[kind][level]! + Math.log2(share));
    return this.prepared.m[kind][level]! - u;
  }

  private flat(kind: TermKind, outcome: number): number {
    return this.prepared.m[kind][outcome]! - this.prepared.u[kind][outcome]!;
  }

  birthBits(outcome: number, birth: number): number {
    if (outcome !== birthAt.same) return this.flat('birth', outcome);
    const share = (this.counts.bornOn(birth) + 1) / (this.counts.people + 2);
    return this.prepared.m.birth[outcome]! - Math.min(-0.05, this.prepared.u.birth[outcome]! + Math.log2(share));
  }

  // What agreeing gains over not agreeing, for going along the lists.
  wordGain(kind: 'word' | 'mother', level: number, a: KnownWord, b: KnownWord): number {
    return this.wordBits(kind, level, a, b) - this.flat(kind, REPLACED);
  }
  birthGain(outcome: number, birth: number): number {
    return this.birthBits(outcome, birth) - this.flat('birth', birthAt.differs);
  }
  placeGain(place: KnownPlace): number {
    const share = (place.born + 1) / (this.counts.people + 2);
    return this.prepared.m.place[0]! - Math.log2(share) - this.flat('place', placeAt.differs);
  }
  get nikGain(): number {
    return this.flat('nik', 0) - this.flat('nik', 3);
  }

  /**
   * More than this nobody weighs who has so much in common along the lists. A list adds what agreeing gains over not agreeing; whatever is
   * known on both sides agrees or does not, so what not agreeing costs comes off once, and numbers and days are compared as they are.
   */
  mostFor(collected: number, other: Outline): number {
    const asked = this.asked!;
    let most = collected + unlisted;
    if (asked.mother.length > 0 && other.hasMother) most += this.flat('mother', REPLACED);
    if (asked.birth !== 0 && other.birth !== 0) {
      const outcome = compareBirths(asked.birth, other.birth);
      most += this.flat('birth', isVague(outcome) ? outcome : birthAt.differs);
    }
    if (asked.nik.high !== -1 && other.nik.high !== -1) {
      const outcome = compareNiks(asked.nik, other.nik);
      if (isNearNik(outcome)) return Infinity;
      const halves = outcome === nikHalf ? 1 : 0;
      most += this.flat('nik', outcome) - (halves * this.nikGain) / 2;
    }
    if (asked.sex !== 0 && other.sex !== 0 && asked.sex !== other.sex) most += this.flat('sex', 1);
    return most;
  }

  /** The sum of all evidence in bits; the terms behind it go into `into` where somebody wants them. */
  with(other: Side, into?: Term[]): number {
    const asked = this.asked!;
    let bits = this.names(asked, other, into);
    bits += this.mothers(asked, other, into);
    if (asked.birth !== 0 && other.birth !== 0) {
      const outcome = compareBirths(asked.birth, other.birth);
      bits += this.note(into, 'birth', outcome, this.birthBits(outcome, asked.birth));
    }
    if (asked.nik.high !== -1 && other.nik.high !== -1) {
      const outcome = compareNiks(asked.nik, other.nik);
      bits += this.note(into, 'nik', outcome, this.flat('nik', outcome));
    }
    if (asked.place && other.place) {
      const outcome = this.placeOutcome(asked.place, other.place);
      let u = this.prepared.u.place[outcome]!;
      if (outcome === placeAt.same || outcome === placeAt.similar) {
        const share = (Math.max(asked.place.born, other.place.born) + 1) / (this.counts.people + 2);
        u = Math.min(-0.05, u + Math.log2(share));
      }
      bits += this.note(into, 'place', outcome, this.prepared.m.place[outcome]! - u);
    }
    if (asked.sex !== 0 && other.sex !== 0) {
      const same = asked.sex === other.sex;
      const share = (this.counts.ofSex(asked.sex) + 1) / (this.counts.people + 2);
      const u = same ? Math.log2(share) : this.prepared.u.sex[1]!;
      bits += this.note(into, 'sex', same ? 0 : 1, this.prepared.m.sex[same ? 0 : 1]! - u);
    }
    return bits;
  }

  private placeOutcome(asked: KnownPlace, other: KnownPlace): number {
    if (other.askedIn !== this.question) {
      other.askedIn = this.question;
      other.outcome = placeAt[comparePlaces(asked, other)];
    }
    return other.outcome;
  }

  private note(
    into: Term[] | undefined,
    kind: TermKind,
    outcome: number,
    bits: number,
    a?: KnownWord,
    b?: KnownWord,
  ): number {
    if (into) into.push({ kind, outcome, bits, a, b });
    return bits;
  }

  private names(asked: Side, other: Side, into: Term[] | undefined): number {
    if (asked.own.length === 0 || other.own.length === 0) return 0;
    const own = this.pair('word', asked.own, other.own, into);
    let bits = own.bits;
    let [leftA, leftB] = [own.leftA, own.leftB];
    if (asked.father.length > 0 && other.father.length > 0) {
      const fathers = this.pair('father', asked.father, other.father, into);
      bits += fathers.pairs > 0 ? fathers.bits : this.note(into, 'father', REPLACED, this.flat('father', REPLACED));
    }
    if (leftA.length > 0 && (other.father.length > 0 || other.alias.length > 0)) {
      const found = this.elsewhere(leftA, [...other.father, ...other.alias], false, into);
      bits += found.bits;
      leftA = found.left;
    }
    if (leftB.length > 0 && (asked.father.length > 0 || asked.alias.length > 0)) {
      const found = this.elsewhere(leftB, [...asked.father, ...asked.alias], true, into);
      bits += found.bits;
      leftB = found.left;
    }
    if (asked.alias.length > 0 && other.alias.length > 0) {
      const found = this.pair('alias', asked.alias, other.alias, into);
      bits += found.bits;
    }
    const replaced = Math.min(leftA.length, leftB.length);
    for (let at = 0; at < replaced; at++)
      bits += this.note(into, 'word', REPLACED, this.flat('word', REPLACED), leftA[at], leftB[at]);
    const extra = leftA.length > leftB.length ? leftA.slice(replaced) : leftB.slice(replaced);
    const outcome = extra.length === 0 ? 0 : extra.every(({ shared }) => shared) ? 1 : extra.length === 1 ? 2 : 3;
    return bits + this.note(into, 'extra', outcome, this.flat('extra', outcome), extra[0]);
  }

  private mothers(asked: Side, other: Side, into: Term[] | undefined): number {
    if (asked.mother.length === 0 || other.mother.length === 0) return 0;
    const { bits, pairs, leftA, leftB } = this.pair('mother', asked.mother, other.mother, into);
    const replaced = Math.min(leftA.length, leftB.length);
    let sum = bits;
    for (let at = 0; at < replaced; at++)
      sum += this.note(into, 'mother', REPLACED, this.flat('mother', REPLACED), leftA[at], leftB[at]);
    if (pairs === 0) return sum;
    const outcome = leftA.length === leftB.length ? 0 : 1;
    return sum + this.note(into, 'mother_extra', outcome, this.flat('mother_extra', outcome));
  }

  /** Pairs the words of two names so that together they weigh most. */
  private pair(kind: 'word' | 'father' | 'alias' | 'mother', a: KnownWord[], b: KnownWord[], into: Term[] | undefined) {
    const joins = kind === 'word' || kind === 'mother';
    const matches: Match[] = [];
    for (let i = 0; i < a.length; i++)
      for (let j = 0; j < b.length; j++) {
        const level = this.level(a[i]!, b[j]!);
        if (level === noLevel) continue;
        if (joins && level === PART && (isHalfOf(a[i]!, b, j) || isHalfOf(b[j]!, a, i))) continue;
        matches.push({ i, j, level, bits: this.wordBits(kind, level, a[i]!, b[j]!) });
      }
    const chosen = matches.length > 1 ? bestTogether(matches) : matches;
    let bits = 0;
    let usedA = 0;
    let usedB = 0;
    for (const match of chosen) {
      usedA |= 1 << match.i;
      usedB |= 1 << match.j;
      bits += this.note(into, kind, match.level, match.bits, a[match.i], b[match.j]);
    }
    let leftA = usedA === 0 ? a : a.filter((_, at) => !(usedA & (1 << at)));
    let leftB = usedB === 0 ? b : b.filter((_, at) => !(usedB & (1 << at)));
    let pairs = chosen.length;
    if (joins && leftA.length > 0 && leftB.length > 0) {
      const joined = this.joined(kind, leftA, leftB, b, into) ?? this.joined(kind, leftB, leftA, a, into);
      if (joined) {
        bits += joined.bits;
        pairs++;
        leftA = leftA.filter((word) => !joined.used.includes(word));
        leftB = leftB.filter((word) => !joined.used.includes(word));
      }
    }
    return { bits, pairs, leftA, leftB };
  }

  /** Nur Hayati and Nurhayati: one word of a name is two neighbours of the other's. */
  private joined(
    kind: 'word' | 'mother',
    ones: KnownWord[],
    parts: KnownWord[],
    whole: KnownWord[],
    into: Term[] | undefined,
  ) {
    for (const one of ones)
      for (let at = 0; at + 1 < whole.length; at++) {
        const [first, second] = [whole[at]!, whole[at + 1]!];
        if (!parts.includes(first) && !parts.includes(second)) continue;
        const level = joinedLevel(one, first, second);
        if (level === noLevel) continue;
        const bits = this.wordBits(kind, level, one, one);
        return { bits: this.note(into, kind, level, bits, one, first), used: [one, first, second] };
      }
    return undefined;
  }

  /** Words of the own name among the other's fathers and other names. */
  private elsewhere(left: KnownWord[], among: KnownWord[], turned: boolean, into: Term[] | undefined) {
    let bits = 0;
    const free = [...among];
    const kept = left.filter((word) => {
      let best = -1;
      let most = 0;
      let bestLevel = 0;
      for (let at = 0; at < free.length; at++) {
        const level = turned ? this.level(free[at]!, word) : this.level(word, free[at]!);
        if (level === noLevel) continue;
        const weight = this.wordBits('word', level, word, free[at]!) - elsewhereBits;
        if (weight > most) [best, most, bestLevel] = [at, weight, level];
      }
      if (best < 0) return true;
      bits += this.note(into, 'alias', bestLevel, most, word, free[best]);
      free.splice(best, 1);
      return false;
    });
    return { bits, left: kept };
  }
}

type Match = { i: number; j: number; level: number; bits: number };

/** The choice of matches, no word twice, that weighs most. Tried through for the few that compete; beyond ten the heaviest goes first. */
function bestTogether(matches: Match[]): Match[] {
  matches.sort((x, y) => y.bits - x.bits || x.level - y.level);
  if (!compete(matches)) return matches;
  if (matches.length > 10) return heaviestFirst(matches);
  let best: Match[] = [];
  let most = -Infinity;
  const tryFrom = (at: number, chosen: Match[], usedI: number, usedJ: number, sum: number) => {
    if (at === matches.length) {
      // More words paired first: a word left alone is worse than any pairing.
      const worth = sum + chosen.length * 1000;
      if (worth > most) [best, most] = [chosen, worth];
      return;
    }
    const { i, j, bits } = matches[at]!;
    if (!(usedI & (1 << i)) && !(usedJ & (1 << j)))
      tryFrom(at + 1, [...chosen, matches[at]!], usedI | (1 << i), usedJ | (1 << j), sum + bits);
    tryFrom(at + 1, chosen, usedI, usedJ, sum);
  };
  tryFrom(0, [], 0, 0, 0);
  return best;
}

function compete(matches: Match[]): boolean {
  let usedI = 0;
  let usedJ = 0;
  for (const { i, j } of matches) {
    if (usedI & (1 << i) || usedJ & (1 << j)) return true;
    usedI |= 1 << i;
    usedJ |= 1 << j;
  }
  return false;
}

function heaviestFirst(matches: Match[]): Match[] {
  let usedI = 0;
  let usedJ = 0;
  return matches.filter(({ i, j }) => {
    if (usedI & (1 << i) || usedJ & (1 << j)) return false;
    usedI |= 1 << i;
    usedJ |= 1 << j;
    return true;
  });
}

const FORM = wordLevels.indexOf('form');
const LETTER = wordLevels.indexOf('letter');
const NEAR = wordLevels.indexOf('near');
const PART = wordLevels.indexOf('part');

/** Nugroho is no part of Dwinugroho for itself where Dwi stands before it: the two are that word together. */
function isHalfOf(one: KnownWord, among: KnownWord[], at: number): boolean {
  const word = among[at]!;
  return (
    one.plain.length > word.plain.length &&
    ((at > 0 && joinedLevel(one, among[at - 1]!, word) !== noLevel) ||
      (at + 1 < among.length && joinedLevel(one, word, among[at + 1]!) !== noLevel))
  );
}

function joinedLevel(one: KnownWord, first: KnownWord, second: KnownWord): number {
  const servant = first.form === abdulForm && one.plain.startsWith('abd') ? servantOf(one.plain) : undefined;
  if (servant !== undefined) {
    const [sound, other] = [soundKey(servant), second.sound];
    if (servant === second.plain || sound === other) return FORM;
    if (withinOneEdit(servant, second.plain)) return LETTER;
    if (Math.min(sound.length, other.length) >= 4 && withinOneEdit(sound, other)) return NEAR;
  }
  if (Math.abs(one.plain.length - first.plain.length - second.plain.length) > 1) return noLevel;
  const together = first.plain + second.plain;
  if (one.plain === together || one.sound === first.sound + second.sound) return FORM;
  return withinOneEdit(one.plain, together) ? LETTER : noLevel;
}
