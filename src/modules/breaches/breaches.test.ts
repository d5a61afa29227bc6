import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate, type PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import { closePeriods, excuseObligation } from '#modules/check-ins/server';
import {
  addEntry,
  confirmBreach,
  countBreaches,
  decideBreach,
  dismissBreach,
  draftAgain,
  examine,
  figuresBySteps,
  findCustodyNote,
  jobs,
  listBreaches,
  listStepsOf,
  listToSummon,
  noteCustody,
  openBreach,
  readBreach,
  readOwnBreaches,
  recommend,
  recordAppearance,
  stopBreach,
  summonClient,
  summonMany,
} from '#modules/breaches/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { othersPresent } from './present.ts';
import { findSigning } from './store.server.ts';
import { cancelPlan, moveContact, planContact, recordContact } from '#modules/contacts/server';
import { letterOf, listLettersAbout, recordSending, voidLetter, withdrawLetter } from '#modules/letters/server';
import {
  addMember,
  closeSitting,
  draftSitting,
  hearItem,
  invite,
  openSitting,
  putOnAgenda,
  readQueue,
  readSitting,
} from '#modules/tpp/server';
import { NotFound } from '#platform/errors';
import { heardFirst } from './law.rules.ts';
import { aClient } from '#tests/support/cases';
import { aClientSession, aReportingClient, openTasksOf } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { letterArrives, letterGoes } from '#tests/support/letters';
import { openOffice, type Officer } from '#tests/support/office';

const database = await freshDatabase('breaches');
const office = await openOffice(database);
const [pk, section, head, otherPk, otherHead] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('pk', 'musi'),
  office.officer('head_of_bapas', 'musi'),
]);
afterAll(() => office.close());

const unitId = office.units.palembang;
const at = (day: string) => new Date(`${day}T02:00:00Z`);
const does = async <T extends { ok: boolean }>(who: Officer, deed: (ctx: Ctx) => Promise<T>, day = '2026-11-20') =>
  (await office.as(who, at(day))).runOnce({ id: randomUUID(), body: {} }, deed);
const reads = async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>, day = '2026-11-20') =>
  (await office.as(who, at(day))).read(query);
const day = (text: string) => plainDate(text);
const stateOf = async (id: string) =>
  (await office.owner.selectFrom('breaches.breach').select('state').where('id', '=', id).executeTakeFirstOrThrow())
    .state;

const summons = (caseId: string, breachId: string, appearOn: string) => ({
  caseId,
  breachId,
  appearOn: day(appearOn),
  appearAt: '09:00' as ClockTime,
  place: 'Bapas Palembang',
  reason: 'tidak melapor',
});
/** A summons that has been drafted and sent on one day. */
async function summoned(caseId: string, breachId: string, on: string, appearOn: string) {
  const drafted = await does(pk, (ctx) => summonClient(ctx, summons(caseId, breachId, appearOn)), on);
  if (!drafted.ok) throw new Error(drafted.refusal);
  return { ...drafted, ...(await letterGoes(office, { pk, head }, drafted.letterId, day(on))) };
}
const entry = (caseId: string, breachId: string, kind: 'evidence' | 'alternative') => ({
  caseId,
  breachId,
  kind,
  happenedOn: day('2026-11-18'),
  text: 'dicatat oleh petugas',
  result: '',
  file: null,
});
const minutes = (caseId: string, breachId: string, over: { inAbsence?: boolean } = {}) => ({
  caseId,
  breachId,
  about: 'client' as const,
  person: '',
  inAbsence: over.inAbsence ?? false,
  heldOn: day('2026-11-20'),
  heldAt: '10:00' as ClockTime,
  place: 'Bapas Palembang',
  statement: 'Klien menerangkan bahwa ia bekerja di luar kota.',
  present: 'Klien\nPembimbing',
});
async function anOpenBreach(
  over: Partial<Parameters<typeof openBreach>[1]> = {},
  who = pk,
  scene: Partial<Parameters<typeof aClient>[1]> = {},
) {
  const { caseId } = await aClient(office, { pk: pk.staffId, ...scene });
  const answer = await does(who, (ctx) =>
    openBreach(ctx, {
      caseId,
      source: 'officer',
      grounds: ['unrest'],
      openedOn: day('2026-11-02'),
      note: 'keributan di kampung',
      alleged: 'Saudara diduga membuat keributan.',
      custodyPlace: '',
      ...over,
    }),
  );
  return { caseId, breachId: (answer as { breachId: string }).breachId };
}
const recommendation = (caseId: string, breachId: string, option: 'reprimand' | 'revocation' | 'unfounded') => ({
  caseId,
  breachId,
  option,
  reason: 'alasan yang cukup panjang',
  counselling: 'konseling dua kali sebulan',
});
const decision = (caseId: string, breachId: string, what: 'reprimand' | 'revocation' | 'unfounded' | 'send_back') => ({
  caseId,
  breachId,
  decision: what,
  reason: 'alasan yang cukup panjang',
  told: 'Kami memutuskan perkara Saudara.',
  counselling: 'konseling\ndua kali sebulan. ',
  closer: null,
});

