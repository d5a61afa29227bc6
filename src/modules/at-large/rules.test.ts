import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, plainDate } from '#kernel/plain-date';
import { actions } from '#modules/access';
import { clientKinds, kindRow, type ClientKind } from '#modules/cases';
import { freshDatabase } from '#tests/support/database';
import { alarms, duty, twoPeople } from './law.rules.ts';
import {
  alarmsDue,
  isRunning,
  judgeClosure,
  judgeConfirmation,
  judgeStep,
  moves,
  nextState,
  numbered,
  steps,
  withoutCopy,
  type AlarmFacts,
  type SearchStep,
} from './rules.ts';
import { addressees, closureSteps, reportedSteps, runningStates, searchStates, type SearchState } from './search.ts';

const database = await freshDatabase('at-large-rules');
const allSteps = Object.keys(steps) as SearchStep[];
const decree = plainDate('2026-08-01');
const today = plainDate('2026-11-20');
const guidedFrom = plainDate('2026-01-05');
const search = { state: 'decree_received' as SearchState, openedOn: decree, clockFrom: decree, guidedFrom };
const options = { copies: 3, request: 7, first: 30, second: 60, third: 90, handover: 7, elsewhere: 60, repeat: 30 };

describe('how a search moves', () => {
  test('every state is an end, or has an exit and leads to an end', () => {
    for (const state of searchStates) {
      const reached = new Set<SearchState>([state]);
      for (const at of reached) for (const to of Object.values(moves[at])) reached.add(to);
      const ends = [...reached].filter((one) => Object.keys(moves[one]).length === 0);
      expect(ends, state).not.toEqual([]);
    }
    expect(searchStates.filter(isRunning)).toEqual([...runningStates]);
  });

  test('every state is reached from the decree, and whoever is back is not lost again by it', () => {
    const reached = new Set<SearchState>(['decree_received']);
    for (const at of reached) for (const to of Object.values(moves[at])) reached.add(to);
    expect([...reached].sort()).toEqual([...searchStates].sort());
    for (const state of ['handed_over', 'deceased', 'lifted'] as const) expect(moves[state]).toEqual({});
  });

  test('after any walk of lawful steps, somebody who is away can still be found, and the search ends by that only', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...allSteps), { maxLength: 30 }), (walk) => {
        let at: SearchState = 'decree_received';
        for (const step of walk) at = nextState(at, step) ?? at;
        if (!isRunning(at)) return;
        for (const step of ['hand_over', 'die'] as const) expect(isRunning(nextState(at, step)!)).toBe(false);
        expect(nextState(at, 'locate')).toBe('located_elsewhere');
        for (const step of reportedSteps) {
          const to = nextState(at, step);
          if (to) expect(isRunning(to), `${at} ${step}`).toBe(true);
        }
      }),
    );
  });

  test('every step has somebody who takes it and a document, and is taken somewhere', () => {
    for (const step of allSteps) {
      expect(actions).toContain(steps[step].by);
      expect(steps[step].document).toMatch(/^[a-z_]+$/);
      expect(searchStates.some((state) => nextState(state, step))).toBe(true);
    }
    for (const step of closureSteps) expect(steps[step].by).toBe('at_large:confirm');
  });

  test('the database holds the same table and the same documents', async () => {
    const { rows } = await database.owner.query<{ state: SearchState; step: SearchStep; to: string; document: string }>(
      `select s as state, t as step, at_large.next_state(s, t) as to, at_large.document_of(t) as document
       from unnest($1::text[]) s, unnest($2::text[]) t`,
      [searchStates, allSteps],
    );
    expect(rows).toHaveLength(searchStates.length * allSteps.length);
    for (const { state, step, to, document } of rows) {
      expect(to, `${state} ${step}`).toBe(nextState(state, step) ?? null);
      expect(document).toBe(steps[step].document);
    }
  });
});

describe('whom a decree sends back', () => {
  const opens = (kind: ClientKind, judged = false) =>
    duty.decide({ endedFor: 'breach', early: kindRow(kind).early, judged }).result;
  test('the way of the tiers by itself, a supervision sentence as the judge decided, everybody else on a paper', () => {
    const itself = ['parole_pb', 'conditional_leave_cb', 'prerelease_leave_cmb', 'assimilation'];
    for (const kind of clientKinds) {
      expect(opens(kind), kind).toBe(itself.includes(kind) ? 'itself' : 'document');
      expect(opens(kind, true), kind).toBe(
        itself.includes(kind) || kind === 'supervision_sentence' ? 'itself' : 'document',
      );
      for (const endedFor of ['period_completed', 'deceased'] as const)
        expect(duty.decide({ endedFor, early: kindRow(kind).early, judged: true }).result).toBe('never');
    }
  });

  test('the database says the same of every kind', async () => {
    const { rows } = await database.owner.query<{ kind: ClientKind; judged: boolean; back: boolean }>(
      `select k as kind, j as judged, at_large.sends_back(k, j) as back from unnest($1::text[]) k, unnest(array[true, false]) j`,
      [clientKinds],
    );
    expect(rows).toHaveLength(clientKinds.length * 2);
    for (const { kind, judged, back } of rows) expect(back, kind).toBe(opens(kind, judged) === 'itself');
  });
});

