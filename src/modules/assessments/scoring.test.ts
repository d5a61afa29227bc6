import fc from 'fast-check';
import { expect, test } from 'vitest';
import { riskBands } from '#modules/cases';
import {
  bandOf,
  changesBetween,
  findNeed,
  instruments,
  lacking,
  outcomeOf,
  partOf,
  partsAsked,
  rangeOf,
  scorePart,
  sheetOf,
  unknown,
  type Answers,
  type Part,
  type Sheet,
} from './index.ts';
import { answersTyped } from './typed.ts';
import type { BandLine } from './instrument.ts';

type Scored = Part & { bands: readonly BandLine[] };
const scored = instruments.flatMap(({ parts }) => parts).filter((part): part is Scored => part.bands !== undefined);
const items = instruments.flatMap(({ parts }) => parts).flatMap((part) => part.items);
const sheet = (over: Partial<Sheet> = {}): Sheet => ({
  ...sheetOf({ riskVersion: '2021-02', needsVersion: '2021-02', sex: 'male', drugCase: false }),
  ...over,
});
/** Every item of both sheets answered with what is worth least, and then as told. */
const answered = (over: Record<string, string> = {}): Answers => ({
  ...Object.fromEntries(items.map((item) => [item.id, item.answers.toSorted((a, b) => a.points - b.points)[0]!.code])),
  ...Object.fromEntries(
    items.filter(({ answers }) => answers.every(({ points }) => points === 0)).map(({ id }) => [id, 'no']),
  ),
  ...over,
});
const anyAnswers = fc
  .array(fc.nat(), { minLength: items.length, maxLength: items.length })
  .map((picks): Record<string, string> =>
    Object.fromEntries(
      items.map(({ id, answers }, at) => {
        const codes = [...answers.map(({ code }) => code), unknown];
        return [id, codes[picks[at]! % codes.length]!];
      }),
    ),
  );

test('the sheets come to 17 at most, and the needs to 6, 10, 6, 5, 2, 2 and 7, which is 38', () => {
  const most = scored.map((part) => rangeOf(part).most);
  expect(most).toEqual([17, 6, 10, 6, 5, 2, 2, 7]);
  expect(most.slice(1).reduce((a, b) => a + b, 0)).toBe(38);
  expect(scored.every((part) => rangeOf(part).least === 0)).toBe(true);
});

test('the sheets have as many items as they name', () => {
  const counts = Object.fromEntries(
    instruments.flatMap(({ parts }) => parts.map((part) => [part.id, part.items.length])),
  );
  expect(counts).toMatchObject({ 'risk-a': 10, 'risk-b': 4, 'risk-c': 3, 'risk-d': 3, 'needs-b1': 9, 'needs-b2': 8 });
  expect(scored.slice(1).reduce((sum, part) => sum + part.items.length, 0)).toBe(29);
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
});

test('every item, answer and part is said in both languages, and no two answers of an item are the same', () => {
  const said = instruments.flatMap((one) => [
    one.says,
    ...one.parts.flatMap((part) => [
      part.says,
      ...part.items.flatMap((item) => [
        item.says,
        ...(item.uncertain ? [item.uncertain] : []),
        ...item.answers.map(({ says }) => says),
      ]),
    ]),
  ]);
  expect(said.filter(({ id, en }) => id.trim() === '' || en.trim() === '')).toEqual([]);
  expect(items.filter(({ answers }) => new Set(answers.map(({ code }) => code)).size !== answers.length)).toEqual([]);
  expect(items.flatMap(({ answers }) => answers).filter(({ code }) => code === unknown)).toEqual([]);
});

test('the bands of a part cover every score from 0 to its most, each once and in their order', () => {
  for (const part of scored) {
    const { most } = rangeOf(part);
    const bands = Array.from({ length: most + 1 }, (_, score) => bandOf(part.bands, score));
    expect(bands[0]).toBe('low');
    const steps = bands.map((band) => riskBands.indexOf(band));
    expect(
      steps.every((step, score) => score === 0 || step - steps[score - 1]! === 0 || step - steps[score - 1]! === 1),
    ).toBe(true);
    expect(new Set(bands).size).toBe(part.bands.length);
  }
});

test('the bands lie where the sheets have them', () => {
  const from = (id: string) => scored.find((part) => part.id === id)!.bands.map((line) => line.from);
  expect(from('risk-a')).toEqual([0, 7, 12, 16]);
  expect(['needs-1', 'needs-2', 'needs-3', 'needs-4', 'needs-5', 'needs-6', 'needs-7'].map(from)).toEqual([
    [0, 2, 4, 6],
    [0, 3, 7, 9],
    [0, 2, 5, 6],
    [0, 2, 4, 5],
    [0, 1, 2],
    [0, 1, 2],
    [0, 2, 5, 7],
  ]);
});

test('whatever an unknown answer turns out to be, the result lies within its bounds', () => {
  fc.assert(
    fc.property(anyAnswers, fc.nat(), (answers, pick) => {
      for (const part of scored) {
        const told = scorePart(part, answers);
        const full = Object.fromEntries(
          part.items.map(({ id, answers: options }, at) => [
            id,
            answers[id] === unknown ? options[(pick + at) % options.length]!.code : answers[id]!,
          ]),
        );
        const known = scorePart(part, full);
        expect(known.low).toBe(known.high);
        expect(known.low).toBeGreaterThanOrEqual(told.low);
        expect(known.high).toBeLessThanOrEqual(told.high);
        if (told.bandLow === told.bandHigh) expect(known.bandLow).toBe(told.bandLow);
      }
    }),
  );
});

