import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { faultsOfRules } from '#kernel/rule';
import { actions, grants } from '#modules/access';
import { freshDatabase } from '#tests/support/database';
import { expectWaysToAnEnd } from '#tests/support/step-tables';
import { quorum, tppRules } from './law.rules.ts';
import {
  arranged,
  isReasonSaid,
  judgeClosing,
  judgeHearing,
  judgeInvitation,
  judgeOpening,
  moves,
  nextState,
  steps,
  votersOf,
  type Heard,
  type Step,
} from './rules.ts';
import { sittingStates, type Attendee, type SittingState } from './sitting.ts';

const database = await freshDatabase('sitting-steps');
const allSteps = Object.keys(steps) as Step[];

const today = plainDate('2026-11-20');
const attendees: Attendee[] = [
  { staffId: 'ketua', duty: 'chair', present: true },
  { staffId: 'sekretaris', duty: 'secretary', present: true },
  { staffId: 'anggota', duty: 'member', present: true },
  { staffId: 'penyaji', duty: 'member', present: true },
  { staffId: 'sakit', duty: 'member', present: false },
];
const heard = (over: Partial<Heard> = {}): Heard => ({
  recommendation: 'approve',
  reasons: 'program diikuti dengan baik',
  way: 'consensus',
  votes: null,
  dissents: [],
  ...over,
});
const at = { state: 'held', attendees, presenterId: 'penyaji', callsPeople: false } as const;

test('the list of rules has no faults', () => {
  expect(faultsOfRules(tppRules)).toEqual([]);
});

test('a sitting goes from its draft to its signature and nowhere else', () => {
  const taken = sittingStates.flatMap((from) =>
    allSteps.filter((step) => nextState(from, step)).map((step) => `${from} ${step} ${nextState(from, step)}`),
  );
  expect(taken).toEqual([
    'draft invite invited',
    'draft cancel cancelled',
    'invited open held',
    'invited cancel cancelled',
    'held close minuted',
    'minuted sign signed',
  ]);
  expect(Object.keys(moves)).toEqual([...sittingStates]);
});

test('every state is an end, or has an exit and leads to one, and every one is reached from the draft', () => {
  const onwardOf = (state: SittingState) => Object.values(moves[state]) as SittingState[];
  expectWaysToAnEnd(sittingStates, onwardOf, { first: 'draft', ends: ['signed', 'cancelled'] });
});

test('no step is without somebody who may take it, a document and a reason, and each is taken somewhere', () => {
  for (const step of allSteps) {
    const { by, document, reason } = steps[step];
    expect(actions).toContain(by);
    expect(Object.values(grants).some((granted) => granted[by] !== undefined)).toBe(true);
    expect(document).toMatch(/^[a-z_]+$/);
    expect(isReasonSaid(step, ''), step).toBe(reason === 'document');
    expect(isReasonSaid(step, 'ketua sakit'), step).toBe(true);
    expect(
      sittingStates.some((state) => nextState(state, step)),
      step,
    ).toBe(true);
  }
});

test('whatever is tried, minutes are signed only of a sitting to which somebody was invited and that was opened and closed', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...allSteps), { maxLength: 20 }), (walk) => {
      let state: SittingState = 'draft';
      const taken: Step[] = [];
      for (const step of walk) {
        const to = nextState(state, step);
        if (!to) continue;
        taken.push(step);
        state = to;
      }
      expect(new Set(taken).size).toBe(taken.length);
      if (state === 'signed') expect(taken).toEqual(['invite', 'open', 'close', 'sign']);
      if (state === 'cancelled') expect(taken).not.toContain('open');
    }),
  );
});

test('the database holds the same table, to the last cell', async () => {
  const { rows } = await database.owner.query<Record<'step' | 'before', string>>(
    `select step, before, after, who, document, reason from tpp.steps()`,
  );
  const table = sittingStates.flatMap((before) =>
    allSteps.flatMap((step) => {
      const after = nextState(before, step);
      const { by, document, reason } = steps[step];
      return after ? [{ step, before, after, who: by.split(':')[1], document, reason }] : [];
    }),
  );
  const key = ({ step, before }: Record<'step' | 'before', string>) => `${step} ${before}`;
  const sorted = <T extends Record<'step' | 'before', string>>(all: T[]) =>
    all.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  expect(sorted(rows)).toEqual(sorted(table));
});

