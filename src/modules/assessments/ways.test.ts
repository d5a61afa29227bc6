import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actions, grants } from '#modules/access';
import { freshDatabase } from '#tests/support/database';
import { expectWaysToAnEnd } from '#tests/support/step-tables';
import { isReasonSaid, moves, overrideMoves, overrideSteps, steps, type StepRow } from './moves.ts';
import { judgeCorrection, judgeDraft, judgeOverride } from './rules.ts';

const database = await freshDatabase('assessment-ways');

type Table = {
  moves: Readonly<Record<string, Readonly<Record<string, string>>>>;
  steps: Readonly<Record<string, StepRow>>;
  first: string;
  ends: readonly string[];
};
const tables: Record<string, Table> = {
  assessment: { moves, steps, first: 'draft', ends: ['corrected', 'set_aside'] },
  override: { moves: overrideMoves, steps: overrideSteps, first: 'asked', ends: ['approved', 'refused'] },
};

describe.each(Object.entries(tables))('the table of an %s', (name, table) => {
  const states = Object.keys(table.moves);
  const stepNames = Object.keys(table.steps);

  test('has no state without an exit or an end, and none that nobody comes to', () => {
    expectWaysToAnEnd(states, (state) => Object.values(table.moves[state]!), table);
  });

  test('has no step without somebody who may take it, a document and a reason', () => {
    for (const [step, row] of Object.entries(table.steps)) {
      expect(actions, step).toContain(row.by);
      expect(
        Object.values(grants).some((granted) => granted[row.by] !== undefined),
        step,
      ).toBe(true);
      expect(row.document, step).not.toBe('');
      expect(isReasonSaid(row, ' '), step).toBe(row.reason === 'document');
      expect(
        states.some((state) => step in table.moves[state]!),
        step,
      ).toBe(true);
    }
  });

  test('whatever is tried, in any order, nothing leads out of an end or back into a draft', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...stepNames), { maxLength: 30 }), (tried) => {
        let state = table.first;
        for (const step of tried) {
          const next = table.moves[state]![step];
          if (table.ends.includes(state)) expect(next).toBeUndefined();
          if (state !== table.first) expect(next).not.toBe(table.first);
          state = next ?? state;
        }
      }),
    );
  });

  test('stands in the database, to the last cell', async () => {
    const cells = states.flatMap((state) => stepNames.map((step) => ({ state, step })));
    const { rows } = await database.owner.query<{ to: string | null }>(
      `select assessments.next_state($2, c.state, c.step) as to
       from jsonb_array_elements($1::jsonb) with ordinality as e (cell, at), jsonb_to_record(e.cell) as c (state text, step text) order by e.at`,
      [JSON.stringify(cells), name],
    );
    expect(rows.map(({ to }) => to)).toEqual(cells.map(({ state, step }) => table.moves[state]![step] ?? null));
  });
});

test('a draft is finished by its assessor alone, and set aside by others with a reason', () => {
  const draft = { state: 'draft', madeBy: 'me' } as const;
  const judge = (step: 'save' | 'finish' | 'set_aside', accountId: string, reason = '') =>
    judgeDraft(draft, step, { accountId, reason });
  for (const step of ['save', 'finish'] as const) {
    expect(judge(step, 'me')).toEqual({ ok: true });
    expect(judge(step, 'other')).toMatchObject({ refusal: 'not_the_assessor' });
    expect(judgeDraft({ ...draft, state: 'finished' }, step, { accountId: 'me', reason: '' })).toMatchObject({
      refusal: 'locked',
    });
  }
  expect(judge('set_aside', 'other')).toMatchObject({ refusal: 'note_missing' });
  expect(judge('set_aside', 'other', 'petugas pindah')).toEqual({ ok: true });
});

test('only what is finished is corrected, once and with a reason', () => {
  const judge = (state: 'draft' | 'finished', isCorrected: boolean, reason = 'salah isi') =>
    judgeCorrection({ state, isCorrected }, reason);
  expect(judge('finished', false)).toEqual({ ok: true });
  expect(judge('finished', false, '')).toMatchObject({ refusal: 'note_missing' });
  expect(judge('finished', true)).toMatchObject({ refusal: 'already_corrected' });
  expect(judge('draft', false)).toMatchObject({ refusal: 'wrong_state' });
});

test('another band is decided once, by somebody who neither assessed nor asked', () => {
  const asked = { state: 'asked', proposedBy: 'pk', assessedBy: 'assessor' } as const;
  for (const step of ['approve', 'refuse'] as const) {
    const judge = (accountId: string, state: 'asked' | 'approved' | 'refused' = 'asked') =>
      judgeOverride({ ...asked, state }, step, { accountId, reason: 'tidak sesuai' });
    expect(judge('head')).toMatchObject({ ok: true });
    expect(judge('pk')).toMatchObject({ refusal: 'second_person_needed' });
    expect(judge('assessor')).toMatchObject({ refusal: 'second_person_needed' });
    for (const decided of ['approved', 'refused'] as const)
      expect(judge('head', decided)).toMatchObject({ refusal: 'already_decided' });
  }
});
