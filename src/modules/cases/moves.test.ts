import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { assignCounsellor } from './assign-counsellor.server.ts';
import { attachDocument } from './attach-document.server.ts';
import { removeDocument } from './remove-document.server.ts';
import { decideEnding } from './decide-ending.server.ts';
import { proposeEnding, type EndingInput } from './propose-ending.server.ts';
import { reopenCase } from './reopen-case.server.ts';
import { sealCase } from './seal-case.server.ts';
import { addGuarantor } from './add-guarantor.server.ts';
import { confirmDuties } from './confirm-duties.server.ts';
import { endGuarantor } from './end-guarantor.server.ts';
import { handOverCaseload, type HandOver } from './hand-over-caseload.server.ts';
import { openWithReason } from './open-with-reason.server.ts';
import { reviewOpening } from './review-opening.server.ts';
import { countOpeningsWaiting, listOpenings } from './openings.queries.server.ts';
import { jobs } from './jobs.server.ts';
import { pauseCase } from './pause-case.server.ts';
import { resumeCase } from './resume-case.server.ts';
import { reachCase } from './reach.server.ts';
import { changeKind } from './change-kind.server.ts';
import { editMilestone, returnMilestone } from './edit-milestone.server.ts';
import { setLegalBasis } from './set-legal-basis.server.ts';
import { setPeriod } from './set-period.server.ts';
import { addCondition } from './add-condition.server.ts';
import { liftCondition } from './lift-condition.server.ts';
import { recordOrientation } from './record-orientation.server.ts';
import { setRisk } from './set-risk.server.ts';
import { signContract } from './sign-contract.server.ts';
import { requestTransfer } from './request-transfer.server.ts';
import { writeNote } from './write-note.server.ts';

const database = await freshDatabase('moves');
const office = await openOffice(database);
const [pk, other, sectionHead, head, counter, kanwil, elsewhere, auditor] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('pk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('counter', 'palembang'),
  office.officer('kanwil', 'kanwil'),
  office.officer('head_of_bapas', 'musi'),
  office.officer('auditor', 'ditjenpas'),
]);
afterAll(() => office.close());

const today = plainDate('2026-11-20');
type Deed<T> = (ctx: Ctx) => Promise<T>;
const { does } = office;
const caseRow = (id: string) =>
  office.owner.selectFrom('cases.client_case').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const ending = (caseId: string, over: Partial<EndingInput> = {}): EndingInput => ({
  caseId,
  version: 1,
  reason: 'deceased',
  day: today,
  note: 'menurut surat kematian',
  documentNumber: '',
  decideNow: false,
  ...over,
});

