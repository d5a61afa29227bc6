import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate, type PlainDate } from '#kernel/plain-date';
import { holdKeys } from '#modules/accounts/server';
import { planContact } from '#modules/contacts/server';
import { recordRemoteCheckIn } from '#modules/check-ins/server';
import { letterOf, numberLetter, voidLetter } from '#modules/letters/server';
import { wordTask } from '#modules/tasks';
import { listMyTasks } from '#modules/tasks/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { acceptFile } from '#platform/files/accept.server';
import { readContent } from '#platform/files/store.server';
import { visitorAt } from '#platform/visitor.server';
import { aPdf } from '#tests/corpus/files';
import { aClient, type ClientScene } from '#tests/support/cases';
import { aClientSession, openTasksOf } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { openOffice, testJournalKey, type Officer } from '#tests/support/office';
import {
  addOwnPaper,
  addPermitPaper,
  addStatement,
  advisePermit,
  askOwnPermit,
  askableAmong,
  askPermit,
  checkPermit,
  countPermits,
  draftAnotherLetter,
  jobs,
  listPermits,
  movePermit,
  permitCode,
  readAtCounter,
  readOwnPermits,
  readPermit,
  readPermitFigures,
  withdrawOwnPermit,
  withdrawPermit,
} from '#modules/permits/server';
import type { Advice } from './permit.ts';

const database = await freshDatabase('permits');
holdKeys({ pepper: Buffer.alloc(32, 3), secondFactor: Buffer.alloc(32, 4), isDemo: false });
const office = await openOffice(database);
const [pk, section, head, otherPk, otherHead, counter, otherCounter] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang', { name: 'Kepala Rekaan' }),
  office.officer('pk', 'musi'),
  office.officer('head_of_bapas', 'musi'),
  office.officer('counter', 'palembang'),
  office.officer('counter', 'musi'),
]);
afterAll(() => office.close());

const unitId = office.units.palembang;
const day = (text: string) => plainDate(text);
const at = (on: string) => new Date(`${on}T02:00:00Z`);
const does = async <T extends { ok: boolean }>(who: Officer, deed: (ctx: Ctx) => Promise<T>, on = '2026-11-20') =>
  (await office.as(who, at(on))).runOnce({ id: randomUUID(), body: {} }, deed);
const reads = async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>, on = '2026-11-20') =>
  (await office.as(who, at(on))).read(query);
const stateOf = async (id: string) =>
  (await office.owner.selectFrom('permits.permit').select('state').where('id', '=', id).executeTakeFirstOrThrow())
    .state;
const visitor = (address = newId()) =>
  visitorAt({ db: office.app, journalKey: testJournalKey, now: at('2026-11-20'), token: null, address, label: 'uji' });

const journey = {
  scope: 'within' as const,
  fromOn: day('2026-11-25'),
  untilOn: day('2026-11-30'),
  areaCode: '18.71',
  country: '',
  stay: 'Rumah kakak, Jalan Rekaan 5',
  companion: 'istri',
  purpose: 'family' as const,
  purposeText: 'pernikahan adik',
};
const abroad = {
  ...journey,
  scope: 'abroad' as const,
  areaCode: '',
  country: 'Malaysia',
  purpose: 'medical' as const,
  purposeText: 'operasi jantung',
};
const reason = 'alasan yang cukup panjang';
const asks = (caseId: string, over: object = {}, who = pk) =>
  does(who, (ctx) => askPermit(ctx, { ...journey, caseId, askedHow: 'counter', ...over }));
async function asked(over: object = {}, scene: ClientScene = {}) {
  const client = await aClient(office, { pk: pk.staffId, ...scene });
  // A letter names where the client lives.
  await office.owner
    .insertInto('people.address')
    .values({ person_id: client.personId, unit_id: unitId, kind: 'residence', line: 'Jalan Rekaan 1' })
    .execute();
  const { permitId } = (await asks(client.caseId, over)) as { permitId: string };
  return { ...client, permitId };
}
type Ids = { caseId: string; permitId: string };
const advises = ({ caseId, permitId }: Ids, who = pk, advice: Advice = 'grant') =>
  does(who, (ctx) => advisePermit(ctx, { caseId, permitId, advice, reason }));
const moves = (
  { caseId, permitId }: Ids,
  step: Parameters<typeof movePermit>[1]['step'],
  more: { documentNumber?: string; day?: PlainDate; reason?: string } = {},
  who = head,
  on = '2026-11-20',
) => does(who, (ctx) => movePermit(ctx, { caseId, permitId, step, reason, ...more }), on);
async function granted(over: object = {}, scene: ClientScene = {}) {
  const ids = await asked(over, scene);
  expect(await advises(ids)).toEqual({ ok: true });
  expect(await moves(ids, 'grant')).toEqual({ ok: true });
  return ids;
}
async function numbered(ids: Ids) {
  const { letter } = await reads(head, (ctx) => readPermit(ctx, ids.caseId, ids.permitId));
  const { version } = await reads(head, (ctx) => letterOf(ctx, letter!.id));
  const answer = await does(head, (ctx) =>
    numberLetter(ctx, { letterId: letter!.id, version, dated: day('2026-11-20'), origin: 'https://simpul.contoh' }),
  );
  expect(answer).toMatchObject({ ok: true });
  return letter!.id;
}

const lettersAbout = (permitId: string) =>
  office.owner
    .selectFrom('letters.letter')
    .select(['kind', 'recipient', 'body'])
    .where('concerns_id', '=', permitId)
    .orderBy('id')
    .execute();

