import { formatNumber } from '#kernel/format';
import type { ChoiceOption, Option, Source, Standing } from '#kernel/rule';
import { roleWords, unitTypeWords } from '#modules/units';
import { getLocale, m } from '#messages';

type Say = (values?: Readonly<Record<string, string>>) => string;
const sentences = m as unknown as Readonly<Record<string, Say | undefined>>;

/**
 * The sentence of a rule or gap by its message key, with the options in force in it; a key without a sentence is a fault that a test
 * finds.
 */
export function sayRule(key: string, options: Readonly<Record<string, unknown>> = {}): string {
  const said = Object.entries(options).map(([name, value]) => [
    name,
    typeof value === 'number' ? formatNumber(value, getLocale()) : String(value),
  ]);
  return sentences[key]?.(Object.fromEntries(said) as Record<string, string>) ?? key;
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
  'permenkumham-12-2013': m.rules_law_permenkumham_12_2013,
  'permenkumham-8-2024': m.rules_law_permenkumham_8_2024,
  'kepdirjen-pas-170-2015': m.rules_law_kepdirjen_pas_170_2015,
  'kepdirjen-pas-31-2021': m.rules_law_kepdirjen_pas_31_2021,
  'sk-pas-09-2016': m.rules_law_sk_pas_09_2016,
  'se-pas-20-pr-01-01-2020': m.rules_law_se_pas_20_2020,
  'kepmen-m-02-pr-08-03-1999': m.rules_law_kepmen_tpp_1999,
  'sop-bapas': m.rules_law_sop_bapas,
  simpul: m.rules_law_simpul,
};

export const standingWords: Readonly<Record<Standing, Say>> = {
  confirmed: m.rules_standing_confirmed,
  uncertain: m.rules_standing_uncertain,
  ours: m.rules_standing_ours,
};

/** A source as it is cited: the law with its article, or with the passage in words. */
export function citation({ law, article }: Source): string {
  const named = lawWords[law]?.() ?? law;
  if (article === '-') return named;
  if (/^\d/.test(article)) return m.rules_article({ law: named, article: articleWords(article) });
  return m.rules_passage({ law: named, passage: sayRule(article) });
}

/** Articles are written as the law numbers them; an English page names the parts of an article in English. */
function articleWords(article: string): string {
  if (getLocale() === 'id') return article;
  return article.replaceAll(/\bayat (\d+|\(\d+\))/g, 'paragraph $1').replaceAll(/\bhuruf ([a-z])\b/g, 'point $1');
}

/** Who may set an option or decide otherwise where the law is silent. */
export function deciderWords(who: string): string {
  if (who === 'ditjenpas') return unitTypeWords.ditjenpas();
  return Object.hasOwn(roleWords, who) ? roleWords[who as keyof typeof roleWords]() : who;
}

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

/** A value as it is chosen: words for choices, what it makes for a pattern, the number for numbers. */
export function choiceWords(option: Option, value: unknown, office: { code: string; year: number }): string {
  if (typeof value === 'boolean') return value ? m.rules_choice_true() : m.rules_choice_false();
  if (typeof value === 'number') return formatNumber(value, getLocale());
  const { example } = option as ChoiceOption;
  if (example && typeof value === 'string') return example(value, office);
  return sentences[`rules_choice_${String(value)}`]?.() ?? String(value);
}
