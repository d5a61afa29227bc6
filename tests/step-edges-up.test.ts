import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import type { ClientKind } from '../src/modules/cases/case.ts';
import { permitStates, scopes } from '../src/modules/permits/permit.ts';
import * as permits from '../src/modules/permits/rules.ts';
import {
  endStates,
  proceedingStates,
  routeNames,
  type ProceedingState,
  type RouteName,
} from '../src/modules/revocations/revocation.ts';
import {
  movesFrom,
  nextState,
  routes,
  stepNames,
  stepRow,
  type ProceedingStep,
} from '../src/modules/revocations/routes.ts';
import { walkEdges, type Row } from './support/move-edges.ts';
import { alwaysOf, keysOf, setStepScene } from './support/step-scene.ts';

/** Every edge of the ways by which a supervision is revoked and of the table of permits, tried in the database itself (as tests/step-edges.test.ts). */
const scene = await setStepScene('step_edges_up');
afterAll(() => scene.close());
const { db, asker, unitIds, plain, of, otherCase, counsellor, asWritten, common, endSupervision } = scene;
/** Whom a child's matter calls. */
const called = { guardian_present: true, guardian_note: 'ibu', companion_present: false, companion_note: 'sakit' };

const confirming: readonly ProceedingStep[] = ['confirm_decree', 'confirm_refusal', 'confirm_period'];
/** What is prepared by one person and decided by another; `begin` stands on the proceeding itself. */
const preparing = [...new Set(stepNames.flatMap((step) => stepRow(step).notBy ?? []))].filter(
  (step): step is ProceedingStep => step !== 'begin',
);
const signing: readonly ProceedingStep[] = ['sign_decree', 'sign_refusal'];
/** After these guidance goes on, so that the client is told when he comes next. */
const goesOn: readonly ProceedingStep[] = [
  'refuse',
  'lift',
  'agree_withdrawal',
  'carry_out_refusal',
  'confirm_refusal',
  'confirm_period',
];
const [endBefore, newEnd] = ['2027-01-05', '2027-07-05'];
const periodOf = (step: ProceedingStep) =>
  step === 'note_period' || step === 'confirm_period'
    ? { new_end: newEnd, end_before: endBefore }
    : { new_end: null, end_before: null };
/** Where a step leads on whichever way. */
const endsOf = (step: ProceedingStep) => [
  ...new Set(routeNames.flatMap((route) => proceedingStates.flatMap((from) => nextState(route, from, step) ?? []))),
];
function statesOn(route: RouteName): ProceedingState[] {
  const on = new Set<ProceedingState>(Object.keys(routes[route]) as ProceedingState[]);
  for (const from of on) for (const to of Object.values(movesFrom(route, from))) on.add(to);
  return [...on];
}

const prepared = (state: ProceedingState, step: ProceedingStep) =>
  asWritten(
    'revocations.move',
    `insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, issuer, advice,
       new_end, end_before, made_by)
     values ($1, $2, $3, $4, 'begun', $5, '2026-05-24', 'alasan yang cukup', $6, 'X-1', 'Dirjen', $7, $8, $9, $10)`,
    [
      plain.ids.proceeding,
      plain.caseId,
      plain.unitId,
      step,
      state,
      stepRow(step).document,
      step === 'hear' ? 'approve' : null,
      periodOf(step).new_end,
      periodOf(step).end_before,
      counsellor,
    ],
  );

/** A kind of client who is on this way. */
const clientOn = {
  tiers: 'parole_pb',
  judge: 'supervision_sentence',
  diversion: 'diversion',
  authority: 'suspended_sentence',
  cancellation: 'parole_pb',
} as const satisfies Record<RouteName, ClientKind>;
/** What these do holds only on the one side of his release. */
const byRelease: readonly ProceedingStep[] = [
  'revoke_urgently',
  'revoke_temporarily',
  'uphold',
  'draft_decree',
  'sign_decree',
  'confirm_decree',
  'carry_out',
  'lapse',
];
/** What ends a proceeding without deciding it does not ask of which kind the client is by now. */
const ofAnyKind: readonly ProceedingStep[] = ['stop', 'withdraw', 'ask_withdrawal', 'agree_withdrawal', 'lapse'];

