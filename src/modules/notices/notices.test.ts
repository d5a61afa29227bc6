import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import {
  confirmBreach,
  examine,
  noteCustody,
  openBreach,
  readBreach,
  recordAppearance,
  summonClient,
} from '#modules/breaches/server';
import {
  countHeld,
  heldNow,
  jobs,
  listHeld,
  readHeld,
  readNotice,
  tellOfLeaving,
  tellOffices,
  withdrawNotices,
  type HeldGroup,
} from '#modules/notices/server';
import { plainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import { draftByHand, draftLetter, letterOf, numberLetter, startRun } from '#modules/letters/server';
import { agreeingGroups } from '#modules/people';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { letterArrives, letterGoes } from '#tests/support/letters';
import { openOffice, type Officer } from '#tests/support/office';

const database = await freshDatabase('notices');
const office = await openOffice(database);
const [pk, otherPk, section, head, farHead] = await Promise.all([
  office.officer('pk', 'palembang', { name: 'Pembimbing' }),
  office.officer('pk', 'palembang', { name: 'Pengganti' }),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'kupang'),
]);
afterAll(() => office.close());

const unitId = office.units.palembang;
const noon = new Date('2026-11-20T05:00:00Z');
const booking = (stayId = newId()) => ({
  stayId,
  unitId: office.units.kupang,
  heldSince: new Date('2026-11-20T04:30:00Z'),
  basis: 'Surat perintah penahanan SP.Han/1/XI/2026',
  registerLabel: 'A.I 12/2026',
});
const confirmed = (personId: string) =>
  ({ personIds: [personId], standing: 'confirmed', agrees: ['name', 'birth'] }) as const;
const strong = (personId: string) => ({ ...confirmed(personId), standing: 'strong' }) as const;

/** What the institution that books does; the house itself does it here, for whoever books has the same doors. */
const there = <T>(deed: (ctx: Ctx) => Promise<T>, now = noon) => office.work(now).inUnit(office.units.kupang, deed);
const does = async <T extends { ok: boolean }>(who: Officer, deed: (ctx: Ctx) => Promise<T>, now = noon) =>
  (await office.as(who, now)).runOnce({ id: randomUUID(), body: {} }, deed);
const reads = async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>, now = noon) =>
  (await office.as(who, now)).read(query);
const notices = (caseId: string) =>
  office.owner.selectFrom('notices.notice').selectAll().where('case_id', '=', caseId).orderBy('told_at').execute();
const tasks = async (caseId: string) =>
  (
    await office.owner
      .selectFrom('tasks.task')
      .select(['kind', 'for_role'])
      .where('case_id', '=', caseId)
      .where('state', '=', 'open')
      .orderBy('kind')
      .execute()
  ).map(({ kind, for_role }) => `${kind} ${for_role}`);
async function deliver(caseId: string, now = noon, news = 'told'): Promise<string> {
  const notice = (await notices(caseId)).at(-1)!;
  await jobs['notices.deliver'].run(office.work(now), { noticeId: notice.id, unitId, news });
  return notice.id;
}
const breachOf = (caseId: string) =>
  office.owner
    .selectFrom('breaches.breach')
    .select(['id', 'state', 'source', 'custody_place'])
    .where('case_id', '=', caseId)
    .executeTakeFirst();

test('counsellor and head have it on their day; a breach is proposed and nothing decided', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId });
  expect(await there((ctx) => tellOffices(ctx, booking(), confirmed(personId)))).toEqual([unitId]);
  expect(await reads(pk, (ctx) => heldNow(ctx, caseId))).toMatchObject({
    place: 'Bapas Kelas II Kupang',
    standing: 'confirmed',
  });
  await deliver(caseId);
  await deliver(caseId);
  expect(await tasks(caseId)).toEqual(['breaches.next pk', 'notices.held pk', 'notices.held-head head_of_bapas']);
  expect(await breachOf(caseId)).toMatchObject({
    state: 'proposed',
    source: 'offence_notice',
    // Where he is held, the notice says.
    custody_place: '',
  });
  const file = await reads(pk, (ctx) => readHeld(ctx, caseId));
  expect(file.notices).toHaveLength(1);
  expect(file.notices[0]!.deliveries.map(({ post, sent, readAt }) => [post, sent, readAt])).toEqual(
    expect.arrayContaining([
      ['pk', null, null],
      ['head_of_bapas', null, null],
    ]),
  );
  expect(file.notices[0]!.deliveries).toHaveLength(2);
});

