import type { QuestionWhy } from './links.rules.ts';
import type { Band } from './rules.ts';

/** Both records in one office, or the other one in another office. */
export const questionPlaces = ['inside', 'across'] as const;
export type QuestionPlace = (typeof questionPlaces)[number];
/** After so many days a question has waited too long for what depends on it. */
export const questionAges = [7, 30, 90] as const;
export type QuestionAge = (typeof questionAges)[number];
export const questionBands = ['strong', 'likely'] as const satisfies readonly Band[];

/** Which questions of the asker's offices; whatever is left out asks for all. */
export type QuestionFilter = {
  why?: QuestionWhy | undefined;
  unitId?: number | undefined;
  /** Of one comparison of a whole register. */
  comparisonId?: string | undefined;
  /** Of the people of one list that was taken; who they are, whoever asks says in `among`. */
  importId?: string | undefined;
  among?: readonly string[] | undefined;
  place?: QuestionPlace | undefined;
  band?: (typeof questionBands)[number] | undefined;
  /** Open for longer than so many days. */
  olderThan?: QuestionAge | undefined;
  /** What is answered already instead of what is open, or both. */
  state?: 'answered' | 'all' | undefined;
};
