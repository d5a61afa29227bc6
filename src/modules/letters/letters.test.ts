import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { acceptFile, type AcceptedFile } from '#platform/files/accept.server';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer, type TestOffice } from '#tests/support/office';
import { aPdf } from '#tests/corpus/files';
import type { LetterMoved } from './letter.ts';
import { waitingGroups } from './waiting.ts';
import {
  attachSignedCopy,
  changeDraft,
  changeTemplate,
  draftLetter,
  followLetters,
  getRun,
  jobs,
  letterOf,
  listLettersAbout,
  listLettersOf,
  numberLetter,
  numberRun,
  proposeLetter,
  countWaiting,
  readLetterRegister,
  readPage,
  recordReceipt,
  recordSending,
  restoreTemplate,
  returnLetter,
  setLetterhead,
  setNumbering,
  startRun,
  voidLetter,
  withdrawLetter,
} from './index.server.ts';

const database = await freshDatabase('letters');
let office: TestOffice;
let pk: Officer;
let other: Officer;
let head: Officer;
let neighbour: Officer;
let admin: Officer;
let client: { caseId: string; personId: string };
const today = plainDate('2026-11-20');

beforeAll(async () => {
  office = await openOffice(database);
  pk = await office.officer('pk', 'palembang', { name: 'Ratna Rekaan' });
  other = await office.officer('pk', 'palembang');
  head = await office.officer('head_of_bapas', 'palembang', { name: 'Kepala Rekaan' });
  neighbour = await office.officer('head_of_bapas', 'kupang');
  admin = await office.officer('office_admin', 'palembang');
  client = await aClient(office, { pk: pk.staffId, name: 'Suharto Rekaan' });
});
afterAll(() => office.close());

