import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import { aClient } from '#tests/support/cases';
import { aClientSession, layOut, ledgerOf } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { approvedTransfer } from '#tests/support/transfers';
import { reachCase } from './reach.server.ts';
import { acceptTransfer } from './accept-transfer.server.ts';
import { answerOutside } from './answer-outside.server.ts';
import { decideTransfer } from './decide-transfer.server.ts';
import { noteTpp } from './note-tpp.server.ts';
import { listReceivingBapas } from './transfers.queries.server.ts';
import { requestTransfer } from './request-transfer.server.ts';
import { withdrawTransfer } from './withdraw-transfer.server.ts';

const database = await freshDatabase('transfer');
const office = await openOffice(database);
const [pk, oldHead, newHead, newPk, newSection] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'musi'),
  office.officer('pk', 'musi'),
  office.officer('section_head', 'musi'),
]);
afterAll(() => office.close());

const today = plainDate('2026-11-20');
const { does } = office;
const reads = async (who: Officer, caseId: string) =>
  (await office.as(who)).read((ctx) => reachCase(ctx, caseId, 'case:read'));
const row = (id: string) =>
  office.owner.selectFrom('cases.client_case').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const request = (caseId: string, version = 1) => ({
  caseId,
  version,
  toUnitId: office.units.musi,
  toName: '',
  reason: 'keluarga pindah ke Musi Rawas',
  letterNumber: 'S-8',
  guarantorStatement: true,
  riskNote: 'risiko rendah menurut RRI',
});
const approved = (caseId: string, to: { toUnitId?: number; toName?: string } = {}) =>
  approvedTransfer(office, { pk, head: oldHead }, { caseId, ...to });

