import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, plainDate } from '#kernel/plain-date';
import { actions } from '#modules/access';
import { freshDatabase } from '#tests/support/database';
import { permitStates, purposes, scopes, type Journey, type PermitFacts, type PermitState } from './permit.ts';
import {
  decisions,
  isRunning,
  isValid,
  judgeAdvice,
  judgeCheck,
  judgeRequest,
  judgeStep,
  moves,
  nextState,
  numbered,
  ownerOf,
  steps,
  told,
  type Asker,
  type PermitStep,
} from './rules.ts';

const database = await freshDatabase('permit-rules');
const allSteps = Object.keys(steps) as PermitStep[];
const today = plainDate('2026-11-20');

describe('how a permit moves', () => {
  test.each(scopes)('every state that is reached %s is an end, or has an exit and leads to one', (scope) => {
    const reached = new Set<PermitState>(['asked']);
    for (const at of reached) for (const to of Object.values(moves[scope][at])) reached.add(to);
    for (const state of reached) {
      expect(Object.keys(moves[scope][state]).length > 0, state).toBe(isRunning(state));
      const onward = new Set([state]);
      for (const at of onward) for (const to of Object.values(moves[scope][at])) onward.add(to);
      expect(
        [...onward].some((one) => !isRunning(one)),
        state,
      ).toBe(true);
    }
    expect(reached.has('forwarded')).toBe(scope === 'abroad');
    expect([...reached].length).toBe(scope === 'abroad' ? permitStates.length : permitStates.length - 1);
  });

  test('any walk of lawful steps stays on the way of its scope and can always be ended', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...scopes),
        fc.array(fc.constantFrom(...allSteps), { maxLength: 30 }),
        (scope, walk) => {
          let state: PermitState = 'asked';
          for (const step of walk) {
            const to = nextState({ scope, state }, step);
            // No way from one scope into the other: the head never grants abroad, and within the country nobody waits for the Minister.
            if (to && (step === 'grant' || step === 'refuse')) expect(scope).toBe('within');
            if (to && (step === 'forward' || step.startsWith('record_'))) expect(scope).toBe('abroad');
            state = to ?? state;
          }
          expect(isRunning(state)).toBe(Object.keys(moves[scope][state]).length > 0);
          if (ownerOf(state)) expect(isRunning(state)).toBe(true);
        },
      ),
    );
  });

  test('every step has somebody who takes it and a document, and is taken somewhere; no step decides by one person', () => {
    for (const step of allSteps) {
      expect(actions).toContain(steps[step].by);
      expect(
        scopes.some((scope) => permitStates.some((state) => nextState({ scope, state }, step))),
        step,
      ).toBe(true);
    }
    for (const step of decisions) expect(steps[step].by).toBe('permit:decide');
    expect(numbered.every((document) => allSteps.some((step) => steps[step].document === document))).toBe(true);
  });

  test('the database holds the same table, to the last cell', async () => {
    const cells = scopes.flatMap((scope) =>
      permitStates.flatMap((state) => allSteps.map((step) => ({ scope, state, step }))),
    );
    const { rows } = await database.owner.query<{ to: string | null; document: string; told: boolean }>(
      `select permits.next_state(c.scope, c.state, c.step) as to, permits.document_of(c.step) as document, permits.is_told(c.step) as told
       from jsonb_array_elements($1::jsonb) with ordinality as e (cell, at), jsonb_to_record(e.cell) as c (scope text, state text, step text) order by e.at`,
      [JSON.stringify(cells)],
    );
    expect(rows).toEqual(
      cells.map(({ scope, state, step }) => ({
        to: nextState({ scope, state }, step) ?? null,
        document: steps[step].document,
        told: told.includes(step),
      })),
    );
  });
});

