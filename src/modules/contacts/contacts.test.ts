import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '#kernel/id';
import { addDays, plainDate, type PlainDate } from '#kernel/plain-date';
import { dayAt } from '#kernel/zone';
import { holdKeys } from '#modules/accounts/server';
import { readLedger, recordCounterCheckIn } from '#modules/check-ins/server';
import { listMyTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { visitorAt } from '#platform/visitor.server';
import { aClientSession, aReportingClient, ledgerOf, openTasksOf } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { defaultNow, openOffice, testJournalKey, type Officer } from '#tests/support/office';
import type { Answers, ContactKind } from './contact.ts';
import {
  answerContact,
  askForLate,
  beginContact,
  cancelPlan,
  countContacts,
  decideLateRequest,
  decideObservation,
  inviteObserver,
  layOutContacts,
  listOutstanding,
  listOwnAppointments,
  listStops,
  listWaitingEvidence,
  listWaitingObservations,
  moveContact,
  moveStop,
  observerCode,
  openObserverDoor,
  planContact,
  readContacts,
  readDraft,
  recordContact,
  revokeObserver,
  sendContact,
  sendObservation,
  jobs,
} from './index.server.ts';

vi.setConfig({ testTimeout: 60_000 });

const database = await freshDatabase('contacts');
const office = await openOffice(database);
afterAll(() => office.close());
holdKeys({ pepper: Buffer.alloc(32, 1), secondFactor: Buffer.alloc(32, 2), isDemo: false });

let pk: Officer;
let otherPk: Officer;
let head: Officer;
let section: Officer;
let counter: Officer;
let stranger: Officer;
beforeAll(async () => {
  pk = await office.officer('pk', 'palembang');
  otherPk = await office.officer('pk', 'palembang');
  head = await office.officer('head_of_bapas', 'palembang');
  section = await office.officer('section_head', 'palembang');
  counter = await office.officer('counter', 'palembang');
  stranger = await office.officer('pk', 'musi');
});

type Work<T> = (ctx: Ctx) => Promise<T>;
async function as<T extends { ok: boolean }>(who: Officer, work: Work<T>, now = defaultNow): Promise<T> {
  return (await office.as(who, now)).runOnce({ id: newId(), body: {} }, work);
}
const reads = async <T>(who: Officer, query: (ctx: Ctx) => Promise<T>, now = defaultNow): Promise<T> =>
  (await office.as(who, now)).read(query as never);
const onDay = (day: string) => new Date(`${day}T02:00:00Z`);
const myClient = (over = {}) => aReportingClient(office, { pk: pk.staffId, receivedOn: '2026-07-10', ...over });
const today = plainDate('2026-11-20');
const note = 'Klien bekerja di bengkel, tinggal bersama orang tua, tidak ada keluhan.';

const kept: Answers = { happenedOn: today, happenedAt: '', happening: 'complied', note, told: {}, next: 'none' };
const one = (caseId: string, kind: ContactKind, answers: Answers, over = {}) => ({
  caseId,
  kind,
  answers,
  plannedId: null,
  correctsId: null,
  ...over,
});
const record = (who: Officer, caseId: string, kind: ContactKind, answers: Answers, over = {}, now = defaultNow) =>
  as(who, (ctx) => recordContact(ctx, one(caseId, kind, answers, over)), now);
const history = async (who: Officer, caseId: string) => (await reads(who, (ctx) => readContacts(ctx, caseId))).history;

describe('what a contact means for the ledger', () => {
  test('a home visit with guidance fulfils the month, and what was said is kept once', async () => {
    const { caseId } = await myClient();
    const made = await record(pk, caseId, 'home_visit', kept);
    expect(made).toMatchObject({ ok: true });
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 fulfilled 0');
    const row = await office.owner
      .selectFrom('contacts.contact')
      .selectAll()
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ note: '', outcome: 'complied', staff_id: pk.staffId });
    expect(row.check_in_id).not.toBeNull();
    expect((await history(pk, caseId))[0]).toMatchObject({ note, kind: 'home_visit' });
  });

  test('a call and a talk at the office fulfil it as well; a presence call never does', async () => {
    const [called, talked, asked] = [await myClient(), await myClient(), await myClient()];
    await record(pk, called.caseId, 'call', { ...kept, medium: 'telephone' });
    await record(pk, talked.caseId, 'office_talk', kept);
    await record(pk, asked.caseId, 'presence_call', {
      happenedOn: today,
      medium: 'chat',
      happening: 'complied',
      note: 'Klien ada di rumah, hanya ditanyakan keberadaannya saja.',
      next: 'none',
    });
    expect(await ledgerOf(office, called.caseId)).toContain('2026-11-01 fulfilled 0');
    expect(await ledgerOf(office, talked.caseId)).toContain('2026-11-01 fulfilled 0');
    expect(await ledgerOf(office, asked.caseId)).toContain('2026-11-01 scheduled 0');
  });

  test('whose arrival the desk has recorded gets no second report of that day', async () => {
    const { caseId } = await myClient();
    await as(counter, (ctx) => recordCounterCheckIn(ctx, { caseId }));
    expect(await record(pk, caseId, 'office_talk', kept)).toMatchObject({ ok: true, receipt: null });
    const ledger = await reads(pk, (ctx) => readLedger(ctx, caseId));
    expect(ledger.periods.flatMap((period) => period.reports)).toHaveLength(1);
    expect((await history(pk, caseId))[0]).toMatchObject({ note, checkInId: null });
  });

  test('who was not met, and who came but failed, has not reported', async () => {
    const [absent, failed] = [await myClient(), await myClient()];
    await record(pk, absent.caseId, 'home_visit', {
      ...kept,
      told: undefined,
      happening: 'absent',
      absence: 'not_acceptable',
    } as Answers);
    await record(pk, failed.caseId, 'office_talk', {
      ...kept,
      told: undefined,
      happening: 'attended_failed',
    } as Answers);
    expect(await ledgerOf(office, absent.caseId)).toContain('2026-11-01 scheduled 0');
    expect(await ledgerOf(office, failed.caseId)).toContain('2026-11-01 scheduled 0');
    expect((await openTasksOf(office, 'contacts.not-complied')).length).toBeGreaterThanOrEqual(2);
  });

  test('another office, a colleague and the desk are turned away', async () => {
    const { caseId } = await myClient();
    for (const who of [stranger, otherPk])
      await expect(record(who, caseId, 'home_visit', kept)).rejects.toThrow(NotFound);
    await expect(record(counter, caseId, 'home_visit', kept)).rejects.toThrow('contact:record');
    for (const who of [stranger, otherPk]) await expect(history(who, caseId)).rejects.toThrow(NotFound);
  });
});