describe('a row of misses', () => {
  let client: { caseId: string; unitId: number };
  let breachId = '';
  let token = '';
  beforeAll(async () => {
    client = await aReportingClient(office, { pk: pk.staffId, receivedOn: '2026-08-01', guidanceStart: '2026-08-01' });
    for (const on of ['2026-09-01', '2026-10-01', '2026-11-01', '2026-12-01'])
      await office
        .work(at(on))
        .inUnit(unitId, (ctx) => closePeriods(ctx, [{ unitId, today: day(on) }]).then(() => undefined));
  });

  test('is proposed by the system once, and nothing more follows by itself', async () => {
    await jobs['breaches.propose'].run(office.work(at('2026-12-01')), {});
    await jobs['breaches.propose'].run(office.work(at('2026-12-01')), {});
    const { rows, total } = await reads(pk, (ctx) =>
      listBreaches(ctx, { unitId, today: day('2026-12-01'), mine: true }),
    );
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({
      state: 'proposed',
      source: 'system',
      grounds: ['missed_in_a_row'],
      dueOn: '2026-12-04',
    });
    breachId = rows[0]!.id;
    expect((await openTasksOf(office, 'breaches.next')).map(({ key }) => key)).toEqual([breachId]);
    expect(await openTasksOf(office, 'breach.third-miss')).toHaveLength(1);
  });

  test('is not yet told to the client', async () => {
    ({ token } = await aClientSession(office, client));
    expect(await (await office.asClient(token)).read(readOwnBreaches)).toEqual([]);
  });

  test('is late after its last day: it goes to whoever leads, later to the head, and stays what it was', async () => {
    await jobs['breaches.escalate'].run(office.work(at('2026-12-04')), {});
    expect(await openTasksOf(office, 'breaches.overdue')).toEqual([]);
    await jobs['breaches.escalate'].run(office.work(at('2026-12-05')), {});
    expect(await openTasksOf(office, 'breaches.overdue')).toHaveLength(1);
    expect(await openTasksOf(office, 'breaches.overdue-head')).toEqual([]);
    for (const on of ['2026-12-15', '2026-12-16']) await jobs['breaches.escalate'].run(office.work(at(on)), {});
    expect(await openTasksOf(office, 'breaches.overdue-head')).toHaveLength(1);
    // Each is told once, however often the job runs.
    const { rows } = await database.owner.query<{ told: string }>(
      `select about ->> 'told' as told from platform.journal where what = 'breach.late-told' and about ->> 'breachId' = $1 order by seq`,
      [breachId],
    );
    expect(rows.map(({ told }) => told)).toEqual(['section_head', 'head_of_bapas']);
    expect(await stateOf(breachId)).toBe('proposed');
  });

  test('an officer dismisses it with a reason; it comes again only when the row has grown', async () => {
    const { caseId } = client;
    expect(await does(pk, (ctx) => dismissBreach(ctx, { caseId, breachId, reason: 'sakit' }), '2026-12-16')).toEqual({
      ok: false,
      refusal: 'reason_missing',
    });
    await does(
      pk,
      (ctx) => dismissBreach(ctx, { caseId, breachId, reason: 'klien dirawat di rumah sakit' }),
      '2026-12-16',
    );
    // Whoever leads still has the row before him: no counsellor answers three misses alone.
    expect(await openTasksOf(office, 'breach.third-miss')).toHaveLength(1);
    expect(await openTasksOf(office, 'breaches.overdue')).toEqual([]);
    await jobs['breaches.propose'].run(office.work(at('2026-12-16')), {});
    expect(
      (await reads(pk, (ctx) => listBreaches(ctx, { unitId, today: day('2026-12-16'), state: 'proposed' }))).total,
    ).toBe(0);

    await office.work(at('2027-01-01')).inUnit(unitId, async (ctx) => {
      await closePeriods(ctx, [{ unitId, today: day('2027-01-01') }]);
    });
    await jobs['breaches.propose'].run(office.work(at('2027-01-01')), {});
    const again = await reads(pk, (ctx) => listBreaches(ctx, { unitId, today: day('2027-01-01'), state: 'proposed' }));
    expect(again.rows.map(({ caseId: of }) => of)).toEqual([caseId]);
    breachId = again.rows[0]!.id;
  });

  test('from the third miss to a reprimand', async () => {
    const { caseId } = client;
    const on = '2027-01-04';
    const told = 'Saudara tidak melapor empat bulan berturut-turut.';
    expect(
      await does(
        pk,
        (ctx) =>
          confirmBreach(ctx, {
            caseId,
            breachId,
            grounds: ['missed_in_a_row'],
            alleged: told,
            reason: 'tidak ada kabar',
          }),
        on,
      ),
    ).toEqual({ ok: true });
    const drafted = await does(pk, (ctx) => summonClient(ctx, summons(caseId, breachId, '2027-01-12')), on);
    const { summonsId, letterId } = drafted as { summonsId: string; letterId: string };
    // Called is who was sent a letter: until then nothing has happened to him, and he reads of nothing.
    expect(await stateOf(breachId)).toBe('open');
    expect(await (await office.asClient(token, at(on))).read(readOwnBreaches)).toMatchObject([{ summonses: [] }]);
    const answer = (outcome: 'appeared' | 'not_appeared', outcomeOn: string) =>
      does(
        pk,
        (ctx) => recordAppearance(ctx, { caseId, breachId, summonsId, outcome, outcomeOn: day(outcomeOn), note: '' }),
        outcomeOn,
      );
    expect(await answer('appeared', on)).toEqual({ ok: false, refusal: 'not_sent_yet' });
    const letter = await reads(pk, (ctx) => letterOf(ctx, letterId), on);
    expect(letter).toMatchObject({ kind: 'letters.summons-1', concerns: { thing: 'breaches.summons', id: summonsId } });
    expect(letter.body).toContain('Selasa, 12 Januari 2027');
    expect(letter.body).toContain('tidak melapor');
    const { sendingId, label } = await letterGoes(office, { pk, head }, letterId, day(on));
    expect(await stateOf(breachId)).toBe('summoned');
    const own = await (await office.asClient(token, at(on))).read(readOwnBreaches);
    expect(own).toMatchObject([
      { alleged: told, state: 'summoned', summonses: [{ appearOn: '2027-01-12', outcome: null }] },
    ]);

    expect(await answer('not_appeared', '2027-01-13')).toEqual({ ok: false, refusal: 'not_delivered_yet' });
    await letterArrives(office, pk, sendingId, day('2027-01-05'));
    expect(await answer('appeared', '2027-01-12')).toEqual({ ok: true });
    expect((await reads(pk, (ctx) => readBreach(ctx, caseId, breachId), '2027-01-12')).letters).toMatchObject([
      { ofId: summonsId, state: 'received', label, receivedName: 'Ibu klien' },
    ]);
    const heard = await does(
      pk,
      (ctx) => examine(ctx, { ...minutes(caseId, breachId), heldOn: day('2027-01-12') }),
      '2027-01-12',
    );
    await does(pk, (ctx) => recommend(ctx, recommendation(caseId, breachId, 'reprimand')), '2027-01-12');
    expect((await openTasksOf(office, 'breaches.decide')).map(({ for_role }) => for_role)).toEqual(['section_head']);

    const closer = { riskBand: 'high' as const, minimumGrade: 'B' as const };
    const decided = { ...decision(caseId, breachId, 'reprimand'), closer, followUpOn: day('2027-01-20') };
    expect(await does(section, (ctx) => decideBreach(ctx, decided), '2027-01-13')).toEqual({ ok: true });
    const after = await office.owner
      .selectFrom('cases.client_case')
      .select(['risk_band', 'minimum_grade'])
      .where('id', '=', caseId)
      .executeTakeFirstOrThrow();
    expect(after).toEqual({ risk_band: 'high', minimum_grade: 'B' });
    expect((await openTasksOf(office, 'breaches.follow-up')).map(({ key }) => key)).toEqual([breachId]);
    expect(await openTasksOf(office, 'breaches.decide')).toEqual([]);

    const whole = await reads(head, (ctx) => readBreach(ctx, caseId, breachId), '2027-01-13');
    expect(whole.moves.map(({ step, document }) => `${step} ${document}`)).toEqual([
      'confirm breach_note',
      'summon summons',
      'examine minutes',
      'recommend recommendation',
      'reprimand reprimand',
    ]);
    expect(whole.moves.every(({ by, reason }) => by && reason.length >= 5)).toBe(true);
    expect(whole).toMatchObject({ state: 'reprimanded', endedOn: '2027-01-13', dueOn: null });
    expect((heard as { examinationId: string }).examinationId).toBe(whole.examinations[0]!.id);
    const minutesLetter = await reads(pk, (ctx) => letterOf(ctx, (heard as { letterId: string }).letterId));
    expect(minutesLetter.body).toContain('bekerja di luar kota');
    expect(minutesLetter.body).toContain('Klien; Pembimbing');
    const [reprimand] = await reads(head, (ctx) => listLettersAbout(ctx, { thing: 'breaches.breach', id: breachId }));
    expect(reprimand!.kind).toBe('letters.reprimand');
    const { body } = await reads(head, (ctx) => letterOf(ctx, reprimand!.id));
    expect(body).toContain(told.slice(0, 30));
    expect(body).toContain('konseling dua kali sebulan serta menghadap kembali pada Rabu, 20 Januari 2027');
  });

  test('a period that is put right afterwards shows on the breach, which stays for people to end', async () => {
    const { caseId } = client;
    const whole = await reads(pk, (ctx) => readBreach(ctx, caseId, breachId), '2027-01-13');
    const excuse = { obligationId: whole.firstMissed!, reason: 'illness' as const, note: 'surat dokter menyusul' };
    expect(await does(pk, (ctx) => excuseObligation(ctx, excuse), '2027-01-13')).toMatchObject({ ok: true });
    expect(await stateOf(breachId)).toBe('reprimanded');
  });
});

