import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import {
  addSighting,
  askAtLarge,
  awayAmong,
  awayAmongCases,
  confirmClosure,
  countSearches,
  decideCorrection,
  draftCover,
  draftRequest,
  getPointer,
  jobs,
  likelyAsClient,
  likelyAsPerson,
  listArrests,
  listMeanwhile,
  listOfficeStandings,
  listPointers,
  listSearches,
  listUnopened,
  openOnDocument,
  openSearch,
  proposeClosure,
  proposeCorrection,
  callFamily,
  readFamily,
  readSearch,
  recordCopyReceipt,
  recordDecree,
  recordStep,
  sendCopy,
  tellHolder,
} from '#modules/at-large/server';
import {
  decideEnding,
  decideLifting,
  endByDecree,
  proposeEnding,
  proposeLifting,
  reopenCase,
  sealCase,
} from '#modules/cases/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { addressees } from './search.ts';
import { openSearchRow } from './store.server.ts';
import { changeDecree, insertCorrection } from './decrees.store.server.ts';

const database = await freshDatabase('at-large');
const office = await openOffice(database);
const [pk, section, head, otherPk, otherHead, desk, kanwil, centre, admin] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('pk', 'kupang'),
  office.officer('head_of_bapas', 'musi'),
  office.officer('counter', 'palembang'),
  office.officer('kanwil', 'kanwil'),
  office.officer('ditjenpas', 'ditjenpas'),
  office.officer('office_admin', 'palembang'),
]);
afterAll(() => office.close());

const unitId = office.units.palembang;
const day = plainDate;
const at = (on: string) => new Date(`${on}T02:00:00Z`);
const does = async <T extends { ok: boolean }>(who: Officer, deed: (ctx: Ctx) => Promise<T>, on = '2026-11-20') =>
  (await office.as(who, at(on))).runOnce({ id: randomUUID(), body: {} }, deed);
const reads = async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>, on = '2026-11-20') =>
  (await office.as(who, at(on))).read(query);
const file = async (caseId: string, who = pk) => (await reads(who, (ctx) => readSearch(ctx, caseId))).search!;

const tasksOf = (kind: string) =>
  office.owner.selectFrom('tasks.task').selectAll().where('kind', '=', kind).where('state', '=', 'open').execute();

let drawn = 0;
/** A client whose supervision a counsellor proposes to end for breach and the head ends. */
async function revoked({
  on = '2026-11-02',
  ...about
}: { on?: string } & Pick<Parameters<typeof aClient>[1] & object, 'name' | 'kind' | 'ageGroup'> = {}) {
  // A decree from before the office's ledger, which alone is noted without a proceeding.
  const client = await aClient(office, { pk: pk.staffId, ledgerFrom: '2027-01-01', ...about });
  const version = async () =>
    (
      await office.owner
        .selectFrom('cases.client_case')
        .select('version')
        .where('id', '=', client.caseId)
        .executeTakeFirstOrThrow()
    ).version;
  const number = `PAS-${(drawn += 1)}.PK.05.09`;
  const input = {
    caseId: client.caseId,
    reason: 'breach',
    day: day(on),
    note: 'dicabut',
    documentNumber: number,
  } as const;
  const proposed = await version();
  expect(await does(pk, (ctx) => proposeEnding(ctx, { ...input, version: proposed, decideNow: false }))).toMatchObject({
    ok: true,
  });
  const { id } = await office.owner
    .selectFrom('cases.ending')
    .select('id')
    .where('case_id', '=', client.caseId)
    .executeTakeFirstOrThrow();
  const decided = await version();
  expect(
    await does(head, (ctx) =>
      decideEnding(ctx, { caseId: client.caseId, version: decided, endingId: id, outcome: 'approved', note: '' }),
    ),
  ).toMatchObject({ ok: true });
  return { ...client, number };
}
/** Another decree lifts it: the section head puts it forward and the head lets the supervision go on. */
async function lifted(caseId: string) {
  const { version } = await office.owner
    .selectFrom('cases.client_case')
    .select('version')
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow();
  expect(
    await does(head, (ctx) => reopenCase(ctx, { caseId, version, day: day('2026-11-20'), note: 'keliru dicabut' })),
  ).toEqual({ ok: false, refusal: 'lifting_needed' });
  const decree = { number: 'PAS-900.PK.05.06', dated: day('2026-11-19'), issuer: 'Ditjenpas', file: null };
  const said = { ...decree, day: day('2026-11-20'), note: 'keputusan dinyatakan tidak berlaku' };
  expect(await does(section, (ctx) => proposeLifting(ctx, { caseId, version, ...said }))).toEqual({ ok: true });
  const { id: liftingId } = await office.owner
    .selectFrom('cases.ending')
    .select('id')
    .where('case_id', '=', caseId)
    .where('lifts', 'is not', null)
    .executeTakeFirstOrThrow();
  expect(await does(head, (ctx) => decideLifting(ctx, { caseId, liftingId, outcome: 'approved', note: '' }))).toEqual({
    ok: true,
    sealed: false,
  });
}
const copyTo = (caseId: string, addressee: (typeof addressees)[number]) => ({
  caseId,
  addressee,
  name: `Kantor ${addressee}`,
  letterNumber: 'SP-1',
  sentOn: day('2026-11-05'),
});
const step = (caseId: string, over: Partial<Parameters<typeof recordStep>[1]> = {}) => ({
  caseId,
  step: 'request_arrest' as const,
  day: day('2026-11-10'),
  number: 'R-1',
  place: '',
  reason: 'diminta kepada kepolisian resor',
  file: null,
  ...over,
});
const closure = (caseId: string, over: Partial<Parameters<typeof proposeClosure>[1]> = {}) => ({
  caseId,
  step: 'hand_over' as const,
  day: day('2026-11-18'),
  institution: 'Lapas Kelas I Palembang',
  number: 'BA-7',
  registerNumber: 'BI.77/2026',
  reason: 'diserahkan oleh jaksa',
  file: null,
  ...over,
});
const seen = (over: object = {}) => ({
  seenOn: day('2026-11-12'),
  place: 'Pasar Cinde',
  areaCode: '',
  sourceGrade: 'usual' as const,
  infoGrade: 'likely' as const,
  toldBy: '',
  note: 'terlihat berjualan',
  ...over,
});