test('told twice it is told once; what was likely and is confirmed is told anew', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId });
  const stay = booking();
  await there((ctx) => tellOffices(ctx, stay, strong(personId)));
  const noticeId = await deliver(caseId);
  await does(pk, (ctx) => readNotice(ctx, { caseId, noticeId }));
  expect(await tasks(caseId)).not.toContain('notices.held pk');
  expect(await there((ctx) => tellOffices(ctx, stay, strong(personId)))).toEqual([]);
  expect(await there((ctx) => tellOffices(ctx, stay, confirmed(personId)))).toEqual([unitId]);
  await deliver(caseId, noon, 'confirmed');
  expect(await tasks(caseId)).toContain('notices.held pk');
  expect(await there((ctx) => tellOffices(ctx, stay, confirmed(personId)))).toEqual([]);
  expect((await notices(caseId)).map(({ standing }) => standing)).toEqual(['confirmed']);
});

test('whoever stands in and whoever acts as head have it too; each reads for himself, once', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId });
  const acting = await office.officer('head_of_bapas', 'palembang', { from: '2020-01-01', until: '2099-01-01' });
  await office.owner
    .insertInto('units.absence')
    .values({
      staff_id: pk.staffId,
      kind: 'leave',
      starts_on: sql<string>`current_date - 1`,
      ends_on: sql<string>`current_date + 1`,
      substitute_id: otherPk.staffId,
    })
    .execute();
  await there((ctx) => tellOffices(ctx, booking(), confirmed(personId)));
  const noticeId = await deliver(caseId, new Date());
  const posts = await office.owner
    .selectFrom('notices.delivery')
    .select(['account_id', 'post'])
    .where('notice_id', '=', noticeId)
    .execute();
  expect(new Map(posts.map((one) => [one.account_id, one.post]))).toEqual(
    new Map([
      [pk.accountId, 'pk'],
      [otherPk.accountId, 'stands_in'],
      [head.accountId, 'head_of_bapas'],
      [acting.accountId, 'head_of_bapas'],
    ]),
  );
  await does(otherPk, (ctx) => readNotice(ctx, { caseId, noticeId }), new Date());
  expect(await tasks(caseId)).toEqual(expect.arrayContaining(['notices.held-head head_of_bapas']));
  expect(await tasks(caseId)).not.toContain('notices.held pk');
  const read = await office.owner
    .selectFrom('notices.delivery')
    .select(['account_id', 'read_at'])
    .where('notice_id', '=', noticeId)
    .where('read_at', 'is not', null)
    .execute();
  expect(read.map(({ account_id }) => account_id)).toEqual([otherPk.accountId]);
  await office.owner.deleteFrom('units.absence').where('staff_id', '=', pk.staffId).execute();
});

test('what the counsellor leaves unread goes to the section head after the hours that the office chose, once', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId });
  await there((ctx) => tellOffices(ctx, booking(), confirmed(personId)));
  await deliver(caseId);
  const after = (hours: number) => new Date(Date.now() + hours * 3_600_000);
  await jobs['notices.chase'].run(office.work(after(3.9)));
  expect(await tasks(caseId)).not.toContain('notices.unread section_head');
  await jobs['notices.chase'].run(office.work(after(4.1)));
  await jobs['notices.chase'].run(office.work(after(4.2)));
  expect((await tasks(caseId)).filter((one) => one === 'notices.unread section_head')).toHaveLength(1);
  const noticeId = (await notices(caseId))[0]!.id;
  await does(section, (ctx) => readNotice(ctx, { caseId, noticeId }));
  expect(await tasks(caseId)).not.toContain('notices.unread section_head');
  await jobs['notices.chase'].run(office.work(after(30)));
  expect(await tasks(caseId)).not.toContain('notices.unread section_head');
});