describe('what may be written down', () => {
  const step = { step: 'request_arrest', day: today, number: 'R-1', place: '' } as const;
  test('not before the decree, not tomorrow, and with the number of its paper', () => {
    expect(judgeStep(search, step, today)).toEqual({ ok: true });
    expect(judgeStep(search, { ...step, day: addDays(decree, -1) }, today)).toMatchObject({
      refusal: 'day_before_decree',
    });
    expect(judgeStep(search, { ...step, day: addDays(today, 1) }, today)).toMatchObject({ refusal: 'day_in_future' });
    for (const one of numbered)
      if (nextState('decree_received', one))
        expect(judgeStep(search, { ...step, step: one, number: '' }, today)).toMatchObject({
          refusal: 'number_missing',
        });
    expect(judgeStep({ ...search, state: 'handed_over' }, step, today)).toMatchObject({ refusal: 'wrong_state' });
  });

  test('an arrest says where, and may be known before its minutes are written', () => {
    const arrest = { ...step, step: 'arrest', number: '' } as const;
    expect(judgeStep(search, arrest, today)).toMatchObject({ refusal: 'place_missing' });
    expect(judgeStep(search, { ...arrest, place: 'Kayuagung' }, today)).toEqual({ ok: true });
  });

  test('he may be held already before the decree, but not before he was a client; nothing else precedes it', () => {
    const before = addDays(decree, -20);
    const held = { day: before, number: 'SK-1', place: 'Rutan', institution: 'Rutan' };
    for (const one of ['arrest', 'locate'] as const) {
      expect(judgeStep(search, { ...held, step: one }, today)).toEqual({ ok: true });
      const earlier = { ...held, step: one, day: addDays(guidedFrom, -1) };
      expect(judgeStep(search, earlier, today)).toMatchObject({ refusal: 'day_before_guidance' });
      const later = { ...held, step: one, day: addDays(today, 1) };
      expect(judgeStep(search, later, today)).toMatchObject({ refusal: 'day_in_future' });
    }
    for (const one of ['request_arrest', 'list_as_wanted', 'hand_over', 'die'] as const)
      expect(judgeStep(search, { ...held, step: one }, today)).toMatchObject({ refusal: 'day_before_decree' });
  });

  test('a closure says where he is held, waits alone, and is confirmed by another one', () => {
    const closure = { step: 'hand_over', day: today, number: 'BA-1', institution: 'Lapas' } as const;
    expect(judgeClosure(search, closure, false, today)).toEqual({ ok: true });
    expect(judgeClosure(search, closure, true, today)).toMatchObject({ refusal: 'closure_waits' });
    expect(judgeClosure(search, { ...closure, institution: '' }, false, today)).toMatchObject({
      refusal: 'institution_missing',
    });
    expect(judgeClosure(search, { ...closure, step: 'die', institution: '' }, false, today)).toEqual({ ok: true });
    const confirm = { outcome: 'confirmed', note: '', deciderId: 'a' } as const;
    expect(judgeConfirmation({ madeBy: 'a' }, confirm)).toMatchObject({ refusal: 'second_person_needed' });
    expect(judgeConfirmation({ madeBy: 'b' }, confirm)).toEqual({ ok: true });
    expect(judgeConfirmation({ madeBy: 'b' }, { ...confirm, outcome: 'refused' })).toMatchObject({
      refusal: 'note_missing',
    });
    expect(twoPeople.decide({ foundBy: 'a', deciderId: 'a' }).result).toBe(false);
  });

  test('from every state each step is judged by the table, and refused without its number, its place or its second person', () => {
    let edges = 0;
    for (const state of searchStates)
      for (const one of allSteps) {
        const where = `${state} ${one}`;
        const at = { ...search, state };
        const attempt = { step: one, day: today, number: 'R-1', place: 'Palembang' };
        if (!nextState(state, one)) {
          expect(judgeStep(at, attempt, today), where).toEqual({ ok: false, refusal: 'wrong_state' });
          continue;
        }
        edges += 1;
        expect(judgeStep(at, attempt, today), where).toEqual({ ok: true });
        expect(judgeStep(at, { ...attempt, day: addDays(today, 1) }, today), where).toMatchObject({
          refusal: 'day_in_future',
        });
        if (numbered.includes(one))
          expect(judgeStep(at, { ...attempt, number: '' }, today), where).toMatchObject({ refusal: 'number_missing' });
        if (one === 'arrest')
          expect(judgeStep(at, { ...attempt, place: '' }, today), where).toMatchObject({ refusal: 'place_missing' });
        // What ends a search, or finds him elsewhere, is found by one and confirmed by another.
        const closing = closureSteps.find((step) => step === one);
        expect(steps[one].by === 'at_large:confirm', where).toBe(closing !== undefined);
        if (!closing) continue;
        const found = { step: closing, day: today, number: 'BA-1', institution: 'Lapas' };
        expect(judgeClosure(at, found, false, today), where).toEqual({ ok: true });
        expect(judgeClosure(at, { ...found, number: '' }, false, today), where).toMatchObject({
          refusal: 'number_missing',
        });
      }
    expect(edges).toBe(searchStates.flatMap((state) => Object.keys(moves[state])).length);
    const decided = { outcome: 'confirmed', note: '', deciderId: 'a' } as const;
    expect(judgeConfirmation({ madeBy: 'a' }, decided)).toEqual({ ok: false, refusal: 'second_person_needed' });
  });

  test('everybody gets his copy once all four were sent one', () => {
    expect(withoutCopy([])).toEqual([...addressees]);
    expect(withoutCopy(addressees.map((addressee) => ({ addressee })))).toEqual([]);
    expect(withoutCopy([{ addressee: 'police' }, { addressee: 'police' }])).toHaveLength(3);
  });
});