describe('within the country', () => {
  test('a client asks, his counsellor advises, the head grants, and the letter is drafted for him', async () => {
    const client = { ...(await aClient(office, { pk: pk.staffId, kind: 'conditional_leave_cb' })), unitId };
    const { token } = await aClientSession(office, client);
    const own = await office.asClient(token, at('2026-11-20'));
    const answer = await own.runOnce({ id: randomUUID(), body: {} }, (ctx) => askOwnPermit(ctx, journey));
    expect(answer).toMatchObject({ ok: true });
    const ids = { caseId: client.caseId, permitId: (answer as { permitId: string }).permitId };
    expect((await openTasksOf(office, 'permits.advise')).filter(({ key }) => key === ids.permitId)).toMatchObject([
      { for_role: 'pk', staff_id: pk.staffId },
    ]);
    expect(await own.read(readOwnPermits)).toMatchObject([
      { state: 'asked', destination: 'Kota Bandar Lampung', steps: [] },
    ]);

    expect(await advises(ids)).toEqual({ ok: true });
    expect((await openTasksOf(office, 'permits.decide')).map(({ key }) => key)).toContain(ids.permitId);
    // What the counsellor thinks is between the officers.
    expect(await own.read(readOwnPermits)).toMatchObject([{ state: 'advised', steps: [] }]);
    await expect(moves(ids, 'grant', {}, section)).rejects.toThrow(/permit:decide/);
    expect(await moves(ids, 'grant')).toEqual({ ok: true });
    expect(await openTasksOf(office, 'permits.decide')).toEqual([]);
    expect(await own.read(readOwnPermits)).toMatchObject([
      { state: 'granted', steps: [{ step: 'grant', told: reason }] },
    ]);

    const whole = await reads(head, (ctx) => readPermit(ctx, ids.caseId, ids.permitId));
    expect(whole.moves.map(({ step, document }) => `${step} ${document}`)).toEqual(['advise advice', 'grant permit']);
    expect(whole).toMatchObject({
      decidedOn: '2026-11-20',
      dueOn: null,
      letter: { kind: 'letters.permit', label: null },
    });
    const { body } = await reads(head, (ctx) => letterOf(ctx, whole.letter!.id));
    expect(body).toContain('Kota Bandar Lampung (Rumah kakak, Jalan Rekaan 5)');
    expect(body).toContain('Rabu, 25 November 2026');
  });

  test('whoever advised does not decide, also not the head himself; another head may', async () => {
    const ids = await asked();
    expect(await advises(ids, head)).toEqual({ ok: true });
    expect(await moves(ids, 'grant')).toEqual({ ok: false, refusal: 'second_person_needed' });
    const acting = await office.officer('head_of_bapas', 'palembang');
    expect(await moves(ids, 'refuse', {}, acting)).toEqual({ ok: true });
    expect(await stateOf(ids.permitId)).toBe('refused');
  });

  test('a refusal drafts its letter; what was sent back is advised on anew', async () => {
    const ids = await asked();
    await advises(ids, pk, 'refuse');
    expect(await moves(ids, 'send_back')).toEqual({ ok: true });
    expect(await stateOf(ids.permitId)).toBe('asked');
    await advises(ids);
    expect(await moves(ids, 'refuse')).toEqual({ ok: true });
    const letters = await office.owner
      .selectFrom('letters.letter')
      .select(['kind', 'body'])
      .where('concerns_id', '=', ids.permitId)
      .execute();
    expect(letters.map(({ kind }) => kind)).toEqual(['letters.refusal']);
    expect(letters[0]!.body).toContain(reason);
  });

  test('a permit is revoked by another one than whoever proposed it, and holds until then', async () => {
    const ids = await granted();
    expect(await moves(ids, 'propose_revocation', {}, pk)).toEqual({ ok: true });
    expect(await moves(ids, 'keep')).toEqual({ ok: true });
    expect(await moves(ids, 'propose_revocation')).toEqual({ ok: true });
    expect(await moves(ids, 'revoke')).toEqual({ ok: false, refusal: 'second_person_needed' });
    const acting = await office.officer('head_of_bapas', 'palembang');
    expect(await moves(ids, 'revoke', {}, acting)).toEqual({ ok: true });
    expect(await stateOf(ids.permitId)).toBe('revoked');
  });

  test('the client reports back, and his return is on the day on which he did', async () => {
    const ids = await granted();
    expect(await moves(ids, 'report_back', { day: day('2026-11-24') }, pk, '2026-12-01')).toEqual({
      ok: false,
      refusal: 'day_before_journey',
    });
    expect(await moves(ids, 'report_back', { day: day('2026-11-29') }, pk, '2026-12-01')).toEqual({ ok: true });
    const whole = await reads(pk, (ctx) => readPermit(ctx, ids.caseId, ids.permitId), '2026-12-01');
    expect(whole).toMatchObject({ state: 'returned', returnedOn: '2026-11-29' });
  });
});

