import { describe, expect, test } from 'vitest';
import { dateAbout, partialDateOf } from '#kernel/partial-date';
import { plainDate } from '#kernel/plain-date';
import { faultsOfRules, ruleOn } from '#kernel/rule';
import { clientKinds, decreeReasons, type CaseFacts, type ClientKind, type EndReason } from './case.ts';
import { kindRow, mayConcern } from './kinds.ts';
import { judgeAge } from './judge-age.ts';
import { caseRules, kindInForce, longestPeriod } from './law.rules.ts';
import {
  ageLooksWrong,
  judgeAssignment,
  judgeBackDating,
  judgeBreakGlass,
  judgeDecision,
  judgeEnding,
  judgeMilestones,
  judgePeriod,
  judgePhase,
  judgePhaseStep,
  judgeReleaseDay,
  judgeReopening,
  reviewerOfOpening,
  judgeTransferRequest,
  judgeTransferStep,
  phaseOf,
  readRegisterLabel,
  registerLabel,
  stateAfterReopening,
} from './rules.ts';

const today = plainDate('2026-11-20');
const facts = (over: Partial<CaseFacts> = {}): CaseFacts => ({
  state: 'active',
  kind: 'parole_pb',
  ageGroup: 'adult',
  sealed: false,
  pkStaffId: 'pk-1',
  registerLabel: '1/PB/2026',
  receivedOn: plainDate('2026-01-05'),
  registeredOn: plainDate('2026-01-06'),
  guidanceStart: plainDate('2026-01-05'),
  releasedOn: plainDate('2026-01-05'),
  releaseExpectedOn: null,
  ledgerFrom: plainDate('2026-01-05'),
  guidanceEnd: plainDate('2026-11-10'),
  phaseDecided: null,
  ...over,
});
describe('a transfer', () => {
  test('who asked does not decide, and nobody decides without the advice of the sitting', () => {
    const transfer = { state: 'at_tpp', requestedBy: 'a', advice: 'approve' } as const;
    const by = (actorId: string, reason = '') => ({ actorId, reason });
    expect(judgeTransferStep(transfer, 'approve', by('b'))).toEqual({ ok: true, state: 'approved' });
    expect(judgeTransferStep(transfer, 'approve', by('a'))).toMatchObject({ refusal: 'second_person_needed' });
    const asked = { ...transfer, state: 'requested', advice: null } as const;
    expect(judgeTransferStep(asked, 'approve', by('b'))).toMatchObject({ refusal: 'wrong_state' });
    const unheard = { ...transfer, advice: null };
    expect(judgeTransferStep(unheard, 'approve', by('b', 'sudah jelas'))).toMatchObject({ refusal: 'advice_missing' });
    const hindered = { hindered: true };
    expect(judgeTransferStep(transfer, 'approve', by('b'), hindered)).toMatchObject({ refusal: 'matter_running' });
    expect(judgeTransferStep(transfer, 'refuse', by('b', 'belum siap'), hindered)).toMatchObject({ ok: true });
    const approved = { ...transfer, state: 'approved' } as const;
    expect(judgeTransferStep(approved, 'arrive', by('b'), hindered)).toMatchObject({ refusal: 'matter_running' });
  });

  test('a head who does not follow the sitting writes why, for a phase as for a transfer', () => {
    const by = (reason: string) => ({ actorId: 'b', reason });
    for (const advice of ['reject', 'defer'] as const) {
      const matter = { state: 'at_tpp', requestedBy: 'a', advice } as const;
      for (const judge of [
        (reason: string) => judgeTransferStep(matter, 'approve', by(reason)),
        (reason: string) => judgePhaseStep(matter, 'approve', by(reason)),
      ]) {
        expect(judge('')).toMatchObject({ refusal: 'note_missing' });
        expect(judge('keluarga sudah siap')).toMatchObject({ ok: true });
      }
    }
  });

  test('a client moves to another Bapas that is at work, and to one at a time', () => {
    const idle = { transferRunning: false, endingProposed: false, hindered: false };
    const to = (over = {}) => ({
      toUnit: { id: 2, type: 'bapas', open: true, receives: true, ...over },
      fromUnitId: 1,
    });
    expect(judgeTransferRequest(facts(), to(), idle)).toEqual({ ok: true });
    expect(judgeTransferRequest(facts(), to({ id: 1 }), idle)).toMatchObject({ refusal: 'same_unit' });
    expect(judgeTransferRequest(facts(), to({ type: 'lapas' }), idle)).toMatchObject({ refusal: 'not_a_bapas' });
    expect(judgeTransferRequest(facts(), to({ receives: false }), idle)).toMatchObject({ refusal: 'nobody_receives' });
    expect(judgeTransferRequest(facts(), { toUnit: null, fromUnitId: 1 }, idle)).toEqual({ ok: true });
    expect(judgeTransferRequest(facts(), to(), { ...idle, transferRunning: true })).toMatchObject({
      refusal: 'transfer_running',
    });
    expect(judgeTransferRequest(facts(), to(), { ...idle, hindered: true })).toMatchObject({
      refusal: 'matter_running',
    });
    expect(judgeTransferRequest(facts({ state: 'received' }), to(), idle)).toMatchObject({ refusal: 'wrong_state' });
  });
});