describe('ending', () => {
  test('a counsellor proposes and the head decides', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    expect(await does(pk, (ctx) => proposeEnding(ctx, ending(caseId, { decideNow: true })))).toMatchObject({
      ok: true,
      ended: false,
    });
    expect(await does(sectionHead, (ctx) => proposeEnding(ctx, ending(caseId, { version: 2 })))).toMatchObject({
      refusal: 'already_proposed',
    });
    const { id } = await office.owner
      .selectFrom('cases.ending')
      .select('id')
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow();
    const decision = { caseId, version: 2, endingId: id, outcome: 'approved', note: '' } as const;
    await expect(does(sectionHead, (ctx) => decideEnding(ctx, decision))).rejects.toThrow('case:decide_ending');
    expect(await does(head, (ctx) => decideEnding(ctx, decision))).toEqual({ ok: true, sealed: false });
    expect(await caseRow(caseId)).toMatchObject({
      state: 'ended',
      end_reason: 'deceased',
      ended_on: '2026-11-20',
      sealed: false,
    });
    const tasks = await office.owner
      .selectFrom('tasks.task')
      .select(['kind', 'state'])
      .where('case_id', '=', caseId)
      .execute();
    expect(tasks).toEqual([{ kind: 'cases.ending-proposed', state: 'done' }]);
  });

  test('a head records a death in one step, and a breach only with a second head', async () => {
    const dead = await aClient(office);
    expect(await does(head, (ctx) => proposeEnding(ctx, ending(dead.caseId, { decideNow: true })))).toMatchObject({
      ended: true,
    });
    // A decree from before the office's ledger; any other comes of its proceeding.
    const breach = await aClient(office, { ledgerFrom: '2027-01-01' });
    const input = ending(breach.caseId, { reason: 'breach', documentNumber: 'PAS-77', decideNow: true });
    expect(await does(head, (ctx) => proposeEnding(ctx, input))).toMatchObject({ ok: true, ended: false });
    const { id } = await office.owner
      .selectFrom('cases.ending')
      .select('id')
      .where('case_id', '=', breach.caseId)
      .executeTakeFirstOrThrow();
    const decision = { caseId: breach.caseId, version: 2, endingId: id, outcome: 'approved', note: '' } as const;
    expect(await does(head, (ctx) => decideEnding(ctx, decision))).toMatchObject({ refusal: 'second_person_needed' });
    const acting = await office.officer('head_of_bapas', 'palembang');
    expect(await does(acting, (ctx) => decideEnding(ctx, decision))).toMatchObject({ ok: true });
  });

  test("a child's file is sealed with its end, opened with a reason and then reopened", async () => {
    const { caseId } = await aClient(office, { ageGroup: 'child', kind: 'diversion', pk: pk.staffId });
    expect(await does(head, (ctx) => proposeEnding(ctx, ending(caseId, { decideNow: true })))).toMatchObject({
      ended: true,
      sealed: true,
    });
    for (const who of [pk, sectionHead, head, kanwil])
      await expect((await office.as(who)).read((ctx) => reachCase(ctx, caseId, 'case:read'))).rejects.toThrow('case');

    const opening = { caseId, code: 'court_order', reason: 'perintah hakim untuk perkara baru' } as const;
    expect(await does(head, (ctx) => openWithReason(ctx, opening))).toMatchObject({ refusal: 'prove_again' });
    await office.proves(head);
    expect(await does(head, (ctx) => openWithReason(ctx, opening))).toMatchObject({ ok: true });
    const { version } = await caseRow(caseId);
    expect(
      await does(head, (ctx) => reopenCase(ctx, { caseId, version, day: today, note: 'penetapan dibatalkan' })),
    ).toEqual({ ok: true });
    expect(await caseRow(caseId)).toMatchObject({ state: 'active', sealed: false, ended_on: null });
    await (await office.as(pk)).read((ctx) => reachCase(ctx, caseId, 'case:read'));
  });

  test('a head seals an ended file by order', async () => {
    const { caseId } = await aClient(office, { state: 'ended' });
    await expect(does(sectionHead, (ctx) => sealCase(ctx, { caseId, version: 1, reason: 'perintah' }))).rejects.toThrow(
      'case:seal',
    );
    expect(await does(head, (ctx) => sealCase(ctx, { caseId, version: 1, reason: 'perintah' }))).toEqual({ ok: true });
    await expect((await office.as(head)).read((ctx) => reachCase(ctx, caseId, 'case:read'))).rejects.toThrow('case');
  });
});