describe('abroad', () => {
  test('only a client on parole asks, also past the application', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId, kind: 'conditional_leave_cb' });
    expect(await asks(caseId, abroad)).toEqual({ ok: false, refusal: 'not_on_parole' });
    await expect(
      reads(pk, (ctx) =>
        ctx.tx
          .insertInto('permits.permit')
          .values({
            case_id: caseId,
            unit_id: unitId,
            scope: 'abroad',
            asked_on: day('2026-11-20'),
            asked_how: 'counter',
            from_on: day('2026-11-25'),
            until_on: day('2026-11-26'),
            country: 'Malaysia',
            stay: 'hotel',
            purpose: 'medical',
            purpose_text: 'berobat',
            made_by: pk.accountId,
          })
          .execute(),
      ),
    ).rejects.toThrow(/on parole/);
  });

  test('the head forwards and cannot decide; what the Minister decided is recorded with its number and day', async () => {
    const ids = await asked(abroad);
    await advises(ids);
    expect(await moves(ids, 'grant')).toEqual({ ok: false, refusal: 'wrong_state' });
    expect(await moves(ids, 'forward')).toEqual({ ok: false, refusal: 'number_missing' });
    expect(await moves(ids, 'forward', { documentNumber: 'W6-12' })).toEqual({ ok: true });
    expect(await moves(ids, 'record_grant', { documentNumber: 'M-1', day: day('2026-11-19') })).toEqual({
      ok: false,
      refusal: 'day_before_asked',
    });
    expect(
      await moves(ids, 'record_grant', { documentNumber: 'M-1', day: day('2026-11-22') }, head, '2026-11-23'),
    ).toEqual({
      ok: true,
    });
    const whole = await reads(head, (ctx) => readPermit(ctx, ids.caseId, ids.permitId));
    expect(whole).toMatchObject({ state: 'granted', decidedOn: '2026-11-22', letter: { kind: 'permits.abroad' } });
    const { body } = await reads(head, (ctx) => letterOf(ctx, whole.letter!.id));
    expect(body).toContain('Nomor M-1 tanggal 22 November 2026');
    expect((await lettersAbout(ids.permitId)).map(({ kind }) => kind)).toEqual([
      'permits.cover-abroad',
      'permits.abroad',
    ]);
  });

  test('what goes to the Minister, and what he refused, is drafted from the record', async () => {
    const ids = await asked(abroad);
    await advises(ids);
    const reason = 'Klien patuh dan penjaminnya dikenal.';
    await moves(ids, 'forward', { documentNumber: 'W6-13', reason });
    const [cover] = await lettersAbout(ids.permitId);
    expect(cover!.recipient).toContain('Menteri Imigrasi dan Pemasyarakatan');
    expect(cover!.body).toContain(reason);
    expect(cover!.body).toContain('Surat pernyataan penjamin');
    const refused = { documentNumber: 'M-2', day: day('2026-11-22'), reason: 'masa bimbingan hampir berakhir' };
    expect(await moves(ids, 'record_refusal', refused, head, '2026-11-23')).toEqual({ ok: true });
    const told = (await lettersAbout(ids.permitId)).at(-1)!;
    expect(told.kind).toBe('permits.refusal-abroad');
    expect(told.body).toContain('Nomor M-2 tanggal 22 November 2026, karena masa bimbingan hampir berakhir');
  });
});