describe('who may', () => {
  test('another office is turned away, and so is a counsellor of another client', async () => {
    const { caseId, breachId } = await anOpenBreach();
    const colleague = await office.officer('pk', 'palembang');
    for (const stranger of [otherPk, otherHead, colleague]) {
      await expect(does(stranger, (ctx) => addEntry(ctx, entry(caseId, breachId, 'evidence')))).rejects.toThrow(
        NotFound,
      );
      await expect(reads(stranger, (ctx) => readBreach(ctx, caseId, breachId))).rejects.toThrow(NotFound);
    }
    expect((await reads(otherHead, (ctx) => listBreaches(ctx, { unitId, today: day('2026-11-20') }))).total).toBe(0);
    expect(await reads(otherHead, (ctx) => countBreaches(ctx, { unitId, today: day('2026-11-20') }))).toMatchObject({
      running: 0,
    });
  });

  test('the same form sent twice is done once', async () => {
    const { caseId, breachId } = await anOpenBreach();
    const runner = await office.as(pk);
    const form = { id: newId(), body: { text: 'x' } };
    for (let times = 0; times < 2; times++)
      await runner.runOnce(form, (ctx) => addEntry(ctx, entry(caseId, breachId, 'evidence')));
    expect((await reads(pk, (ctx) => readBreach(ctx, caseId, breachId))).entries).toHaveLength(1);
  });

  test('a child is heard and decided about with whom his case calls, or why they did not come', async () => {
    const child = { kind: 'diversion', ageGroup: 'child' } as const;
    const { caseId, breachId } = await anOpenBreach({}, pk, child);
    const presences = {
      guardian: { present: true, note: 'Ibu klien' },
      companion: { present: false, note: 'sakit, surat menyusul' },
    };
    const missing = { ok: false, refusal: 'presence_missing' };
    const held = minutes(caseId, breachId);
    expect(await does(pk, (ctx) => examine(ctx, held))).toEqual(missing);
    expect(await does(pk, (ctx) => examine(ctx, { ...held, presences }))).toMatchObject({ ok: true });
    await does(pk, (ctx) => addEntry(ctx, entry(caseId, breachId, 'evidence')));
    const advice = recommendation(caseId, breachId, 'reprimand');
    expect(await does(pk, (ctx) => recommend(ctx, advice))).toEqual(missing);
    expect(await does(pk, (ctx) => recommend(ctx, { ...advice, presences }))).toEqual({ ok: true });
    const decided = decision(caseId, breachId, 'reprimand');
    expect(await does(head, (ctx) => decideBreach(ctx, decided))).toEqual(missing);
    expect(await does(head, (ctx) => decideBreach(ctx, { ...decided, presences }))).toEqual({ ok: true });
    const { moves } = await reads(pk, (ctx) => readBreach(ctx, caseId, breachId));
    for (const move of moves.filter(({ step }) => step !== 'confirm'))
      expect(move).toMatchObject({ guardianPresent: true, companionNote: 'sakit, surat menyusul' });
  });

  test('a child is summoned with guardian and companion, whose copies stand in the letter, or it is said why not', async () => {
    const child = { kind: 'diversion', ageGroup: 'child' } as const;
    const { caseId, breachId } = await anOpenBreach({}, pk, child);
    const call = summons(caseId, breachId, '2026-11-30');
    const calls = {
      guardian: { called: true, note: 'Mardiah Rekaan' },
      companion: { called: false, note: 'belum ada pendamping yang ditunjuk' },
    };
    const missing = { ok: false, refusal: 'call_missing' };
    expect(await does(pk, (ctx) => summonClient(ctx, call))).toEqual(missing);
    expect(
      await does(pk, (ctx) =>
        summonClient(ctx, { ...call, calls: { ...calls, companion: { called: true, note: '' } } }),
      ),
    ).toEqual(missing);
    const many = { unitId, breachIds: [breachId], appearOn: call.appearOn, appearAt: call.appearAt, place: 'Bapas' };
    expect(await does(pk, (ctx) => summonMany(ctx, many))).toEqual({ ok: false, refusal: 'called_one_by_one' });
    const ready = await reads(pk, (ctx) => listToSummon(ctx, { unitId, mine: true, summonses: 3 }));
    expect(ready.map(({ id }) => id)).not.toContain(breachId);
    // Past the application the database keeps the same.
    const past = does(pk, async (ctx) => {
      await sql`insert into breaches.summons (breach_id, case_id, unit_id, ordinal, appear_on, appear_at, place, reason, days, counts, made_by)
        values (${breachId}, ${caseId}, ${unitId}, 1, '2026-11-30', '09:00', 'Bapas', 'lapor', 7, 'calendar', platform.ctx_account())`.execute(
        ctx.tx,
      );
      return { ok: true };
    });
    await expect(past).rejects.toThrow('a child is not called alone');
    const drafted = await does(pk, (ctx) => summonClient(ctx, { ...call, calls }));
    if (!drafted.ok) throw new Error(drafted.refusal);
    const { copies } = await reads(pk, (ctx) => letterOf(ctx, drafted.letterId));
    expect(copies.split('\n')[0]).toBe('Mardiah Rekaan (orang tua atau wali)');
    expect(copies).not.toContain('pendamping');
    const [written] = (await reads(pk, (ctx) => readBreach(ctx, caseId, breachId))).summonses;
    expect(written).toMatchObject({
      guardianCalled: true,
      guardianNote: 'Mardiah Rekaan',
      companionCalled: false,
      companionNote: 'belum ada pendamping yang ditunjuk',
    });
  });

  test('a counsellor recommends and does not decide; a section head puts no revocation forward; nobody decides on his own word', async () => {
    const { caseId, breachId } = await anOpenBreach();
    await does(pk, (ctx) => examine(ctx, minutes(caseId, breachId)));
    await does(pk, (ctx) => addEntry(ctx, entry(caseId, breachId, 'evidence')));
    expect(await does(pk, (ctx) => recommend(ctx, recommendation(caseId, breachId, 'revocation')))).toEqual({
      ok: false,
      refusal: 'alternative_missing',
    });
    await does(pk, (ctx) => addEntry(ctx, entry(caseId, breachId, 'alternative')));
    await does(head, (ctx) => recommend(ctx, recommendation(caseId, breachId, 'revocation')));
    await expect(does(pk, (ctx) => decideBreach(ctx, decision(caseId, breachId, 'reprimand')))).rejects.toThrow(
      /breach:decide/,
    );
    await expect(does(section, (ctx) => decideBreach(ctx, decision(caseId, breachId, 'revocation')))).rejects.toThrow(
      /breach:propose_revocation/,
    );
    expect(await does(head, (ctx) => decideBreach(ctx, decision(caseId, breachId, 'revocation')))).toEqual({
      ok: false,
      refusal: 'second_person_needed',
    });
    await does(section, (ctx) => decideBreach(ctx, decision(caseId, breachId, 'send_back')));
    await does(pk, (ctx) => recommend(ctx, recommendation(caseId, breachId, 'revocation')));
    expect(await does(head, (ctx) => decideBreach(ctx, decision(caseId, breachId, 'revocation')))).toEqual({
      ok: true,
    });
    expect(await stateOf(breachId)).toBe('proposed_for_revocation');
  });
});

