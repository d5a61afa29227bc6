export type { Term } from './compare.ts';
export { evidenceOf, nameLikenesses, type Evidence, type NameLikeness } from './evidence.ts';
export type { Facts } from './facts.ts';
export {
  agreesByNumber,
  doubtsAbout,
  hasOtherWord,
  judgeFound,
  type Answer,
  type Doubt,
  type Verdict,
} from './judge.ts';
export { learn, type Lesson } from './learn.ts';
export { nobodysNames } from './names.data.ts';
export { Recognition, settledAt, type Found } from './recognition.ts';
export { learnedOn, thresholds, weights } from './weights.data.ts';
export type { Thresholds, Weights } from './weights.ts';
export { answerWords, doubtWords, evidenceWords } from './words.ts';