describe('kinds of client', () => {
  test.each(clientKinds)('%s concerns somebody and rests on something', (kind) => {
    expect(kindRow(kind).ages.length).toBeGreaterThan(0);
    expect(kindRow(kind).bases.length).toBeGreaterThan(0);
    expect(kind.startsWith('child_') || kind === 'diversion' ? mayConcern(kind, 'adult') : false).toBe(false);
  });

  test('register numbers tell the kinds apart', () => {
    expect(new Set(clientKinds.map((kind) => kindRow(kind).short)).size).toBe(clientKinds.length);
  });
});

describe('the day of release', () => {
  const judge = (over: Partial<Parameters<typeof judgeReleaseDay>[1]> = {}, of: Partial<CaseFacts> = {}) =>
    judgeReleaseDay(
      facts({ releasedOn: null, ...of }),
      { releasedOn: plainDate('2026-11-20'), expectedOn: null, document: 'BA-1', reason: '', ...over },
      today,
    );

  test('is a day that has come, or an expectation, on a paper; what is known is corrected with a reason', () => {
    expect(judge()).toEqual({ ok: true });
    expect(judge({ releasedOn: plainDate('2026-11-21') })).toMatchObject({ refusal: 'day_in_future' });
    expect(judge({ releasedOn: null })).toMatchObject({ refusal: 'release_missing' });
    expect(judge({ releasedOn: null, expectedOn: plainDate('2027-02-01') })).toEqual({ ok: true });
    expect(judge({ expectedOn: plainDate('2027-02-01') })).toMatchObject({ refusal: 'release_twice' });
    expect(judge({ document: '' })).toMatchObject({ refusal: 'release_document_missing' });
    expect(judge({}, { releaseExpectedOn: today })).toMatchObject({ refusal: 'note_missing' });
    expect(judge({ reason: 'salah tulis' }, { releaseExpectedOn: today })).toEqual({ ok: true });
    expect(judge({}, { kind: 'supervision_sentence' })).toMatchObject({ refusal: 'no_release_day' });
    expect(judge({}, { state: 'ended' })).toMatchObject({ refusal: 'wrong_state' });
  });
});