describe('a request', () => {
  const parole: Asker = { kind: 'parole_pb', state: 'active', ageGroup: 'adult', guidanceEnd: plainDate('2027-06-30') };
  const journey: Journey = {
    scope: 'within',
    fromOn: addDays(today, 5),
    untilOn: addDays(today, 9),
    purpose: 'family',
  };
  const limits = { days: 30, abroadNamedOnly: true };
  const judge = (
    over: Partial<Journey>,
    of: Partial<Asker> = {},
    running: { fromOn: typeof today; untilOn: typeof today }[] = [],
  ) => judgeRequest({ ...journey, ...over }, { ...parole, ...of }, running, { limits, today });

  test('is taken as it is, today included', () => {
    expect(judge({})).toEqual({ ok: true });
    expect(judge({ fromOn: today, untilOn: today })).toEqual({ ok: true });
  });
  test.each([
    ['begins_in_past', { fromOn: addDays(today, -1) }, {}],
    ['until_before_from', { untilOn: addDays(today, 4) }, {}],
    ['too_long', { untilOn: addDays(today, 35) }, {}],
    ['after_guidance', {}, { guidanceEnd: addDays(today, 7) }],
    ['case_not_open', {}, { state: 'ended' }],
    ['case_paused', {}, { state: 'paused' }],
    ['not_on_parole', { scope: 'abroad', purpose: 'medical' }, { kind: 'conditional_leave_cb' }],
    ['purpose_not_named', { scope: 'abroad' }, {}],
  ] as const)('is refused: %s', (refusal, over, of) => {
    expect(judge(over, of)).toEqual({ ok: false, refusal });
  });
  test('of thirty days is not too long, of one more is', () => {
    expect(judge({ fromOn: today, untilOn: addDays(today, 29) })).toEqual({ ok: true });
    expect(judge({ fromOn: today, untilOn: addDays(today, 30) })).toEqual({ ok: false, refusal: 'too_long' });
  });
  test('may go abroad for every reason that the texts name', () => {
    const named = purposes.filter((purpose) => judge({ scope: 'abroad', purpose }).ok);
    expect(named).toEqual(['medical', 'education', 'worship']);
  });
  test('overlaps another by a single day, and stands beside it otherwise', () => {
    const other = (from: number, until: number) => [{ fromOn: addDays(today, from), untilOn: addDays(today, until) }];
    expect(judge({}, {}, other(9, 12))).toEqual({ ok: false, refusal: 'overlaps' });
    expect(judge({}, {}, other(1, 5))).toEqual({ ok: false, refusal: 'overlaps' });
    expect(judge({}, {}, other(10, 12))).toEqual({ ok: true });
  });
});

const permit: PermitFacts = {
  scope: 'within',
  state: 'asked',
  askedOn: today,
  fromOn: addDays(today, 5),
  untilOn: addDays(today, 9),
};

test('whoever advises has heard the guardian of a child, and the guarantor where the office asks for it; advising against needs nobody', () => {
  const now = { isChild: false, hasGuarantor: true, needsGuarantor: true, words: { guarantor: null, guardian: null } };
  const attempt = { advice: 'grant', reason: 'keluarga dan penjamin mendukung' } as const;
  expect(judgeAdvice(permit, attempt, now, today)).toEqual({ ok: false, refusal: 'guarantor_missing' });
  expect(judgeAdvice(permit, attempt, { ...now, needsGuarantor: false }, today)).toEqual({ ok: true });
  expect(judgeAdvice(permit, attempt, { ...now, hasGuarantor: false }, today)).toEqual({ ok: true });
  expect(judgeAdvice(permit, attempt, { ...now, isChild: true, needsGuarantor: false }, today)).toEqual({
    ok: false,
    refusal: 'guardian_missing',
  });
  // Somebody who objects was heard.
  const heard = { ...now, words: { guarantor: false, guardian: null } };
  expect(judgeAdvice(permit, attempt, heard, today)).toEqual({ ok: true });
  expect(judgeAdvice(permit, { ...attempt, advice: 'refuse' }, now, today)).toEqual({ ok: true });
  expect(judgeAdvice(permit, { ...attempt, reason: 'ya' }, heard, today)).toEqual({
    ok: false,
    refusal: 'reason_missing',
  });
});