describe('the outcome is changed later', () => {
  test('by a new record that points to the old one and takes its report back', async () => {
    const { caseId } = await myClient();
    const first = await record(pk, caseId, 'home_visit', kept);
    if (!first.ok) throw new Error(first.refusal);
    const changed = await record(
      pk,
      caseId,
      'home_visit',
      { changeReason: 'Yang ditemui ternyata saudaranya.', happening: 'absent', absence: 'acceptable' },
      { correctsId: first.contactId },
    );
    expect(changed).toMatchObject({ ok: true });
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 scheduled 0');
    const [newer, older] = (await history(pk, caseId)).toSorted((a, b) => Number(a.isChanged) - Number(b.isChanged));
    expect(newer).toMatchObject({ correctsId: first.contactId, outcome: 'absent_acceptable', happenedOn: today });
    expect(older).toMatchObject({ isChanged: true, isReportVoided: true, note });
    const again = { changeReason: 'Sekali lagi diubah.', happening: 'attended_failed' } as const;
    expect(await record(pk, caseId, 'home_visit', again, { correctsId: first.contactId })).toEqual({
      ok: false,
      refusal: 'already_changed',
    });
  });

  test('proof is waited for until a day, then a task says so, and the changed outcome closes it', async () => {
    const { caseId } = await myClient();
    const first = await record(pk, caseId, 'home_visit', {
      ...kept,
      told: undefined,
      happening: 'absent',
      absence: 'waiting',
      evidenceUntil: '2026-11-25' as PlainDate,
    } as Answers);
    if (!first.ok) throw new Error(first.refusal);
    expect((await reads(pk, (ctx) => listWaitingEvidence(ctx, { mine: true }))).rows.map(({ id }) => id)).toContain(
      first.contactId,
    );
    const run = (day: string) => jobs['contacts.evidence'].run(office.work(onDay(day)), {});
    const open = async () =>
      (await openTasksOf(office, 'contacts.evidence-due')).filter(({ key }) => key === first.contactId);
    await run('2026-11-25');
    expect(await open()).toHaveLength(0);
    await run('2026-11-26');
    await run('2026-11-26');
    expect(await open()).toEqual([{ key: first.contactId, for_role: 'pk', staff_id: pk.staffId }]);
    await record(
      pk,
      caseId,
      'home_visit',
      { changeReason: 'Surat dokter diterima.', happening: 'absent', absence: 'acceptable' },
      { correctsId: first.contactId },
      onDay('2026-11-27'),
    );
    expect(await open()).toHaveLength(0);
  });
});