describe('ending', () => {
  const now = { proposed: false, transferRunning: false };
  const attempt = { reason: 'period_completed', day: plainDate('2026-11-10'), note: '', documentNumber: '' } as const;

  test('a period is completed on its last day and not before', () => {
    expect(judgeEnding(facts(), now, attempt, today)).toEqual({ ok: true });
    expect(judgeEnding(facts(), now, { ...attempt, day: plainDate('2026-11-09') }, today)).toMatchObject({
      refusal: 'period_not_over',
    });
    expect(judgeEnding(facts({ guidanceEnd: null }), now, attempt, today)).toMatchObject({ refusal: 'no_period' });
  });

  test('a breach rests on a decree and on words, and on two people', () => {
    const breach = { ...attempt, reason: 'breach', day: today } as const;
    const decreed = { ...now, byDecree: true } as const;
    expect(judgeEnding(facts(), decreed, breach, today)).toMatchObject({ refusal: 'note_missing' });
    expect(judgeEnding(facts(), decreed, { ...breach, note: 'tiga kali mangkir' }, today)).toMatchObject({
      refusal: 'document_missing',
    });
    const whole = { ...breach, note: 'tiga kali mangkir', documentNumber: 'PAS-3' };
    expect(judgeEnding(facts(), decreed, whole, today)).toEqual({ ok: true });
    expect(judgeDecision({ reason: 'breach', proposedBy: 'a' }, 'a')).toMatchObject({
      refusal: 'second_person_needed',
    });
    expect(judgeDecision({ reason: 'breach', proposedBy: 'a' }, 'b')).toEqual({ ok: true });
    expect(judgeDecision({ reason: 'deceased', proposedBy: 'a' }, 'a')).toEqual({ ok: true });
  });

  test('nobody is revoked or called off by hand, but for a decree from before the ledger', () => {
    const breach = { reason: 'breach', day: today, note: 'tiga kali mangkir', documentNumber: 'PAS-3' } as const;
    const judge = (over: Partial<CaseFacts>, reason: 'breach' | 'cancelled' = 'breach') =>
      judgeEnding(facts(over), now, { ...breach, reason }, today);
    expect(judge({})).toMatchObject({ refusal: 'decree_needed' });
    expect(judge({ ledgerFrom: null })).toMatchObject({ refusal: 'decree_needed' });
    expect(judge({ ledgerFrom: today })).toMatchObject({ refusal: 'decree_needed' });
    expect(judge({ ledgerFrom: plainDate('2026-11-21') })).toEqual({ ok: true });
    expect(judge({ ledgerFrom: plainDate('2026-11-21') }, 'cancelled')).toMatchObject({ refusal: 'decree_needed' });
  });

  test('only a death overtakes a transfer that is under way', () => {
    const moving = { ...now, transferRunning: true };
    expect(judgeEnding(facts(), moving, attempt, today)).toMatchObject({ refusal: 'transfer_running' });
    expect(judgeEnding(facts(), moving, { ...attempt, reason: 'deceased' }, today)).toEqual({ ok: true });
  });

  test('reopened, a case goes back to where it was', () => {
    const ended = (endReason: EndReason | null) => ({ ...facts({ state: 'ended' }), endReason, endedOn: today });
    expect(judgeReopening(ended('deceased'), 'keliru')).toEqual({ ok: true });
    for (const reason of decreeReasons)
      expect(judgeReopening(ended(reason), 'keliru')).toEqual({ ok: false, refusal: 'lifting_needed' });
    expect(judgeReopening({ ...ended(null), state: 'active' }, 'keliru')).toMatchObject({ refusal: 'wrong_state' });
    expect(stateAfterReopening(facts({ state: 'ended' }))).toBe('active');
    expect(stateAfterReopening(facts({ state: 'ended', registeredOn: null }))).toBe('received');
  });
});

test('back-dating beyond three days is for the section head', () => {
  const day = (text: string) => plainDate(text);
  expect(judgeBackDating(day('2026-11-17'), today, { leads: false }, 3)).toEqual({ ok: true });
  expect(judgeBackDating(day('2026-11-16'), today, { leads: false }, 3)).toMatchObject({ refusal: 'too_far_back' });
  expect(judgeBackDating(day('2026-11-16'), today, { leads: true }, 3)).toEqual({ ok: true });
  expect(judgeBackDating(day('2026-11-21'), today, { leads: true }, 3)).toMatchObject({ refusal: 'day_in_future' });
});

test('a counsellor is posted here, still in service and not barred', () => {
  const to = { staffId: 'pk-2', postedHere: true, hasLeft: false, excluded: false };
  expect(judgeAssignment(facts(), to)).toEqual({ ok: true });
  expect(judgeAssignment(facts(), { ...to, postedHere: false })).toMatchObject({ refusal: 'not_a_counsellor_here' });
  expect(judgeAssignment(facts(), { ...to, hasLeft: true })).toMatchObject({ refusal: 'not_a_counsellor_here' });
  expect(judgeAssignment(facts(), { ...to, excluded: true })).toMatchObject({ refusal: 'counsellor_excluded' });
  expect(judgeAssignment(facts({ state: 'ended' }), to)).toMatchObject({ refusal: 'wrong_state' });
});

test('the head reviews an opening, unless he opened the file himself or may not look into it either', () => {
  expect(reviewerOfOpening({ byHead: false, sealed: false })).toBe('head');
  expect(reviewerOfOpening({ byHead: true, sealed: false })).toBe('auditor');
  expect(reviewerOfOpening({ byHead: false, sealed: true })).toBe('auditor');
});

test('emergency opening asks for a fresh proof, and three times in thirty days are enough', () => {
  expect(judgeBreakGlass({ proved: true, openingsLately: 2 })).toEqual({ ok: true });
  expect(judgeBreakGlass({ proved: false, openingsLately: 0 })).toMatchObject({ refusal: 'prove_again' });
  expect(judgeBreakGlass({ proved: true, openingsLately: 3 })).toMatchObject({ refusal: 'too_many_openings' });
});

