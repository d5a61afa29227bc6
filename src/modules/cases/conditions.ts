import type { ClientKind } from './case.ts';

/**
 * Conditions that the law and the ministerial rules name, as an office ticks them on a contract; their wording is in words.ts.
 * A condition may not limit religion, belief or political conviction (UU 1/2023 pasal 76 ayat 3), which no list can check.
 */
export const generalConditions = ['no_offence', 'no_bad_conduct'] as const;
export type GeneralCondition = (typeof generalConditions)[number];

export const specialConditions = [
  'report_to_bapas',
  'stay_in_place',
  'report_address_change',
  'follow_programme',
  'no_unrest',
  'daily_duties',
  'no_drugs_or_alcohol',
  'no_criminal_company',
  'rehabilitation',
  'compensate_loss',
] as const;
export type SpecialCondition = (typeof specialConditions)[number];
export type ConditionCode = GeneralCondition | SpecialCondition;

/** What a contract starts with, before anybody ticks anything. Compensation and rehabilitation are for a decree or verdict to ask. */
export function proposedConditions(kind: ClientKind): { general: GeneralCondition[]; special: SpecialCondition[] } {
  // A sentence of supervision has one general condition (UU 1/2023 pasal 76 ayat 2).
  const general: GeneralCondition[] = kind === 'supervision_sentence' ? ['no_offence'] : [...generalConditions];
  const special: SpecialCondition[] = [
    'report_to_bapas',
    'stay_in_place',
    'report_address_change',
    'follow_programme',
    'no_unrest',
  ];
  return { general, special };
}

export function isGeneral(code: ConditionCode): code is GeneralCondition {
  return (generalConditions as readonly string[]).includes(code);
}