const does = async <T extends { ok: boolean }>(who: Officer, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  (await office.as(who)).runOnce({ id: newId(), body: {} }, work);
const reads = async <T>(who: Officer, work: Parameters<Awaited<ReturnType<TestOffice['as']>>['read']>[0]) =>
  (await office.as(who)).read(work) as Promise<T>;
const see = (who: Officer, letterId: string) =>
  reads<Awaited<ReturnType<typeof letterOf>>>(who, (ctx) => letterOf(ctx, letterId));

async function scan(): Promise<AcceptedFile> {
  const accepted = await acceptFile(new Uint8Array(aPdf()), 'document');
  if (!accepted.ok) throw new Error(accepted.problem);
  return accepted.file;
}
const cover = { enclosed: '1. Litmas', purpose: 'dipergunakan', addressee: 'Kepala Lapas\ndi Palembang' };
const drafted = async (caseId = client.caseId, fields: object = cover) => {
  const answer = await does(pk, (ctx) => draftLetter(ctx, { kind: 'letters.cover', caseId, fields }));
  return answer.letterId;
};
const numbered = async (letterId: string) => {
  const answer = await does(head, (ctx) => numberLetter(ctx, { letterId, version: 1, dated: today }));
  if (!answer.ok) throw new Error(answer.refusal);
  return answer.label;
};

test('a cover letter goes its whole way: drafted, handed in, numbered, signed, sent, received', async () => {
  const letterId = await drafted();
  let letter = await see(pk, letterId);
  expect(letter.state).toBe('draft');
  expect(letter.body).toContain('Suharto Rekaan');
  expect(letter.recipient).toContain('Yth. Kepala Lapas');
  expect(await does(pk, (ctx) => proposeLetter(ctx, { letterId, version: 1 }))).toEqual({ ok: true });
  expect(await does(head, (ctx) => returnLetter(ctx, { letterId, version: 2, note: 'Sebut jumlah berkas.' }))).toEqual({
    ok: true,
  });
  letter = await see(pk, letterId);
  const text = {
    ...letter,
    body: letter.body.replace('1. Litmas', '1. Litmas, satu berkas'),
    enclosure: '1 (satu) berkas',
  };
  expect(await does(pk, (ctx) => changeDraft(ctx, { letterId, version: 3, text: textOf(text) }))).toEqual({ ok: true });
  await does(pk, (ctx) => proposeLetter(ctx, { letterId, version: 4 }));
  const answer = await does(head, (ctx) => numberLetter(ctx, { letterId, version: 5, dated: today }));
  expect(answer).toEqual({ ok: true, label: '1/BAPAS-PALEMBANG/UM.01.01/XI/2026' });

  letter = await see(pk, letterId);
  expect(letter.signer).toMatchObject({ name: 'Kepala Rekaan' });
  const page = await reads<Awaited<ReturnType<typeof readPage>>>(pk, (ctx) => readPage(ctx, letterId));
  expect(page!.page.subarray(0, 5).toString()).toBe('%PDF-');
  expect(page!.page.toString('latin1')).toContain('<pdfaid:part>2</pdfaid:part>');

  const file = await scan();
  const sign = (way: 'scanned' | 'certified') =>
    does(pk, (ctx) => attachSignedCopy(ctx, { letterId, version: 6, way, signedOn: today, file }));
  expect(await sign('certified')).toEqual({ ok: false, refusal: 'not_signed_electronically' });
  expect(await sign('scanned')).toEqual({ ok: true, sha256: file.sha256.toString('hex') });
  const sent = await does(pk, (ctx) =>
    recordSending(ctx, { letterId, addressee: 'Kepala Lapas', way: 'courier', sentOn: today, note: '' }),
  );
  if (!sent.ok) throw new Error(sent.refusal);
  expect((await see(pk, letterId)).state).toBe('sent');
  const receipt = { sendingId: sent.sendingId, receivedOn: today, receivedName: 'Petugas Lapas', proof: file };
  expect(await does(pk, (ctx) => recordReceipt(ctx, receipt))).toEqual({ ok: true });
  expect(await does(pk, (ctx) => recordReceipt(ctx, receipt))).toEqual({ ok: false, refusal: 'already_received' });
  letter = await see(head, letterId);
  expect(letter.state).toBe('received');
  expect(letter.signedSha256).toBe(file.sha256.toString('hex'));
  expect(
    await does(head, (ctx) => voidLetter(ctx, { letterId, version: letter.version, reason: 'salah alamat' })),
  ).toEqual({
    ok: false,
    refusal: 'wrong_state',
  });
});

function textOf(one: Awaited<ReturnType<typeof letterOf>>) {
  const { subject, recipient, body, copies, enclosure, nature } = one;
  return { subject, recipient, body, copies, enclosure, nature };
}

test('a draft with an empty field is neither handed in nor numbered', async () => {
  const letterId = await drafted(client.caseId, {});
  const no = { ok: false, refusal: 'fields_missing' };
  expect(await does(pk, (ctx) => proposeLetter(ctx, { letterId, version: 1 }))).toEqual(no);
  expect(await does(head, (ctx) => numberLetter(ctx, { letterId, version: 1, dated: today }))).toEqual(no);
});

test('a text with a loop or an unknown field is refused with the line', async () => {
  const letterId = await drafted();
  const text = { ...textOf(await see(pk, letterId)), body: 'baik\n{% for %}\n{siapa_saja}' };
  expect(await does(pk, (ctx) => changeDraft(ctx, { letterId, version: 1, text }))).toEqual({
    ok: false,
    refusal: 'wording_wrong',
    problems: {
      body: [
        { line: 2, problem: 'program', piece: '{% for %}' },
        { line: 3, problem: 'field_unknown', piece: '{siapa_saja}' },
      ],
    },
  });
});

test('fifty letters numbered at once get fifty numbers without a gap, and a void one keeps its own', async () => {
  const before = await lastNumber();
  const ids = await Promise.all(Array.from({ length: 50 }, () => drafted()));
  const labels = await Promise.all(ids.map(numbered));
  const numbers = labels.map((label) => Number(label.split('/')[0])).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => before + 1 + index));
  expect(await does(head, (ctx) => voidLetter(ctx, { letterId: ids[0]!, version: 2, reason: 'salah nama' }))).toEqual({
    ok: true,
  });
  const next = await numbered(await drafted());
  expect(Number(next.split('/')[0])).toBe(before + 51);
  const voided = await see(head, ids[0]!);
  expect([voided.state, voided.label, voided.endedReason]).toEqual(['void', labels[0], 'salah nama']);
});

async function lastNumber(): Promise<number> {
  const { rows } = await database.owner.query<{ last: number }>(
    'select coalesce(max(number), 0)::int as last from letters.letter where unit_id = $1',
    [office.units.palembang],
  );
  return rows[0]!.last;
}

