import type { Answer, Answers } from './assessment.ts';
import { isKnown, partsAsked, type Sheet } from './scoring.rules.ts';

export function answersByItem(answers: readonly Answer[]): Answers {
  return Object.fromEntries(answers.map(({ item, answer }) => [item, answer]));
}

/** What a sheet still lacks before it can be finished: an answer, or what a known answer rests on. */
export type Lack = { part: string; item: string; what: 'answer' | 'source' };

export function lacking(sheet: Sheet, answers: readonly Answer[]): Lack[] {
  const known = new Map(answers.map((one) => [one.item, one]));
  return partsAsked(sheet, answersByItem(answers)).parts.flatMap((part) =>
    part.items.flatMap((item): Lack[] => {
      const one = known.get(item.id);
      if (!one?.answer) return [{ part: part.id, item: item.id, what: 'answer' }];
      return isKnown(one.answer) && one.source === null ? [{ part: part.id, item: item.id, what: 'source' }] : [];
    }),
  );
}
