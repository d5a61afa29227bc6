import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { faultsOfRules } from '#kernel/rule';
import { actions } from '#modules/access';
import { freshDatabase } from '#tests/support/database';
import { fewest, tellDesks, tellParts } from './figures.rules.ts';
import { petitionRules, routing, terms } from './law.rules.ts';
import { outcomes, petitionStates, waitingStates, type Petitioner, type PetitionState } from './petition.ts';
import {
  decisionIn,
  endingOf,
  isEnded,
  isWaiting,
  judgeAcceptance,
  judgeDecision,
  isIdentityOpen,
  judgeHearing,
  judgePassing,
  judgePetition,
  judgeProposal,
  leaving,
  moves,
  namesPetitioner,
  nextState,
  ownerOf,
  proposalFrom,
  stageOf,
  steps,
  type PetitionStep,
} from './rules.ts';

const database = await freshDatabase('petition-rules');
const allSteps = Object.keys(steps) as PetitionStep[];
const today = plainDate('2026-11-20');

describe('how a petition moves', () => {
  test('every state is an end, or has an exit and leads to an end', () => {
    for (const state of petitionStates) {
      const reached = new Set<PetitionState>([state]);
      for (const at of reached) for (const to of Object.values(moves[at])) reached.add(to);
      expect([...reached].filter(isEnded), state).not.toEqual([]);
    }
    expect(petitionStates.filter(isWaiting)).toEqual([...waitingStates]);
  });

  test('every state is reached from one of the two beginnings', () => {
    const reached = new Set<PetitionState>(['received', 'forwarded']);
    for (const at of reached) for (const to of Object.values(moves[at])) reached.add(to);
    expect([...reached].sort()).toEqual([...petitionStates].sort());
  });

  test('what went up never comes back to the office that it complains of', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...allSteps), { maxLength: 20 }), (walk) => {
        let at: PetitionState = 'forwarded';
        for (const step of walk) at = nextState(at, step) ?? at;
        expect(['forwarded', 'answer_proposed', 'answered']).toContain(at);
      }),
    );
  });

  test('while it is on its way to another desk nothing is done with it but taking it over or handing it back, and nobody is known', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...allSteps), { maxLength: 40 }), (walk) => {
        let at: PetitionState = 'received';
        for (const step of walk) {
          const to = nextState(at, step);
          if (!to) continue;
          if (at === 'passed_on') {
            expect(['take_over', 'hand_back']).toContain(step);
            expect(to).toBe('received');
          }
          if (to === 'passed_on') expect([step, leaving.includes(step)]).toEqual(['pass_on', true]);
          expect(isIdentityOpen(to)).toBe(to !== 'passed_on');
          if (!isIdentityOpen(to))
            expect(judgeHearing({ state: to, receivedOn: today, caseId: null }, today, today)).toEqual({
              ok: false,
              refusal: 'wrong_state',
            });
          at = to;
        }
      }),
    );
  });

  test('it is passed on to a desk that somebody leads, with a reason that does not name who petitioned', () => {
    const one = { state: 'received' as const, receivedOn: today, caseId: null };
    const reason = 'Orang ini dibimbing kantor di kota lain.';
    const judge = (attempt: object, state: PetitionState = 'received') =>
      judgePassing({ ...one, state }, { toUnitId: 7, reason, ...attempt }, [7], citizen);
    expect(judge({})).toEqual({ ok: true });
    expect(judge({ toUnitId: 8 })).toEqual({ ok: false, refusal: 'no_desk_there' });
    expect(judge({ reason: 'pindah' })).toEqual({ ok: false, refusal: 'reason_missing' });
    expect(judge({ reason: `${reason} Kata ${citizen.name}.` })).toEqual({ ok: false, refusal: 'named_in_text' });
    expect(judge({}, 'forwarded')).toEqual({ ok: false, refusal: 'wrong_state' });
    expect(judge({}, 'passed_on')).toEqual({ ok: false, refusal: 'wrong_state' });
  });

  test('nothing ends but by a decision on a proposal, or with the breach it led to', () => {
    for (const state of petitionStates)
      for (const step of allSteps) {
        const to = nextState(state, step);
        if (!to || !isEnded(to)) continue;
        expect(step === 'end' || decisionIn(state) === step, `${state} ${step}`).toBe(true);
        expect(step === 'end' || steps[step].by === 'petition:decide', step).toBe(true);
      }
    for (const state of petitionStates) {
      for (const clientIsHere of [true, false]) {
        const proposing = proposalFrom(state, clientIsHere);
        if (proposing) expect(decisionIn(nextState(state, proposing.propose)!)).toBe(proposing.decide);
      }
    }
  });

  test('every step has somebody who takes it and a document, and is taken somewhere', () => {
    for (const step of allSteps) {
      expect(actions).toContain(steps[step].by);
      expect(
        petitionStates.some((state) => nextState(state, step)),
        step,
      ).toBe(true);
    }
  });

  test('the database holds the same table, to the last cell', async () => {
    for (const state of petitionStates)
      for (const step of allSteps) {
        const { rows } = await database.owner.query<{ to: string | null; document: string }>(
          'select petitions.next_state($1, $2) as to, petitions.document_of($2) as document',
          [state, step],
        );
        expect(rows[0], `${state} ${step}`).toEqual({
          to: nextState(state, step) ?? null,
          document: steps[step].document,
        });
      }
  });

  test('from every state each proposal and decision is judged by the table, and refused without its reason or by the same person', () => {
    const at = (state: PetitionState) => ({ state, receivedOn: today, caseId: 'klien' });
    const long = 'alasan yang cukup panjang';
    for (const state of petitionStates) {
      const one = at(state);
      const proposing = proposalFrom(state, true);
      const proposal = (over: object = {}) => judgeProposal(one, { reason: long, answer: long, ...over }, citizen);
      expect(proposal(), state).toEqual(proposing ? { ok: true } : { ok: false, refusal: 'wrong_state' });
      if (proposing) {
        expect(proposal({ reason: 'ya' }), state).toMatchObject({ refusal: 'reason_missing' });
        expect(proposal({ answer: 'ya' }), state).toMatchObject({ refusal: 'answer_missing' });
      }
      const decision = (over: object = {}, deciderId = 'b') =>
        judgeDecision(one, { agree: true, reason: long, ...over }, { proposedBy: 'a', deciderId });
      expect(decision(), state).toEqual(decisionIn(state) ? { ok: true } : { ok: false, refusal: 'wrong_state' });
      if (decisionIn(state)) {
        expect(decision({ reason: 'ya' }), state).toMatchObject({ refusal: 'reason_missing' });
        expect(decision({}, 'a'), state).toMatchObject({ refusal: 'second_person_needed' });
      }
      const acceptance = (over: object = {}) =>
        judgeAcceptance(one, { summary: long, grounds: ['unrest'], ...over }, citizen);
      expect(acceptance(), state).toEqual(
        nextState(state, 'accept') ? { ok: true } : { ok: false, refusal: 'wrong_state' },
      );
      const passing = () => judgePassing(one, { toUnitId: 7, reason: long }, [7], citizen);
      expect(passing(), state).toEqual(
        nextState(state, 'pass_on') ? { ok: true } : { ok: false, refusal: 'wrong_state' },
      );
    }
  });

  test('whatever waits has somebody who owes the next step', () => {
    for (const state of petitionStates) expect(ownerOf(state) !== undefined, state).toBe(isWaiting(state));
  });
});