test('a client moves from one office to the other, and the old one keeps what it did', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId, name: 'Suparman Rekaan' });
  await office.owner
    .insertInto('people.address')
    .values({ person_id: personId, unit_id: office.units.palembang, kind: 'residence', line: 'Jl. Rekaan 1' })
    .execute();
  await office.owner
    .insertInto('people.name_word')
    .values({ word: 'suparman', person_id: personId, unit_id: office.units.palembang })
    .execute();
  await office.owner
    .insertInto('cases.condition')
    .values({
      case_id: caseId,
      unit_id: office.units.palembang,
      type: 'general',
      text: 'Tidak melakukan tindak pidana.',
      source: 'law',
    })
    .execute();

  await layOut(office, office.units.palembang, caseId);
  const asked = await does(pk, (ctx) => requestTransfer(ctx, request(caseId)));
  const { transferId } = asked as { transferId: string };
  expect(await does(pk, (ctx) => requestTransfer(ctx, request(caseId, 2)))).toMatchObject({
    refusal: 'transfer_running',
  });
  const due = await office.owner
    .selectFrom('tasks.task')
    .select('due_on')
    .where('key', '=', transferId)
    .executeTakeFirstOrThrow();
  expect(due.due_on).toBe('2026-12-04'); // ten working days behind a Friday

  expect(await does(oldHead, (ctx) => decideTransfer(ctx, { transferId, step: 'approve', note: '' }))).toMatchObject({
    refusal: 'wrong_state',
  });
  await expect(
    does(newHead, (ctx) => acceptTransfer(ctx, { transferId, step: 'arrive', day: today, note: '' })),
  ).rejects.toMatchObject({ name: 'NotFound' });
  expect(
    await does(pk, (ctx) =>
      noteTpp(ctx, { transferId, heldOn: today, document: 'BA-1', advice: 'approve', note: 'disarankan' }),
    ),
  ).toEqual({ ok: true });
  await expect(does(pk, (ctx) => decideTransfer(ctx, { transferId, step: 'approve', note: '' }))).rejects.toThrow(
    'case:decide_transfer',
  );
  expect(await does(oldHead, (ctx) => decideTransfer(ctx, { transferId, step: 'approve', note: '' }))).toEqual({
    ok: true,
  });

  const expected = (who: Officer) =>
    office
      .as(who)
      .then((one) =>
        one.read(
          async ({ tx }) =>
            (await tx.selectFrom('tasks.task').select('kind').where('key', '=', transferId).execute()).length,
        ),
      );
  expect(await expected(newSection)).toBe(1);
  await expect(reads(newHead, caseId)).rejects.toMatchObject({ name: 'NotFound' });

  // The client's own card and that of his guarantor go along; each stays its holder's.
  const ownCard = await aClientSession(office, { caseId, unitId: office.units.palembang });
  const guarantorCard = await aClientSession(office, { caseId, unitId: office.units.palembang }, 'guarantor');

  const submission = { id: newId(), body: {} };
  const arrive = async () =>
    (await office.as(newSection)).runOnce(submission, (ctx) =>
      acceptTransfer(ctx, { transferId, step: 'arrive', day: today, note: '', counsellorId: newPk.staffId }),
    );
  const arrived = await arrive();
  expect(arrived).toMatchObject({ ok: true });
  expect(await arrive()).toEqual(arrived);
  const newCaseId = (arrived as { caseId: string }).caseId;

  const cards = await database.owner.query(
    `select a.account_id, a.case_id, a.unit_id, g.case_id as guarantor_of
     from accounts.client_access a left join cases.guarantor g on g.id = a.guarantor_id where a.account_id = any ($1)
     order by a.kind`,
    [[ownCard.accountId, guarantorCard.accountId]],
  );
  const there = { case_id: newCaseId, unit_id: office.units.musi };
  expect(cards.rows).toEqual([
    { account_id: ownCard.accountId, ...there, guarantor_of: null },
    { account_id: guarantorCard.accountId, ...there, guarantor_of: newCaseId },
  ]);

  // What was owed at the old office ends with the day, and begins at the new one in the month after.
  await layOut(office, office.units.palembang, caseId);
  await layOut(office, office.units.musi, newCaseId);
  expect((await ledgerOf(office, caseId)).filter((line) => line >= '2026-11')).toEqual(['2026-11-01 scheduled 0']);
  expect(await ledgerOf(office, newCaseId)).toEqual(['2026-12-01 scheduled 0']);

  expect(await row(newCaseId)).toMatchObject({
    state: 'active',
    unit_id: office.units.musi,
    transferred_from: caseId,
    register_label: '1/PB/2026',
    guidance_end: '2027-01-05',
    released_on: '2026-01-05',
    pk_staff_id: newPk.staffId,
  });
  expect(await row(caseId)).toMatchObject({ state: 'transferred', end_reason: 'transferred', ended_on: '2026-11-20' });
  expect((await reads(newPk, newCaseId)).personId).toBe(personId);
  expect((await reads(pk, caseId)).state).toBe('transferred');
  await expect(reads(pk, newCaseId)).rejects.toMatchObject({ name: 'NotFound' });
  await expect(reads(newPk, caseId)).rejects.toMatchObject({ name: 'NotFound' });
  expect(await does(pk, (ctx) => requestTransfer(ctx, request(caseId, 3)))).toMatchObject({ refusal: 'wrong_state' });

  const { rows } = await database.owner.query(
    `select (select unit_id from people.person where id = $1) as person, (select unit_id from people.address where person_id = $1) as address,
       (select unit_id from people.name_word where person_id = $1) as word,
       (select count(*)::int from cases.legal_basis where case_id = $2) as bases, (select count(*)::int from cases.condition where case_id = $2) as conditions`,
    [personId, newCaseId],
  );
  expect(rows[0]).toEqual({
    person: office.units.musi,
    address: office.units.musi,
    word: office.units.musi,
    bases: 1,
    conditions: 1,
  });
  const stillNamed = await (
    await office.as(pk)
  ).read(({ tx }) => tx.selectFrom('people.person').select('name').where('id', '=', personId).execute());
  expect(stillNamed).toEqual([{ name: 'Suparman Rekaan' }]);
});