test('a number of another book is kept once; one of the own series is given by Simpul alone', async () => {
  const take = async (typedLabel: string) => {
    const letterId = await drafted();
    return does(head, (ctx) => numberLetter(ctx, { letterId, version: 1, dated: today, typedLabel }));
  };
  expect(await take('W6.PAS.PAS1-PK.01-77')).toEqual({ ok: true, label: 'W6.PAS.PAS1-PK.01-77' });
  expect(await take('W6.PAS.PAS1-PK.01-77')).toEqual({ ok: false, refusal: 'number_taken' });
  expect(await take('900/BAPAS-PALEMBANG/UM.01.01/XI/2026')).toEqual({ ok: false, refusal: 'number_wrong' });
});

test('a letter is dated within the days that the office allows', async () => {
  const on = async (day: string) => {
    const letterId = await drafted();
    return does(head, (ctx) => numberLetter(ctx, { letterId, version: 1, dated: plainDate(day) }));
  };
  expect(await on('2026-11-21')).toEqual({ ok: false, refusal: 'day_in_future' });
  expect(await on('2026-11-12')).toEqual({ ok: false, refusal: 'day_before' });
  expect(await on('2026-11-13')).toMatchObject({ ok: true });
});

test('past the application nobody changes a numbered or signed letter, uses a number again or leaves a gap', async () => {
  const letterId = await drafted();
  await numbered(letterId);
  const tries = async (statement: string) => {
    try {
      await (
        await office.as(head)
      ).runOnce({ id: newId(), body: {} }, async (ctx) => {
        await sql.raw(statement).execute(ctx.tx);
        return { ok: true };
      });
      return 'done';
    } catch (error) {
      return (error as { code?: string }).code ?? (error as Error).name;
    }
  };
  const where = `where id = '${letterId}'`;
  expect(await tries(`update letters.letter set body = 'lain' ${where}`)).toBe('42501');
  expect(await tries(`update letters.letter set label = '9/x' ${where}`)).toBe('42501');
  expect(await tries(`update letters.letter set state = 'draft' ${where}`)).toBe('23514');
  expect(await tries(`update letters.letter set state = 'sent' ${where}`)).toBe('23514');
  expect(await tries(`delete from letters.letter ${where}`)).toBe('42501');
  // No step without what it stands on: nothing goes back without a note, is sent to nobody, or is received by nobody.
  const unfinished = await drafted();
  await does(pk, (ctx) => proposeLetter(ctx, { letterId: unfinished, version: 1 }));
  expect(await tries(`update letters.letter set state = 'draft' where id = '${unfinished}'`)).toBe('23514');
  expect(
    await tries(
      `update letters.letter set state = 'withdrawn', ended_reason = 'tidak jadi', ended_by = made_by, ended_at = now() where id = '${unfinished}'`,
    ),
  ).toBe('42501');
  expect(await tries(`update letters.series set last_number = last_number + 1`)).toBe('23514');
  expect(await tries(`update letters.series set last_number = last_number - 1`)).toBe('23514');
  const file = await scan();
  await does(pk, (ctx) => attachSignedCopy(ctx, { letterId, version: 2, way: 'scanned', signedOn: today, file }));
  expect(await tries(`update letters.letter set signed_sha256 = sha256('x') ${where}`)).toBe('42501');
  expect(await tries(`update letters.letter set state = 'sent' ${where}`)).toBe('23514');
  const sent = { letterId, addressee: 'Kejaksaan', way: 'post' as const, sentOn: today, note: '' };
  await does(pk, (ctx) => recordSending(ctx, sent));
  expect(await tries(`update letters.letter set state = 'received' ${where}`)).toBe('23514');
  const draft = await drafted();
  expect(
    await tries(`update letters.letter set state = 'numbered', number = 9999, origin = 'given', label = 'x/2026', year = 2026, dated = '2026-11-20',
      signer = '{}', numbered_by = platform.ctx_account(), numbered_at = now(), file_id = (select file_id from letters.letter ${where}),
      sha256 = sha256('x') where id = '${draft}'`),
  ).toBe('23514');
});