const citizen: Petitioner = { kind: 'citizen', name: 'Sri Rekaan', agency: '', phone: '0812-3456-7890', address: '' };
const nobody: Petitioner = { kind: 'anonymous', name: '', agency: '', phone: '', address: '' };
const written = {
  about: 'client',
  clientName: 'Budi',
  clientDetails: '',
  channel: 'written',
  readBack: false,
  receivedOn: today,
} as const;

describe('taking one down', () => {
  test('a petition without a client is refused where it is about a client', () => {
    expect(judgePetition({ ...written, clientName: '' }, citizen, today)).toEqual({
      ok: false,
      refusal: 'client_missing',
    });
    const described = { ...written, clientName: '', clientDetails: 'Bertato naga, tinggal di Jalan Rekaan' };
    expect(judgePetition(described, citizen, today)).toEqual({ ok: true });
    expect(judgePetition({ ...written, clientName: '', about: 'office' }, citizen, today)).toEqual({ ok: true });
  });

  test('what was told is read back before it is kept', () => {
    expect(judgePetition({ ...written, channel: 'oral' }, citizen, today)).toEqual({
      ok: false,
      refusal: 'not_read_back',
    });
    expect(judgePetition({ ...written, channel: 'oral', readBack: true }, citizen, today)).toEqual({ ok: true });
  });

  test('without a name there is nothing that leads to somebody; with one there is a name', () => {
    expect(judgePetition(written, nobody, today)).toEqual({ ok: true });
    for (const field of ['name', 'agency', 'phone', 'address'] as const)
      expect(judgePetition(written, { ...nobody, [field]: 'x' }, today)).toEqual({
        ok: false,
        refusal: 'anonymous_named',
      });
    expect(judgePetition(written, { ...citizen, name: '' }, today)).toEqual({
      ok: false,
      refusal: 'petitioner_missing',
    });
    expect(judgePetition(written, { ...citizen, kind: 'agency' }, today)).toEqual({
      ok: false,
      refusal: 'agency_missing',
    });
  });

  test('not tomorrow', () => {
    expect(judgePetition({ ...written, receivedOn: plainDate('2026-11-21') }, citizen, today)).toEqual({
      ok: false,
      refusal: 'day_in_future',
    });
  });
});

