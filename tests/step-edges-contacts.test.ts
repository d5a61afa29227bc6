import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { assessmentStates } from '../src/modules/assessments/assessment.ts';
import * as assessments from '../src/modules/assessments/moves.ts';
import { lateMoves, linkMoves, nextOf, observationMoves, planMoves, planSteps } from '../src/modules/contacts/moves.ts';
import { walkEdges, type Row } from './support/move-edges.ts';
import { keysOf, setStepScene } from './support/step-scene.ts';

/** Every edge of the tables of contacts and assessments, tried in the database itself (as tests/step-edges.test.ts). */
const scene = await setStepScene('step_edges_contacts');
afterAll(() => scene.close());
const { db, asker, plain, of, otherCase, counsellor, asWritten } = scene;
const idOf = (table: string) => String(plain.rows.get(table)![0]!.id);
const me = asker.accountId;
const at = '2026-05-29T03:00:00Z';
const without =
  (name: string, value: unknown = null) =>
  (row: Row) =>
    name in row ? { ...row, [name]: value } : undefined;
/** Nothing else happens in the transaction; what is asked at its end is asked. */
const rest = () => Promise.resolve();
const insert = (table: string, row: Row) => {
  const names = Object.keys(row);
  return asWritten(
    table,
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  );
};
const contact = (over: Row): Row => ({
  id: randomUUID(),
  ...of,
  kind: 'home_visit',
  happened_on: '2026-05-12',
  happened_at: '2026-05-12T03:00:00Z',
  recorded_by: counsellor,
  outcome: 'complied',
  ...over,
});

test('a plan is closed by the steps of its table, once, by what it stands on', async () => {
  const id = idOf('contacts.planned');
  const outcomes: Readonly<Record<string, string>> = { meet: 'complied', miss: 'absent_acceptable' };
  const forget = async (row: Row) => {
    await asWritten('contacts.contact', 'delete from contacts.contact where planned_id = $1', [id]);
    await asWritten('contacts.planned', 'delete from contacts.planned where replaces_id = $1', [id]);
    return row;
  };
  const { wrong, taken, refused } = await walkEdges({
    db,
    moves: { table: 'contacts.planned', id, column: 'closed_as' },
    standing: `select coalesce(closed_as, 'open') as state from contacts.planned where id = '${id}'`,
    states: keysOf(planMoves),
    steps: keysOf(planSteps),
    next: (from, step) => nextOf(planMoves, from, step),
    stand: async (state, step) => {
      await asWritten(
        'contacts.planned',
        `update contacts.planned set closed_as = $2, closed_at = $3, origin = $4, period_from = $5, rule_version = $6, planned_on = '2026-05-12' where id = $1`,
        [
          id,
          state === 'open' ? null : state,
          state === 'open' ? null : at,
          ...(step === 'lift' ? ['rule', '2026-05-01', '1999-05-19'] : ['officer', null, null]),
        ],
      );
      if (outcomes[step]) await insert('contacts.contact', contact({ planned_id: id, outcome: outcomes[step] }));
      if (step === 'move')
        await insert('contacts.planned', {
          ...of,
          kind: 'home_visit',
          origin: 'officer',
          due_on: '2026-06-02',
          planned_on: '2026-06-02',
          replaces_id: id,
        });
    },
    whole: (_, step, to) => ({
      closed_as: to,
      closed_at: at,
      closed_by: me,
      ...(step === 'move' || step === 'cancel' ? { close_reason: 'hujan lebat' } : {}),
    }),
    rest,
    without: {
      'without somebody who does it': without('closed_by'),
      'without its moment': without('closed_at'),
      'without a reason': without('close_reason', 'ya'),
      'without what it stands on': (row, step) =>
        step === 'meet' || step === 'miss' || step === 'move' ? forget(row) : undefined,
      'although the client was met otherwise': async (row, step) => {
        if (!outcomes[step]) return undefined;
        await asWritten('contacts.contact', 'update contacts.contact set outcome = $2 where planned_id = $1', [
          id,
          outcomes[step === 'meet' ? 'miss' : 'meet'],
        ]);
        return row;
      },
      'which an officer set': async (row, step) => {
        if (step !== 'lift') return undefined;
        await asWritten(
          'contacts.planned',
          `update contacts.planned set origin = 'officer', period_from = null where id = $1`,
          [id],
        );
        return row;
      },
    },
  });
  expect(wrong).toEqual([]);
  expect(taken).toBe(Object.keys(planMoves.open).length);
  expect(refused).toBeGreaterThan(30);
});

