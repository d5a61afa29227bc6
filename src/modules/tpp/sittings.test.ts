import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate, type PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import '#modules/cases/server';
import {
  decidePhase,
  decideTransfer,
  noteTpp,
  proposePhase,
  requestTransfer,
  withdrawPhase,
} from '#modules/cases/server';
import { sittingInvitation, sittingMinutes } from '#modules/letters';
import {
  attachSignedCopy,
  changeDraft,
  draftSittingPaper,
  letterOf,
  livingPapers,
  numberLetter,
  recordSending,
  voidLetter,
  type LetterPage,
} from '#modules/letters/server';
import type { Ctx } from '#platform/ctx';
import { keptAs } from '#platform/files/accept.server';
import { openFile } from '#platform/files/store.server';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { defineSittingKind, findSittingKind } from './kinds.server.ts';
import {
  addMember,
  arrangeAgenda,
  cancelSitting,
  changeDetails,
  closeSitting,
  draftSitting,
  endMember,
  hearItem,
  hearMany,
  invite,
  jobs,
  listHeardOf,
  openSitting,
  putOnAgenda,
  readQueue,
  readSitting,
} from './index.server.ts';
import type { Heard } from './rules.ts';
import { sittingLabel } from './sitting.ts';

const database = await freshDatabase('sittings');
const office = await openOffice(database);
const { palembang } = office.units;
const [pk, otherPk, head, section, secretary, second, otherSection, otherHead, kanwil, member] = await Promise.all([
  office.officer('pk', 'palembang', { name: 'Pembimbing Rekaan' }),
  office.officer('pk', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('section_head', 'palembang', { name: 'Ketua Rekaan' }),
  office.officer('pk', 'palembang', { name: 'Sekretaris Rekaan' }),
  office.officer('apk', 'palembang', { name: 'Sekretaris Kedua' }),
  office.officer('section_head', 'musi'),
  office.officer('head_of_bapas', 'musi'),
  office.officer('kanwil', 'kanwil'),
  office.officer('apk', 'palembang', { name: 'Anggota Rekaan' }),
]);
afterAll(() => office.close());

const today = plainDate('2026-11-20');
async function does<T extends { ok: boolean }>(who: Officer, deed: (ctx: Ctx) => Promise<T>): Promise<T> {
  return (await office.as(who)).runOnce({ id: newId(), body: {} }, deed);
}
const sees = async (who: Officer, sittingId: string) =>
  (await office.as(who)).read((ctx) => readSitting(ctx, sittingId));
/** A paper of a sitting, as far as somebody sees it. */
async function paperOf(who: Officer, sittingId: string, kind: string): Promise<LetterPage | undefined> {
  return (await office.as(who)).read(async (ctx) => {
    const paper = (await livingPapers(ctx, sittingId)).find((one) => one.kind === kind);
    return paper && letterOf(ctx, paper.id);
  });
}
const minutesOf = (who: Officer, sittingId: string) => paperOf(who, sittingId, sittingMinutes);
/** The signed minutes come back: the chair has numbered them, and a keeper attaches the paper. */
async function signs(who: Officer, sittingId: string, signedOn: PlainDate) {
  const minutes = (await minutesOf(section, sittingId))!;
  const { id: letterId } = minutes;
  if (!minutes.label)
    await does(section, (ctx) => numberLetter(ctx, { letterId, version: minutes.version, dated: today }));
  const { version } = (await minutesOf(section, sittingId))!;
  return does(who, (ctx) => attachSignedCopy(ctx, { letterId, version, way: 'scanned', signedOn, file: paper() }));
}
const names = (shown: Awaited<ReturnType<typeof sees>>) => shown.items.map((one) => one.name);
const details = { day: today, startsAt: '09:00' as ClockTime, place: 'Ruang rapat' };
const consensus = (over: Partial<Heard> = {}): Heard => ({
  recommendation: 'approve',
  reasons: 'program diikuti dengan baik',
  way: 'consensus',
  votes: null,
  dissents: [],
  ...over,
});

let drawn = 0;
async function proposed(over: Parameters<typeof aClient>[1] = {}) {
  const client = await aClient(office, {
    pk: pk.staffId,
    name: `Klien Sidang ${(drawn += 1)}`,
    guidanceStart: '2026-01-05',
    guidanceEnd: '2027-12-05',
    ...over,
  });
  const asked = await does(pk, (ctx) =>
    proposePhase(ctx, { caseId: client.caseId, version: 1, toPhase: 'advanced', report: 'laporan pembimbing' }),
  );
  return { ...client, changeId: (asked as { changeId: string }).changeId };
}
async function drafted(takeAll = true): Promise<string> {
  const made = await does(secretary, (ctx) => draftSitting(ctx, { ...details, unitId: palembang, takeAll }));
  return (made as { sittingId: string }).sittingId;
}
const versionOf = async (sittingId: string) => (await sees(section, sittingId)).sitting.version;
const present = [section.staffId, secretary.staffId, member.staffId];
async function held(takeAll = true): Promise<string> {
  const sittingId = await drafted(takeAll);
  const invited = await versionOf(sittingId);
  expect(await does(secretary, (ctx) => invite(ctx, { sittingId, version: invited }))).toEqual({ ok: true });
  const version = await versionOf(sittingId);
  const asked = { sittingId, version, present, chairId: section.staffId, secretaryId: secretary.staffId };
  expect(await does(secretary, (ctx) => openSitting(ctx, asked))).toEqual({ ok: true });
  return sittingId;
}
const hears = async (who: Officer, sittingId: string, index: number, heard: Heard) => {
  const item = (await sees(section, sittingId)).items[index]!;
  return does(who, (ctx) => hearItem(ctx, { ...heard, itemId: item.id, version: item.version }));
};
const closes = async (who: Officer, sittingId: string) => {
  const version = await versionOf(sittingId);
  return does(who, (ctx) => closeSitting(ctx, { sittingId, version }));
};
const paper = (text = '%PDF-1.4 berita acara') => keptAs('application/pdf', Buffer.from(text));

/** Each test begins with an empty queue and a team of four that sits from January on. */
beforeEach(async () => {
  await office.owner.transaction().execute(async (tx) => {
    for (const table of ['phase_change', 'transfer'])
      await sql`alter table cases.${sql.ref(table)} disable trigger user`.execute(tx);
    await sql`update cases.phase_change set state = 'withdrawn' where state in ('requested', 'at_tpp')`.execute(tx);
    await sql`update cases.transfer set state = 'withdrawn' where state in ('requested', 'at_tpp')`.execute(tx);
    for (const table of ['phase_change', 'transfer'])
      await sql`alter table cases.${sql.ref(table)} enable trigger user`.execute(tx);
    await sql`alter table tpp.sitting disable trigger user`.execute(tx);
    await sql`update tpp.sitting set state = 'cancelled', cancel_reason = 'uji' where state in ('draft', 'invited')`.execute(
      tx,
    );
    await sql`alter table tpp.sitting enable trigger user`.execute(tx);
    await sql`alter table tpp.item disable trigger user`.execute(tx);
    await sql`update tpp.item set off_at = now() where outcome is null and off_at is null`.execute(tx);
    await sql`alter table tpp.item enable trigger user`.execute(tx);
    await sql`delete from tpp.member`.execute(tx);
  });
  const from = plainDate('2026-01-01');
  const team = [
    [section, 'chair'],
    [secretary, 'secretary'],
    [second, 'secretary'],
    [member, 'member'],
  ] as const;
  for (const [who, duty] of team)
    expect(
      await does(head, (ctx) =>
        addMember(ctx, { unitId: palembang, staffId: who.staffId, duty, startsOn: from, endsOn: null, basis: 'SK-1' }),
      ),
    ).toMatchObject({ ok: true });
});

test('a sitting of twenty items with one deferral: what was advised reaches the head, what was put off the next agenda', async () => {
  const clients = [];
  for (let index = 0; index < 19; index++) clients.push(await proposed());
  const mover = await aClient(office, { pk: pk.staffId, name: 'Klien Pindah' });
  const asked = await does(pk, (ctx) =>
    requestTransfer(ctx, {
      caseId: mover.caseId,
      version: 1,
      toUnitId: office.units.musi,
      toName: '',
      reason: 'keluarga pindah',
      letterNumber: 'S-8',
      guarantorStatement: true,
      riskNote: 'risiko rendah',
    }),
  );
  const { transferId } = asked as { transferId: string };
  expect(await (await office.as(head)).read((ctx) => readQueue(ctx, palembang))).toHaveLength(20);

  const sittingId = await held();
  const opened = await sees(secretary, sittingId);
  expect(opened.items).toHaveLength(20);
  expect(opened.sitting).toMatchObject({ number: 1, year: 2026, quorum: { enough: true, present: 3, needed: 3 } });
  const transfer = opened.items.findIndex((one) => one.kind === 'transfer');
  const others = opened.items.filter((_, index) => index !== 0 && index !== transfer).map((one) => one.id);
  expect(
    await does(secretary, (ctx) =>
      hearMany(ctx, { sittingId, items: others, recommendation: 'approve', reasons: 'sudah memenuhi syarat' }),
    ),
  ).toEqual({ ok: true, recorded: 18, already: 0 });
  expect(await closes(secretary, sittingId)).toMatchObject({ refusal: 'not_all_heard' });
  await hears(secretary, sittingId, 0, consensus({ recommendation: 'defer', reasons: 'laporan belum lengkap' }));
  await hears(
    secretary,
    sittingId,
    transfer,
    consensus({
      way: 'votes',
      votes: { for: 2, against: 1, abstained: 0 },
      dissents: [{ staffId: member.staffId, reason: 'penjamin belum jelas' }],
    }),
  );
  expect(await closes(secretary, sittingId)).toEqual({
    ok: true,
    told: 19,
    deferred: 1,
    lapsed: 0,
    carried: 0,
  });

  const told = await office.owner
    .selectFrom('cases.transfer')
    .select(['state', 'tpp_advice', 'tpp_document', 'tpp_held_on', 'noted_by'])
    .where('id', '=', transferId)
    .executeTakeFirstOrThrow();
  expect(told).toEqual({
    state: 'at_tpp',
    tpp_advice: 'approve',
    tpp_document: 'Sidang TPP nomor 1/TPP/2026',
    tpp_held_on: today,
    noted_by: secretary.accountId,
  });
  expect(await does(head, (ctx) => decideTransfer(ctx, { transferId, step: 'approve', note: '' }))).toEqual({
    ok: true,
  });
  const approved = clients.filter((one) => one.caseId !== opened.items[0]!.caseId);
  for (const { changeId } of approved.slice(0, 2))
    expect(await does(head, (ctx) => decidePhase(ctx, { changeId, step: 'approve', note: '' }))).toEqual({ ok: true });
  const waiting = await office.owner
    .selectFrom('tasks.task')
    .select('key')
    .where('kind', '=', 'cases.phase-advised')
    .where('state', '=', 'open')
    .execute();
  expect(waiting).toHaveLength(17);

  const { body } = (await minutesOf(secretary, sittingId))!;
  expect(body).toContain('Klien Pindah');
  expect(body).toContain('Pendapat lain :: Anggota Rekaan: penjamin belum jelas');
  expect(body).toContain('Penyaji :: Pembimbing Rekaan');

  // The next agenda takes along what was put off, although nothing else was wanted on it.
  const next = await sees(secretary, await drafted(false));
  expect(next.items.map((one) => [one.caseId, one.isDeferred])).toEqual([[opened.items[0]!.caseId, true]]);
  expect(
    (await (await office.as(pk)).read((ctx) => listHeardOf(ctx, opened.items[0]!.caseId))).map((one) => one.number),
  ).toEqual([null, 1]);
});

test('an agenda that is open already receives what a sitting puts off', async () => {
  const one = await proposed();
  const sittingId = await held();
  const next = await drafted(false);
  await hears(second, sittingId, 0, consensus({ recommendation: 'defer', reasons: 'menunggu asesmen' }));
  expect(await closes(second, sittingId)).toMatchObject({ ok: true, told: 0, deferred: 1, carried: 1 });
  expect((await sees(secretary, next)).items.map((item) => item.caseId)).toEqual([one.caseId]);
});

test('two secretaries edit one sitting: one outcome, and the second is told who changed what', async () => {
  await proposed();
  await proposed();
  const sittingId = await drafted();
  const version = await versionOf(sittingId);
  const moved = { sittingId, version, ...details };
  expect(await does(secretary, (ctx) => changeDetails(ctx, { ...moved, place: 'Aula' }))).toEqual({ ok: true });
  expect(await does(second, (ctx) => changeDetails(ctx, { ...moved, place: 'Ruang kepala' }))).toMatchObject({
    refusal: 'changed_meanwhile',
    changed: { by: 'Sekretaris Rekaan', what: 'details' },
  });
  expect((await sees(second, sittingId)).sitting.place).toBe('Aula');

  // Both at once: one comes first, and the other hears of it.
  const again = await versionOf(sittingId);
  const both = await Promise.all(
    [secretary, second].map((who, index) =>
      does(who, (ctx) => changeDetails(ctx, { ...moved, version: again, place: `Ruang ${index}` })),
    ),
  );
  expect(both.map((one) => one.ok).sort()).toEqual([false, true]);
  expect(await versionOf(sittingId)).toBe(again + 1);

  const { items } = await sees(secretary, sittingId);
  const order = { sittingId, version: again + 1, itemId: items[1]!.id, to: 'first' } as const;
  expect(await does(secretary, (ctx) => arrangeAgenda(ctx, order))).toEqual({ ok: true });
  expect(await does(second, (ctx) => arrangeAgenda(ctx, { ...order, to: 'off' }))).toMatchObject({
    changed: { what: 'agenda' },
  });
  expect((await sees(second, sittingId)).items.map((one) => one.id)).toEqual([items[1]!.id, items[0]!.id]);
});

test('two secretaries record one item: the second hears of the first; different items do not disturb each other', async () => {
  await proposed();
  await proposed();
  const sittingId = await held();
  const { items } = await sees(secretary, sittingId);
  const write = (who: Officer, index: number, over: Partial<Heard> = {}) =>
    does(who, (ctx) => hearItem(ctx, { ...consensus(over), itemId: items[index]!.id, version: items[index]!.version }));
  const [first, other] = await Promise.all([write(secretary, 0), write(second, 1)]);
  expect([first, other]).toEqual([{ ok: true }, { ok: true }]);
  expect(await write(second, 0, { recommendation: 'reject' })).toMatchObject({
    refusal: 'changed_meanwhile',
    changed: { by: 'Sekretaris Rekaan' },
  });
  expect((await sees(secretary, sittingId)).items[0]!.recommendation).toBe('approve');
  expect(
    await does(second, (ctx) =>
      hearMany(ctx, {
        sittingId,
        items: items.map((one) => one.id),
        recommendation: 'reject',
        reasons: 'tidak memenuhi syarat',
      }),
    ),
  ).toEqual({ ok: true, recorded: 0, already: 2 });
});

test('closing twice, or sending it twice, tells once', async () => {
  const { caseId } = await proposed();
  const sittingId = await held();
  await hears(secretary, sittingId, 0, consensus());
  const version = await versionOf(sittingId);
  const sent = { id: newId(), body: {} };
  const runner = await office.as(secretary);
  const deed = (ctx: Ctx) => closeSitting(ctx, { sittingId, version });
  const once = await runner.runOnce(sent, deed);
  expect(await runner.runOnce(sent, deed)).toEqual(once);
  expect(await does(second, (ctx) => closeSitting(ctx, { sittingId, version }))).toMatchObject({
    refusal: 'changed_meanwhile',
    changed: { what: 'minutes' },
  });
  const lines = await office.owner
    .selectFrom('platform.journal')
    .select('what')
    .where('case_id', '=', caseId)
    .where('what', '=', 'case.phase-noted')
    .execute();
  expect(lines).toHaveLength(1);
});

test('when telling one module breaks, nothing is told and nothing is lost', async () => {
  await proposed();
  const { changeId } = await proposed();
  const sittingId = await held();
  await hears(secretary, sittingId, 0, consensus());
  await hears(secretary, sittingId, 1, consensus());
  const kind = findSittingKind('stage_change')!;
  let calls = 0;
  defineSittingKind('stage_change', {
    ...kind,
    async tell(ctx, advice) {
      if ((calls += 1) === 2) throw new Error('the power fails');
      return kind.tell(ctx, advice);
    },
  });
  await expect(closes(secretary, sittingId)).rejects.toThrow('the power fails');
  defineSittingKind('stage_change', kind);
  const { sitting, items } = await sees(secretary, sittingId);
  expect(sitting.state).toBe('held');
  expect(items.map((one) => [one.recommendation, one.outcome])).toEqual([
    ['approve', null],
    ['approve', null],
  ]);
  const state = await office.owner
    .selectFrom('cases.phase_change')
    .select('state')
    .where('id', '=', changeId)
    .executeTakeFirstOrThrow();
  expect(state.state).toBe('requested');
  expect(await closes(secretary, sittingId)).toMatchObject({ ok: true, told: 2 });
});

test('a matter settled meanwhile lapses, and by hand nothing is noted that stands on an agenda', async () => {
  const { changeId, caseId } = await proposed();
  const mover = await aClient(office, { pk: pk.staffId });
  const asked = await does(pk, (ctx) =>
    requestTransfer(ctx, {
      caseId: mover.caseId,
      version: 1,
      toUnitId: office.units.musi,
      toName: '',
      reason: 'keluarga pindah',
      letterNumber: '',
      guarantorStatement: false,
      riskNote: 'risiko rendah',
    }),
  );
  const { transferId } = asked as { transferId: string };
  const sittingId = await held();
  expect(
    await does(pk, (ctx) =>
      noteTpp(ctx, { transferId, heldOn: today, document: 'BA-9', advice: 'approve', note: 'sidang lain' }),
    ),
  ).toMatchObject({ refusal: 'on_an_agenda' });
  expect(await does(pk, (ctx) => withdrawPhase(ctx, { changeId, note: 'keliru' }))).toEqual({ ok: true });
  await hears(secretary, sittingId, 0, consensus());
  await hears(secretary, sittingId, 1, consensus());
  expect(await closes(secretary, sittingId)).toMatchObject({ ok: true, told: 1, lapsed: 1 });
  const lapsed = (await sees(section, sittingId)).items.find((one) => one.caseId === caseId);
  expect(lapsed?.outcome).toBe('lapsed');
});

test('numbers follow each other without a gap, also when many sittings open at once; a cancelled one takes none', async () => {
  const before = await office.owner.selectFrom('tpp.series').select('last_number').executeTakeFirst();
  const ids: string[] = [];
  for (let index = 0; index < 6; index++) {
    await proposed();
    const sittingId = await drafted();
    const version = await versionOf(sittingId);
    await does(secretary, (ctx) => invite(ctx, { sittingId, version }));
    ids.push(sittingId);
  }
  const cancelled = ids.pop()!;
  const version = await versionOf(cancelled);
  expect(
    await does(secretary, (ctx) => cancelSitting(ctx, { sittingId: cancelled, version, reason: '-' })),
  ).toMatchObject({ refusal: 'reason_missing' });
  expect(
    await does(secretary, (ctx) => cancelSitting(ctx, { sittingId: cancelled, version, reason: 'ketua berhalangan' })),
  ).toEqual({ ok: true });
  await Promise.all(
    ids.map(async (sittingId) => {
      const now = await versionOf(sittingId);
      return does(secretary, (ctx) =>
        openSitting(ctx, {
          sittingId,
          version: now,
          present,
          chairId: section.staffId,
          secretaryId: secretary.staffId,
        }),
      );
    }),
  );
  const numbers = [];
  for (const id of ids) numbers.push((await sees(section, id)).sitting.number!);
  const start = (before?.last_number ?? 0) + 1;
  expect(numbers.sort((a, b) => a - b)).toEqual(ids.map((_, index) => start + index));
  expect((await sees(section, cancelled)).sitting.number).toBeNull();
  expect(await (await office.as(section)).read((ctx) => readQueue(ctx, palembang))).toHaveLength(6);
});

test('no sitting opens without its quorum, and an acting chair must be there', async () => {
  await proposed();
  const sittingId = await drafted();
  const first = await versionOf(sittingId);
  await does(secretary, (ctx) => invite(ctx, { sittingId, version: first }));
  const version = await versionOf(sittingId);
  const asked = { sittingId, version, chairId: section.staffId, secretaryId: secretary.staffId };
  expect(
    await does(secretary, (ctx) => openSitting(ctx, { ...asked, present: [section.staffId, secretary.staffId] })),
  ).toMatchObject({ refusal: 'no_quorum' });
  expect(
    await does(secretary, (ctx) =>
      openSitting(ctx, { ...asked, present: [secretary.staffId, second.staffId, member.staffId] }),
    ),
  ).toMatchObject({ refusal: 'chair_missing' });
  // Somebody who was not called does not count.
  expect(
    await does(secretary, (ctx) =>
      openSitting(ctx, { ...asked, present: [section.staffId, secretary.staffId, otherPk.staffId] }),
    ),
  ).toMatchObject({ refusal: 'no_quorum' });
});

test('a sitting is called by a letter that names no client; its minutes carry its number and are signed by whoever presides', async () => {
  await proposed({ name: 'Klien Bersurat' });
  const sittingId = await held();
  const invitation = (await paperOf(section, sittingId, sittingInvitation))!;
  expect(invitation.body).toContain('1. Perpindahan tahap bimbingan: 1 perkara');
  expect(invitation.body).toContain('4. Anggota Rekaan (Anggota)');
  expect(`${invitation.subject} ${invitation.body}`).not.toContain('Klien Bersurat');
  expect(await paperOf(otherPk, sittingId, sittingInvitation)).toBeUndefined();
  const number = (who: Officer, { id, version }: { id: string; version: number }) =>
    does(who, (ctx) => numberLetter(ctx, { letterId: id, version, dated: today }));
  await expect(number(secretary, invitation)).rejects.toMatchObject({ name: 'NotAllowed' });
  await expect(number(member, invitation)).rejects.toMatchObject({ name: 'NotFound' });
  expect(await number(section, invitation)).toMatchObject({
    ok: true,
    label: expect.stringMatching(/^1\/.*PK\.06\.01/),
  });

  await hears(secretary, sittingId, 0, consensus({ reasons: 'ikut *semua* {kegiatan}' }));
  await closes(secretary, sittingId);
  const minutes = (await paperOf(secretary, sittingId, sittingMinutes))!;
  const { id: letterId } = minutes;
  const text = { subject: minutes.subject, recipient: '', copies: '', enclosure: '', nature: '' } as const;
  const edit = (who: Officer, version: number, body: string) =>
    does(who, (ctx) => changeDraft(ctx, { letterId, version, text: { ...text, body } }));
  expect(await edit(secretary, minutes.version, `${minutes.body}\n\nDitutup pukul 11.00.`)).toEqual({ ok: true });
  await expect(edit(second, minutes.version, 'Berita acara kedua.')).rejects.toMatchObject({ name: 'Stale' });
  expect(await edit(second, minutes.version + 1, 'Hasil :: {client_name}\n{% for x %}')).toMatchObject({
    refusal: 'wording_wrong',
    problems: {
      body: [
        { line: 1, problem: 'field_not_here' },
        { line: 2, problem: 'program' },
      ],
    },
  });
  const label = sittingLabel((await sees(section, sittingId)).sitting);
  expect(await number(section, { id: letterId, version: minutes.version + 1 })).toEqual({ ok: true, label });
  const numbered = (await paperOf(section, sittingId, sittingMinutes))!;
  expect(numbered).toMatchObject({
    dated: today,
    signer: { title: 'Ketua Tim Pengamat Pemasyarakatan', name: 'Ketua Rekaan' },
  });

  expect(await signs(secretary, sittingId, plainDate('2026-11-21'))).toMatchObject({ refusal: 'day_in_future' });
  await expect(signs(section, sittingId, today)).resolves.toEqual({
    ok: true,
    sha256: createHash('sha256').update('%PDF-1.4 berita acara').digest('hex'),
  });
  expect((await sees(section, sittingId)).sitting.state).toBe('signed');
  expect(
    await does(head, (ctx) => voidLetter(ctx, { letterId, version: numbered.version + 1, reason: 'salah ketik' })),
  ).toMatchObject({ refusal: 'wrong_state' });
  const change = async (statement: ReturnType<typeof sql>) =>
    (await office.as(section)).runOnce({ id: newId(), body: {} }, async ({ tx }) => {
      await statement.execute(tx);
      return { ok: true };
    });
  for (const [statement, code] of [
    [sql`update letters.letter set body = 'diubah' where id = ${letterId}`, '42501'],
    [sql`update tpp.sitting set state = 'minuted' where id = ${sittingId}`, '23514'],
    [sql`update tpp.sitting set place = 'lain' where id = ${sittingId}`, '23514'],
    [sql`update tpp.item set recommendation = 'reject' where sitting_id = ${sittingId}`, '23514'],
    [sql`update tpp.series set last_number = last_number - 1`, '23514'],
  ] as const)
    await expect(change(statement)).rejects.toMatchObject({ code });

  const { signedFileId } = (await paperOf(head, sittingId, sittingMinutes))!;
  const reads = async (who: Officer) => (await office.as(who)).read((ctx) => openFile(ctx, signedFileId!));
  await expect(reads(head)).resolves.toMatchObject({ mediaType: 'application/pdf' });
  for (const who of [otherPk, kanwil, otherHead, member])
    await expect(reads(who)).rejects.toMatchObject({ name: 'NotFound' });
});

test('the papers of a sitting are tasks of its secretary until they are sent or signed, and a cancelled one leaves none', async () => {
  const waits = async (letterId: string) =>
    (
      await office.owner
        .selectFrom('tasks.task')
        .select(['kind', 'unit_id', 'case_id', 'staff_id', 'due_on'])
        .where('key', '=', letterId)
        .where('state', '=', 'open')
        .execute()
    ).map((task) => [task.kind, task.unit_id, task.case_id, task.staff_id, task.due_on]);
  const task = (kind: string) => [[kind, palembang, null, secretary.staffId, expect.any(String)]];
  await proposed();
  const sittingId = await held();
  const invitation = (await paperOf(section, sittingId, sittingInvitation))!;
  // Sent after the sitting it would call nobody; of two secretaries nobody writes yet, so it lies before whoever leads the section.
  expect(await waits(invitation.id)).toEqual([['letters.to-finish', palembang, null, null, today]]);
  const { id: letterId, version } = invitation;
  await does(section, (ctx) => numberLetter(ctx, { letterId, version, dated: today }));
  expect(await waits(letterId)).toEqual(task('letters.to-send'));
  const copy = { letterId, version: version + 1, way: 'scanned', signedOn: today, file: paper() } as const;
  await does(secretary, (ctx) => attachSignedCopy(ctx, copy));
  expect(await waits(letterId)).toEqual(task('letters.to-send'));
  const sending = { letterId, addressee: 'Anggota', way: 'by_hand', sentOn: today, note: '' } as const;
  expect(await does(secretary, (ctx) => recordSending(ctx, sending))).toMatchObject({ ok: true });
  expect(await waits(letterId)).toEqual([]);

  await hears(secretary, sittingId, 0, consensus());
  await closes(secretary, sittingId);
  const minutes = (await minutesOf(section, sittingId))!;
  expect(await waits(minutes.id)).toEqual(task('letters.to-finish'));
  await does(section, (ctx) => numberLetter(ctx, { letterId: minutes.id, version: minutes.version, dated: today }));
  expect(await waits(minutes.id)).toEqual(task('letters.to-send'));
  await signs(secretary, sittingId, today);
  expect(await waits(minutes.id)).toEqual([]);

  await proposed();
  const cancelled = await drafted();
  const first = await versionOf(cancelled);
  await does(secretary, (ctx) => invite(ctx, { sittingId: cancelled, version: first }));
  const called = (await paperOf(section, cancelled, sittingInvitation))!;
  expect(await waits(called.id)).toHaveLength(1);
  const at = { sittingId: cancelled, version: first + 1, reason: 'ketua berhalangan' };
  expect(await does(secretary, (ctx) => cancelSitting(ctx, at))).toEqual({ ok: true });
  expect(await waits(called.id)).toEqual([]);
  expect(await paperOf(section, cancelled, sittingInvitation)).toBeUndefined();
});

test('past the application no step is taken without its document, its reason and its own hand', async () => {
  await proposed();
  const sittingId = await drafted();
  const moved = async (set: string) =>
    (await office.as(section)).runOnce({ id: newId(), body: {} }, async ({ tx }) => {
      await sql.raw(`update tpp.sitting set ${set} where id = '${sittingId}'`).execute(tx);
      return { ok: true };
    });
  const mine = `changed_by = platform.ctx_account()`;
  await expect(moved(`state = 'invited', ${mine}`)).rejects.toMatchObject({ code: '23514' });
  await expect(moved(`state = 'cancelled', cancel_reason = '-', ${mine}`)).rejects.toMatchObject({ code: '23514' });
  await expect(
    moved(`state = 'cancelled', cancel_reason = 'ketua sakit', changed_by = '${pk.accountId}'`),
  ).rejects.toMatchObject({ code: '42501' });
  await expect(moved(`state = 'signed', ${mine}`)).rejects.toMatchObject({ code: '23514' });
  expect((await sees(section, sittingId)).sitting.state).toBe('draft');
});

test('minutes that were set wrongly are made void and drafted again with the same number', async () => {
  await proposed();
  const sittingId = await held();
  await hears(secretary, sittingId, 0, consensus());
  await closes(secretary, sittingId);
  const again = (who: Officer) => does(who, (ctx) => draftSittingPaper(ctx, { sittingId, kind: sittingMinutes }));
  expect(await again(secretary)).toMatchObject({ refusal: 'wrong_state' });
  const first = (await paperOf(section, sittingId, sittingMinutes))!;
  const number = ({ id, version }: { id: string; version: number }) =>
    does(section, (ctx) => numberLetter(ctx, { letterId: id, version, dated: today }));
  const { label } = (await number(first)) as { label: string };
  const reason = 'nama anggota salah ketik';
  await does(section, (ctx) => voidLetter(ctx, { letterId: first.id, version: first.version + 1, reason }));
  await expect(again(pk)).rejects.toMatchObject({ name: 'NotAllowed' });
  expect(await again(secretary)).toEqual({ ok: true });
  const second = (await paperOf(section, sittingId, sittingMinutes))!;
  expect(second.id).not.toBe(first.id);
  expect(await number(second)).toEqual({ ok: true, label });
});

test('a member sees the agenda while the sitting is open and nothing of the file; a child is heard by those who sit', async () => {
  const child = await proposed({ ageGroup: 'child', name: 'Anak Rekaan' });
  const sittingId = await drafted();
  await expect(sees(member, sittingId)).resolves.toMatchObject({ items: [], total: 1 });
  const version = await versionOf(sittingId);
  await does(secretary, (ctx) => invite(ctx, { sittingId, version }));
  expect(names(await sees(member, sittingId))).toEqual(['Anak Rekaan']);
  expect((await sees(member, sittingId)).items[0]).toMatchObject({ mayOpen: false });
  expect(names(await sees(pk, sittingId))).toEqual(['Anak Rekaan']);
  expect((await sees(pk, sittingId)).items[0]).toMatchObject({ mayOpen: true });
  expect(names(await sees(head, sittingId))).toEqual(['Anak Rekaan']);
  expect(names(await sees(otherPk, sittingId))).toEqual([]);
  expect(names(await sees(kanwil, sittingId))).toEqual([]);
  const behind = await (
    await office.as(member)
  ).read(({ tx }) => tx.selectFrom('cases.client_case').select('id').where('id', '=', child.caseId).execute());
  expect(behind).toEqual([]);

  const now = await versionOf(sittingId);
  await does(secretary, (ctx) =>
    openSitting(ctx, { sittingId, version: now, present, chairId: section.staffId, secretaryId: secretary.staffId }),
  );
  await hears(secretary, sittingId, 0, consensus());
  await closes(secretary, sittingId);
  expect(await minutesOf(member, sittingId)).toBeDefined();
  await signs(secretary, sittingId, today);
  expect(names(await sees(member, sittingId))).toEqual([]);
  expect(await minutesOf(member, sittingId)).toBeUndefined();
});

test('whoever is shut out from a person does not sit on him, read his minutes, or close his sitting', async () => {
  const { caseId, personId } = await proposed({ name: 'Kerabat Rekaan' });
  await proposed();
  await office.owner
    .insertInto('people.access_list')
    .values({
      person_id: personId,
      unit_id: palembang,
      account_id: secretary.accountId,
      kind: 'exclusion',
      starts_on: '2026-01-01',
      reason: 'kerabat',
      made_by: head.accountId,
    })
    .execute();
  await office.owner.updateTable('cases.client_case').set({ guarded: true }).where('id', '=', caseId).execute();
  const made = await does(second, (ctx) => draftSitting(ctx, { ...details, unitId: palembang, takeAll: true }));
  const { sittingId } = made as { sittingId: string };
  expect(names(await sees(second, sittingId))).toContain('Kerabat Rekaan');
  expect(names(await sees(secretary, sittingId))).not.toContain('Kerabat Rekaan');
  expect((await sees(secretary, sittingId)).total).toBe(2);
  const queue = await (await office.as(secretary)).read((ctx) => readQueue(ctx, palembang));
  expect(queue.map((one) => one.name)).not.toContain('Kerabat Rekaan');
  const first = await versionOf(sittingId);
  await does(second, (ctx) => invite(ctx, { sittingId, version: first }));
  const version = await versionOf(sittingId);
  await does(second, (ctx) =>
    openSitting(ctx, { sittingId, version, present, chairId: section.staffId, secretaryId: secretary.staffId }),
  );
  await hears(second, sittingId, 0, consensus());
  await hears(second, sittingId, 1, consensus());
  expect(await closes(secretary, sittingId)).toMatchObject({ refusal: 'item_closed_to_you' });
  expect(await closes(second, sittingId)).toMatchObject({ ok: true, told: 2 });
  expect(await minutesOf(secretary, sittingId)).toBeUndefined();
  expect(await minutesOf(second, sittingId)).toBeDefined();
});

test('another office, and whoever keeps no sittings, is turned away', async () => {
  await proposed();
  const sittingId = await drafted();
  const { items, sitting } = await sees(section, sittingId);
  const version = sitting.version;
  const deeds: ((ctx: Ctx) => Promise<{ ok: boolean }>)[] = [
    (ctx) => changeDetails(ctx, { sittingId, version, ...details }),
    (ctx) => putOnAgenda(ctx, { sittingId, version, subjects: [newId()] }),
    (ctx) => arrangeAgenda(ctx, { sittingId, version, itemId: items[0]!.id, to: 'off' }),
    (ctx) => invite(ctx, { sittingId, version }),
    (ctx) =>
      openSitting(ctx, { sittingId, version, present, chairId: section.staffId, secretaryId: secretary.staffId }),
    (ctx) => hearItem(ctx, { ...consensus(), itemId: items[0]!.id, version: 1 }),
    (ctx) => hearMany(ctx, { sittingId, items: [items[0]!.id], recommendation: 'approve', reasons: 'baik' }),
    (ctx) => closeSitting(ctx, { sittingId, version }),
    (ctx) => draftSittingPaper(ctx, { sittingId, kind: sittingInvitation }),
    (ctx) => cancelSitting(ctx, { sittingId, version, reason: 'coba' }),
    (ctx) => draftSitting(ctx, { ...details, unitId: palembang, takeAll: true }),
  ];
  for (const deed of deeds) {
    await expect(does(otherSection, deed)).rejects.toMatchObject({ name: 'NotFound' });
    await expect(does(pk, deed)).rejects.toMatchObject({ name: 'NotAllowed' });
    await expect(does(head, deed)).rejects.toMatchObject({ name: 'NotAllowed' });
  }
  await expect(sees(otherSection, sittingId)).rejects.toMatchObject({ name: 'NotFound' });
  expect((await sees(section, sittingId)).sitting).toMatchObject({ state: 'draft', version });
});

test('the head names the team: nobody sits twice, one presides, and a secretary whose duty ended keeps no sittings', async () => {
  const add = (who: Officer, over: Partial<Parameters<typeof addMember>[1]> = {}) =>
    does(head, (ctx) =>
      addMember(ctx, {
        unitId: palembang,
        staffId: who.staffId,
        duty: 'member',
        startsOn: today,
        endsOn: null,
        basis: '',
        ...over,
      }),
    );
  expect(await add(member)).toMatchObject({ refusal: 'member_twice' });
  expect(await add(otherPk, { duty: 'chair' })).toMatchObject({ refusal: 'chair_twice' });
  expect(await add(otherSection)).toMatchObject({ refusal: 'not_posted_here' });
  expect(await add(otherPk, { endsOn: plainDate('2026-11-19') })).toMatchObject({ refusal: 'period_upside_down' });
  for (const who of [section, secretary, otherHead])
    await expect(
      does(who, (ctx) =>
        addMember(ctx, {
          unitId: palembang,
          staffId: otherPk.staffId,
          duty: 'member',
          startsOn: today,
          endsOn: null,
          basis: '',
        }),
      ),
    ).rejects.toThrow();
  const one = await office.owner
    .selectFrom('tpp.member')
    .select('id')
    .where('staff_id', '=', secretary.staffId)
    .executeTakeFirstOrThrow();
  const ending = { memberId: one.id, endsOn: plainDate('2026-11-19') };
  await expect(does(section, (ctx) => endMember(ctx, ending))).rejects.toThrow();
  expect(await does(head, (ctx) => endMember(ctx, ending))).toEqual({ ok: true });
  expect(await does(head, (ctx) => endMember(ctx, ending))).toMatchObject({ refusal: 'already_ended' });
  await expect(
    does(secretary, (ctx) => draftSitting(ctx, { ...details, unitId: palembang, takeAll: false })),
  ).rejects.toMatchObject({ name: 'NotAllowed' });
});

test('a matter whose client is under supervision here no more comes off the agenda by itself, also while the sitting is held', async () => {
  const stays = await proposed();
  const ends = await proposed();
  const child = await proposed({ ageGroup: 'child' });
  const sittingId = await held();
  const settle = (caseId: string) =>
    jobs['tpp.settle'].run(office.work(new Date('2026-11-20T02:00:00Z')), { unitId: palembang, caseId });
  for (const { caseId } of [stays, ends, child]) await settle(caseId);
  expect((await sees(section, sittingId)).items).toHaveLength(3);

  await office.owner
    .updateTable('cases.client_case')
    .set({ state: 'ended', end_reason: 'deceased', ended_on: today })
    .where('id', 'in', [ends.caseId, child.caseId])
    .execute();
  await office.owner.updateTable('cases.client_case').set({ sealed: true }).where('id', '=', child.caseId).execute();
  for (const { caseId } of [stays, ends, child]) await settle(caseId);
  const shown = await sees(section, sittingId);
  expect([shown.items.length, shown.total]).toEqual([1, 1]);
  expect(shown.over).toHaveLength(1);
  expect(await hears(secretary, sittingId, 0, consensus())).toEqual({ ok: true });
  expect(await closes(secretary, sittingId)).toMatchObject({ ok: true, told: 1 });
});

test('a member from outside is invited and votes by name and post; he neither presides nor writes', async () => {
  const outsider = {
    unitId: palembang,
    staffId: null,
    outsideName: 'Siti Rekaan',
    outsidePost: 'Kasubsi Registrasi, Lapas Rekaan',
    startsOn: plainDate('2026-01-01'),
    endsOn: null,
    basis: 'SK-2',
  };
  const add = (over: object, who = head) =>
    does(who, (ctx) => addMember(ctx, { ...outsider, duty: 'member' as const, ...over }));
  expect(await add({ outsidePost: '' })).toEqual({ ok: false, refusal: 'nobody_named' });
  expect(await add({ duty: 'chair' })).toEqual({ ok: false, refusal: 'outsider_presides' });
  expect(await add({ staffId: pk.staffId })).toEqual({ ok: false, refusal: 'one_of_both' });
  await expect(add({}, section)).rejects.toThrow(/sitting:set_members/);
  expect(await add({})).toMatchObject({ ok: true });
  expect(await add({})).toEqual({ ok: false, refusal: 'member_twice' });

  await proposed();
  const sittingId = await drafted();
  const first = await versionOf(sittingId);
  expect(await does(secretary, (ctx) => invite(ctx, { sittingId, version: first }))).toEqual({ ok: true });
  const guest = (await sees(section, sittingId)).attendees.find((one) => one.isOutsider)!;
  expect(guest.name).toBe('Siti Rekaan, Kasubsi Registrasi, Lapas Rekaan');
  const version = await versionOf(sittingId);
  const all = [...present, guest.staffId];
  const asked = { sittingId, version, present: all, chairId: section.staffId, secretaryId: secretary.staffId };
  expect(await does(secretary, (ctx) => openSitting(ctx, asked))).toEqual({ ok: true });
  const votes = { for: 3, against: 1, abstained: 0 };
  const dissent = { staffId: guest.staffId, reason: 'belum siap' };
  const heard = consensus({ way: 'votes', votes, dissents: [dissent] });
  expect(await hears(secretary, sittingId, 0, heard)).toEqual({ ok: true });
  expect(await closes(secretary, sittingId)).toMatchObject({ ok: true });
  expect((await minutesOf(secretary, sittingId))!.body).toContain('Siti Rekaan, Kasubsi Registrasi, Lapas Rekaan (');
  await expect(
    office.owner
      .insertInto('tpp.attendee')
      .values({ sitting_id: sittingId, unit_id: palembang, staff_id: newId(), duty: 'member' })
      .execute(),
  ).rejects.toThrow(/only members are invited/);
});
