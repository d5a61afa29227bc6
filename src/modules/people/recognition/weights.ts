import { wordLevels } from './spelling.ts';

/** What is compared, and how it can come out. Each outcome of a comparison carries the evidence of one term. */
export const outcomes = {
  /** A word of the own name. `replaced`: both sides have a word that the other lacks. */
  word: [...wordLevels, 'replaced'],
  /** Words that one name has more than the other. `shared` ones are marga, clans and counters of children. */
  extra: ['none', 'shared', 'one', 'more'],
  father: [...wordLevels, 'replaced'],
  alias: [...wordLevels],
  birth: ['same', 'swapped', 'default', 'day', 'month', 'next_year', 'year', 'partly', 'near', 'same_year', 'differs'],
  place: ['same', 'similar', 'part', 'differs'],
  mother: [...wordLevels, 'replaced'],
  mother_extra: ['none', 'some'],
  nik: ['same', 'digit', 'half', 'differs'],
  sex: ['same', 'differs'],
} as const;
export type TermKind = keyof typeof outcomes;
export type Outcome<Kind extends TermKind> = (typeof outcomes)[Kind][number];
export const termKinds = Object.keys(outcomes) as TermKind[];

/**
 * For each outcome: how often it comes up between two records of one person (`m`), and between those of two (`u`). Where what agrees has a
 * frequency of its own - a name, a day, a place - `u` is a multiple of that frequency.
 */
export type Rates = { m: readonly number[]; u: readonly number[] };
export type Weights = {
  version: string;
  terms: Readonly<Record<TermKind, Rates>>;
};

/** A threshold of the certainty, with what was measured on people it had not seen. */
export type Threshold = {
  /** Certainty in bits: odds of one to one are 0. */
  bits: number;
  measured: { precision: number; recall: number; low: number; high: number; queries: number };
};
export type Thresholds = {
  /** From here on a person is told of. */
  tell: Threshold;
  /** From here on somebody is asked. */
  ask: Threshold;
};