test('invitations want somebody to preside, somebody to write and something to hear', () => {
  const draft = { state: 'draft', day: today } as const;
  const members = [{ duty: 'chair' }, { duty: 'secretary' }] as const;
  expect(judgeInvitation(draft, members, 1, today)).toEqual({ ok: true });
  expect(judgeInvitation(draft, [], 1, today)).toMatchObject({ refusal: 'nobody_invited' });
  expect(judgeInvitation(draft, [{ duty: 'member' }], 1, today)).toMatchObject({ refusal: 'chair_missing' });
  expect(judgeInvitation(draft, [{ duty: 'chair' }], 1, today)).toMatchObject({ refusal: 'secretary_missing' });
  expect(judgeInvitation(draft, members, 0, today)).toMatchObject({ refusal: 'empty_agenda' });
  expect(judgeInvitation({ ...draft, day: plainDate('2026-11-19') }, members, 1, today)).toMatchObject({
    refusal: 'day_passed',
  });
});

test.each([
  [{ invited: 5, present: 3 }, {}, true],
  [{ invited: 5, present: 2 }, {}, false],
  [{ invited: 3, present: 2 }, {}, false],
  [{ invited: 3, present: 2 }, { least: 2 }, true],
  [{ invited: 6, present: 4 }, { share: 'two_thirds' }, true],
  [{ invited: 6, present: 3 }, { share: 'two_thirds' }, false],
  [{ invited: 4, present: 3 }, { share: 'everybody' }, false],
])('the quorum of %o with %o is reached: %s', (facts, chosen, enough) => {
  expect(quorum.decide({ ...facts, chairPresent: true }, chosen).result.enough).toBe(enough);
});

test('without the chair there is no quorum unless the office chose otherwise', () => {
  const facts = { invited: 5, present: 4, chairPresent: false };
  expect(quorum.decide(facts).result.enough).toBe(false);
  expect(quorum.decide(facts, { chair: false }).result.enough).toBe(true);
});

test('a sitting opens on its day, with chair and secretary present and the quorum reached', () => {
  const invited = { state: 'invited', day: today } as const;
  const asked = { present: ['a', 'b', 'c'], chairId: 'a', secretaryId: 'b' };
  const enough = { enough: true, invited: 3, present: 3, needed: 3, chairPresent: true };
  expect(judgeOpening(invited, asked, enough, today)).toEqual({ ok: true });
  expect(judgeOpening(invited, asked, { ...enough, enough: false }, today)).toMatchObject({ refusal: 'no_quorum' });
  expect(judgeOpening(invited, { ...asked, chairId: 'x' }, enough, today)).toMatchObject({ refusal: 'chair_missing' });
  expect(judgeOpening(invited, { ...asked, secretaryId: 'x' }, enough, today)).toMatchObject({
    refusal: 'secretary_missing',
  });
  expect(judgeOpening({ ...invited, day: plainDate('2026-11-21') }, asked, enough, today)).toMatchObject({
    refusal: 'day_in_future',
  });
  expect(judgeOpening({ ...invited, state: 'draft' }, asked, enough, today)).toMatchObject({ refusal: 'wrong_state' });
});

test('the counsellor presents his client and does not vote on him', () => {
  expect(votersOf(attendees, 'penyaji')).toEqual(['ketua', 'sekretaris', 'anggota']);
  expect(votersOf(attendees, null)).toEqual(['ketua', 'sekretaris', 'anggota', 'penyaji']);
  const votes = (inFavour: number, against: number, abstained = 0) => ({ for: inFavour, against, abstained });
  expect(judgeHearing(at, heard({ way: 'votes', votes: votes(3, 0) }))).toEqual({ ok: true });
  expect(judgeHearing(at, heard({ way: 'votes', votes: votes(4, 0) }))).toMatchObject({ refusal: 'too_many_votes' });
  expect(judgeHearing({ ...at, presenterId: null }, heard({ way: 'votes', votes: votes(4, 0) }))).toEqual({ ok: true });
  const said = (staffId: string) =>
    heard({ way: 'votes', votes: votes(2, 1), dissents: [{ staffId, reason: 'belum siap' }] });
  expect(judgeHearing(at, said('anggota'))).toEqual({ ok: true });
  expect(judgeHearing(at, said('penyaji'))).toMatchObject({ refusal: 'presenter_votes_not' });
  expect(judgeHearing(at, said('sakit'))).toMatchObject({ refusal: 'not_present' });
});

