import { expect, test } from 'vitest';
import { plainDate, type PlainDate } from '#kernel/plain-date';
import { optionsInForce } from '#kernel/rule';
import { groupOf, nextDue, type DueFacts } from './index.ts';
import { adultsOnly, faceToFace, overrideTakesTwo } from './law.rules.ts';

const day = (text: string) => plainDate(text);
const facts = (over: Partial<DueFacts> = {}): DueFacts => ({
  receivedOn: day('2026-03-01'),
  guidanceStart: null,
  guidanceEnd: null,
  beganOn: day('2026-01-01'),
  last: null,
  newOffenceOn: null,
  ...over,
});
const due = (over: Partial<DueFacts>, chosen: Record<string, unknown> = {}) => {
  const { on, why } = nextDue.judge(facts(over), optionsInForce(nextDue.options, chosen));
  return `${on} ${why}`;
};
const last = (band: 'low' | 'moderate' | 'high' | null, heldOn = '2026-04-01') => ({ heldOn: day(heldOn), band });

test.each([
  ['a new client, thirty days after his reception', {}, '2026-03-31 first'],
  [
    'who was a client before the office began, half a year after that',
    { receivedOn: day('2020-05-01') },
    '2026-07-01 first',
  ],
  ['after a low result, a year later', { last: last('low') }, '2027-04-01 interval'],
  ['after a moderate one, half a year later', { last: last('moderate') }, '2026-10-01 interval'],
  ['after a high one, three months later', { last: last('high') }, '2026-07-01 interval'],
  ['after a provisional one, thirty days later', { last: last(null) }, '2026-05-01 provisional'],
  [
    'after a new offence, two weeks later',
    { last: last('low'), newOffenceOn: day('2026-05-01') },
    '2026-05-15 new_offence',
  ],
  [
    'but not after one that was known already',
    { last: last('low'), newOffenceOn: day('2026-03-20') },
    '2027-04-01 interval',
  ],
  [
    'at the next change of phase where that comes first',
    { last: last('low'), guidanceStart: day('2026-03-01'), guidanceEnd: day('2027-03-01') },
    '2026-06-01 phase',
  ],
  [
    'not at a phase for which one was held shortly before',
    { last: last('low', '2026-05-10'), guidanceStart: day('2026-03-01'), guidanceEnd: day('2027-03-01') },
    '2026-11-30 phase',
  ],
  [
    'not at a phase that had begun before',
    { last: last('low', '2026-12-15'), guidanceStart: day('2026-03-01'), guidanceEnd: day('2027-03-01') },
    '2027-12-15 interval',
  ],
] as const)('an assessment is due: %s', (_, over, wanted) => {
  expect(due(over)).toBe(wanted);
});

test('an office may choose within the rule, and may leave phases out', () => {
  const phased = { last: last('low'), guidanceStart: day('2026-03-01'), guidanceEnd: day('2027-03-01') };
  expect(due(phased, { at_phase: false, months_low: 6 })).toBe('2026-10-01 interval');
  expect(due({}, { first_days: 3000 })).toBe('2026-05-30 first');
});

test('overdue is from the day after the last one', () => {
  const group = (dueOn: PlainDate, today: string) => groupOf({ state: 'assessed', dueOn }, day(today));
  expect(group(day('2026-05-01'), '2026-05-01')).toBe('current');
  expect(group(day('2026-05-01'), '2026-05-02')).toBe('overdue');
  expect(groupOf(undefined, day('2026-05-01'))).toBe('never');
});

test.each([
  ['of eighteen is assessed', { youngest: 18, oldest: 18 }, 'child', 'adult'],
  ['of seventeen is refused', { youngest: 17, oldest: 17 }, 'adult', 'child'],
  ['of whom the year is a guess follows his case', { youngest: 16, oldest: 20 }, 'child', 'child'],
  ['of whom nothing is known follows his case', undefined, 'adult', 'adult'],
] as const)('whoever is %s', (_, age, ageGroup, wanted) => {
  expect(adultsOnly.judge({ age, ageGroup }, {})).toBe(wanted);
});

test.each([
  ['a first one may be anywhere', { isFirst: true, metOnRecord: false }, 'may'],
  ['a later one stands beside a report on record', { metOnRecord: true }, 'may'],
  ['a later one without a report is refused', {}, 'no_meeting_on_record'],
  ['in prison no report is owed', { meeting: 'institution' }, 'may'],
  ['who refuses is judged by papers', { consent: 'refused', meeting: 'documents' }, 'may'],
  ['who refuses is not interviewed', { consent: 'refused' }, 'papers_only'],
  ['who agrees is met', { meeting: 'documents' }, 'must_meet'],
] as const)('face to face: %s', (_, over, wanted) => {
  const usual = {
    purpose: 'periodic',
    consent: 'given',
    meeting: 'office',
    isFirst: false,
    metOnRecord: false,
  } as const;
  expect(faceToFace.judge({ ...usual, ...over }, {})).toBe(wanted);
});

test('a band is set aside by neither the assessor nor, where he is another one, whoever asked for it', () => {
  const judge = (assessor: string, proposer: string, decider: string) =>
    overrideTakesTwo.judge({ assessor, proposer, decider }, {});
  expect(judge('pk', 'pk', 'kasi')).toBe(true);
  expect(judge('pk', 'pk', 'pk')).toBe(false);
  expect(judge('pk', 'kasi', 'kasi')).toBe(true);
  expect(judge('kasi', 'kasi', 'kasi')).toBe(false);
});
