import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deadline, type WorkingDays } from '#kernel/holidays';
import { addDays, plainDate } from '#kernel/plain-date';
import { actions } from '#modules/access';
import { freshDatabase } from '#tests/support/database';
import {
  breachOptions,
  breachSources,
  breachStates,
  runningStates,
  type Appearance,
  type BreachFacts,
  type SummonsFacts,
} from './breach.ts';
import { callsPeople, judgeCalls, judgePresences } from './children.rules.ts';
import { lateGoesOn, terms } from './law.rules.ts';
import {
  isRunning,
  judgeAppearance,
  judgeDecision,
  judgeDismissal,
  judgeExamination,
  judgeRecommendation,
  judgeSummons,
  moves,
  nextState,
  numbered,
  ownerOf,
  stepOfOption,
  steps,
  type BreachStep,
  type SummonsOptions,
} from './rules.ts';

const database = await freshDatabase('breach-rules');

const allSteps = Object.keys(steps) as BreachStep[];
const today = plainDate('2026-11-20');
const office: WorkingDays = { weekdays: [1, 2, 3, 4, 5], holidays: new Set([plainDate('2026-12-25')]) };
const options: SummonsOptions = { summonses: 3, days: 7, counts: 'calendar', visit_before_last: true };
const open: BreachFacts = { state: 'open', openedOn: plainDate('2026-11-01'), custody: [] };
const custody = (since: string | null, until: string | null = null) => ({
  place: 'Rutan Palembang',
  since: since === null ? null : plainDate(since),
  until: until === null ? null : plainDate(until),
  told: true,
});
const unheeded = (day: string): SummonsFacts => ({
  sentOn: plainDate(day),
  appearOn: addDays(plainDate(day), 8),
  deliveredOn: plainDate(day),
  outcome: 'not_appeared',
  days: 7,
  counts: 'calendar',
});

describe('how a breach moves', () => {
  test('every state is an end, or has an exit and leads to an end', () => {
    for (const state of breachStates) {
      const reached = new Set([state]);
      for (const at of reached) for (const to of Object.values(moves[at])) reached.add(to);
      const ends = [...reached].filter((one) => Object.keys(moves[one]).length === 0);
      expect(ends, state).not.toEqual([]);
      // A proposal to revoke goes on elsewhere, or back to the head.
      expect(Object.keys(moves[state]).length > 0, state).toBe(isRunning(state) || state === 'proposed_for_revocation');
    }
    expect(breachStates.filter(isRunning)).toEqual([...runningStates]);
  });

  test('every state is reached from a beginning', () => {
    const reached = new Set<(typeof breachStates)[number]>(['proposed', 'open']);
    for (const at of reached) for (const to of Object.values(moves[at])) reached.add(to);
    expect([...reached].sort()).toEqual([...breachStates].sort());
  });

  test('any walk of lawful steps stays within the states and can always be ended', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...allSteps), { maxLength: 30 }), (walk) => {
        let at: (typeof breachStates)[number] = 'proposed';
        for (const step of walk) at = nextState(at, step) ?? at;
        expect(isRunning(at) ? nextState(at, 'stop') : 'stopped').toBe('stopped');
        expect(ownerOf(at) === undefined).toBe(!isRunning(at) && at !== 'proposed_for_revocation');
      }),
    );
  });

  test('every step has somebody who takes it and a document, and is taken somewhere', () => {
    for (const step of allSteps) {
      expect(actions).toContain(steps[step].by);
      expect(steps[step].document).toMatch(/^[a-z_]+$/);
      expect(
        breachStates.some((state) => nextState(state, step)),
        step,
      ).toBe(true);
    }
    expect(breachOptions.every((option) => nextState('recommended', stepOfOption[option]))).toBe(true);
    expect(numbered.every((document) => allSteps.some((step) => steps[step].document === document))).toBe(true);
  });

  test('the database holds the same table, to the last cell', async () => {
    for (const state of breachStates)
      for (const step of allSteps) {
        const { rows } = await database.owner.query<{ to: string | null; document: string }>(
          'select breaches.next_state($1, $2) as to, breaches.document_of($2) as document',
          [state, step],
        );
        expect(rows[0], `${state} ${step}`).toEqual({
          to: nextState(state, step) ?? null,
          document: steps[step].document,
        });
      }
  });
});