test('milestones wait for the first day of detention and a sentence', () => {
  expect(judgeMilestones(null, { years: 1, months: 0, days: 0 }, 0)).toBeUndefined();
  expect(judgeMilestones(plainDate('2025-01-01'), { years: 0, months: 0, days: 0 }, 0)).toBeUndefined();
  expect(judgeMilestones(plainDate('2025-01-01'), { years: 3, months: 0, days: 0 }, 0)).toMatchObject({
    expiry: '2028-01-01',
  });
});

test('the phase follows the calendar', () => {
  expect(phaseOf(facts({ guidanceStart: null }), today)).toBeUndefined();
  expect(phaseOf(facts({ guidanceEnd: plainDate('2030-01-05') }), today)).toBe('initial');
});

test('what was decided holds, the calendar only where nothing was, and a move is overdue where the two differ', () => {
  const late = { guidanceEnd: plainDate('2027-12-05') };
  expect(phaseOf(facts({ ...late, phaseDecided: 'initial' }), today)).toBe('initial');
  expect(judgePhase(facts({ ...late, phaseDecided: 'initial' }), today)).toBe('overdue');
  expect(judgePhase(facts({ ...late, phaseDecided: 'advanced' }), today)).toBe('in_time');
  expect(judgePhase(facts({ ...late, phaseDecided: 'final' }), today)).toBe('in_time');
  expect(judgePhase(facts({ ...late, phaseDecided: null }), today)).toBe('never_decided');
  expect(judgePhase(facts({ guidanceEnd: plainDate('2030-01-05') }), today)).toBe('in_time');
  expect(phaseOf(facts({ phaseDecided: 'final' }), today)).toBe('aftercare');
});

test('register numbers are written as the office writes them, and old ones are read where they can be', () => {
  const parts = { number: 7, kind: 'PB', year: 2026, unit: 'PLG' };
  expect(registerLabel('{number:4}/{kind}/{year}', parts)).toBe('0007/PB/2026');
  expect(registerLabel('{unit}/{number}/{year}', parts)).toBe('PLG/7/2026');
  expect(readRegisterLabel('12/PB/2019')).toEqual({ number: 12, year: 2019 });
  expect(readRegisterLabel('PB.0012-2019')).toEqual({ number: 12, year: 2019 });
  expect(readRegisterLabel('Reg. lama 88')).toBeUndefined();
  expect(readRegisterLabel('2019/2020')).toBeUndefined();
});

test('a period that ends before it begins is refused', () => {
  const judge = (start: string, end: string) => judgePeriod(facts(), { start: plainDate(start), end: plainDate(end) });
  expect(judge('2026-02-01', '2026-01-31')).toEqual({ ok: false, refusal: 'period_upside_down' });
  expect(judge('2026-02-01', '2026-02-01')).toEqual({ ok: true });
});

test('an age that does not fit the group is worth a look', () => {
  expect(ageLooksWrong('adult', { youngest: 15, oldest: 16 })).toBe(true);
  expect(ageLooksWrong('adult', { youngest: 17, oldest: 19 })).toBe(false);
  expect(ageLooksWrong('child', { youngest: 25, oldest: 25 })).toBe(true);
  expect(ageLooksWrong('child', undefined)).toBe(false);
});