describe('what others read says nothing of who petitioned', () => {
  test.each([
    ['his name', 'Menurut ibu Rekaan, klien tidak pulang.'],
    ['his name in capitals', 'LAPORAN REKAAN'],
    ['his number', 'Hubungi 081234567890.'],
    ['his number in pieces', 'Hubungi 3456 7890.'],
  ])('%s is found', (_, text) => expect(namesPetitioner(text, citizen)).toBe(true));
  test('an agency is found, and a word that only begins alike is not', () => {
    expect(namesPetitioner('Laporan Polsek Rekaan Timur.', { ...nobody, agency: 'polsek rekaan timur' })).toBe(true);
    expect(namesPetitioner('Kejadian di Rekaanagung pada 3 Mei.', citizen)).toBe(false);
    expect(namesPetitioner('Klien tidak pulang.', nobody)).toBe(false);
  });
});

describe('deciding', () => {
  const proposed = { state: 'refusal_proposed', receivedOn: today, caseId: 'c' } as const;
  const decide = (agree: boolean, deciderId: string) =>
    judgeDecision(proposed, { agree, reason: 'cukup' }, { proposedBy: 'a', deciderId });
  test('whoever proposed does not decide, and may take it back', () => {
    expect(decide(true, 'a')).toEqual({ ok: false, refusal: 'second_person_needed' });
    expect(decide(true, 'b')).toEqual({ ok: true });
    expect(decide(false, 'a')).toEqual({ ok: true });
  });

  test('the petitioner is heard between the day he came and today', () => {
    const hear = (day: string) =>
      judgeHearing({ ...proposed, receivedOn: plainDate('2026-11-10') }, plainDate(day), today);
    expect(hear('2026-11-09')).toEqual({ ok: false, refusal: 'day_before_receipt' });
    expect(hear('2026-11-21')).toEqual({ ok: false, refusal: 'day_in_future' });
    expect(hear('2026-11-15')).toEqual({ ok: true });
  });
});

test('whoever holds a code is told three stages, a fourth while others decide, and at the end how it ended', () => {
  expect(stageOf('accepted', 'proposed_for_revocation')).toBe('proposed');
  expect(petitionStates.map((state) => stageOf(state, null)).filter((one, at, all) => all.indexOf(one) === at)).toEqual(
    ['received', 'examined', 'decided'],
  );
  for (const state of petitionStates) expect(endingOf(state, null) !== undefined, state).toBe(isEnded(state));
  expect(outcomes.map((outcome) => endingOf('decided', outcome))).toEqual([
    'acted_on',
    // Nobody is told this as an end: the database says how the proceeding ended.
    'not_proven',
    'acted_on',
    'not_granted',
    'not_proven',
    'not_proven',
    'not_proven',
  ]);
});

test('terms count the working days of the office; what complains of the office goes up', () => {
  const office = { weekdays: [1, 2, 3, 4, 5] as const, holidays: new Set<never>() };
  expect(terms.decide({ what: 'identify', from: today, office: office as never }).result).toEqual({
    on: '2026-11-27',
    counts: 'working',
  });
  expect(['client', 'officer', 'office'].map((about) => routing.decide({ about: about as 'client' }).result)).toEqual([
    'office',
    'level_above',
    'level_above',
  ]);
  expect(faultsOfRules(petitionRules)).toEqual([]);
});

describe('figures that leave the desk', () => {
  test('of desks below, no number under five is told, nor one from which it follows', () => {
    const desk = (unitId: number, received: number, ended: number) => ({
      unitId,
      unitName: `Bapas ${unitId}`,
      received,
      ended,
      waiting: received - ended,
      overdue: 0,
      middleDays: 7,
      mostDays: 9,
    });
    const told = tellDesks([desk(1, 3, 1), desk(2, 9, 9), desk(3, 20, 12)]);
    expect(told.desks.map(({ received }) => received)).toEqual([null, null, 20]);
    expect(told.desks.map(({ ended, middleDays, mostDays }) => [ended, middleDays, mostDays])).toEqual([
      [null, null, null],
      [null, null, null],
      [12, 7, 9],
    ]);
    expect(told.all).toEqual({ received: 32, ended: 22, waiting: 10, overdue: 0 });
    expect(tellDesks([desk(1, 3, 0)]).all.received).toBeNull();
  });

  test('no small number is told, and none can be reckoned from the sum and the others', () => {
    const part = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 12 }), (parts) => {
        const told = tellParts(parts);
        expect(told.filter((one) => one !== null && one > 0 && one < fewest)).toEqual([]);
        for (const [index, one] of told.entries()) if (one !== null) expect(one).toBe(parts[index]);
        const hidden = told.filter((one) => one === null).length;
        expect(hidden === 1 && parts.length > 1).toBe(false);
        if (parts.every((one) => one === 0 || one >= fewest)) expect(told).toEqual(parts);
      }),
    );
  });

  test('what is small takes the smallest of the others along', () => {
    expect(tellParts([2, 9, 6, 0])).toEqual([null, 9, null, 0]);
    expect(tellParts([3, 0, 0])).toEqual([null, null, null]);
    expect(tellParts([6, 6, 1])).toEqual([null, null, null]);
    expect(tellParts([7, 8])).toEqual([7, 8]);
  });
});