describe('who is let in', () => {
  test('another office is turned away as if there were nothing', async () => {
    const { caseId } = await aClient(office);
    const deeds: Deed<{ ok: boolean }>[] = [
      (ctx) => pauseCase(ctx, { caseId, version: 1, startsOn: today, reason: 'sakit' }),
      (ctx) => proposeEnding(ctx, ending(caseId)),
      (ctx) => recordOrientation(ctx, { caseId, version: 1, orientedOn: today }),
      (ctx) => setRisk(ctx, { caseId, version: 1, riskBand: 'low', minimumGrade: 'D', reason: 'RRI' }),
      (ctx) => writeNote(ctx, { caseId, happenedOn: today, at: null, text: 'x', correctsId: null }),
      (ctx) =>
        addGuarantor(ctx, {
          caseId,
          version: 1,
          name: 'A',
          relation: 'parent',
          nik: null,
          phone: '',
          address: '',
          signedOn: null,
        }),
      (ctx) =>
        assignCounsellor(ctx, {
          caseId,
          version: 1,
          staffId: pk.staffId,
          startsOn: today,
          orderNumber: '',
          reason: '',
        }),
      (ctx) =>
        requestTransfer(ctx, {
          caseId,
          version: 1,
          toUnitId: office.units.musi,
          toName: '',
          reason: 'x',
          letterNumber: '',
          guarantorStatement: true,
          riskNote: '',
        }),
    ];
    for (const deed of deeds) await expect(does(elsewhere, deed)).rejects.toMatchObject({ name: 'NotFound' });
    await expect((await office.as(elsewhere)).read((ctx) => reachCase(ctx, caseId, 'case:read'))).rejects.toMatchObject(
      { name: 'NotFound' },
    );
  });

  test('a child is hidden from the counter and from a counsellor who does not guide it', async () => {
    const { caseId, personId } = await aClient(office, { ageGroup: 'child', kind: 'diversion', pk: pk.staffId });
    const sees = async (who: Officer) =>
      (await office.as(who)).read(async ({ tx }) => {
        const one = await tx.selectFrom('cases.client_case').select('id').where('id', '=', caseId).execute();
        const person = await tx.selectFrom('people.person').select('id').where('id', '=', personId).execute();
        return one.length + person.length;
      });
    expect(await Promise.all([pk, sectionHead, head].map(sees))).toEqual([2, 2, 2]);
    expect(await Promise.all([other, counter, kanwil, elsewhere, auditor].map(sees))).toEqual([0, 0, 0, 0, 0]);
  });

  test("a colleague's client is on the list, and his file opens only in an emergency", async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const runner = await office.as(other);
    await expect(runner.read((ctx) => reachCase(ctx, caseId, 'case:read'))).rejects.toMatchObject({ name: 'NotFound' });
    await runner.read((ctx) => reachCase(ctx, caseId, 'case:list'));
  });

  test('the Kanwil opens a file with a reason, for an hour, and the head is told at once', async () => {
    const { caseId } = await aClient(office);
    const read = async (at?: Date) => (await office.as(kanwil, at)).read((ctx) => reachCase(ctx, caseId, 'case:read'));
    await expect(read()).rejects.toMatchObject({ name: 'NotFound' });
    await office.proves(kanwil);
    expect(
      await does(kanwil, (ctx) => openWithReason(ctx, { caseId, code: 'supervision', reason: 'singkat' })),
    ).toMatchObject({
      refusal: 'note_missing',
    });
    const opened = await does(kanwil, (ctx) =>
      openWithReason(ctx, { caseId, code: 'supervision', reason: 'pemeriksaan berkala triwulan IV' }),
    );
    expect(opened).toMatchObject({ ok: true });
    expect((await read()).subject.opened).toBe(true);
    await expect(
      does(kanwil, (ctx) => pauseCase(ctx, { caseId, version: 1, startsOn: today, reason: 'x' })),
    ).rejects.toThrow();
    const task = await office.owner
      .selectFrom('tasks.task')
      .selectAll()
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow();
    expect(task).toMatchObject({
      kind: 'cases.opened-with-reason',
      for_role: 'head_of_bapas',
      due_on: '2026-11-25',
      state: 'open',
    });

    const openingId = (opened as { openingId: string }).openingId;
    expect(await does(head, (ctx) => reviewOpening(ctx, { openingId, review: 'sesuai surat tugas' }))).toEqual({
      ok: true,
    });
    await office.owner
      .updateTable('accounts.opening')
      .set({ opened_at: new Date(Date.now() - 61 * 60_000), until: new Date(Date.now() - 60_000) })
      .where('id', '=', openingId)
      .execute();
    await expect(read()).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('the other Kanwil opens nothing here, and the fourth emergency in thirty days is refused', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const far = await office.officer('kanwil', 'otherKanwil');
    await office.proves(far);
    const opening = { caseId, code: 'inspection', reason: 'pemeriksaan berkala triwulan IV' } as const;
    await expect(does(far, (ctx) => openWithReason(ctx, opening))).rejects.toMatchObject({ name: 'NotFound' });

    await office.proves(other);
    for (let time = 1; time <= 3; time++)
      expect(await does(other, (ctx) => openWithReason(ctx, opening))).toMatchObject({ ok: true });
    expect(await does(other, (ctx) => openWithReason(ctx, opening))).toMatchObject({ refusal: 'too_many_openings' });
  });

  const tasksOf = (openingId: string) =>
    office.owner
      .selectFrom('tasks.task')
      .select(['kind', 'for_role', 'case_id', 'state', 'due_on'])
      .where('key', '=', openingId)
      .orderBy('kind')
      .execute();
  const waiting = async (who: Officer, openingId: string) =>
    (await (await office.as(who)).read((ctx) => listOpenings(ctx, { state: 'waiting', openingId }))).lines;

  test('what a head opens himself waits for the auditor from the first moment, and never for himself', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    await office.proves(head);
    const opening = { caseId, code: 'danger', reason: 'keluarga melapor klien terancam' } as const;
    const opened = await does(head, (ctx) => openWithReason(ctx, opening));
    const { openingId } = opened as { openingId: string };

    expect(await tasksOf(openingId)).toMatchObject([
      { kind: 'cases.opening-for-auditor', for_role: 'auditor', case_id: null, state: 'open', due_on: '2026-11-25' },
    ]);
    expect(await waiting(head, openingId)).toMatchObject([{ mine: true }]);
    expect(await does(head, (ctx) => reviewOpening(ctx, { openingId, review: 'benar' }))).toMatchObject({
      refusal: 'own_opening',
    });
    expect(await waiting(auditor, openingId)).toMatchObject([
      { mine: false, by: head.actor.name, isLate: false, reason: opening.reason },
    ]);
    for (const who of [pk, sectionHead])
      await expect(waiting(who, openingId)).rejects.toMatchObject({ name: 'NotAllowed' });
    // An auditor is there, so it does not go on to those above.
    for (const who of [kanwil, elsewhere]) expect(await waiting(who, openingId)).toEqual([]);
    const before = await (await office.as(auditor)).read(countOpeningsWaiting);

    expect(await does(auditor, (ctx) => reviewOpening(ctx, { openingId, review: 'beralasan' }))).toEqual({ ok: true });
    expect(await tasksOf(openingId)).toMatchObject([{ state: 'done' }]);
    expect((await (await office.as(auditor)).read(countOpeningsWaiting)).waiting).toBe(before.waiting - 1);
    expect(
      (await (await office.as(auditor)).read((ctx) => listOpenings(ctx, { state: 'reviewed', openingId }))).lines,
    ).toMatchObject([{ review: 'beralasan', reviewedBy: auditor.actor.name }]);
  });

  test('what an office leaves beyond three working days goes on to the auditor once, and one review closes both', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const third = await office.officer('pk', 'palembang');
    await office.proves(third);
    const opening = { caseId, code: 'danger', reason: 'klien dicari keluarga di rumah sakit' } as const;
    const { openingId } = (await does(third, (ctx) => openWithReason(ctx, opening))) as { openingId: string };
    const pass = (day: string) =>
      jobs['cases.pass-openings-on'].run(office.work(new Date(`${day}T01:00:00Z`)), { zone: 'Asia/Jakarta' });

    await pass('2026-11-25');
    expect(await tasksOf(openingId)).toMatchObject([{ kind: 'cases.opened-with-reason' }]);
    await pass('2026-11-26');
    await pass('2026-11-27');
    expect(await tasksOf(openingId)).toMatchObject([
      { kind: 'cases.opened-with-reason', state: 'open' },
      { kind: 'cases.opening-for-auditor', for_role: 'auditor', case_id: null, state: 'open' },
    ]);
    await does(auditor, (ctx) => reviewOpening(ctx, { openingId, review: 'beralasan' }));
    expect((await tasksOf(openingId)).map(({ state }) => state)).toEqual(['done', 'done']);
  });

  test('somebody excluded from a client is not given the case, and nobody learns why', async () => {
    const { caseId, personId } = await aClient(office);
    await office.owner
      .insertInto('people.access_list')
      .values({
        person_id: personId,
        unit_id: office.units.palembang,
        account_id: other.accountId,
        kind: 'exclusion',
        reason: 'keponakan',
      })
      .execute();
    const assign = (staffId: string) => (ctx: Ctx) =>
      assignCounsellor(ctx, { caseId, version: 1, staffId, startsOn: today, orderNumber: '', reason: '' });
    expect(await does(sectionHead, assign(other.staffId))).toMatchObject({ refusal: 'counsellor_excluded' });
    expect(await does(sectionHead, assign(pk.staffId))).toEqual({ ok: true });
  });
});

