import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import {
  acceptTransfer,
  answerOutside,
  changeKind,
  decideTransfer,
  listHindrances,
  listHoldingKind,
  noteTpp,
  requestTransfer,
} from '#modules/cases/server';
import type { Answer, Ctx, ReadCtx } from '#platform/ctx';
import { acceptFile } from '#platform/files/accept.server';
import { aPdf } from '#tests/corpus/files';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { aBeginning, aProposedBreach } from '#tests/support/revocations';
import type { BreachState } from '#modules/breaches';
import {
  countBreaches,
  decideBreach,
  jobs as breachJobs,
  listBreaches,
  readBreach,
  stopBreach,
  takeBackProposal,
} from '#modules/breaches/server';
import '#modules/permits/server';
import { openTasksOf } from '#tests/support/check-ins';
import { beginProceeding, noteMinutes, readProceeding, takeStep } from './index.server.ts';

const database = await freshDatabase('revocations_meanwhile');
const office = await openOffice(database);
const [pk, section, head, newHead] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'musi'),
]);
afterAll(() => office.close());

const paper = await acceptFile(new Uint8Array(aPdf()), 'document');
const today = plainDate('2026-11-20');
const at = (day: string) => new Date(`${day}T02:00:00Z`);
const does = <T extends Answer>(who: Officer, deed: (ctx: Ctx) => Promise<T>, day = '2026-11-20') =>
  office.does(who, deed, at(day));

const aBreach = (caseId: string, state: BreachState, over: object = {}) =>
  aProposedBreach(office, caseId, { state, ...over });
const settle = (id: string) =>
  sql`update breaches.breach set state = 'closed_unfounded', ended_on = '2026-11-20' where id = ${id}`.execute(
    office.owner,
  );

describe('a transfer', () => {
  const ask = (caseId: string, version: number, to: object = {}) =>
    does(pk, (ctx) =>
      requestTransfer(ctx, {
        caseId,
        version,
        toUnitId: office.units.musi,
        toName: '',
        reason: 'keluarga pindah ke Musi Rawas',
        letterNumber: 'S-8',
        guarantorStatement: true,
        riskNote: 'risiko rendah',
        ...to,
      }),
    );
  const advised = (transferId: string) =>
    does(pk, (ctx) =>
      noteTpp(ctx, { transferId, heldOn: today, document: 'BA-1', advice: 'approve', note: 'disarankan' }),
    );
  const decide = (transferId: string, step: 'approve' | 'refuse' = 'approve') =>
    does(head, (ctx) =>
      decideTransfer(ctx, { transferId, step, note: 'alasan kepala', told: 'Anda tetap di Bapas ini.' }),
    );
  const arrive = (transferId: string) =>
    does(newHead, (ctx) => acceptTransfer(ctx, { transferId, step: 'arrive', day: today, note: '' }));
  const hindrances = async (who: Officer, caseId: string) =>
    (await office.as(who, at('2026-11-20'))).read(async (ctx) =>
      (await listHindrances(ctx, caseId)).map(({ href }) => href),
    );
  const version = async (caseId: string) =>
    (
      await office.owner
        .selectFrom('cases.client_case')
        .select('version')
        .where('id', '=', caseId)
        .executeTakeFirstOrThrow()
    ).version;

  test('waits while a breach runs: asked for, approved and arrived', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const first = await aBreach(caseId, 'open');
    expect(await ask(caseId, await version(caseId))).toEqual({ ok: false, refusal: 'matter_running' });
    expect(await hindrances(pk, caseId)).toEqual([`/clients/${caseId}/breaches/${first}`]);
    await settle(first);
    const asked = await ask(caseId, await version(caseId));
    const { transferId } = asked as { transferId: string };
    await advised(transferId);

    const second = await aBreach(caseId, 'recommended');
    expect(await decide(transferId)).toEqual({ ok: false, refusal: 'matter_running' });
    await settle(second);
    expect(await decide(transferId)).toEqual({ ok: true });

    const third = await aBreach(caseId, 'proposed');
    expect(await arrive(transferId)).toEqual({ ok: false, refusal: 'matter_running' });
    expect(await hindrances(newHead, caseId)).toHaveLength(1);
    await settle(third);
    expect(await arrive(transferId)).toMatchObject({ ok: true });
  });

  test('waits from the proposal to revoke until its proceeding is decided, also to a Bapas outside', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const asked = await ask(caseId, await version(caseId), { toUnitId: undefined, toName: 'Bapas Rekaan' });
    const { transferId } = asked as { transferId: string };
    await advised(transferId);
    expect(await decide(transferId)).toEqual({ ok: true });

    const breachId = await aBreach(caseId, 'proposed_for_revocation');
    const outside = () =>
      does(head, (ctx) =>
        answerOutside(ctx, { transferId, step: 'arrive', day: today, letterNumber: 'B-9', note: '' }),
      );
    expect(await outside()).toEqual({ ok: false, refusal: 'matter_running' });
    expect(await hindrances(pk, caseId)).toEqual([`/clients/${caseId}/breaches/${breachId}`]);
    const begun = await does(pk, (ctx) => beginProceeding(ctx, aBeginning(caseId, breachId)));
    const { proceedingId } = begun as { proceedingId: string };
    expect(await outside()).toEqual({ ok: false, refusal: 'matter_running' });
    expect(await hindrances(pk, caseId)).toEqual([`/revocations/${proceedingId}`]);

    await sql`update revocations.proceeding set state = 'refused', ended_on = '2026-11-20' where id = ${proceedingId}`.execute(
      office.owner,
    );
    expect(await outside()).toEqual({ ok: true });
  });

  test('and no hand in the database moves it on', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const asked = await ask(caseId, await version(caseId));
    const { transferId } = asked as { transferId: string };
    await advised(transferId);
    await aBreach(caseId, 'summoned');
    await expect(
      (await office.as(head)).read(({ tx }) =>
        sql`update cases.transfer set state = 'approved', decided_on = '2026-11-20', decided_by = ${head.accountId} where id = ${transferId}`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow('while a breach runs');
    // Somebody whom the client is nothing to learns nothing of it.
    expect(await hindrances(newHead, caseId)).toEqual([]);
  });
});