describe('alarms by age', () => {
  const facts: AlarmFacts = {
    state: 'decree_received',
    clockFrom: decree,
    lostOn: null,
    heldOn: null,
    copiesMissing: true,
    wasRequested: false,
  };
  const due = (days: number, over: Partial<AlarmFacts> = {}) =>
    alarmsDue({ ...facts, ...over }, options, addDays(decree, days));
  const on = (days: number, over: Partial<AlarmFacts> = {}) => due(days, over).map(({ ordinal }) => ordinal);
  test('each begins the day after its term, for what has not happened', () => {
    expect(on(3)).toEqual([]);
    expect(on(4)).toEqual([1]);
    expect(on(8)).toEqual([1, 2]);
    expect(on(8, { copiesMissing: false })).toEqual([2]);
    expect(on(31, { copiesMissing: false, wasRequested: true })).toEqual([3]);
    expect(on(91)).toEqual([1, 2, 3, 4, 5]);
  });

  test('the last comes again every so many days, for as long as he is away', () => {
    const last = (days: number) => due(days).at(-1);
    expect(last(120)).toMatchObject({ ordinal: 5, nth: 0, days: 90 });
    expect(last(121)).toMatchObject({ ordinal: 5, nth: 1, days: 120 });
    expect(last(151)).toMatchObject({ ordinal: 5, nth: 2, days: 150 });
    expect(last(3651)).toMatchObject({ ordinal: 5, nth: 118, days: 3630 });
  });

  test('lost again he counts from that day', () => {
    const lostOn = addDays(decree, 100);
    expect(on(103, { lostOn, copiesMissing: false })).toEqual([]);
    expect(due(108, { lostOn, copiesMissing: false })).toMatchObject([{ ordinal: 2, days: 7, from: 'loss' }]);
    expect(on(191, { lostOn })).toEqual([1, 2, 3, 4, 5]);
  });

  test('an arrest quiets what asks for it and is told of while he is not handed over; the end quiets everything', () => {
    const held = { state: 'arrested', copiesMissing: false, heldOn: addDays(decree, 40) } as const;
    expect(on(47, held)).toEqual([]);
    expect(due(48, held)).toMatchObject([{ ordinal: 6, nth: 0, days: 7, reason: 'not_handed_over', from: 'arrest' }]);
    expect(due(78, held).at(-1)).toMatchObject({ ordinal: 6, nth: 1, days: 37 });
    // Held already before the decree: what is owed begins with it.
    expect(on(7, { ...held, heldOn: addDays(decree, -50) })).toEqual([]);
    expect(on(8, { ...held, heldOn: addDays(decree, -50) })).toEqual([6]);
    for (const state of searchStates.filter((one) => !isRunning(one))) expect(on(200, { state })).toEqual([]);
  });

  test('whoever is held elsewhere is told of at a longer interval, for as long as he is not handed over', () => {
    const held = { state: 'located_elsewhere', copiesMissing: false, heldOn: addDays(decree, 40) } as const;
    expect(on(100, held)).toEqual([]);
    expect(due(101, held)).toMatchObject([{ ordinal: 7, nth: 0, days: 60, reason: 'held_elsewhere', from: 'located' }]);
    expect(due(161, held).at(-1)).toMatchObject({ ordinal: 7, nth: 1, days: 120 });
  });

  test('the office chooses the days, and the judgement keeps what it rests on', () => {
    const judged = alarms.decide({ ...facts, today: addDays(decree, 6) }, { copies: 10, request: 5 });
    expect(judged.result).toEqual([{ ordinal: 2, nth: 0, days: 5, reason: 'request_missing', from: 'decree' }]);
    expect(judged.options).toMatchObject({ copies: 10, request: 5, first: 30, handover: 7, repeat: 30 });
  });
});