describe('a whole caseload', () => {
  test('moves in one step, and handing it back restores what was', async () => {
    const [from, to] = [await office.officer('pk', 'palembang'), await office.officer('apk', 'palembang')];
    for (let index = 0; index < 12; index++)
      await aClient(office, { pk: from.staffId, ...(index < 3 ? { ageGroup: 'child', kind: 'diversion' } : {}) });
    await aClient(office, { pk: from.staffId, state: 'ended' });
    const held = async (who: Officer) =>
      (
        await office.owner
          .selectFrom('cases.client_case')
          .select('id')
          .where('pk_staff_id', '=', who.staffId)
          .where('state', '=', 'active')
          .orderBy('id')
          .execute()
      ).map((row) => row.id);
    const before = await held(from);
    const input: HandOver = {
      unitId: office.units.palembang,
      fromStaffId: from.staffId,
      toStaffId: to.staffId,
      kinds: [],
      startsOn: today,
      orderNumber: 'SP-4',
      reason: 'mutasi',
      count: 12,
    };

    await expect(does(pk, (ctx) => handOverCaseload(ctx, input))).rejects.toThrow('case:assign');
    expect(await does(sectionHead, (ctx) => handOverCaseload(ctx, { ...input, count: 11 }))).toMatchObject({
      refusal: 'preview_outdated',
    });
    expect(
      await does(sectionHead, (ctx) => handOverCaseload(ctx, { ...input, toStaffId: counter.staffId })),
    ).toMatchObject({ refusal: 'not_a_counsellor_here' });
    expect(await does(sectionHead, (ctx) => handOverCaseload(ctx, input))).toEqual({ ok: true, count: 12 });
    expect(await held(to)).toEqual(before);
    const back = { ...input, fromStaffId: to.staffId, toStaffId: from.staffId };
    expect(await does(sectionHead, (ctx) => handOverCaseload(ctx, back))).toEqual({ ok: true, count: 12 });
    expect(await held(from)).toEqual(before);
    const lines = await office.owner
      .selectFrom('cases.assignment')
      .select(['staff_id', 'ended_at'])
      .where('case_id', '=', before[0]!)
      .orderBy('made_at')
      .execute();
    expect(lines.map((line) => [line.staff_id, line.ended_at === null])).toEqual([
      [from.staffId, false],
      [to.staffId, false],
      [from.staffId, true],
    ]);
    expect(
      await does(sectionHead, (ctx) => handOverCaseload(ctx, { ...input, kinds: ['diversion'], count: 3 })),
    ).toEqual({ ok: true, count: 3 });
  });
});