describe('the decree begins the search', () => {
  test('in the transaction that ends the supervision, with what is known of the decree, once', async () => {
    const { caseId, number } = await revoked();
    expect(await file(caseId)).toMatchObject({
      state: 'decree_received',
      decree: { number },
      clockFrom: '2026-11-02',
      days: 18,
    });
    expect((await tasksOf('at-large.search')).some((task) => task.case_id === caseId)).toBe(true);
    expect(await does(pk, (ctx) => openSearch(ctx, { caseId }))).toEqual({ ok: false, refusal: 'search_running' });
  });

  test('also where a proceeding ended it: with day and issuer of the decree, from which the days count', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId, ledgerFrom: '2027-01-01' });
    const decree = {
      caseId,
      reason: 'breach' as const,
      day: day('2026-11-03'),
      decreeNumber: 'PAS-77',
      issuer: 'Direktur Jenderal',
      note: 'dicabut',
    };
    expect(await does(head, (ctx) => endByDecree(ctx, { ...decree, preparedBy: pk.accountId }))).toMatchObject({
      ok: true,
    });
    expect(await file(caseId)).toMatchObject({
      state: 'decree_received',
      clockFrom: '2026-11-03',
      decree: { number: 'PAS-77', dated: '2026-11-03', issuer: 'Direktur Jenderal' },
    });
  });

  test('a kind that sends nobody back opens none by itself, and the head opens one on a paper', async () => {
    const { caseId } = await revoked({ kind: 'suspended_sentence' });
    expect(await reads(pk, (ctx) => readSearch(ctx, caseId))).toMatchObject({
      search: undefined,
      mayOpen: false,
      needsPaper: true,
      mayOpenOnPaper: false,
    });
    expect((await reads(head, (ctx) => listUnopened(ctx, { unitId, mine: false }))).length).toBe(0);
    expect(await does(head, (ctx) => openSearch(ctx, { caseId }))).toEqual({ ok: false, refusal: 'not_sent_back' });
    const paper = {
      caseId,
      number: '17/Pid.B/2026',
      dated: day('2026-11-10'),
      issuer: 'Pengadilan Negeri',
      reason: 'hakim memerintahkan pidana penjara dijalani',
    };
    for (const who of [pk, section])
      await expect(does(who, (ctx) => openOnDocument(ctx, paper))).rejects.toThrow(NotAllowed);
    expect(await does(head, (ctx) => openOnDocument(ctx, { ...paper, dated: day('2026-11-21') }))).toMatchObject({
      refusal: 'day_in_future',
    });
    expect(await does(head, (ctx) => openOnDocument(ctx, paper))).toEqual({ ok: true });
    expect(await file(caseId)).toMatchObject({ state: 'decree_received', clockFrom: '2026-11-10' });
  });

  test('the database opens none for such a kind either, whoever asks and without a paper', async () => {
    const { caseId } = await revoked({ kind: 'diversion', ageGroup: 'child' });
    for (const [who, why] of [
      [pk, 'alasan yang cukup'],
      [head, ''],
    ] as const) {
      const opened = await does(who, async (ctx) => ({
        ok: true,
        id: await openSearchRow(ctx, caseId, { number: 'PN-1', dated: day('2026-11-10'), issuer: 'PN' }, why),
      }));
      expect(opened.id).toBeNull();
    }
  });

  test('of a supervision sentence the recorded decision of the judge begins one', async () => {
    const { caseId, personId } = await aClient(office, { pk: pk.staffId, kind: 'supervision_sentence' });
    const of = { case_id: caseId, unit_id: unitId };
    const { id } = await office.owner
      .insertInto('breaches.breach')
      .values({ ...of, state: 'proposed_for_revocation', source: 'officer', opened_on: '2026-10-01' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await office.owner
      .insertInto('revocations.proceeding')
      .values({
        ...of,
        kind: 'revocation',
        route: 'judge',
        state: 'revoked',
        breach_id: id,
        begun_on: '2026-10-02',
        since: '2026-10-02',
        service_until: '2026-11-02',
        ended_on: '2026-11-03',
        decree_number: 'PN-7',
        decree_on: '2026-11-03',
        decree_issuer: 'Hakim',
        reason: 'melanggar syarat umum',
      })
      .execute();
    const decree = {
      caseId,
      reason: 'breach' as const,
      day: day('2026-11-03'),
      decreeNumber: 'PN-7',
      issuer: 'Hakim',
      note: 'menjalani penjara',
    };
    expect(await does(head, (ctx) => endByDecree(ctx, { ...decree, preparedBy: pk.accountId }))).toMatchObject({
      ok: true,
    });
    expect(await file(caseId)).toMatchObject({
      state: 'decree_received',
      decree: { number: 'PN-7' },
      decreeGiven: true,
    });
    expect(await reads(pk, (ctx) => awayAmong(ctx, [personId]))).toHaveLength(1);
  });

  test('no other end begins one', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId, state: 'ended' });
    expect(await reads(pk, (ctx) => readSearch(ctx, caseId))).toMatchObject({ search: undefined, mayOpen: false });
    expect(await does(pk, (ctx) => openSearch(ctx, { caseId }))).toEqual({ ok: false, refusal: 'not_ended_by_decree' });
  });

  test('one that ended before searches were kept is listed, and opened by hand', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId, state: 'ended' });
    await office.owner
      .updateTable('cases.client_case')
      .set({ end_reason: 'breach' })
      .where('id', '=', caseId)
      .execute();
    expect((await reads(head, (ctx) => listUnopened(ctx, { unitId, mine: false }))).map((one) => one.caseId)).toEqual([
      caseId,
    ]);
    expect(await does(pk, (ctx) => openSearch(ctx, { caseId }))).toEqual({ ok: true });
    expect(await reads(head, (ctx) => listUnopened(ctx, { unitId, mine: false }))).toEqual([]);
    expect(
      await does(pk, (ctx) =>
        recordDecree(ctx, { caseId, number: 'PAS-1', dated: day('2026-09-20'), issuer: 'Dirjen' }),
      ),
    ).toEqual({
      ok: true,
    });
    expect((await file(caseId)).clockFrom).toBe('2026-09-20');
  });

  test('the decree that lifts the one which revoked lifts it, whatever waited', async () => {
    const { caseId } = await revoked();
    await does(pk, (ctx) => proposeClosure(ctx, closure(caseId)));
    await lifted(caseId);
    expect(await file(caseId)).toMatchObject({ state: 'lifted', running: false });
    expect((await file(caseId)).moves.at(-1)).toMatchObject({ step: 'lift', documentNumber: 'PAS-900.PK.05.06' });
    expect((await tasksOf('at-large.search')).some((task) => task.case_id === caseId)).toBe(false);
    expect((await tasksOf('at-large.closure')).some((task) => task.case_id === caseId)).toBe(false);
  });
});