describe('dating back', () => {
  test('three days are the officer’s own, four are refused unless the head of section approves', async () => {
    const { caseId } = await myClient();
    const three = { ...kept, happenedOn: '2026-11-17' as PlainDate };
    expect(await record(pk, caseId, 'home_visit', three)).toMatchObject({ ok: true });
    const four = { ...kept, happenedOn: '2026-11-16' as PlainDate };
    expect(await record(pk, caseId, 'home_visit', four)).toEqual({ ok: false, refusal: 'too_long_ago' });
    expect(
      await record(pk, caseId, 'search', {
        happenedOn: '2026-11-16' as PlainDate,
        source: 'court_register',
        finding: 'nothing',
        note: '',
      }),
    ).toEqual({
      ok: false,
      refusal: 'too_long_ago',
    });
  });

  test('the request waits for the head of section, who records it in the officer’s name; nobody decides his own', async () => {
    const { caseId } = await myClient();
    const begun = await as(pk, (ctx) => beginContact(ctx, { caseId, kind: 'home_visit' }));
    if (!begun.ok) throw new Error(begun.refusal);
    const { draftId } = begun;
    const tell = (step: Parameters<typeof answerContact>[1]['step'], answers: Answers) =>
      as(pk, (ctx) => answerContact(ctx, { caseId, draftId, step, answers }));
    await tell('when', { happenedOn: '2026-11-10' as PlainDate, happenedAt: '' });
    await tell('outcome', { happening: 'complied' });
    await tell('talk', { note });
    await tell('told', { told: {} });
    expect(await tell('next', { next: 'none' })).toEqual({ ok: true, next: 'check' });
    expect(await as(pk, (ctx) => sendContact(ctx, { caseId, draftId }))).toEqual({
      ok: false,
      refusal: 'too_long_ago',
    });
    const asked = await as(pk, (ctx) => askForLate(ctx, { caseId, draftId, reason: 'Sinyal tidak ada di desa.' }));
    if (!asked.ok) throw new Error(asked.refusal);
    const { lateId } = asked;
    const decide = (who: Officer, decision: 'approved' | 'refused', why = '') =>
      as(who, (ctx) => decideLateRequest(ctx, { caseId, lateId, decision, note: why }));
    await expect(decide(pk, 'approved')).rejects.toThrow('contact:approve');
    await expect(decide(await office.officer('section_head', 'musi'), 'approved')).rejects.toThrow(NotFound);
    expect(await decide(section, 'refused')).toEqual({ ok: false, refusal: 'note_missing' });
    expect(await decide(section, 'approved')).toMatchObject({ ok: true });
    expect(await openTasksOf(office, 'contacts.late')).toEqual([]);
    expect((await history(pk, caseId))[0]).toMatchObject({ isLate: true, happenedOn: '2026-11-10', by: pk.actor.name });
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 fulfilled 0');
    await expect(decide(section, 'approved')).rejects.toThrow('decided meanwhile');
  });
});

test('the same note about five clients is shown to the head and not to the officer', async () => {
  const copied = 'Klien tidak ada di rumah, tetangga mengatakan ia bekerja di kebun sejak pagi hari.';
  const writer = await office.officer('pk', 'palembang');
  for (let client = 1; client <= 5; client++) {
    const { caseId } = await aReportingClient(office, { pk: writer.staffId, receivedOn: '2026-07-10' });
    await record(writer, caseId, 'home_visit', {
      ...kept,
      told: undefined,
      happening: 'absent',
      absence: 'acceptable',
      note: `${copied}${client === 3 ? ' ' : ''}`,
    } as Answers);
    const open = await openTasksOf(office, 'contacts.copied-note');
    expect(open.filter(({ key }) => key.startsWith(writer.accountId))).toHaveLength(client < 5 ? 0 : 1);
  }
  const mine = async (who: Officer) =>
    (await reads(who, (ctx) => listMyTasks(ctx, { kind: 'contacts.copied-note' }))).tasks.filter(({ key }) =>
      key.startsWith(writer.accountId),
    );
  expect(await mine(head)).toHaveLength(1);
  expect(await mine(writer)).toHaveLength(0);
});

