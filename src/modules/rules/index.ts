import type { AnyRule, Gap } from '#kernel/rule';
import { assessmentGaps, assessmentRules } from '#modules/assessments';
import { atLargeGaps, atLargeRules } from '#modules/at-large';
import { breachGaps, breachRules } from '#modules/breaches';
import { noticeRules } from '#modules/notices';
import { petitionGaps, petitionRules } from '#modules/petitions';
import { caseGaps, caseRules } from '#modules/cases';
import { checkInGaps, checkInRules } from '#modules/check-ins';
import { contactGaps, contactRules } from '#modules/contacts';
import { custodyGaps, custodyRules } from '#modules/custody';
import { dossierGaps, dossierRules } from '#modules/dossiers';
import { letterGaps, letterRules } from '#modules/letters';
import { peopleRules } from '#modules/people';
import { permitGaps, permitRules } from '#modules/permits';
import { tppGaps, tppRules } from '#modules/tpp';
import { revocationGaps, revocationRules } from '#modules/revocations';
import { retentionGaps, retentionRules } from '#modules/retention';

/** Every rule that Simpul judges by, module by module. */
export const allRules: readonly AnyRule[] = [
  ...caseRules,
  ...peopleRules,
  ...checkInRules,
  ...assessmentRules,
  ...contactRules,
  ...custodyRules,
  ...breachRules,
  ...atLargeRules,
  ...dossierRules,
  ...revocationRules,
  ...noticeRules,
  ...petitionRules,
  ...permitRules,
  ...letterRules,
  ...tppRules,
  ...retentionRules,
];
/** Every place where a text is silent or contradicts itself. */
export const allGaps: readonly Gap[] = [
  ...caseGaps,
  ...checkInGaps,
  ...assessmentGaps,
  ...contactGaps,
  ...custodyGaps,
  ...breachGaps,
  ...atLargeGaps,
  ...dossierGaps,
  ...revocationGaps,
  ...petitionGaps,
  ...permitGaps,
  ...letterGaps,
  ...tppGaps,
  ...retentionGaps,
];

export function findRules(id: string): readonly AnyRule[] {
  return allRules.filter((rule) => rule.id === id);
}

export { choiceWords, citation, deciderWords, optionWords, sayRule, standingWords } from './words.ts';