test('a search is not lifted by hand on a paper that nobody decided on', async () => {
  const { caseId } = await revoked();
  const { id } = await office.owner
    .selectFrom('at_large.search')
    .select('id')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  await sql`update cases.client_case set state = 'active', ended_on = null, end_reason = null where id = ${caseId}`.execute(
    office.owner,
  );
  await expect(
    (await office.as(head)).read(({ tx }) =>
      sql`insert into at_large.move (search_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, made_by)
        values (${id}, ${caseId}, ${unitId}, 'lift', 'decree_received', 'lifted', '2026-11-20', 'alasan yang cukup', 'lifting_decree', 'PAS-1', ${head.accountId})`.execute(
        tx,
      ),
    ),
  ).rejects.toThrow('on the decree that two people decided on');
});

describe('from decree to handed over', () => {
  test('copies, request, wanted, arrest, and two people for the end', async () => {
    const { caseId } = await revoked();
    for (const addressee of addressees) {
      expect((await file(caseId)).state).toBe('decree_received');
      expect(await does(pk, (ctx) => sendCopy(ctx, copyTo(caseId, addressee)))).toEqual({ ok: true });
    }
    const sent = await file(caseId);
    expect(sent).toMatchObject({ state: 'copies_sent', copiesMissing: [] });
    const receipt = { caseId, copyId: sent.copies[0]!.id, receivedOn: day('2026-11-06'), receivedBy: 'petugas' };
    expect(
      await does(pk, (ctx) => recordCopyReceipt(ctx, { ...receipt, receivedOn: day('2026-11-04') })),
    ).toMatchObject({
      refusal: 'day_before_sent',
    });
    expect(await does(pk, (ctx) => recordCopyReceipt(ctx, receipt))).toEqual({ ok: true });
    expect(await does(pk, (ctx) => recordCopyReceipt(ctx, receipt))).toMatchObject({ refusal: 'already_received' });

    expect(await does(pk, (ctx) => recordStep(ctx, step(caseId, { number: '' })))).toMatchObject({
      refusal: 'number_missing',
    });
    expect(await does(pk, (ctx) => recordStep(ctx, step(caseId)))).toEqual({ ok: true });
    expect(await does(pk, (ctx) => recordStep(ctx, step(caseId, { step: 'list_as_wanted', number: 'DPO/9' })))).toEqual(
      { ok: true },
    );
    expect(
      await does(pk, (ctx) =>
        recordStep(ctx, step(caseId, { step: 'arrest', day: day('2026-11-16'), place: 'Kayuagung' })),
      ),
    ).toEqual({ ok: true });
    expect(await does(pk, (ctx) => recordStep(ctx, step(caseId)))).toMatchObject({ refusal: 'wrong_state' });

    expect(await does(section, (ctx) => proposeClosure(ctx, closure(caseId)))).toEqual({ ok: true });
    expect(await does(pk, (ctx) => proposeClosure(ctx, closure(caseId)))).toMatchObject({ refusal: 'closure_waits' });
    const { waiting } = await file(caseId);
    const confirm = { caseId, closureId: waiting!.id, outcome: 'confirmed' as const, note: '' };
    await expect(does(pk, (ctx) => confirmClosure(ctx, confirm))).rejects.toThrow(NotAllowed);
    expect(await does(section, (ctx) => confirmClosure(ctx, confirm))).toMatchObject({
      refusal: 'second_person_needed',
    });
    expect((await file(caseId)).state).toBe('arrested');
    expect(await does(head, (ctx) => confirmClosure(ctx, confirm))).toMatchObject({ ok: true });
    expect(await does(head, (ctx) => confirmClosure(ctx, confirm))).toMatchObject({ refusal: 'no_closure' });
    const ended = await file(caseId);
    expect(ended).toMatchObject({ state: 'handed_over', running: false, endedOn: '2026-11-18', days: 16 });
    expect(ended.moves.map(({ step: taken }) => taken)).toEqual([
      'send_copies',
      'request_arrest',
      'list_as_wanted',
      'arrest',
      'hand_over',
    ]);
    expect((await tasksOf('at-large.search')).some((task) => task.case_id === caseId)).toBe(false);
    const arrests = await reads(kanwil, (ctx) => listArrests(ctx, office.units.kanwil));
    expect(arrests).toMatchObject({ total: 1, medianDays: 14, ninthDays: 14, rows: [{ days: 14 }] });
  });

  test('two heads at once: one outcome', async () => {
    const { caseId } = await revoked();
    await does(pk, (ctx) => proposeClosure(ctx, closure(caseId, { step: 'locate' })));
    const closureId = (await file(caseId)).waiting!.id;
    const answers = await Promise.all(
      [head, section].map((who) =>
        does(who, (ctx) => confirmClosure(ctx, { caseId, closureId, outcome: 'confirmed', note: '' })),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await file(caseId)).moves).toHaveLength(1);
  });

  test('held already before the decree he is not away a day longer, and counts as none', async () => {
    const [located, arrested] = [await revoked({ on: '2026-11-02' }), await revoked({ on: '2026-11-02' })];
    const held = closure(located.caseId, { step: 'locate', day: day('2026-09-14'), institution: 'Rutan Palembang' });
    expect(
      await does(pk, (ctx) => proposeClosure(ctx, closure(located.caseId, { day: day('2026-09-14') }))),
    ).toMatchObject({
      refusal: 'day_before_decree',
    });
    expect(await does(pk, (ctx) => proposeClosure(ctx, { ...held, day: day('2026-01-04') }))).toMatchObject({
      refusal: 'day_before_guidance',
    });
    expect(await does(pk, (ctx) => proposeClosure(ctx, held))).toEqual({ ok: true });
    const closureId = (await file(located.caseId)).waiting!.id;
    const confirm = { caseId: located.caseId, closureId, outcome: 'confirmed' as const, note: '' };
    expect(await does(head, (ctx) => confirmClosure(ctx, confirm))).toMatchObject({ ok: true });
    expect(await file(located.caseId)).toMatchObject({
      running: true,
      days: 0,
      heldAt: 'Rutan Palembang',
      heldOn: '2026-09-14',
      endedOn: null,
    });
    const { id } = await file(located.caseId);
    expect(await reads(otherPk, (ctx) => getPointer(ctx, id, day('2026-11-20')))).toMatchObject({
      days: 0,
      heldAt: 'Rutan Palembang',
    });
    // What he is held for is no new offence of his time away.
    const meanwhile = await reads(kanwil, (ctx) => listMeanwhile(ctx, undefined, 'detained', { limit: 500 }));
    expect(meanwhile.rows.map((one) => one.id)).not.toContain(id);

    const arrest = step(arrested.caseId, { step: 'arrest', day: day('2026-10-30'), place: 'Kayuagung' });
    expect(await does(pk, (ctx) => recordStep(ctx, arrest))).toEqual({ ok: true });
    const searchId = (await file(arrested.caseId)).id;
    const { rows } = await reads(kanwil, (ctx) => listArrests(ctx, office.units.kanwil, { limit: 500 }));
    expect(rows.find((one) => one.id === searchId)).toMatchObject({ arrestedOn: '2026-10-30', days: 0 });
  });

  test('sent back it runs on; somebody who escapes or is let go is searched again', async () => {
    const { caseId } = await revoked();
    await does(pk, (ctx) => proposeClosure(ctx, closure(caseId, { step: 'locate' })));
    const refuse = { caseId, closureId: (await file(caseId)).waiting!.id, outcome: 'refused' as const, note: '' };
    expect(await does(head, (ctx) => confirmClosure(ctx, refuse))).toMatchObject({ refusal: 'note_missing' });
    expect(await does(head, (ctx) => confirmClosure(ctx, { ...refuse, note: 'nama lain' }))).toMatchObject({
      ok: true,
    });
    expect(await file(caseId)).toMatchObject({ state: 'decree_received', running: true });
    await does(pk, (ctx) => recordStep(ctx, step(caseId, { step: 'arrest', number: '', place: 'Prabumulih' })));
    expect(await does(pk, (ctx) => recordStep(ctx, step(caseId, { step: 'lose', number: '' })))).toEqual({ ok: true });
    expect(await file(caseId)).toMatchObject({ state: 'decree_received', running: true, endedOn: null });
  });

  test('held elsewhere he stays on every list with the place, until he is handed over', async () => {
    const { caseId, personId } = await revoked({ on: '2026-11-02' });
    const close = async (over: Parameters<typeof closure>[1]) => {
      expect(await does(pk, (ctx) => proposeClosure(ctx, closure(caseId, over)))).toEqual({ ok: true });
      const closureId = (await file(caseId)).waiting!.id;
      const confirm = { caseId, closureId, outcome: 'confirmed' as const, note: '' };
      expect(await does(head, (ctx) => confirmClosure(ctx, confirm))).toMatchObject({ ok: true });
    };
    await close({ step: 'locate', day: day('2026-11-05'), institution: 'Rutan Baturaja' });
    const { id } = await file(caseId);
    const held = await reads(otherPk, (ctx) =>
      listPointers(ctx, { today: day('2026-11-20'), held: true }, { limit: 500 }),
    );
    expect(held.rows).toContainEqual(
      expect.objectContaining({ id, state: 'located_elsewhere', heldAt: 'Rutan Baturaja', days: 3, name: null }),
    );
    expect(await reads(desk, (ctx) => awayAmong(ctx, [personId]))).toMatchObject([{ heldAt: 'Rutan Baturaja' }]);
    const standings = await reads(kanwil, (ctx) => listOfficeStandings(ctx, undefined, day('2026-11-20')));
    expect(standings.reduce((sum, one) => sum + one.elsewhere, 0)).toBe(held.total);
    const counts = await reads(head, (ctx) => countSearches(ctx, { unitId, today: day('2026-11-20') }));
    const group = { unitId, today: day('2026-11-20'), state: 'located_elsewhere' as const };
    expect(counts.elsewhere).toBe((await reads(head, (ctx) => listSearches(ctx, group))).total);

    await jobs['at-large.alarms'].run(office.work(at('2027-01-05')), {});
    const alarms = (await tasksOf('at-large.alarm')).filter((task) => task.case_id === caseId);
    expect(alarms.map(({ facts }) => facts)).toMatchObject([{ days: 60, reason: 'held_elsewhere', from: 'located' }]);

    await close({ step: 'locate', day: day('2026-11-12'), institution: 'Lapas Muara Enim' });
    expect(await file(caseId)).toMatchObject({ heldAt: 'Lapas Muara Enim', heldOn: '2026-11-12', running: true });
    await close({ step: 'hand_over' });
    expect(await file(caseId)).toMatchObject({ heldAt: '', heldOn: null, running: false, endedOn: '2026-11-18' });
    await expect(reads(otherPk, (ctx) => getPointer(ctx, id, day('2026-11-20')))).rejects.toThrow(NotFound);
  });

  test('letters are drafted from the record', async () => {
    const { caseId, number } = await revoked();
    const asked = await does(pk, (ctx) =>
      draftRequest(ctx, { caseId, addressee: 'Kapolres', reason: 'tidak diketahui' }),
    );
    expect(asked).toMatchObject({ ok: true });
    const covering = await does(pk, (ctx) => draftCover(ctx, { caseId, addressee: 'Kajari' }));
    expect(covering).toMatchObject({ ok: true });
    const letters = await office.owner
      .selectFrom('letters.letter')
      .select(['body', 'concerns_thing'])
      .where('case_id', '=', caseId)
      .execute();
    expect(letters.map((letter) => letter.concerns_thing)).toEqual(['at-large.search', 'at-large.search']);
    expect(letters.some(({ body }) => body.includes(number))).toBe(true);
  });
});