test('votes carry what is recorded, and a dissent has a name and a reason', () => {
  const votes = { for: 2, against: 1, abstained: 0 };
  const dissent = { staffId: 'anggota', reason: 'belum siap' };
  expect(judgeHearing(at, heard({ dissents: [dissent] }))).toMatchObject({ refusal: 'dissent_needs_votes' });
  expect(judgeHearing(at, heard({ way: 'votes' }))).toMatchObject({ refusal: 'votes_missing' });
  expect(judgeHearing(at, heard({ way: 'votes', votes: { for: 1, against: 1, abstained: 1 } }))).toMatchObject({
    refusal: 'votes_say_otherwise',
  });
  const dissents = (...all: { staffId: string; reason: string }[]) =>
    judgeHearing(at, heard({ way: 'votes', votes, dissents: all }));
  expect(dissents({ staffId: '', reason: 'tanpa nama' })).toMatchObject({ refusal: 'dissent_incomplete' });
  expect(dissents({ staffId: 'anggota', reason: '' })).toMatchObject({ refusal: 'dissent_incomplete' });
  expect(dissents(dissent, { ...dissent, staffId: 'ketua' })).toMatchObject({ refusal: 'more_dissents_than_votes' });
  expect(judgeHearing({ ...at, state: 'minuted' }, heard())).toMatchObject({ refusal: 'wrong_state' });
});

test('a child is heard with whom his matter calls, or it is said why they did not come', () => {
  const child = { ...at, callsPeople: true };
  const there = { present: true, note: 'Ibu klien' };
  expect(judgeHearing(child, heard())).toMatchObject({ refusal: 'presence_missing' });
  const silent = { guardian: there, companion: { present: false, note: '' } };
  expect(judgeHearing(child, heard({ presences: silent }))).toMatchObject({ refusal: 'presence_missing' });
  const said = { guardian: there, companion: { present: false, note: 'sakit' } };
  expect(judgeHearing(child, heard({ presences: said }))).toEqual({ ok: true });
});

test('a sitting closes once everything was heard, by somebody who saw all of it', () => {
  const one = { recommendation: 'approve' } as const;
  expect(judgeClosing('held', [one, one], { items: 2, recorded: 2 })).toEqual({ ok: true });
  expect(judgeClosing('held', [one], { items: 2, recorded: 1 })).toMatchObject({ refusal: 'not_all_heard' });
  expect(judgeClosing('held', [one], { items: 2, recorded: 2 })).toMatchObject({ refusal: 'item_closed_to_you' });
  expect(judgeClosing('invited', [], { items: 0, recorded: 0 })).toMatchObject({ refusal: 'wrong_state' });
});

test('moving an item loses none and doubles none', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 20 }),
      fc.nat(),
      fc.constantFrom('up', 'down', 'first', 'last'),
      (ids, pick, to) => {
        const id = ids[pick % ids.length]!;
        const next = arranged(ids, id, to);
        expect([...next].sort()).toEqual([...ids].sort());
        if (to === 'first') expect(next[0]).toBe(id);
        if (to === 'last') expect(next.at(-1)).toBe(id);
        expect(next.filter((one) => one !== id)).toEqual(ids.filter((one) => one !== id));
      },
    ),
  );
  expect(arranged(['a', 'b', 'c'], 'b', 'up')).toEqual(['b', 'a', 'c']);
  expect(arranged(['a', 'b', 'c'], 'b', 'down')).toEqual(['a', 'c', 'b']);
});