test.each(routeNames)('a revocation moves by the steps of its way and by those of no other: %s', async (route) => {
  const id = plain.ids.proceeding;
  const isCancelling = route === 'cancellation';
  const calls = (step: ProceedingStep) => {
    const { by, outside } = stepRow(step);
    return /:(handle|decide)$/.test(by) && !outside && step !== 'stop' && step !== 'hear';
  };
  /** Before release a decree is cancelled, afterwards revoked; with his release a cancellation lapses. Others leave no institution. */
  const released = (step: ProceedingStep) =>
    clientOn[route] !== 'parole_pb'
      ? { on: null, expected: null }
      : isCancelling && step !== 'lapse'
        ? { on: null, expected: '2026-12-01' }
        : { on: '2026-01-05', expected: null };
  /** A post at the tier, held by somebody who may see it there. */
  const tierWorks = (tier: 'kanwil' | 'ditjenpas') =>
    db.query(
      `insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at) values ($1, $2, $3, 'permanent', '2024-01-01', now())`,
      [asker.staffId, unitIds[tier === 'kanwil' ? 2 : 1], tier],
    );
  const states = statesOn(route);
  // Whatever was prepared was prepared by the counsellor, wherever the proceeding stands now.
  for (const state of states)
    for (const earlier of preparing)
      if ((earlier === 'note_period') === (state === 'period_noted')) await prepared(state, earlier);
  const { wrong, taken, refused } = await walkEdges<ProceedingState, ProceedingStep>({
    db,
    moves: 'revocations.move',
    standing: `select state from revocations.proceeding where id = '${id}'`,
    states,
    steps: stepNames,
    next: (from, step) => nextState(route, from, step),
    ends: endsOf,
    standsOn: (step) =>
      signing.includes(step) ? 'series' : ['stop', 'lapse', 'revoke_urgently'].includes(step) ? step : '',
    stand: async (state, step) => {
      await db.query(
        `update revocations.proceeding set route = $2, kind = $3, state = $4, breach_id = $5, finding = $6, finding_number = $7, since = '2026-05-25',
           ended_on = $8, made_by = $9, urgent = $10, danger = 'mengancam saksi' where id = $1`,
        [
          id,
          route,
          isCancelling ? 'cancellation' : 'revocation',
          state,
          isCancelling ? null : plain.rows.get('breaches.breach')!.at(-1)!.id,
          isCancelling ? 'verdict' : null,
          isCancelling ? 'P-1' : '',
          (endStates as readonly string[]).includes(state) ? '2026-05-25' : null,
          counsellor,
          step === 'revoke_urgently',
        ],
      );
      // A child, whose matter asks for the most.
      const out = released(step);
      await db.query(
        `update cases.client_case set guidance_start = '2026-01-05', guidance_end = $2, age_group = 'child', guarded = true, kind = $3, released_on = $4,
           release_expected_on = $5, release_document = $6 where id = $1`,
        [plain.caseId, endBefore, clientOn[route], out.on, out.expected, out.on || out.expected ? 'Surat lepas' : ''],
      );
      if (step === 'stop') await endSupervision();
      if (signing.includes(step)) await db.query('insert into revocations.series values ($1, 2026, 7)', [unitIds[1]]);
    },
    whole: (from_state, step, to_state) => ({
      proceeding_id: id,
      ...of,
      step,
      from_state,
      to_state,
      ...common,
      document: stepRow(step).document,
      document_number: signing.includes(step) ? 'PAS-7.PK.05.06 Tahun 2026' : 'X-1',
      issuer: 'Dirjen',
      advice: step === 'hear' ? 'approve' : null,
      next_on: '2026-06-05',
      ...(stepRow(step).reprimands ? { counselling: 'melapor tiap minggu' } : {}),
      ...periodOf(step),
      ...called,
    }),
    // The last day of guidance is moved by whoever owns the case.
    rest: (row) =>
      row.step === 'confirm_period'
        ? db.query('update cases.client_case set guidance_end = $2 where id = $1', [plain.caseId, row.new_end])
        : undefined,
    without: {
      ...alwaysOf(Object.fromEntries(stepNames.map((step) => [step, stepRow(step)]))),
      'without its number': (row, step) => (stepRow(step).numbered ? { ...row, document_number: '' } : undefined),
      'with a number that is not the next one of the centre': (row, step) =>
        signing.includes(step) ? { ...row, document_number: 'PAS-8.PK.05.06 Tahun 2026' } : undefined,
      'on a paper that nobody noted': (row, step) =>
        confirming.includes(step) ? { ...row, document_number: 'X-2' } : undefined,
      'with another last day than was noted': (row, step) =>
        step === 'confirm_period' ? { ...row, new_end: '2027-07-06' } : undefined,
      'with a last day beyond what a judge may set': (row, step) =>
        step === 'note_period' ? { ...row, new_end: '2029-07-05' } : undefined,
      'by whoever prepared it': (row, step) =>
        (stepRow(step).notBy ?? []).length > 0 ? { ...row, made_by: counsellor } : undefined,
      'without what was advised': (row) => (row.advice === null ? undefined : { ...row, advice: null }),
      'on the other side of his release': async (row, step) => {
        if (clientOn[route] !== 'parole_pb' || !byRelease.includes(step)) return undefined;
        const isOut = released(step).on !== null;
        await db.query('update cases.client_case set released_on = $2, release_expected_on = $3 where id = $1', [
          plain.caseId,
          isOut ? null : '2026-01-05',
          isOut ? '2026-12-01' : null,
        ]);
        return row;
      },
      'of a client who is on another way': async (row, step) => {
        if (ofAnyKind.includes(step)) return undefined;
        await db.query(
          `update cases.client_case set kind = $2, released_on = null, release_expected_on = null, release_document = '' where id = $1`,
          [plain.caseId, route === 'judge' ? 'diversion' : 'supervision_sentence'],
        );
        return row;
      },
      'without danger': async (row, step) => {
        if (step !== 'revoke_urgently') return undefined;
        await db.query('update revocations.proceeding set urgent = false where id = $1', [id]);
        return row;
      },
      'without a reprimand, although something is proven': (row, step) =>
        stepRow(step).reprimands ? { ...row, counselling: '' } : undefined,
      'with a reprimand, although nothing is proven': (row, step) =>
        stepRow(step).reprimands ? { ...row, not_proven: true } : undefined,
      'without saying when he comes next': (row, step) =>
        !isCancelling && goesOn.includes(step) ? { ...row, next_on: null } : undefined,
      'before the step before it': (row) => ({ ...row, day: '2026-05-24' }),
      'of another client': (row) => ({ ...row, case_id: otherCase }),
      'once the supervision has ended': async (row, step) => {
        if (step === 'stop') return undefined;
        await endSupervision();
        return row;
      },
      'while the supervision goes on': async (row, step) => {
        if (step !== 'stop') return undefined;
        await asWritten(
          'cases.client_case',
          `update cases.client_case set state = 'active', ended_on = null, end_reason = null where id = $1`,
          [plain.caseId],
        );
        return row;
      },
      'without whom it calls of a child': (row, step) =>
        calls(step) ? { ...row, companion_present: null, companion_note: '' } : undefined,
      'for a tier that works here itself': async (row, step, from) => {
        if (!stepRow(step).outside || (from !== 'at_kanwil' && from !== 'at_ditjenpas')) return undefined;
        await tierWorks(from === 'at_kanwil' ? 'kanwil' : 'ditjenpas');
        return row;
      },
    },
  });
  expect(wrong).toEqual([]);
  expect(taken).toBe(states.flatMap((state) => Object.keys(movesFrom(route, state))).length);
  expect(refused).toBeGreaterThan(300);
});