describe('the decree that the days count from', () => {
  const paper = (caseId: string, number: string, over: object = {}) => ({
    caseId,
    number,
    dated: day('2026-11-01'),
    issuer: 'Dirjen',
    ...over,
  });
  const why = { reason: 'salah ketik pada tanggal' };

  test('what is not known is added once; what is known two people correct, and the version before stays', async () => {
    const { caseId, number } = await revoked();
    expect(await does(pk, (ctx) => recordDecree(ctx, paper(caseId, 'PAS-lain')))).toMatchObject({
      refusal: 'decree_known',
    });
    expect(await does(pk, (ctx) => proposeCorrection(ctx, { ...paper(caseId, number), ...why }))).toMatchObject({
      refusal: 'decree_unknown',
    });
    expect(await does(pk, (ctx) => recordDecree(ctx, paper(caseId, number)))).toEqual({ ok: true });
    expect(await does(pk, (ctx) => recordDecree(ctx, paper(caseId, number)))).toMatchObject({
      refusal: 'decree_known',
    });

    const wanted = { ...paper(caseId, number, { dated: day('2026-11-08') }), ...why };
    expect(await does(pk, (ctx) => proposeCorrection(ctx, { ...wanted, dated: day('2026-11-01') }))).toMatchObject({
      refusal: 'nothing_changed',
    });
    expect(await does(section, (ctx) => proposeCorrection(ctx, wanted))).toEqual({ ok: true });
    expect(await does(pk, (ctx) => proposeCorrection(ctx, wanted))).toMatchObject({ refusal: 'correction_waits' });
    expect((await tasksOf('at-large.correction')).some((task) => task.case_id === caseId)).toBe(true);
    expect((await file(caseId)).clockFrom).toBe('2026-11-01');

    const correctionId = (await file(caseId)).waitingCorrection!.id;
    const decide = { caseId, correctionId, outcome: 'confirmed' as const, note: '' };
    await expect(does(pk, (ctx) => decideCorrection(ctx, decide))).rejects.toThrow(NotAllowed);
    expect(await does(section, (ctx) => decideCorrection(ctx, decide))).toMatchObject({
      refusal: 'second_person_needed',
    });
    expect(await does(head, (ctx) => decideCorrection(ctx, decide))).toEqual({ ok: true });
    expect(await does(head, (ctx) => decideCorrection(ctx, decide))).toMatchObject({ refusal: 'no_correction' });
    expect(await file(caseId)).toMatchObject({
      clockFrom: '2026-11-08',
      corrections: [
        { was: { number, dated: '2026-11-01', issuer: 'Dirjen' }, dated: '2026-11-08', outcome: 'confirmed' },
      ],
    });
    expect((await tasksOf('at-large.correction')).some((task) => task.case_id === caseId)).toBe(false);
  });

  test('a correction that is sent back changes nothing', async () => {
    const { caseId, number } = await revoked();
    await does(pk, (ctx) => recordDecree(ctx, paper(caseId, number)));
    await does(pk, (ctx) => proposeCorrection(ctx, { ...paper(caseId, `${number}-B`), ...why }));
    const refuse = {
      caseId,
      correctionId: (await file(caseId)).waitingCorrection!.id,
      outcome: 'refused' as const,
      note: 'nomor lama benar',
    };
    expect(await does(head, (ctx) => decideCorrection(ctx, refuse))).toEqual({ ok: true });
    expect((await file(caseId)).decree.number).toBe(number);
  });

  test('a number of the same issuer is one person’s alone', async () => {
    const [first, second] = [await revoked(), await revoked()];
    await does(pk, (ctx) => recordDecree(ctx, paper(first.caseId, first.number)));
    await does(pk, (ctx) => recordDecree(ctx, paper(second.caseId, second.number)));
    const taken = { ...paper(second.caseId, ` ${first.number.toLowerCase()}`, { issuer: 'DIRJEN' }), ...why };
    expect(await does(pk, (ctx) => proposeCorrection(ctx, taken))).toMatchObject({ refusal: 'number_used' });
    expect(await does(pk, (ctx) => proposeCorrection(ctx, { ...taken, issuer: 'Hakim' }))).toEqual({ ok: true });
  });

  test('what a proceeding decreed nobody changes here, and nobody writes over what is known', async () => {
    const { caseId } = await revoked({ name: 'Kasuari Rekaan' });
    await office.owner
      .updateTable('at_large.search')
      .set({ decree_given: true, decree_dated: '2026-11-02', decree_issuer: 'Dirjen' })
      .where('case_id', '=', caseId)
      .execute();
    expect(await does(head, (ctx) => recordDecree(ctx, paper(caseId, 'PAS-x')))).toMatchObject({
      refusal: 'decree_from_proceeding',
    });
    expect(await does(head, (ctx) => proposeCorrection(ctx, { ...paper(caseId, 'PAS-x'), ...why }))).toMatchObject({
      refusal: 'decree_from_proceeding',
    });
    const { id } = await file(caseId);
    const behind = (deed: (ctx: Ctx) => Promise<unknown>) =>
      does(head, async (ctx) => {
        await deed(ctx);
        return { ok: true };
      });
    await expect(
      behind((ctx) => changeDecree(ctx, id, { number: 'PAS-x', dated: day('2026-11-02'), issuer: 'Dirjen' })),
    ).rejects.toThrow('corrected by two people');
    await expect(
      behind((ctx) =>
        insertCorrection(ctx, { id: caseId, unitId }, id, { ...paper(caseId, 'PAS-x'), ...why, id: randomUUID() }),
      ),
    ).rejects.toThrow('not corrected here');
  });
});