describe('bad input', () => {
  test('dates out of order, no ground, a person in custody, a supervision that is over', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const input = {
      caseId,
      source: 'offence_notice' as const,
      grounds: ['new_offence' as const],
      openedOn: day('2026-11-02'),
      note: 'surat pemberitahuan penyidik',
      alleged: 'Saudara ditetapkan sebagai tersangka.',
      custodyPlace: 'Rutan Palembang',
      custodySince: day('2026-11-01'),
    };
    const open = (over: object) => does(pk, (ctx) => openBreach(ctx, { ...input, ...over }));
    expect(await open({ openedOn: day('2026-11-21') })).toEqual({ ok: false, refusal: 'day_in_future' });
    expect(await open({ openedOn: day('2026-01-04') })).toEqual({ ok: false, refusal: 'day_before_reception' });
    expect(await open({ grounds: [] })).toEqual({ ok: false, refusal: 'ground_missing' });
    expect(await open({ custodyPlace: '' })).toEqual({ ok: false, refusal: 'custody_place_missing' });
    const { breachId } = (await open({})) as unknown as { breachId: string };
    const call = () => does(pk, (ctx) => summonClient(ctx, summons(caseId, breachId, '2026-11-30')));
    expect(await call()).toEqual({ ok: false, refusal: 'in_custody' });
    const held = () => reads(pk, (ctx) => findCustodyNote(ctx, caseId));
    expect(await held()).toEqual({ place: 'Rutan Palembang', since: '2026-11-01' });
    await does(pk, (ctx) => noteCustody(ctx, { caseId, breachId, custodyPlace: '', released: true }));
    expect(await held()).toBeUndefined();
    expect(await call()).toMatchObject({ ok: true });
    expect(await call()).toEqual({ ok: false, refusal: 'summons_running' });

    const ended = await aClient(office, { pk: pk.staffId, state: 'ended' });
    expect(await open({ caseId: ended.caseId })).toEqual({ ok: false, refusal: 'case_not_open' });
  });

  test('whoever left every summons unheeded is found absent, and not before; a visit at home is found by itself', async () => {
    const { caseId, breachId } = await anOpenBreach({ openedOn: day('2026-10-01') });
    for (const [on, appearOn, after] of [
      ['2026-10-01', '2026-10-08', '2026-10-09'],
      ['2026-10-12', '2026-10-19', '2026-10-20'],
      ['2026-10-21', '2026-10-28', '2026-10-29'],
    ] as const) {
      if (on === '2026-10-21') {
        expect(await does(pk, (ctx) => summonClient(ctx, summons(caseId, breachId, appearOn)), on)).toEqual({
          ok: false,
          refusal: 'visit_missing',
        });
        const visit = { happenedOn: day('2026-10-20'), happenedAt: '' as const, happening: 'absent' as const };
        const said = { ...visit, absence: 'not_acceptable' as const, note: 'Rumah kosong.', next: 'none' as const };
        const contact = { caseId, kind: 'home_visit' as const, answers: said, plannedId: null, correctsId: null };
        expect(await does(pk, (ctx) => recordContact(ctx, contact), on)).toMatchObject({ ok: true });
        expect((await reads(pk, (ctx) => readBreach(ctx, caseId, breachId), on)).visits).toMatchObject([
          { on: '2026-10-20', text: 'Rumah kosong.' },
        ]);
      }
      const { summonsId, sendingId, letterId } = await summoned(caseId, breachId, on, appearOn);
      const { subject, body } = await reads(pk, (ctx) => letterOf(ctx, letterId), on);
      if (on === '2026-10-01') expect(subject).toBe('Surat Panggilan I');
      else expect(body).toMatch(/Nomor \d+\/\S+ tanggal \d+ Oktober 2026/);
      const absent = {
        caseId,
        breachId,
        summonsId,
        outcome: 'not_appeared' as const,
        outcomeOn: day(after),
        note: '',
      };
      const absentee = () => does(pk, (ctx) => recordAppearance(ctx, absent), after);
      expect(await absentee()).toEqual({ ok: false, refusal: 'not_delivered_yet' });
      await letterArrives(office, pk, sendingId, day(on));
      const conclude = () => does(pk, (ctx) => examine(ctx, minutes(caseId, breachId, { inAbsence: true })));
      expect(await conclude()).toEqual({ ok: false, refusal: 'summonses_left' });
      expect(await absentee()).toEqual({ ok: true });
    }
    const heard = await does(pk, (ctx) => examine(ctx, minutes(caseId, breachId, { inAbsence: true })));
    expect(await stateOf(breachId)).toBe('examined');
    const { letterId } = heard as { letterId: string };
    expect(await reads(pk, (ctx) => letterOf(ctx, letterId))).toMatchObject({
      kind: 'breaches.absence',
      subject: 'Berita Acara Ketidakhadiran',
    });
  });

  describe('an officer who is sent out while it runs', () => {
    const ordersOf = (caseId: string) =>
      office.owner
        .selectFrom('letters.letter')
        .select(['id', 'state', 'body', 'concerns_id as plannedId'])
        .where('case_id', '=', caseId)
        .where('kind', '=', 'letters.task-order')
        .orderBy('id')
        .execute();
    // An order names the officer's number; without one it waits for somebody to fill it in.
    beforeAll(async () => {
      const nip = ['19900101', '201503', '2', '001'].join('');
      await office.owner.updateTable('units.staff').set({ nip }).where('id', '=', pk.staffId).execute();
    });
    const visit = (caseId: string, over: object = {}) => ({
      caseId,
      kind: 'home_visit' as const,
      on: day('2026-11-24'),
      time: '' as const,
      place: 'Jalan Rekaan Nomor 3',
      purpose: '',
      isTold: false,
      ...over,
    });

    test('goes with an order of task, drafted with the day and handed to the head, once; it says nothing of the breach', async () => {
      const { caseId, breachId } = await anOpenBreach();
      const planned = await does(pk, (ctx) => planContact(ctx, visit(caseId)));
      expect(planned).toMatchObject({ ok: true });
      const [order, ...more] = await ordersOf(caseId);
      expect(more).toEqual([]);
      expect(order).toMatchObject({ state: 'proposed', plannedId: (planned as { plannedId: string }).plannedId });
      expect(order!.body).toContain('Jalan Rekaan Nomor 3');
      expect(order!.body).toContain('Selasa, 24 November 2026');
      expect(order!.body).not.toMatch(/keributan|pelanggaran/i);
      expect((await openTasksOf(office, 'letters.to-sign')).map(({ key }) => key)).toContain(order!.id);
      expect((await reads(pk, (ctx) => readBreach(ctx, caseId, breachId))).orders).toMatchObject([{ id: order!.id }]);
      // A call sends nobody out.
      await does(pk, (ctx) => planContact(ctx, visit(caseId, { kind: 'call' })));
      expect(await ordersOf(caseId)).toHaveLength(1);
    });

    test('on another day goes with another order; one that has its number stays, and a visit that is off needs none', async () => {
      const { caseId } = await anOpenBreach();
      const planned = await does(pk, (ctx) => planContact(ctx, visit(caseId)));
      const { plannedId } = planned as { plannedId: string };
      const moved = await does(pk, (ctx) =>
        moveContact(ctx, { ...visit(caseId, { on: day('2026-11-26') }), plannedId, reason: 'klien bekerja' }),
      );
      expect((await ordersOf(caseId)).map(({ state }) => state)).toEqual(['withdrawn', 'proposed']);
      const second = (moved as { plannedId: string }).plannedId;
      const order = (await ordersOf(caseId))[1]!;
      expect(order).toMatchObject({ plannedId: second });
      expect(order.body).toContain('Kamis, 26 November 2026');
      await letterGoes(office, { pk, head }, order.id, day('2026-11-20'));
      await does(pk, (ctx) => cancelPlan(ctx, { caseId, plannedId: second, reason: 'klien sudah datang' }));
      expect((await ordersOf(caseId)).map(({ state }) => state)).toEqual(['withdrawn', 'sent']);
    });

    test('and nobody is ordered out where nothing runs', async () => {
      const { caseId } = await aClient(office, { pk: pk.staffId });
      await does(pk, (ctx) => planContact(ctx, visit(caseId)));
      expect(await ordersOf(caseId)).toEqual([]);
    });
  });

  test('a summons that went too late, or arrived too late, makes nobody absent', async () => {
    const { caseId, breachId } = await anOpenBreach();
    const drafted = await does(pk, (ctx) => summonClient(ctx, summons(caseId, breachId, '2026-11-12')), '2026-11-05');
    const { summonsId, letterId } = drafted as { summonsId: string; letterId: string };
    const { sendingId } = await letterGoes(office, { pk, head }, letterId, day('2026-11-09'));
    await letterArrives(office, pk, sendingId, day('2026-11-10'));
    const say = (outcome: 'not_appeared' | 'called_off', note: string) =>
      does(pk, (ctx) =>
        recordAppearance(ctx, { caseId, breachId, summonsId, outcome, outcomeOn: day('2026-11-20'), note }),
      );
    expect(await say('not_appeared', '')).toEqual({ ok: false, refusal: 'notice_too_short' });
    expect(await say('called_off', '')).toEqual({ ok: false, refusal: 'reason_missing' });
    expect(await say('called_off', 'surat terlambat dikirim')).toEqual({ ok: true });
  });

  test('a letter that is withdrawn or void takes its summons with it; minutes are drafted again', async () => {
    const { caseId, breachId } = await anOpenBreach();
    const draft = () => does(pk, (ctx) => summonClient(ctx, summons(caseId, breachId, '2026-11-30')));
    const first = (await draft()) as { letterId: string };
    const letter = await reads(pk, (ctx) => letterOf(ctx, first.letterId));
    await does(pk, (ctx) =>
      withdrawLetter(ctx, { letterId: letter.id, version: letter.version, reason: 'salah hari' }),
    );
    const { letterId } = await summoned(caseId, breachId, '2026-11-20', '2026-11-30');
    expect(await stateOf(breachId)).toBe('summoned');
    const { version } = await reads(pk, (ctx) => letterOf(ctx, letterId));
    await does(head, (ctx) => voidLetter(ctx, { letterId, version, reason: 'salah alamat' }));
    const { summonses } = await reads(pk, (ctx) => readBreach(ctx, caseId, breachId));
    expect(summonses.map(({ outcome }) => outcome)).toEqual(['called_off', 'called_off']);
    expect(await draft()).toMatchObject({ ok: true });

    const heard = (await does(pk, (ctx) => examine(ctx, minutes(caseId, breachId)))) as {
      letterId: string;
      examinationId: string;
    };
    const again = () => does(pk, (ctx) => draftAgain(ctx, { caseId, breachId, ofId: heard.examinationId }));
    expect(await again()).toEqual({ ok: false, refusal: 'letter_there' });
    const bap = await reads(pk, (ctx) => letterOf(ctx, heard.letterId));
    await does(pk, (ctx) => withdrawLetter(ctx, { letterId: bap.id, version: bap.version, reason: 'salah ketik' }));
    expect(await again()).toMatchObject({ ok: true });
    expect(await does(pk, (ctx) => draftAgain(ctx, { caseId, breachId, ofId: breachId }))).toEqual({
      ok: false,
      refusal: 'wrong_state',
    });
  });

  test('minutes name whoever examined, and not whoever guides the client; everybody who was there signs', async () => {
    const { caseId, breachId } = await anOpenBreach();
    const present = 'Klien\nMardiah Rekaan (penjamin)';
    const heard = await does(section, (ctx) => examine(ctx, { ...minutes(caseId, breachId), present }));
    if (!heard.ok) throw new Error(heard.refusal);
    const { name } = await office.owner
      .selectFrom('units.staff')
      .select('name')
      .where('id', '=', section.staffId)
      .executeTakeFirstOrThrow();
    const { body } = await reads(pk, (ctx) => letterOf(ctx, heard.letterId));
    expect(body).toContain(`Nama :: ${name}\n`);
    expect(body).toContain('Jabatan :: Kepala Seksi\n');
    const signing = await reads(pk, (ctx) => findSigning(ctx.tx, heard.examinationId));
    expect(othersPresent(signing!).map(({ as }) => as)).toContain('Penjamin');
    expect(signing!.examiner!.name).toBe(name);
  });

  test('whoever is held, or has been heard, is not called any more by a letter that has not gone', async () => {
    const outcomes = async (of: { caseId: string; breachId: string }) =>
      (await reads(pk, (ctx) => readBreach(ctx, of.caseId, of.breachId))).summonses.map(({ outcome }) => outcome);
    const held = await anOpenBreach();
    await does(pk, (ctx) => summonClient(ctx, summons(held.caseId, held.breachId, '2026-11-30')));
    await does(pk, (ctx) => noteCustody(ctx, { ...held, custodyPlace: 'Rutan Palembang', released: false }));
    expect(await outcomes(held)).toEqual(['called_off']);
    expect((await reads(pk, (ctx) => readBreach(ctx, held.caseId, held.breachId))).letters).toMatchObject([
      { state: 'withdrawn' },
    ]);
    const heard = await anOpenBreach();
    await does(pk, (ctx) => summonClient(ctx, summons(heard.caseId, heard.breachId, '2026-11-30')));
    await does(pk, (ctx) => examine(ctx, minutes(heard.caseId, heard.breachId)));
    expect(await outcomes(heard)).toEqual(['called_off']);
  });

  test('whoever is held is not absent: not for a call that has gone, not for one that was answered, and nothing is concluded without him', async () => {
    const { caseId, breachId } = await anOpenBreach({ openedOn: day('2026-10-01') });
    const full = () => reads(pk, (ctx) => readBreach(ctx, caseId, breachId));
    const custody = (custodySince: string) =>
      does(pk, (ctx) =>
        noteCustody(ctx, {
          caseId,
          breachId,
          custodyPlace: 'Rutan Palembang',
          custodySince: day(custodySince),
          released: false,
        }),
      );
    const absent = (summonsId: string) =>
      does(pk, (ctx) =>
        recordAppearance(ctx, {
          caseId,
          breachId,
          summonsId,
          outcome: 'not_appeared',
          outcomeOn: day('2026-11-20'),
          note: '',
        }),
      );
    const first = await summoned(caseId, breachId, '2026-10-05', '2026-10-13');
    await letterArrives(office, pk, first.sendingId, day('2026-10-05'));
    expect(await absent(first.summonsId)).toEqual({ ok: true });
    const second = await summoned(caseId, breachId, '2026-10-20', '2026-10-28');
    await letterArrives(office, pk, second.sendingId, day('2026-10-20'));
    expect(await absent(second.summonsId)).toEqual({ ok: true });
    const third = await does(pk, (ctx) => summonClient(ctx, summons(caseId, breachId, '2026-11-30')), '2026-11-02');
    expect(third).toEqual({ ok: false, refusal: 'visit_missing' });
    expect((await full()).unheeded).toBe(2);

    // It becomes known that he was in custody: since before the second call; then the day is mended.
    await custody('2026-10-20');
    expect((await full()).unheeded).toBe(1);
    await custody('2026-10-13');
    expect((await full()).unheeded).toBe(0);
    await custody('2026-10-14');
    expect((await full()).summonses.map(({ outcome, whileHeld }) => [outcome, whileHeld])).toEqual([
      ['not_appeared', false],
      ['called_off', true],
    ]);
    const bare = { caseId, breachId, about: 'client' as const, person: '', inAbsence: true };
    expect(await does(pk, (ctx) => examine(ctx, { ...minutes(caseId, breachId), ...bare }))).toEqual({
      ok: false,
      refusal: 'in_custody',
    });
    // Out again, what was no absence stays none.
    await does(pk, (ctx) => noteCustody(ctx, { caseId, breachId, custodyPlace: '', released: true }));
    expect((await full()).unheeded).toBe(1);

    await summoned(caseId, breachId, '2026-11-02', '2026-11-10');
    await custody('2026-11-09');
    expect((await full()).summonses.at(-1)).toMatchObject({ outcome: 'called_off', whileHeld: false });
    const { rows } = await sql<{ id: string }>`
      insert into breaches.summons (breach_id, case_id, unit_id, ordinal, sent_on, delivered_on, appear_on, appear_at, place, days, counts)
      values (${breachId}, ${caseId}, ${unitId}, 2, '2026-11-01', '2026-11-01', '2026-11-12', '09:00', 'Bapas', 7, 'calendar') returning id`.execute(
      office.owner,
    );
    await expect(
      sql`update breaches.summons set outcome = 'not_appeared', outcome_on = '2026-11-20' where id = ${rows[0]!.id}`.execute(
        office.owner,
      ),
    ).rejects.toThrow('whoever is held is not absent');
    await expect(
      sql`insert into breaches.move (breach_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_id, made_by)
        values (${breachId}, ${caseId}, ${unitId}, 'conclude_absent', 'summoned', 'examined', '2026-11-20', 'tidak hadir', 'minutes', ${randomUUID()}, ${pk.accountId})`.execute(
        office.owner,
      ),
    ).rejects.toThrow('heard where he is');
  });

  test('a reprimand whose letter is taken back goes before whoever leads, until there is another', async () => {
    const { caseId, breachId } = await anOpenBreach();
    await does(pk, (ctx) => examine(ctx, minutes(caseId, breachId)));
    await does(pk, (ctx) => addEntry(ctx, entry(caseId, breachId, 'evidence')));
    await does(pk, (ctx) => recommend(ctx, recommendation(caseId, breachId, 'unfounded')));
    await does(section, (ctx) => decideBreach(ctx, decision(caseId, breachId, 'reprimand')));
    const [letter] = await reads(pk, (ctx) => listLettersAbout(ctx, { thing: 'breaches.breach', id: breachId }));
    const { version } = await reads(pk, (ctx) => letterOf(ctx, letter!.id));
    await does(pk, (ctx) => withdrawLetter(ctx, { letterId: letter!.id, version, reason: 'tidak perlu' }));
    const waits = async () =>
      (await openTasksOf(office, 'breaches.letter-gone')).map(({ key, for_role }) => [key, for_role]);
    expect(await waits()).toContainEqual([breachId, 'section_head']);
    expect(await does(section, (ctx) => draftAgain(ctx, { caseId, breachId, ofId: breachId }))).toMatchObject({
      ok: true,
    });
    expect(await waits()).not.toContainEqual([breachId, 'section_head']);
  });

  test('a letter sent once more to the same addressee is received; a copy to somebody else is not the receipt', async () => {
    const { caseId, breachId } = await anOpenBreach();
    const { letterId } = await summoned(caseId, breachId, '2026-11-20', '2026-11-30');
    const send = (addressee: string) =>
      does(pk, (ctx) =>
        recordSending(ctx, { letterId, addressee, way: 'by_hand', sentOn: day('2026-11-20'), note: '' }),
      ) as Promise<{ ok: true; sendingId: string }>;
    const delivered = async () =>
      (await reads(pk, (ctx) => readBreach(ctx, caseId, breachId))).summonses[0]!.deliveredOn;
    await letterArrives(office, pk, (await send('Penjamin')).sendingId, day('2026-11-20'));
    expect(await delivered()).toBeNull();
    await letterArrives(office, pk, (await send(' klien')).sendingId, day('2026-11-20'));
    expect(await delivered()).toBe('2026-11-20');
  });

  test('a contact that was not complied with opens one breach, and what waited for it is answered', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const answers = {
      happenedOn: day('2026-11-19'),
      happenedAt: '' as const,
      happening: 'attended_failed' as const,
      note: 'Datang dalam keadaan mabuk.',
      next: 'none' as const,
    };
    const contact = { caseId, kind: 'office_talk' as const, answers, plannedId: null, correctsId: null };
    const recorded = await does(pk, (ctx) => recordContact(ctx, contact));
    const { contactId } = recorded as { contactId: string };
    const waits = async () => (await openTasksOf(office, 'contacts.not-complied')).map(({ key }) => key);
    expect(await waits()).toContain(contactId);
    const open = (of = caseId) =>
      does(pk, (ctx) =>
        openBreach(ctx, {
          caseId: of,
          source: 'officer',
          grounds: ['programme'],
          openedOn: day('2026-11-19'),
          note: 'dari kontak',
          alleged: 'Saudara diduga tidak mengikuti bimbingan.',
          custodyPlace: '',
          contactId,
        }),
      );
    const stranger = await aClient(office, { pk: pk.staffId });
    await expect(open(stranger.caseId)).rejects.toThrow(NotFound);
    const { breachId } = (await open()) as { breachId: string };
    expect(await waits()).not.toContain(contactId);
    expect((await reads(pk, (ctx) => readBreach(ctx, caseId, breachId))).contactId).toBe(contactId);
    expect(await open()).toEqual({ ok: false, refusal: 'already_open' });
  });

  test.each([
    ['ended', 'deceased', 'meninggal'],
    ['transferred', 'transferred', 'dilimpahkan'],
  ])('a supervision that is over (%s) stops its breach, with the reason', async (state, end_reason, word) => {
    const { caseId, breachId } = await anOpenBreach();
    const settle = () => jobs['breaches.settle'].run(office.work(at('2026-11-21')), { unitId, caseId });
    await settle();
    expect(await stateOf(breachId)).toBe('open');
    await office.owner
      .updateTable('cases.client_case')
      .set({ state, end_reason, ended_on: '2026-11-20' })
      .where('id', '=', caseId)
      .execute();
    for (const _ of [1, 2]) await settle();
    const { rows } = await database.owner.query<{ step: string; reason: string }>(
      'select step, reason from breaches.move where breach_id = $1',
      [breachId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ step: 'stop' });
    expect(rows[0]!.reason.toLowerCase()).toContain(word);
    expect(await stateOf(breachId)).toBe('stopped');
    expect((await openTasksOf(office, 'breaches.next')).map(({ key }) => key)).not.toContain(breachId);
  });

  test('a decision sent twice, and two heads who decide at once: one outcome, and a clear answer', async () => {
    const { caseId, breachId } = await anOpenBreach();
    await does(pk, (ctx) => examine(ctx, minutes(caseId, breachId)));
    await does(pk, (ctx) => addEntry(ctx, entry(caseId, breachId, 'evidence')));
    await does(pk, (ctx) => recommend(ctx, recommendation(caseId, breachId, 'reprimand')));
    const form = { id: newId(), body: { decision: 'reprimand' } };
    const runner = await office.as(section, at('2026-11-20'));
    const decide = (ctx: Ctx) => decideBreach(ctx, decision(caseId, breachId, 'reprimand'));
    const other = does(head, (ctx) => decideBreach(ctx, decision(caseId, breachId, 'unfounded')));
    const answers = await Promise.all([runner.runOnce(form, decide), other]);
    expect(answers.map((one) => one.ok).sort()).toEqual([false, true]);
    expect(answers.find((one) => !one.ok)).toEqual({ ok: false, refusal: 'wrong_state' });
    const again = await runner.runOnce({ ...form, id: answers[0].ok ? form.id : newId() }, decide);
    expect(again).toEqual(answers[0]);
    const { moves, letters } = await reads(head, (ctx) => readBreach(ctx, caseId, breachId));
    expect(moves.filter(({ step }) => step === 'reprimand' || step === 'close_unfounded')).toHaveLength(1);
    expect(letters.filter(({ ofId }) => ofId === breachId)).toHaveLength(answers[0].ok ? 1 : 0);
  });

  test('an office that wants it hears a sitting before it reprimands; the advice is kept, and who leads decides', async () => {
    const { caseId, breachId } = await anOpenBreach();
    await office.owner
      .updateTable('cases.client_case')
      .set({ risk_band: 'high', risk_origin: 'hand' })
      .where('id', '=', caseId)
      .execute();
    await does(pk, (ctx) => examine(ctx, minutes(caseId, breachId)));
    await does(pk, (ctx) => addEntry(ctx, entry(caseId, breachId, 'evidence')));
    await does(pk, (ctx) => recommend(ctx, recommendation(caseId, breachId, 'reprimand')));
    const queue = async () => (await reads(section, (ctx) => readQueue(ctx, unitId))).map((one) => one.subjectId);
    expect(await queue()).not.toContain(breachId);
    await office.owner
      .insertInto('units.rule_option')
      .values({
        unit_id: unitId,
        rule_id: heardFirst.id,
        name: 'heard_first',
        value: '"high"',
        holds_from: '2020-01-01',
        reason: 'uji',
        set_by: head.accountId,
      })
      .execute();
    expect(await queue()).toContain(breachId);
    const decide = () => does(head, (ctx) => decideBreach(ctx, decision(caseId, breachId, 'reprimand')));
    expect(await decide()).toEqual({ ok: false, refusal: 'sitting_first' });

    const { itemId, sittingId } = await heldAbout(breachId);
    expect((await reads(pk, (ctx) => readBreach(ctx, caseId, breachId))).sittingWaits).toBe(true);
    const heard = { recommendation: 'approve', reasons: 'baru pertama kali', way: 'consensus', votes: null } as const;
    await does(section, (ctx) => hearItem(ctx, { ...heard, dissents: [], itemId, version: 1 }));
    const { version } = (await reads(section, (ctx) => readSitting(ctx, sittingId))).sitting;
    expect(await does(section, (ctx) => closeSitting(ctx, { sittingId, version }))).toMatchObject({ told: 1 });
    const whole = await reads(pk, (ctx) => readBreach(ctx, caseId, breachId));
    expect(whole.advice).toMatchObject([{ advice: 'approve', reasons: 'baru pertama kali', isOfLast: true }]);
    expect(await queue()).not.toContain(breachId);
    expect(await decide()).toEqual({ ok: true });
  });

  test('many are called for one day in one run; whom the rules do not let call is left out and counted', async () => {
    const first = await anOpenBreach();
    const second = await anOpenBreach();
    const held = await anOpenBreach({ custodyPlace: 'Rutan Palembang' });
    const ready = await reads(pk, (ctx) => listToSummon(ctx, { unitId, mine: true, summonses: 3 }));
    expect(ready.map(({ id }) => id)).toEqual(expect.arrayContaining([first.breachId, second.breachId]));
    expect(ready.map(({ id }) => id)).not.toContain(held.breachId);
    const many = (breachIds: string[], who = pk) =>
      does(who, (ctx) =>
        summonMany(ctx, {
          unitId,
          breachIds,
          appearOn: day('2026-11-30'),
          appearAt: '09:00' as ClockTime,
          place: 'Bapas',
        }),
      );
    expect(await many([])).toEqual({ ok: false, refusal: 'nobody_chosen' });
    expect(await many([held.breachId])).toEqual({ ok: false, refusal: 'in_custody' });
    await expect(many([first.breachId], otherPk)).rejects.toThrow(NotFound);
    const called = await many([first.breachId, second.breachId, held.breachId]);
    expect(called).toMatchObject({ ok: true, called: 2, left: 1 });
    for (const { caseId, breachId } of [first, second]) {
      const { summonses, letters } = await reads(pk, (ctx) => readBreach(ctx, caseId, breachId));
      expect(summonses).toMatchObject([{ ordinal: 1, sentOn: null, appearOn: '2026-11-30' }]);
      expect(letters).toMatchObject([{ ofId: summonses[0]!.id, kind: 'letters.summons-1', state: 'draft' }]);
    }
    expect(await many([first.breachId])).toEqual({ ok: false, refusal: 'summons_running' });
  });

  test('a breach is stopped only on a document, and by whoever leads', async () => {
    const { caseId, breachId } = await anOpenBreach();
    const stop = (who: Officer) =>
      does(who, (ctx) => stopBreach(ctx, { caseId, breachId, documentNumber: 'B-7', reason: 'diambil alih penyidik' }));
    await expect(stop(pk)).rejects.toThrow(/breach:decide/);
    expect(await stop(section)).toEqual({ ok: true });
    expect(await stateOf(breachId)).toBe('stopped');
  });
});

