import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import * as atLarge from '../src/modules/at-large/rules.ts';
import { searchStates } from '../src/modules/at-large/search.ts';
import { breachStates } from '../src/modules/breaches/breach.ts';
import * as breaches from '../src/modules/breaches/rules.ts';
import { petitionStates } from '../src/modules/petitions/petition.ts';
import * as petitions from '../src/modules/petitions/rules.ts';
import { walkEdges } from './support/move-edges.ts';
import { alwaysOf, keysOf, setStepScene } from './support/step-scene.ts';

/**
 * Every edge of the tables by which a breach, a search and a petition move, tried in the database itself: nothing moves without somebody who does
 * it, the document and a reason, no decision is that of one person, and no way leads beside the table.
 */
const scene = await setStepScene('step_edges');
afterAll(() => scene.close());
const { db, asker, unitIds, plain, of, otherCase, counsellor, asWritten, letterAbout, noLetter, endSupervision } =
  scene;
const common = { ...scene.common, day: '2026-05-20' };

test('a breach moves by the steps of its table and no other way', async () => {
  const id = plain.ids.breach;
  const examination = String(plain.rows.get('breaches.examination')![0]!.id);
  const decisions: readonly breaches.BreachStep[] = ['reprimand', 'propose_revocation', 'close_unfounded'];
  const letters: Partial<Record<breaches.BreachStep, () => Promise<void>>> = {
    summon: () => letterAbout('breaches.summons', plain.ids.summons),
    examine: () => letterAbout('breaches.examination', examination),
    conclude_absent: () => letterAbout('breaches.examination', examination),
    reprimand: () => letterAbout('breaches.breach', id, 'letters.reprimand'),
  };
  const documents: Partial<Record<breaches.BreachStep, string>> = {
    summon: plain.ids.summons,
    examine: examination,
    conclude_absent: examination,
  };
  /** At large, called, and not come. */
  const isAbsent = async () => {
    await asWritten(
      'notices.notice',
      `update notices.notice set left_on = '2026-05-12', left_how = 'released' where case_id = $1`,
      [plain.caseId],
    );
    await asWritten(
      'breaches.summons',
      `update breaches.summons set delivered_on = '2026-05-15', outcome = 'not_appeared', outcome_on = '2026-05-22' where id = $1`,
      [plain.ids.summons],
    );
  };
  const { wrong, taken, refused } = await walkEdges({
    db,
    moves: 'breaches.move',
    standing: `select state from breaches.breach where id = '${id}'`,
    states: breachStates,
    steps: keysOf(breaches.steps),
    next: breaches.nextState,
    stand: async (state, step) => {
      const isOver = !breaches.isRunning(state);
      await db.query(
        `update breaches.breach set state = $2, ended_on = $3, due_on = null, due_counts = null, custody_place = '' where id = $1`,
        [id, state, isOver ? '2026-05-18' : null],
      );
      await db.query('update breaches.examination set in_absence = $2 where id = $1', [
        examination,
        step === 'conclude_absent',
      ]);
      if (step === 'conclude_absent') await isAbsent();
      await letters[step]?.();
      await asWritten(
        'breaches.move',
        `insert into breaches.move (breach_id, case_id, unit_id, step, from_state, to_state, day, reason, document, option, made_by)
         values ($1, $2, $3, 'recommend', 'examined', 'recommended', '2026-05-17', 'alasan yang cukup', 'recommendation', 'reprimand', $4)`,
        [id, plain.caseId, plain.unitId, counsellor],
      );
    },
    whole: (from_state, step, to_state) => ({
      breach_id: id,
      ...of,
      step,
      from_state,
      to_state,
      ...common,
      document: breaches.steps[step].document,
      document_number: 'X-1',
      document_id: documents[step] ?? null,
      option: step === 'recommend' ? 'reprimand' : null,
    }),
    without: {
      ...alwaysOf(breaches.steps),
      'without the paper that it stands on': (row) =>
        row.document_id === null ? undefined : { ...row, document_id: null },
      'on the paper of somebody else': (row) =>
        row.document_id === null ? undefined : { ...row, document_id: randomUUID() },
      'without its letter': async (row, step) => {
        if (!letters[step]) return undefined;
        await noLetter();
        return row;
      },
      'without its number': (row, step) =>
        breaches.numbered.includes(breaches.steps[step].document) ? { ...row, document_number: '' } : undefined,
      'without saying what is recommended': (row) => (row.option === null ? undefined : { ...row, option: null }),
      'by whoever recommended it': (row, step) =>
        decisions.includes(step) ? { ...row, made_by: counsellor } : undefined,
      'by whoever took it up and guides the client': (row, step) =>
        step === 'dismiss' ? { ...row, made_by: counsellor } : undefined,
      'of another client': (row) => ({ ...row, case_id: otherCase }),
      'while he is held': async (row, step) => {
        if (step !== 'conclude_absent') return undefined;
        await asWritten(
          'notices.notice',
          'update notices.notice set left_on = null, left_how = null where case_id = $1',
          [plain.caseId],
        );
        return row;
      },
      'before he has left a call unheeded': async (row, step) => {
        if (step !== 'conclude_absent') return undefined;
        await asWritten('breaches.summons', `update breaches.summons set outcome = 'called_off' where id = $1`, [
          plain.ids.summons,
        ]);
        return row;
      },
      'once its proceeding has begun': async (row, step) => {
        if (step !== 'take_back' && !(step === 'stop' && row.from_state === 'proposed_for_revocation'))
          return undefined;
        await asWritten('revocations.proceeding', 'update revocations.proceeding set breach_id = $2 where id = $1', [
          plain.ids.proceeding,
          id,
        ]);
        return row;
      },
    },
  });
  expect(wrong).toEqual([]);
  expect(taken).toBe(breachStates.flatMap((state) => Object.keys(breaches.moves[state])).length);
  expect(refused).toBeGreaterThan(150);
});

