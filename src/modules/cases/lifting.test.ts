import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { listMyTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { acceptFile } from '#platform/files/accept.server';
import { aPdf } from '#tests/corpus/files';
import { aClient, type ClientScene } from '#tests/support/cases';
import { aClientSession } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { decideLifting, type LiftingDecision } from './decide-lifting.server.ts';
import { listOwnLiftings } from './own-case.queries.server.ts';
import { openWithReason } from './open-with-reason.server.ts';
import { proposeLifting, withdrawLifting, type LiftingInput } from './propose-lifting.server.ts';
import { listEndings } from './queries.server.ts';
import { reopenCase } from './reopen-case.server.ts';
import { sealCase } from './seal-case.server.ts';

/** A decree that ended a supervision is lifted by another decree, which one person puts forward and another one decides on. */
const database = await freshDatabase('lifting');
const office = await openOffice(database);
const [pk, section, head, acting, otherHead] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'musi'),
]);
afterAll(() => office.close());

const { does } = office;
const unitId = office.units.palembang;
const day = plainDate;
const row = (id: string) =>
  office.owner.selectFrom('cases.client_case').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const waiting = (caseId: string) =>
  office.owner
    .selectFrom('tasks.task')
    .select(['key', 'case_id', 'for_role', 'facts'])
    .where('key', '=', caseId)
    .where('kind', '=', 'cases.lifting-proposed')
    .where('state', '=', 'open')
    .execute();

/** Whose supervision a decree of 2 November ended, put there behind the application's back. */
async function ended(reason: 'breach' | 'cancelled' | 'period_completed' = 'breach', scene: ClientScene = {}) {
  const client = await aClient(office, { pk: pk.staffId, ...scene });
  await sql`update cases.client_case set state = 'ended', ended_on = '2026-11-02', end_reason = ${reason} where id = ${client.caseId}`.execute(
    office.owner,
  );
  await sql`update cases.assignment set ends_on = '2026-11-02', ended_at = now() where case_id = ${client.caseId}`.execute(
    office.owner,
  );
  await sql`
    insert into cases.ending (case_id, unit_id, what, day, reason, document_number, note, proposed_by, decided_by, decided_at, outcome)
    values (${client.caseId}, ${unitId}, 'ended', '2026-11-02', ${reason}, 'PAS-7.PK.05.06 Tahun 2026', 'dicabut', ${pk.accountId}, ${head.accountId},
      '2026-11-02T02:00:00Z', 'approved')`.execute(office.owner);
  return client;
}
const decree = {
  number: 'PAS-88.PK.05.06 Tahun 2026',
  dated: day('2026-11-16'),
  issuer: 'Direktur Jenderal Pemasyarakatan',
  day: day('2026-11-18'),
  note: 'putusan pengadilan membatalkan pencabutan',
  file: null,
};
const propose = async (who: Officer, caseId: string, over: Partial<LiftingInput> = {}) => {
  const { version } = await row(caseId);
  return does(who, (ctx) => proposeLifting(ctx, { caseId, version, ...decree, ...over }));
};
const liftingOf = async (caseId: string) =>
  (
    await office.owner
      .selectFrom('cases.ending')
      .select('id')
      .where('case_id', '=', caseId)
      .where('lifts', 'is not', null)
      .where('outcome', 'is', null)
      .executeTakeFirstOrThrow()
  ).id;
async function proposed(caseId: string, who = section): Promise<string> {
  expect(await propose(who, caseId)).toEqual({ ok: true });
  expect(await waiting(caseId)).toHaveLength(1);
  return liftingOf(caseId);
}
const decide = (who: Officer, caseId: string, liftingId: string, over: Partial<LiftingDecision> = {}) =>
  does(who, (ctx: Ctx) => decideLifting(ctx, { caseId, liftingId, outcome: 'approved', note: '', ...over }));
const withdraw = (who: Officer, caseId: string, liftingId: string) =>
  does(who, (ctx) => withdrawLifting(ctx, { caseId, liftingId, note: 'salah ketik nomor' }));

