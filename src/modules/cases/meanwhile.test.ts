import * as v from 'valibot';
import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import { listTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';
import { approvedTransfer } from '#tests/support/transfers';
import { acceptTransfer } from './accept-transfer.server.ts';
import { answerOutside } from './answer-outside.server.ts';
import { assignCounsellor } from './assign-counsellor.server.ts';
import { changeKind } from './change-kind.server.ts';
import { decideEnding } from './decide-ending.server.ts';
import { ConditionForm, ContractForm, PauseForm } from './form.ts';
import { handOverCaseload } from './hand-over-caseload.server.ts';
import { notePhase } from './note-phase.server.ts';
import { openWithReason } from './open-with-reason.server.ts';
import { proposeEnding } from './propose-ending.server.ts';
import { proposePhase } from './propose-phase.server.ts';
import { receiveClient } from './receive-client.server.ts';
import { reopenCase } from './reopen-case.server.ts';
import { reviewOpening } from './review-opening.server.ts';
import { setPeriod } from './set-period.server.ts';
import { signContract } from './sign-contract.server.ts';
import { voidRegisterNumber } from './void-register-number.server.ts';
import { writeNote } from './write-note.server.ts';

/** What was decided or written when something else had happened meanwhile. */
const database = await freshDatabase('meanwhile');
const office = await openOffice(database);
const [pk, sectionHead, head, newHead] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'musi'),
]);
afterAll(() => office.close());

const today = plainDate('2026-11-20');
const { does } = office;
const caseRow = (id: string) =>
  office.owner.selectFrom('cases.client_case').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const openTasks = async (caseId: string) =>
  (
    await office.owner
      .selectFrom('tasks.task')
      .select('kind')
      .where('case_id', '=', caseId)
      .where('state', '=', 'open')
      .orderBy('kind')
      .execute()
  ).map((task) => task.kind);
const assignments = async (caseId: string) =>
  (
    await office.owner
      .selectFrom('cases.assignment')
      .select(['starts_on', 'ends_on'])
      .where('case_id', '=', caseId)
      .orderBy('made_at')
      .execute()
  ).map((line) => [line.starts_on, line.ends_on]);