test('a search moves by the steps of its table, and ends by two people', async () => {
  const id = plain.ids.search;
  const { closure } = plain.ids;
  const closing: readonly atLarge.SearchStep[] = ['hand_over', 'locate', 'die'];
  const { wrong, taken, refused } = await walkEdges({
    db,
    moves: 'at_large.move',
    standing: `select state from at_large.search where id = '${id}'`,
    states: searchStates,
    steps: keysOf(atLarge.steps),
    next: atLarge.nextState,
    stand: async (state, step) => {
      await db.query('update at_large.search set state = $2, held_on = $3, ended_on = $4 where id = $1', [
        id,
        state,
        state === 'located_elsewhere' ? '2026-05-28' : null,
        atLarge.isRunning(state) ? null : '2026-05-28',
      ]);
      for (const addressee of ['prosecutor', 'prison', 'kanwil'])
        await db.query(
          `insert into at_large.copy (search_id, case_id, unit_id, addressee, name, sent_on) values ($1, $2, $3, $4, 'Kantor', '2026-05-26')`,
          [id, plain.caseId, plain.unitId, addressee],
        );
      if (closing.includes(step))
        await db.query(
          `update at_large.closure set step = $2, outcome = 'confirmed', decided_by = $3, decided_at = now() where id = $1`,
          [closure, step, asker.accountId],
        );
    },
    whole: (from_state, step, to_state) => ({
      search_id: id,
      ...of,
      step,
      from_state,
      to_state,
      ...common,
      day: '2026-05-29',
      document: atLarge.steps[step].document,
      document_number: 'X-1',
      place: 'Palembang',
      closure_id: closing.includes(step) ? closure : null,
    }),
    without: {
      ...alwaysOf(atLarge.steps),
      'without its number': (row, step) =>
        atLarge.numbered.includes(step) ? { ...row, document_number: '' } : undefined,
      'without the place': (row, step) => (step === 'arrest' ? { ...row, place: '' } : undefined),
      'before everybody has his copy': async (row, step) => {
        if (step !== 'send_copies') return undefined;
        await db.query(`delete from at_large.copy where search_id = $1 and addressee = 'kanwil'`, [id]);
        return row;
      },
      'that nobody found': (row, step) => (closing.includes(step) ? { ...row, closure_id: null } : undefined),
      'by whoever found it': (row, step) => (closing.includes(step) ? { ...row, made_by: counsellor } : undefined),
      'on what was found of another end': async (row, step) => {
        if (!closing.includes(step)) return undefined;
        await asWritten('at_large.closure', 'update at_large.closure set step = $2 where id = $1', [
          closure,
          closing.find((one) => one !== step),
        ]);
        return row;
      },
      'that nobody confirmed': async (row, step) => {
        if (!closing.includes(step)) return undefined;
        await asWritten(
          'at_large.closure',
          'update at_large.closure set outcome = null, decided_by = null, decided_at = null where id = $1',
          [closure],
        );
        return row;
      },
      'while the decree stands': async (row, step) => {
        if (step !== 'lift') return undefined;
        await endSupervision();
        return row;
      },
    },
  });
  expect(wrong).toEqual([]);
  expect(taken).toBe(searchStates.flatMap((state) => Object.keys(atLarge.moves[state])).length);
  expect(refused).toBeGreaterThan(200);
});