describe('told one question a page', () => {
  test('answers stay when somebody goes back, and a changed answer lets go of what it no longer asks', async () => {
    const { caseId } = await myClient();
    const begun = await as(pk, (ctx) => beginContact(ctx, { caseId, kind: 'home_visit' }));
    if (!begun.ok) throw new Error(begun.refusal);
    const { draftId } = begun;
    const tell = (step: Parameters<typeof answerContact>[1]['step'], answers: Answers) =>
      as(pk, (ctx) => answerContact(ctx, { caseId, draftId, step, answers }));
    await tell('when', { happenedOn: today, happenedAt: '' });
    await tell('outcome', { happening: 'absent' });
    expect(await tell('absence', { absence: 'waiting' })).toEqual({ ok: true, next: 'evidence' });
    await tell('evidence', { evidenceUntil: '2026-11-24' as PlainDate });
    await tell('talk', { note: 'Rumah terkunci, tetangga tidak tahu.' });
    await tell('absence', { absence: 'acceptable' });
    const { draft } = await reads(pk, (ctx) => readDraft(ctx, caseId, draftId));
    expect(draft.answers).toMatchObject({
      happening: 'absent',
      absence: 'acceptable',
      note: 'Rumah terkunci, tetangga tidak tahu.',
    });
    expect(draft.answers.evidenceUntil).toBeUndefined();
    await expect(reads(section, (ctx) => readDraft(ctx, caseId, draftId))).rejects.toThrow(NotFound);
    expect(await as(pk, (ctx) => sendContact(ctx, { caseId, draftId }))).toEqual({
      ok: false,
      refusal: 'not_finished',
    });
    await tell('next', { next: 'none' });
    const runner = await office.as(pk);
    const send = () => runner.runOnce({ id: draftId, body: {} }, (ctx) => sendContact(ctx, { caseId, draftId }));
    const first = await send();
    expect(await send()).toEqual(first);
    expect(await history(pk, caseId)).toHaveLength(1);
  });
});