test('withdrawn, the tasks fall, the counsellor hears of it and what it proposed is dismissed as unfounded', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId });
  const stay = booking();
  await there((ctx) => tellOffices(ctx, stay, confirmed(personId)));
  const noticeId = await deliver(caseId);
  expect(
    await there((ctx) =>
      withdrawNotices(ctx, { stayId: stay.stayId, personIds: [personId], why: 'Saudara kembarnya' }),
    ),
  ).toBe(1);
  await jobs['notices.fall'].run(office.work(noon), { noticeId, unitId });
  await jobs['notices.fall'].run(office.work(noon), { noticeId, unitId });
  expect(await tasks(caseId)).toEqual(['notices.withdrawn pk']);
  expect(await breachOf(caseId)).toMatchObject({ state: 'dismissed' });
  expect(await reads(pk, (ctx) => heldNow(ctx, caseId))).toBeUndefined();
  const moved = await office.owner
    .selectFrom('breaches.move')
    .select('reason')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  expect(moved.reason).toContain('Saudara kembarnya');
});

test('where an officer has taken the breach up, whoever leads is asked instead', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId });
  const stay = booking();
  await there((ctx) => tellOffices(ctx, stay, confirmed(personId)));
  const noticeId = await deliver(caseId);
  const { id: breachId } = (await breachOf(caseId))!;
  await does(pk, (ctx) =>
    confirmBreach(ctx, {
      caseId,
      breachId,
      grounds: ['new_offence'],
      alleged: 'Ditahan karena perkara baru',
      reason: 'Sudah ditelepon ke sana',
    }),
  );
  await there((ctx) => withdrawNotices(ctx, { stayId: stay.stayId, personIds: [personId], why: 'Orang lain' }));
  await jobs['notices.fall'].run(office.work(noon), { noticeId, unitId });
  expect(await breachOf(caseId)).toMatchObject({ state: 'open' });
  expect(await tasks(caseId)).toContain('notices.ground-gone section_head');
});

test('a breach that runs already is not opened twice; one who is out again is told of', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId });
  const [first, second] = [booking(), booking()];
  await there((ctx) => tellOffices(ctx, first, confirmed(personId)));
  await deliver(caseId);
  await there((ctx) => tellOfLeaving(ctx, { stayId: first.stayId, day: plainDate('2026-11-21'), how: 'released' }));
  const noticeId = (await notices(caseId))[0]!.id;
  await jobs['notices.leave'].run(office.work(noon), { noticeId, unitId });
  expect(await tasks(caseId)).toContain('notices.released pk');
  expect(await reads(pk, (ctx) => heldNow(ctx, caseId))).toBeUndefined();
  await there((ctx) => tellOffices(ctx, second, confirmed(personId)));
  await deliver(caseId);
  const breaches = await office.owner
    .selectFrom('breaches.breach')
    .select('id')
    .where('case_id', '=', caseId)
    .execute();
  expect(breaches).toHaveLength(1);
  expect((await notices(caseId)).map(({ breach_id }) => breach_id)).toEqual([breaches[0]!.id, breaches[0]!.id]);
});

/** A breach that an officer has open, and what he does about it. */
async function aBreach(openedOn = '2026-11-02') {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId });
  const opened = await does(pk, (ctx) =>
    openBreach(ctx, {
      caseId,
      source: 'officer',
      grounds: ['unrest'],
      openedOn: plainDate(openedOn),
      note: 'keributan di kampung',
      alleged: 'Saudara diduga membuat keributan.',
      custodyPlace: '',
    }),
  );
  if (!opened.ok) throw new Error(opened.refusal);
  const { breachId } = opened;
  const at = { caseId, breachId };
  const hour = { appearAt: '09:00' as ClockTime, place: 'Bapas', reason: 'tidak melapor' };
  return {
    ...at,
    personId,
    summon: (appearOn: string, day = noon) =>
      does(pk, (ctx) => summonClient(ctx, { ...at, ...hour, appearOn: plainDate(appearOn) }), day),
    absent: (summonsId: string, day = noon) =>
      does(
        pk,
        (ctx) =>
          recordAppearance(ctx, {
            ...at,
            summonsId,
            outcome: 'not_appeared',
            outcomeOn: plainDate(day.toISOString().slice(0, 10)),
            note: '',
          }),
        day,
      ),
    read: () => reads(pk, (ctx) => readBreach(ctx, caseId, breachId)),
  };
}