test('on every edge of the table a step without its reason is refused, and one without its number or by the same person where it needs them', () => {
  const now = { proposedBy: 'a', deciderId: 'b', caseState: 'active', supervised: true } as const;
  const whole = { reason: 'alasan yang cukup', documentNumber: '12/2026', day: today };
  let edges = 0;
  for (const scope of scopes)
    for (const state of permitStates)
      for (const step of allSteps) {
        const at = { ...permit, scope, state };
        const where = `${scope} ${state} ${step}`;
        if (!nextState(at, step)) {
          expect(judgeStep(at, { step, ...whole }, now, today), where).toEqual({ ok: false, refusal: 'wrong_state' });
          continue;
        }
        edges += 1;
        expect(judgeStep(at, { step, ...whole, reason: 'ya' }, now, today), where).toEqual({
          ok: false,
          refusal: 'reason_missing',
        });
        if (numbered.includes(steps[step].document))
          expect(judgeStep(at, { step, ...whole, documentNumber: '' }, now, today), where).toEqual({
            ok: false,
            refusal: 'number_missing',
          });
        if (decisions.includes(step))
          expect(judgeStep(at, { step, ...whole }, { ...now, deciderId: 'a' }, today), where).toEqual({
            ok: false,
            refusal: 'second_person_needed',
          });
      }
  expect(edges).toBeGreaterThan(allSteps.length);
});

test('a decision is another one’s, has its reason and number, and comes before the journey is over', () => {
  const now = { proposedBy: 'a', deciderId: 'b', caseState: 'active', supervised: true } as const;
  const attempt = { step: 'grant', reason: 'alasan yang cukup', documentNumber: '', day: today } as const;
  const advised = { ...permit, state: 'advised' } as const;
  expect(judgeStep(advised, attempt, now, today)).toEqual({ ok: true });
  expect(judgeStep(advised, attempt, { ...now, deciderId: 'a' }, today)).toEqual({
    ok: false,
    refusal: 'second_person_needed',
  });
  expect(judgeStep(advised, attempt, { ...now, caseState: 'paused' }, today)).toEqual({
    ok: false,
    refusal: 'case_paused',
  });
  expect(judgeStep(advised, attempt, now, addDays(today, 10))).toEqual({ ok: false, refusal: 'journey_over' });
  expect(judgeStep(permit, attempt, now, today)).toEqual({ ok: false, refusal: 'wrong_state' });
  const outside = { ...permit, scope: 'abroad', state: 'forwarded' } as const;
  expect(judgeStep(outside, { ...attempt, step: 'record_grant' }, now, today)).toEqual({
    ok: false,
    refusal: 'number_missing',
  });
  const back = { ...permit, state: 'granted' } as const;
  expect(judgeStep(back, { ...attempt, step: 'report_back' }, now, today)).toEqual({
    ok: false,
    refusal: 'day_before_journey',
  });
  expect(judgeStep(advised, attempt, { ...now, supervised: false }, today)).toMatchObject({
    refusal: 'not_supervised',
  });
  expect(judgeStep(back, { ...attempt, step: 'lapse' }, now, back.fromOn)).toMatchObject({
    refusal: 'still_supervised',
  });
  const fallen = { ...now, caseState: 'ended', supervised: false } as const;
  for (const day of [today, back.fromOn])
    expect(judgeStep(back, { ...attempt, step: 'lapse' }, fallen, day)).toEqual({ ok: true });
  expect(judgeStep(back, { ...attempt, step: 'withdraw' }, now, today)).toEqual({ ok: true });
  expect(judgeStep(back, { ...attempt, step: 'withdraw' }, now, back.fromOn)).toEqual({
    ok: false,
    refusal: 'already_away',
  });
});

test('a printed permit holds from its first day to its last, unless it was revoked or its letter is void', () => {
  const of = {
    state: 'granted',
    voided: false,
    supervised: true,
    fromOn: permit.fromOn,
    untilOn: permit.untilOn,
  } as const;
  expect(judgeCheck(of, today)).toBe('early');
  expect(judgeCheck(of, of.fromOn)).toBe('valid');
  expect(judgeCheck(of, of.untilOn)).toBe('valid');
  expect(judgeCheck(of, addDays(of.untilOn, 1))).toBe('over');
  expect(judgeCheck({ ...of, voided: true }, of.fromOn)).toBe('not_valid');
  expect(judgeCheck({ ...of, supervised: false }, of.fromOn)).toBe('not_valid');
  expect(judgeCheck({ ...of, supervised: false }, today)).toBe('not_valid');
  for (const state of permitStates)
    expect(judgeCheck({ ...of, state }, of.fromOn) === 'valid', state).toBe(isValid(state));
});