describe("a child's file", () => {
  const guarded = async (caseId: string) =>
    office.owner
      .selectFrom('cases.client_case')
      .select(['guarded', 'sealed', 'version'])
      .where('id', '=', caseId)
      .executeTakeFirstOrThrow();

  test('stays with those who search until he is back, guarded as it was, and is sealed then', async () => {
    const { caseId } = await revoked({ on: '2026-10-10', ageGroup: 'child' });
    expect(await guarded(caseId)).toMatchObject({ guarded: true, sealed: false });
    const listed = async (who: Officer, mine: boolean) =>
      (
        await reads(who, (ctx) =>
          listSearches(ctx, { unitId, today: day('2026-11-20'), state: 'running', mine }, { limit: 500 }),
        )
      ).rows.some((one) => one.caseId === caseId);
    expect(await listed(pk, true)).toBe(true);
    expect(await listed(section, false)).toBe(true);
    expect(await listed(desk, false)).toBe(false);
    const { id } = await file(caseId);
    const pointer = await reads(otherPk, (ctx) => getPointer(ctx, id, day('2026-11-20')));
    expect(pointer).toMatchObject({ caseId: null, name: null });
    await jobs['at-large.alarms'].run(office.work(at('2026-11-20')), {});
    expect((await file(caseId, section)).alarms.length).toBeGreaterThan(0);
    for (const kind of ['at-large.search', 'at-large.alarm', 'at-large.alarm-head'] as const)
      expect((await tasksOf(kind)).some((task) => task.case_id === caseId)).toBe(true);
    const { version } = await guarded(caseId);
    expect(await does(head, (ctx) => sealCase(ctx, { caseId, version, reason: 'perintah' }))).toEqual({
      ok: false,
      refusal: 'still_needed',
    });
    const { rows } = await does(head, async (ctx) => ({
      ok: true,
      rows: (await sql<{ done: boolean }>`select cases.seal(${caseId}) as done`.execute(ctx.tx)).rows,
    }));
    expect(rows).toEqual([{ done: false }]);

    await does(pk, (ctx) => proposeClosure(ctx, closure(caseId, { step: 'locate' })));
    const confirm = async () => {
      const closureId = (await file(caseId)).waiting!.id;
      return does(section, (ctx) => confirmClosure(ctx, { caseId, closureId, outcome: 'confirmed', note: '' }));
    };
    expect(await confirm()).toEqual({ ok: true, sealed: false });
    await does(pk, (ctx) => proposeClosure(ctx, closure(caseId)));
    expect(await confirm()).toEqual({ ok: true, sealed: true });
    expect(await guarded(caseId)).toMatchObject({ guarded: true, sealed: true });
    for (const who of [pk, section, head])
      await expect(reads(who, (ctx) => readSearch(ctx, caseId))).rejects.toThrow(NotFound);
  });

  test('calls guardian and companion at each step of the search, or writes why not', async () => {
    const { caseId } = await revoked({ on: '2026-10-10', ageGroup: 'child' });
    const untold = async () => {
      const search = await file(caseId);
      return (await reads(pk, (ctx) => readFamily(ctx, search))).untold.map(({ step: one }) => one);
    };
    const waits = async () => (await tasksOf('at-large.family')).filter((task) => task.case_id === caseId);
    expect(await untold()).toEqual([]);
    expect(await does(pk, (ctx) => recordStep(ctx, step(caseId)))).toEqual({ ok: true });
    expect(await untold()).toEqual(['request_arrest']);
    expect(await waits()).toHaveLength(1);
    const calls = {
      guardian: { called: true, note: 'Bapak Rekaan' },
      companion: { called: true, note: 'Ibu Pendamping' },
    };
    const tells = (said?: typeof calls) => does(pk, (ctx) => callFamily(ctx, { caseId, calls: said }));
    expect(await tells()).toEqual({ ok: false, refusal: 'call_missing' });
    expect(await tells(calls)).toEqual({ ok: true });
    expect(await untold()).toEqual([]);
    expect(await waits()).toEqual([]);
    expect(await tells(calls)).toEqual({ ok: false, refusal: 'family_told' });
    const told = (await reads(pk, async (ctx) => readFamily(ctx, await file(caseId)))).calls;
    expect(told).toMatchObject([{ guardianNote: 'Bapak Rekaan', letter: { state: 'draft' } }]);
  });

  test('is sealed with its end where nothing has to be searched', async () => {
    const { caseId } = await revoked({ kind: 'child_measure', ageGroup: 'child' });
    expect(await guarded(caseId)).toMatchObject({ sealed: true });
  });
});

