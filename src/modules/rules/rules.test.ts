import { expect, test } from 'vitest';
import { faultsOfRules, type Options } from '#kernel/rule';
import { inLanguage } from '#messages/server';
import { allGaps, allRules, choiceWords, lawWords, optionWords, sayRule } from './index.ts';

test('every rule has a source, limits that allow its standard, and one version at a time', () => {
  expect(faultsOfRules(allRules)).toEqual([]);
  expect(allRules.length).toBeGreaterThan(20);
});

test.each(['id', 'en'] as const)('every rule, gap, law, option and choice is said in words (%s)', (language) => {
  inLanguage(language, () => {
    const keys = [...allRules.map((rule) => rule.says), ...allGaps.flatMap((gap) => [gap.missing, gap.handled])];
    expect(keys.filter((key) => sayRule(key) === key)).toEqual([]);
    const laws = [...allRules, ...allGaps].flatMap((one) => one.sources.map((source) => source.law));
    expect(laws.filter((law) => !lawWords[law])).toEqual([]);
    const options = allRules.flatMap((rule) =>
      Object.entries(rule.options as Options).map(([name, option]) => ({ rule, name, option })),
    );
    expect(options.filter(({ rule, name }) => optionWords(rule.id, name) === name)).toEqual([]);
    const choices = options.flatMap(({ option }) => ('oneOf' in option ? [...option.oneOf] : []));
    expect(choices.filter((value) => choiceWords(value) === value && /^[a-z_]+$/.test(String(value)))).toEqual([]);
  });
});