describe('the schedule', () => {
  const layOut = (day = today, caseId?: string) =>
    office
      .work(onDay(day))
      .inUnit(office.units.palembang, (ctx) =>
        layOutContacts(ctx, { unitId: office.units.palembang, today: day, ...(caseId ? { caseId } : {}) }),
      );
  const schedule = async (caseId: string) => (await reads(pk, (ctx) => readContacts(ctx, caseId))).schedule;
  const due = async (caseId: string) => (await schedule(caseId)).map(({ kind, dueOn }) => `${kind} ${dueOn}`);

  test('is laid out by rule, again and again the same, and a visit closes what was due', async () => {
    const { caseId } = await myClient({ guidanceStart: '2026-01-05', guidanceEnd: '2027-06-05' });
    await layOut(today, caseId);
    // Advanced phase: once in three months from the beginning of the guidance.
    expect(await due(caseId)).toEqual(['home_visit 2027-01-04', 'search 2027-01-04']);
    expect(await layOut(today, caseId)).toEqual({ added: 0, lifted: 0 });
    await record(pk, caseId, 'home_visit', kept);
    expect(await due(caseId)).toEqual(['search 2027-01-04']);
    expect(await layOut(today, caseId)).toEqual({ added: 0, lifted: 0 });
  });

  test('a client who was not met stays due; one at high risk is due every month', async () => {
    const { caseId } = await myClient({ guidanceEnd: '2027-06-05' });
    await layOut(today, caseId);
    await record(pk, caseId, 'home_visit', {
      ...kept,
      told: undefined,
      happening: 'absent',
      absence: 'acceptable',
    } as Answers);
    expect(await due(caseId)).toContain('home_visit 2027-01-04');
    await office.owner.updateTable('cases.client_case').set({ risk_band: 'high' }).where('id', '=', caseId).execute();
    await layOut(today, caseId);
    expect(await due(caseId)).toEqual(
      expect.arrayContaining(['home_visit 2026-12-04', 'home_visit 2027-01-04', 'search 2026-12-04']),
    );
    await office.owner.updateTable('cases.client_case').set({ state: 'paused' }).where('id', '=', caseId).execute();
    await layOut(today, caseId);
    expect(await due(caseId)).toEqual([]);
  });

  test('a day is set, moved with a reason, cancelled with a reason, and told to the client alone where it should be', async () => {
    const client = await myClient();
    const { caseId } = client;
    const plan = {
      caseId,
      kind: 'home_visit' as const,
      on: plainDate('2026-11-24'),
      time: '' as const,
      place: '',
      purpose: 'Kunjungan pertama',
      isTold: true,
    };
    expect(await as(pk, (ctx) => planContact(ctx, { ...plan, on: plainDate('2026-11-19') }))).toEqual({
      ok: false,
      refusal: 'day_past',
    });
    const planned = await as(pk, (ctx) => planContact(ctx, plan));
    if (!planned.ok) throw new Error(planned.refusal);
    await as(pk, (ctx) => planContact(ctx, { ...plan, kind: 'search', on: plainDate('2026-11-25') }));
    const { token } = await aClientSession(office, client);
    const guarantor = await aClientSession(office, client, 'guarantor');
    const own = async (session: string) =>
      (await office.asClient(session)).read((ctx) => listOwnAppointments(ctx, caseId, today));
    expect((await own(token)).map(({ kind, on }) => `${kind} ${on}`)).toEqual(['home_visit 2026-11-24']);
    expect(await own(guarantor.token)).toEqual([]);

    const move = { ...plan, plannedId: planned.plannedId, on: plainDate('2026-11-26') };
    expect(await as(pk, (ctx) => moveContact(ctx, { ...move, reason: '' }))).toEqual({
      ok: false,
      refusal: 'reason_missing',
    });
    await expect(as(stranger, (ctx) => moveContact(ctx, { ...move, reason: 'Hujan lebat.' }))).rejects.toThrow(
      NotFound,
    );
    const moved = await as(pk, (ctx) => moveContact(ctx, { ...move, reason: 'Hujan lebat.' }));
    if (!moved.ok) throw new Error(moved.refusal);
    expect(await as(pk, (ctx) => moveContact(ctx, { ...move, reason: 'Hujan lebat.' }))).toEqual({
      ok: false,
      refusal: 'already_closed',
    });
    expect((await own(token)).map(({ on }) => on)).toEqual(['2026-11-26']);
    expect(
      await as(pk, (ctx) => cancelPlan(ctx, { caseId, plannedId: moved.plannedId, reason: 'Klien pindah.' })),
    ).toMatchObject({ ok: true });
    expect(await own(token)).toEqual([]);
  });

  test('a day’s visits stand in the order that their officer gave them, and every count is the length of its list', async () => {
    const driver = await office.officer('pk', 'palembang');
    const clients: { caseId: string; plannedId: string }[] = [];
    for (const name of ['Ani Rekaan', 'Budi Rekaan', 'Cici Rekaan']) {
      const { caseId } = await aReportingClient(office, { pk: driver.staffId, name });
      const made = await as(driver, (ctx) =>
        planContact(ctx, { caseId, kind: 'home_visit', on: today, time: '', place: '', purpose: '', isTold: false }),
      );
      if (!made.ok) throw new Error(made.refusal);
      clients.push({ caseId, plannedId: made.plannedId });
    }
    const names = async () =>
      (await reads(driver, (ctx) => listStops(ctx, today, { mine: true }))).map(({ name }) => name.split(' ')[0]);
    expect(await names()).toEqual(['Ani', 'Budi', 'Cici']);
    await as(driver, (ctx) => moveStop(ctx, today, { plannedId: clients[2]!.plannedId, to: 'up' }));
    expect(await names()).toEqual(['Ani', 'Cici', 'Budi']);
    await as(driver, (ctx) => moveStop(ctx, today, { plannedId: clients[0]!.plannedId, to: 'down' }));
    expect(await names()).toEqual(['Cici', 'Ani', 'Budi']);
    expect(await as(pk, (ctx) => moveStop(ctx, today, { plannedId: clients[0]!.plannedId, to: 'up' }))).toEqual({
      ok: false,
      refusal: 'not_on_list',
    });
    await record(driver, clients[0]!.caseId, 'home_visit', kept, { plannedId: clients[0]!.plannedId });
    const stops = await reads(driver, (ctx) => listStops(ctx, today, { mine: true }));
    expect(stops.map(({ isDone }) => isDone)).toEqual([false, true, false]);
    expect(stops[1]!.last).toMatchObject({ note, kind: 'home_visit', outcome: 'complied' });

    const through = plainDate('2026-11-26');
    const counts = await reads(driver, (ctx) => countContacts(ctx, { today, through }, { mine: true }));
    const length = async (filter: Parameters<typeof listOutstanding>[1]) =>
      (await reads(driver, (ctx) => listOutstanding(ctx, filter, { mine: true }))).total;
    expect(counts).toMatchObject({
      visitsToday: await length({ plannedOn: today }),
      week: await length({ through }),
      overdue: await length({ through: plainDate('2026-11-19') }),
    });
    expect(counts.visitsToday).toBe(2);
    await expect(
      reads(stranger, (ctx) => countContacts(ctx, { today, through }, { unitId: office.units.palembang })),
    ).rejects.toThrow(NotFound);
  });
});