/** The same person with another kind of guidance at the same office. */
async function another(personId: string, kind: 'assimilation' | 'parole_pb' = 'assimilation'): Promise<string> {
  const row = await office.owner
    .insertInto('cases.client_case')
    .values({
      person_id: personId,
      unit_id: office.units.palembang,
      kind,
      age_group: 'adult',
      state: 'active',
      received_on: '2026-02-01',
      registered_on: '2026-02-01',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}
const died = (caseId: string, version = 1, day = today) => ({
  caseId,
  version,
  reason: 'deceased' as const,
  day,
  note: 'menurut surat kematian',
  documentNumber: '',
  decideNow: true,
});

describe('two of one kind', () => {
  test('the kind is not changed into one that is under way already', async () => {
    const { caseId, personId } = await aClient(office, { pk: pk.staffId });
    await another(personId);
    const change = (kind: 'assimilation' | 'conditional_leave_cb') => (ctx: Ctx) =>
      changeKind(ctx, { caseId, version: 1, kind, ageGroup: 'adult', reason: 'salah pilih' });
    expect(await does(head, change('assimilation'))).toEqual({ ok: false, refusal: 'already_a_client' });
    expect(await does(head, change('conditional_leave_cb'))).toEqual({ ok: true });
  });

  test('an ended supervision is not reopened beside the one that began since', async () => {
    const { caseId, personId } = await aClient(office, { state: 'ended' });
    await another(personId, 'parole_pb');
    expect(
      await does(head, (ctx) => reopenCase(ctx, { caseId, version: 1, day: today, note: 'penetapan dibatalkan' })),
    ).toEqual({ ok: false, refusal: 'already_a_client' });
  });

  test('one desk receives him anew while the head reopens what was: one of the two is told', async () => {
    const { caseId, personId } = await aClient(office, { state: 'ended' });
    const answers = await Promise.all([
      does(head, (ctx) => reopenCase(ctx, { caseId, version: 1, day: today, note: 'penetapan dibatalkan' })),
      does(sectionHead, (ctx) =>
        receiveClient(ctx, {
          personId,
          kind: 'parole_pb',
          ageGroup: 'adult',
          receivedOn: today,
          handoverNumber: '',
          handoverFrom: '',
          offence: '',
          offenceArticles: '',
        }),
      ),
    ]);
    expect(answers.filter((answer) => answer.ok).length).toBe(1);
    expect(answers.find((answer) => !answer.ok)).toEqual({ ok: false, refusal: 'already_a_client' });
  });
});

describe('a supervision that is reopened', () => {
  const reopen = (caseId: string, version: number) =>
    does(head, (ctx) => reopenCase(ctx, { caseId, version, day: today, note: 'penetapan dibatalkan' }));

  test('goes back to its counsellor, and to nobody where he has left', async () => {
    const gone = await office.officer('pk', 'palembang');
    const [stays, left] = [
      await aClient(office, { pk: pk.staffId }),
      await aClient(office, { pk: gone.staffId, state: 'received' }),
    ];
    for (const { caseId } of [stays, left])
      expect(await does(head, (ctx) => proposeEnding(ctx, died(caseId)))).toMatchObject({ ended: true });
    await office.owner
      .updateTable('units.posting')
      .set({ ends_on: '2026-11-01' })
      .where('staff_id', '=', gone.staffId)
      .execute();

    expect(await reopen(stays.caseId, 2)).toEqual({ ok: true });
    expect((await caseRow(stays.caseId)).pk_staff_id).toBe(pk.staffId);
    expect(await openTasks(stays.caseId)).toEqual([]);

    expect(await reopen(left.caseId, 2)).toEqual({ ok: true });
    expect(await caseRow(left.caseId)).toMatchObject({ state: 'received', pk_staff_id: null });
    expect(await openTasks(left.caseId)).toEqual(['cases.assign', 'cases.register']);
  });
});

describe('a client on his way to another office', () => {
  const approved = (caseId: string, toName = '') =>
    approvedTransfer(office, { pk, head }, { caseId, toName, ...(toName ? { toUnitId: undefined } : {}) });
  const waiting = async (transferId: string) =>
    (await office.as(newHead)).read(({ tx }) =>
      tx
        .selectFrom('tasks.task')
        .select(['kind', 'state'])
        .where('key', '=', transferId)
        .where('state', '=', 'open')
        .execute(),
    );

  test('who dies is expected there no longer', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const transferId = await approved(caseId);
    expect(await waiting(transferId)).toEqual([{ kind: 'cases.transfer-arriving', state: 'open' }]);
    expect(await does(head, (ctx) => proposeEnding(ctx, died(caseId, 2)))).toMatchObject({ ended: true });
    expect(await waiting(transferId)).toEqual([]);
    const told = await office.owner
      .selectFrom('platform.journal')
      .select('what')
      .where('unit_id', '=', office.units.musi)
      .execute();
    expect(told.map((line) => line.what)).toContain('case.transfer-withdrawn');
    await expect(
      does(newHead, (ctx) => acceptTransfer(ctx, { transferId, step: 'arrive', day: today, note: '' })),
    ).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('nobody crosses out who is still to come, nor does any other office', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const transferId = await approved(caseId);
    for (const who of [head, pk, newHead])
      await (
        await office.as(who)
      ).read(({ tx }) =>
        tx
          .selectNoFrom((eb) => eb.fn('cases.call_off_arrival', [eb.cast(eb.val(transferId), 'uuid')]).as('done'))
          .execute(),
      );
    expect(await waiting(transferId)).toHaveLength(1);
  });

  test('waits for nobody at the office that he left: neither for a counsellor nor for a number or a decision', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const transferId = await approved(caseId);
    const of = { unit_id: office.units.palembang, case_id: caseId };
    await office.owner
      .insertInto('tasks.task')
      .values([
        { ...of, kind: 'cases.assign', key: caseId, for_role: 'section_head' },
        { ...of, kind: 'cases.register', key: caseId, for_role: 'pk', staff_id: pk.staffId },
        { ...of, kind: 'cases.phase-advised', key: newId(), for_role: 'head_of_bapas' },
        { ...of, kind: 'cases.opened-with-reason', key: newId(), for_role: 'head_of_bapas' },
      ])
      .execute();
    await does(newHead, (ctx) => acceptTransfer(ctx, { transferId, step: 'arrive', day: today, note: '' }));
    // Who opened the file is still looked at.
    expect(await openTasks(caseId)).toEqual(['cases.opened-with-reason']);
  });

  test('a Bapas outside that answers leaves nothing waiting here either', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const transferId = await approved(caseId, 'Bapas Kelas II Rekaan');
    await office.owner
      .insertInto('tasks.task')
      .values({
        unit_id: office.units.palembang,
        case_id: caseId,
        kind: 'cases.assign',
        key: caseId,
        for_role: 'section_head',
      })
      .execute();
    const answer = { transferId, step: 'arrive', day: today, letterNumber: 'W-7', note: '' } as const;
    expect(await does(head, (ctx) => answerOutside(ctx, answer))).toEqual({ ok: true });
    expect(await openTasks(caseId)).toEqual([]);
  });

  test('takes along how good a report must be to count', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    await office.owner.updateTable('cases.client_case').set({ minimum_grade: 'B' }).where('id', '=', caseId).execute();
    const transferId = await approved(caseId);
    const arrived = await does(newHead, (ctx) =>
      acceptTransfer(ctx, { transferId, step: 'arrive', day: today, note: '' }),
    );
    expect((await caseRow((arrived as { caseId: string }).caseId)).minimum_grade).toBe('B');
  });
});