test('from every state each step is judged by the table, and refused without its reason or by the same person', () => {
  const unheardEnough = ['2026-11-01', '2026-11-08', '2026-11-15'].map(unheeded);
  const long = 'alasan yang cukup panjang';
  const everything = { evidence: true, alternatives: true };
  const now = { ...everything, recommendedBy: 'a', deciderId: 'b', sittingWaits: false };
  const other = { leads: true, guides: false, openedIt: false };
  type Over = { reason?: string; same?: true };
  const judges: Partial<Record<BreachStep, (breach: BreachFacts, over?: Over) => { ok: boolean; refusal?: string }>> = {
    dismiss: (breach, { reason = long, same } = {}) =>
      judgeDismissal({ ...breach, source: 'petition' }, { reason }, { ...other, openedIt: same === true }),
    summon: (breach) => judgeSummons(breach, [], plainDate('2026-11-27'), { options, office, visited: true, today }),
    examine: (breach) =>
      judgeExamination(
        breach,
        [],
        { about: 'client', person: '', heldOn: today, inAbsence: false },
        { options, today },
      ),
    conclude_absent: (breach) =>
      judgeExamination(
        breach,
        unheardEnough,
        { about: 'client', person: '', heldOn: today, inAbsence: true },
        { options, today },
      ),
    recommend: (breach, { reason = long } = {}) =>
      judgeRecommendation(breach, { option: 'reprimand', reason, counselling: 'bimbingan' }, everything),
  };
  const decided = ['send_back', 'reprimand', 'propose_revocation', 'close_unfounded'] as const;
  for (const step of decided)
    judges[step] = (breach, { reason = long, same } = {}) =>
      judgeDecision(
        breach,
        { step, reason, told: long, counselling: 'bimbingan', followUpOn: undefined },
        { ...now, deciderId: same ? 'a' : 'b' },
        today,
      );
  let edges = 0;
  for (const state of breachStates)
    for (const [step, judge] of Object.entries(judges) as [BreachStep, NonNullable<(typeof judges)[BreachStep]>][]) {
      const where = `${state} ${step}`;
      const at = { ...open, state };
      if (!nextState(state, step)) {
        expect(judge(at), where).toEqual({ ok: false, refusal: 'wrong_state' });
        continue;
      }
      edges += 1;
      expect(judge(at), where).toEqual({ ok: true });
      if (step === 'dismiss' || step === 'recommend' || decided.some((one) => one === step))
        expect(judge(at, { reason: 'ya' }), where).toMatchObject({ refusal: 'reason_missing' });
      if (step !== 'send_back' && (step === 'dismiss' || decided.some((one) => one === step)))
        expect(judge(at, { same: true }), where).toMatchObject({ refusal: 'second_person_needed' });
    }
  // Every edge but those that are judged where they are taken: confirming, stopping, and taking a proposal back.
  const all = breachStates.flatMap((state) => Object.keys(moves[state]));
  expect(edges).toBe(all.filter((step) => !['confirm', 'stop', 'take_back'].includes(step)).length);
});

