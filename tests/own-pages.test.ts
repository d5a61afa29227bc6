import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import {
  changeOwnPin,
  firstPin,
  giveConsent,
  holdKeys,
  proveOwnPin,
  readOwnCard,
  withdrawConsent,
} from '#modules/accounts/server';
import { privacyNotice } from '#modules/accounts';
import { findOwnPromise, listOwnConditions, readOwnCase } from '#modules/cases/server';
import { nextStep, type Question } from '#modules/check-ins';
import {
  answerOwnReport,
  keepOwnPhoto,
  keepOwnPosition,
  raiseDispute,
  readLedger,
  readOwnPhoto,
  readOwnReport,
  readSlip,
  sendOwnReport,
  startOwnPhoto,
} from '#modules/check-ins/server';
import { jobs } from '#modules/retention/server';
import type { Answer, Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { keptAs } from '#platform/files/accept.server';
import { takeRole } from '#platform/run.server';
import { visitorAt } from '#platform/visitor.server';
import { aClientSession, aReportingClient } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { openOffice, testJournalKey } from '#tests/support/office';

const database = await freshDatabase('own');
const office = await openOffice(database);
afterAll(() => office.close());
holdKeys({ pepper: Buffer.alloc(32, 1), secondFactor: Buffer.alloc(32, 2), isDemo: false });

const now = new Date();
const pk = await office.officer('pk', 'palembang', { name: 'Pembimbing Sari' });

async function aPhone(scene: Parameters<typeof aReportingClient>[1] = {}) {
  const client = await aReportingClient(office, {
    pk: pk.staffId,
    receivedOn: '2026-01-05',
    guidanceStart: '2020-01-05',
    guidanceEnd: '2099-01-05',
    ...scene,
  });
  const own = await aClientSession(office, client);
  const guard = await aClientSession(office, client, 'guarantor');
  // Periods are laid out around the day of the tests' clock; here the real one counts, as on a phone.
  await office.owner.deleteFrom('check_ins.obligation').where('case_id', '=', client.caseId).execute();
  const obligation = await office.owner
    .insertInto('check_ins.obligation')
    .values({
      case_id: client.caseId,
      unit_id: client.unitId,
      period_from: sql<string>`current_date - 5`,
      period_until: sql<string>`current_date + 20`,
      rule_id: 'check-ins.frequency',
      rule_version: '1',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return {
    ...client,
    obligationId: obligation.id,
    accountId: own.accountId,
    token: own.token,
    guarantorToken: guard.token,
    read: async <T>(query: (ctx: ReadCtx) => Promise<T>) => (await office.asClient(own.token, now)).read(query),
    does: async <T extends Answer>(work: (ctx: Ctx) => Promise<T>, id = newId()) =>
      (await office.asClient(own.token, now)).runOnce({ id, body: {} }, work),
    guarantor: {
      read: async <T>(query: (ctx: ReadCtx) => Promise<T>) => (await office.asClient(guard.token, now)).read(query),
      does: async <T extends Answer>(work: (ctx: Ctx) => Promise<T>, id = newId()) =>
        (await office.asClient(guard.token, now)).runOnce({ id, body: {} }, work),
    },
  };
}
type Phone = Awaited<ReturnType<typeof aPhone>>;

const answers: readonly [Question, string, string][] = [
  ['address', 'changed', 'Jalan Merdeka 5, Palembang'],
  ['phone', 'same', ''],
  ['work', 'none', ''],
  ['family', 'fine', ''],
  ['problem', 'none', ''],
];
async function answerAll(phone: Phone) {
  for (const [question, answer, note] of answers)
    expect(await phone.does((ctx) => answerOwnReport(ctx, { question, answer, note }))).toMatchObject({ ok: true });
}
const aPhoto = () => ({
  ...keptAs('image/jpeg', randomBytes(2000)),
  width: 600,
  height: 800,
  look: randomBytes(8).readBigInt64BE(),
});
const send = (phone: Phone, id?: string) =>
  phone.does((ctx) => sendOwnReport(ctx, { device: 'a1', deviceZone: 'Asia/Jakarta' }), id);

test('a report is answered page by page, survives between them, and is sent once', async () => {
  const phone = await aPhone();
  const start = await phone.read(readOwnReport);
  expect(start).toMatchObject({ asked: { photo: true, position: true }, draft: null, closed: null });
  expect(nextStep(start.draft, start.asked)).toBe('address');
  expect(await phone.does((ctx) => answerOwnReport(ctx, { question: 'address', answer: 'changed', note: '' }))).toEqual(
    {
      ok: false,
      refusal: 'words_missing',
    },
  );
  await answerAll(phone);
  expect(await send(phone)).toEqual({ ok: false, refusal: 'not_finished' });
  await phone.does((ctx) => keepOwnPosition(ctx, null));
  await phone.does((ctx) => startOwnPhoto(ctx, { number: '4711' }));
  const asked = await phone.read(readOwnReport);
  expect(asked.draft?.challenge?.number).toBe('4711');
  const photo = aPhoto();
  const challengeId = asked.draft!.challenge!.id;
  expect(await phone.does((ctx) => keepOwnPhoto(ctx, { photo, challengeId }))).toEqual({ ok: true });
  expect(await phone.read(readOwnPhoto)).toEqual(photo.content);

  const { draft } = await phone.read(readOwnReport);
  expect(nextStep(draft, asked.asked)).toBeUndefined();
  const sent = await send(phone, draft!.id);
  expect(sent).toMatchObject({ ok: true, grade: 'C', standing: 'on_time', enough: true });
  expect(await send(phone, draft!.id)).toEqual(sent);
  expect((await phone.read(readOwnReport)).draft).toBeNull();
  expect((await phone.read(readOwnReport)).closed).toBe('already_waiting');

  const { rows } = await database.owner.query(
    'select answers, photo_file_id from check_ins.content where case_id = $1',
    [phone.caseId],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0].answers).toEqual({
    address: 'changed',
    phone: 'same',
    work: 'none',
    family: 'fine',
    problem: 'none',
    notes: { address: 'Jalan Merdeka 5, Palembang' },
  });
  if (!sent.ok) return;
  const slip = await phone.read((ctx) => readSlip(ctx, sent.receipt));
  expect(slip).toMatchObject({ caseId: phone.caseId, channel: 'app' });
  await expect(phone.guarantor.read((ctx) => readSlip(ctx, sent.receipt))).rejects.toThrow(NotFound);
});

test('without a photo the report is grade D and says so; a second photo replaces the first and raises no sign', async () => {
  const phone = await aPhone();
  await answerAll(phone);
  await phone.does((ctx) => keepOwnPosition(ctx, { latitude: -2.99, longitude: 104.75, accuracyM: 20, at: now }));
  await phone.does((ctx) => startOwnPhoto(ctx, { number: '0001' }));
  const one = aPhoto();
  const first = (await phone.read(readOwnReport)).draft!.challenge!.id;
  await phone.does((ctx) => keepOwnPhoto(ctx, { photo: one, challengeId: first }));
  await phone.does((ctx) => startOwnPhoto(ctx, { number: '0002' }));
  expect(await phone.does((ctx) => keepOwnPhoto(ctx, { photo: one, challengeId: first }))).toEqual({
    ok: false,
    refusal: 'number_too_old',
  });
  const second = (await phone.read(readOwnReport)).draft!.challenge!.id;
  await phone.does((ctx) => keepOwnPhoto(ctx, { photo: one, challengeId: second }));
  await phone.does((ctx) => keepOwnPhoto(ctx, null));
  expect(await send(phone)).toMatchObject({ ok: true, grade: 'D' });
  const { rows } = await database.owner.query('select count(*)::int as signs from check_ins.flag where case_id = $1', [
    phone.caseId,
  ]);
  expect(rows[0].signs).toBe(0);
});

test('a photo whose number has run out is said before it is sent', async () => {
  const phone = await aPhone();
  await answerAll(phone);
  await phone.does((ctx) => keepOwnPosition(ctx, null));
  await phone.does((ctx) => startOwnPhoto(ctx, { number: '1234' }));
  const challengeId = (await phone.read(readOwnReport)).draft!.challenge!.id;
  await phone.does((ctx) => keepOwnPhoto(ctx, { photo: aPhoto(), challengeId }));
  await database.owner.query(`update check_ins.challenge set made_at = made_at - interval '11 minutes' where id = $1`, [
    challengeId,
  ]);
  expect(await send(phone)).toEqual({ ok: false, refusal: 'photo_too_old' });
  await phone.does((ctx) => keepOwnPhoto(ctx, null));
  expect(await send(phone)).toMatchObject({ ok: true, grade: 'D' });
});

test('what was begun and not sent is forgotten after a day', async () => {
  const phone = await aPhone();
  await answerAll(phone);
  await database.owner.query(
    `update check_ins.draft set saved_at = now() - interval '25 hours' where account_id = $1`,
    [phone.accountId],
  );
  expect((await phone.read(readOwnReport)).draft).toBeNull();
  await jobs['retention.nightly'].run(office.work(new Date()), {});
  const { rows } = await database.owner.query('select 1 from check_ins.draft where account_id = $1', [phone.accountId]);
  expect(rows).toHaveLength(0);
});

test('consent is kept with its version; an old version is not taken', async () => {
  const phone = await aPhone();
  expect(await phone.read(readOwnCard)).toMatchObject({ kind: 'client', pinChosen: false, consented: false });
  expect(await phone.does((ctx) => giveConsent(ctx, { version: '1999-01-01' }))).toEqual({
    ok: false,
    refusal: 'notice_changed',
  });
  expect(await phone.does((ctx) => giveConsent(ctx, { version: privacyNotice.version }))).toEqual({ ok: true });
  expect(await phone.read(readOwnCard)).toMatchObject({ consented: true });
  await expect(phone.guarantor.does((ctx) => giveConsent(ctx, { version: privacyNotice.version }))).rejects.toThrow(
    NotFound,
  );
});

test('consent is taken back by whoever gave it; the journal keeps that it was given, and asking twice does nothing more', async () => {
  const phone = await aPhone();
  await phone.does((ctx) => giveConsent(ctx, { version: privacyNotice.version }));
  await expect(phone.guarantor.does(withdrawConsent)).rejects.toThrow(NotFound);
  expect(await phone.read(readOwnCard)).toMatchObject({ consented: true });
  for (let times = 0; times < 2; times++) expect(await phone.does(withdrawConsent)).toEqual({ ok: true });
  expect(await phone.read(readOwnCard)).toMatchObject({ consented: false, consentAt: null });
  const said = await office.owner
    .selectFrom('platform.journal')
    .select('what')
    .where('case_id', '=', phone.caseId)
    .where('what', 'like', 'client-access.consent-%')
    .orderBy('seq')
    .execute();
  expect(said.map(({ what }) => what)).toEqual(['client-access.consent-given', 'client-access.consent-withdrawn']);
});

test('a PIN is changed only by whoever knows it, with the same five tries as at the door', async () => {
  const phone = await aPhone();
  const access = await office.owner
    .selectFrom('accounts.client_access')
    .select('id')
    .where('account_id', '=', phone.accountId)
    .executeTakeFirstOrThrow();
  const visitor = visitorAt({
    db: office.app,
    journalKey: testJournalKey,
    now,
    token: null,
    address: newId(),
    label: 'Chrome, Android',
  });
  const prove = (pin: string) => proveOwnPin(visitor, phone.read, pin);
  expect(await prove(firstPin(access.id, 1))).toEqual({ ok: true });
  expect(await phone.does((ctx) => changeOwnPin(ctx, { newPin: '170590' }))).toEqual({ ok: true });
  expect(await prove('170590')).toEqual({ ok: true });
  for (const triesLeft of [4, 3, 2, 1])
    expect(await prove('000000')).toEqual({ ok: false, refusal: 'wrong', triesLeft });
  expect(await prove('000000')).toEqual({ ok: false, refusal: 'locked' });
  expect(await prove('170590')).toEqual({ ok: false, refusal: 'locked' });
});

test('a client disputes a period and a guarantor cannot', async () => {
  const phone = await aPhone();
  const dispute = { obligationId: phone.obligationId, text: 'Saya sudah datang.' };
  await expect(phone.guarantor.does((ctx) => raiseDispute(ctx, dispute))).rejects.toThrow(NotFound);
  expect(await phone.does((ctx) => raiseDispute(ctx, dispute))).toMatchObject({ ok: true });
  const ledger = await phone.read((ctx) => readLedger(ctx, phone.caseId));
  expect(ledger.periods[0]?.disputes).toMatchObject([{ text: 'Saya sudah datang.', outcome: null }]);
});

test('a guarantor reads what was promised and when the next report is due, and nothing that was told', async () => {
  const phone = await aPhone({ name: 'Budi Santoso' });
  await office.owner
    .insertInto('cases.condition')
    .values({
      case_id: phone.caseId,
      unit_id: phone.unitId,
      type: 'general',
      code: 'no_offence',
      text: 'Tidak melakukan tindak pidana.',
      source: 'law',
    })
    .execute();
  await office.owner
    .updateTable('cases.guarantor')
    .set({ duties_confirmed_on: '2026-01-06' })
    .where('case_id', '=', phone.caseId)
    .execute();
  // Somebody else vouches for him too; neither reads the other's promise.
  await office.owner
    .insertInto('cases.guarantor')
    .values({ case_id: phone.caseId, unit_id: phone.unitId, name: 'Paman Budi', relation: 'relative' })
    .execute();
  await answerAll(phone);
  await phone.does((ctx) => keepOwnPosition(ctx, null));
  await phone.does((ctx) => keepOwnPhoto(ctx, null));
  expect(await send(phone)).toMatchObject({ ok: true });

  const seen = await phone.guarantor.read(async (ctx) => ({
    own: await readOwnCase(ctx),
    conditions: await listOwnConditions(ctx),
    promise: await findOwnPromise(ctx),
    ledger: await readLedger(ctx, phone.caseId),
  }));
  expect(seen.own).toMatchObject({
    name: 'Budi Santoso',
    counsellor: 'Pembimbing Sari',
    office: { name: 'Bapas Kelas I Palembang' },
  });
  expect(seen.conditions.map(({ code }) => code)).toEqual(['no_offence']);
  expect(seen.promise).toEqual({
    name: 'Ibu Klien',
    relation: 'parent',
    signedOn: null,
    confirmedOn: '2026-01-06',
  });
  const guarantorsSeen = await phone.guarantor.read(({ tx }) =>
    tx.selectFrom('cases.guarantor').select('name').execute(),
  );
  expect(guarantorsSeen).toEqual([{ name: 'Ibu Klien' }]);
  expect(seen.ledger.periods.flatMap(({ reports }) => reports)).toEqual([]);
  await expect(phone.guarantor.read(readOwnReport)).rejects.toThrow(NotFound);
  for (const work of [
    (ctx: Ctx) => answerOwnReport(ctx, { question: 'work', answer: 'same', note: '' }),
    (ctx: Ctx) => sendOwnReport(ctx, { device: '', deviceZone: '' }),
    (ctx: Ctx) => startOwnPhoto(ctx, { number: '1111' }),
  ])
    await expect(phone.guarantor.does<Answer>(work)).rejects.toThrow(NotFound);
});

test('a phone is told nothing of anybody else and nothing that officers keep among themselves', async () => {
  const mine = await aPhone({ name: 'Klien Sendiri' });
  const other = await aPhone({ name: 'KENARI-NAMA' });
  await answerAll(other);
  await other.does((ctx) => answerOwnReport(ctx, { question: 'problem', answer: 'told', note: 'KENARI-MASALAH' }));
  await other.does((ctx) => startOwnPhoto(ctx, { number: '7777' }));
  await other.does((ctx) => raiseDispute(ctx, { obligationId: other.obligationId, text: 'KENARI-KEBERATAN' }));
  const { owner } = database;
  const one = async (text: string, values: unknown[]) => (await owner.query(text, values)).rows[0];
  const report = await one(
    `insert into check_ins.check_in (case_id, unit_id, obligation_id, channel, happened_on, happened_at, grade, counts, standing, receipt)
     values ($1, $2, $3, 'in_person', current_date, now(), 'A', true, 'on_time', 'KENARIRESI') returning id`,
    [other.caseId, other.unitId, other.obligationId],
  );
  const own = await one(
    `insert into check_ins.check_in (case_id, unit_id, obligation_id, channel, happened_on, happened_at, grade, counts, standing)
     values ($1, $2, $3, 'in_person', current_date - 1, now(), 'A', true, 'on_time') returning id`,
    [mine.caseId, mine.unitId, mine.obligationId],
  );
  for (const [checkIn, client] of [
    [report, other],
    [own, mine],
  ] as const) {
    await owner.query(
      `insert into check_ins.review (check_in_id, case_id, unit_id, outcome, note, reviewed_by) values ($1, $2, $3, 'accepted', 'KENARI-TINJAUAN', $4)`,
      [checkIn.id, client.caseId, client.unitId, pk.accountId],
    );
    await owner.query(
      `insert into check_ins.flag (check_in_id, case_id, unit_id, kind, facts) values ($1, $2, $3, 'photo_reused', '{"x":"KENARI-TANDA"}')`,
      [checkIn.id, client.caseId, client.unitId],
    );
    await owner.query(
      `insert into check_ins.excuse (obligation_id, case_id, unit_id, reason, note, decided_by) values ($1, $2, $3, 'illness', 'KENARI-ALASAN', $4)`,
      [client.obligationId, client.caseId, client.unitId, pk.accountId],
    );
    await owner.query(
      `insert into cases.contact_note (case_id, unit_id, happened_at, text, made_by) values ($1, $2, now(), 'KENARI-CATATAN', $3)`,
      [client.caseId, client.unitId, pk.accountId],
    );
    await owner.query(
      `insert into tasks.task (unit_id, case_id, kind, key, for_role, facts) values ($1, $2, 'check-ins.flagged', $3, 'pk', '{"x":"KENARI-TUGAS"}')`,
      [client.unitId, client.caseId, newId()],
    );
    await owner.query(`update cases.client_case set offence = 'KENARI-PERKARA' where id = $1`, [client.caseId]);
  }

  for (const token of [mine.token, mine.guarantorToken, other.guarantorToken]) {
    const said = await everythingSeen(token);
    const strange = said.filter(({ text }) =>
      token === other.guarantorToken
        ? /KENARI-(?!NAMA)/.test(text)
        : text.includes('KENARI') || text.includes(other.caseId),
    );
    expect(strange.map(({ table }) => table)).toEqual([]);
  }
  const said = await everythingSeen(other.token);
  for (const secret of ['TINJAUAN', 'TANDA', 'ALASAN', 'CATATAN', 'TUGAS', 'PERKARA'])
    expect(said.filter(({ text }) => text.includes(`KENARI-${secret}`)).map(({ table }) => table)).toEqual([]);
  expect(said.some(({ text }) => text.includes('KENARI-MASALAH'))).toBe(true);
});

/** Every column of every table that the role of clients may read at all, as this session sees it. */
async function everythingSeen(token: string): Promise<{ table: string; text: string }[]> {
  const { rows: columns } = await database.owner.query(
    `select format('%I.%I', n.nspname, c.relname) as table, string_agg(format('%I', a.attname), ', ') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p', 'v') and n.nspname in ('platform', 'units', 'accounts', 'people', 'cases', 'check_ins', 'assessments', 'at_large', 'breaches', 'permits', 'petitions', 'revocations', 'contacts', 'custody', 'tasks', 'messages', 'imports', 'exports', 'letters', 'tpp')
       and has_column_privilege('app_client', c.oid, a.attnum, 'select')
     group by 1`,
  );
  return office.app.transaction().execute(async (tx) => {
    await takeRole(tx, 'app_client', token);
    const said: { table: string; text: string }[] = [];
    for (const { table, columns: list } of columns) {
      const { rows } = await sql<{
        text: string;
      }>`select row_to_json(x)::text as text from (select ${sql.raw(list)} from ${sql.raw(table)}) x`.execute(tx);
      for (const { text } of rows) said.push({ table, text });
    }
    return said;
  });
}