test('whoever is held is not called, in whichever order breach and notice came; released, he is called again', async () => {
  const breach = await aBreach();
  const stay = booking();
  await there((ctx) => tellOffices(ctx, stay, strong(breach.personId)));
  await deliver(breach.caseId);
  // That it is he, nobody has said yet.
  expect(await breach.read()).toMatchObject({ custodyPlace: '', heldAsTold: false });
  await there((ctx) => tellOffices(ctx, stay, confirmed(breach.personId)));
  expect(await breach.read()).toMatchObject({ custodyPlace: 'Bapas Kelas II Kupang', heldAsTold: true });
  expect(await breach.summon('2026-11-30')).toEqual({ ok: false, refusal: 'in_custody' });
  const row = sql`insert into breaches.summons (breach_id, case_id, unit_id, ordinal, appear_on, appear_at, place, days, counts)
    values (${breach.breachId}, ${breach.caseId}, ${unitId}, 1, '2026-11-30', '09:00', 'Bapas', 7, 'calendar')`;
  await expect(row.execute(office.owner)).rejects.toThrow('whoever is held is not called by letter');
  const released = { ...breach, custodyPlace: '', released: true };
  expect(await does(pk, (ctx) => noteCustody(ctx, released))).toEqual({ ok: false, refusal: 'held_as_told' });
  await there((ctx) => tellOfLeaving(ctx, { stayId: stay.stayId, day: plainDate('2026-11-20'), how: 'released' }));
  expect(await breach.summon('2026-11-30')).toMatchObject({ ok: true });

  const first = await aClient(office, { pk: pk.staffId });
  const other = booking();
  await there((ctx) => tellOffices(ctx, other, confirmed(first.personId)));
  await deliver(first.caseId);
  const { id: breachId } = (await breachOf(first.caseId))!;
  const taken = { grounds: ['new_offence' as const], alleged: 'Ditahan dalam perkara baru', reason: 'Sudah ditelepon' };
  await does(pk, (ctx) => confirmBreach(ctx, { caseId: first.caseId, breachId, ...taken }));
  const call = () =>
    does(pk, (ctx) =>
      summonClient(ctx, {
        caseId: first.caseId,
        breachId,
        appearOn: plainDate('2026-11-30'),
        appearAt: '09:00' as ClockTime,
        place: 'Bapas',
        reason: 'tidak melapor',
      }),
    );
  expect(await call()).toEqual({ ok: false, refusal: 'in_custody' });
  await there((ctx) => withdrawNotices(ctx, { stayId: other.stayId, personIds: [first.personId], why: 'Orang lain' }));
  expect(await call()).toMatchObject({ ok: true });
});