test('only the head numbers and voids, his counsellor drafts, others of the office and another office do neither', async () => {
  const letterId = await drafted();
  await expect(does(pk, (ctx) => numberLetter(ctx, { letterId, version: 1, dated: today }))).rejects.toThrow(
    'letter:sign',
  );
  await expect(
    does(other, (ctx) => withdrawLetter(ctx, { letterId, version: 1, reason: 'bukan milik' })),
  ).rejects.toThrow();
  await expect(see(other, letterId)).rejects.toThrow();
  await expect(see(neighbour, letterId)).rejects.toThrow('letter');
  await expect(does(neighbour, (ctx) => numberLetter(ctx, { letterId, version: 1, dated: today }))).rejects.toThrow(
    'letter',
  );
  await expect(
    does(neighbour, (ctx) => draftLetter(ctx, { kind: 'letters.cover', caseId: client.caseId, fields: {} })),
  ).rejects.toThrow('case');
  await expect(reads(neighbour, (ctx) => listLettersOf(ctx, client.caseId))).rejects.toThrow('case');
  const register = await reads<Awaited<ReturnType<typeof readLetterRegister>>>(head, (ctx) =>
    readLetterRegister(ctx, office.units.palembang, { year: 2026 }),
  );
  expect(register.total).toBeGreaterThan(50);
  await expect(reads(neighbour, (ctx) => readLetterRegister(ctx, office.units.palembang, {}))).rejects.toThrow();
});

/** The open tasks about a letter, with their day. */
const openAbout = async (key: string) =>
  (
    await office.owner
      .selectFrom('tasks.task')
      .select(['kind', 'for_role', 'staff_id', 'due_on'])
      .where('key', '=', key)
      .where('state', '=', 'open')
      .execute()
  ).map((task) => [task.kind, task.for_role, task.staff_id, task.due_on]);

test('a letter has one task at a time, before whoever finishes it next, with the day that it has from its draft', async () => {
  const { letterId } = await does(pk, (ctx) =>
    draftLetter(ctx, { kind: 'letters.cover', caseId: client.caseId, fields: cover }),
  );
  const { dueOn } = await see(pk, letterId);
  expect(dueOn! > today).toBe(true);
  expect(await openAbout(letterId)).toEqual([['letters.to-finish', 'pk', pk.staffId, dueOn]]);
  const counts = () =>
    reads<Awaited<ReturnType<typeof countWaiting>>>(pk, (ctx) => countWaiting(ctx, office.units.palembang));
  const before = await counts();
  await does(pk, async (ctx) => proposeLetter(ctx, { letterId, version: 1 }));
  expect(await openAbout(letterId)).toEqual([['letters.to-sign', 'head_of_bapas', null, dueOn]]);
  expect(await counts()).toEqual({ ...before, to_finish: before.to_finish - 1, to_sign: before.to_sign + 1 });
  await does(head, (ctx) => returnLetter(ctx, { letterId, version: 2, note: 'lengkapi lampiran' }));
  expect((await openAbout(letterId)).map(([kind]) => kind)).toEqual(['letters.returned']);
  await does(head, (ctx) => numberLetter(ctx, { letterId, version: 3, dated: today }));
  expect(await openAbout(letterId)).toEqual([['letters.to-send', 'pk', pk.staffId, dueOn]]);
  await does(pk, async (ctx) =>
    attachSignedCopy(ctx, { letterId, version: 4, way: 'scanned', signedOn: today, file: await scan() }),
  );
  expect((await openAbout(letterId)).map(([kind]) => kind)).toEqual(['letters.to-send']);
  const sent = { letterId, addressee: 'Kejaksaan', way: 'post' as const, sentOn: today, note: '' };
  await does(pk, (ctx) => recordSending(ctx, sent));
  expect(await openAbout(letterId)).toEqual([]);

  const other = await does(pk, (ctx) =>
    draftLetter(ctx, { kind: 'letters.cover', caseId: client.caseId, fields: cover }),
  );
  await does(head, (ctx) => numberLetter(ctx, { letterId: other.letterId, version: 1, dated: today }));
  await does(head, (ctx) => voidLetter(ctx, { letterId: other.letterId, version: 2, reason: 'salah alamat' }));
  expect(await openAbout(other.letterId)).toEqual([]);
});

