import { expect, expectTypeOf, test } from 'vitest';
import { plainDate as day } from './plain-date.ts';
import { faultsOfRules, findRuleOn, isAllowed, rule, ruleOn } from './rule.ts';

type Ledger = { missed: number };

const older = rule({
  id: 'check-ins.missed-in-a-row',
  says: 'rule_missed_in_a_row_2010',
  sources: [{ law: 'invented-2010', article: '1', standing: 'ours' }],
  valid: { from: day('2010-01-01'), until: day('2018-03-02') },
  judge: (ledger: Ledger) => ledger.missed >= 2,
});
const newer = rule({
  id: 'check-ins.missed-in-a-row',
  says: 'rule_missed_in_a_row',
  sources: [{ law: 'permenkumham-3-2018', article: '139', standing: 'uncertain' }],
  valid: { from: day('2018-03-02') },
  options: {
    misses: { standard: 3, min: 2, max: 6, setBy: 'head_of_bapas' },
    counts: { standard: 'every_period', oneOf: ['every_period', 'only_in_person'], setBy: 'head_of_bapas' },
  },
  judge: (ledger: Ledger, { misses, counts }) => (counts === 'every_period' ? ledger.missed >= misses : false),
});

test('a judgement keeps what it rests on', () => {
  expect(newer.decide({ missed: 3 })).toEqual({
    result: true,
    rule: 'check-ins.missed-in-a-row',
    version: '2018-03-02',
    facts: { missed: 3 },
    options: { misses: 3, counts: 'every_period' },
  });
});

test('the office chooses within the limits of the rule and nowhere else', () => {
  expect(newer.decide({ missed: 3 }, { misses: 4 }).result).toBe(false);
  expect(newer.decide({ missed: 3 }, { misses: 99 }).options.misses).toBe(6);
  expect(newer.decide({ missed: 3 }, { misses: '4', counts: 'never', unknown: 1 }).options).toEqual({
    misses: 3,
    counts: 'every_period',
  });
  expect(newer.decide({ missed: 3 }, { misses: Number.NaN }).options.misses).toBe(3);
  expect(isAllowed(newer.options.misses, 7)).toBe(false);
});

test('the options of a rule have their own types', () => {
  expectTypeOf(newer.decide({ missed: 1 }).options.misses).toEqualTypeOf<number>();
  expectTypeOf(newer.decide({ missed: 1 }).options.counts).toEqualTypeOf<'every_period' | 'only_in_person'>();
  expectTypeOf(newer.decide({ missed: 1 }).result).toEqualTypeOf<boolean>();
});

test('the rule that holds is the one valid on the day the law looks at', () => {
  const versions = [older, newer];

  expect(ruleOn(day('2018-03-01'), versions)).toBe(older);
  expect(ruleOn(day('2018-03-02'), versions)).toBe(newer);
  expect(findRuleOn(day('2009-12-31'), versions)).toBeUndefined();
  expect(() => ruleOn(day('2009-12-31'), versions)).toThrow(
    'no version of check-ins.missed-in-a-row holds on 2009-12-31',
  );
});

test('a list of rules with overlapping versions or impossible options is at fault', () => {
  expect(faultsOfRules([older, newer])).toEqual([]);

  const overlapping = rule({ ...older, valid: { from: day('2017-01-01'), until: day('2016-01-01') }, sources: [] });
  const impossible = rule({
    ...older,
    id: 'wrong',
    valid: { from: day('2020-01-01') },
    options: { n: { standard: 9, min: 1, max: 2, setBy: 'nobody' } },
  });
  expect(faultsOfRules([overlapping, impossible])).toEqual([
    'check-ins.missed-in-a-row (2017-01-01): it names no source',
    'check-ins.missed-in-a-row (2017-01-01): it ends before it begins',
    'wrong (2020-01-01): its id is not module.what-it-decides',
    'wrong (2020-01-01): the standard of n is not allowed by its own limits',
  ]);
  expect(faultsOfRules([newer, rule({ ...newer, valid: { from: day('2022-01-27') } })])).toHaveLength(1);
});
