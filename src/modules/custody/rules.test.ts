import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, plainDate } from '#kernel/plain-date';
import { faultsOfRules } from '#kernel/rule';
import { custodyRules, termWarning } from './law.rules.ts';
import {
  ageGroupOf,
  inMonths,
  judgeBasis,
  judgeRegister,
  judgeStep,
  labelOf,
  moves,
  nextState,
  nextSteps,
  numbered,
  placeFor,
  registerFor,
  staySteps,
  type StepAttempt,
} from './rules.ts';
import { groupOf, registers, stayStates, type Basis, type BasisFacts, type Sentence } from './stay.ts';

const today = plainDate('2022-10-10');
const none: Sentence = { years: 0, months: 0, days: 0 };
const verdict = (sentence: Partial<Sentence>, penalty: BasisFacts['penalty'] = 'imprisonment'): BasisFacts => ({
  kind: 'verdict',
  authority: 'district_court',
  penalty,
  sentence: { ...none, ...sentence },
});
const warrant = (authority: BasisFacts['authority']): BasisFacts => ({
  kind: 'warrant',
  authority,
  penalty: null,
  sentence: none,
});

test('every rule has a source and limits that allow its standard', () => {
  expect(faultsOfRules(custodyRules)).toEqual([]);
});

test('a detainee stands in the register of who detains him', () => {
  expect(
    (['investigator', 'prosecutor', 'district_court', 'high_court', 'supreme_court', 'other'] as const).map((one) =>
      registerFor(warrant(one)),
    ),
  ).toEqual(['reg_a1', 'reg_a2', 'reg_a3', 'reg_a4', 'reg_a5', undefined]);
  expect(registerFor({ ...warrant('other'), kind: 'hostage_order' })).toBe('reg_c');
});

test('a convict stands by how long he serves, to the day at three and twelve months', () => {
  expect(registerFor(verdict({ days: 1 }))).toBe('reg_b2b');
  expect(registerFor(verdict({ months: 3 }))).toBe('reg_b2b');
  expect(registerFor(verdict({ days: 90 }))).toBe('reg_b2b');
  expect(registerFor(verdict({ months: 3, days: 1 }))).toBe('reg_b2a');
  expect(registerFor(verdict({ days: 91 }))).toBe('reg_b2a');
  expect(registerFor(verdict({ months: 12 }))).toBe('reg_b2a');
  expect(registerFor(verdict({ years: 1 }))).toBe('reg_b2a');
  expect(registerFor(verdict({ years: 1, days: 1 }))).toBe('reg_b1');
  expect(registerFor(verdict({ months: 13 }))).toBe('reg_b1');
  expect(registerFor(verdict({}))).toBeUndefined();
  expect(
    (['death', 'life', 'confinement', 'in_lieu'] as const).map((penalty) => registerFor(verdict({ days: 5 }, penalty))),
  ).toEqual(['reg_b_death', 'reg_b_life', 'reg_b3', 'reg_b3s']);
});

const lengths = fc.record({
  years: fc.integer({ min: 0, max: 30 }),
  months: fc.integer({ min: 0, max: 40 }),
  days: fc.integer({ min: 0, max: 400 }),
});

test('however a sentence is written, the same length stands in the same register, and a longer one in none below', () => {
  const order = [undefined, 'reg_b2b', 'reg_b2a', 'reg_b1'];
  fc.assert(
    fc.property(lengths, fc.integer({ min: 0, max: 500 }), (sentence, more) => {
      const { months, days } = inMonths(sentence);
      const here = registerFor(verdict(sentence));
      expect(registerFor(verdict({ months, days }))).toBe(here);
      expect(registerFor(verdict({ days: months * 30 + days }))).toBe(here);
      expect(order.indexOf(registerFor(verdict({ ...sentence, days: sentence.days + more })))).toBeGreaterThanOrEqual(
        order.indexOf(here),
      );
    }),
  );
});

test('another register than the paper says takes a reason, and is of one group only', () => {
  expect(judgeRegister('reg_a1', null, '')).toEqual({ ok: true, register: 'reg_a1', because: '' });
  expect(judgeRegister('reg_a1', 'reg_a1', 'tidak perlu')).toEqual({ ok: true, register: 'reg_a1', because: '' });
  expect(judgeRegister('reg_a1', 'reg_a2', '')).toEqual({ ok: false, refusal: 'because_missing' });
  expect(judgeRegister('reg_a1', 'reg_a2', 'surat menyusul')).toMatchObject({ ok: true, register: 'reg_a2' });
  expect(judgeRegister(undefined, null, 'ada')).toEqual({ ok: false, refusal: 'register_unclear' });
  expect(registers.map(groupOf).filter((group) => group === 'detainees')).toHaveLength(5);
  expect(new Set(registers.map((register) => labelOf(register, 7, 2022))).size).toBe(registers.length);
});

