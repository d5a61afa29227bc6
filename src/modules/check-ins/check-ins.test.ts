import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newCode } from '#kernel/codes';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import { setRisk } from '#modules/cases/server';
import { setPublicAddress } from '#modules/installation/server';
import { closeTaskByHand, listMyTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { aClientSession, aReportingClient, layOut, ledgerOf, openTasksOf, periodOf } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { defaultNow, openOffice, type Officer } from '#tests/support/office';
import {
  addPaperLine,
  answerCounterQuestions,
  answerDispute,
  closePeriods,
  correct,
  decidePaperBatch,
  excuseObligation,
  openPaperBatch,
  proposePaperBatch,
  raiseDispute,
  readCheckIn,
  readLedger,
  readPaperList,
  readSlip,
  recordCounterCheckIn,
  recordHelperCheckIn,
  recordHomeVisit,
  recordLate,
  recordRemoteCheckIn,
  reviewCheckIn,
  searchAtDesk,
  startChallenge,
  submitAppCheckIn,
  undoCheckIn,
  withdrawExcuse,
  withdrawPaperBatch,
  countMissed,
  countDue,
  deskDay,
  listArrivals,
  listDue,
  listMissed,
  listWaitingReviews,
} from './index.server.ts';

vi.setConfig({ testTimeout: 60_000 });

const database = await freshDatabase('check_ins');
const office = await openOffice(database);
afterAll(() => office.close());

let pk: Officer;
let otherPk: Officer;
let counter: Officer;
let head: Officer;
let section: Officer;
let stranger: Officer;
beforeAll(async () => {
  pk = await office.officer('pk', 'palembang');
  otherPk = await office.officer('pk', 'palembang');
  counter = await office.officer('counter', 'palembang');
  head = await office.officer('head_of_bapas', 'palembang');
  section = await office.officer('section_head', 'palembang');
  stranger = await office.officer('pk', 'musi');
});

type Work<T> = (ctx: Ctx) => Promise<T>;
async function as<T extends { ok: boolean }>(who: Officer, work: Work<T>, now = defaultNow): Promise<T> {
  return (await office.as(who, now)).runOnce({ id: newId(), body: {} }, work);
}
async function asClient<T extends { ok: boolean }>(token: string, work: Work<T>, now = defaultNow): Promise<T> {
  return (await office.asClient(token, now)).runOnce({ id: newId(), body: {} }, work);
}
const minutesLater = (minutes: number) => new Date(defaultNow.getTime() + minutes * 60_000);
const onDay = (day: string) => new Date(`${day}T02:00:00Z`);
/** The first close of a unit looks at its whole past; the scenes here were laid out after it. */
const forgetCloses = () => office.owner.deleteFrom('check_ins.period_close').execute();
const close = async (now: Date, unitId = office.units.palembang) => {
  if (unitId === office.units.palembang) await forgetCloses();
  return office
    .work(now)
    .inUnit(unitId, (ctx) => closePeriods(ctx, [{ unitId, today: plainDate(now.toISOString().slice(0, 10)) }]));
};
const myClient = (over = {}) => aReportingClient(office, { pk: pk.staffId, receivedOn: '2026-07-10', ...over });
const talk = 'Klien bekerja di bengkel, tinggal bersama orang tua, tidak ada keluhan.';

describe('at the desk', () => {
  test('an arrival fulfils the month, has a receipt with the next date, and leaves a line', async () => {
    const { caseId } = await myClient();
    const made = await as(counter, (ctx) => recordCounterCheckIn(ctx, { caseId }));
    expect(made).toMatchObject({
      ok: true,
      standing: 'on_time',
      period: { from: '2026-11-01', through: '2026-11-30' },
      next: { from: '2026-12-01', through: '2026-12-31' },
    });
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 fulfilled 0');
    const lines = await office.owner
      .selectFrom('platform.journal')
      .select('what')
      .where('case_id', '=', caseId)
      .where('what', 'like', 'check-in.%')
      .execute();
    expect(lines.map((line) => line.what)).toEqual(['check-in.recorded']);
    if (!made.ok) return;
    const slip = await (await office.as(counter)).read((ctx) => readSlip(ctx, made.receipt));
    expect(slip).toMatchObject({ caseId, next: { from: '2026-12-01' }, answered: false });
    expect(slip.undoUntil).not.toBeNull();
  });

  test('the same form sent twice is one arrival, a second scan of the day is refused', async () => {
    const { caseId } = await myClient();
    const id = newId();
    const runner = await office.as(counter);
    const send = () => runner.runOnce({ id, body: { caseId } }, (ctx) => recordCounterCheckIn(ctx, { caseId }));
    const [first, second] = [await send(), await send()];
    expect(second).toEqual(first);
    expect(await as(counter, (ctx) => recordCounterCheckIn(ctx, { caseId }))).toEqual({
      ok: false,
      refusal: 'same_day',
    });
    const { n } = await office.owner
      .selectFrom('check_ins.check_in')
      .select(({ fn }) => fn.countAll().as('n'))
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow();
    expect(Number(n)).toBe(1);
  });

  test('two officers at once make one fulfilment', async () => {
    const { caseId } = await myClient();
    const both = await Promise.all([
      as(counter, (ctx) => recordCounterCheckIn(ctx, { caseId })),
      as(pk, (ctx) => recordRemoteCheckIn(ctx, { caseId, medium: 'video', talk })),
      as(head, (ctx) => recordCounterCheckIn(ctx, { caseId })),
    ]);
    expect(both.filter((one) => one.ok && one.standing === 'on_time')).toHaveLength(1);
    const rows = await office.owner
      .selectFrom('check_ins.check_in')
      .select(['standing'])
      .where('case_id', '=', caseId)
      .where('voided_at', 'is', null)
      .execute();
    expect(rows.filter((row) => row.standing === 'on_time')).toHaveLength(1);
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 fulfilled 0');
  });

  test('whoever has not yet reported in the period under way is listed once, though later months are laid out', async () => {
    const officer = await office.officer('pk', 'palembang');
    const { caseId } = await aReportingClient(office, { pk: officer.staffId, receivedOn: '2026-07-10' });
    const due = async (begunBy?: string) => {
      const between = { from: plainDate('2026-11-20'), through: plainDate('2027-01-21') };
      const asked = { ...between, ...(begunBy ? { begunBy: plainDate(begunBy) } : {}) };
      const { rows, count } = await (
        await office.as(officer)
      ).read(async (ctx) => ({
        ...(await listDue(ctx, asked, { pkStaffId: officer.staffId })),
        count: await countDue(ctx, asked, { pkStaffId: officer.staffId }),
      }));
      expect(count).toBe(rows.length);
      return rows.map((row) => [row.caseId, row.from]);
    };
    expect(await due('2026-11-20')).toEqual([[caseId, '2026-11-01']]);
    expect(await due()).toEqual([
      [caseId, '2026-11-01'],
      [caseId, '2026-12-01'],
    ]);
  });

  test('a mis-scan is undone in one step and leaves the month open; recorded anew it counts', async () => {
    const { caseId } = await myClient();
    const made = await as(counter, (ctx) => recordCounterCheckIn(ctx, { caseId }));
    if (!made.ok) throw new Error('not recorded');
    expect(await as(counter, (ctx) => undoCheckIn(ctx, { checkInId: made.checkInId }), minutesLater(3))).toEqual({
      ok: true,
      caseId,
    });
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 scheduled 0');
    const { rows, total } = await (
      await office.as(counter)
    ).read(async (ctx) => listArrivals(ctx, office.units.palembang, (await deskDay(ctx))!.today));
    expect(rows.find((one) => one.checkInId === made.checkInId)).toMatchObject({ voided: true });
    expect(total).toBe(rows.filter((one) => !one.voided).length);
    expect(await as(counter, (ctx) => undoCheckIn(ctx, { checkInId: made.checkInId }))).toEqual({
      ok: false,
      refusal: 'already_voided',
    });
    expect(await as(counter, (ctx) => recordCounterCheckIn(ctx, { caseId }), minutesLater(4))).toMatchObject({
      ok: true,
      standing: 'on_time',
    });
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 fulfilled 0');
  });

  test('after the window only the counsellor takes it back, with a reason; another report of the month then fulfils it', async () => {
    const { caseId } = await myClient();
    const made = await as(counter, (ctx) => recordCounterCheckIn(ctx, { caseId }));
    await as(pk, (ctx) => recordHomeVisit(ctx, { caseId, talk }), minutesLater(5));
    if (!made.ok) throw new Error('not recorded');
    const later = minutesLater(120);
    expect(await as(counter, (ctx) => undoCheckIn(ctx, { checkInId: made.checkInId }), later)).toEqual({
      ok: false,
      refusal: 'too_late_to_undo',
    });
    expect(await as(pk, (ctx) => undoCheckIn(ctx, { checkInId: made.checkInId }), later)).toEqual({
      ok: false,
      refusal: 'reason_missing',
    });
    expect(
      await as(
        pk,
        (ctx) => undoCheckIn(ctx, { checkInId: made.checkInId, reason: 'Klien lain dengan nama sama' }),
        later,
      ),
    ).toMatchObject({ ok: true });
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 fulfilled 0');
    const visit = await office.owner
      .selectFrom('check_ins.check_in')
      .select('standing')
      .where('case_id', '=', caseId)
      .where('channel', '=', 'home_visit')
      .executeTakeFirstOrThrow();
    expect(visit.standing).toBe('on_time');
  });

  test('answers that differ become a task for the counsellor and change nothing in the record', async () => {
    const { caseId, personId } = await myClient();
    const before = await office.owner
      .selectFrom('people.person')
      .selectAll()
      .where('id', '=', personId)
      .executeTakeFirstOrThrow();
    const made = await as(counter, (ctx) => recordCounterCheckIn(ctx, { caseId }));
    if (!made.ok) throw new Error('not recorded');
    const answers = {
      address: 'changed',
      phone: 'same',
      problem: 'told',
      notes: { address: 'Pindah ke rumah kakak' },
    } as const;
    expect(await as(counter, (ctx) => answerCounterQuestions(ctx, { checkInId: made.checkInId, answers }))).toEqual({
      ok: true,
    });
    expect(await as(counter, (ctx) => answerCounterQuestions(ctx, { checkInId: made.checkInId, answers }))).toEqual({
      ok: false,
      refusal: 'already_answered',
    });
    for (const kind of ['check-ins.details-changed', 'check-ins.problem-told'])
      expect(await openTasksOf(office, kind)).toContainEqual({
        key: made.checkInId,
        for_role: 'pk',
        staff_id: pk.staffId,
      });
    expect(
      await office.owner.selectFrom('people.person').selectAll().where('id', '=', personId).executeTakeFirstOrThrow(),
    ).toEqual(before);
  });

  test('the desk finds by three letters or the register number, and never a child', async () => {
    const adult = await myClient({ name: 'Zulkarnaen Rekaan', registerLabel: '77/2026/PB' });
    const child = await myClient({ name: 'Zulkifli Rekaan', ageGroup: 'child', kind: 'diversion' });
    await office.owner
      .insertInto('people.name_word')
      .values([
        { word: 'zulkarnaen', person_id: adult.personId, unit_id: office.units.palembang },
        { word: 'zulkifli', person_id: child.personId, unit_id: office.units.palembang, guarded: true },
      ])
      .execute();
    const seen = async (who: Officer, typed: string) =>
      (await (await office.as(who)).read((ctx) => searchAtDesk(ctx, typed))).clients.map((one) => one.caseId);
    expect(await seen(counter, 'zul')).toEqual([adult.caseId]);
    expect(await seen(counter, '77/2026')).toEqual([adult.caseId]);
    expect(await seen(counter, 'zu')).toEqual([]);
    expect((await seen(pk, 'zul')).sort()).toEqual([adult.caseId, child.caseId].sort());
    await expect(as(counter, (ctx) => recordCounterCheckIn(ctx, { caseId: child.caseId }))).rejects.toThrow(NotFound);
    expect(await as(pk, (ctx) => recordCounterCheckIn(ctx, { caseId: child.caseId }))).toMatchObject({ ok: true });
  });

  test('forty entries in five minutes raise one alarm to the head and tell the officer nothing', async () => {
    const busy = await office.officer('counter', 'palembang');
    for (let one = 0; one < 40; one++) {
      const { caseId } = await myClient();
      await as(busy, (ctx) => recordCounterCheckIn(ctx, { caseId }), new Date(defaultNow.getTime() + one * 6_000));
    }
    const alarms = (await openTasksOf(office, 'check-ins.many-at-once')).filter((task) =>
      task.key.startsWith(busy.accountId),
    );
    expect(alarms).toEqual([{ key: `${busy.accountId}:2026-11-20`, for_role: 'head_of_bapas', staff_id: null }]);
    const look = async (who: Officer) =>
      (await office.as(who)).read(
        async (ctx) =>
          (await ctx.tx.selectFrom('tasks.task').select('id').where('kind', '=', 'check-ins.many-at-once').execute())
            .length,
      );
    expect(await look(busy)).toBe(0);
    expect(await look(head)).toBeGreaterThan(0);
  });

  const aCard = async (caseId: string, over: { kind?: 'client' | 'guarantor'; state?: string } = {}) => {
    const code = newCode(20);
    const account = await office.owner
      .insertInto('accounts.account')
      .values({ kind: over.kind ?? 'client' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const of = { case_id: caseId, unit_id: office.units.palembang };
    const guarantor =
      over.kind === 'guarantor' &&
      (await office.owner
        .insertInto('cases.guarantor')
        .values({ ...of, name: 'Ibu Klien', relation: 'parent' })
        .returning('id')
        .executeTakeFirstOrThrow());
    await office.owner
      .insertInto('accounts.client_access')
      .values({
        ...of,
        account_id: account.id,
        kind: over.kind ?? 'client',
        guarantor_id: guarantor ? guarantor.id : null,
        code_hash: createHash('sha256').update(code).digest(),
        state: over.state ?? 'active',
      })
      .execute();
    return code;
  };
  const byWhich = async (caseId: string) =>
    (
      await office.owner
        .selectFrom('check_ins.check_in')
        .select('identified_by')
        .where('case_id', '=', caseId)
        .executeTakeFirstOrThrow()
    ).identified_by;
  const alarmsAbout = async (who: Officer) =>
    (await openTasksOf(office, 'check-ins.many-at-once')).filter((task) => task.key.startsWith(who.accountId));

  test('entries by card do not count for the alarm', async () => {
    const scanning = await office.officer('counter', 'palembang');
    for (let one = 0; one < 10; one++) {
      const { caseId } = await myClient();
      const card = await aCard(caseId);
      await as(scanning, (ctx) => recordCounterCheckIn(ctx, { caseId, card: one % 2 ? card : `http://x/l/${card}` }));
      expect(await byWhich(caseId)).toBe('card');
    }
    expect(await alarmsAbout(scanning)).toEqual([]);
  });

  test('a card that is not this client’s, or no longer valid, proves nothing: eight of them are an alarm', async () => {
    const claiming = await office.officer('counter', 'palembang');
    const others = await aCard((await myClient()).caseId);
    for (let one = 0; one < 8; one++) {
      const { caseId } = await myClient();
      const claimed = [
        others,
        await aCard(caseId, { state: 'lost' }),
        await aCard(caseId, { kind: 'guarantor' }),
        newCode(20),
        'card',
      ];
      await as(claiming, (ctx) => recordCounterCheckIn(ctx, { caseId, card: claimed[one % claimed.length] }));
      expect(await byWhich(caseId)).toBe('sight');
    }
    expect(await alarmsAbout(claiming)).toHaveLength(1);
  });

  test('another office is turned away, everywhere', async () => {
    const { caseId } = await myClient();
    const november = await periodOf(office, caseId, '2026-11-01');
    const made = await as(counter, (ctx) => recordCounterCheckIn(ctx, { caseId }));
    if (!made.ok) throw new Error('not recorded');
    const checkInId = made.checkInId;
    const works: Work<{ ok: boolean }>[] = [
      (ctx) => recordCounterCheckIn(ctx, { caseId }),
      (ctx) => recordRemoteCheckIn(ctx, { caseId, medium: 'video', talk }),
      (ctx) => recordHomeVisit(ctx, { caseId, talk }),
      (ctx) => recordHelperCheckIn(ctx, { caseId, talk, helperName: 'Ibu', helperRelation: 'family' }),
      (ctx) =>
        recordLate(ctx, {
          caseId,
          obligationId: november,
          channel: 'in_person',
          happenedOn: plainDate('2026-11-20'),
          talk,
        }),
      (ctx) => undoCheckIn(ctx, { checkInId, reason: 'tidak berhak' }),
      (ctx) => correct(ctx, { checkInId, reason: 'tidak berhak', change: {} }),
      (ctx) => reviewCheckIn(ctx, { checkInId, outcome: 'accepted', note: '' }),
      (ctx) => excuseObligation(ctx, { obligationId: november, reason: 'illness', note: 'surat dokter' }),
      (ctx) => answerCounterQuestions(ctx, { checkInId, answers: {} }),
      (ctx) =>
        openPaperBatch(ctx, { unitId: office.units.palembang, day: plainDate('2026-11-19'), reason: 'Listrik padam' }),
    ];
    for (const work of works) await expect(as(stranger, work)).rejects.toThrow(NotFound);
    const looks = [
      (ctx: Ctx) => readLedger(ctx, caseId),
      (ctx: Ctx) => readCheckIn(ctx, checkInId),
      (ctx: Ctx) => readSlip(ctx, made.receipt),
    ];
    const runner = await office.as(stranger);
    for (const look of looks)
      await expect(runner.read((ctx) => look(ctx as Ctx) as Promise<unknown>)).rejects.toThrow(NotFound);
  });

  test('the desk may take arrivals, but not calls, reviews or what was said; a colleague who is not assigned may not either', async () => {
    const { caseId } = await myClient();
    const made = await as(pk, (ctx) => recordRemoteCheckIn(ctx, { caseId, medium: 'video', talk }));
    if (!made.ok) throw new Error('not recorded');
    await expect(as(counter, (ctx) => recordRemoteCheckIn(ctx, { caseId, medium: 'telephone', talk }))).rejects.toThrow(
      NotAllowed,
    );
    await expect((await office.as(counter)).read((ctx) => readCheckIn(ctx, made.checkInId))).rejects.toThrow(
      NotAllowed,
    );
    await expect(as(otherPk, (ctx) => recordRemoteCheckIn(ctx, { caseId, medium: 'telephone', talk }))).rejects.toThrow(
      NotFound,
    );
    expect((await (await office.as(pk)).read((ctx) => readCheckIn(ctx, made.checkInId))).content?.talk).toBe(talk);
  });
});

describe('by call, visit and helper', () => {
  test('a call with content counts, a presence call never does', async () => {
    const { caseId } = await myClient();
    expect(
      await as(pk, (ctx) => recordRemoteCheckIn(ctx, { caseId, medium: 'telephone', talk: '', presenceOnly: true })),
    ).toMatchObject({ ok: true, standing: 'presence_only' });
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 scheduled 0');
    expect(await as(pk, (ctx) => recordRemoteCheckIn(ctx, { caseId, medium: 'telephone', talk }))).toMatchObject({
      ok: true,
      standing: 'on_time',
    });
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 fulfilled 0');
  });
  test('where more evidence is asked a call is kept and is not enough, and a visit is', async () => {
    const { caseId } = await myClient();
    const set = await as(pk, (ctx) =>
      setRisk(ctx, { caseId, version: 1, riskBand: 'low', minimumGrade: 'B', reason: 'Asesmen RRI' }),
    );
    expect(set).toEqual({ ok: true });
    expect(await as(pk, (ctx) => recordRemoteCheckIn(ctx, { caseId, medium: 'telephone', talk }))).toMatchObject({
      ok: true,
      standing: 'extra',
    });
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 scheduled 0');
    await as(pk, (ctx) => recordRemoteCheckIn(ctx, { caseId, medium: 'video', talk }));
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 fulfilled 0');
  });

  test('a helper is named, and his report fulfils when it is reviewed', async () => {
    const { caseId } = await myClient();
    const made = await as(pk, (ctx) =>
      recordHelperCheckIn(ctx, { caseId, talk, helperName: 'Ketua RT Rekaan', helperRelation: 'rt_rw' }),
    );
    if (!made.ok) throw new Error('not recorded');
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 submitted 0');
    expect(
      await as(pk, (ctx) => reviewCheckIn(ctx, { checkInId: made.checkInId, outcome: 'accepted', note: '' })),
    ).toMatchObject({ ok: true, period: 'fulfilled' });
  });
  test('four days back is refused to the counsellor and allowed to the section head', async () => {
    const { caseId } = await myClient();
    const happenedOn = plainDate('2026-11-16');
    expect(await as(pk, (ctx) => recordHomeVisit(ctx, { caseId, talk, happenedOn }))).toEqual({
      ok: false,
      refusal: 'too_long_ago',
    });
    expect(
      await as(pk, (ctx) => recordHomeVisit(ctx, { caseId, talk, happenedOn: plainDate('2026-11-17') })),
    ).toMatchObject({ ok: true });
    const second = await myClient();
    expect(await as(section, (ctx) => recordHomeVisit(ctx, { caseId: second.caseId, talk, happenedOn }))).toMatchObject(
      { ok: true, standing: 'on_time' },
    );
    expect(
      await as(section, (ctx) => recordHomeVisit(ctx, { caseId, talk, happenedOn: plainDate('2026-11-21') })),
    ).toEqual({ ok: false, refusal: 'in_the_future' });
  });
  test('the same narrative over five clients is shown to the head', async () => {
    const copying = await office.officer('pk', 'palembang');
    for (let one = 0; one < 6; one++) {
      const { caseId } = await aReportingClient(office, { pk: copying.staffId, receivedOn: '2026-07-10' });
      await as(copying, (ctx) =>
        recordRemoteCheckIn(ctx, {
          caseId,
          medium: 'chat',
          talk: `${talk} Klien akan datang bulan depan sesuai jadwal.`,
        }),
      );
    }
    const shown = (await openTasksOf(office, 'check-ins.copied-talk')).filter((task) =>
      task.key.startsWith(copying.accountId),
    );
    expect(shown).toMatchObject([{ for_role: 'head_of_bapas', staff_id: null }]);
  });
  test('a correction is a new record that points to the old one', async () => {
    const { caseId } = await myClient();
    const made = await as(pk, (ctx) => recordRemoteCheckIn(ctx, { caseId, medium: 'telephone', talk }));
    if (!made.ok) throw new Error('not recorded');
    const mended = await as(pk, (ctx) =>
      correct(ctx, {
        checkInId: made.checkInId,
        reason: 'Ternyata panggilan video',
        change: { medium: 'video' },
        talk,
      }),
    );
    if (!mended.ok) throw new Error('not corrected');
    const rows = await office.owner
      .selectFrom('check_ins.check_in')
      .select(['id', 'corrects_id', 'grade', 'voided_at'])
      .where('case_id', '=', caseId)
      .orderBy('id')
      .execute();
    expect(rows).toMatchObject([
      { id: made.checkInId, corrects_id: null, grade: 'D' },
      { id: mended.checkInId, corrects_id: made.checkInId, grade: 'B', voided_at: null },
    ]);
    expect(rows[0]!.voided_at).not.toBeNull();
  });

  /** A client who is written to, and what was queued for him. */
  async function writtenTo() {
    const client = await myClient();
    await office.owner
      .insertInto('people.phone')
      .values({ person_id: client.personId, unit_id: client.unitId, number: '+628117770001', for_notices: true })
      .execute();
    const told = async () =>
      (await office.owner.selectFrom('messages.outbox').select('kind').where('case_id', '=', client.caseId).execute())
        .length;
    return { ...client, told };
  }
  beforeAll(async () => {
    const admin = await office.officer('office_admin', 'ditjenpas');
    await as(admin, (ctx) => setPublicAddress(ctx, 'https://simpul.example'));
    await office.owner
      .insertInto('messages.gateway')
      .values({ unit_id: office.units.palembang, kind: 'http', channel: 'sms', settings: '{}' })
      .execute();
  });

  test('a corrected late report stays the report of its month, reviewed as it was, and the client hears nothing', async () => {
    const { caseId, told } = await writtenTo();
    await close(onDay('2026-11-20'));
    const october = await periodOf(office, caseId, '2026-10-01');
    const late = await as(pk, (ctx) =>
      recordLate(ctx, {
        caseId,
        obligationId: october,
        channel: 'helper',
        happenedOn: plainDate('2026-11-19'),
        helperName: 'Ketua RT Reka',
        helperRelation: 'rt_rw',
        talk,
      }),
    );
    if (!late.ok) throw new Error('not recorded');
    await as(pk, (ctx) => reviewCheckIn(ctx, { checkInId: late.checkInId, outcome: 'accepted', note: '' }));
    const before = await ledgerOf(office, caseId);
    expect(before).toContain('2026-10-01 fulfilled 0');
    const toldBefore = await told();

    const change = { helperName: 'Ketua RT Rekaan' };
    const apk = await office.officer('apk', 'palembang');
    const guidedBy = (staffId: string) =>
      office.owner.updateTable('cases.client_case').set({ pk_staff_id: staffId }).where('id', '=', caseId).execute();
    await guidedBy(apk.staffId);
    expect(
      await as(apk, (ctx) => correct(ctx, { checkInId: late.checkInId, reason: 'Salah tulis nama', change })),
    ).toEqual({ ok: false, refusal: 'reviewed_by_counsellor' });
    await guidedBy(pk.staffId);
    const mended = await as(
      pk,
      (ctx) => correct(ctx, { checkInId: late.checkInId, reason: 'Salah tulis nama', change }),
      minutesLater(30),
    );
    expect(mended).toMatchObject({ ok: true, standing: 'late', period: { from: '2026-10-01' } });
    expect(await ledgerOf(office, caseId)).toEqual(before);
    expect(await told()).toBe(toldBefore);
    if (!mended.ok) return;
    const seen = await (await office.as(pk)).read((ctx) => readCheckIn(ctx, mended.checkInId));
    expect(seen).toMatchObject({ helperName: 'Ketua RT Rekaan', review: 'accepted', content: { talk } });
  });

  test('a correction of a month that is over passes through no miss and keeps what the client said', async () => {
    const { caseId, told } = await writtenTo();
    await close(onDay('2026-10-01'));
    const made = await as(
      pk,
      (ctx) =>
        recordHomeVisit(ctx, {
          caseId,
          talk,
          followUp: 'Menghubungi bengkel',
          happenedAtTime: '09:15' as ClockTime,
          answers: { problem: 'told', address: 'changed', notes: { problem: 'Dipecat' } },
        }),
      onDay('2026-10-19'),
    );
    if (!made.ok) throw new Error('not recorded');
    await close(onDay('2026-11-20'));
    const before = await ledgerOf(office, caseId);
    expect(before).toContain('2026-10-01 fulfilled 0');
    const toldBefore = await told();
    // The counsellor has dealt with the address by now, and not with the problem.
    await office.owner
      .updateTable('tasks.task')
      .set({ state: 'done' })
      .where('key', '=', made.checkInId)
      .where('kind', '=', 'check-ins.details-changed')
      .execute();

    const mended = await as(section, (ctx) =>
      correct(ctx, {
        checkInId: made.checkInId,
        reason: 'Panggilan, bukan kunjungan',
        change: { channel: 'remote_call', medium: 'video' },
      }),
    );
    if (!mended.ok) throw new Error('not corrected');
    expect(await ledgerOf(office, caseId)).toEqual(before);
    expect(await told()).toBe(toldBefore);
    const seen = await (await office.as(pk)).read((ctx) => readCheckIn(ctx, mended.checkInId));
    expect(seen.happenedAt).toEqual(new Date('2026-10-19T02:15:00Z'));
    expect(seen.content).toMatchObject({
      talk,
      followUp: 'Menghubungi bengkel',
      answers: { problem: 'told', notes: { problem: 'Dipecat' } },
    });
    const keys = async (kind: string) => (await openTasksOf(office, kind)).map(({ key }) => key);
    expect(await keys('check-ins.problem-told')).toContain(mended.checkInId);
    expect(await keys('check-ins.problem-told')).not.toContain(made.checkInId);
    expect(await keys('check-ins.details-changed')).not.toContain(mended.checkInId);
  });

  test('where calls count only if urgent, a corrected urgent call still counts', async () => {
    const { caseId } = await myClient();
    const option = { unit_id: office.units.palembang, rule_id: 'check-ins.channels', name: 'remote_call' };
    const chosen = await office.owner
      .insertInto('units.rule_option')
      .values({
        ...option,
        value: JSON.stringify('if_urgent'),
        holds_from: '2026-01-01',
        reason: 'uji',
        set_by: head.accountId,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const call = { caseId, medium: 'telephone' as const, talk };
    const made = await as(pk, (ctx) => recordRemoteCheckIn(ctx, { ...call, urgentReason: true }));
    if (!made.ok) throw new Error('not recorded');
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 fulfilled 0');
    const mended = await as(pk, (ctx) =>
      correct(ctx, { checkInId: made.checkInId, reason: 'Lewat obrolan', change: { medium: 'chat' } }),
    );
    expect(mended).toMatchObject({ ok: true, standing: 'on_time' });
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 fulfilled 0');
    await office.owner.deleteFrom('units.rule_option').where('id', '=', chosen.id).execute();
  });
});

describe("by the client's own phone", () => {
  const aPhoto = async (client: { caseId: string; unitId: number }, accountId: string, bytes = newId()) => {
    const file = await office.owner
      .insertInto('platform.file')
      .values({
        sha256: Buffer.from(bytes),
        media_type: 'image/jpeg',
        bytes: 10,
        look: Math.trunc(Math.random() * 2 ** 48),
        unit_id: client.unitId,
        case_id: client.caseId,
        uploaded_by: accountId,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return file.id;
  };

  test('with a photo and a fresh number it is grade C and waits; accepted it fulfils', async () => {
    const client = await myClient();
    const { accountId, token } = await aClientSession(office, client);
    const challenge = await asClient(token, (ctx) => startChallenge(ctx, { number: '4711' }));
    const photoFileId = await aPhoto(client, accountId);
    const sent = await asClient(
      token,
      (ctx) => submitAppCheckIn(ctx, { answers: { address: 'same' }, photoFileId, challengeId: challenge.challengeId }),
      minutesLater(4),
    );
    expect(sent).toMatchObject({
      ok: true,
      grade: 'C',
      standing: 'on_time',
      enough: true,
      period: { from: '2026-11-01' },
      next: { from: '2026-12-01' },
    });
    expect(await ledgerOf(office, client.caseId)).toContain('2026-11-01 submitted 0');
    const waiting = await (await office.as(pk)).read((ctx) => listWaitingReviews(ctx));
    expect(waiting.rows.map((row) => row.caseId)).toContain(client.caseId);
    if (!sent.ok) return;
    const seen = await (await office.as(pk)).read((ctx) => readCheckIn(ctx, sent.checkInId));
    expect(seen.challengeNumber).toBe('4711');
    await as(pk, (ctx) =>
      reviewCheckIn(ctx, { checkInId: sent.checkInId, outcome: 'accepted_with_concern', note: 'wajah agak gelap' }),
    );
    expect(await ledgerOf(office, client.caseId)).toContain('2026-11-01 fulfilled 0');
  });

  test('a used, foreign or stale number makes it grade D with a sign, and the status is the same', async () => {
    const client = await myClient();
    const { accountId, token } = await aClientSession(office, client);
    const challenge = await asClient(token, (ctx) => startChallenge(ctx, { number: '1234' }));
    const photoFileId = await aPhoto(client, accountId);
    const sent = await asClient(
      token,
      (ctx) => submitAppCheckIn(ctx, { answers: {}, photoFileId, challengeId: challenge.challengeId }),
      minutesLater(11),
    );
    expect(sent).toMatchObject({ ok: true, grade: 'D', standing: 'on_time' });
    expect(await ledgerOf(office, client.caseId)).toContain('2026-11-01 submitted 0');
    if (!sent.ok) return;
    expect((await openTasksOf(office, 'check-ins.flagged')).map((task) => task.key)).toContain(sent.checkInId);
    await as(pk, (ctx) =>
      reviewCheckIn(ctx, { checkInId: sent.checkInId, outcome: 'more_needed', note: 'Kirim foto baru' }),
    );
    expect((await openTasksOf(office, 'check-ins.flagged')).map((task) => task.key)).not.toContain(sent.checkInId);
    expect(await ledgerOf(office, client.caseId)).toContain('2026-11-01 scheduled 0');
    const again = await asClient(
      token,
      (ctx) => submitAppCheckIn(ctx, { answers: {}, photoFileId, challengeId: challenge.challengeId }),
      minutesLater(30),
    );
    expect(again).toMatchObject({ ok: true, grade: 'D' });
    const signs = await office.owner
      .selectFrom('check_ins.flag')
      .select(['kind'])
      .where('case_id', '=', client.caseId)
      .orderBy('made_at')
      .execute();
    expect(signs.map((sign) => sign.kind)).toEqual(expect.arrayContaining(['challenge_failed', 'photo_reused']));
  });

  test('two sent at once are one', async () => {
    const client = await myClient();
    const { token } = await aClientSession(office, client);
    const both = await Promise.all([1, 2].map(() => asClient(token, (ctx) => submitAppCheckIn(ctx, { answers: {} }))));
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(both).toContainEqual({ ok: false, refusal: 'already_waiting' });
  });

  test('sent on the last day and not reviewed it is not missed; found to be someone else it is, with all that follows', async () => {
    const client = await myClient();
    const { token } = await aClientSession(office, client);
    const sent = await asClient(token, (ctx) => submitAppCheckIn(ctx, { answers: {} }), onDay('2026-11-30'));
    if (!sent.ok) throw new Error('not sent');
    await close(onDay('2026-12-01'));
    expect(await ledgerOf(office, client.caseId)).toEqual(
      expect.arrayContaining(['2026-10-01 missed 3', '2026-11-01 submitted 0']),
    );
    await as(
      pk,
      (ctx) =>
        reviewCheckIn(ctx, { checkInId: sent.checkInId, outcome: 'not_the_person', note: 'Adiknya yang difoto' }),
      onDay('2026-12-02'),
    );
    expect(await ledgerOf(office, client.caseId)).toContain('2026-11-01 missed 4');
    expect(await openTasksOf(office, 'breach.third-miss')).toContainEqual({
      key: await periodOf(office, client.caseId, '2026-08-01'),
      for_role: 'section_head',
      staff_id: null,
    });
  });

  test('where the plan asks for better evidence the report is kept and is not enough', async () => {
    const client = await myClient();
    await office.owner
      .updateTable('cases.client_case')
      .set({ minimum_grade: 'C' })
      .where('id', '=', client.caseId)
      .execute();
    const { token } = await aClientSession(office, client);
    expect(await asClient(token, (ctx) => submitAppCheckIn(ctx, { answers: {} }))).toMatchObject({
      ok: true,
      grade: 'D',
      enough: false,
    });
    expect(await ledgerOf(office, client.caseId)).toContain('2026-11-01 scheduled 0');
  });

  test('a position that jumped is a sign and nothing more', async () => {
    const client = await myClient();
    const { token } = await aClientSession(office, client);
    const at = (latitude: number, longitude: number, moment: Date) => ({
      latitude,
      longitude,
      accuracyM: 15,
      at: moment,
    });
    await asClient(
      token,
      (ctx) => submitAppCheckIn(ctx, { answers: {}, position: at(3.5952, 98.6722, onDay('2026-10-31')) }),
      onDay('2026-10-31'),
    );
    const hourLater = new Date(onDay('2026-10-31').getTime() + 26 * 3_600_000);
    const plain = await myClient();
    const other = await aClientSession(office, plain);
    await asClient(other.token, (ctx) => submitAppCheckIn(ctx, { answers: {} }), hourLater);
    const jumped = await asClient(
      token,
      (ctx) =>
        submitAppCheckIn(ctx, {
          answers: {},
          position: at(-2.5337, 140.7181, new Date(onDay('2026-10-31').getTime() + 3_600_000)),
        }),
      hourLater,
    );
    expect(jumped.ok).toBe(true);
    const signs = await office.owner
      .selectFrom('check_ins.flag')
      .select('kind')
      .where('case_id', '=', client.caseId)
      .execute();
    expect(signs.map((sign) => sign.kind)).toContain('position_impossible');
    const state = async (caseId: string) =>
      (await ledgerOf(office, caseId)).filter((line) => line.startsWith('2026-11'));
    expect(await state(client.caseId)).toEqual(await state(plain.caseId));
  });

  test('a guarantor may look and may not report', async () => {
    const client = await myClient();
    const { token } = await aClientSession(office, client, 'guarantor');
    await expect(asClient(token, (ctx) => submitAppCheckIn(ctx, { answers: {} }))).rejects.toThrow(NotFound);
    const ledger = await (await office.asClient(token)).read((ctx) => readLedger(ctx, client.caseId));
    expect(ledger.periods.length).toBeGreaterThan(0);
  });
});

describe('misses, excuses, late reports', () => {
  test('closing twice is the same as once, and the first, second and third miss go to the right people', async () => {
    const client = await myClient({ at: 'musi', pk: null });
    const [first, second] = [
      await close(onDay('2026-11-20'), client.unitId),
      await close(onDay('2026-11-20'), client.unitId),
    ];
    expect(first[0]!.missed).toBeGreaterThan(0);
    expect(second).toEqual([]);
    expect(await ledgerOf(office, client.caseId)).toEqual([
      '2026-08-01 missed 1',
      '2026-09-01 missed 2',
      '2026-10-01 missed 3',
      '2026-11-01 scheduled 0',
      '2026-12-01 scheduled 0',
    ]);
    // The row is one thing, kept by its first period.
    const august = await periodOf(office, client.caseId, '2026-08-01');
    expect(await openTasksOf(office, 'check-ins.second-miss')).toContainEqual({
      key: august,
      for_role: 'pk',
      staff_id: null,
    });
    expect(await openTasksOf(office, 'breach.third-miss')).toContainEqual({
      key: august,
      for_role: 'section_head',
      staff_id: null,
    });
    const lines = await office.owner
      .selectFrom('platform.journal')
      .select('about')
      .where('what', '=', 'check-ins.periods-closed')
      .where('unit_id', '=', client.unitId)
      .execute();
    expect(lines).toHaveLength(1);
    const head = await office.as(await office.officer('head_of_bapas', 'musi'));
    const today = plainDate('2026-11-20');
    const missed = await head.read((ctx) => listMissed(ctx, { atLeast: 3, today }));
    expect(missed.rows.map((row) => [row.caseId, row.misses])).toContainEqual([client.caseId, 3]);
    // The three numbers of the morning are the lengths of the three lists, and those the clients whose newest closed period was missed.
    const lists = await Promise.all(
      [{ atLeast: 1, atMost: 1 }, { atLeast: 2, atMost: 2 }, { atLeast: 3 }].map((row) =>
        head.read((ctx) => listMissed(ctx, { ...row, today }, { unitId: client.unitId })),
      ),
    );
    const { rows: newest } = await database.owner.query<{ misses: number }>(
      `select distinct on (o.case_id) o.missed_in_a_row as misses, o.state from check_ins.obligation o join cases.client_case c on c.id = o.case_id
       where c.unit_id = $1 and c.state in ('received', 'active', 'paused') and o.state <> 'lifted'
         and (o.period_until < $2 or o.state in ('fulfilled', 'excused')) and o.state <> 'scheduled' order by o.case_id, o.period_from desc`,
      [client.unitId, today],
    );
    const told = [1, 2, 3].map((row) => newest.filter(({ misses }) => (row < 3 ? misses === row : misses >= 3)).length);
    expect(lists.map((list) => list.total)).toEqual(told);
    expect(Object.values(await head.read((ctx) => countMissed(ctx, today, { unitId: client.unitId })))).toEqual(told);
    expect(told[2]).toBeGreaterThan(0);
  });

  test('an excuse breaks the row and withdraws what hung on it; withdrawn, the row stands again', async () => {
    const client = await myClient();
    await close(onDay('2026-11-20'));
    const [august, september, october] = [
      await periodOf(office, client.caseId, '2026-08-01'),
      await periodOf(office, client.caseId, '2026-09-01'),
      await periodOf(office, client.caseId, '2026-10-01'),
    ];
    const excused = await as(pk, (ctx) =>
      excuseObligation(ctx, {
        obligationId: september,
        reason: 'illness',
        note: 'Surat dokter RS Rekaan 12 September',
      }),
    );
    if (!excused.ok) throw new Error('not excused');
    expect((await ledgerOf(office, client.caseId)).slice(0, 3)).toEqual([
      '2026-08-01 missed 1',
      '2026-09-01 excused 0',
      '2026-10-01 missed 1',
    ]);
    expect((await openTasksOf(office, 'breach.third-miss')).map((task) => task.key)).not.toContain(august);
    expect((await openTasksOf(office, 'check-ins.second-miss')).map((task) => task.key)).not.toContain(august);
    expect(
      await as(pk, (ctx) =>
        excuseObligation(ctx, { obligationId: september, reason: 'illness', note: 'Surat dokter lagi' }),
      ),
    ).toEqual({ ok: false, refusal: 'already_excused' });
    expect(
      await as(pk, (ctx) => excuseObligation(ctx, { obligationId: october, reason: 'other', note: 'tdk' })),
    ).toEqual({ ok: false, refusal: 'proof_missing' });
    await as(pk, (ctx) => withdrawExcuse(ctx, { excuseId: excused.excuseId, why: 'Surat ternyata palsu' }));
    expect((await ledgerOf(office, client.caseId)).slice(0, 3)).toEqual([
      '2026-08-01 missed 1',
      '2026-09-01 missed 2',
      '2026-10-01 missed 3',
    ]);
    expect((await openTasksOf(office, 'breach.third-miss')).map((task) => task.key)).toContain(august);
  });

  test('a row of misses is one open thing: it tells the newest number, and comes anew when it grows after it was closed', async () => {
    const client = await myClient({ at: 'musi', pk: null });
    const head = await office.officer('head_of_bapas', 'musi');
    const mine = async () =>
      (
        await (
          await office.as(head)
        ).read((ctx) => listMyTasks(ctx, { kind: 'breach.third-miss', caseId: client.caseId }))
      ).tasks;
    await close(onDay('2026-11-20'), client.unitId);
    // Nobody at Musi leads a section, so it is the head's.
    expect((await mine()).map((task) => task.facts['misses'])).toEqual([3]);

    await close(onDay('2026-12-05'), client.unitId);
    expect((await mine()).map((task) => task.facts['misses'])).toEqual([4]);

    const [open] = await mine();
    await (
      await office.as(head)
    ).runOnce({ id: newId(), body: {} }, (ctx) => closeTaskByHand(ctx, open!.id, 'Sudah dipanggil'));
    expect(await mine()).toEqual([]);
    await close(onDay('2027-01-05'), client.unitId);
    expect((await mine()).map((task) => task.facts['misses'])).toEqual([5]);

    await office.officer('section_head', 'musi');
    expect(await mine()).toEqual([]);
  });

  test('a document alone is proof enough', async () => {
    const client = await myClient();
    await close(onDay('2026-11-20'));
    const october = await periodOf(office, client.caseId, '2026-10-01');
    const file = await office.owner
      .insertInto('platform.file')
      .values({
        sha256: Buffer.alloc(32, 1),
        media_type: 'application/pdf',
        bytes: 4,
        content: Buffer.from('%PDF'),
        unit_id: client.unitId,
        uploaded_by: pk.accountId,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const document = await office.owner
      .insertInto('cases.document')
      .values({
        case_id: client.caseId,
        unit_id: client.unitId,
        kind: 'proof',
        title: 'Surat dokter',
        file_id: file.id,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const excuse = { obligationId: october, reason: 'illness' as const, note: '', documentId: document.id };
    expect(await as(pk, (ctx) => excuseObligation(ctx, excuse))).toMatchObject({ ok: true });
    expect(await ledgerOf(office, client.caseId)).toContain('2026-10-01 excused 0');
  });

  test('a late report ends the miss, says that it was late, and breaks the row', async () => {
    const client = await myClient();
    await close(onDay('2026-11-20'));
    const october = await periodOf(office, client.caseId, '2026-10-01');
    const late = await as(pk, (ctx) =>
      recordLate(ctx, {
        caseId: client.caseId,
        obligationId: october,
        channel: 'in_person',
        happenedOn: plainDate('2026-11-19'),
        talk,
      }),
    );
    expect(late).toMatchObject({ ok: true, standing: 'late' });
    expect((await ledgerOf(office, client.caseId)).slice(2, 4)).toEqual([
      '2026-10-01 fulfilled 0',
      '2026-11-01 scheduled 0',
    ]);
    const ledger = await (await office.as(pk)).read((ctx) => readLedger(ctx, client.caseId));
    expect(ledger.summary).toMatchObject({ late: 1, missed: 2, missesInARow: 0 });
    const tooLate = () =>
      as(pk, (ctx) =>
        recordLate(ctx, {
          caseId: client.caseId,
          obligationId: october,
          channel: 'in_person',
          happenedOn: plainDate('2026-11-20'),
          talk,
        }),
      );
    expect(await tooLate()).toEqual({ ok: false, refusal: 'nothing_missed' });
  });

  test('where late reports count as missed the row goes on', async () => {
    const client = await myClient({ at: 'kupang', pk: null });
    const leader = await office.officer('head_of_bapas', 'kupang');
    await office.owner
      .insertInto('units.rule_option')
      .values({
        unit_id: office.units.kupang,
        rule_id: 'check-ins.missed-in-a-row',
        name: 'late_report',
        value: JSON.stringify('counts_as_missed'),
        holds_from: '2026-01-01',
        reason: 'uji',
        set_by: leader.accountId,
      })
      .execute();
    await close(onDay('2026-10-20'), client.unitId);
    const september = await periodOf(office, client.caseId, '2026-09-01');
    await as(
      leader,
      (ctx) =>
        recordLate(ctx, {
          caseId: client.caseId,
          obligationId: september,
          channel: 'in_person',
          happenedOn: plainDate('2026-10-20'),
          talk,
        }),
      onDay('2026-10-20'),
    );
    await close(onDay('2026-11-20'), client.unitId);
    expect((await ledgerOf(office, client.caseId)).slice(0, 3)).toEqual([
      '2026-08-01 missed 1',
      '2026-09-01 fulfilled 2',
      '2026-10-01 missed 3',
    ]);
  });

  test('periods before the ledger are not recorded and can still be fulfilled while they last', async () => {
    const client = await myClient({ past: 'not_recorded' });
    await close(onDay('2026-11-20'));
    expect((await ledgerOf(office, client.caseId)).slice(0, 3)).toEqual([
      '2026-08-01 not_recorded 0',
      '2026-09-01 not_recorded 0',
      '2026-10-01 not_recorded 0',
    ]);
    const ledger = await (await office.as(head)).read((ctx) => readLedger(ctx, client.caseId));
    expect(ledger.summary).toMatchObject({ notRecorded: 3, missed: 0 });
  });

  test('a pause lifts what it covers, also a miss, and the row behind it is counted anew', async () => {
    const client = await myClient();
    await close(onDay('2026-11-20'));
    await office.owner
      .insertInto('cases.pause')
      .values({
        case_id: client.caseId,
        unit_id: client.unitId,
        starts_on: '2026-09-01',
        ends_on: '2026-09-28',
        reason: 'dirawat',
      })
      .execute();
    await layOut(office, client.unitId, client.caseId);
    expect((await ledgerOf(office, client.caseId)).slice(0, 3)).toEqual([
      '2026-08-01 missed 1',
      '2026-10-01 missed 2',
      '2026-11-01 scheduled 0',
    ]);
    expect(await layOut(office, client.unitId, client.caseId)).toEqual({ added: 0, lifted: 0 });
    expect(await layOut(office, client.unitId)).toMatchObject({ lifted: 0 });
  });

  test('the end of guidance cuts the ledger; moved away again, it grows back', async () => {
    const client = await myClient();
    const endOn = async (day: string) => {
      await office.owner
        .updateTable('cases.client_case')
        .set({ guidance_end: day })
        .where('id', '=', client.caseId)
        .execute();
      await layOut(office, client.unitId, client.caseId);
      return (
        await office.owner
          .selectFrom('check_ins.obligation')
          .select(['period_from', 'period_until'])
          .where('case_id', '=', client.caseId)
          .where('state', '<>', 'lifted')
          .where('period_from', '>=', '2026-11-01')
          .orderBy('period_from')
          .execute()
      ).map((row) => `${row.period_from}..${row.period_until}`);
    };
    expect(await endOn('2026-12-14')).toEqual(['2026-11-01..2026-11-30', '2026-12-01..2026-12-14']);
    expect(await endOn('2026-11-25')).toEqual(['2026-11-01..2026-11-25']);
    expect(await endOn('2027-06-30')).toEqual([
      '2026-11-01..2026-11-30',
      '2026-12-01..2026-12-31',
      '2027-01-01..2027-01-31',
    ]);
  });

  test('the client, the counsellor, the desk and the head read the same figures', async () => {
    const client = await myClient();
    await close(onDay('2026-11-20'));
    await as(counter, (ctx) => recordCounterCheckIn(ctx, { caseId: client.caseId }));
    const { token } = await aClientSession(office, client);
    const own = await (await office.asClient(token)).read((ctx) => readLedger(ctx, client.caseId));
    for (const who of [pk, head, counter, section]) {
      const seen = await (await office.as(who)).read((ctx) => readLedger(ctx, client.caseId));
      expect(seen.summary).toEqual(own.summary);
      expect(seen.periods.map((one) => [one.from, one.state, one.missedInARow])).toEqual(
        own.periods.map((one) => [one.from, one.state, one.missedInARow]),
      );
    }
    expect(own.summary).toMatchObject({ missed: 3, onTime: 1, missesInARow: 0 });
  });

  test('a client disputes a period and reads the answer', async () => {
    const client = await myClient();
    await close(onDay('2026-11-20'));
    const october = await periodOf(office, client.caseId, '2026-10-01');
    const { token } = await aClientSession(office, client);
    const raised = await asClient(token, (ctx) =>
      raiseDispute(ctx, { obligationId: october, text: 'Saya datang tanggal 12 Oktober dan bertemu petugas.' }),
    );
    if (!raised.ok) throw new Error('not raised');
    expect(await asClient(token, (ctx) => raiseDispute(ctx, { obligationId: october, text: 'Sekali lagi.' }))).toEqual({
      ok: false,
      refusal: 'already_disputed',
    });
    expect(await openTasksOf(office, 'check-ins.dispute')).toContainEqual({
      key: raised.disputeId,
      for_role: 'pk',
      staff_id: pk.staffId,
    });
    await expect(
      as(counter, (ctx) =>
        answerDispute(ctx, { disputeId: raised.disputeId, outcome: 'rejected', answer: 'bukan wewenang' }),
      ),
    ).rejects.toThrow();
    const uphold = () =>
      as(pk, (ctx) =>
        answerDispute(ctx, { disputeId: raised.disputeId, outcome: 'upheld', answer: 'Benar, tercatat di buku tamu.' }),
      );
    expect(await uphold()).toEqual({ ok: false, refusal: 'not_put_right' });
    await expect(
      (await office.as(pk)).runOnce({ id: newId(), body: {} }, async (ctx) => {
        await ctx.tx
          .updateTable('check_ins.dispute')
          .set({ outcome: 'upheld', answer: 'Benar.', answered_by: ctx.actor.accountId, answered_at: ctx.now })
          .where('id', '=', raised.disputeId)
          .execute();
        return { ok: true };
      }),
    ).rejects.toThrow('the period stands as it did when the client asked');
    expect(await openTasksOf(office, 'check-ins.dispute')).toContainEqual(
      expect.objectContaining({ key: raised.disputeId }),
    );
    await as(section, (ctx) =>
      recordLate(ctx, {
        caseId: client.caseId,
        obligationId: october,
        channel: 'in_person',
        happenedOn: plainDate('2026-10-12'),
        talk,
      }),
    );
    expect(await ledgerOf(office, client.caseId)).toContain('2026-10-01 fulfilled 0');
    expect(await uphold()).toMatchObject({ ok: true });
    expect(await openTasksOf(office, 'check-ins.dispute')).not.toContainEqual(
      expect.objectContaining({ key: raised.disputeId }),
    );
    const own = await (await office.asClient(token)).read((ctx) => readLedger(ctx, client.caseId));
    expect(own.periods.find((one) => one.id === october)?.disputes[0]).toMatchObject({
      outcome: 'upheld',
      answer: 'Benar, tercatat di buku tamu.',
    });
  });
});

describe('a paper list after an outage', () => {
  test('typed by the desk, approved by the head, never by the same person, and older than three days', async () => {
    const [one, two] = [await myClient(), await myClient()];
    const [there, later] = [await myClient(), await myClient({ receivedOn: '2026-11-15' })];
    await as(
      counter,
      (ctx) => recordCounterCheckIn(ctx, { caseId: two.caseId, happenedOn: plainDate('2026-11-18') }),
      onDay('2026-11-18'),
    );
    await as(counter, (ctx) => recordCounterCheckIn(ctx, { caseId: there.caseId }), onDay('2026-11-10'));
    const opened = await as(counter, (ctx) =>
      openPaperBatch(ctx, {
        unitId: office.units.palembang,
        day: plainDate('2026-11-10'),
        reason: 'Listrik padam sehari penuh',
      }),
    );
    if (!opened.ok) throw new Error('not opened');
    const { batchId } = opened;
    expect(await as(counter, (ctx) => proposePaperBatch(ctx, batchId))).toEqual({ ok: false, refusal: 'empty_list' });
    for (const { caseId } of [one, two, there, later])
      expect(await as(counter, (ctx) => addPaperLine(ctx, { batchId, caseId }))).toEqual({ ok: true });
    expect(await as(counter, (ctx) => addPaperLine(ctx, { batchId, caseId: one.caseId }))).toEqual({
      ok: false,
      refusal: 'already_on_list',
    });
    expect(await as(head, (ctx) => decidePaperBatch(ctx, { batchId, approve: true, note: '' }))).toEqual({
      ok: false,
      refusal: 'not_proposed',
    });
    expect(await as(counter, (ctx) => proposePaperBatch(ctx, batchId))).toEqual({ ok: true });
    await expect(as(section, (ctx) => decidePaperBatch(ctx, { batchId, approve: true, note: '' }))).rejects.toThrow(
      NotAllowed,
    );
    expect(await ledgerOf(office, one.caseId)).toContain('2026-11-01 scheduled 0');
    expect(await as(head, (ctx) => decidePaperBatch(ctx, { batchId, approve: true, note: '' }))).toEqual({
      ok: true,
      recorded: 2,
      alreadyThere: 1,
      refused: 1,
      waiting: 0,
    });
    // What became of each line stands on the list for good, for whoever typed it too.
    const { entries } = await (await office.as(counter)).read((ctx) => readPaperList(ctx, batchId));
    const became = Object.fromEntries(entries.map((line) => [line.caseId, [line.outcome, line.refusal]]));
    expect(became).toEqual({
      [one.caseId]: ['recorded', null],
      [two.caseId]: ['recorded', null],
      [there.caseId]: ['already_there', null],
      [later.caseId]: ['refused', 'before_reception'],
    });
    expect(entries.filter(({ receipt }) => receipt !== null)).toHaveLength(2);
    expect(await ledgerOf(office, one.caseId)).toContain('2026-11-01 fulfilled 0');
    expect(await as(head, (ctx) => decidePaperBatch(ctx, { batchId, approve: true, note: '' }))).toEqual({
      ok: false,
      refusal: 'not_proposed',
    });
    const own = await as(head, (ctx) =>
      openPaperBatch(ctx, { unitId: office.units.palembang, day: plainDate('2026-11-11'), reason: 'Jaringan putus' }),
    );
    if (!own.ok) throw new Error('not opened');
    await as(head, (ctx) => addPaperLine(ctx, { batchId: own.batchId, caseId: one.caseId }));
    await as(head, (ctx) => proposePaperBatch(ctx, own.batchId));
    expect(await as(head, (ctx) => decidePaperBatch(ctx, { batchId: own.batchId, approve: true, note: '' }))).toEqual({
      ok: false,
      refusal: 'typed_by_yourself',
    });
    // The only head's own list is for whoever leads a section.
    expect(await openTasksOf(office, 'check-ins.paper-list')).toContainEqual({
      key: own.batchId,
      for_role: 'section_head',
      staff_id: null,
    });
    expect(
      await as(section, (ctx) => decidePaperBatch(ctx, { batchId: own.batchId, approve: true, note: '' })),
    ).toMatchObject({ ok: true, recorded: 1 });
  });

  test('keeps a line whose file is closed to the head for whoever may open it, and says so by its number alone', async () => {
    const [open, kin] = [await myClient(), await myClient()];
    const day = plainDate('2026-11-13');
    const typed = async (...caseIds: string[]) => {
      const opened = await as(pk, (ctx) =>
        openPaperBatch(ctx, { unitId: office.units.palembang, day, reason: 'Listrik padam sehari penuh' }),
      );
      if (!opened.ok) throw new Error('not opened');
      for (const caseId of caseIds) await as(pk, (ctx) => addPaperLine(ctx, { batchId: opened.batchId, caseId }));
      expect(await as(pk, (ctx) => proposePaperBatch(ctx, opened.batchId))).toEqual({ ok: true });
      return opened.batchId;
    };
    const decides = async (who: Officer, batchId: string, approve = true, note = '') =>
      as(who, (ctx) => decidePaperBatch(ctx, { batchId, approve, note }));
    const reads = async (who: Officer, batchId: string) =>
      (await office.as(who)).read((ctx) => readPaperList(ctx, batchId));
    const asked = async (batchId: string) =>
      (await openTasksOf(office, 'check-ins.paper-list'))
        .filter(({ key }) => key === batchId)
        .map((one) => one.for_role);
    // The only head is kin of one of the clients.
    await office.owner
      .insertInto('people.access_list')
      .values({
        person_id: kin.personId,
        unit_id: kin.unitId,
        account_id: head.accountId,
        kind: 'exclusion',
        reason: 'keluarga',
        starts_on: '2020-01-01',
      })
      .execute();
    const batchId = await typed(kin.caseId, open.caseId);
    expect(await asked(batchId)).toEqual(['head_of_bapas']);
    const before = await reads(head, batchId);
    expect([before.lines, before.mayApprove, before.closed]).toEqual([2, true, [{ number: 1, isDecided: false }]]);
    expect(before.entries.map((line) => [line.number, line.caseId])).toEqual([[2, open.caseId]]);

    expect(await decides(head, batchId)).toEqual({ ok: true, recorded: 1, alreadyThere: 0, refused: 0, waiting: 1 });
    expect(await ledgerOf(office, open.caseId)).toContain('2026-11-01 fulfilled 0');
    expect(await ledgerOf(office, kin.caseId)).toContain('2026-11-01 scheduled 0');
    const half = await reads(pk, batchId);
    expect([half.state, half.closed]).toEqual(['proposed', []]);
    expect(half.entries.map((line) => [line.caseId, line.outcome])).toEqual([
      [open.caseId, 'recorded'],
      [kin.caseId, null],
    ]);
    // It is now the section head's, and the head has nothing left to decide.
    expect(await asked(batchId)).toEqual(['section_head']);
    expect((await reads(head, batchId)).mayApprove).toBe(false);
    await expect(decides(head, batchId)).rejects.toThrow(NotAllowed);
    expect((await reads(section, batchId)).mayApprove).toBe(true);
    expect(await decides(section, batchId)).toMatchObject({ ok: true, recorded: 1, waiting: 0 });
    expect(await ledgerOf(office, kin.caseId)).toContain('2026-11-01 fulfilled 0');
    expect((await reads(head, batchId)).closed).toEqual([{ number: 1, isDecided: true }]);
    expect((await reads(head, batchId)).state).toBe('approved');
    expect(await asked(batchId)).toEqual([]);

    // What is left may be refused by itself; the part that was recorded stands.
    const [third, fourth] = [await myClient(), await myClient()];
    const again = await typed(third.caseId, fourth.caseId);
    await office.owner
      .insertInto('people.access_list')
      .values({
        person_id: fourth.personId,
        unit_id: fourth.unitId,
        account_id: head.accountId,
        kind: 'exclusion',
        reason: 'keluarga',
        starts_on: '2020-01-01',
      })
      .execute();
    expect(await decides(head, again)).toMatchObject({ recorded: 1, waiting: 1 });
    expect(await decides(section, again, false, 'Tanda tangan tidak cocok')).toMatchObject({ ok: true, refused: 1 });
    const told = await reads(section, again);
    expect([told.state, told.entries.map((line) => [line.outcome, line.refusal])]).toEqual([
      'approved',
      [
        ['refused', 'not_agreed'],
        ['recorded', null],
      ],
    ]);
    // A list of which no file is open to any head is the section head's from the start.
    expect(await asked(await typed(fourth.caseId))).toEqual(['section_head']);
  });

  test('is withdrawn by whoever typed it, and not proposed where nobody else could decide', async () => {
    const { caseId } = await myClient();
    const day = plainDate('2026-11-12');
    const open = async (who: Officer, unitId = office.units.palembang) => {
      const opened = await as(who, (ctx) => openPaperBatch(ctx, { unitId, day, reason: 'Listrik padam sehari penuh' }));
      if (!opened.ok) throw new Error('not opened');
      return opened.batchId;
    };
    const batchId = await open(counter);
    await as(counter, (ctx) => addPaperLine(ctx, { batchId, caseId }));
    await as(counter, (ctx) => proposePaperBatch(ctx, batchId));
    await expect(as(pk, (ctx) => withdrawPaperBatch(ctx, batchId))).rejects.toThrow(NotAllowed);
    expect(await as(counter, (ctx) => withdrawPaperBatch(ctx, batchId))).toEqual({ ok: true });
    expect(await as(counter, (ctx) => withdrawPaperBatch(ctx, batchId))).toEqual({ ok: false, refusal: 'not_open' });
    expect(await as(head, (ctx) => decidePaperBatch(ctx, { batchId, approve: true, note: '' }))).toEqual({
      ok: false,
      refusal: 'not_proposed',
    });
    expect((await openTasksOf(office, 'check-ins.paper-list')).map(({ key }) => key)).not.toContain(batchId);
    expect(await ledgerOf(office, caseId)).toContain('2026-11-01 scheduled 0');

    // Whoever led Kupang in an earlier scene has left.
    await office.owner
      .updateTable('units.posting')
      .set({ withdrawn_at: defaultNow })
      .where('unit_id', '=', office.units.kupang)
      .execute();
    const alone = await office.officer('head_of_bapas', 'kupang');
    const client = await aReportingClient(office, { at: 'kupang', receivedOn: '2026-07-10' });
    const own = await open(alone, office.units.kupang);
    await as(alone, (ctx) => addPaperLine(ctx, { batchId: own, caseId: client.caseId }));
    expect(await as(alone, (ctx) => proposePaperBatch(ctx, own))).toEqual({ ok: false, refusal: 'nobody_decides' });
    await office.officer('section_head', 'kupang');
    expect(await as(alone, (ctx) => proposePaperBatch(ctx, own))).toEqual({ ok: true });
  });
});