describe('the printed permit', () => {
  test('has a code from its number on, and whoever holds it learns what stands on it and no more', async () => {
    const ids = await granted({}, { name: 'Suharto Rekaan Kenari' });
    const letterId = await numbered(ids);
    const code = permitCode(letterId);
    expect(code).toHaveLength(27);
    const stored = await office.owner.selectFrom('permits.slip').selectAll().where('id', '=', letterId).execute();
    expect(JSON.stringify(stored)).not.toContain(code);

    const found = await checkPermit(visitor(), code);
    expect(found).toMatchObject({
      state: 'early',
      initials: 'S. R. K.',
      destination: 'Kota Bandar Lampung',
      fromOn: '2026-11-25',
      untilOn: '2026-11-30',
    });
    const told = JSON.stringify(found);
    for (const secret of ['Suharto', ids.caseId, ids.personId, ids.permitId, journey.stay, journey.purposeText])
      expect(told).not.toContain(secret);
    expect(await checkPermit(visitor(), permitCode(newId()))).toEqual({ state: 'unknown' });
    expect(await checkPermit(visitor(), 'bukan kode')).toEqual({ state: 'unknown' });
    const lines = await office.owner
      .selectFrom('platform.journal')
      .select(['case_id', 'actor_id', 'about'])
      .where('what', '=', 'permit.checked')
      .where('case_id', '=', ids.caseId)
      .execute();
    expect(lines).toMatchObject([{ actor_id: null, about: { permitId: ids.permitId, state: 'early' } }]);
    const { fileId } = await reads(head, (ctx) => letterOf(ctx, letterId));
    expect(fileId).not.toBeNull();
  });

  test('says at once that it was revoked, and a void letter too; another letter has another code', async () => {
    const ids = await granted();
    const letterId = await numbered(ids);
    const { version } = await reads(head, (ctx) => letterOf(ctx, letterId));
    expect(await does(pk, (ctx) => draftAnotherLetter(ctx, ids))).toEqual({ ok: false, refusal: 'letter_there' });
    await does(head, (ctx) => voidLetter(ctx, { letterId, version, reason: 'salah ketik' }));
    expect(await checkPermit(visitor(), permitCode(letterId))).toMatchObject({ state: 'not_valid' });

    expect(await does(pk, (ctx) => draftAnotherLetter(ctx, ids))).toEqual({ ok: true });
    const second = await numbered(ids);
    expect(await checkPermit(visitor(), permitCode(second))).toMatchObject({ state: 'early' });
    await moves(ids, 'propose_revocation', {}, pk);
    expect(await checkPermit(visitor(), permitCode(second))).toMatchObject({ state: 'early' });
    await moves(ids, 'revoke');
    expect(await checkPermit(visitor(), permitCode(second))).toMatchObject({ state: 'not_valid' });
    const told = (await lettersAbout(ids.permitId)).at(-1)!;
    const { label } = await reads(head, (ctx) => letterOf(ctx, second));
    expect([told.kind, told.body.includes(`dengan surat Nomor ${label} tanggal`)]).toEqual([
      'permits.revocation',
      true,
    ]);
  });

  test('falls with the supervision: not valid at the door, put before the head, and written down although the client is away', async () => {
    const ids = await granted();
    const code = permitCode(await numbered(ids));
    const settle = () => jobs['permits.settle'].run(office.work(at('2026-11-26')), { unitId, caseId: ids.caseId });
    const told = async () =>
      (await openTasksOf(office, 'permits.fallen')).filter(({ key }) => key === ids.permitId).length;
    const lapse = () => moves(ids, 'lapse', {}, head, '2026-11-26');
    expect(await lapse()).toEqual({ ok: false, refusal: 'still_supervised' });
    await expect(
      (await office.as(head)).read(({ tx }) =>
        sql`insert into permits.move (permit_id, case_id, unit_id, step, from_state, to_state, day, reason, document, made_by)
          values (${ids.permitId}, ${ids.caseId}, ${unitId}, 'lapse', 'granted', 'revoked', '2026-11-20', 'diketik saja', 'revocation', ${head.accountId})`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow('falls only with the supervision');

    // Revoked for the time being: the proceeding says so, whatever the state of the case.
    const breach = await office.owner
      .insertInto('breaches.breach')
      .values({
        case_id: ids.caseId,
        unit_id: unitId,
        state: 'proposed_for_revocation',
        source: 'officer',
        opened_on: '2026-11-02',
        ended_on: '2026-11-10',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const proceeding = await office.owner
      .insertInto('revocations.proceeding')
      .values({
        case_id: ids.caseId,
        unit_id: unitId,
        kind: 'revocation',
        route: 'tiers',
        breach_id: breach.id,
        begun_on: '2026-11-12',
        since: '2026-11-12',
        reason: 'tidak melapor tiga kali',
        urgent: true,
        danger: 'bahaya bagi orang lain',
        service_until: '2026-12-18',
        made_by: pk.accountId,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await settle();
    expect(await told()).toBe(0);
    await office.owner
      .insertInto('revocations.move')
      .values({
        proceeding_id: proceeding.id,
        case_id: ids.caseId,
        unit_id: unitId,
        step: 'revoke_urgently',
        from_state: 'begun',
        to_state: 'revoked_unheard',
        day: '2026-11-13',
        reason: 'bahaya',
        document: 'temporary_revocation',
        made_by: head.accountId,
      })
      .execute();
    expect(await checkPermit(visitor(), code)).toMatchObject({ state: 'not_valid' });
    await settle();
    expect(await told()).toBe(1);
    // It goes on: nobody is asked any more, and the paper holds again.
    await sql`update revocations.proceeding set state = 'refused', ended_on = '2026-11-14' where id = ${proceeding.id}`.execute(
      office.owner,
    );
    await settle();
    expect(await told()).toBe(0);
    expect(await checkPermit(visitor(), code)).toMatchObject({ state: 'early' });

    for (const state of ['ended', 'transferred'] as const) {
      // One that has ended is taken up again before it moves away.
      for (const next of ['active', state] as const)
        await sql`update cases.client_case set state = ${next}, ended_on = ${next === 'active' ? null : '2026-11-15'} where id = ${ids.caseId}`.execute(
          office.owner,
        );
      expect(await checkPermit(visitor(), code), state).toMatchObject({ state: 'not_valid' });
    }
    await settle();
    expect(await told()).toBe(1);
    expect(
      await does(pk, (ctx) => withdrawPermit(ctx, { ...ids, reason: 'bimbingan berakhir' }), '2026-11-26'),
    ).toEqual({ ok: false, refusal: 'already_away' });
    expect(await lapse()).toEqual({ ok: true });
    expect(await stateOf(ids.permitId)).toBe('revoked');
    expect(await told()).toBe(0);
  });

  test('who tries many codes is held up before his code is looked up', async () => {
    const code = permitCode(await numbered(await granted()));
    for (let turn = 0; turn < 100; turn++) await checkPermit(visitor('10.9.9.9'), permitCode(newId()));
    expect(await checkPermit(visitor('10.9.9.9'), code)).toEqual({ state: 'wait' });
    expect(await checkPermit(visitor('10.9.9.8'), code)).toMatchObject({ state: 'early' });
  });
});

describe('duties during the journey', () => {
  test('a visit that was set for these days is put after them, and none is set into them; calls may be', async () => {
    const ids = await asked();
    const plan = (kind: 'home_visit' | 'call', on: string) =>
      does(pk, (ctx) =>
        planContact(ctx, { caseId: ids.caseId, kind, on: day(on), time: '', place: '', purpose: '', isTold: false }),
      );
    expect(await plan('home_visit', '2026-11-26')).toMatchObject({ ok: true });
    expect(await plan('home_visit', '2026-12-02')).toMatchObject({ ok: true });
    expect(await plan('call', '2026-11-26')).toMatchObject({ ok: true });
    await advises(ids);
    await moves(ids, 'grant');
    const open = await office.owner
      .selectFrom('contacts.planned')
      .select(['kind', 'planned_on'])
      .where('case_id', '=', ids.caseId)
      .where('closed_at', 'is', null)
      .orderBy('planned_on')
      .orderBy('kind')
      .execute();
    expect(open).toEqual([
      { kind: 'call', planned_on: '2026-11-26' },
      { kind: 'home_visit', planned_on: '2026-12-01' },
      { kind: 'home_visit', planned_on: '2026-12-02' },
    ]);
    expect(await plan('home_visit', '2026-11-27')).toEqual({ ok: false, refusal: 'client_travels' });
    expect(await plan('call', '2026-11-27')).toMatchObject({ ok: true });
  });

  test('a call on a day of the journey counts in an office that otherwise takes none', async () => {
    const ids = await granted();
    await database.owner.query(
      `insert into units.rule_option (unit_id, rule_id, name, value, holds_from, set_by, reason) values ($1, 'check-ins.channels', 'remote_call', '"not_allowed"', '2026-01-01', $2, 'uji')`,
      [unitId, head.accountId],
    );
    const call = async (on: string) => {
      const answer = await does(
        pk,
        (ctx) =>
          recordRemoteCheckIn(ctx, {
            caseId: ids.caseId,
            medium: 'video',
            talk: 'Klien sehat dan berada di rumah kakaknya.',
          }),
        on,
      );
      const { counts } = await office.owner
        .selectFrom('check_ins.check_in')
        .select('counts')
        .where('id', '=', (answer as { checkInId: string }).checkInId)
        .executeTakeFirstOrThrow();
      return counts;
    };
    expect(await call('2026-11-24')).toBe(false);
    expect(await call('2026-11-26')).toBe(true);
    await database.owner.query(`delete from units.rule_option where rule_id = 'check-ins.channels'`);
  });

  test('whoever is not back by the day is put before his counsellor, and nothing else follows', async () => {
    const ids = await granted();
    const run = (on: string) => jobs['permits.remind'].run(office.work(at(on)), {});
    const told = async () => (await openTasksOf(office, 'permits.not-back')).filter(({ key }) => key === ids.permitId);
    await run('2026-12-01');
    expect(await told()).toEqual([]);
    await run('2026-12-02');
    await run('2026-12-03');
    expect(await told()).toMatchObject([{ for_role: 'pk', staff_id: pk.staffId }]);
    expect(await stateOf(ids.permitId)).toBe('granted');
    expect(await reads(pk, (ctx) => readPermit(ctx, ids.caseId, ids.permitId), '2026-12-03')).toMatchObject({
      warnings: ['not_back'],
    });
    await moves(ids, 'report_back', { day: day('2026-12-03') }, pk, '2026-12-03');
    expect(await told()).toEqual([]);
  });

  test('an advice that is late comes before the section head, and working days later before the head; it moves nothing', async () => {
    const ids = await asked();
    const told = async () =>
      (await openTasksOf(office, 'permits.late'))
        .concat(await openTasksOf(office, 'permits.late-head'))
        .filter(({ key }) => key === ids.permitId)
        .map(({ for_role: role }) => role);
    const run = (on: string) => jobs['permits.remind'].run(office.work(at(on)), {});
    // Owed by Wednesday 25 November; the office is closed on the Friday after.
    const closed = await office.owner
      .insertInto('units.holiday')
      .values({ day: '2026-11-27', name: 'Libur kantor', unit_id: unitId })
      .returning('id')
      .executeTakeFirstOrThrow();
    await run('2026-11-25');
    expect(await told()).toEqual([]);
    for (const on of ['2026-11-26', '2026-11-26', '2026-12-01']) await run(on);
    expect(await told()).toEqual(['section_head']);
    await run('2026-12-02');
    expect(await told()).toEqual(['section_head', 'head_of_bapas']);
    expect(await stateOf(ids.permitId)).toBe('asked');
    const { rows } = await database.owner.query<{ told: string }>(
      `select about ->> 'told' as told from platform.journal where what = 'permit.late-told' and about ->> 'permitId' = $1 order by seq`,
      [ids.permitId],
    );
    expect(rows.map((row) => row.told)).toEqual(['section_head', 'head_of_bapas']);
    expect(await does(section, (ctx) => withdrawPermit(ctx, { ...ids, reason: 'tidak jadi pergi' }))).toEqual({
      ok: true,
    });
    expect(await told()).toEqual([]);
    await office.owner.deleteFrom('units.holiday').where('id', '=', closed.id).execute();
  });

  test("an answer of the Minister's that is late comes before the section head and the head, until it is written down", async () => {
    const ids = await asked({ ...abroad });
    await advises(ids);
    expect(await moves(ids, 'forward', { documentNumber: 'W6-21' })).toEqual({ ok: true });
    const told = async () =>
      (await openTasksOf(office, 'permits.late'))
        .concat(await openTasksOf(office, 'permits.late-head'))
        .filter(({ key }) => key === ids.permitId)
        .map(({ for_role: role }) => role);
    const run = (on: string) => jobs['permits.remind'].run(office.work(at(on)), {});
    // Ten working days after Friday 20 November.
    await run('2026-12-04');
    expect(await told()).toEqual([]);
    for (const on of ['2026-12-05', '2026-12-05', '2026-12-09']) await run(on);
    expect(await told()).toEqual(['section_head']);
    await run('2026-12-10');
    expect(await told()).toEqual(['section_head', 'head_of_bapas']);
    expect(await stateOf(ids.permitId)).toBe('forwarded');
    const refused = { documentNumber: 'M-8', reason: 'Menteri tidak mengizinkan', day: day('2026-12-08') };
    expect(await moves(ids, 'record_refusal', refused, head, '2026-12-10')).toEqual({ ok: true });
    expect(await told()).toEqual([]);
  });

  test('a decision of the head that is late comes before the Kanwil, until it is taken or the client gives up', async () => {
    const kanwil = await office.officer('kanwil', 'kanwil');
    const below = async (permitId: string) =>
      (await office.reads(kanwil, (ctx) => listMyTasks(ctx, { kind: 'permits.late-below' }))).tasks.filter(
        ({ key }) => key === permitId,
      );
    const run = (on: string) => jobs['permits.remind'].run(office.work(at(on)), {});
    const [decided, givenUp] = [await asked(), await asked()];
    for (const ids of [decided, givenUp]) expect(await advises(ids)).toEqual({ ok: true });
    await run('2026-11-24');
    expect(await below(decided.permitId)).toEqual([]);
    await run('2026-11-25');
    for (const ids of [decided, givenUp]) {
      const [task] = await below(ids.permitId);
      expect(task).toMatchObject({ unitId: office.units.kanwil, caseId: null, name: null });
      expect(wordTask(task!).says).toBe(
        'Bapas Kelas I Palembang: sebuah izin bepergian menunggu keputusan kepala, batasnya 24 November 2026.',
      );
      expect(await stateOf(ids.permitId)).toBe('advised');
    }
    expect(await moves(decided, 'refuse')).toEqual({ ok: true });
    expect(await below(decided.permitId)).toEqual([]);
    // The client himself settles it as well, and nobody else's.
    const me = await office.asClient((await aClientSession(office, { ...givenUp, unitId })).token, at('2026-11-24'));
    await me.runOnce({ id: newId(), body: {} }, (ctx) =>
      withdrawOwnPermit(ctx, { permitId: givenUp.permitId, reason: 'tidak jadi pergi' }),
    );
    expect(await stateOf(givenUp.permitId)).toBe('withdrawn');
    expect(await below(givenUp.permitId)).toEqual([]);
  });
});

describe('who may, and what is refused', () => {
  test('another office and another counsellor are turned away as from nothing', async () => {
    const ids = await asked();
    const colleague = await office.officer('pk', 'palembang');
    for (const stranger of [otherPk, otherHead, colleague]) {
      await expect(advises(ids, stranger)).rejects.toThrow(NotFound);
      await expect(reads(stranger, (ctx) => readPermit(ctx, ids.caseId, ids.permitId))).rejects.toThrow(NotFound);
    }
    const filter = { unitId, today: day('2026-11-20'), state: 'running' as const };
    expect((await reads(otherHead, (ctx) => listPermits(ctx, filter))).total).toBe(0);
  });

  test('the same form sent twice asks once, and two requests for the same days never pass each other', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const runner = await office.as(pk, at('2026-11-20'));
    const form = { id: newId(), body: { text: 'x' } };
    const ask = (ctx: Ctx) => askPermit(ctx, { ...journey, caseId, askedHow: 'counter' });
    const first = await runner.runOnce(form, ask);
    expect(await runner.runOnce(form, ask)).toEqual(first);
    const both = await Promise.all(
      [1, 2].map(() => asks(caseId, { fromOn: day('2026-12-10'), untilOn: day('2026-12-12') })),
    );
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(both).toContainEqual({ ok: false, refusal: 'overlaps' });
  });

  test('a client reads the reason of what was decided, and not what was written for others', async () => {
    const client = { ...(await aClient(office, { pk: pk.staffId, kind: 'parole_pb' })), unitId };
    const { token } = await aClientSession(office, client);
    const own = await office.asClient(token, at('2026-11-20'));
    const ids = {
      caseId: client.caseId,
      permitId: ((await asks(client.caseId, abroad)) as { permitId: string }).permitId,
    };
    await advises(ids);
    const forOthers = 'pendapat kepala bagi Menteri saja';
    expect(await moves(ids, 'forward', { documentNumber: 'W6-13', reason: forOthers })).toEqual({ ok: true });
    const decided = { documentNumber: 'M-7', reason: 'Menteri mengizinkan satu kali' };
    expect(await moves(ids, 'record_grant', decided)).toEqual({ ok: true });
    const noted = { day: day('2026-11-26'), reason: 'datang terlambat, tampak lelah' };
    expect(await moves(ids, 'report_back', noted, pk, '2026-12-01')).toEqual({ ok: true });
    expect((await own.read(readOwnPermits))[0]!.steps).toEqual([
      { step: 'forward', day: '2026-11-20', told: '' },
      { step: 'record_grant', day: '2026-11-20', told: decided.reason },
      { step: 'report_back', day: '2026-11-26', told: '' },
    ]);
    // Nor past the application.
    await expect(own.read((ctx) => ctx.tx.selectFrom('permits.move').select('reason').execute())).rejects.toThrow(
      /permission denied/,
    );
  });

  test('a client takes back what was not begun, and no other client’s', async () => {
    const client = { ...(await aClient(office, { pk: pk.staffId })), unitId };
    const { token } = await aClientSession(office, client);
    const own = await office.asClient(token, at('2026-11-20'));
    const go = (permitId: string, on = '2026-11-20') =>
      office
        .asClient(token, at(on))
        .then((me) =>
          me.runOnce({ id: randomUUID(), body: {} }, (ctx) =>
            withdrawOwnPermit(ctx, { permitId, reason: 'tidak jadi' }),
          ),
        );
    const { permitId } = (await own.runOnce({ id: randomUUID(), body: {} }, (ctx) => askOwnPermit(ctx, journey))) as {
      permitId: string;
    };
    const others = await asked();
    await expect(go(others.permitId)).rejects.toThrow(NotFound);
    await advises({ caseId: client.caseId, permitId });
    await moves({ caseId: client.caseId, permitId }, 'grant');
    expect(await go(permitId, '2026-11-25')).toEqual({ ok: false, refusal: 'already_away' });
    expect(await go(permitId)).toEqual({ ok: true });
    expect(await go(permitId)).toEqual({ ok: false, refusal: 'wrong_state' });
    expect(await own.read(readOwnPermits)).toMatchObject([{ state: 'withdrawn' }]);
  });

  test('a child’s guardian is heard, and papers are kept', async () => {
    const ids = await asked({}, { ageGroup: 'child', kind: 'diversion' });
    expect(await advises(ids)).toEqual({ ok: false, refusal: 'guardian_missing' });
    const say = { ...ids, who: 'guardian' as const, name: 'Ibu Rekaan', agrees: false, note: 'belum siap', file: null };
    expect(await does(pk, (ctx) => addStatement(ctx, { ...say, saidOn: day('2026-11-21') }))).toEqual({
      ok: false,
      refusal: 'day_in_future',
    });
    expect(await does(pk, (ctx) => addStatement(ctx, { ...say, saidOn: day('2026-11-20') }))).toEqual({ ok: true });
    const accepted = await acceptFile(new Uint8Array(aPdf()), 'document');
    if (!accepted.ok) throw new Error(accepted.problem);
    expect(await does(pk, (ctx) => addPermitPaper(ctx, { ...ids, name: 'undangan', file: accepted.file }))).toEqual({
      ok: true,
    });
    const whole = await reads(pk, (ctx) => readPermit(ctx, ids.caseId, ids.permitId));
    expect(whole).toMatchObject({ warnings: ['objection'], papers: [{ name: 'undangan' }], isChild: true });
    expect(await advises(ids)).toEqual({ ok: true });
  });

  test('bad input: unknown places, days out of order, a supervision that is over; a running breach warns and bars nothing', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    expect(await asks(caseId, { areaCode: '' })).toEqual({ ok: false, refusal: 'area_missing' });
    expect(await asks(caseId, { areaCode: '99.99' })).toEqual({ ok: false, refusal: 'area_unknown' });
    expect(await asks(caseId, { ...abroad, country: '' })).toEqual({ ok: false, refusal: 'country_missing' });
    expect(await asks(caseId, { untilOn: day('2026-11-24') })).toEqual({ ok: false, refusal: 'until_before_from' });
    const ended = await aClient(office, { pk: pk.staffId, state: 'ended' });
    expect(await asks(ended.caseId)).toEqual({ ok: false, refusal: 'case_not_open' });
    const ids = await asked();
    await office.owner
      .insertInto('breaches.breach')
      .values({ case_id: ids.caseId, unit_id: unitId, state: 'open', source: 'officer', opened_on: day('2026-11-10') })
      .execute();
    expect(await reads(pk, (ctx) => readPermit(ctx, ids.caseId, ids.permitId))).toMatchObject({ warnings: ['breach'] });
    await advises(ids);
    expect(await moves(ids, 'grant')).toEqual({ ok: true });
    expect(await does(pk, (ctx) => withdrawPermit(ctx, { ...ids, reason: 'tidak jadi pergi' }))).toEqual({ ok: true });
  });
});

describe('at the counter', () => {
  const pdf = async () => {
    const kept = await acceptFile(aPdf(), 'document');
    if (!kept.ok) throw new Error(kept.problem);
    return kept.file;
  };
  const brings = async (who: Officer, ids: Ids, name = 'tiket kereta') => {
    const file = await pdf();
    return does(who, (ctx) => addPermitPaper(ctx, { ...ids, name, file }));
  };
  const vouches = (who: Officer, ids: Ids) =>
    does(who, (ctx) =>
      addStatement(ctx, {
        ...ids,
        who: 'guarantor',
        name: 'Ibu Klien',
        agrees: true,
        saidOn: day('2026-11-20'),
        note: '',
        file: null,
      }),
    );

  test('a client who stands there asks, with the word of his guarantor and his ticket; his counsellor reads all of it', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const answer = await asks(caseId, {}, counter);
    expect(answer).toMatchObject({ ok: true });
    const ids = { caseId, permitId: (answer as { permitId: string }).permitId };
    expect(await asks(caseId, {}, counter)).toEqual({ ok: false, refusal: 'overlaps' });
    expect(await vouches(counter, ids)).toEqual({ ok: true });
    expect(await brings(counter, ids)).toEqual({ ok: true });
    expect((await openTasksOf(office, 'permits.advise')).filter(({ key }) => key === ids.permitId)).toMatchObject([
      { staff_id: pk.staffId },
    ]);
    const full = await reads(pk, (ctx) => readPermit(ctx, caseId, ids.permitId));
    expect(full).toMatchObject({
      askedHow: 'counter',
      statements: [{ name: 'Ibu Klien', agrees: true }],
      papers: [{ name: 'tiket kereta' }],
    });
    expect(await advises(ids)).toEqual({ ok: true });
    expect(await moves(ids, 'grant')).toEqual({ ok: true });
  });

  test('the counter is told where a request stands, and not why he travels, where he stays or what was advised', async () => {
    const ids = await asked();
    const told = await reads(counter, (ctx) => readAtCounter(ctx, ids.caseId));
    expect(told.permits).toMatchObject([{ id: ids.permitId, state: 'asked', destination: 'Kota Bandar Lampung' }]);
    expect(JSON.stringify(told)).not.toContain(journey.purposeText);
    expect(JSON.stringify(told)).not.toContain(journey.stay);
    expect(await reads(counter, (ctx) => ctx.tx.selectFrom('permits.permit').selectAll().execute())).toEqual([]);
    await expect(advises(ids, counter)).rejects.toThrow(/permit:handle/);
    expect(await reads(counter, (ctx) => askableAmong(ctx, [ids.caseId]))).toEqual(new Set([ids.caseId]));
    expect(await reads(otherPk, (ctx) => askableAmong(ctx, [ids.caseId]))).toEqual(new Set());
  });

  test('another office, a guarded client and a request that has ended are turned away', async () => {
    const ids = await asked();
    await expect(
      asks(ids.caseId, { fromOn: day('2026-12-01'), untilOn: day('2026-12-02') }, otherCounter),
    ).rejects.toThrow(NotFound);
    await expect(brings(otherCounter, ids)).rejects.toThrow(NotFound);
    await expect(reads(otherCounter, (ctx) => readAtCounter(ctx, ids.caseId))).rejects.toThrow(NotFound);
    const child = await aClient(office, { pk: pk.staffId, ageGroup: 'child' });
    await expect(asks(child.caseId, {}, counter)).rejects.toThrow(NotFound);
    const other = await asked();
    await expect(brings(counter, { ...ids, permitId: other.permitId })).rejects.toThrow(NotFound);
    await does(pk, (ctx) => withdrawPermit(ctx, { ...ids, reason: 'tidak jadi pergi' }));
    expect(await brings(counter, ids)).toEqual({ ok: false, refusal: 'wrong_state' });
    expect(await vouches(counter, ids)).toEqual({ ok: false, refusal: 'wrong_state' });
  });

  test('a client sends a paper by himself, to his own request only; his counsellor and the head see it', async () => {
    const ids = await asked();
    const { token } = await aClientSession(office, { ...ids, unitId });
    const own = await office.asClient(token, at('2026-11-20'));
    const file = await pdf();
    const sends = (permitId: string) =>
      own.runOnce({ id: randomUUID(), body: {} }, (ctx) =>
        addOwnPaper(ctx, { permitId, name: 'undangan nikah', file }),
      );
    expect(await sends(ids.permitId)).toEqual({ ok: true });
    await expect(sends((await asked()).permitId)).rejects.toThrow(NotFound);
    expect(await own.read(readOwnPermits)).toMatchObject([{ papers: ['undangan nikah'] }]);
    for (const officer of [pk, head]) {
      const { papers } = await reads(officer, (ctx) => readPermit(ctx, ids.caseId, ids.permitId));
      expect(papers).toMatchObject([{ name: 'undangan nikah', by: null }]);
      expect(await reads(officer, (ctx) => readContent(ctx, papers[0]!.fileId))).toEqual(file.content);
    }
    await does(pk, (ctx) => withdrawPermit(ctx, { ...ids, reason: 'tidak jadi pergi' }));
    expect(await sends(ids.permitId)).toEqual({ ok: false, refusal: 'wrong_state' });
  });
});

test('every number is the length of the list that it opens', async () => {
  const filter = { unitId, today: day('2026-11-26') };
  const counts = await reads(head, (ctx) => countPermits(ctx, filter), '2026-11-26');
  const total = async (more: object) =>
    (await reads(head, (ctx) => listPermits(ctx, { ...filter, ...more }), '2026-11-26')).total;
  expect(counts).toEqual({
    asked: await total({ state: 'asked' }),
    advised: await total({ state: 'advised' }),
    forwarded: await total({ state: 'forwarded' }),
    away: await total({ state: 'away' }),
    notBack: await total({ state: 'not_back' }),
    overdue: await total({ overdue: true }),
  });
  expect(counts.away).toBeGreaterThan(0);
  const figures = await reads(head, (ctx) => readPermitFigures(ctx, filter, 2026), '2026-11-26');
  expect(figures).toMatchObject({
    asked: await total({ askedIn: 2026 }),
    granted: await total({ decidedIn: 2026, decided: 'granted' }),
    refused: await total({ decidedIn: 2026, decided: 'refused' }),
    middleDays: 0,
  });
  expect(figures.refused).toBeGreaterThan(0);
  expect(await reads(head, (ctx) => readPermitFigures(ctx, filter, 2020), '2026-11-26')).toEqual({
    asked: 0,
    granted: 0,
    refused: 0,
    middleDays: null,
    mostDays: null,
  });
});

describe('the database', () => {
  const move = (ids: Ids, over: object) => (ctx: ReadCtx) =>
    ctx.tx
      .insertInto('permits.move')
      .values({
        permit_id: ids.permitId,
        case_id: ids.caseId,
        unit_id: unitId,
        step: 'withdraw',
        from_state: 'asked',
        to_state: 'withdrawn',
        day: day('2026-11-20'),
        reason: 'alasan yang cukup',
        document: 'withdrawal',
        made_by: pk.accountId,
        ...over,
      })
      .execute();
  const grant = { step: 'grant', from_state: 'advised', to_state: 'granted', document: 'permit' };

  test('nobody writes where a permit stands', async () => {
    const ids = await asked();
    await expect(
      reads(head, (ctx) =>
        ctx.tx.updateTable('permits.permit').set({ state: 'granted' }).where('id', '=', ids.permitId).execute(),
      ),
    ).rejects.toThrow(/permission denied/);
  });

  test.each([
    ['by no such way', { to_state: 'granted' }, /does not move/],
    ['from where it does not stand', { from_state: 'advised' }, /does not move/],
    ['without a reason', { reason: '' }, /check constraint/],
    ['on another document', { document: 'permit' }, /not the document/],
    ["in somebody else's name", { made_by: head.accountId }, /row-level security/],
  ])('no permit moves %s', async (_, over, why) => {
    await expect(reads(pk, move(await asked(), over))).rejects.toThrow(why);
  });

  test('a counsellor grants nothing, and a head not what he advised himself', async () => {
    const ids = await asked();
    await advises(ids);
    await expect(reads(pk, move(ids, grant))).rejects.toThrow(/row-level security/);
    const own = await asked();
    await advises(own, head);
    await expect(reads(head, move(own, { ...grant, made_by: head.accountId }))).rejects.toThrow(/does not decide/);
  });

  test('no slip without the numbered letter of a granted permit, and the history stays', async () => {
    const ids = await granted();
    const { letter } = await reads(head, (ctx) => readPermit(ctx, ids.caseId, ids.permitId));
    await expect(
      reads(head, (ctx) =>
        ctx.tx
          .insertInto('permits.slip')
          .values({
            id: letter!.id,
            permit_id: ids.permitId,
            case_id: ids.caseId,
            unit_id: unitId,
            label: 'palsu/1',
            issued_on: day('2026-11-20'),
            code_hash: Buffer.alloc(32, 7),
            made_by: head.accountId,
          })
          .execute(),
      ),
    ).rejects.toThrow(/numbered letter/);
    await expect(
      reads(head, (ctx) => ctx.tx.updateTable('permits.move').set({ reason: 'lain sama sekali' }).execute()),
    ).rejects.toThrow(/permission denied/);
  });
});
