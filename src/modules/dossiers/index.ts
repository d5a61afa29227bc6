export * from './dossier.ts';
export { judgeCriteria, type CriteriaFacts } from './criteria.ts';
export { dossierGaps, dossierRules, reprimandsOf, similarCases } from './criteria.rules.ts';
export { dossierHref } from './href.ts';
export { keepings, judgeKeeping, type Keeping, type Kept } from './keeping.rules.ts';
export { countBy, layTimeline, MONTHS_SHOWN } from './timeline.rules.ts';
export {
  alternativeWords,
  criterionWords,
  eventWords,
  evidenceWords,
  keepingWords,
  similarWords,
  standingWords,
  whyWords,
} from './words.ts';