/** Later than whatever was decided before. */
const decided = (note: string) => ({ decided_at: '2026-05-30T03:00:00Z', decided_by: me, decision_note: note });
const lacking = {
  'without somebody who decides': without('decided_by'),
  'without its moment': without('decided_at'),
  'without a reason': (row: Row, step: string) =>
    step === 'refuse' || step === 'set_aside' ? { ...row, decision_note: 'ya' } : undefined,
};

test('what lies further back is let in by another one, with its record, or refused with a reason', async () => {
  const id = idOf('contacts.late_request');
  const { wrong, taken } = await walkEdges({
    db,
    moves: { table: 'contacts.late_request', id, column: 'decision' },
    standing: `select coalesce(decision, 'asked') as state from contacts.late_request where id = '${id}'`,
    states: keysOf(lateMoves),
    steps: ['approve', 'refuse'] as const,
    next: (from, step) => nextOf(lateMoves, from, step),
    stand: async (state, step) => {
      await asWritten(
        'contacts.late_request',
        'update contacts.late_request set requested_by = $2, decision = $3, decided_at = $4, decided_by = $5 where id = $1',
        [id, counsellor, ...(state === 'asked' ? [null, null, null] : [state, at, me])],
      );
      if (step === 'approve') await insert('contacts.contact', contact({ happened_on: '2026-05-02', late_id: id }));
    },
    whole: (_, step, to) => ({ decision: to, ...decided(step === 'refuse' ? 'tidak ada bukti' : '') }),
    rest,
    without: {
      ...lacking,
      'by whoever asked': without('decided_by', counsellor),
      'without its record': async (row, step) => {
        if (step !== 'approve') return undefined;
        await asWritten('contacts.contact', 'delete from contacts.contact where late_id = $1', [id]);
        return row;
      },
    },
  });
  expect([wrong, taken]).toEqual([[], 2]);
});

test('what an observer answered is confirmed with its record, or set aside with a reason', async () => {
  const id = idOf('contacts.observation');
  const { wrong, taken } = await walkEdges({
    db,
    moves: { table: 'contacts.observation', id, column: 'decision' },
    standing: `select coalesce(decision, 'sent') as state from contacts.observation where id = '${id}'`,
    states: keysOf(observationMoves),
    steps: ['confirm', 'set_aside'] as const,
    next: (from, step) => nextOf(observationMoves, from, step),
    stand: (state) =>
      asWritten(
        'contacts.observation',
        'update contacts.observation set decision = $2, decided_at = $3, decided_by = $4 where id = $1',
        [id, ...(state === 'sent' ? [null, null, null] : [state, at, me])],
      ),
    whole: (_, step, to) => ({ decision: to, ...decided(step === 'set_aside' ? 'bukan klien ini' : '') }),
    rest,
    without: {
      ...lacking,
      'without its record': async (row, step) => {
        if (step !== 'confirm') return undefined;
        await asWritten('contacts.contact', 'delete from contacts.contact where observation_id = $1', [id]);
        return row;
      },
    },
  });
  expect([wrong, taken]).toEqual([[], 2]);
});

test('a link is withdrawn once, by somebody and with a reason', async () => {
  const id = idOf('contacts.observer');
  const stand = (revokedAt: string | null) =>
    asWritten('contacts.observer', 'update contacts.observer set revoked_at = $2 where id = $1', [id, revokedAt]);
  const tries = async (row: Row) => {
    const names = Object.keys(row);
    await db.query('savepoint link');
    const said = await db
      .query(
        `update contacts.observer set ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} where id = $1`,
        [id, ...Object.values(row)],
      )
      .then(
        () => 'taken',
        (error: { code: string }) => error.code,
      );
    await db.query('rollback to savepoint link');
    return said;
  };
  const whole = { revoked_at: at, revoked_by: me, revoke_reason: 'pindah rumah' };
  await db.query('begin');
  expect(Object.keys(linkMoves.open)).toEqual(['revoke']);
  await stand(null);
  expect(await tries(whole)).toBe('taken');
  for (const lack of [{ revoked_by: null }, { revoke_reason: 'ya' }, { revoked_at: null }])
    expect(await tries({ ...whole, ...lack }), JSON.stringify(lack)).toBe('23514');
  await stand(at);
  for (const again of [whole, { ...whole, revoked_at: null }]) expect(await tries(again)).toBe('23514');
  await db.query('rollback');
});