describe('the kind and the age group of a client', () => {
  const change = async (caseId: string, over: object = {}) =>
    does(head, async (ctx) => {
      const { version } = await ctx.tx
        .selectFrom('cases.client_case')
        .select('version')
        .where('id', '=', caseId)
        .executeTakeFirstOrThrow();
      const to = { kind: 'diversion' as const, ageGroup: 'child' as const, ageChecked: true, reason: 'salah pilih' };
      return changeKind(ctx, { caseId, version, ...to, ...over });
    });
  const held = { ok: false, refusal: 'matter_running' };
  const holding = async (caseId: string) =>
    (await office.as(pk, at('2026-11-20'))).read(async (ctx) =>
      (await listHoldingKind(ctx, caseId)).map(({ href }) => href),
    );
  const byHand = (caseId: string, set = `kind = 'conditional_leave_cb'`) =>
    office
      .as(head)
      .then((one) =>
        one.read(({ tx }) => sql`update cases.client_case set ${sql.raw(set)} where id = ${caseId}`.execute(tx)),
      );
  const aPermit = async (caseId: string, state = 'granted') =>
    (
      await sql<{ id: string }>`
        insert into permits.permit (case_id, unit_id, scope, state, asked_on, asked_how, from_on, until_on, country, stay, purpose, purpose_text, made_by)
        values (${caseId}, ${office.units.palembang}, 'abroad', ${state}, '2026-11-02', 'counter', '2026-12-01', '2026-12-10', 'Malaysia',
          'rumah saudara', 'family', 'menjenguk orang tua', ${pk.accountId}) returning id`.execute(office.owner)
    ).rows[0]!.id;

  test('stay from the advice on a breach until its proceeding is decided', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const open = await aBreach(caseId, 'examined');
    expect(await holding(caseId)).toEqual([]);
    await settle(open);
    const advised = await aBreach(caseId, 'recommended');
    expect(await change(caseId)).toEqual(held);
    expect(await holding(caseId)).toEqual([`/clients/${caseId}/breaches/${advised}`]);
    await expect(byHand(caseId)).rejects.toThrow('stays while a breach runs');
    await settle(advised);

    const proposed = await aBreach(caseId, 'proposed_for_revocation');
    expect(await change(caseId)).toEqual(held);
    expect(await change(caseId, { kind: 'parole_pb', ageGroup: 'child' })).toEqual(held);
    expect(await holding(caseId)).toEqual([`/clients/${caseId}/breaches/${proposed}`]);
    const begun = await does(pk, (ctx) => beginProceeding(ctx, aBeginning(caseId, proposed)));
    const { proceedingId } = begun as { proceedingId: string };
    expect(await change(caseId)).toEqual(held);
    expect(await holding(caseId)).toEqual([`/revocations/${proceedingId}`]);
    await expect(byHand(caseId)).rejects.toThrow('stays while a revocation runs');
    await expect(byHand(caseId, `age_group = 'child', guarded = true`)).rejects.toThrow('stays while a revocation');
    // Nothing changes: a reason alone is no other kind.
    expect(await change(caseId, { kind: 'parole_pb', ageGroup: 'adult' })).toEqual({ ok: true });

    await sql`update revocations.proceeding set state = 'refused', ended_on = '2026-11-20' where id = ${proceedingId}`.execute(
      office.owner,
    );
    expect(await holding(caseId)).toEqual([]);
    expect(await change(caseId)).toEqual({ ok: true });
  });

  test('stay while a journey is asked for or under way', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const permit = await aPermit(caseId);
    expect(await change(caseId, { kind: 'conditional_leave_cb', ageGroup: 'adult' })).toEqual(held);
    expect(await holding(caseId)).toEqual([`/clients/${caseId}/permits/${permit}`]);
    await expect(byHand(caseId)).rejects.toThrow('stays while a permit runs');
    await sql`update permits.permit set state = 'returned', ended_on = '2026-11-19' where id = ${permit}`.execute(
      office.owner,
    );
    expect(await change(caseId, { kind: 'conditional_leave_cb', ageGroup: 'adult' })).toEqual({ ok: true });
  });

  test('should they have changed all the same, no proceeding goes on upon the way of another kind', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const breachId = await aBreach(caseId, 'proposed_for_revocation');
    const begun = await does(pk, (ctx) =>
      beginProceeding(ctx, { ...aBeginning(caseId, breachId), urgent: true, danger: 'mengancam saksi' }),
    );
    const { proceedingId } = begun as { proceedingId: string };
    await sql`update cases.client_case set kind = 'supervision_sentence', released_on = null where id = ${caseId}`.execute(
      office.owner,
    );
    const step = (name: string, to: string, document: string) => sql`
      insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, told, made_by)
      values (${proceedingId}, ${caseId}, ${office.units.palembang}, ${name}, 'begun', ${to}, '2026-11-20', 'alasan yang cukup', ${document},
        'Perkara ini ditarik kembali.', ${head.accountId})`;
    await expect(
      step('revoke_urgently', 'revoked_unheard', 'temporary_revocation').execute(office.owner),
    ).rejects.toThrow('tiers is not the way of supervision_sentence');
    await step('withdraw', 'withdrawn', 'withdrawal').execute(office.owner);
  });
});