describe('who is told', () => {
  test('a sighting goes to counsellor and head, and to the office that serves the place', async () => {
    const { caseId } = await revoked();
    await office.owner
      .insertInto('units.service_area')
      .values({ unit_id: office.units.musi, regency_code: '16.13' })
      .execute();
    expect(
      await does(pk, (ctx) => addSighting(ctx, { ...seen(), caseId, areaCode: '99.99', file: null })),
    ).toMatchObject({
      refusal: 'area_unknown',
    });
    expect(await does(pk, (ctx) => addSighting(ctx, { ...seen(), caseId, areaCode: '16.13', file: null }))).toEqual({
      ok: true,
    });
    for (const kind of ['at-large.sighting', 'at-large.sighting-head'])
      expect((await tasksOf(kind)).some((task) => task.case_id === caseId)).toBe(true);
    const there = (await tasksOf('at-large.seen-here')).filter((task) => task.unit_id === office.units.musi);
    expect(there).toHaveLength(1);
    expect(there[0]!.case_id).toBeNull();
  });

  test('a sighting drafts the order with which somebody goes there, one for each', async () => {
    const { caseId } = await revoked();
    await does(pk, (ctx) => addSighting(ctx, { ...seen(), caseId, areaCode: '', file: null }));
    const orders = () =>
      office.owner
        .selectFrom('letters.letter')
        .select(['id', 'state', 'body', 'concerns_thing as thing'])
        .where('case_id', '=', caseId)
        .where('kind', '=', 'letters.task-order')
        .execute();
    // The officer has no number on record: it waits for whoever fills it in.
    expect(await orders()).toMatchObject([{ thing: 'at-large.sighting', state: 'draft' }]);
    expect((await orders())[0]!.body).toContain(seen().place);
    expect((await tasksOf('letters.to-finish')).map(({ key }) => key)).toContain((await orders())[0]!.id);
    await does(pk, (ctx) => addSighting(ctx, { ...seen(), place: 'Pasar Rekaan', caseId, areaCode: '', file: null }));
    expect(await orders()).toHaveLength(2);
  });

  test('alarms by age say what has not happened, once each, and change nothing', async () => {
    const { caseId } = await revoked({ on: '2026-11-10' });
    const ofThis = async (kind: string) => (await tasksOf(kind)).filter((task) => task.case_id === caseId);
    await jobs['at-large.alarms'].run(office.work(at('2026-11-13')), {});
    expect(await ofThis('at-large.alarm')).toEqual([]);
    for (const on of ['2026-11-14', '2026-11-15']) await jobs['at-large.alarms'].run(office.work(at(on)), {});
    expect((await file(caseId)).alarms).toMatchObject([
      { ordinal: 1, reason: 'copies_missing', raisedOn: '2026-11-14' },
    ]);
    await jobs['at-large.alarms'].run(office.work(at('2026-12-20')), {});
    expect((await file(caseId)).alarms.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3]);
    for (const kind of ['at-large.alarm', 'at-large.alarm-head']) {
      expect(await ofThis(kind)).toHaveLength(1);
      expect((await ofThis(kind))[0]!.facts).toMatchObject({ days: 30, reason: 'not_arrested' });
    }
    expect((await file(caseId)).state).toBe('decree_received');
  });

  test('they come again beyond the last, from the beginning for whoever is lost again, and for whoever is not handed over', async () => {
    const { caseId } = await revoked({ on: '2026-08-01' });
    const run = (on: string) => jobs['at-large.alarms'].run(office.work(at(on)), {});
    const open = async () =>
      (await tasksOf('at-large.alarm')).filter((task) => task.case_id === caseId).map(({ facts }) => facts);
    await run('2026-11-10');
    expect(await open()).toMatchObject([{ days: 90, from: 'decree' }]);
    await does(pk, (ctx) => recordStep(ctx, step(caseId)));
    expect(await open()).toEqual([]);
    await run('2026-11-29');
    expect(await open()).toEqual([]);
    await run('2026-11-30');
    expect(await open()).toMatchObject([{ days: 120, reason: 'not_arrested' }]);

    const on = '2026-12-01';
    const arrest = step(caseId, { step: 'arrest', day: day(on), place: 'Prabumulih' });
    expect(await does(pk, (ctx) => recordStep(ctx, arrest), on)).toEqual({ ok: true });
    await run('2026-12-08');
    expect((await open()).filter((facts) => (facts as { from: string }).from === 'arrest')).toEqual([]);
    await run('2026-12-09');
    expect(await open()).toMatchObject([{ days: 7, reason: 'not_handed_over', from: 'arrest' }]);

    const lose = step(caseId, { step: 'lose', day: day('2026-12-10') });
    expect(await does(pk, (ctx) => recordStep(ctx, lose), '2026-12-10')).toEqual({ ok: true });
    expect(await open()).toEqual([]);
    await run('2026-12-18');
    expect(await open()).toMatchObject([{ days: 7, reason: 'request_missing', from: 'loss' }]);
    await run('2027-01-10');
    expect(await open()).toMatchObject([{ days: 30, reason: 'not_arrested', from: 'loss' }]);
    expect((await file(caseId)).alarms.filter(({ ordinal }) => ordinal === 3)).toHaveLength(2);
  });
});