test('a record is changed by another of the same contact, once, and by nothing else', async () => {
  const old = contact({});
  const change = contact({
    outcome: 'absent_acceptable',
    corrects_id: old.id,
    change_reason: 'ia ada di rumah sakit',
  });
  const tries = async (row: Row) => {
    const names = Object.keys(row);
    await db.query('savepoint change');
    const said = await db
      .query(
        `insert into contacts.contact (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
        Object.values(row),
      )
      .then(
        () => 'taken',
        (error: { code: string }) => error.code,
      );
    await db.query('rollback to savepoint change');
    return said;
  };
  await db.query('begin');
  await insert('contacts.contact', old);
  expect(await tries(change)).toBe('taken');
  const lacks: Record<string, Row> = {
    'without a reason': { change_reason: null },
    'without somebody who does it': { recorded_by: null },
    'of another client': { case_id: otherCase },
    'of another kind': { kind: 'office_talk' },
    'of another day': { happened_on: '2026-05-13' },
    'of itself': { corrects_id: change.id },
    'of what is not there': { corrects_id: randomUUID() },
    'on the plan of another client': {
      planned_id: scene.clients.find(({ caseId }) => caseId === otherCase)!.rows.get('contacts.planned')![0]!.id,
    },
  };
  for (const [lack, over] of Object.entries(lacks)) expect(await tries({ ...change, ...over }), lack).toMatch(/^23/);
  await insert('contacts.contact', change);
  // Once: the one that took its place may be changed in its turn.
  expect(await tries({ ...change, id: randomUUID() })).toBe('23505');
  expect(await tries({ ...change, id: randomUUID(), corrects_id: change.id })).toBe('taken');
  await expect(
    db.query(`update contacts.contact set outcome = 'complied' where id = $1`, [change.id]),
  ).rejects.toMatchObject({ code: '23514' });
  await db.query('rollback');
});

const outcome = { risk: {}, band: 'low' };
const found = { risk_low: 3, risk_high: 3, band: 'low', needs_route: 'not_required', outcome, finished_at: at };
const unfound = Object.fromEntries(Object.keys(found).map((name) => [name, null]));
const aside = { set_aside_by: me, set_aside_at: at, set_aside_why: 'petugas pindah' };
const notAside = Object.fromEntries(Object.keys(aside).map((name) => [name, null]));
const setAssessment = (id: string, row: Row) => {
  const names = Object.keys(row);
  return asWritten(
    'assessments.assessment',
    `update assessments.assessment set ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} where id = $1`,
    [id, ...Object.values(row)],
  );
};

test('an assessment moves by the steps of its table, and what is finished stays', async () => {
  const id = plain.ids.assessment;
  const told: Readonly<Record<string, Row>> = { save: { drug_case: true }, finish: found, set_aside: aside };
  const { wrong, taken } = await walkEdges({
    db,
    moves: { table: 'assessments.assessment', id },
    standing: `select state from assessments.assessment where id = '${id}'`,
    states: assessmentStates,
    // What a correction does is done to another row.
    steps: ['save', 'finish', 'set_aside'] as const,
    next: (state, step) =>
      assessments.nextState({ state, isCorrected: false }, step) as (typeof assessmentStates)[number] | undefined,
    stand: (state) =>
      setAssessment(id, {
        state,
        ...(state === 'finished' ? found : unfound),
        ...(state === 'set_aside' ? aside : notAside),
      }),
    whole: (_, step, to) => ({ state: to, ...told[step] }),
    without: {
      'without what it came to': without('outcome'),
      'without its moment': (row) =>
        'finished_at' in row
          ? { ...row, finished_at: null }
          : 'set_aside_at' in row
            ? { ...row, set_aside_at: null }
            : undefined,
      'without somebody who sets it aside': without('set_aside_by'),
      'without a reason': without('set_aside_why', 'ya'),
    },
  });
  expect([wrong, taken]).toEqual([[], 3]);
});

test('a correction is of what is finished, once, of the same client and day, and has its reason', async () => {
  const id = plain.ids.assessment;
  const planted = plain.rows.get('assessments.assessment')![0]!;
  const correction: Row = {
    id: randomUUID(),
    ...of,
    state: 'draft',
    purpose: 'correction',
    held_on: planted.held_on,
    meeting: 'office',
    consent: 'given',
    drug_case: false,
    risk_version: '2021-02',
    needs_version: '2021-02',
    corrects_id: id,
    correction_reason: 'salah isi',
    made_by: counsellor,
  };
  const tries = async (row: Row) => {
    const names = Object.keys(row);
    await db.query('savepoint correction');
    const said = await db
      .query(
        `insert into assessments.assessment (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
        Object.values(row),
      )
      .then(
        () => 'taken',
        (error: { code: string }) => error.code,
      );
    await db.query('rollback to savepoint correction');
    return said;
  };
  await db.query('begin');
  for (const [state, row] of [
    ['draft', { ...unfound, ...notAside }],
    ['set_aside', { ...unfound, ...aside }],
  ] as const) {
    await setAssessment(id, { state, ...row });
    expect(await tries({ ...correction, state: 'set_aside', ...aside }), state).toBe('23514');
  }
  await setAssessment(id, { state: 'finished', ...found, ...notAside });
  expect(await tries(correction)).toBe('taken');
  const lacks: Record<string, Row> = {
    'without a reason': { correction_reason: null },
    'with half a reason': { correction_reason: 'ya' },
    'of another client': { case_id: otherCase },
    'of another day': { held_on: '2026-05-13' },
    'of itself': { corrects_id: correction.id },
  };
  for (const [lack, over] of Object.entries(lacks))
    expect(await tries({ ...correction, ...over }), lack).toMatch(/^23/);
  await insert('assessments.assessment', { ...correction, state: 'finished', ...found });
  expect(await tries({ ...correction, id: randomUUID() })).toBe('23514');
  await db.query('rollback');
});