test('a call that has gone is called off when it is told that he is held, and an absence that fell into it counts no more', async () => {
  const breach = await aBreach('2026-10-01');
  const on = (day: string) => new Date(`${day}T05:00:00Z`);
  const call = async (day: string, appearOn: string) => {
    const summons = await breach.summon(appearOn, on(day));
    if (!summons.ok) throw new Error(summons.refusal);
    const { sendingId } = await letterGoes(office, { pk, head }, summons.letterId, plainDate(day));
    await letterArrives(office, pk, sendingId, plainDate(day));
    return summons.summonsId;
  };
  const first = await call('2026-10-05', '2026-10-13');
  expect(await breach.absent(first)).toEqual({ ok: true });
  await call('2026-11-17', '2026-11-25');
  const stay = { ...booking(), heldSince: new Date('2026-10-12T04:00:00Z') };
  await there((ctx) => tellOffices(ctx, stay, confirmed(breach.personId)));
  await deliver(breach.caseId);
  expect((await breach.read()).summonses.map(({ outcome, whileHeld }) => [outcome, whileHeld])).toEqual([
    ['called_off', true],
    ['called_off', false],
  ]);
  const heard = { person: '', heldOn: plainDate('2026-11-20'), heldAt: '10:00' as ClockTime, place: 'Bapas' };
  const told = { statement: 'Klien tidak datang menghadap.', present: 'Pembimbing' };
  const absence = { ...breach, about: 'client' as const, inAbsence: true, ...heard, ...told };
  expect(await does(pk, (ctx) => examine(ctx, absence))).toEqual({ ok: false, refusal: 'in_custody' });
  const forced = sql`insert into breaches.move (breach_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_id, made_by)
    values (${breach.breachId}, ${breach.caseId}, ${unitId}, 'conclude_absent', 'summoned', 'examined', '2026-11-20', 'tidak datang', 'minutes',
      ${newId()}, ${pk.accountId})`;
  await expect(forced.execute(office.owner)).rejects.toThrow('whoever is held is heard where he is');
  await there((ctx) => withdrawNotices(ctx, { stayId: stay.stayId, personIds: [breach.personId], why: 'Orang lain' }));
  expect((await breach.read()).unheeded).toBe(1);
});

test('a summons by hand or to many leaves out whoever is held; what was drafted before gets no number', async () => {
  const [held, free] = [await aClient(office, { pk: pk.staffId }), await aClient(office, { pk: pk.staffId })];
  const fields = { appear_on: 'Senin', appear_at: '09.00 WIB', appear_place: 'Bapas', purpose: 'klarifikasi' };
  const one = { kind: 'letters.summons-1', caseId: held.caseId, fields };
  const before = await does(pk, (ctx) => draftLetter(ctx, one));
  await there((ctx) => tellOffices(ctx, booking(), confirmed(held.personId)));
  expect(await does(pk, (ctx) => draftByHand(ctx, one))).toEqual({ ok: false, refusal: 'client_held' });
  expect(await does(pk, (ctx) => draftByHand(ctx, { ...one, kind: 'letters.cover' }))).toMatchObject({ ok: true });
  const { version } = await reads(head, (ctx) => letterOf(ctx, before.letterId));
  const numbered = { letterId: before.letterId, version, dated: plainDate('2026-11-20') };
  expect(await does(head, (ctx) => numberLetter(ctx, numbered))).toEqual({ ok: false, refusal: 'client_held' });
  const many = { unitId, kind: 'letters.summons-1', caseIds: [held.caseId, free.caseId], fields };
  expect(await does(head, (ctx) => startRun(ctx, many))).toMatchObject({ ok: true, drafted: 1 });
});

test('whatever agreed is told: every group that recognition knows', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId });
  await there((ctx) => tellOffices(ctx, booking(), { ...confirmed(personId), agrees: agreeingGroups }));
  expect((await notices(caseId))[0]!.agrees).toEqual(agreeingGroups);
});

test('nobody is told of a client whose supervision is over and who is not looked for', async () => {
  const { personId } = await aClient(office, { pk: pk.staffId, state: 'ended' });
  expect(await there((ctx) => tellOffices(ctx, booking(), confirmed(personId)))).toEqual([]);
});

test('held elsewhere he is told of in the next institution too, and whoever looks for him hears at once that he left', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId, state: 'ended' });
  await office.owner
    .insertInto('at_large.search')
    .values({
      case_id: caseId,
      unit_id: unitId,
      state: 'located_elsewhere',
      opened_on: '2026-11-01',
      held_on: '2026-11-10',
      held_at: 'Rutan Baturaja',
    })
    .execute();
  const stay = booking();
  expect(await there((ctx) => tellOffices(ctx, stay, confirmed(personId)))).toEqual([unitId]);
  const noticeId = await deliver(caseId);
  expect((await notices(caseId))[0]!.about).toEqual(['away']);
  await there((ctx) => tellOfLeaving(ctx, { stayId: stay.stayId, day: plainDate('2026-11-21'), how: 'released' }));
  await jobs['notices.leave'].run(office.work(noon), { noticeId, unitId });
  expect(await tasks(caseId)).toEqual(expect.arrayContaining(['at-large.left pk', 'at-large.left-head head_of_bapas']));
  // His guidance is over: nobody is asked to go on with it.
  expect(await tasks(caseId)).not.toContain('notices.released pk');
  await there((ctx) => withdrawNotices(ctx, { stayId: stay.stayId, personIds: [personId], why: 'Orang lain' }));
  await jobs['notices.fall'].run(office.work(noon), { noticeId, unitId });
  expect(await tasks(caseId)).toEqual(['notices.withdrawn pk']);
});