/** A sitting of the section head alone with his secretary, open, with this breach on its agenda. */
async function heldAbout(subjectId: string): Promise<{ sittingId: string; itemId: string }> {
  const secretary = await office.officer('pk', 'palembang');
  const member = await office.officer('pk', 'palembang');
  const duties = [
    [section, 'chair'],
    [secretary, 'secretary'],
    [member, 'member'],
  ] as const;
  for (const [who, duty] of duties)
    await does(head, (ctx) =>
      addMember(ctx, { unitId, staffId: who.staffId, duty, startsOn: day('2026-01-01'), endsOn: null, basis: '' }),
    );
  const made = await does(section, (ctx) =>
    draftSitting(ctx, {
      unitId,
      day: day('2026-11-20'),
      startsAt: '09:00' as ClockTime,
      place: 'Ruang',
      takeAll: false,
    }),
  );
  const { sittingId } = made as { sittingId: string };
  const version = async () => (await reads(section, (ctx) => readSitting(ctx, sittingId))).sitting.version;
  const first = await version();
  await does(section, (ctx) => putOnAgenda(ctx, { sittingId, version: first, subjects: [subjectId] }));
  const second = await version();
  await does(section, (ctx) => invite(ctx, { sittingId, version: second }));
  const third = await version();
  const present = duties.map(([who]) => who.staffId);
  const asked = { sittingId, version: third, present, chairId: section.staffId, secretaryId: secretary.staffId };
  expect(await does(section, (ctx) => openSitting(ctx, asked))).toEqual({ ok: true });
  const { items } = await reads(section, (ctx) => readSitting(ctx, sittingId));
  expect(items).toMatchObject([{ kind: 'breach', subjectId }]);
  return { sittingId, itemId: items[0]!.id };
}