test('a child moves guarded, and only its heads and its counsellor see it there', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId, ageGroup: 'child', kind: 'diversion' });
  const transferId = await approved(caseId);
  const arrived = await does(newHead, (ctx) =>
    acceptTransfer(ctx, { transferId, step: 'arrive', day: today, note: '' }),
  );
  const newCaseId = (arrived as { caseId: string }).caseId;
  expect(await row(newCaseId)).toMatchObject({ guarded: true, age_group: 'child' });
  await reads(newSection, newCaseId);
  await expect(reads(newPk, newCaseId)).rejects.toMatchObject({ name: 'NotFound' });
  const seen = await (
    await office.as(newPk)
  ).read(({ tx }) => tx.selectFrom('people.person').select('id').where('id', '=', personId).execute());
  expect(seen).toEqual([]);
});

test('an office that sends a client back leaves him where he was, and says why', async () => {
  const { caseId } = await aClient(office, { pk: pk.staffId });
  const transferId = await approved(caseId);
  expect(
    await does(newHead, (ctx) => acceptTransfer(ctx, { transferId, step: 'decline', day: today, note: '' })),
  ).toMatchObject({ refusal: 'note_missing' });
  expect(
    await does(newHead, (ctx) =>
      acceptTransfer(ctx, { transferId, step: 'decline', day: today, note: 'alamat tidak ditemukan' }),
    ),
  ).toMatchObject({ ok: true });
  expect(await row(caseId)).toMatchObject({ state: 'active', unit_id: office.units.palembang });
  const told = await office.owner
    .selectFrom('tasks.task')
    .select(['kind', 'state'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'open')
    .execute();
  expect(told).toEqual([{ kind: 'cases.transfer-declined', state: 'open' }]);
});

test("a request can be taken back until it is decided, and somebody else decides a head's own request", async () => {
  const { caseId } = await aClient(office, { pk: pk.staffId });
  const asked = await does(oldHead, (ctx) => requestTransfer(ctx, request(caseId)));
  const { transferId } = asked as { transferId: string };
  await does(oldHead, (ctx) =>
    noteTpp(ctx, { transferId, heldOn: today, document: 'BA-1', advice: 'reject', note: 'keluarga tidak siap' }),
  );
  expect(
    await does(oldHead, (ctx) => decideTransfer(ctx, { transferId, step: 'refuse', note: 'belum siap' })),
  ).toMatchObject({ refusal: 'second_person_needed' });
  expect(await does(pk, (ctx) => withdrawTransfer(ctx, { transferId, note: 'klien batal pindah' }))).toEqual({
    ok: true,
  });
  expect(await does(pk, (ctx) => withdrawTransfer(ctx, { transferId, note: 'klien batal pindah' }))).toMatchObject({
    refusal: 'wrong_state',
  });
});

describe('a Bapas that does not use Simpul here', () => {
  const outside = { toUnitId: undefined, toName: 'Bapas Kelas II Rekaan Jauh' };
  const openTasks = async (transferId: string) =>
    (
      await office.owner
        .selectFrom('tasks.task')
        .select('kind')
        .where('key', '=', transferId)
        .where('state', '=', 'open')
        .execute()
    ).map(({ kind }) => kind);
  const section = office.officer('section_head', 'palembang');
  const answer = (transferId: string, over = {}) => ({
    transferId,
    step: 'arrive' as const,
    day: today,
    letterNumber: 'W.9-PK.01-77',
    note: '',
    ...over,
  });

  test('is named, and by its letter the office that sent the client says that he came', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const guarantorCard = await aClientSession(office, { caseId, unitId: office.units.palembang }, 'guarantor');
    await layOut(office, office.units.palembang, caseId);
    const transferId = await approved(caseId, outside);
    expect(await openTasks(transferId)).toEqual(['cases.transfer-outside']);

    const said = { id: newId(), body: {} };
    const tell = async () =>
      (await office.as(await section)).runOnce(said, (ctx) => answerOutside(ctx, answer(transferId)));
    expect(await tell()).toEqual({ ok: true });
    expect(await tell()).toEqual({ ok: true });
    expect(await row(caseId)).toMatchObject({ state: 'transferred', end_reason: 'transferred', ended_on: today });
    expect(await openTasks(transferId)).toEqual([]);
    const endings = await office.owner.selectFrom('cases.ending').selectAll().where('case_id', '=', caseId).execute();
    expect(endings).toMatchObject([
      {
        reason: 'transferred',
        document_number: 'W.9-PK.01-77',
        proposed_by: pk.accountId,
        decided_by: oldHead.accountId,
      },
    ]);
    const card = await office.owner
      .selectFrom('accounts.client_access')
      .select('state')
      .where('account_id', '=', guarantorCard.accountId)
      .executeTakeFirstOrThrow();
    expect(card.state).toBe('closed');
    await layOut(office, office.units.palembang, caseId);
    expect((await ledgerOf(office, caseId)).filter((line) => line >= '2026-12')).toEqual([]);
    expect(await does(oldHead, (ctx) => answerOutside(ctx, answer(transferId)))).toMatchObject({
      refusal: 'wrong_state',
    });
  });

  test('sends a client back with a reason, and he stays', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const transferId = await approved(caseId, outside);
    const back = { step: 'decline' as const };
    expect(await does(oldHead, (ctx) => answerOutside(ctx, answer(transferId, back)))).toMatchObject({
      refusal: 'note_missing',
    });
    expect(
      await does(oldHead, (ctx) => answerOutside(ctx, answer(transferId, { ...back, note: 'alamat tidak ditemukan' }))),
    ).toEqual({ ok: true });
    expect(await row(caseId)).toMatchObject({ state: 'active' });
    expect(await does(pk, (ctx) => requestTransfer(ctx, request(caseId, 2)))).toMatchObject({ ok: true });
  });

  test('is answered for by those who lead the office, and by nobody else or elsewhere', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const transferId = await approved(caseId, outside);
    await expect(does(pk, (ctx) => answerOutside(ctx, answer(transferId)))).rejects.toThrow('case:accept_transfer');
    await expect(does(newHead, (ctx) => answerOutside(ctx, answer(transferId)))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(
      does(newHead, (ctx) => acceptTransfer(ctx, { transferId, step: 'arrive', day: today, note: '' })),
    ).rejects.toMatchObject({ name: 'NotFound' });
    // Nor past the use case: the database asks again.
    for (const state of ['arrived', 'declined'])
      await expect(
        does(pk, async (ctx) => {
          await ctx.tx.updateTable('cases.transfer').set({ state }).where('id', '=', transferId).execute();
          return { ok: true };
        }),
      ).rejects.toMatchObject({ code: '42501' });
    const settled = await (
      await office.as(pk)
    ).read(async ({ tx }) =>
      sql<{ done: boolean }>`select cases.settle_outside(${transferId}, ${today}::date, 'S-1') as done`.execute(tx),
    );
    expect(settled.rows).toEqual([{ done: false }]);
    expect(await row(caseId)).toMatchObject({ state: 'active' });
  });

  test('is one destination of two, and an office where nobody could say that he came is none', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const asks = (to: object) => does(pk, (ctx) => requestTransfer(ctx, { ...request(caseId), ...to }));
    expect(await asks({ toUnitId: undefined })).toMatchObject({ refusal: 'destination_missing' });
    expect(await asks({ toName: 'Bapas Rekaan' })).toMatchObject({ refusal: 'destination_twice' });
    expect(await asks({ toUnitId: office.units.kupang })).toMatchObject({ refusal: 'nobody_receives' });
    const receiving = await (await office.as(pk)).read((ctx) => listReceivingBapas(ctx));
    expect(receiving.map(({ id }) => id).sort()).toEqual([office.units.palembang, office.units.musi].sort());
  });
});
