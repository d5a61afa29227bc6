import { compareNiks, type Term } from './compare.ts';
import type { Facts } from './facts.ts';
import type { Recognition } from './recognition.ts';
import { wordLevels } from './spelling.ts';
import { outcomes, termKinds, type Rates, type TermKind, type Weights } from './weights.ts';

/** A record from another office; `id` where somebody knows who it is. */
export type Lesson = { facts: Facts; id?: string | undefined };

type Tally = Record<TermKind, Float64Array>;
const emptyTally = (): Tally =>
  Object.fromEntries(termKinds.map((kind) => [kind, new Float64Array(outcomes[kind].length)])) as Tally;

/** Kinds of which what agrees has a frequency of its own. */
/** Of two words that begin with one letter, every eighth or so is another name: an initial says no more than that. */
const sameInitial = 0.12;
const INITIAL = wordLevels.indexOf('initial');

const byFrequency: ReadonlySet<TermKind> = new Set(['word', 'father', 'alias', 'mother']);

/**
 * Learns how often each outcome comes up. Between two different people from pairs drawn out of the register (`draw` gives numbers from 0
 * to 1); between two records of one person from lessons. Where nobody knows who a lesson is, each one found counts as far as the weights
 * so far believe in it, and the next round believes better (expectation and maximisation).
 */
export function learn(
  register: Recognition,
  lessons: readonly Lesson[],
  start: Weights,
  { rounds, pairs, draw, version }: { rounds: number; pairs: number; draw: () => number; version: string },
): Weights {
  let weights = { ...start, version };
  for (let round = 0; round < rounds; round++) {
    register.weigh(weights);
    const strangers = round < 2 ? ratesOfStrangers(register, weights, pairs, draw) : undefined;
    weights = {
      version,
      terms: withInitials(combine(weights, ratesOfSame(register, lessons), strangers)),
    };
  }
  register.weigh(weights);
  return weights;
}

function combine(
  before: Weights,
  same: Record<TermKind, number[]>,
  strangers: Record<TermKind, number[]> | undefined,
): Record<TermKind, Rates> {
  return Object.fromEntries(
    termKinds.map((kind) => [kind, { m: same[kind], u: strangers ? strangers[kind] : before.terms[kind].u }]),
  ) as unknown as Record<TermKind, Rates>;
}

function withInitials(terms: Record<TermKind, Rates>): Record<TermKind, Rates> {
  const u = (rates: Rates) =>
    rates.u.map((rate, outcome) => (outcome === INITIAL ? rounded(sameInitial * rates.m[outcome]!) : rate));
  for (const kind of byFrequency) terms[kind] = { m: terms[kind].m, u: u(terms[kind]) };
  return terms;
}

function ratesOfSame(register: Recognition, lessons: readonly Lesson[]): Record<TermKind, number[]> {
  const tally = emptyTally();
  for (const { facts, id } of lessons) {
    const found = register.find(facts, 10);
    for (const one of found) {
      // The certainty is the logarithm of the odds.
      const weight = id === undefined ? 1 / (1 + 2 ** -one.certainty) : Number(one.id === id);
      if (weight < 0.001) continue;
      for (const { kind, outcome } of one.terms) tally[kind][outcome]! += weight;
    }
  }
  return Object.fromEntries(
    termKinds.map((kind) => {
      const all = tally[kind].reduce((sum, count) => sum + count, 0);
      const kinds = tally[kind].length;
      // What never came up is still possible: two cases of ten thousand are put to each outcome.
      return [
        kind,
        Array.from(tally[kind], (count) => rounded((count + 0.0002 * (all + 1)) / ((all + 1) * (1 + 0.0002 * kinds)))),
      ];
    }),
  ) as Record<TermKind, number[]>;
}

function ratesOfStrangers(
  register: Recognition,
  weights: Weights,
  pairs: number,
  draw: () => number,
): Record<TermKind, number[]> {
  const tally = emptyTally();
  const words = { word: 0, mother: 0 };
  const people = register.size;
  let asked = register.someone(draw());
  const terms: Term[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    if (pair % 20 === 0) asked = register.someone(draw());
    terms.length = 0;
    register.compareSides(asked, register.someone(draw()), terms);
    for (const { kind, outcome, a, b } of terms) {
      const frequent = byFrequency.has(kind) && outcome < wordLevels.length && a && b;
      const most = frequent ? (kind === 'mother' ? Math.max(a.mothers, b.mothers) : Math.max(a.named, b.named)) : 0;
      // One over the share: summed up, how many words as common as this one lie within reach of a word at this level.
      tally[kind][outcome]! += frequent ? (people + 2) / (most + 1) : 1;
      if (kind === 'word' || kind === 'mother') words[kind]++;
    }
  }
  const flat = (kind: TermKind) => {
    const all = tally[kind].reduce((sum, count) => sum + count, 0);
    return Array.from(tally[kind], (count) => rounded((count + 0.5) / (all + 1)));
  };
  const ofWords = (kind: 'word' | 'mother') =>
    Array.from(tally[kind], (count, outcome) =>
      outcome === 0 ? 1 : rounded(Math.max(count, 1) / Math.max(1, words[kind])),
    );
  const word = ofWords('word');
  return {
    word,
    extra: flat('extra'),
    father: word,
    alias: word.slice(0, wordLevels.length),
    birth: flat('birth').map((rate, outcome) => (outcome === 0 ? 1 : rate)),
    place: flat('place').map((rate, outcome) => (outcome === 3 ? rate : weights.terms.place.u[outcome]!)),
    mother: ofWords('mother'),
    mother_extra: flat('mother_extra'),
    nik: ratesOfSameBirth(register, Math.floor(pairs / 4), draw),
    sex: flat('sex').map((rate, outcome) => (outcome === 0 ? 1 : rate)),
  };
}

const rounded = (rate: number) => Number(rate.toPrecision(4));

/**
 * A NIK holds the day of birth, which is compared for itself. So what two NIK have in common is held against people of one birthday,
 * who have half of it in common by that alone.
 */
function ratesOfSameBirth(register: Recognition, pairs: number, draw: () => number): number[] {
  const counts = [0, 0, 0, 0];
  for (let pair = 0, tries = 0; pair < pairs && tries < pairs * 4; tries++) {
    const one = register.someone(draw());
    const other = register.bornLike(one, draw());
    if (!other || one.nik.high < 0 || other.nik.high < 0) continue;
    counts[compareNiks(one.nik, other.nik)]!++;
    pair++;
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  // The same number for two people is an error of somebody's, and a sample holds none.
  return [1e-6, ...counts.slice(1).map((count) => rounded((count + 0.5) / (all + 1)))];
}