test('with the end of a supervision ends what a sitting was to say about its phase', async () => {
  const { caseId } = await aClient(office, { pk: pk.staffId });
  const proposed = await does(pk, (ctx) =>
    proposePhase(ctx, { caseId, version: 1, toPhase: 'advanced', report: 'perkembangan baik' }),
  );
  const { changeId } = proposed as { changeId: string };
  await does(pk, (ctx) =>
    notePhase(ctx, { changeId, heldOn: today, document: 'BA-2', advice: 'approve', note: 'disarankan' }),
  );
  expect(await openTasks(caseId)).toEqual(['cases.phase-advised']);
  const { version } = await caseRow(caseId);
  expect(await does(head, (ctx) => proposeEnding(ctx, died(caseId, version)))).toMatchObject({ ended: true });
  expect(await openTasks(caseId)).toEqual([]);
  const left = await office.owner.selectFrom('cases.phase_change').select('state').where('id', '=', changeId).execute();
  expect(left).toEqual([{ state: 'withdrawn' }]);
});

describe('who guided a client from when until when', () => {
  test('nobody guided him until before he began: a death of last week is recorded after a change of today', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const next = await office.officer('pk', 'palembang');
    await does(sectionHead, (ctx) =>
      assignCounsellor(ctx, {
        caseId,
        version: 1,
        staffId: next.staffId,
        startsOn: today,
        orderNumber: '',
        reason: '',
      }),
    );
    await does(head, (ctx) => proposeEnding(ctx, died(caseId, 2, plainDate('2026-11-12'))));
    expect(await assignments(caseId)).toEqual([
      ['2026-01-05', '2026-11-20'],
      ['2026-11-20', '2026-11-20'],
    ]);
  });

  test('nobody is handed over from before he came', async () => {
    const [from, to] = [await office.officer('pk', 'palembang'), await office.officer('pk', 'palembang')];
    const { caseId } = await aClient(office, { pk: from.staffId, receivedOn: '2026-11-15' });
    const handed = await does(sectionHead, (ctx) =>
      handOverCaseload(ctx, {
        unitId: office.units.palembang,
        fromStaffId: from.staffId,
        toStaffId: to.staffId,
        kinds: [],
        startsOn: plainDate('2026-11-02'),
        orderNumber: 'SP-9',
        reason: 'mutasi',
        count: 1,
      }),
    );
    expect(handed).toEqual({ ok: true, count: 1 });
    expect(await assignments(caseId)).toEqual([
      ['2026-11-15', '2026-11-15'],
      ['2026-11-15', null],
    ]);
  });
});