test('a petition moves by the steps of its table, and is answered by two people', async () => {
  const id = plain.ids.petition;
  const { breach } = plain.ids;
  const [above, elsewhere] = [unitIds[2], unitIds[4]];
  const deciding: readonly petitions.PetitionStep[] = ['close', 'refuse', 'answer'];
  const proposing: readonly petitions.PetitionStep[] = ['propose_closing', 'propose_refusal', 'propose_answer'];
  const withClient: readonly petitions.PetitionStep[] = ['identify', 'accept', 'propose_refusal'];
  const documents: Partial<Record<petitions.PetitionStep, string>> = {
    accept: breach,
    refuse: plain.ids.sentLetter,
    end: breach,
  };
  const { wrong, taken, refused } = await walkEdges({
    db,
    moves: 'petitions.move',
    standing: `select state from petitions.petition where id = '${id}'`,
    states: petitionStates,
    steps: keysOf(petitions.steps),
    next: petitions.nextState,
    stand: async (state, step) => {
      const isAbove = petitions.ownerOf(state) === 'level_above' || state === 'answered';
      const proposed = proposing.find((one) => petitionStates.some((from) => petitions.nextState(from, one) === state));
      await db.query(`update breaches.breach set state = 'reprimanded', ended_on = '2026-05-18' where id = $1`, [
        breach,
      ]);
      await db.query(
        `update petitions.petition set state = $2, case_id = $3, unit_id = $4, accused_unit_id = $5, breach_id = $6, outcome = $7, ended_on = $8
         where id = $1`,
        [
          id,
          state,
          plain.caseId,
          isAbove ? above : plain.unitId,
          isAbove ? plain.unitId : null,
          state === 'accepted' || state === 'decided' ? breach : null,
          state === 'decided' ? 'reprimanded' : null,
          petitions.isEnded(state) ? '2026-05-18' : null,
        ],
      );
      if (state === 'passed_on')
        await db.query(
          `insert into petitions.passing (petition_id, reference, from_unit_id, to_unit_id, reason, passed_on, made_by)
           values ($1, 'P-7K3QX', $2, $3, 'alasan yang cukup', '2026-05-18', $4)`,
          [id, elsewhere, plain.unitId, counsellor],
        );
      if (proposed)
        await asWritten(
          'petitions.move',
          `insert into petitions.move (petition_id, unit_id, step, from_state, to_state, day, reason, answer, document, made_by)
           values ($1, $2, $3, 'received', $4, '2026-05-18', 'alasan yang cukup', 'Sudah diperiksa.', 'petition_proposal', $5)`,
          [id, plain.unitId, proposed, state, counsellor],
        );
      if (step === 'refuse') await letterAbout('petitions.petition', id);
    },
    whole: (from_state, step, to_state) => ({
      petition_id: id,
      step,
      from_state,
      to_state,
      ...common,
      ...(step === 'end' ? { reason: '', made_by: null } : {}),
      answer: proposing.includes(step) ? 'Hal ini sudah kami periksa.' : '',
      document: petitions.steps[step].document,
      document_id: documents[step] ?? null,
      to_unit_id: step === 'pass_on' ? elsewhere : null,
    }),
    without: {
      ...alwaysOf(petitions.steps),
      'without its answer': (row) => (row.answer === '' ? undefined : { ...row, answer: '' }),
      'without the paper that it stands on': (row) =>
        row.document_id === null ? undefined : { ...row, document_id: null },
      'on the paper of somebody else': (row, step) =>
        step === 'accept' || step === 'refuse' ? { ...row, document_id: randomUUID() } : undefined,
      'without a client': async (row, step) => {
        if (!withClient.includes(step)) return undefined;
        await db.query('update petitions.petition set case_id = null where id = $1', [id]);
        return row;
      },
      'by whoever proposed it': (row, step) => (deciding.includes(step) ? { ...row, made_by: counsellor } : undefined),
      'by hand': (row, step) => (step === 'end' ? { ...row, made_by: asker.accountId } : undefined),
      'while the breach runs that it led to': async (row, step) => {
        if (step !== 'end') return undefined;
        await db.query(`update breaches.breach set state = 'examined', ended_on = null where id = $1`, [breach]);
        return row;
      },
      'to nobody': (row, step) => (step === 'pass_on' ? { ...row, to_unit_id: null } : undefined),
      'to the same desk': (row, step) => (step === 'pass_on' ? { ...row, to_unit_id: plain.unitId } : undefined),
      'to a desk where nobody is guided': (row, step) =>
        step === 'pass_on' ? { ...row, to_unit_id: above } : undefined,
      'although it names somebody of the office': async (row, step) => {
        if (step !== 'pass_on') return undefined;
        await db.query('update petitions.petition set accused_unit_id = $2 where id = $1', [id, plain.unitId]);
        return row;
      },
      'where nobody stands above': async (row, step) => {
        if (step !== 'forward_up') return undefined;
        await asWritten('units.unit', `update units.unit set closed_on = '2026-05-01' where id = $1`, [above]);
        return row;
      },
    },
  });
  expect(wrong).toEqual([]);
  expect(taken).toBe(petitionStates.flatMap((state) => Object.keys(petitions.moves[state])).length);
  expect(refused).toBeGreaterThan(150);
});