describe('the database', () => {
  const past = (
    who: Officer,
    statement: (tx: ReadCtx['tx'], ids: { caseId: string; breachId: string }) => Promise<unknown>,
  ) => anOpenBreach().then(async (ids) => reads(who, (ctx) => statement(ctx.tx, ids)));
  const move =
    (over: object) =>
    (tx: ReadCtx['tx'], { caseId, breachId }: { caseId: string; breachId: string }) =>
      tx
        .insertInto('breaches.move')
        .values({
          breach_id: breachId,
          case_id: caseId,
          unit_id: unitId,
          step: 'stop',
          from_state: 'open',
          to_state: 'stopped',
          day: '2026-11-20' as PlainDate,
          reason: 'alasan yang cukup',
          document: 'stop_note',
          document_number: 'X-1',
          made_by: section.accountId,
          ...over,
        })
        .execute();

  test('nobody writes the state of a breach', async () => {
    await expect(
      past(pk, (tx, { breachId }) =>
        tx.updateTable('breaches.breach').set({ state: 'reprimanded' }).where('id', '=', breachId).execute(),
      ),
    ).rejects.toThrow(/permission denied/);
  });

  test.each([
    [
      'no such way',
      { step: 'reprimand', to_state: 'reprimanded', document: 'reprimand' },
      /row-level security|does not move/,
    ],
    ['from where it does not stand', { from_state: 'examined' }, /does not move/],
    ['without a reason', { reason: '' }, /check constraint/],
    ['without the number of its document', { document_number: '' }, /check constraint/],
    ['on another document', { document: 'closing_note' }, /not the document/],
    ["in somebody else's name", { made_by: head.accountId }, /row-level security/],
    ['without anybody', { made_by: null }, /null value|row-level security/],
    ['stopped by whoever handles it', { made_by: pk.accountId }, /row-level security/],
    [
      'summoned without a summons',
      { step: 'summon', to_state: 'summoned', document: 'summons', document_id: newId() },
      /not there/,
    ],
  ])('a step is refused: %s', async (_, over, why) => {
    await expect(past(section, move(over))).rejects.toThrow(why);
  });

  test('the history is not changed and not removed', async () => {
    await expect(
      past(pk, (tx) => tx.updateTable('breaches.move').set({ reason: 'lain sama sekali' }).execute()),
    ).rejects.toThrow(/permission denied/);
    await expect(past(head, (tx) => tx.deleteFrom('breaches.entry').execute())).rejects.toThrow(/permission denied/);
  });
});