test('what waits for a counsellor by name is counted at whoever guides the client now', async () => {
  const [second, third] = [await office.officer('pk', 'palembang'), await office.officer('pk', 'palembang')];
  const { caseId } = await aClient(office, { pk: pk.staffId, state: 'received' });
  const of = { unit_id: office.units.palembang, case_id: caseId, key: caseId };
  await office.owner
    .insertInto('tasks.task')
    .values([
      { ...of, kind: 'cases.register', for_role: 'pk', staff_id: pk.staffId },
      { ...of, kind: 'cases.opened-with-reason', for_role: 'head_of_bapas' },
    ])
    .execute();
  const named = async () =>
    (await (await office.as(sectionHead)).read((ctx) => listTasks(ctx, { caseId }))).tasks.map(
      ({ staffId }) => staffId,
    );
  const startsOn = today;
  await does(sectionHead, (ctx) =>
    assignCounsellor(ctx, { caseId, version: 1, staffId: second.staffId, startsOn, orderNumber: '', reason: '' }),
  );
  expect(await named()).toEqual([second.staffId, null]);
  await does(sectionHead, (ctx) =>
    handOverCaseload(ctx, {
      unitId: office.units.palembang,
      fromStaffId: second.staffId,
      toStaffId: third.staffId,
      kinds: [],
      startsOn,
      orderNumber: '',
      reason: 'mutasi',
      count: 1,
    }),
  );
  expect(await named()).toEqual([third.staffId, null]);
});

test('two heads look at one opening at once: what the first wrote stays, and the second is told', async () => {
  const second = await office.officer('head_of_bapas', 'palembang');
  const kanwil = await office.officer('kanwil', 'kanwil');
  const { caseId } = await aClient(office);
  await office.proves(kanwil);
  const opened = await does(kanwil, (ctx) =>
    openWithReason(ctx, { caseId, code: 'supervision', reason: 'pemeriksaan berkala triwulan IV' }),
  );
  const { openingId } = opened as { openingId: string };
  const reviews = ['sesuai surat tugas', 'tidak ada surat tugas'];
  const answers = await Promise.all(
    [head, second].map((who, at) => does(who, (ctx) => reviewOpening(ctx, { openingId, review: reviews[at]! }))),
  );
  expect(answers.filter((answer) => answer.ok).length).toBe(1);
  const kept = await office.owner
    .selectFrom('accounts.opening')
    .select('review')
    .where('id', '=', openingId)
    .executeTakeFirstOrThrow();
  expect(kept.review).toBe(reviews[answers.findIndex((answer) => answer.ok)]);
});

test('six emergencies at once are three', async () => {
  const hasty = await office.officer('pk', 'palembang');
  await office.proves(hasty);
  const clients = await Promise.all(Array.from({ length: 6 }, () => aClient(office, { pk: pk.staffId })));
  const answers = await Promise.all(
    clients.map(({ caseId }) =>
      does(hasty, (ctx) => openWithReason(ctx, { caseId, code: 'danger', reason: 'keadaan darurat di rumah klien' })),
    ),
  );
  expect(answers.filter((answer) => answer.ok).length).toBe(3);
});

test('a period that was made longer after its end was proposed is not over', async () => {
  const { caseId } = await aClient(office, { pk: pk.staffId, guidanceEnd: '2026-11-10' });
  await does(pk, (ctx) =>
    proposeEnding(ctx, {
      caseId,
      version: 1,
      reason: 'period_completed',
      day: plainDate('2026-11-10'),
      note: '',
      documentNumber: '',
      decideNow: false,
    }),
  );
  await does(pk, (ctx) =>
    setPeriod(ctx, {
      caseId,
      version: 2,
      start: plainDate('2026-01-05'),
      end: plainDate('2027-03-01'),
      firstDetainedOn: null,
      sentence: null,
      remissionDays: 0,
      offence: '',
      offenceArticles: '',
    }),
  );
  const { id } = await office.owner
    .selectFrom('cases.ending')
    .select('id')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  const decide = (outcome: 'approved' | 'refused') => (ctx: Ctx) =>
    decideEnding(ctx, { caseId, version: 3, endingId: id, outcome, note: 'masa bimbingan diperpanjang' });
  expect(await does(head, decide('approved'))).toEqual({ ok: false, refusal: 'period_not_over' });
  expect(await does(head, decide('refused'))).toMatchObject({ ok: true });
});

