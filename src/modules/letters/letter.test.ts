import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actions, grants } from '#modules/access';
import { freshDatabase } from '#tests/support/database';
import { expectWaysToAnEnd } from '#tests/support/step-tables';
import { isReasonSaid, letterStates, moves, nextState, steps, type LetterState, type LetterStep } from './letter.ts';

const database = await freshDatabase('letter-steps');
const allSteps = Object.keys(steps) as LetterStep[];
const onwardOf = (state: LetterState) => Object.values(moves[state]) as LetterState[];

test('every state is an end, or has an exit and leads to one, and every one is reached from the draft', () => {
  expectWaysToAnEnd(letterStates, onwardOf, { first: 'draft', ends: ['received', 'withdrawn', 'void'] });
});

test('no step is without somebody who may take it, a document and a reason, and each is taken somewhere', () => {
  for (const step of allSteps) {
    const { by, document, reason } = steps[step];
    expect(actions).toContain(by);
    expect(Object.values(grants).some((granted) => granted[by] !== undefined)).toBe(true);
    expect(document).toMatch(/^[a-z_]+$/);
    expect(isReasonSaid(step, ''), step).toBe(reason === 'document');
    expect(isReasonSaid(step, 'salah alamat'), step).toBe(true);
    expect(
      letterStates.some((state) => nextState(state, step)),
      step,
    ).toBe(true);
  }
  for (const state of letterStates) expect(allSteps).toEqual(expect.arrayContaining(Object.keys(moves[state])));
});

test('whatever is tried, a letter has its number before it is signed, its signature before it is sent, and never a second draft', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...allSteps), { maxLength: 30 }), (walk) => {
      let state: LetterState = 'draft';
      const taken: LetterStep[] = [];
      for (const step of walk) {
        const to = nextState(state, step);
        if (!to) continue;
        taken.push(step);
        state = to;
      }
      const order = (['number', 'sign', 'send', 'receive'] as const).map((step) => taken.indexOf(step));
      for (const [at, place] of order.entries())
        if (place >= 0) expect(order.slice(0, at).every((earlier) => earlier >= 0 && earlier < place)).toBe(true);
      for (const step of ['number', 'sign', 'send', 'receive', 'withdraw', 'void'] as const)
        expect(taken.filter((one) => one === step).length).toBeLessThanOrEqual(1);
      // What goes out or becomes void has its number from whoever signs; what never had one is only withdrawn.
      if (state === 'void') expect(taken).toContain('number');
      if (state === 'withdrawn') expect(taken).not.toContain('number');
    }),
  );
});

test('the database holds the same table, to the last cell', async () => {
  const { rows } = await database.owner.query<Record<'step' | 'before', string>>(
    `select step, before, after, who, document, reason from letters.steps()`,
  );
  const table = letterStates.flatMap((before) =>
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