test('minutes are finished when they are signed, and each number of what waits is as long as its list', async () => {
  const held = {
    held_on: 'hari ini',
    held_place: 'Bapas',
    reason: 'laporan',
    statement: 'keterangan',
    present: 'klien',
  };
  const { letterId } = await does(pk, (ctx) =>
    draftLetter(ctx, { kind: 'letters.examination', caseId: client.caseId, fields: { ...held, held_at: '10.00 WIB' } }),
  );
  const { subject, recipient, body, copies, enclosure, nature } = await see(pk, letterId);
  const whole = body.replace(/\{[a-z_]+\}/g, 'ada');
  const text = { subject, recipient, body: whole, copies, enclosure, nature };
  await does(pk, (ctx) => changeDraft(ctx, { letterId, version: 1, text }));
  await does(head, (ctx) => numberLetter(ctx, { letterId, version: 2, dated: today }));
  await does(pk, async (ctx) =>
    attachSignedCopy(ctx, { letterId, version: 3, way: 'scanned', signedOn: today, file: await scan() }),
  );
  expect(await openAbout(letterId)).toEqual([]);
  await office.owner
    .updateTable('letters.letter')
    .set({ due_on: '2026-01-02' })
    .where('case_id', '=', client.caseId)
    .where('state', '=', 'draft')
    .where('run_id', 'is', null)
    .execute();
  const unitId = office.units.palembang;
  for (const who of [pk, head]) {
    const counts = await reads<Awaited<ReturnType<typeof countWaiting>>>(who, (ctx) => countWaiting(ctx, unitId));
    for (const group of waitingGroups) {
      const list = await reads<Awaited<ReturnType<typeof readLetterRegister>>>(who, (ctx) =>
        readLetterRegister(ctx, unitId, { waiting: group }, undefined, 5000),
      );
      expect([group, list.total, list.lines.length]).toEqual([group, counts[group], counts[group]]);
      expect(list.lines.map(({ id }) => id)).not.toContain(letterId);
    }
  }
});

test('what has passed its day is one task for whoever leads and later one for the head, which count on and close', async () => {
  const { letterId } = await does(pk, (ctx) =>
    draftLetter(ctx, { kind: 'letters.cover', caseId: client.caseId, fields: cover }),
  );
  await office.owner.updateTable('letters.letter').set({ due_on: '2099-12-31' }).where('id', '<>', letterId).execute();
  await office.owner.updateTable('letters.letter').set({ due_on: '2026-11-12' }).where('id', '=', letterId).execute();
  const chase = (day: string) => jobs['letters.chase'].run(office.work(new Date(`${day}T05:00:00Z`)), {});
  const late = async () => (await openAbout('late')).map(([kind, role]) => `${kind} ${role}`).sort();
  await chase('2026-11-12');
  expect(await late()).toEqual([]);
  await chase('2026-11-13');
  await chase('2026-11-16');
  expect(await late()).toEqual(['letters.late section_head']);
  await chase('2026-11-18');
  expect(await late()).toEqual(['letters.late section_head', 'letters.late-head head_of_bapas']);
  await does(pk, (ctx) => withdrawLetter(ctx, { letterId, version: 1, reason: 'tidak jadi' }));
  await chase('2026-11-19');
  expect(await late()).toEqual([]);
});

test('the same submission twice drafts one letter', async () => {
  const runner = await office.as(pk);
  const submission = { id: newId(), body: { kind: 'cover' } };
  const work = (ctx: Ctx) => draftLetter(ctx, { kind: 'letters.cover', caseId: client.caseId, fields: cover });
  expect(await runner.runOnce(submission, work)).toEqual(await runner.runOnce(submission, work));
});

test('a module follows the letters about its own things, in the same transaction', async () => {
  const heard: Pick<LetterMoved, 'step' | 'label'>[] = [];
  followLetters('tests.thing', async (ctx, { step, label, concerns }) => {
    heard.push({ step, label });
    ctx.journal({ what: 'tests.heard', about: { id: concerns.id } });
  });
  const id = newId();
  const { letterId } = await does(pk, (ctx) =>
    draftLetter(ctx, {
      kind: 'letters.cover',
      caseId: client.caseId,
      fields: cover,
      concerns: { thing: 'tests.thing', id },
    }),
  );
  const label = await numbered(letterId);
  expect(heard).toEqual([{ step: 'number', label }]);
  const about = await reads<{ id: string }[]>(pk, (ctx) => listLettersAbout(ctx, { thing: 'tests.thing', id }));
  expect(about.map((one) => one.id)).toEqual([letterId]);
});