test('another band is decided by the steps of its table, by two people, for the assessment that counts', async () => {
  const id = idOf('assessments.override');
  const assessor = randomUUID();
  const { wrong, taken } = await walkEdges({
    db,
    moves: { table: 'assessments.override', id, column: 'outcome' },
    standing: `select coalesce(outcome, 'asked') as state from assessments.override where id = '${id}'`,
    states: keysOf(assessments.overrideMoves),
    steps: keysOf(assessments.overrideSteps),
    next: assessments.nextOverrideState,
    stand: async (state) => {
      await setAssessment(plain.ids.assessment, { state: 'finished', ...found, ...notAside, made_by: assessor });
      await asWritten(
        'assessments.override',
        'update assessments.override set proposed_by = $2, outcome = $3, decided_at = $4, decided_by = $5 where id = $1',
        [id, counsellor, ...(state === 'asked' ? [null, null, null] : [state, at, me])],
      );
    },
    whole: (_, step, to) => ({ outcome: to, ...decided(step === 'refuse' ? 'tidak sesuai' : '') }),
    without: {
      'without somebody who decides': without('decided_by'),
      'without its moment': without('decided_at'),
      'without a reason': (row, step) => (step === 'refuse' ? { ...row, decision_note: 'ya' } : undefined),
      'by whoever asked': without('decided_by', counsellor),
      'by whoever assessed': without('decided_by', assessor),
      'while a newer one counts': async (row, step) => {
        if (step !== 'approve') return undefined;
        await insert('assessments.assessment', {
          ...of,
          state: 'finished',
          purpose: 'periodic',
          held_on: '2026-05-20',
          meeting: 'office',
          consent: 'given',
          drug_case: false,
          risk_version: '2021-02',
          needs_version: '2021-02',
          ...found,
          made_by: assessor,
        });
        return row;
      },
    },
  });
  expect([wrong, taken]).toEqual([[], 2]);
});