const sevenPoints = { a1: 'yes', a5: 'many' };
test.each([
  ['nothing that leads on', {}, {}, 'not_required', []],
  ['a score of seven', sevenPoints, {}, 'required', ['score']],
  ['a score of six', { a1: 'yes', a9: 'both' }, {}, 'not_required', []],
  ['a drug case', {}, { drugCase: true }, 'required', ['drug_case']],
  ['a tick in part B', { b2: 'yes' }, {}, 'required', ['tick_b']],
  ['a tick in part C of a woman', { c1: 'yes' }, { sex: 'female' }, 'required', ['tick_c']],
  ['a tick in part C of a man, which nobody asks', { c1: 'yes' }, {}, 'not_required', []],
  ['part C of somebody whose sex is not on record', { c1: 'yes' }, { sex: null }, 'required', ['tick_c']],
  ['a tick in part B above the threshold, which nobody asks', { ...sevenPoints, b2: 'yes' }, {}, 'required', ['score']],
  ['a tick in part D alone', { d1: 'yes' }, {}, 'not_required', []],
  ['an unknown that could reach seven', { a1: 'yes', a9: 'both', a2: unknown }, {}, 'undecided', ['score_unknown']],
  ['an unknown tick', { b4: unknown }, {}, 'undecided', ['tick_b_unknown']],
  ['an unknown tick beside one that is there', { b4: unknown, b1: 'yes' }, {}, 'required', ['tick_b']],
] as const)('routing: %s', (_, answers, facts, route, because) => {
  const outcome = outcomeOf(sheet(facts), answered(answers));
  expect([outcome.route, outcome.because]).toEqual([route, [...because]]);
  expect(outcome.needs === null).toBe(route === 'not_required');
});

test('parts are asked as the answers lead: B below the threshold, C of women, D in drug cases, the needs at the end', () => {
  const asked = (over: Partial<Sheet>, answers: Answers) => partsAsked(sheet(over), answers).parts.map(({ id }) => id);
  expect(asked({}, {})).toEqual(['risk-a']);
  expect(asked({}, answered())).toEqual(['risk-a', 'risk-b']);
  expect(asked({ sex: 'female' }, answered())).toEqual(['risk-a', 'risk-b', 'risk-c']);
  expect(asked({}, answered(sevenPoints))[1]).toBe('needs-1');
  expect(asked({ drugCase: true }, answered()).slice(0, 4)).toEqual(['risk-a', 'risk-b', 'risk-d', 'needs-1']);
  expect(asked({ drugCase: true }, answered())).toHaveLength(12);
});

test('a result is final only where both bounds fall in one band', () => {
  expect(outcomeOf(sheet(), answered({ a2: unknown })).band).toBe('low');
  const open = outcomeOf(sheet(), answered({ a1: unknown, a5: 'many' }));
  expect([open.risk.low, open.risk.high, open.band]).toEqual([4, 7, null]);
});

test('a need is identified, not identified, or not known enough', () => {
  expect(findNeed({ bandLow: 'moderate', bandHigh: 'high' })).toBe('identified');
  expect(findNeed({ bandLow: 'low', bandHigh: 'low' })).toBe('not_identified');
  expect(findNeed({ bandLow: 'low', bandHigh: 'moderate' })).toBe('not_enough');
});

test('what a sheet lacks is an answer, or the source of a known one', () => {
  const answer = (item: string, code: string | null, source: 'verdict' | null) => ({
    item,
    answer: code,
    source,
    note: '',
    documentId: null,
  });
  const a = partOf(sheet(), 'risk-a')!;
  expect(lacking(sheet(), [])).toHaveLength(10);
  const all = a.items.map(({ id }) => answer(id, 'no', 'verdict'));
  const some = [answer('a1', 'no', null), answer('a2', unknown, null), ...all.slice(3)];
  expect(lacking(sheet(), some).filter(({ part }) => part === 'risk-a')).toEqual([
    { part: 'risk-a', item: 'a1', what: 'source' },
    { part: 'risk-a', item: 'a3', what: 'answer' },
  ]);
});

test('an answer without a source of its own rests on the page’s; an unknown one rests on nothing', () => {
  const part = partOf(sheet(), 'needs-5')!;
  const typed = { submissionId: 'x', source: 'family', n5_1: 'yes', n5_1_source: 'verdict', n5_2: unknown } as const;
  expect(answersTyped(part, typed).map(({ item, answer, source }) => [item, answer, source])).toEqual([
    ['n5_1', 'yes', 'verdict'],
    ['n5_2', unknown, null],
  ]);
  expect(answersTyped(part, { ...typed, n5_1_source: undefined, n5_2: 'no' }).map(({ source }) => source)).toEqual([
    'family',
    'family',
  ]);
});

test('what changed between two assessments is told; what one of them did not ask is no change', () => {
  const parts = sheet().risk.parts;
  const changes = changesBetween(parts, { a1: 'no', a2: 'no', a3: 'few' }, { a1: 'yes', a2: 'no', b1: 'yes' });
  expect(changes.map(({ item, before, after }) => [item.id, before, after])).toEqual([['a1', 'no', 'yes']]);
});
