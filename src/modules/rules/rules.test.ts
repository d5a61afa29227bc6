import { expect, test } from 'vitest';
import { faultsOfRules, type NumberOption, type Options } from '#kernel/rule';
import { inLanguage } from '#messages/server';
import { allGaps, allRules, choiceWords, citation, deciderWords, optionWords, sayRule } from './index.ts';

const office = { code: 'bapas-musi', year: 2026 };
const options = allRules.flatMap((rule) =>
  Object.entries(rule.options as Options).map(([name, option]) => ({ rule, name, option })),
);
function standardsOf(rule: (typeof allRules)[number]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(rule.options as Options).map(([name, { standard }]) => [name, standard]));
}

test('every rule has a source, limits that allow its standard, and one version at a time', () => {
  expect(faultsOfRules(allRules)).toEqual([]);
  expect(allRules.length).toBeGreaterThan(20);
});

test.each(['id', 'en'] as const)('every rule, gap, source, option and choice is said in words (%s)', (language) => {
  inLanguage(language, () => {
    const keys = [...allRules.map((rule) => rule.says), ...allGaps.flatMap((gap) => [gap.missing, gap.handled])];
    expect(keys.filter((key) => sayRule(key) === key)).toEqual([]);
    expect(
      allRules.map((rule) => sayRule(rule.says, standardsOf(rule))).filter((says) => says.includes('undefined')),
    ).toEqual([]);
    const sources = [...allRules, ...allGaps].flatMap((one) => one.sources);
    const passages = sources.filter(({ article }) => article !== '-' && !/^\d/.test(article));
    expect(passages.filter(({ article }) => sayRule(article) === article)).toEqual([]);
    expect(sources.map(citation).filter((said) => /_|undefined|(^|[ :])(uu|pp)-/.test(said))).toEqual([]);
    if (language === 'en')
      expect(sources.map(citation).filter((said) => /\b(ayat|huruf|pasal)\b/i.test(said))).toEqual([]);
    expect(options.filter(({ rule, name }) => optionWords(rule.id, name) === name)).toEqual([]);
    expect(options.filter(({ option }) => deciderWords(option.setBy) === option.setBy)).toEqual([]);
    expect(allGaps.filter((gap) => deciderWords(gap.decidedBy) === gap.decidedBy)).toEqual([]);
    const choices = options.flatMap(({ option }) =>
      'oneOf' in option ? option.oneOf.map((one) => ({ option, one })) : [],
    );
    expect(
      choices.map(({ option, one }) => choiceWords(option, one, office)).filter((said) => /[_{}]/.test(said)),
    ).toEqual([]);
  });
});

test.each(['id', 'en'] as const)(
  'every number that an office may choose is heard in the sentence of its rule (%s)',
  (language) => {
    const numbers = options.filter(
      (one): one is (typeof options)[number] & { option: NumberOption } => 'min' in one.option,
    );
    expect(numbers.length).toBeGreaterThan(8);
    inLanguage(language, () => {
      for (const { rule, name, option } of numbers)
        for (let value = Math.max(2, option.min); value <= option.max; value += 1)
          expect(sayRule(rule.says, { ...standardsOf(rule), [name]: value }), `${rule.id} ${name}`).toMatch(
            new RegExp(`\\b${value}\\b`),
          );
    });
  },
);

test('a register number is shown as one that the office could write', () => {
  const { option } = options.find(({ rule }) => rule.id === 'cases.register-number')!;
  const shown = 'oneOf' in option ? option.oneOf.map((one) => choiceWords(option, one, office)) : [];
  expect(shown).toEqual(['12/PB/2026', '0012/PB/2026', '12/2026', '0012/2026', 'PB.12/2026', 'BAPAS-MUSI/12/2026']);
});
