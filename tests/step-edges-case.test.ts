import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { caseStates, phaseChangeStates, transferStates } from '../src/modules/cases/case.ts';
import {
  moves,
  nextPhaseState,
  nextState,
  nextTransferState,
  phaseMoves,
  phaseSteps,
  steps,
  transferMoves,
  transferSteps,
} from '../src/modules/cases/moves.ts';
import { walkEdges, type Row } from './support/move-edges.ts';
import { keysOf, setStepScene } from './support/step-scene.ts';

/** Every edge of the tables by which a supervision and what hangs on it move, tried in the database itself (as tests/step-edges.test.ts). */
const scene = await setStepScene('step_edges_case');
afterAll(() => scene.close());
const { db, asker, unitIds, plain, otherCase, counsellor, asWritten } = scene;
const { caseId } = plain;
const [here, elsewhere] = [unitIds[3], unitIds[4]];
const reason = 'alasan yang cukup';
const noted = {
  noted_by: counsellor,
  tpp_held_on: '2026-05-20',
  tpp_document: 'BA-1',
  tpp_note: 'disarankan',
  tpp_advice: 'approve',
};
const decided = { decided_by: asker.accountId, decided_on: '2026-05-29', decision_note: '' };
const withdrawn = { withdrawn_by: asker.accountId, withdrawn_on: '2026-05-29', withdrawn_why: reason };
const notNoted = Object.fromEntries(Object.keys(noted).map((name) => [name, /document|note$/.test(name) ? '' : null]));

const put = (table: string, id: string, row: Row) => {
  const names = Object.keys(row);
  return asWritten(
    table,
    `update ${table} set ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} where id = $1`,
    [id, ...Object.values(row)],
  );
};
const stands = (state: string, over: Row = {}) =>
  put('cases.client_case', caseId, {
    state,
    ended_on: state === 'ended' || state === 'transferred' ? '2026-05-20' : null,
    end_reason: state === 'ended' ? 'period_completed' : state === 'transferred' ? 'transferred' : null,
    registered_on: '2026-01-05',
    ...over,
  });
/** Nothing of what keeps a client here. */
async function settleMatters(): Promise<void> {
  await asWritten(
    'breaches.breach',
    `update breaches.breach set state = 'reprimanded', ended_on = '2026-05-18' where case_id = $1`,
    [caseId],
  );
  await asWritten(
    'revocations.proceeding',
    `update revocations.proceeding set state = 'refused', ended_on = since where case_id = $1`,
    [caseId],
  );
}

/** What each step of a matter that was asked for tells, and what it is not without. */
const told: Readonly<Record<string, Row>> = {
  note: { ...noted, noted_by: asker.accountId },
  approve: decided,
  refuse: { ...decided, decision_note: reason },
  withdraw: withdrawn,
  fall: withdrawn,
};
const without =
  (name: string, value: unknown = null) =>
  (row: Row) =>
    name in row ? { ...row, [name]: value } : undefined;
const lacks = {
  'without somebody who does it': (row: Row) => {
    const actor = ['noted_by', 'decided_by', 'withdrawn_by', 'arrived_by'].find((name) => name in row)!;
    return { ...row, [actor]: null };
  },
  'without its day': (row: Row) => {
    const day = ['tpp_held_on', 'decided_on', 'withdrawn_on', 'arrived_on'].find((name) => name in row)!;
    return { ...row, [day]: null };
  },
  'without its minutes': without('tpp_document', ''),
  'without the reasons of the sitting': without('tpp_note', ''),
  'without what was advised': without('tpp_advice'),
  'without a reason for taking it back': without('withdrawn_why', 'ya'),
  'without a reason for refusing': (row: Row, step: string) =>
    step === 'refuse' || step === 'decline' ? { ...row, decision_note: 'ya' } : undefined,
  'by whoever asked for it': (row: Row) => ('decided_by' in row ? { ...row, decided_by: counsellor } : undefined),
};

