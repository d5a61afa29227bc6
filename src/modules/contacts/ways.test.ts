import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actions, grants } from '#modules/access';
import { freshDatabase } from '#tests/support/database';
import { expectWaysToAnEnd } from '#tests/support/step-tables';
import { closings } from './contact.ts';
import {
  isReasonSaid,
  lateMoves,
  lateSteps,
  linkMoves,
  linkSteps,
  observationMoves,
  observationSteps,
  planMoves,
  planSteps,
  recordMoves,
  recordSteps,
  type StepRow,
} from './moves.ts';

const database = await freshDatabase('contact-ways');

type Table = {
  moves: Readonly<Record<string, Readonly<Record<string, string>>>>;
  steps: Readonly<Record<string, StepRow>>;
  first: string;
};
const tables: Record<string, Table> = {
  plan: { moves: planMoves, steps: planSteps, first: 'open' },
  record: { moves: recordMoves, steps: recordSteps, first: 'recorded' },
  late: { moves: lateMoves, steps: lateSteps, first: 'asked' },
  observation: { moves: observationMoves, steps: observationSteps, first: 'sent' },
  link: { moves: linkMoves, steps: linkSteps, first: 'open' },
};

describe.each(Object.entries(tables))('the table of a %s', (name, { moves, steps, first }) => {
  const states = Object.keys(moves);
  const stepNames = Object.keys(steps);
  const ends = states.filter((state) => state !== first);

  test('has no state without an exit or an end, and none that nobody comes to', () => {
    expectWaysToAnEnd(states, (state) => Object.values(moves[state]!), { first, ends });
  });

  test('has no step without somebody who may take it, a document and a reason', () => {
    for (const [step, row] of Object.entries(steps)) {
      if (row.by !== 'rule') {
        const { by } = row;
        expect(actions, step).toContain(by);
        expect(
          Object.values(grants).some((granted) => granted[by] !== undefined),
          step,
        ).toBe(true);
      }
      expect(row.document, step).not.toBe('');
      expect(isReasonSaid(row, ''), step).toBe(row.reason === 'document');
      expect(isReasonSaid(row, '', { dated: false }), step).toBe(row.reason !== 'written');
      expect(isReasonSaid(row, 'hujan'), step).toBe(true);
      expect(
        states.some((state) => step in moves[state]!),
        step,
      ).toBe(true);
    }
  });

  test('whatever is tried, in any order, what has ended stays so', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...stepNames), { maxLength: 20 }), (tried) => {
        let state = first;
        for (const step of tried) {
          const next = moves[state]![step];
          if (ends.includes(state)) expect(next).toBeUndefined();
          state = next ?? state;
        }
      }),
    );
  });

  test('stands in the database, to the last cell', async () => {
    const cells = states.flatMap((state) => stepNames.map((step) => ({ state, step })));
    const { rows } = await database.owner.query<{ to: string | null }>(
      `select contacts.next_state($2, c.state, c.step) as to
       from jsonb_array_elements($1::jsonb) with ordinality as e (cell, at), jsonb_to_record(e.cell) as c (state text, step text) order by e.at`,
      [JSON.stringify(cells), name],
    );
    expect(rows.map(({ to }) => to)).toEqual(cells.map(({ state, step }) => moves[state]![step] ?? null));
  });
});

test('a plan comes to each end that is known, and to no other', () => {
  expect(Object.values(planMoves.open).sort()).toEqual([...closings].sort());
});
