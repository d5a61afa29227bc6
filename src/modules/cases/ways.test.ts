import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actions, grants } from '#modules/access';
import { freshDatabase } from '#tests/support/database';
import { expectWaysToAnEnd } from '#tests/support/step-tables';
import { caseStates, phaseChangeStates, transferStates } from './case.ts';
import {
  isReasonSaid,
  moves,
  nextPhaseState,
  nextState,
  nextTransferState,
  phaseMoves,
  phaseSteps,
  steps,
  transferMoves,
  transferSteps,
  type StepRow,
} from './moves.ts';
import { judgePhaseStep, judgeTransferStep } from './rules.ts';

const database = await freshDatabase('case-ways');

type Table = {
  states: readonly string[];
  moves: Readonly<Record<string, Readonly<Record<string, string>>>>;
  steps: Readonly<Record<string, StepRow>>;
  next: (from: string, step: string) => string | undefined;
  function: string;
  first: string;
  ends: readonly string[];
};
const tables: Record<string, Table> = {
  // What has ended may be taken up again, so only moving away is for good; an end is where it may stay.
  supervision: {
    states: caseStates,
    moves,
    steps,
    next: nextState as Table['next'],
    function: 'cases.next_state',
    first: 'received',
    ends: ['transferred'],
  },
  phase: {
    states: phaseChangeStates,
    moves: phaseMoves,
    steps: phaseSteps,
    next: nextPhaseState as Table['next'],
    function: 'cases.next_phase_state',
    first: 'requested',
    ends: ['approved', 'refused', 'withdrawn'],
  },
  transfer: {
    states: transferStates,
    moves: transferMoves,
    steps: transferSteps,
    next: nextTransferState as Table['next'],
    function: 'cases.next_transfer_state',
    first: 'requested',
    ends: ['arrived', 'declined', 'refused', 'withdrawn'],
  },
};

describe.each(Object.entries(tables))('the table of a %s', (_, table) => {
  const stepNames = Object.keys(table.steps);

  test('has no state without an exit or an end, and none that nobody comes to', () => {
    expectWaysToAnEnd(table.states, (state) => Object.values(table.moves[state]!), table);
  });

  test('has no step without somebody who may take it, a document and a reason', () => {
    for (const [step, { by, document, reason }] of Object.entries(table.steps)) {
      expect(by === 'with_supervision' || actions.includes(by), step).toBe(true);
      if (by !== 'with_supervision')
        expect(
          Object.values(grants).some((granted) => granted[by] !== undefined),
          step,
        ).toBe(true);
      expect(document, step).not.toBe('');
      expect(isReasonSaid(table.steps[step]!, '', null), step).toBe(reason === 'document');
      expect(
        table.states.some((state) => table.next(state, step)),
        step,
      ).toBe(true);
    }
  });

  test('whatever is tried, in any order, nothing leads out of an end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...stepNames), { maxLength: 40 }), (tried) => {
        let state = table.first;
        for (const step of tried) {
          const next = table.next(state, step);
          if (table.ends.includes(state)) expect(next).toBeUndefined();
          state = next ?? state;
          expect(table.states).toContain(state);
        }
      }),
    );
  });

  test('stands in the database, to the last cell', async () => {
    const cells = table.states.flatMap((state) => stepNames.map((step) => ({ state, step })));
    const { rows } = await database.owner.query<{ to: string | null }>(
      `select ${table.function}(c.state, c.step) as to
       from jsonb_array_elements($1::jsonb) with ordinality as e (cell, at), jsonb_to_record(e.cell) as c (state text, step text) order by e.at`,
      [JSON.stringify(cells)],
    );
    expect(rows.map(({ to }) => to)).toEqual(cells.map(({ state, step }) => table.next(state, step) ?? null));
  });
});

test('what is decided is decided after a sitting, by somebody else than whoever asked', () => {
  const decided = (before: string, to: string) => before === 'at_tpp' || (to !== 'approved' && to !== 'refused');
  for (const { moves: ways } of [tables.phase!, tables.transfer!])
    for (const [from, out] of Object.entries(ways))
      for (const to of Object.values(out)) expect(decided(from, to), `${from} ${to}`).toBe(true);
  for (const step of ['approve', 'refuse'] as const) {
    const matter = { state: 'at_tpp', requestedBy: 'me', advice: 'approve' } as const;
    const mine = { actorId: 'me', reason: 'alasan yang cukup' };
    expect(judgeTransferStep(matter, step, mine)).toMatchObject({ refusal: 'second_person_needed' });
    expect(judgePhaseStep(matter, step, mine)).toMatchObject({ refusal: 'second_person_needed' });
  }
});