test('what somebody else said is dismissed by a leader who neither took it up nor guides the client; a count by whoever handles it', () => {
  const judge = (source: (typeof breachSources)[number], who: Partial<Parameters<typeof judgeDismissal>[2]>) =>
    judgeDismissal(
      { state: 'proposed', source },
      { reason: 'tidak ada pelanggaran' },
      { leads: false, guides: false, openedIt: false, ...who },
    );
  for (const source of breachSources) {
    if (source === 'system') {
      expect(judge(source, { guides: true })).toEqual({ ok: true });
      continue;
    }
    expect(judge(source, { guides: true }), source).toEqual({ ok: false, refusal: 'leader_dismisses' });
    expect(judge(source, { leads: true, guides: true }), source).toEqual({
      ok: false,
      refusal: 'second_person_needed',
    });
    expect(judge(source, { leads: true, openedIt: true }), source).toEqual({
      ok: false,
      refusal: 'second_person_needed',
    });
    expect(judge(source, { leads: true }), source).toEqual({ ok: true });
  }
});

describe('summonses', () => {
  const judge = (
    earlier: SummonsFacts[],
    appearOn: string,
    over: Partial<{ breach: BreachFacts; visited: boolean; options: SummonsOptions }> = {},
  ) =>
    judgeSummons(over.breach ?? open, earlier, plainDate(appearOn), {
      options: over.options ?? options,
      office,
      visited: over.visited ?? false,
      today,
    });

  test('a summons leaves the client seven days, and falls on a day when the office works', () => {
    expect(judge([], '2026-11-27')).toEqual({ ok: true });
    expect(judge([], '2026-11-26')).toEqual({ ok: false, refusal: 'appear_too_soon' });
    expect(judge([], '2026-11-28')).toEqual({ ok: false, refusal: 'office_closed' });
    expect(judge([], '2026-12-25')).toEqual({ ok: false, refusal: 'office_closed' });
  });

  test('nobody is called by letter who is held', () => {
    expect(judge([], '2026-11-30', { breach: { ...open, custody: [custody(null)] } })).toEqual({
      ok: false,
      refusal: 'in_custody',
    });
    const out = { ...open, custody: [custody('2026-11-01', '2026-11-19')] };
    expect(judge([], '2026-11-30', { breach: out })).toEqual({ ok: true });
  });

  test('the last summons waits for a visit at home, and a fourth is not sent', () => {
    const two = [unheeded('2026-11-02'), unheeded('2026-11-10')];
    expect(judge(two, '2026-11-30')).toEqual({ ok: false, refusal: 'visit_missing' });
    expect(judge(two, '2026-11-30', { visited: true })).toEqual({ ok: true });
    expect(judge([...two, unheeded('2026-11-11')], '2026-11-30', { visited: true })).toEqual({
      ok: false,
      refusal: 'no_more_summonses',
    });
  });

  test('a letter that never arrived is as if it had not been sent', () => {
    const lost: SummonsFacts = { ...unheeded('2026-11-02'), deliveredOn: null, outcome: 'not_delivered' };
    expect(judge([lost, lost, lost], '2026-11-30')).toEqual({ ok: true });
  });

  test('an office that counts working days gives the client more', () => {
    const byWork = { ...options, counts: 'working' as const };
    expect(judge([], '2026-11-27', { options: byWork })).toEqual({
      ok: false,
      refusal: 'appear_too_soon',
    });
    expect(judge([], '2026-12-01', { options: byWork })).toEqual({ ok: true });
  });

  test('absent is only who was called in truth, after the day', () => {
    const sent: SummonsFacts = { ...unheeded('2026-11-02'), deliveredOn: null, outcome: null };
    const reached = { ...sent, deliveredOn: plainDate('2026-11-03') };
    const say = (summons: SummonsFacts, outcome: Appearance, on: string, note = '', breach = open) =>
      judgeAppearance(summons, { outcome, on: plainDate(on), note }, { office, today, breach });
    expect(say({ ...sent, sentOn: null }, 'appeared', '2026-11-20')).toEqual({ ok: false, refusal: 'not_sent_yet' });
    expect(say(sent, 'not_appeared', '2026-11-20')).toEqual({ ok: false, refusal: 'not_delivered_yet' });
    expect(say(reached, 'not_appeared', '2026-11-10')).toEqual({ ok: false, refusal: 'day_not_over' });
    expect(say(reached, 'not_appeared', '2026-11-11')).toEqual({ ok: true });
    expect(say(reached, 'not_delivered', '2026-11-11')).toEqual({ ok: false, refusal: 'was_delivered' });
    expect(say(reached, 'appeared', '2026-11-01')).toEqual({ ok: false, refusal: 'appeared_before_sent' });
    expect(say(reached, 'appeared', '2026-11-21')).toEqual({ ok: false, refusal: 'day_in_future' });
    const late = { ...sent, deliveredOn: plainDate('2026-11-12') };
    expect(say(late, 'not_appeared', '2026-11-20')).toEqual({ ok: false, refusal: 'delivered_too_late' });
    const hurried = { ...reached, sentOn: plainDate('2026-11-04'), deliveredOn: plainDate('2026-11-05') };
    expect(say(hurried, 'not_appeared', '2026-11-20')).toEqual({ ok: false, refusal: 'notice_too_short' });
    expect(say(hurried, 'called_off', '2026-11-20')).toEqual({ ok: false, refusal: 'reason_missing' });
    expect(say(hurried, 'called_off', '2026-11-20', 'terlambat')).toEqual({ ok: true });
    // Whoever is held cannot come; since when, where nobody knows, from ever.
    const absent = (since: string | null, until: string | null = null) =>
      say(reached, 'not_appeared', '2026-11-20', '', { ...open, custody: [custody(since, until)] });
    expect(absent(null)).toEqual({ ok: false, refusal: 'held_that_day' });
    expect(absent('2026-11-10')).toEqual({ ok: false, refusal: 'held_that_day' });
    expect(absent('2026-11-11')).toEqual({ ok: true });
    expect(absent('2026-11-01', '2026-11-10')).toEqual({ ok: false, refusal: 'held_that_day' });
    expect(absent('2026-11-01', '2026-11-09')).toEqual({ ok: true });
  });

  test('whatever is typed, a summons that is accepted leaves the days and meets an open office', () => {
    const days = fc.integer({ min: -60, max: 60 }).map((shift) => addDays(today, shift));
    fc.assert(
      fc.property(days, (appearOn) => {
        const verdict = judgeSummons(open, [], appearOn, { options, office, visited: false, today });
        if (!verdict.ok) return;
        expect(appearOn >= addDays(today, 7)).toBe(true);
        expect(judgeSummons(open, [], today, { options, office, visited: false, today }).ok).toBe(false);
      }),
    );
  });
});