describe('people near the client', () => {
  const visitor = (address = '10.0.0.7') =>
    visitorAt({ db: office.app, journalKey: testJournalKey, now: new Date(), token: null, address, label: 'uji' });
  const answers = {
    seen: 'often',
    livesThere: 'yes',
    occupied: 'no',
    concern: 'some',
    words: 'Sering pulang malam.',
  } as const;
  async function invited(over = {}) {
    const client = await myClient(over);
    const made = await as(
      pk,
      (ctx) => inviteObserver(ctx, { caseId: client.caseId, kind: 'rt_rw', name: 'Pak RT Rekaan' }),
      new Date(),
    );
    if (!made.ok) throw new Error(made.refusal);
    return { ...client, observerId: made.observerId, code: observerCode(made.observerId) };
  }

  test('a link has 128 bits, says nothing of the client, and its answer is nobody’s record until an officer confirms it', async () => {
    const { caseId, code, personId } = await invited();
    expect(code).toHaveLength(27);
    const door = await openObserverDoor(visitor(), code);
    expect(door).toMatchObject({ state: 'open', name: 'Pak RT Rekaan' });
    const { name } = await office.owner
      .selectFrom('people.person')
      .select('name')
      .where('id', '=', personId)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(door)).not.toContain(name);
    expect(JSON.stringify(door)).not.toContain(caseId);

    const id = newId();
    const send = () => sendObservation(visitor(), code, id, answers);
    expect(await send()).toEqual({ ok: true });
    expect(await send()).toEqual({ ok: true });
    expect(await history(pk, caseId)).toEqual([]);
    const lines = await office.owner
      .selectFrom('platform.journal')
      .select('what')
      .where('case_id', '=', caseId)
      .where('what', 'like', 'observation.%')
      .execute();
    expect(lines).toEqual([]);
    const tasks = async () =>
      office.owner
        .selectFrom('tasks.task')
        .select(['for_role', 'staff_id', 'state'])
        .where('kind', '=', 'contacts.observation')
        .where('key', '=', id)
        .execute();
    expect(await tasks()).toEqual([{ for_role: 'pk', staff_id: pk.staffId, state: 'open' }]);
    const waiting = await reads(pk, (ctx) => listWaitingObservations(ctx, { mine: true }));
    expect(waiting.rows.filter((row) => row.caseId === caseId).map((row) => row.id)).toEqual([id]);

    const decide = (who: Officer, decision: 'confirmed' | 'set_aside', why = '') =>
      as(who, (ctx) => decideObservation(ctx, { caseId, observationId: id, decision, note: why }), new Date());
    await expect(decide(stranger, 'confirmed')).rejects.toThrow(NotFound);
    expect(await decide(pk, 'set_aside')).toEqual({ ok: false, refusal: 'note_missing' });
    expect(await decide(pk, 'confirmed')).toMatchObject({ ok: true });
    expect(await decide(pk, 'confirmed')).toEqual({ ok: false, refusal: 'already_decided' });
    expect((await tasks()).map(({ state }) => state)).toEqual(['done']);
    const [seen] = await history(pk, caseId);
    expect(seen).toMatchObject({ kind: 'observation', observedBy: 'rt_rw', toldBy: 'Pak RT Rekaan', outcome: null });
    expect(seen!.note).toContain('Sering pulang malam.');
  });

  test('a confirmed answer is what was planned; one that was set aside leaves the plan open', async () => {
    const { caseId, code } = await invited();
    const set = async (on: string) => {
      const plan = await as(
        pk,
        (ctx) =>
          planContact(ctx, {
            caseId,
            kind: 'observation',
            on: plainDate(on),
            time: '',
            place: '',
            purpose: '',
            isTold: false,
          }),
        new Date(),
      );
      if (!plan.ok) throw new Error(plan.refusal);
      return plan.plannedId;
    };
    const closedAs = async (id: string) =>
      (
        await office.owner
          .selectFrom('contacts.planned')
          .select('closed_as')
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
      ).closed_as;
    const decide = async (decision: 'confirmed' | 'set_aside') => {
      const id = newId();
      expect(await sendObservation(visitor(), code, id, answers)).toEqual({ ok: true });
      return as(
        pk,
        (ctx) => decideObservation(ctx, { caseId, observationId: id, decision, note: 'sudah ditelepon' }),
        new Date(),
      );
    };
    const day = dayAt('Asia/Jakarta', new Date());
    const planned = await set(day);
    expect(await decide('set_aside')).toMatchObject({ ok: true, contactId: null });
    expect(await closedAs(planned)).toBeNull();
    const later = await set(addDays(day, 3));
    const confirmed = await decide('confirmed');
    expect(await closedAs(planned)).toBe('done');
    expect(await closedAs(later)).toBeNull();
    const contact = await office.owner
      .selectFrom('contacts.contact')
      .select('planned_id')
      .where('id', '=', (confirmed as { contactId: string }).contactId)
      .executeTakeFirstOrThrow();
    expect(contact.planned_id).toBe(planned);
  });

  test('a withdrawn link, an expired one and one of a case that is over are as if they had never been', async () => {
    const [withdrawn, expired, over] = [await invited(), await invited(), await invited()];
    await as(pk, (ctx) =>
      revokeObserver(ctx, { caseId: withdrawn.caseId, observerId: withdrawn.observerId, reason: 'Salah orang.' }),
    );
    await office.owner
      .updateTable('contacts.observer')
      .set({ expires_on: '2026-01-01' })
      .where('id', '=', expired.observerId)
      .execute();
    await office.owner
      .updateTable('cases.client_case')
      .set({ state: 'ended', ended_on: '2026-11-19', end_reason: 'period_completed' })
      .where('id', '=', over.caseId)
      .execute();
    for (const { code } of [withdrawn, expired, over]) {
      expect(await openObserverDoor(visitor(), code)).toEqual({ state: 'unknown' });
      expect(await sendObservation(visitor(), code, newId(), answers)).toEqual({ ok: false, refusal: 'link_closed' });
    }
  });

  test('three answers a day are taken, and who tries many codes is held up before his code is looked up', async () => {
    const { code, caseId } = await invited();
    for (let turn = 0; turn < 3; turn++)
      expect(await sendObservation(visitor(), code, newId(), answers)).toEqual({ ok: true });
    expect(await sendObservation(visitor(), code, newId(), answers)).toEqual({ ok: false, refusal: 'too_many_today' });
    const { rows } = await database.owner.query('select 1 from contacts.observation where case_id = $1', [caseId]);
    expect(rows).toHaveLength(3);
    const other = await invited();
    for (let turn = 0; turn < 100; turn++) await openObserverDoor(visitor('10.9.9.9'), observerCode(newId()));
    expect(await openObserverDoor(visitor('10.9.9.9'), other.code)).toMatchObject({ state: 'wait' });
    expect(await openObserverDoor(visitor('10.9.9.8'), other.code)).toMatchObject({ state: 'open' });
  });
});

test('a search keeps its source, day and finding, the next one is due by rule, and a finding is a task for the head', async () => {
  const { caseId } = await myClient({ guidanceEnd: '2027-06-05' });
  const found: Answers = {
    happenedOn: today,
    source: 'court_register',
    finding: 'unclear',
    note: 'Nama mirip, perkara 12/Pid.B/2026.',
  };
  const made = await record(pk, caseId, 'search', found);
  if (!made.ok) throw new Error(made.refusal);
  expect((await history(pk, caseId))[0]).toMatchObject({
    source: 'court_register',
    finding: 'unclear',
    happenedOn: today,
  });
  expect(
    (await openTasksOf(office, 'contacts.search-found')).map(({ key, for_role }) => [key, for_role]),
  ).toContainEqual([made.contactId, 'section_head']);
  expect(await record(pk, caseId, 'search', { ...found, note: '' })).toEqual({ ok: false, refusal: 'not_finished' });
});