describe('what people do who are revoked and not back', () => {
  test('found held in another matter, or a client again: counted once each, only between the decree and the return', async () => {
    const again = async (personId: string, receivedOn: string, kind = 'conditional_leave_cb') =>
      office.owner
        .insertInto('cases.client_case')
        .values({
          person_id: personId,
          unit_id: office.units.kupang,
          kind,
          age_group: 'adult',
          state: 'received',
          received_on: receivedOn,
        })
        .execute();
    const before = await reads(kanwil, (ctx) => listMeanwhile(ctx, undefined, 'client_again'));
    const held = await reads(kanwil, (ctx) => listMeanwhile(ctx, undefined, 'detained'));
    const still = await revoked();
    await again(still.personId, '2026-11-10');
    await again(still.personId, '2026-11-15', 'suspended_sentence');
    const earlier = await revoked();
    await again(earlier.personId, '2026-11-01');
    const found = await revoked();
    await does(pk, (ctx) => proposeClosure(ctx, closure(found.caseId, { step: 'locate' })));
    const closureId = (await file(found.caseId)).waiting!.id;
    await does(head, (ctx) => confirmClosure(ctx, { caseId: found.caseId, closureId, outcome: 'confirmed', note: '' }));
    // He was back on the eighteenth: what came later is no episode of somebody at large.
    await again(found.personId, '2026-11-19');

    const after = await reads(kanwil, (ctx) => listMeanwhile(ctx, undefined, 'client_again'));
    expect(after.total - before.total).toBe(1);
    expect(after.rows).toContainEqual({
      id: (await file(still.caseId)).id,
      unit: expect.any(String),
      clockFrom: '2026-11-02',
      onDay: '2026-11-10',
      days: 8,
    });
    const detained = await reads(kanwil, (ctx) => listMeanwhile(ctx, undefined, 'detained'));
    expect(detained.total - held.total).toBe(1);
    const standings = await reads(kanwil, (ctx) => listOfficeStandings(ctx, undefined, day('2026-11-20')));
    const sum = (name: 'detained' | 'clientAgain') => standings.reduce((all, one) => all + one[name], 0);
    expect([sum('detained'), sum('clientAgain')]).toEqual([detained.total, after.total]);
    await expect(reads(admin, (ctx) => listMeanwhile(ctx, undefined, 'detained'))).rejects.toThrow(NotAllowed);
  });
});