test('withdrawn after he was let go, nobody is asked to go on with him, and what was proposed is dismissed all the same', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId });
  const stay = booking();
  await there((ctx) => tellOffices(ctx, stay, confirmed(personId)));
  const noticeId = await deliver(caseId);
  await there((ctx) => tellOfLeaving(ctx, { stayId: stay.stayId, day: plainDate('2026-11-21'), how: 'released' }));
  await jobs['notices.leave'].run(office.work(noon), { noticeId, unitId });
  expect(await tasks(caseId)).toContain('notices.released pk');
  await there((ctx) => withdrawNotices(ctx, { stayId: stay.stayId, personIds: [personId], why: 'Orang lain' }));
  await jobs['notices.fall'].run(office.work(noon), { noticeId, unitId });
  expect(await tasks(caseId)).toEqual(['notices.withdrawn pk']);
  expect(await breachOf(caseId)).toMatchObject({ state: 'dismissed' });
});

test('only whoever keeps an institution’s book tells, and only for his own', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId });
  const elsewhere = { ...booking(), unitId: office.units.musi };
  expect(await there((ctx) => tellOffices(ctx, elsewhere, confirmed(personId)))).toEqual([]);
  const tried = await does(farHead, async (ctx) => ({
    ok: true,
    told: await tellOffices(ctx, booking(), confirmed(personId)),
  }));
  expect(tried).toMatchObject({ told: [] });
  expect(await notices(caseId)).toEqual([]);
});

test('another office sees nothing of it, and nobody marks it read for another one', async () => {
  const { caseId, personId } = await aClient(office, { pk: pk.staffId });
  await there((ctx) => tellOffices(ctx, booking(), confirmed(personId)));
  const noticeId = await deliver(caseId);
  expect(await reads(farHead, (ctx) => heldNow(ctx, caseId))).toBeUndefined();
  expect(await reads(otherPk, (ctx) => heldNow(ctx, caseId))).toBeUndefined();
  await expect(does(farHead, (ctx) => readNotice(ctx, { caseId, noticeId }))).rejects.toThrow(NotFound);
  const forced = await does(pk, async (ctx) => {
    const { numUpdatedRows } = await ctx.tx
      .updateTable('notices.delivery')
      .set({ read_at: new Date() })
      .where('notice_id', '=', noticeId)
      .where('account_id', '=', head.accountId)
      .executeTakeFirst();
    return { ok: true, changed: Number(numUpdatedRows) };
  });
  expect(forced).toMatchObject({ changed: 0 });
});

test('each number of the office is as long as the list that it opens', async () => {
  for (const [who, mine] of [
    [head, false],
    [pk, true],
  ] as const) {
    const counts = await reads(who, (ctx) => countHeld(ctx, { unitId, mine }));
    for (const group of Object.keys(counts) as HeldGroup[]) {
      const list = await reads(who, (ctx) => listHeld(ctx, { unitId, mine, group }));
      expect([group, list.total, list.rows.length]).toEqual([group, counts[group], counts[group]]);
    }
    const all = await office.owner
      .selectFrom('notices.notice')
      .select(({ fn }) => fn.countAll<string>().as('n'))
      .where('unit_id', '=', unitId)
      .where('withdrawn_at', 'is', null)
      .where('left_on', 'is', null)
      .executeTakeFirstOrThrow();
    expect(counts.held).toBe(Number(all.n));
    expect(counts.held).toBeGreaterThan(2);
  }
});