test.each(scopes)('a permit moves by the steps of its table, and is decided by two people: %s', async (scope) => {
  const id = plain.ids.permit;
  const proposing = { advise: 'advised', propose_revocation: 'revocation_proposed' } as const;
  const { wrong, taken, refused } = await walkEdges({
    db,
    moves: 'permits.move',
    standing: `select state from permits.permit where id = '${id}'`,
    states: permitStates,
    steps: keysOf(permits.steps),
    next: (state, step) => permits.nextState({ scope, state }, step),
    ends: (step) => [
      ...new Set(
        scopes.flatMap((one) => permitStates.flatMap((state) => permits.nextState({ scope: one, state }, step) ?? [])),
      ),
    ],
    stand: async (state) => {
      await db.query(
        `update permits.permit set scope = $2, state = $3, country = $4, area_code = $5, ended_on = $6 where id = $1`,
        [
          id,
          scope,
          state,
          scope === 'abroad' ? 'Malaysia' : '',
          scope === 'abroad' ? null : '18.71',
          permits.isRunning(state) ? null : '2026-05-18',
        ],
      );
      for (const step of keysOf(proposing))
        await asWritten(
          'permits.move',
          `insert into permits.move (permit_id, case_id, unit_id, step, from_state, to_state, day, reason, document, advice, made_by)
           values ($1, $2, $3, $4, 'asked', $5, '2026-05-13', 'alasan yang cukup', $6, $7, $8)`,
          [
            id,
            plain.caseId,
            plain.unitId,
            step,
            proposing[step],
            permits.steps[step].document,
            step === 'advise' ? 'grant' : null,
            counsellor,
          ],
        );
    },
    whole: (from_state, step, to_state) => ({
      permit_id: id,
      ...of,
      step,
      from_state,
      to_state,
      ...common,
      document: permits.steps[step].document,
      document_number: 'X-1',
      advice: step === 'advise' ? 'grant' : null,
    }),
    without: {
      ...alwaysOf(permits.steps),
      'without its number': (row: Row, step) =>
        permits.numbered.includes(permits.steps[step].document) ? { ...row, document_number: '' } : undefined,
      'without what is advised': (row) => (row.advice === null ? undefined : { ...row, advice: null }),
      'by whoever advised or proposed it': (row, step) =>
        permits.decisions.includes(step) ? { ...row, made_by: counsellor } : undefined,
      'of another client': (row) => ({ ...row, case_id: otherCase }),
      'of another journey': (row) => ({ ...row, permit_id: randomUUID() }),
    },
  });
  expect(wrong).toEqual([]);
  expect(taken).toBe(permitStates.flatMap((state) => Object.keys(permits.moves[scope][state])).length);
  expect(refused).toBeGreaterThan(100);
});