test('every deed sent twice happens once', async () => {
  const { caseId } = await aClient(office, { pk: pk.staffId });
  const file = {
    mediaType: 'application/pdf',
    content: Buffer.from('%PDF-1.7 %%EOF'),
    sha256: Buffer.alloc(32, 1),
    sentSha256: Buffer.alloc(32, 1),
    width: null,
    height: null,
    look: null,
  } as const;
  const version = async () => (await caseRow(caseId)).version;
  const deeds: [string, (v: number) => Deed<{ ok: boolean }>][] = [
    [
      'basis',
      (v) => (ctx) =>
        setLegalBasis(ctx, {
          caseId,
          version: v,
          kind: 'sk_integrasi',
          number: 'PAS-2',
          dated: plainDate('2026-01-02'),
          issuer: 'Ditjenpas',
          file: { ...file },
        }),
    ],
    [
      'kind',
      (v) => (ctx) =>
        changeKind(ctx, { caseId, version: v, kind: 'conditional_leave_cb', ageGroup: 'adult', reason: 'salah pilih' }),
    ],
    [
      'risk',
      (v) => (ctx) => setRisk(ctx, { caseId, version: v, riskBand: 'high', minimumGrade: 'C', reason: 'RRI 2026' }),
    ],
    [
      'period',
      (v) => (ctx) =>
        setPeriod(ctx, {
          caseId,
          version: v,
          start: plainDate('2026-01-05'),
          end: plainDate('2027-02-05'),
          firstDetainedOn: plainDate('2024-06-01'),
          sentence: { years: 2, months: 6, days: 0 },
          remissionDays: 30,
          offence: 'pencurian',
          offenceArticles: '362',
        }),
    ],
    [
      'milestone',
      (v) => (ctx) =>
        editMilestone(ctx, {
          caseId,
          version: v,
          name: 'expiry',
          day: plainDate('2026-11-05'),
          reason: 'menurut telraam lapas',
        }),
    ],
    [
      'milestone returned',
      (v) => (ctx) => returnMilestone(ctx, { caseId, version: v, name: 'expiry', reason: 'telraam dicabut' }),
    ],
    [
      'orientation',
      (v) => (ctx) => recordOrientation(ctx, { caseId, version: v, orientedOn: plainDate('2026-01-06') }),
    ],
    [
      'contract',
      (v) => (ctx) =>
        signContract(ctx, {
          caseId,
          version: v,
          number: 'KB-1',
          signedOn: plainDate('2026-01-06'),
          general: ['no_offence'],
          special: ['report_to_bapas'],
          more: ['Tidak menemui korban.'],
        }),
    ],
    [
      'condition',
      (v) => (ctx) =>
        addCondition(ctx, {
          caseId,
          version: v,
          text: 'Tidak keluar malam.',
          source: 'pk',
          startsOn: null,
          endsOn: null,
        }),
    ],
    [
      'guarantor',
      (v) => (ctx) =>
        addGuarantor(ctx, {
          caseId,
          version: v,
          name: 'Ibu',
          relation: 'parent',
          nik: null,
          phone: '',
          address: '',
          signedOn: null,
        }),
    ],
    ['document', () => (ctx) => attachDocument(ctx, { caseId, kind: 'letter', title: 'Surat', file: { ...file } })],
    [
      'note',
      () => (ctx) =>
        writeNote(ctx, { caseId, happenedOn: today, at: null, text: 'datang bersama ibunya', correctsId: null }),
    ],
    ['pause', (v) => (ctx) => pauseCase(ctx, { caseId, version: v, startsOn: today, reason: 'rawat inap' })],
    ['resume', (v) => (ctx) => resumeCase(ctx, { caseId, version: v, endsOn: today })],
    [
      'transfer',
      (v) => (ctx) =>
        requestTransfer(ctx, {
          caseId,
          version: v,
          toUnitId: office.units.musi,
          toName: '',
          reason: 'pindah',
          letterNumber: '',
          guarantorStatement: true,
          riskNote: 'rendah',
        }),
    ],
  ];
  const tables = [
    'legal_basis',
    'milestone',
    'condition',
    'guarantor',
    'document',
    'contact_note',
    'pause',
    'transfer',
  ];
  const state = async () => {
    const counts = await Promise.all(
      tables.map((name) =>
        database.owner.query(`select count(*)::int as n from cases.${name} where case_id = $1`, [caseId]),
      ),
    );
    const lines = await database.owner.query('select count(*)::int as n from platform.journal where case_id = $1', [
      caseId,
    ]);
    return [await version(), lines.rows[0].n, ...counts.map(({ rows }) => rows[0].n)];
  };

  for (const [name, deed] of deeds) {
    const submission = { id: newId(), body: {} };
    const runner = await office.as(pk);
    const work = deed(await version());
    const first = await runner.runOnce(submission, work);
    expect(first, name).toMatchObject({ ok: true });
    const after = await state();
    expect(await runner.runOnce(submission, work), name).toEqual(first);
    expect(await state(), name).toEqual(after);
  }
  const milestones = await office.owner
    .selectFrom('cases.milestone')
    .select(['name', 'origin', 'day', 'reason', 'replaced_at'])
    .where('case_id', '=', caseId)
    .orderBy('name')
    .orderBy('set_at')
    .execute();
  // Two years and six months from 1 June 2024 without 30 days of remission; what the officer set stays as history.
  expect(milestones.map((row) => [row.name, row.origin, row.replaced_at === null])).toEqual([
    ['expiry', 'computed', false],
    ['expiry', 'edited', false],
    ['expiry', 'computed', true],
    ['one_half', 'computed', true],
    ['one_third', 'computed', true],
    ['two_thirds', 'computed', true],
  ]);
  expect(milestones[2]).toMatchObject({ day: milestones[0]!.day, reason: 'telraam dicabut' });
  expect(milestones[1]!.day).not.toBe(milestones[2]!.day);
  expect(
    await does(pk, async (ctx) =>
      returnMilestone(ctx, { caseId, version: await version(), name: 'expiry', reason: 'sekali lagi' }),
    ),
  ).toEqual({ ok: false, refusal: 'milestone_is_computed' });
});