test('an office sets its own wording, letterhead and numbering; nobody else does, and a bad one is refused', async () => {
  const unitId = office.units.palembang;
  const wording = {
    subject: 'Pengantar',
    recipient: 'Yth. {addressee}',
    body: 'Terlampir:\n\n{enclosed}\n\nuntuk {purpose}.',
    copies: '',
    classification: 'UM.02',
  };
  const set = (who: Officer, body = wording.body) =>
    does(who, (ctx) => changeTemplate(ctx, { unitId, kind: 'letters.cover', wording: { ...wording, body } }));
  expect(await set(admin, 'Tanpa daftar berkas.')).toMatchObject({
    problems: { body: [{ line: 1, problem: 'field_missing', piece: '{enclosed}' }] },
  });
  expect(await set(admin)).toEqual({ ok: true });
  await expect(set(head)).rejects.toThrow('letter:administer');
  await expect(set(await office.officer('office_admin', 'kupang'))).rejects.toThrow('letter:administer');
  const number = (pattern: string, startsAfter?: number) =>
    does(admin, (ctx) => setNumbering(ctx, { unitId, pattern, unitCode: 'W6', startsAfter }));
  expect(await number('{number}')).toMatchObject({ refusal: 'pattern_wrong' });
  expect(await number('{unit}-{number:3}/{year}', 40)).toEqual({ ok: false, refusal: 'series_begun' });
  expect(await number('{unit}-{number:3}/{year}')).toEqual({ ok: true });
  const lines = 'Kementerian Rekaan\nBapas Rekaan';
  const letterhead = { unitId, lines, address: '', place: 'Plaju', headTitle: 'Kepala', logo: await scan() };
  expect(await does(admin, (ctx) => setLetterhead(ctx, letterhead))).toEqual({ ok: false, refusal: 'logo_wrong' });
  expect(await does(admin, (ctx) => setLetterhead(ctx, { ...letterhead, logo: 'none' }))).toEqual({ ok: true });

  const letterId = await drafted();
  expect((await see(pk, letterId)).body).toContain('Terlampir:');
  expect(await numbered(letterId)).toMatch(/^W6-\d{3}\/2026$/);
  expect(await does(admin, (ctx) => restoreTemplate(ctx, { unitId, kind: 'letters.cover' }))).toEqual({ ok: true });
  expect((await see(pk, await drafted())).body).toContain('Bersama ini kami sampaikan');
});

test('a run drafts for those whom the asker reaches, and a job numbers them in the head’s name; what lacks a field stays back', async () => {
  const mine = await Promise.all(Array.from({ length: 3 }, () => aClient(office, { pk: pk.staffId })));
  const theirs = await aClient(office, { pk: other.staffId, ageGroup: 'child' });
  const elsewhere = await aClient(office, { at: 'kupang' });
  const caseIds = [...mine, theirs, elsewhere].map((one) => one.caseId);
  const fields = {
    appear_on: 'Senin, 23 November 2026',
    appear_at: '09.00 WIB',
    appear_place: 'Bapas',
    purpose: 'wajib lapor',
  };
  const started = await does(pk, (ctx) =>
    startRun(ctx, { unitId: office.units.palembang, kind: 'letters.summons-1', caseIds, fields }),
  );
  if (!started.ok) throw new Error(started.refusal);
  expect(started.drafted).toBe(3);
  const { runId } = started;
  await expect(does(pk, (ctx) => numberRun(ctx, { runId, dated: today }))).rejects.toThrow();
  // The office has no telephone and the clients no address: what is missing is filled in for two of them.
  const drafts = await reads<Awaited<ReturnType<typeof getRun>>>(pk, (ctx) => getRun(ctx, runId));
  for (const { id } of drafts.lines.slice(0, 2)) {
    const text = textOf(await see(pk, id));
    const filled = Object.fromEntries(
      Object.entries(text).map(([key, value]) => [key, value.replace(/\{[a-z_]+\}/g, 'ada')]),
    ) as typeof text;
    expect(await does(pk, (ctx) => changeDraft(ctx, { letterId: id, version: 1, text: filled }))).toEqual({ ok: true });
  }
  const before = await lastNumber();
  expect(await does(head, (ctx) => numberRun(ctx, { runId, dated: today }))).toEqual({ ok: true });
  for (const _ of [1, 2])
    await jobs['letters.number-run'].run(office.work(), { runId, unitId: office.units.palembang });
  const run = await reads<Awaited<ReturnType<typeof getRun>>>(head, (ctx) => getRun(ctx, runId));
  expect([run.state, run.numbered, run.open]).toEqual(['done', 2, 1]);
  expect(await lastNumber()).toBe(before + 2);
  const letter = await see(head, drafts.lines[0]!.id);
  expect([letter.state, letter.signer?.name]).toEqual(['numbered', 'Kepala Rekaan']);
});