test('a change of phase moves by the steps of its table, and is decided by two people', async () => {
  const id = String(plain.rows.get('cases.phase_change')![0]!.id);
  const against = (row: Row, step: string) =>
    step === 'approve' ? put('cases.phase_change', id, { tpp_advice: 'reject' }).then(() => row) : undefined;
  const { wrong, taken, refused } = await walkEdges({
    db,
    moves: { table: 'cases.phase_change', id },
    standing: `select state from cases.phase_change where id = '${id}'`,
    states: phaseChangeStates,
    steps: keysOf(phaseSteps),
    next: nextPhaseState,
    stand: async (state, step) => {
      const isDecided = state === 'approved' || state === 'refused';
      await stands(step === 'fall' ? 'ended' : 'active');
      await put('cases.phase_change', id, {
        state,
        requested_by: counsellor,
        ...(state === 'at_tpp' || isDecided ? noted : notNoted),
        decided_on: isDecided ? '2026-05-28' : null,
        decided_by: isDecided ? asker.accountId : null,
      });
    },
    whole: (_, step, to) => ({ state: to, ...told[step] }),
    without: { ...lacks, 'against the advice without a reason of his own': against },
  });
  expect(wrong).toEqual([]);
  expect(taken).toBe(phaseChangeStates.flatMap((state) => Object.keys(phaseMoves[state])).length);
  expect(refused).toBeGreaterThan(30);
});

test.each(['an office of Simpul', 'a Bapas outside'])(
  'a transfer to %s moves by the steps of its table, and is decided by two people',
  async (whither) => {
    const id = plain.ids.transfer;
    const isOutside = whither === 'a Bapas outside';
    const answered = {
      arrived_by: asker.accountId,
      arrived_on: '2026-05-29',
      ...(isOutside ? { answer_letter: 'W.8-1' } : {}),
    };
    const ways = {
      ...told,
      arrive: { ...answered, ...(isOutside ? {} : { new_case_id: otherCase }) },
      decline: { ...answered, decision_note: reason },
    } as Readonly<Record<string, Row>>;
    const { wrong, taken, refused } = await walkEdges({
      db,
      moves: { table: 'cases.transfer', id },
      standing: `select state from cases.transfer where id = '${id}'`,
      states: transferStates,
      steps: keysOf(transferSteps),
      next: nextTransferState,
      stand: async (state, step) => {
        await settleMatters();
        await stands(step === 'fall' ? 'ended' : step === 'arrive' ? 'transferred' : 'active');
        await put('cases.client_case', otherCase, { transferred_from: caseId, unit_id: elsewhere });
        await put('cases.transfer', id, {
          state,
          from_unit_id: here,
          to_unit_id: isOutside ? null : elsewhere,
          to_name: isOutside ? 'Bapas Lain' : '',
          requested_by: counsellor,
          ...(state === 'requested' ? notNoted : noted),
          decided_by: null,
          decided_on: null,
          decision_note: '',
          answer_letter: '',
        });
      },
      whole: (_, step, to) => ({ state: to, ...ways[step] }),
      without: {
        ...lacks,
        'against the advice without a reason of his own': (row, step) =>
          step === 'approve' ? put('cases.transfer', id, { tpp_advice: 'defer' }).then(() => row) : undefined,
        'while the supervision goes on': (row, step, from) =>
          step === 'fall' && from === 'approved' ? stands('active').then(() => row) : undefined,
        'without the letter of the other Bapas': without('answer_letter', ''),
        'without his case at the other office': without('new_case_id'),
        'with the case of somebody else': (row, step) =>
          step === 'arrive' && !isOutside
            ? put('cases.client_case', otherCase, { transferred_from: null }).then(() => row)
            : undefined,
        'while he is guided here': (row, step) => (step === 'arrive' ? stands('active').then(() => row) : undefined),
      },
    });
    expect(wrong).toEqual([]);
    expect(taken).toBe(transferStates.flatMap((state) => Object.keys(transferMoves[state])).length);
    expect(refused).toBeGreaterThan(50);
  },
);