test('what is taken off a file leaves a reason, and only once', async () => {
  const { caseId } = await aClient(office, { pk: pk.staffId });
  const added = await does(pk, (ctx) =>
    addGuarantor(ctx, {
      caseId,
      version: 1,
      name: 'Paman',
      relation: 'relative',
      nik: null,
      phone: '',
      address: '',
      signedOn: null,
    }),
  );
  const guarantorId = (added as { guarantorId: string }).guarantorId;
  expect(await does(pk, (ctx) => confirmDuties(ctx, { caseId, guarantorId, confirmedOn: today }))).toEqual({
    ok: true,
  });
  expect(await does(pk, (ctx) => confirmDuties(ctx, { caseId, guarantorId, confirmedOn: today }))).toMatchObject({
    refusal: 'already_confirmed',
  });
  expect(
    await does(pk, (ctx) => endGuarantor(ctx, { caseId, guarantorId, endedOn: today, reason: 'pindah jauh' })),
  ).toEqual({ ok: true });
  expect(
    await does(pk, (ctx) =>
      addCondition(ctx, {
        caseId,
        version: 2,
        text: 'Tidak keluar malam.',
        source: 'pk',
        startsOn: null,
        endsOn: null,
      }),
    ),
  ).toEqual({ ok: true });
  const condition = await office.owner
    .selectFrom('cases.condition')
    .select('id')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  expect(
    await does(pk, (ctx) => liftCondition(ctx, { caseId, conditionId: condition.id, reason: 'sudah bekerja malam' })),
  ).toEqual({ ok: true });
  expect(
    await does(pk, (ctx) => liftCondition(ctx, { caseId, conditionId: condition.id, reason: 'lagi' })),
  ).toMatchObject({ refusal: 'already_lifted' });
  expect(await does(pk, (ctx) => removeDocument(ctx, { caseId, documentId: newId(), reason: 'salah' }))).toMatchObject({
    refusal: 'already_removed',
  });
});

test('a note or a pause of last week is for the section head to write', async () => {
  const { caseId } = await aClient(office, { pk: pk.staffId });
  const note = (ctx: Ctx) =>
    writeNote(ctx, { caseId, happenedOn: plainDate('2026-11-12'), at: null, text: 'datang', correctsId: null });
  expect(await does(pk, note)).toMatchObject({ refusal: 'too_far_back' });
  expect(await does(sectionHead, note)).toMatchObject({ ok: true });
  expect(
    await does(pk, (ctx) => pauseCase(ctx, { caseId, version: 1, startsOn: plainDate('2026-11-01'), reason: 'sakit' })),
  ).toMatchObject({ refusal: 'too_far_back' });
});

test('two officers who press at once: one is told that the case has changed', async () => {
  const { caseId } = await aClient(office, { pk: pk.staffId });
  const orient = (who: Officer) =>
    does(who, (ctx) => recordOrientation(ctx, { caseId, version: 1, orientedOn: today }));
  const outcomes = await Promise.allSettled([orient(pk), orient(sectionHead)]);
  expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find((one) => one.status === 'rejected')).toMatchObject({ reason: { name: 'Stale' } });
});
