export * from './sitting.ts';
export {
  arranged,
  isOpenForAgenda,
  isReasonSaid,
  judgeClosing,
  judgeHearing,
  judgeInvitation,
  judgeOpening,
  moves,
  nextState,
  steps,
  votersOf,
  type Heard,
  type Place,
  type Refusal,
  type Refused,
  type Step,
} from './rules.ts';
export { quorum, tppGaps, tppRules } from './law.rules.ts';
export * from './form.ts';
export {
  changeWords,
  dutyWords,
  itemKindWords,
  outcomeWords,
  recommendationWords,
  refusalWords,
  sittingStateWords,
  wayWords,
} from './words.ts';