describe('the age on the day of reception', () => {
  const receivedOn = plainDate('2022-06-13');
  const judge = (
    kind: ClientKind,
    ageGroup: 'adult' | 'child',
    birth: string | undefined,
    more: { ageChecked?: boolean } = {},
  ) => {
    const verdict = judgeAge(
      { kind, ageGroup, receivedOn, ...more },
      birth === undefined ? undefined : partialDateOf(birth),
    );
    return verdict.ok ? 'taken' : verdict.refusal;
  };

  test('at 17 years and 364 days nobody is received as an adult; from the day of being 18 he may be', () => {
    expect(judge('parole_pb', 'adult', '2004-06-14')).toBe('adult_under_eighteen');
    expect(judge('parole_pb', 'adult', '2004-06-13')).toBe('taken');
    expect(judge('parole_pb', 'child', '2004-06-13')).toBe('taken');
    expect(judge('diversion', 'child', '2006-01-01')).toBe('taken');
    // Born on 29 February: 18 on 1 March where there is none.
    expect(
      judgeAge(
        { kind: 'parole_pb', ageGroup: 'adult', receivedOn: plainDate('2022-02-28') },
        partialDateOf('2004-02-29'),
      ).ok,
    ).toBe(false);
    expect(
      judgeAge(
        { kind: 'parole_pb', ageGroup: 'adult', receivedOn: plainDate('2022-03-01') },
        partialDateOf('2004-02-29'),
      ).ok,
    ).toBe(true);
  });

  test.each<[string, ClientKind, 'adult' | 'child', string, string]>([
    ['11 years, decision', 'under_twelve_decision', 'child', '2011-03-01', 'taken'],
    ['11 years, diversion', 'diversion', 'child', '2011-03-01', 'child_under_twelve'],
    ['11 years and 364 days, measure', 'child_measure', 'child', '2010-06-14', 'child_under_twelve'],
    ['12 years to the day, measure', 'child_measure', 'child', '2010-06-13', 'taken'],
    ['12 years to the day, decision', 'under_twelve_decision', 'child', '2010-06-13', 'age_unusual'],
    ['16 years, decision for under twelve', 'under_twelve_decision', 'child', '2006-01-01', 'age_unusual'],
    ['13 years, parole', 'parole_pb', 'child', '2009-01-01', 'age_unusual'],
    ['13 years, measure', 'child_measure', 'child', '2009-01-01', 'taken'],
    ['14 years to the day, parole', 'parole_pb', 'child', '2008-06-13', 'taken'],
    ['20 years, diversion', 'diversion', 'child', '2001-06-14', 'taken'],
    ['21 years, diversion', 'diversion', 'child', '2001-06-13', 'age_unusual'],
    ['40 years, decision for under twelve', 'under_twelve_decision', 'child', '1982-01-01', 'age_unusual'],
    ['118 years, parole', 'parole_pb', 'adult', '1904-01-01', 'taken'],
    ['11 years, aftercare', 'aftercare', 'child', '2011-03-01', 'taken'],
    ['11 years, as an adult', 'parole_pb', 'adult', '2011-03-01', 'child_under_twelve'],
  ])('%s', (_, kind, ageGroup, birth, answer) => {
    expect(judge(kind, ageGroup, birth)).toBe(answer);
  });

  test('what is unusual is taken once it was checked; what cannot be is not', () => {
    expect(judge('diversion', 'child', '1990-01-01', { ageChecked: true })).toBe('taken');
    expect(judge('parole_pb', 'adult', '2006-01-01', { ageChecked: true })).toBe('adult_under_eighteen');
    expect(judge('diversion', 'child', '2011-03-01', { ageChecked: true })).toBe('child_under_twelve');
  });

  test('a birth of which only a part is known refuses only what no day of it allows', () => {
    expect(judge('parole_pb', 'adult', '2004')).toBe('taken');
    expect(judge('parole_pb', 'adult', '2005')).toBe('adult_under_eighteen');
    expect(judge('parole_pb', 'adult', undefined)).toBe('taken');
    expect(judgeAge({ kind: 'parole_pb', ageGroup: 'adult', receivedOn }, dateAbout(2006)).ok).toBe(true);
  });
});

describe('the law as data', () => {
  test('every rule names its source and keeps to its own limits', () => {
    expect(faultsOfRules(caseRules)).toEqual([]);
  });

  test('a sentence of supervision exists for verdicts of 2 January 2026 and later', () => {
    const judge = (
      kind: 'supervision_sentence' | 'suspended_sentence',
      dated: string,
      ageGroup: 'adult' | 'child' = 'adult',
    ) => ruleOn(today, [kindInForce]).decide({ kind, ageGroup, dated: plainDate(dated) }).result;
    expect(judge('supervision_sentence', '2026-01-01')).toBe('not_yet');
    expect(judge('supervision_sentence', '2026-01-02')).toBe('in_force');
    expect(judge('supervision_sentence', '2020-01-02', 'child')).toBe('in_force');
    expect(judge('suspended_sentence', '2026-01-02')).toBe('no_longer');
  });

  test('three years of supervision are the longest', () => {
    const judge = (end: string) =>
      longestPeriod.decide({ kind: 'supervision_sentence', start: plainDate('2026-02-01'), end: plainDate(end) })
        .result;
    expect(judge('2029-02-01')).toBe('usual');
    expect(judge('2029-02-02')).toBe('longer_than_usual');
  });
});