describe('a decree is lifted', () => {
  test('by two people: one puts the lifting decree forward with its paper, the head lets guidance go on', async () => {
    const { caseId } = await ended();
    const paper = await acceptFile(new Uint8Array(aPdf()), 'document');
    if (!paper.ok) throw new Error(paper.problem);
    expect(await propose(section, caseId, { file: paper.file })).toEqual({ ok: true });
    expect((await row(caseId)).state).toBe('ended');
    const [task] = await waiting(caseId);
    expect(task).toMatchObject({
      for_role: 'head_of_bapas',
      facts: { number: 'PAS-88.PK.05.06 Tahun 2026', day: '2026-11-16' },
    });
    expect(await propose(head, caseId)).toEqual({ ok: false, refusal: 'lifting_waits' });
    expect(await decide(head, caseId, await liftingOf(caseId))).toEqual({ ok: true, sealed: false });
    expect(await row(caseId)).toMatchObject({
      state: 'active',
      end_reason: null,
      ended_on: null,
      pk_staff_id: pk.staffId,
    });
    expect(await waiting(caseId)).toEqual([]);
    const lifting = (await (await office.as(head)).read((ctx) => listEndings(ctx, caseId))).find(({ lifts }) => lifts);
    expect(lifting).toMatchObject({
      what: 'reopened',
      lifts: 'breach',
      outcome: 'approved',
      documentNumber: 'PAS-88.PK.05.06 Tahun 2026',
      dated: '2026-11-16',
      issuer: 'Direktur Jenderal Pemasyarakatan',
      day: '2026-11-18',
    });
    expect(lifting!.fileId).not.toBeNull();
    // The client reads the same, and of nobody else's.
    const { token } = await aClientSession(office, { caseId, unitId });
    expect(await (await office.asClient(token)).read(listOwnLiftings)).toEqual([
      {
        day: '2026-11-18',
        number: 'PAS-88.PK.05.06 Tahun 2026',
        dated: '2026-11-16',
        issuer: 'Direktur Jenderal Pemasyarakatan',
      },
    ]);
    const other = await aClient(office);
    const { token: another } = await aClientSession(office, { caseId: other.caseId, unitId });
    expect(await (await office.asClient(another)).read(listOwnLiftings)).toEqual([]);
  });

  test('not by whoever put it forward, whatever post he holds, and not by a counsellor or the head of another office', async () => {
    const { caseId } = await ended('cancelled');
    await expect(propose(pk, caseId)).rejects.toThrow(NotAllowed);
    await expect(propose(otherHead, caseId)).rejects.toThrow(NotFound);
    const liftingId = await proposed(caseId, head);
    expect(await decide(head, caseId, liftingId)).toEqual({ ok: false, refusal: 'second_person_needed' });
    await expect(decide(section, caseId, liftingId)).rejects.toThrow('case:decide_ending');
    await expect(decide(otherHead, caseId, liftingId)).rejects.toThrow(NotFound);
    expect((await row(caseId)).state).toBe('ended');
    expect(await decide(acting, caseId, liftingId)).toEqual({ ok: true, sealed: false });
    expect(await decide(acting, caseId, liftingId)).toEqual({ ok: false, refusal: 'lifting_decided' });
  });

  test('never by opening the file again with a reason; an end without a decree is opened so, and not lifted', async () => {
    const { caseId } = await ended();
    const reopen = async (id: string) => {
      const { version } = await row(id);
      return does(head, (ctx) => reopenCase(ctx, { caseId: id, version, day: decree.day, note: 'keliru' }));
    };
    expect(await reopen(caseId)).toEqual({ ok: false, refusal: 'lifting_needed' });
    const over = await ended('period_completed');
    expect(await propose(section, over.caseId)).toEqual({ ok: false, refusal: 'not_by_decree' });
    expect(await reopen(over.caseId)).toEqual({ ok: true });
    const { token } = await aClientSession(office, { caseId: over.caseId, unitId });
    expect(await (await office.asClient(token)).read(listOwnLiftings)).toEqual([]);
  });

  test('not once it was taken back, which whoever put it forward does and nobody else', async () => {
    const { caseId } = await ended();
    const liftingId = await proposed(caseId);
    expect(await withdraw(head, caseId, liftingId)).toEqual({ ok: false, refusal: 'not_the_proposer' });
    expect(await withdraw(section, caseId, liftingId)).toEqual({ ok: true, sealed: false });
    expect(await waiting(caseId)).toEqual([]);
    expect(await decide(head, caseId, liftingId)).toEqual({ ok: false, refusal: 'lifting_withdrawn' });
    expect(await withdraw(section, caseId, liftingId)).toEqual({ ok: false, refusal: 'lifting_withdrawn' });
    expect((await row(caseId)).state).toBe('ended');
    // Another one may be put forward, and refused with a reason.
    const again = await proposed(caseId);
    expect(await decide(head, caseId, again, { outcome: 'refused' })).toEqual({ ok: false, refusal: 'note_missing' });
    expect(await decide(head, caseId, again, { outcome: 'refused', note: 'suratnya tidak asli' })).toEqual({
      ok: true,
      sealed: false,
    });
    expect(await decide(head, caseId, again)).toEqual({ ok: false, refusal: 'lifting_decided' });
    expect((await row(caseId)).state).toBe('ended');
  });

  test('two heads at once: one outcome', async () => {
    const { caseId } = await ended();
    const liftingId = await proposed(caseId);
    const answers = await Promise.all([head, acting].map((who) => decide(who, caseId, liftingId)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await row(caseId)).state).toBe('active');
  });

  test('on a later decree, with its number, day and issuer, and guidance goes on from its day at the earliest', async () => {
    const { caseId } = await ended();
    const refusal = async (over: Partial<LiftingInput>) => {
      const answer = await propose(section, caseId, over);
      return answer.ok ? 'ok' : answer.refusal;
    };
    expect(await refusal({ number: '' })).toBe('document_missing');
    expect(await refusal({ number: 'pas-7.pk.05.06  tahun 2026' })).toBe('same_decree');
    expect(await refusal({ issuer: '' })).toBe('issuer_missing');
    expect(await refusal({ dated: day('2026-11-21') })).toBe('dated_in_future');
    expect(await refusal({ dated: day('2026-11-01') })).toBe('dated_before_decree');
    expect(await refusal({ day: day('2026-11-21') })).toBe('day_in_future');
    expect(await refusal({ day: day('2026-11-15') })).toBe('day_before_lifting');
    expect(await refusal({ note: 'ya' })).toBe('note_missing');
    expect(await refusal({})).toBe('ok');
  });

  test('not beside a supervision of the same kind that began since', async () => {
    const { caseId, personId } = await ended();
    const liftingId = await proposed(caseId);
    await office.owner
      .insertInto('cases.client_case')
      .values({
        person_id: personId,
        unit_id: unitId,
        kind: 'parole_pb',
        age_group: 'adult',
        state: 'active',
        received_on: '2026-11-10',
        registered_on: '2026-11-10',
      })
      .execute();
    expect(await decide(head, caseId, liftingId)).toEqual({ ok: false, refusal: 'already_a_client' });
  });

  test('of a child’s sealed file, which both open with a reason first and which is unsealed by it', async () => {
    const { caseId } = await ended('breach', { kind: 'diversion', ageGroup: 'child' });
    await sql`update cases.client_case set sealed = true where id = ${caseId}`.execute(office.owner);
    await expect(propose(section, caseId)).rejects.toThrow(NotFound);
    await opens(section, caseId);
    const liftingId = await proposed(caseId);
    // The head is told of it all the same, and of nothing that stands in the file.
    const told = await (await office.as(head)).read((ctx) => listMyTasks(ctx, { kind: 'cases.lifting-proposed' }));
    expect(told.tasks.filter(({ key }) => key === caseId)).toMatchObject([{ caseId: null, name: null, facts: {} }]);
    await expect(decide(head, caseId, liftingId)).rejects.toThrow(NotFound);
    await opens(head, caseId);
    expect(await decide(head, caseId, liftingId)).toEqual({ ok: true, sealed: false });
    expect(await row(caseId)).toMatchObject({ state: 'active', sealed: false });
    expect(await waiting(caseId)).toEqual([]);
  });
});

