import { Dice } from '#invented/dice';
import { judgeFound, type Facts, type Found, type Recognition, type Thresholds } from '#modules/people/recognition';
import { type Question } from './people.ts';
import { shareOf, type Share } from './statistics.ts';

export type Asked = { question: Question; found: Found[]; ms: number };

export function askAll(questions: readonly Question[], find: (facts: Facts) => Found[]): Asked[] {
  return questions.map((question) => {
    const startedAt = performance.now();
    const found = find(question.facts);
    return { question, found, ms: performance.now() - startedAt };
  });
}

/** How often the right one is among the first so many. */
export function recallAt(asked: readonly Asked[], first: number): Share {
  const matches = asked.filter(({ question }) => question.id !== undefined);
  return shareOf(matches.filter((one) => rankOf(one) < first).length, matches.length);
}

export function rankOf({ question, found }: Asked): number {
  const at = found.findIndex(({ id }) => id === question.id);
  return at < 0 ? Infinity : at;
}

/** For each kind of change how many had it and how many of those were not among the first ten. */
export function errorsByKind(asked: readonly Asked[]): Map<string, { had: number; missed: number; notFirst: number }> {
  const kinds = new Map<string, { had: number; missed: number; notFirst: number }>();
  for (const one of asked)
    if (one.question.id !== undefined)
      for (const kind of new Set(one.question.changed.length > 0 ? one.question.changed : ['-'])) {
        const counts = kinds.get(kind) ?? { had: 0, missed: 0, notFirst: 0 };
        counts.had++;
        if (rankOf(one) >= 10) counts.missed++;
        if (rankOf(one) > 0) counts.notFirst++;
        kinds.set(kind, counts);
      }
  return new Map([...kinds].sort(([, a], [, b]) => b.missed - a.missed));
}

export type AtThreshold = { precision: Share; recall: Share };

/** Of those told of, how many are the right ones; and of all who are in the register, how many are told of. `others` weighs each stranger. */
export function toldAt(asked: readonly Asked[], thresholds: Thresholds, others = 1): AtThreshold {
  let right = 0;
  let wrong = 0;
  let matches = 0;
  let told = 0;
  for (const { question, found } of asked) {
    if (question.id !== undefined) matches++;
    const [first] = found;
    if (!first || judgeFound(first, thresholds).answer !== 'tell') continue;
    told++;
    if (first.id === question.id) right++;
    else wrong += question.id === undefined ? others : 1;
  }
  const precision = right / Math.max(1, right + wrong);
  return {
    precision: { ...shareOf(Math.round(precision * told), told), share: precision },
    recall: shareOf(right, matches),
  };
}

/** The lowest threshold at which those told of are right this often. */
export function thresholdFor(asked: readonly Asked[], precision: number): { bits: number; at: AtThreshold } {
  const steps = Array.from({ length: 121 }, (_, step) => step / 4 - 5);
  for (const bits of steps) {
    const at = toldAt(asked, { tell: { bits }, ask: { bits: -99 } } as Thresholds);
    if (at.precision.share >= precision) return { bits, at };
  }
  return { bits: Infinity, at: { precision: shareOf(0, 0), recall: shareOf(0, 1) } };
}

export type Edit = { kind: 'insert' | 'delete' | 'replace' | 'swap'; name: string };
const letters = 'abcdefghijklmnopqrstuvwxyz';

/** Twenty random one-letter slips of each kind; those that would leave a part of the name empty are left out. */
export function editsOf(name: string, dice: Dice): Edit[] {
  const edits: Edit[] = [];
  const places = [...name].flatMap((letter, at) => (/[a-z]/i.test(letter) ? [at] : []));
  const inside = (at: number) =>
    /[a-z]/i.test(name[at + 1] ?? '') && name[at + 1]!.toLowerCase() !== name[at]!.toLowerCase();
  const swappable = places.filter(inside);
  const deletable = places.filter((at) => /[a-z]/i.test(name[at - 1] ?? '') || /[a-z]/i.test(name[at + 1] ?? ''));
  for (let turn = 0; turn < 20; turn++) {
    const at = dice.pick(places);
    const letter = dice.pick([...letters]);
    edits.push({ kind: 'insert', name: name.slice(0, at) + letter + name.slice(at) });
    const other = dice.pick([...letters].filter((one) => one !== name[at]!.toLowerCase()));
    edits.push({ kind: 'replace', name: name.slice(0, at) + other + name.slice(at + 1) });
    if (deletable.length > 0) {
      const gone = dice.pick(deletable);
      edits.push({ kind: 'delete', name: name.slice(0, gone) + name.slice(gone + 1) });
    }
    if (swappable.length > 0) {
      const turned = dice.pick(swappable);
      edits.push({
        kind: 'swap',
        name: name.slice(0, turned) + name[turned + 1]! + name[turned]! + name.slice(turned + 2),
      });
    }
  }
  return edits;
}

/** Asks for people of the register with one slip in the name and everything else as it is. */
export function askEdits(
  register: Recognition,
  people: readonly { id: string; facts: Facts }[],
  seed: number,
): { inTen: Share; first: Share } {
  const dice = new Dice(seed);
  let [asked, inTen, first] = [0, 0, 0];
  for (const { id, facts } of people)
    for (const { name } of editsOf(facts.name, dice)) {
      const at = register.find({ ...facts, name }).findIndex((found) => found.id === id);
      asked++;
      if (at >= 0) inTen++;
      if (at === 0) first++;
    }
  return { inTen: shareOf(inTen, asked), first: shareOf(first, asked) };
}