describe('between the proposal and the proceeding', () => {
  const unitId = office.units.palembang;
  const reads = async <T>(query: (ctx: ReadCtx) => Promise<T>, day = '2026-11-20') =>
    (await office.as(head, at(day))).read(query);
  const tasks = async (kind: string, breachId: string) =>
    (await openTasksOf(office, kind)).filter(({ key }) => key === breachId);
  async function proposedNow() {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const breachId = await aBreach(caseId, 'recommended', { due_on: '2026-11-09', due_counts: 'working' });
    const of = { breach_id: breachId, case_id: caseId, unit_id: unitId, made_by: pk.accountId };
    for (const kind of ['evidence', 'alternative'])
      await office.owner
        .insertInto('breaches.entry')
        .values({ ...of, kind, happened_on: '2026-11-03', text: 'laporan kunjungan' })
        .execute();
    const decided = await does(
      head,
      (ctx) =>
        decideBreach(ctx, {
          caseId,
          breachId,
          decision: 'revocation',
          reason: 'teguran tidak lagi cukup',
          told: 'Saudara diusulkan dicabut bimbingannya.',
          counselling: '',
          closer: null,
        }),
      '2026-11-10',
    );
    expect(decided).toEqual({ ok: true });
    return { caseId, breachId };
  }
  const toBegin = (day?: string) =>
    reads(async (ctx) => {
      const filter = { unitId, today };
      const { rows, total } = await listBreaches(ctx, { ...filter, state: 'to_begin' });
      expect((await countBreaches(ctx, filter)).toBegin).toBe(total);
      return rows.map(({ id }) => id);
    }, day);

  test('the counsellor owes its beginning by a day; late, it goes to whoever leads; begun, the days count from the proposal', async () => {
    const { caseId, breachId } = await proposedNow();
    expect(await tasks('breaches.next', breachId)).toMatchObject([{ for_role: 'pk', staff_id: pk.staffId }]);
    expect(await reads((ctx) => readBreach(ctx, caseId, breachId))).toMatchObject({ dueOn: '2026-11-13' });
    expect(await toBegin()).toContain(breachId);
    await breachJobs['breaches.escalate'].run(office.work(at('2026-11-25')), {});
    for (const kind of ['breaches.overdue', 'breaches.overdue-head'])
      expect(await tasks(kind, breachId), kind).toHaveLength(1);

    const begun = await does(pk, (ctx) => beginProceeding(ctx, aBeginning(caseId, breachId)), '2026-12-15');
    const { proceedingId } = begun as { proceedingId: string };
    for (const kind of ['breaches.next', 'breaches.overdue', 'breaches.overdue-head'])
      expect(await tasks(kind, breachId), kind).toEqual([]);
    expect(await toBegin()).not.toContain(breachId);
    const proceeding = await reads((ctx) => readProceeding(ctx, proceedingId), '2026-12-15');
    expect(proceeding).toMatchObject({ begunOn: '2026-12-15', serviceUntil: '2026-12-08' });
    expect(proceeding.daysLeft).toBeLessThan(0);
    expect(
      await does(head, (ctx) => takeBackProposal(ctx, { caseId, breachId, reason: 'alasan yang cukup' }), '2026-12-15'),
    ).toEqual({ ok: false, refusal: 'proceeding_begun' });
    await expect(
      (await office.as(head)).read(({ tx }) =>
        sql`insert into breaches.move (breach_id, case_id, unit_id, step, from_state, to_state, day, reason, document, made_by)
          values (${breachId}, ${caseId}, ${unitId}, 'take_back', 'proposed_for_revocation', 'recommended', '2026-12-15', 'alasan', 'return_note', ${head.accountId})`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow('the proceeding has begun');
  });

  test('the head alone takes it back, and decides anew', async () => {
    const { caseId, breachId } = await proposedNow();
    const takeBack = (who: Officer) =>
      does(who, (ctx) => takeBackProposal(ctx, { caseId, breachId, reason: 'klien sudah kembali melapor' }));
    await expect(takeBack(pk)).rejects.toThrow('breach:propose_revocation');
    const stop = { caseId, breachId, documentNumber: 'S-1', reason: 'alasan yang cukup' };
    expect(await does(head, (ctx) => stopBreach(ctx, stop))).toEqual({ ok: false, refusal: 'wrong_state' });
    expect(await takeBack(head)).toEqual({ ok: true });
    expect(await tasks('breaches.next', breachId)).toEqual([]);
    expect(await tasks('breaches.decide', breachId)).toHaveLength(1);
    expect(await reads((ctx) => readBreach(ctx, caseId, breachId))).toMatchObject({
      state: 'recommended',
      endedOn: null,
      dueOn: '2026-11-27',
    });
    expect(await toBegin()).not.toContain(breachId);
  });

  test('with the supervision it stops, and nobody is asked any more', async () => {
    const { caseId, breachId } = await proposedNow();
    await sql`update cases.client_case set state = 'ended', ended_on = '2026-11-18', end_reason = 'period_completed' where id = ${caseId}`.execute(
      office.owner,
    );
    await breachJobs['breaches.settle'].run(office.work(at('2026-11-21')), { unitId, caseId });
    expect(await tasks('breaches.next', breachId)).toEqual([]);
    expect(await toBegin()).not.toContain(breachId);
  });
});

describe('what a sitting advised', () => {
  const unitId = office.units.palembang;
  const said = {
    day: today,
    documentNumber: '3/TPP/2026',
    advice: 'approve' as const,
    reason: 'disarankan sesudah dibahas',
    presences: undefined,
  };
  const notes = (who: Officer, proceedingId: string, over: object = {}) =>
    does(who, (ctx) => noteMinutes(ctx, { ...said, proceedingId, file: paper.ok ? paper.file : null, ...over }));
  const hears = (who: Officer, proceedingId: string, over: object = {}) =>
    does(who, (ctx) =>
      takeStep(ctx, {
        ...said,
        proceedingId,
        step: 'hear',
        issuer: '',
        told: 'Keputusan ini disampaikan kepada Saudara.',
        nextOn: undefined,
        nextPlace: '',
        counselling: '',
        notProven: false,
        newEnd: undefined,
        ...over,
      }),
    );
  async function begun() {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const breachId = await aBreach(caseId, 'proposed_for_revocation');
    const answer = await does(pk, (ctx) => beginProceeding(ctx, aBeginning(caseId, breachId)));
    return { caseId, id: (answer as { proceedingId: string }).proceedingId };
  }
  const typed = (caseId: string, id: string) =>
    office.as(section).then((one) =>
      one.read(({ tx }) =>
        sql`insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, advice, made_by)
          values (${id}, ${caseId}, ${unitId}, 'hear', 'begun', 'advised', '2026-11-20', 'diketik saja', 'sitting_minutes', '9/TPP/2026', 'approve', ${section.accountId})`.execute(
          tx,
        ),
      ),
    );

  test('is not typed: where no sitting is kept here, one notes the signed minutes and another confirms them', async () => {
    const { caseId, id } = await begun();
    expect(await hears(section, id)).toEqual({ ok: false, refusal: 'minutes_missing' });
    await expect(typed(caseId, id)).rejects.toThrow('what another one noted');
    expect(await notes(pk, id, { file: null })).toEqual({ ok: false, refusal: 'minutes_missing' });
    expect(await notes(pk, id, { advice: undefined })).toEqual({ ok: false, refusal: 'advice_missing' });
    expect(await notes(pk, id, { advice: 'reject' })).toEqual({ ok: true });
    expect(await notes(pk, id)).toEqual({ ok: true });
    expect((await openTasksOf(office, 'revocations.minutes')).map(({ key }) => key)).toContain(id);
    expect(await hears(pk, id)).toEqual({ ok: false, refusal: 'second_person_needed' });
    // What is confirmed is what was noted last, whatever the second one sends.
    expect(await hears(section, id, { advice: 'reject', documentNumber: 'lain' })).toMatchObject({ ok: true });
    const { moves, state } = await (await office.as(pk, at('2026-11-20'))).read((ctx) => readProceeding(ctx, id));
    expect(state).toBe('advised');
    expect(moves).toMatchObject([{ step: 'hear', advice: 'approve', documentNumber: '3/TPP/2026' }]);
    expect(await openTasksOf(office, 'revocations.minutes')).toEqual([]);
  });

  test('comes from the sitting alone where somebody presides and writes here', async () => {
    const { caseId, id } = await begun();
    for (const [duty, who] of [
      ['chair', head],
      ['secretary', section],
    ] as const)
      await office.owner
        .insertInto('tpp.member')
        .values({ unit_id: unitId, staff_id: who.staffId, duty, starts_on: '2020-01-01' })
        .execute();
    expect(await notes(pk, id)).toEqual({ ok: false, refusal: 'sitting_hears' });
    expect(await hears(section, id)).toEqual({ ok: false, refusal: 'sitting_hears' });
    await expect(typed(caseId, id)).rejects.toThrow('the sitting of this office says itself');
    const { steps } = await (await office.as(section, at('2026-11-20'))).read((ctx) => readProceeding(ctx, id));
    expect(steps).not.toContain('hear');
  });
});