test('a paper is whole: a warrant has its end, a verdict its penalty and how long', () => {
  const paper: Basis = {
    ...warrant('investigator'),
    number: 'SP.Han/1',
    dated: today,
    issuer: 'Polres',
    offence: '',
    fromOn: today,
    untilOn: addDays(today, 19),
  };
  expect(judgeBasis(paper, today)).toEqual({ ok: true });
  expect(judgeBasis({ ...paper, untilOn: null }, today)).toMatchObject({ refusal: 'until_missing' });
  expect(judgeBasis({ ...paper, untilOn: addDays(today, -1) }, today)).toMatchObject({ refusal: 'until_before_from' });
  expect(judgeBasis({ ...paper, dated: addDays(today, 1) }, today)).toMatchObject({ refusal: 'basis_in_future' });
  const judged = { ...paper, ...verdict({ months: 4 }), untilOn: null };
  expect(judgeBasis(judged, today)).toEqual({ ok: true });
  expect(judgeBasis({ ...judged, penalty: null }, today)).toMatchObject({ refusal: 'penalty_missing' });
  expect(judgeBasis({ ...judged, sentence: none }, today)).toMatchObject({ refusal: 'sentence_missing' });
  expect(judgeBasis({ ...judged, sentence: none, penalty: 'life' }, today)).toEqual({ ok: true });
});

test('a child is one by every day on which he can have been born; else somebody is asked', () => {
  expect(ageGroupOf({ youngest: 17, oldest: 17 }, 'adult')).toBe('child');
  expect(ageGroupOf({ youngest: 18, oldest: 18 }, 'child')).toBe('adult');
  expect(ageGroupOf({ youngest: 17, oldest: 18 }, null)).toBeUndefined();
  expect(ageGroupOf({ youngest: 17, oldest: 18 }, 'child')).toBe('child');
  expect(ageGroupOf(undefined, null)).toBeUndefined();
  expect(ageGroupOf(undefined, 'unknown')).toBe('unknown');
});

test('a child in process belongs in an LPAS, a convicted one in an LPKA, adults in neither', () => {
  const at = (type: 'rutan' | 'lapas' | 'lpas' | 'lpka', age: 'child' | 'adult' | 'unknown', convicted: boolean) =>
    placeFor({ type, age, convicted });
  expect(at('rutan', 'child', false)).toEqual({ fits: false, right: 'lpas' });
  expect(at('lapas', 'child', true)).toEqual({ fits: false, right: 'lpka' });
  expect(at('lpas', 'child', false)).toEqual({ fits: true });
  expect(at('lpas', 'child', true)).toEqual({ fits: false, right: 'lpka' });
  expect(at('lpka', 'child', true)).toEqual({ fits: true });
  expect(at('lpka', 'adult', true)).toEqual({ fits: false, right: 'adults' });
  expect(at('rutan', 'adult', true)).toEqual({ fits: true });
  expect(at('rutan', 'unknown', false)).toEqual({ fits: false, right: 'ask' });
});

const stay = { state: 'held', admittedOn: today, lastOn: today, termUntil: addDays(today, 5) } as const;
const step = (over: Partial<StepAttempt>): StepAttempt => ({
  step: 'release',
  day: today,
  number: 'W-1',
  releaseReason: 'sentence_served',
  toUnitId: null,
  place: '',
  ...over,
});

test('a release says why and on which paper, and nobody goes because a term ran out that runs', () => {
  expect(judgeStep(stay, step({}), today)).toEqual({ ok: true });
  expect(judgeStep(stay, step({ number: '' }), today)).toMatchObject({ refusal: 'number_missing' });
  expect(judgeStep(stay, step({ releaseReason: null }), today)).toMatchObject({ refusal: 'why_missing' });
  expect(judgeStep(stay, step({ releaseReason: 'term_over' }), today)).toMatchObject({ refusal: 'term_not_over' });
  expect(judgeStep(stay, step({ day: addDays(today, 1) }), today)).toMatchObject({ refusal: 'day_in_future' });
  expect(judgeStep(stay, step({ day: addDays(today, -1) }), today)).toMatchObject({ refusal: 'day_too_early' });
  expect(judgeStep(stay, step({ step: 'recapture' }), today)).toMatchObject({ refusal: 'wrong_state' });
  expect(judgeStep(stay, step({ step: 'transfer' }), today)).toMatchObject({ refusal: 'place_missing' });
  expect(judgeStep(stay, step({ step: 'escape', number: '' }), today)).toEqual({ ok: true });
});

test('no walk through the steps leaves the table, and what is over moves no more', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...staySteps), { maxLength: 12 }), (walk) => {
      let state: (typeof stayStates)[number] = 'held';
      let on = today;
      for (const one of walk) {
        const attempt = step({ step: one, day: on, place: 'Lapas lain' });
        const verdict = judgeStep({ ...stay, state, lastOn: on, termUntil: null }, attempt, addDays(today, 60));
        expect(verdict.ok).toBe(one in moves[state]);
        if (!verdict.ok) continue;
        state = nextState(state, one)!;
        on = addDays(on, 1);
      }
      expect(stayStates).toContain(state);
      if (state === 'released' || state === 'deceased') expect(nextSteps(state)).toEqual([]);
    }),
  );
  expect(numbered.every((one) => staySteps.includes(one))).toBe(true);
});

test('a warning comes on the day that the office chose, and never earlier', () => {
  const until = addDays(today, 10);
  expect(termWarning.decide({ until, today }).result).toBe(true);
  expect(termWarning.decide({ until: addDays(until, 1), today }).result).toBe(false);
  expect(termWarning.decide({ until, today }, { days: 9 }).result).toBe(false);
});