describe('everybody else knows a pointer', () => {
  test('in every office and above, without name or file; lists and numbers agree', async () => {
    await revoked({ name: 'Kenari Saputra Rekaan', on: '2026-07-01' });
    const list = (who: Officer) => reads(who, (ctx) => listPointers(ctx, { today: day('2026-11-20') }));
    const own = await list(pk);
    for (const who of [otherPk, otherHead, desk, kanwil, centre]) {
      const seenBy = await list(who);
      expect(seenBy.total).toBe(own.total);
      expect(JSON.stringify(seenBy.rows)).not.toContain('Kenari');
      expect(seenBy.rows.every(({ caseId, name }) => caseId === null && name === null)).toBe(true);
    }
    expect(own.rows.some(({ name }) => name === 'Kenari Saputra Rekaan')).toBe(true);
    await expect(list(admin)).rejects.toThrow(NotAllowed);
    const [standing] = await reads(kanwil, (ctx) => listOfficeStandings(ctx, undefined, day('2026-11-20')));
    const behind = await reads(kanwil, (ctx) =>
      listPointers(ctx, { today: day('2026-11-20'), under: standing!.unitId, olderThan: 90 }),
    );
    expect(standing!.over90).toBe(behind.total);
    expect(behind.total).toBeGreaterThan(0);
    const counted = await reads(head, (ctx) => countSearches(ctx, { unitId, today: day('2026-11-20') }));
    for (const [state, olderThan, number] of [
      ['running', undefined, counted.running],
      ['running', 90, counted.over90],
    ] as const)
      expect(
        (await reads(head, (ctx) => listSearches(ctx, { unitId, today: day('2026-11-20'), state, olderThan }))).total,
      ).toBe(number);
  });

  test('who is met is compared: groups that agree, and no value', async () => {
    const { personId, caseId } = await revoked({ name: 'Cendrawasih Prakoso Rekaan' });
    await office.owner
      .insertInto('people.name_word')
      .values(
        ['cendrawasih', 'prakoso', 'rekaan'].map((word) => ({
          word,
          person_id: personId,
          unit_id: unitId,
          guarded: false,
          is_alias: false,
        })),
      )
      .execute();
    await office.owner
      .insertInto('people.word_key')
      .values(['cendrawasih', 'prakoso', 'rekaan'].map((word) => ({ word, key: word })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const ask = (met: Parameters<typeof askAtLarge>[1], who = otherPk) => reads(who, (ctx) => askAtLarge(ctx, met));
    const birthDay = day('1990-05-17');
    expect(await ask({ name: 'Cendrawasih Prakoso', birthDay })).toMatchObject([
      { band: 'likely', agrees: ['birth', 'name'], caseId: null, name: null },
    ]);
    expect(await ask({ name: 'Cendrawasih Prakoso' })).toMatchObject([{ band: 'doubtful', agrees: ['name'] }]);
    expect(await ask({ name: 'Cendrawasih Prakoso', birthDay: day('1991-01-01') })).toEqual([]);
    expect(await ask({ name: 'Prakoso' })).toEqual([]);
    expect(await reads(desk, (ctx) => awayAmong(ctx, [personId]))).toHaveLength(1);
    expect(await reads(desk, (ctx) => awayAmongCases(ctx, [caseId]))).toEqual(new Set([caseId]));
    expect(await reads(otherPk, (ctx) => awayAmong(ctx, [personId]))).toEqual([]);
    expect(await reads(pk, (ctx) => likelyAsPerson(ctx, personId))).toMatchObject([{ caseId }]);
    expect(await reads(pk, (ctx) => likelyAsClient(ctx, caseId))).toMatchObject([{ caseId }]);
    expect(await reads(otherPk, (ctx) => likelyAsClient(ctx, caseId))).toEqual([]);
  });

  test('a restricted file is told of nowhere', async () => {
    const { personId, caseId } = await revoked();
    const { id } = await file(caseId);
    await office.owner.updateTable('people.person').set({ restricted: true }).where('id', '=', personId).execute();
    const shown = await reads(otherPk, (ctx) => listPointers(ctx, { today: day('2026-11-20') }, { limit: 500 }));
    expect(shown.rows.map((one) => one.id)).not.toContain(id);
    await expect(reads(otherPk, (ctx) => getPointer(ctx, id, day('2026-11-20')))).rejects.toThrow(NotFound);
    expect(await does(otherPk, (ctx) => tellHolder(ctx, { ...seen(), searchId: id }))).toMatchObject({
      refusal: 'not_searched',
    });
  });

  test('another office tells where he was seen, and learns nothing of the file', async () => {
    const { caseId } = await revoked();
    const { id } = await file(caseId);
    expect(
      await does(otherPk, (ctx) => tellHolder(ctx, { ...seen({ note: 'dilihat di pelabuhan' }), searchId: id })),
    ).toEqual({ ok: true });
    expect((await file(caseId)).sightings).toMatchObject([
      { note: 'dilihat di pelabuhan', fromUnit: 'Bapas Kelas II Kupang' },
    ]);
    expect((await tasksOf('at-large.sighting')).some((task) => task.case_id === caseId)).toBe(true);
    await expect(reads(otherPk, (ctx) => readSearch(ctx, caseId))).rejects.toThrow(NotFound);
    await expect(does(otherPk, (ctx) => recordStep(ctx, step(caseId)))).rejects.toThrow(NotFound);
  });
});