/** Opens a sealed file with a reason. */
async function opens(who: Officer, caseId: string) {
  await office.proves(who);
  const asked = { caseId, code: 'court_order', reason: 'perintah hakim untuk perkara ini' } as const;
  expect(await does(who, (ctx) => openWithReason(ctx, asked))).toMatchObject({ ok: true });
}

test('a file in which a lifting waits is not sealed, and a child’s is once nothing waits in it any more', async () => {
  const { caseId } = await ended('breach', { kind: 'diversion', ageGroup: 'child' });
  const liftingId = await proposed(caseId);
  const seals = async () => {
    const { version } = await row(caseId);
    return does(head, (ctx) => sealCase(ctx, { caseId, version, reason: 'perintah pengadilan' }));
  };
  expect(await seals()).toEqual({ ok: false, refusal: 'still_needed' });
  expect(await withdraw(section, caseId, liftingId)).toEqual({ ok: true, sealed: true });
  expect((await row(caseId)).sealed).toBe(true);
});

describe('no hand in the database', () => {
  const by = async (who: Officer, statement: ReturnType<typeof sql>) =>
    (await office.as(who)).read(({ tx }) => statement.execute(tx));
  const lifting = (
    caseId: string,
    who: Officer,
    over: { outcome?: string; number?: string; lifts?: string | null } = {},
  ) => {
    const { outcome = null, number = 'PAS-88', lifts = 'breach' } = over;
    return sql`
      insert into cases.ending (case_id, unit_id, what, day, note, document_number, lifts, document_dated, document_issuer, proposed_by, decided_by, decided_at, outcome)
      values (${caseId}, ${unitId}, 'reopened', '2026-11-18', 'alasan yang cukup', ${number}, ${lifts}, '2026-11-16', 'Dirjen', ${who.accountId},
        ${outcome === null ? null : who.accountId}, ${outcome === null ? null : new Date('2026-11-20T02:00:00Z')}, ${outcome})`;
  };

  test('takes up what a decree ended without one', async () => {
    const { caseId } = await ended();
    const takeUp = sql`update cases.client_case set state = 'active', ended_on = null, end_reason = null where id = ${caseId}`;
    await expect(by(head, takeUp)).rejects.toThrow('lifted by two people');
    await expect(by(head, lifting(caseId, head, { lifts: null }))).rejects.toThrow('taken up again as it ended');
    await expect(by(head, lifting(caseId, head, { lifts: 'cancelled' }))).rejects.toThrow('taken up again as it ended');
  });

  test('lifts it alone, without a number, or by the number of the decree itself', async () => {
    const { caseId } = await ended();
    await expect(by(head, lifting(caseId, head, { outcome: 'approved' }))).rejects.toThrow('lifting_by_two');
    await expect(by(section, lifting(caseId, section, { number: '' }))).rejects.toThrow('lifting_whole');
    await expect(by(section, lifting(caseId, section, { number: 'PAS-7.PK.05.06Tahun 2026' }))).rejects.toThrow(
      'lifted by a later one',
    );
    const liftingId = await proposed(caseId, head);
    const approve = sql`update cases.ending set decided_by = ${head.accountId}, decided_at = now(), outcome = 'approved' where id = ${liftingId}`;
    await expect(by(head, approve)).rejects.toThrow('row-level security');
    await expect(approve.execute(office.owner)).rejects.toThrow('lifting_by_two');
  });

  test('decides on it or takes it back in the place of somebody else', async () => {
    const { caseId } = await ended();
    const liftingId = await proposed(caseId);
    const decided = (who: Officer, outcome: string) =>
      sql`update cases.ending set decided_by = ${who.accountId}, decided_at = now(), outcome = ${outcome} where id = ${liftingId}`;
    await expect(by(section, decided(section, 'approved'))).rejects.toThrow('row-level security');
    await expect(by(head, decided(head, 'withdrawn'))).rejects.toThrow('withdrawn_by_its_own');
    const { numAffectedRows } = await by(pk, decided(pk, 'withdrawn'));
    expect(numAffectedRows).toBe(0n);
  });
});