test('days per step and from trigger to decision are those of an independent count, and each opens its list', async () => {
  const period = { from: day('2020-01-01'), through: day('2030-12-31') };
  const unitId = office.units.palembang;
  const breaches = await office.owner
    .selectFrom('breaches.breach as b')
    .innerJoin('cases.client_case as c', 'c.id', 'b.case_id')
    .select(['b.id', 'b.state', 'b.opened_on', 'b.ended_on'])
    .where('b.unit_id', '=', unitId)
    .where('c.unit_id', '=', unitId)
    .where('c.sealed', '=', false)
    .execute();
  const counted = new Map<string, number[]>();
  const put = (step: string, from: string, through: string) =>
    counted.set(step, [...(counted.get(step) ?? []), (Date.parse(through) - Date.parse(from)) / 86_400_000]);
  for (const one of breaches) {
    const moves = await office.owner
      .selectFrom('breaches.move')
      .selectAll()
      .where('breach_id', '=', one.id)
      .orderBy('made_at')
      .orderBy('id')
      .execute();
    moves.forEach(({ from_state: step, day: through }, index) => {
      if (step !== 'proposed_for_revocation') put(step, moves[index - 1]?.day ?? one.opened_on, through);
    });
    if (['reprimanded', 'proposed_for_revocation', 'closed_unfounded'].includes(one.state))
      put('whole', one.opened_on, one.ended_on!);
  }
  const rows = await reads(head, (ctx) => figuresBySteps(ctx, period));
  expect(rows.map(({ step, count }) => [step, count]).sort()).toEqual(
    [...counted].map(([step, all]) => [step, all.length]).sort(),
  );
  for (const { step, count, median, ninth } of rows) {
    const all = counted.get(step)!.sort((a, b) => a - b);
    expect([step, median]).toEqual([step, all[Math.ceil(all.length / 2) - 1]]);
    expect([step, ninth]).toEqual([step, all[Math.ceil(all.length * 0.9) - 1]]);
    expect(await reads(head, (ctx) => listStepsOf(ctx, period, { unitId, step }))).toHaveLength(count);
  }
});
