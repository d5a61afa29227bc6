import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { PersonGenerator, type Query } from '#invented/persons';
import { badNames, badNiks } from '#tests/corpus/bad-inputs';
import {
  agreesByNumber,
  doubtsAbout,
  evidenceOf,
  evidenceWords,
  judgeFound,
  learn,
  Recognition,
  thresholds,
  weights,
  type Facts,
} from './index.ts';
import { compareNiks } from './compare.ts';
import { readMother, readNames, readNikHalves, readPlace } from './facts.ts';
import { groupsOf } from '../matching/groups.ts';
import { outcomes } from './weights.ts';

const idOf = (number: number) => `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const people = new PersonGenerator(3);
const factsOf = (person: Pick<Query, 'name' | 'nik' | 'birthDate' | 'birthPlace' | 'sex' | 'mother'>): Facts => ({
  name: person.name,
  nik: person.nik || null,
  birth: person.birthDate ? { text: person.birthDate, precision: 'day' } : null,
  birthPlace: person.birthPlace,
  sex: person.sex === 'L' ? 'male' : person.sex === 'P' ? 'female' : null,
  mother: person.mother,
});
const invented = Array.from({ length: 3000 }, (_, number) => people.person(number));
const register = new Recognition(weights);
beforeAll(() => invented.forEach((person) => register.set(idOf(person.id), factsOf(person))));

/** Somebody registered, somebody as another office wrote them, or what nobody is called. */
const anybody: fc.Arbitrary<Facts> = fc.oneof(
  fc.nat(2999).map((number) => factsOf(invented[number]!)),
  fc.nat(2999).map((number) => factsOf(people.corrupt(invented[number]!))),
  fc.record({
    name: fc.constantFrom(...badNames.map(({ value }) => value)),
    nik: fc.constantFrom(...badNiks.map(({ value }) => value)),
    birthPlace: fc.constantFrom('', 'Solo', 'Kab. Garut'),
    mother: fc.constantFrom('', ...badNames.map(({ value }) => value)),
  }),
);

/** Somebody registered, and himself, himself as another office wrote him, or anybody. */
const aPair: fc.Arbitrary<[Facts, Facts]> = fc.nat(2999).chain((number) => {
  const known = factsOf(invented[number]!);
  const himself = fc.constantFrom(known, factsOf(people.corrupt(invented[number]!)));
  return fc.tuple(fc.oneof(himself, anybody), fc.constant(known));
});

test('two people compare the same whichever is asked for', () => {
  fc.assert(
    fc.property(fc.oneof(aPair, fc.tuple(anybody, anybody)), ([one, other]) => {
      expect(register.compare(one, other).bits).toBeCloseTo(register.compare(other, one).bits, 6);
    }),
  );
});

/** `same` is said of the same words in any order, and of nothing else; `differs` where no word is shared. */
function agree(outcome: string, one: readonly string[], other: readonly string[]): void {
  expect(outcome === 'same', `${one.join(' ')} / ${other.join(' ')}`).toBe(
    one.toSorted().join() === other.toSorted().join(),
  );
  if (outcome === 'differs') expect(one.filter((word) => other.includes(word))).toEqual([]);
}

test('the words of a candidate agree with what the two are, and their evidence adds up to the score', () => {
  fc.assert(
    fc.property(aPair, ([asked, known]) => {
      const { bits, terms } = register.compare(asked, known);
      const evidence = evidenceOf(terms, register.size);
      expect(evidence.reduce((sum, one) => sum + one.bits, 0)).toBeCloseTo(bits, 6);
      for (const one of evidence) {
        expect(evidenceWords(one)).not.toBe('');
        if (one.about === 'birth' && asked.birth && known.birth)
          expect(one.outcome === 'same').toBe(asked.birth.text === known.birth.text);
        if (one.about === 'sex') expect(one.outcome === 'same').toBe(asked.sex === known.sex);
        if (one.about === 'nik') expect(one.outcome === 'same').toBe(asked.nik?.replace(/\D/g, '') === known.nik);
        if (one.about === 'place')
          expect(one.outcome === 'same').toBe(readPlace(asked.birthPlace) === readPlace(known.birthPlace));
        if (one.about === 'mother') {
          expect(asked.mother && known.mother).toBeTruthy();
          agree(one.outcome, readMother(asked.mother), readMother(known.mother));
        }
        if (one.about === 'name') agree(one.outcome, readNames(asked).own, readNames(known).own);
      }
      const { agrees, differs } = groupsOf(evidence, asked);
      expect(agrees.filter((group) => differs.includes(group))).toEqual([]);
      if (!asked.nik) expect(evidence.some(({ about }) => about === 'nik')).toBe(false);
    }),
  );
});

test('whoever is added and removed, or changed and changed back, leaves no trace', () => {
  const questions = Array.from({ length: 20 }, (_, number) => factsOf(people.corrupt(invented[number * 7]!)));
  const answers = () =>
    questions.map((facts) => register.find(facts).map(({ id, bits, certainty }) => ({ id, bits, certainty })));
  const before = answers();
  fc.assert(
    fc.property(fc.array(fc.tuple(anybody, fc.nat(3020)), { maxLength: 20 }), (changes) => {
      for (const [facts, number] of changes) register.set(idOf(number), facts);
      for (const [, number] of changes)
        if (number < 3000) register.set(idOf(number), factsOf(invented[number]!));
        else register.remove(idOf(number));
      expect(register.size).toBe(3000);
    }),
    { numRuns: 30 },
  );
  expect(answers()).toEqual(before);
});

test('somebody is found from the moment they are added until they are removed', () => {
  const id = idOf(9999);
  const facts: Facts = { name: 'Suwirya Adikarta', birth: { text: '1971-04-09', precision: 'day' }, mother: 'Ngatmi' };
  expect(register.find(facts).some((found) => found.id === id)).toBe(false);
  register.set(id, { name: 'Bambang' });
  register.set(id, facts);
  expect(register.find({ ...facts, name: 'Soewiryo Adikarta' })[0]?.id).toBe(id);
  register.remove(id);
  register.remove(id);
  expect(register.has(id)).toBe(false);
  expect(register.find(facts).some((found) => found.id === id)).toBe(false);
});

test('a name that many bear says little, a rare one more', () => {
  const bits = (name: string) => register.compare({ name }, { name }).bits;
  const [common, rare] = [bits('Siti'), bits('Suwirya')];
  expect(rare - common).toBeGreaterThan(3);
});

test('an answer found among those compared is the one found among all', () => {
  for (let number = 0; number < 60; number++) {
    const facts = factsOf(people.corrupt(invented[number * 11]!));
    const [found] = register.find(facts);
    const [best] = register.findAmongAll(facts);
    expect(found?.bits).toBeCloseTo(best!.bits, 6);
  }
});

test('whoever bears a number or one that is a slip away from it is found by the number alone, and nobody else', () => {
  const slips = (nik: string) =>
    Array.from({ length: nik.length }, (_, at) => [
      nik.slice(0, at) + ((Number(nik[at]) + 3) % 10) + nik.slice(at + 1),
      nik.slice(0, at) + (nik[at + 1] ?? '') + nik[at] + nik.slice(at + 2),
      nik.slice(0, at) + nik.slice(at + 1),
    ]).flat();
  const known = invented.map(({ nik }) => readNikHalves(nik));
  const written = invented.slice(0, 25).flatMap(({ nik }) => (nik ? [nik, ...slips(nik)] : []));
  expect(written.length).toBeGreaterThan(500);
  for (const nik of [...written, '', '0', '123456789']) {
    const asked = readNikHalves(nik);
    const bearers = known.flatMap((other, number) => {
      const isNear = asked.high !== -1 && ['same', 'digit'].includes(outcomes.nik[compareNiks(asked, other)]!);
      return isNear ? [idOf(invented[number]!.id)] : [];
    });
    expect(register.bearersOf(nik).sort(), nik).toEqual(bearers.sort());
  }
});

test('whoever could be an answer is found although whoever cannot is not compared', () => {
  const least = thresholds.ask.bits;
  const given: ((facts: Facts) => Facts)[] = [
    (facts) => facts,
    ({ name }) => ({ name }),
    ({ name, birth }) => ({ name, birth }),
    ({ name, mother }) => ({ name, mother }),
    ({ name, nik }) => ({ name, nik }),
    (facts) => ({ ...facts, nik: null }),
  ];
  let [answers, others] = [0, 0];
  for (let number = 0; number < 240; number++) {
    const facts = given[number % given.length]!(factsOf(people.corrupt(invented[number * 11]!)));
    const [all, some] = [register.findWide(facts, 1000), register.findWide(facts, 1000, least)];
    const kept = new Set(some.map(({ id }) => id));
    for (const { id, bits, terms } of all) {
      const isAnswer = bits - Math.log2(register.size + 1) >= least || agreesByNumber(terms);
      if (isAnswer) expect([kept.has(id), facts, terms]).toEqual([true, facts, terms]);
      else if (!kept.has(id)) others++;
      if (isAnswer) answers++;
    }
  }
  expect(answers).toBeGreaterThan(240);
  expect(others).toBeGreaterThan(10_000);
});

test('a list is answered as one by one would be', () => {
  const list = Array.from({ length: 200 }, (_, number) =>
    factsOf(number % 2 ? people.corrupt(invented[number]!) : people.person(-1)),
  );
  const told = (found: ReturnType<typeof register.find>) =>
    found
      .slice(0, 1)
      .filter((one) => judgeFound(one, thresholds).answer === 'tell')
      .map(({ id }) => id);
  expect([...register.findEach(list)].map(told)).toEqual(list.map((facts) => told(register.find(facts))));
});

test.each([
  ['a twin', { name: 'Sugeng Wibisana' }, ['possible_relative']],
  ['a twin whose number follows', { name: 'Karya Wibisana', nik: '1600001209700003' }, ['possible_relative']],
  [
    'a namesake',
    { name: 'Karyo Wibisana', birth: { text: '1991-11-30', precision: 'day' as const }, mother: '' },
    ['births_contradict'],
  ],
  ['a number of somebody else', { name: 'Yohana Tefa', nik: '1600001209700002' }, ['nik_of_another']],
  ['a number of whoever says no name', { name: 'Tidak menyebut nama', nik: '1600001209700002' }, ['no_name']],
  ['whoever says no name', { name: 'Tidak menyebut nama' }, ['no_name']],
  ['the same person', { name: 'Karjo Wibisono' }, []],
])('%s: %o leads to %j', (_, other, doubts) => {
  const known: Facts = {
    name: 'Karyo Wibisana',
    birth: { text: '1970-09-12', precision: 'day' },
    mother: 'Painah',
    nik: 'nik' in other ? '1600001209700002' : null,
  };
  const { terms } = register.compare({ ...known, ...other }, known);
  expect(doubtsAbout(terms)).toEqual(doubts);
  if (doubts.length > 0) expect(judgeFound({ certainty: 99, terms }, thresholds).answer).toBe('ask');
});

test.each([
  ['Dwi Nugroho', 'Dwinugroho'],
  ['Bambang Tri Atmodjo', 'Bambang Triatmojo'],
  ['Abd. Rahman', 'Abdurrahman'],
  ['Abdul Rohman', 'Abdurrachman'],
  ['Abdoel Salam', 'Abdussalam'],
  ['Moh. Abdul Hamid', 'Muhammad Abdulhamid'],
])('%s and %s are one name, written apart and together', (apart, together) => {
  for (const [one, other] of [
    [apart, together],
    [together, apart],
  ] as const) {
    const { terms } = register.compare({ name: one }, { name: other });
    const [name] = evidenceOf(terms, register.size).filter(({ about }) => about === 'name');
    expect(name).toMatchObject({ outcome: expect.not.stringMatching(/partly|differs/) as unknown });
    expect(doubtsAbout(terms)).toEqual([]);
  }
});

test('what is written where no name is known is no name: nobody is alike by it, and an other name takes its place', () => {
  const about = (one: Facts, other: Facts) =>
    evidenceOf(register.compare(one, other).terms, register.size).map((piece) => `${piece.about} ${piece.outcome}`);
  const nobody: Facts = { name: 'Tidak menyebut nama', mother: 'tidak diketahui' };
  expect(about(nobody, nobody)).toEqual([]);
  expect(about({ ...nobody, aliases: ['Gepeng'] }, { name: 'Suwirya', aliases: ['Gepeng'] })).toContain('alias found');
  expect(about({ ...nobody, aliases: ['Gepeng'] }, { ...nobody, aliases: ['Gepeng'] })).toContain('name same');
});

test('weights are learned without anybody telling who is who', () => {
  const own = new Recognition(weights);
  invented.forEach((person) => own.set(idOf(person.id), factsOf(person)));
  const lessons = Array.from({ length: 400 }, (_, number) => ({
    facts: factsOf(people.corrupt(invented[number * 5]!)),
  }));
  let turn = 0;
  const draw = () => (turn = (turn + 0.6180339887) % 1);
  const flat = {
    version: 'flat',
    terms: Object.fromEntries(
      Object.entries(weights.terms).map(([kind, { m, u }]) => [kind, { m: m.map(() => 1 / m.length), u }]),
    ) as unknown as typeof weights.terms,
  };
  const learned = learn(own, lessons, flat, { rounds: 4, pairs: 20_000, draw, version: 'blind' });
  expect(learned.terms.birth.m[0]).toBeGreaterThan(0.6);
  expect(learned.terms.nik.m[0]).toBeGreaterThan(0.7);
  expect(learned.terms.word.m[0]).toBeGreaterThan(0.5);
  const asked = Array.from({ length: 200 }, (_, number) => number * 13 + 3);
  const right = asked.filter((number) => own.find(factsOf(people.corrupt(invented[number]!)))[0]?.id === idOf(number));
  expect(right.length).toBeGreaterThan(194);
});

test('the thresholds say what was measured with them', () => {
  const { tell, ask } = thresholds;
  expect(tell.bits).toBeGreaterThan(ask.bits);
  expect(tell.measured.precision).toBeGreaterThanOrEqual(0.995);
  expect(tell.measured.recall).toBeGreaterThanOrEqual(0.88);
  expect(ask.measured.recall).toBeGreaterThan(tell.measured.recall);
});
