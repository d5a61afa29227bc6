import type { Term } from './compare.ts';
import { outcomes, type TermKind, type Thresholds } from './weights.ts';

/** What follows from a likeness: the office is told, or somebody is asked. */
export type Answer = 'tell' | 'ask';
/** Why somebody is asked although the evidence is strong. */
export type Doubt = 'possible_relative' | 'births_contradict' | 'nik_of_another' | 'no_name';
export type Verdict = { answer: Answer | undefined; doubts: Doubt[] };

const came = (terms: readonly Term[], kind: TermKind, ...which: readonly string[]) =>
  terms.some((term) => term.kind === kind && which.includes(outcomes[kind][term.outcome]!));

/** Says what follows from the evidence. It never joins anybody: even one who is told of is confirmed by a person. */
export function judgeFound(found: { certainty: number; terms: readonly Term[] }, thresholds: Thresholds): Verdict {
  const doubts = doubtsAbout(found.terms);
  if (found.certainty >= thresholds.tell.bits && doubts.length === 0) return { answer: 'tell', doubts };
  return { answer: found.certainty >= thresholds.ask.bits ? 'ask' : undefined, doubts };
}

/**
 * Brothers, sisters and twins share a mother, a father, a place and even the day; a namesake shares the whole name and not the day; and a
 * number may have been written to the wrong person. The sum of the evidence does not know that, so a person looks.
 */
export function doubtsAbout(terms: readonly Term[]): Doubt[] {
  const doubts: Doubt[] = [];
  const named = terms.some(({ kind, outcome }) => kind === 'word' && outcomes.word[outcome] !== 'replaced');
  const replaced = came(terms, 'word', 'replaced');
  // Names that were not compared are no other names: one of the two has none.
  const compared = terms.some(({ kind }) => kind === 'extra');
  const another = named ? undefined : compared ? 'other' : 'unknown';
  if (came(terms, 'nik', 'same')) {
    if (another) doubts.push(another === 'other' ? 'nik_of_another' : 'no_name');
    return doubts;
  }
  const parents = ['mother', 'father'] as const;
  const family = parents.some((kind) => came(terms, kind, 'same', 'form', 'sound'));
  const sameBirth = came(terms, 'birth', 'same');
  // Numbers of twins follow one another, and parents like names that do.
  const twins =
    family &&
    sameBirth &&
    (came(terms, 'sex', 'differs') || (came(terms, 'nik', 'digit') && came(terms, 'word', 'letter', 'class', 'near')));
  if (another === 'unknown') doubts.push('no_name');
  if (another === 'other' || twins || (replaced && (family || sameBirth))) doubts.push('possible_relative');
  if (came(terms, 'birth', 'differs')) doubts.push('births_contradict');
  return doubts;
}

/** Whether the number says that it may be he, whatever the rest says. */
export function agreesByNumber(terms: readonly Term[]): boolean {
  return came(terms, 'nik', 'same', 'digit');
}

/** Whether a word of one name stands where the other has quite another one. */
export function hasOtherWord(terms: readonly Term[]): boolean {
  return came(terms, 'word', 'replaced');
}