describe('hearing and deciding', () => {
  const hear = (over: Partial<Parameters<typeof judgeExamination>[2]>, summonses: SummonsFacts[] = [], facts = open) =>
    judgeExamination(
      facts,
      summonses,
      { about: 'client', person: '', heldOn: today, inAbsence: false, ...over },
      { options, today },
    );

  test('the client is passed over only after he left every summons unheeded', () => {
    const summoned = { ...open, state: 'summoned' as const };
    const three = ['2026-11-02', '2026-11-03', '2026-11-04'].map(unheeded);
    expect(hear({ inAbsence: true }, three.slice(1), summoned)).toEqual({ ok: false, refusal: 'summonses_left' });
    expect(hear({ inAbsence: true }, three, summoned)).toEqual({ ok: true });
    const held = { ...summoned, custody: [custody(null)] };
    expect(hear({ inAbsence: true }, three, held)).toEqual({ ok: false, refusal: 'in_custody' });
    expect(hear({}, three, held)).toEqual({ ok: true });
    expect(hear({})).toEqual({ ok: true });
    expect(hear({ about: 'witness' })).toEqual({ ok: false, refusal: 'person_missing' });
    expect(hear({ heldOn: plainDate('2026-10-01') })).toEqual({ ok: false, refusal: 'day_before_opening' });
  });

  test('a sanction rests on evidence, and a revocation on what was tried before', () => {
    const examined = { ...open, state: 'examined' as const };
    const say = (option: 'reprimand' | 'revocation' | 'unfounded', has: { evidence: boolean; alternatives: boolean }) =>
      judgeRecommendation(examined, { option, reason: 'alasan yang cukup', counselling: 'konseling' }, has);
    expect(say('revocation', { evidence: true, alternatives: false })).toEqual({
      ok: false,
      refusal: 'alternative_missing',
    });
    expect(say('reprimand', { evidence: false, alternatives: true })).toEqual({
      ok: false,
      refusal: 'evidence_missing',
    });
    expect(say('unfounded', { evidence: false, alternatives: false })).toEqual({ ok: true });
  });

  test('whoever recommended does not decide', () => {
    const recommended = { ...open, state: 'recommended' as const };
    const decide = (deciderId: string, told = 'Saudara ditegur.') =>
      judgeDecision(
        recommended,
        { step: 'reprimand', reason: 'alasan yang cukup', told, counselling: 'konseling', followUpOn: undefined },
        { recommendedBy: 'a', deciderId, evidence: true, alternatives: false, sittingWaits: false },
        today,
      );
    expect(decide('a')).toEqual({ ok: false, refusal: 'second_person_needed' });
    expect(decide('b')).toEqual({ ok: true });
    expect(decide('b', '')).toEqual({ ok: false, refusal: 'told_missing' });
  });
});