describe('what is typed is kept as it was typed, or refused', () => {
  test('a condition that is written twice holds once, and none is cut or dropped', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    await does(pk, (ctx) =>
      signContract(ctx, {
        caseId,
        version: 1,
        number: 'KB-1',
        signedOn: today,
        general: ['no_offence'],
        special: [],
        more: ['Tidak menemui korban.', 'Tidak menemui korban.'],
      }),
    );
    const free = await office.owner
      .selectFrom('cases.condition')
      .select('text')
      .where('case_id', '=', caseId)
      .where('code', 'is', null)
      .execute();
    expect(free).toEqual([{ text: 'Tidak menemui korban.' }]);

    const more = (text: string) => {
      const form = {
        submissionId: newId(),
        version: '1',
        number: '1',
        signedOn: '20-11-2026',
        general: ['no_offence'],
        special: [],
        more: text,
      };
      const read = v.safeParse(ContractForm, form);
      return read.success ? read.output.more : read.issues.map((issue) => issue.message);
    };
    expect(more('Tidak menemui korban.\n\n  Bekerja.  ')).toEqual(['Tidak menemui korban.', 'Bekerja.']);
    expect(more(`Bekerja.\n${'x'.repeat(1001)}`)).toEqual(['text_too_long?max=1000']);
    expect(more('Bekerja.\nya')).toEqual(['text_too_short?min=3']);
  });

  test('a word that the record refuses is refused beside its field', () => {
    const problems = (schema: v.GenericSchema<unknown, unknown>, form: Record<string, string>) =>
      (v.safeParse(schema, { submissionId: newId(), version: '1', ...form }).issues ?? []).map(
        (issue) => issue.message,
      );
    expect(problems(PauseForm, { startsOn: '20-11-2026', reason: 'x' })).toEqual(['text_too_short?min=5']);
    expect(problems(ConditionForm, { text: 'x', source: 'pk' })).toEqual(['text_too_short?min=3']);
  });

  test('a note is about an hour that has come; where nobody remembers, about noon or about now', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const note = (happenedOn: string, at: string | null) =>
      does(pk, (ctx) =>
        writeNote(ctx, {
          caseId,
          happenedOn: plainDate(happenedOn),
          at: at as ClockTime | null,
          text: 'ditelepon',
          correctsId: null,
        }),
      );
    // It is nine in the morning in Palembang.
    expect(await note('2026-11-20', '09:30')).toEqual({ ok: false, refusal: 'time_in_future' });
    expect(await note('2026-11-21', '08:00')).toEqual({ ok: false, refusal: 'day_in_future' });
    for (const [day, at] of [
      ['2026-11-19', '09:30'],
      ['2026-11-19', null],
      ['2026-11-20', null],
    ] as const)
      expect(await note(day, at)).toMatchObject({ ok: true });
    const kept = await office.owner
      .selectFrom('cases.contact_note')
      .select('happened_at')
      .where('case_id', '=', caseId)
      .orderBy('happened_at')
      .execute();
    expect(kept.map((row) => row.happened_at.toISOString())).toEqual([
      '2026-11-19T02:30:00.000Z',
      '2026-11-19T05:00:00.000Z',
      '2026-11-20T02:00:00.000Z',
    ]);
  });
});

test('a number is made void by whoever sees the file that would go on bearing it', async () => {
  const { caseId } = await aClient(office, { state: 'ended', registerLabel: 'lama/7' });
  const entry = await office.owner
    .insertInto('cases.register_entry')
    .values({
      unit_id: office.units.palembang,
      year: 2026,
      label: 'lama/7',
      case_id: caseId,
      origin: 'imported',
      given_on: '2026-01-05',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await office.owner
    .updateTable('cases.client_case')
    .set({ sealed: true, guarded: true })
    .where('id', '=', caseId)
    .execute();
  const voiding = () => does(head, (ctx) => voidRegisterNumber(ctx, { entryId: entry.id, reason: 'nomor ganda' }));
  await expect(voiding()).rejects.toMatchObject({ name: 'NotFound' });
  await office.owner.updateTable('cases.client_case').set({ sealed: false }).where('id', '=', caseId).execute();
  expect(await voiding()).toEqual({ ok: true });
  expect((await caseRow(caseId)).register_label).toBeNull();
});
