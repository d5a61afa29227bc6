import type { Standing } from '#kernel/rule';
import { m } from '#messages';

type Say = () => string;
const sentences = m as unknown as Readonly<Record<string, Say | undefined>>;

/** The sentence of a rule or gap by its message key; a key without a sentence is a fault that a test finds. */
export function sayRule(key: string): string {
  return sentences[key]?.() ?? key;
}

/** Laws by the identifier that rules carry, as they are cited. */
export const lawWords: Readonly<Record<string, Say>> = {
  'uu-22-2022': m.rules_law_uu_22_2022,
  'uu-1-2023': m.rules_law_uu_1_2023,
  'uu-11-2012': m.rules_law_uu_11_2012,
  'uu-27-2022': m.rules_law_uu_27_2022,
  'kuhp-lama': m.rules_law_kuhp_lama,
  'pp-31-1999': m.rules_law_pp_31_1999,
  'permenkumham-3-2018': m.rules_law_permenkumham_3_2018,
  'sk-pas-09-2016': m.rules_law_sk_pas_09_2016,
  'se-pas-20-pr-01-01-2020': m.rules_law_se_pas_20_2020,
  'sop-bapas': m.rules_law_sop_bapas,
  simpul: m.rules_law_simpul,
};

export const standingWords: Readonly<Record<Standing, Say>> = {
  confirmed: m.rules_standing_confirmed,
  uncertain: m.rules_standing_uncertain,
  ours: m.rules_standing_ours,
};

/** What an option decides: `rules_option_<rule>_<name>`, or the kind or band that a line of the frequency table is about. */
export function optionWords(ruleId: string, name: string): string {
  const line = /^(kind|phase|risk)_(.+)$/.exec(name);
  if (line)
    return (
      sentences[
        { kind: `cases_kind_${line[2]}`, phase: `cases_phase_${line[2]}`, risk: `rules_risk_${line[2]}` }[
          line[1] as 'kind'
        ]
      ]?.() ?? name
    );
  return sentences[`rules_option_${ruleId.replace(/[^a-z]+/g, '_')}_${name.toLowerCase()}`]?.() ?? name;
}

/** A value as it is chosen: words for choices, the number for numbers. */
export function choiceWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? m.rules_choice_true() : m.rules_choice_false();
  return sentences[`rules_choice_${String(value)}`]?.() ?? String(value);
}