test('a supervision moves by the steps of its table, and only on what each step stands on', async () => {
  await db.query(
    `insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at)
     values ($1, $2, 'head_of_bapas', 'permanent', '2024-01-01', now())`,
    [asker.staffId, here],
  );
  const ending = (what: string) =>
    asWritten(
      'cases.ending',
      `insert into cases.ending (case_id, unit_id, what, day, reason, note, proposed_by, decided_by, decided_at, outcome)
       values ($1, $2, $3, '2026-05-29', $4, 'alasan yang cukup', $5, $6, now(), 'approved')`,
      [caseId, plain.unitId, what, what === 'ended' ? 'deceased' : null, counsellor, asker.accountId],
    );
  const opened = { ended_on: null, end_reason: null };
  const ways: Readonly<Record<string, Row>> = {
    register: { registered_on: '2026-05-29' },
    end: { ended_on: '2026-05-29', end_reason: 'deceased' },
    move_away: { ended_on: '2026-05-29', end_reason: 'transferred' },
    reopen: opened,
    reopen_unregistered: opened,
  };
  const walk = (token: string | undefined) =>
    walkEdges({
      db,
      ...(token ? { token } : {}),
      moves: { table: 'cases.client_case', id: caseId },
      standing: `select state from cases.client_case where id = '${caseId}'`,
      states: caseStates,
      steps: keysOf(steps),
      // Nobody who works here takes a client away: his arrival at the other office does.
      next: (from, step) => (token && step === 'move_away' ? undefined : nextState(from, step)),
      // A row that stays where it stands has not moved.
      ends: (step, from) =>
        [...new Set(caseStates.flatMap((one) => nextState(one, step) ?? []))].filter((end) => end !== from),
      stand: async (state, step) => {
        await stands(state, {
          registered_on: step === 'reopen_unregistered' || step === 'register' ? null : '2026-01-05',
        });
        await asWritten('cases.ending', 'delete from cases.ending where case_id = $1', [caseId]);
        await asWritten('cases.pause', 'update cases.pause set ends_on = $2, made_by = $3 where case_id = $1', [
          caseId,
          step === 'pause' ? null : '2026-02-10',
          counsellor,
        ]);
        if (step === 'end') await ending('ended');
        if (step === 'reopen' || step === 'reopen_unregistered') await ending('reopened');
      },
      whole: (_, step, to) => ({ state: to, ...ways[step] }),
      without: token
        ? {
            'without its number in the register': (row, step) =>
              step === 'register' ? { ...row, registered_on: null } : undefined,
            'without the rest that it is': async (row, step) => {
              if (step !== 'pause') return undefined;
              await asWritten('cases.pause', 'delete from cases.pause where case_id = $1', [caseId]);
              return row;
            },
            'while its rest goes on': async (row, step) => {
              if (step !== 'resume') return undefined;
              await asWritten('cases.pause', 'update cases.pause set ends_on = null where case_id = $1', [caseId]);
              return row;
            },
            'without what was decided': async (row, step) => {
              if (step !== 'end' && step !== 'reopen' && step !== 'reopen_unregistered') return undefined;
              await asWritten('cases.ending', 'delete from cases.ending where case_id = $1', [caseId]);
              return row;
            },
            'decided by somebody else': async (row, step) => {
              if (step !== 'reopen' && step !== 'reopen_unregistered') return undefined;
              await asWritten('cases.ending', 'update cases.ending set decided_by = $2 where case_id = $1', [
                caseId,
                randomUUID(),
              ]);
              return row;
            },
          }
        : {},
    });
  const edges = caseStates.flatMap((state) => keysOf(moves[state] as Readonly<Record<string, string>>));
  const beneath = await walk(undefined);
  expect(beneath.wrong).toEqual([]);
  expect(beneath.taken).toBe(edges.length);
  const working = await walk(asker.token);
  expect(working.wrong).toEqual([]);
  expect(working.taken).toBe(edges.filter((step) => step !== 'move_away').length);
  expect(working.refused).toBeGreaterThan(30);
});