test('a child is heard, and something is recommended and decided about him, with whom his case calls', async () => {
  const there = { present: true, note: 'Ibu klien' };
  const both = { guardian: there, companion: { present: false, note: 'sakit' } };
  for (const step of Object.keys(steps) as BreachStep[]) {
    expect(judgePresences(false, step, undefined), step).toEqual({ ok: true });
    expect(judgePresences(true, step, both), step).toEqual({ ok: true });
    expect(judgePresences(true, step, { ...both, companion: { present: false, note: '' } }).ok, step).toBe(
      !callsPeople.includes(step),
    );
    const { rows } = await database.owner.query('select breaches.calls_people($1) as calls', [step]);
    expect(rows, step).toEqual([{ calls: callsPeople.includes(step) }]);
  }
});

test('a child is not called alone: who is called with him is said, or why not', () => {
  const mother = { called: true, note: 'Ibu Rekaan' };
  expect(judgeCalls(false, undefined)).toEqual({ ok: true });
  expect(judgeCalls(true, undefined)).toEqual({ ok: false, refusal: 'call_missing' });
  expect(judgeCalls(true, { guardian: mother, companion: { called: false, note: '' } }).ok).toBe(false);
  expect(judgeCalls(true, { guardian: mother, companion: { called: false, note: 'belum ada' } })).toEqual({ ok: true });
});

test('a last day says which days it counted, and what is late goes up and decides nothing', () => {
  const friday = plainDate('2026-11-20');
  expect(deadline(friday, 3, 'working', office)).toEqual({ on: '2026-11-25', counts: 'working' });
  expect(deadline(friday, 3, 'calendar', office)).toEqual({ on: '2026-11-23', counts: 'calendar' });
  expect(terms.decide({ what: 'decide', from: friday, office }).result).toEqual({
    on: '2026-11-27',
    counts: 'working',
  });
  const to = (owner: 'pk' | 'section_head', day: string) =>
    lateGoesOn.decide({ owner, dueOn: friday, today: plainDate(day), office }).result;
  expect(['2026-11-20', '2026-11-21', '2026-11-25', '2026-11-26'].map((day) => to('pk', day))).toEqual([
    [],
    ['section_head'],
    ['section_head'],
    ['section_head', 'head_of_bapas'],
  ]);
  expect(['2026-11-20', '2026-11-21', '2026-11-26'].map((day) => to('section_head', day))).toEqual([
    [],
    ['head_of_bapas'],
    ['head_of_bapas'],
  ]);
});
