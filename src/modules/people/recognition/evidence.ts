import type { Term } from './compare.ts';
import type { KnownWord } from './register.ts';
import { outcomes, type Outcome } from './weights.ts';

/** How two whole names agree, put together from how their words do. */
export const nameLikenesses = ['same', 'spelling', 'one_letter', 'similar', 'partly', 'differs'] as const;
export type NameLikeness = (typeof nameLikenesses)[number];

/** A sentence about what agrees or not: which one, what it weighs, and the words of the name that it is about. */
export type Evidence =
  | { about: 'name' | 'mother' | 'father'; outcome: NameLikeness; bits: number; words: string[] }
  | { about: 'alias'; outcome: 'found'; bits: number; words: string[] }
  | { about: 'rarity'; outcome: 'rare'; bits: number; words: string[]; bearers: number }
  | { about: 'birth'; outcome: Outcome<'birth'>; bits: number }
  | { about: 'place'; outcome: Outcome<'place'>; bits: number }
  | { about: 'nik'; outcome: Outcome<'nik'>; bits: number }
  | { about: 'sex'; outcome: Outcome<'sex'>; bits: number };

/** A name that at most this share of all bear says something by itself. */
const rareShare = 1 / 5000;

/** The terms behind a score in the order in which an officer reads them. Their bits add up to the score. */
export function evidenceOf(terms: readonly Term[], people: number): Evidence[] {
  const evidence: Evidence[] = [];
  const of = (...kinds: readonly Term['kind'][]) => terms.filter(({ kind }) => kinds.includes(kind));
  const sum = (list: readonly Term[]) => list.reduce((bits, term) => bits + term.bits, 0);
  for (const { kind, outcome, bits } of of('nik'))
    evidence.push({ about: kind as 'nik', outcome: outcomes.nik[outcome]!, bits });
  const names = of('word', 'extra');
  if (names.length > 0) {
    evidence.push({ about: 'name', outcome: likenessOf(names), bits: sum(names), words: wordsOf(names) });
    const rarest = rarestOf(names);
    // The rarity is told and not counted again: the words of the name weigh what they do because of it.
    if (rarest && rarest.named <= people * rareShare)
      evidence.push({ about: 'rarity', outcome: 'rare', bits: 0, words: [rarest.plain], bearers: rarest.named });
  }
  const alias = of('alias');
  if (alias.length > 0) evidence.push({ about: 'alias', outcome: 'found', bits: sum(alias), words: wordsOf(alias) });
  for (const { outcome, bits } of of('birth'))
    evidence.push({ about: 'birth', outcome: outcomes.birth[outcome]!, bits });
  for (const [about, kinds] of [
    ['mother', ['mother', 'mother_extra']],
    ['father', ['father']],
  ] as const) {
    const found = of(...kinds);
    if (found.length > 0) evidence.push({ about, outcome: likenessOf(found), bits: sum(found), words: wordsOf(found) });
  }
  for (const { outcome, bits } of of('place'))
    evidence.push({ about: 'place', outcome: outcomes.place[outcome]!, bits });
  for (const { outcome, bits } of of('sex')) evidence.push({ about: 'sex', outcome: outcomes.sex[outcome]!, bits });
  return evidence;
}

function likenessOf(terms: readonly Term[]): NameLikeness {
  const levels = terms
    .filter(({ kind }) => kind !== 'extra' && kind !== 'mother_extra')
    .map(({ outcome }) => outcomes.word[outcome]!);
  const paired = levels.filter((level) => level !== 'replaced');
  if (paired.length === 0) return 'differs';
  const more = terms.some(
    ({ kind, outcome }) =>
      (kind === 'extra' && outcomes.extra[outcome] !== 'none') || (kind === 'mother_extra' && outcome !== 0),
  );
  if (more || paired.length < levels.length) return 'partly';
  const other = paired.filter((level) => level !== 'same');
  if (other.length === 0) return 'same';
  if (other.every((level) => level === 'form' || level === 'sound' || level === 'class')) return 'spelling';
  return other.length === 1 && other[0] === 'letter' ? 'one_letter' : 'similar';
}

function wordsOf(terms: readonly Term[]): string[] {
  const agreeing = terms.filter(({ kind, outcome }) => kind !== 'extra' && outcomes.word[outcome] !== 'replaced');
  return [...new Set(agreeing.flatMap(({ a }) => (a ? [a.plain] : [])))];
}

function rarestOf(terms: readonly Term[]): KnownWord | undefined {
  const words = terms
    .filter(
      ({ kind, outcome, a, b }) =>
        kind === 'word' && a && b && ['same', 'form', 'sound'].includes(outcomes.word[outcome]!),
    )
    .map(({ a, b }) => (a!.named >= b!.named ? a! : b!))
    .filter(({ named }) => named > 0);
  return words.sort((x, y) => x.named - y.named)[0];
}
