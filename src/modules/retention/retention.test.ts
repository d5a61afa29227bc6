import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import { readCheckIn } from '#modules/check-ins/server';
import { setRuleOption } from '#modules/units/server';
import { takeRole } from '#platform/run.server';
import { SUBMISSION_DAYS } from '#platform/submissions.server';
import { systemWork } from '#platform/system.server';
import { aReportingClient } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { openOffice, testJournalKey, type Officer } from '#tests/support/office';
import { jobs } from './jobs.server.ts';
import { positions, reportPhotos, submissions } from './rules.ts';

const database = await freshDatabase('retention');
const office = await openOffice(database);
afterAll(() => office.close());
const { owner } = database;
const unitId = office.units.palembang;
const now = new Date('2026-11-20T19:10:00Z'); // 02:10 on the 21st in Jakarta

let pk: Officer;
let head: Officer;
beforeAll(async () => {
  pk = await office.officer('pk', 'palembang');
  head = await office.officer('head_of_bapas', 'palembang');
});

const night = (zone?: string, at = now) => jobs['retention.nightly'].run(office.work(at), zone ? { zone } : {});
const daysBefore = (days: number, from = now) => new Date(from.getTime() - days * 86_400_000);

type Scene = {
  sent: Date;
  review?: 'accepted' | 'accepted_with_concern' | 'not_the_person' | 'more_needed';
  sign?: 'photo_similar' | 'random_call';
  voided?: boolean;
  at?: 'palembang' | 'kupang';
};
/** A report from a phone, with photo and position, as it came at that moment. */
async function aReport({ sent, review, sign, voided, at = 'palembang' }: Scene): Promise<string> {
  const { caseId } = await aReportingClient(office, { at, pk: at === 'palembang' ? pk.staffId : null });
  const [fileId, checkInId] = [newId(), newId()];
  const unit = office.units[at];
  await owner.query(
    `insert into platform.file (id, sha256, media_type, bytes, look, content, unit_id, case_id, uploaded_by, uploaded_at)
     values ($1, $2, 'image/jpeg', 4, 77, $3, $4, $5, $6, $7)`,
    [fileId, randomBytes(32), Buffer.from('jpeg'), unit, caseId, pk.accountId, sent],
  );
  await owner.query(
    `insert into check_ins.check_in (id, case_id, unit_id, channel, happened_on, happened_at, recorded_at, recorded_by, grade, counts, standing,
       review, flagged, voided_at, void_reason)
     values ($1, $2, $3, 'app', $4::timestamptz::date, $4, $4, $5, 'C', true, 'on_time', $6, $7, $8, $9)`,
    [
      checkInId,
      caseId,
      unit,
      sent,
      pk.accountId,
      review ?? null,
      Boolean(sign),
      voided ? sent : null,
      voided ? 'salah' : null,
    ],
  );
  await owner.query(
    `insert into check_ins.content (check_in_id, case_id, unit_id, photo_file_id, latitude, longitude, accuracy_m, position_at, answers)
     values ($1, $2, $3, $4, -2.97, 104.77, 20, $5, '{"family": "fine"}')`,
    [checkInId, caseId, unit, fileId, sent],
  );
  if (sign)
    await owner.query(
      `insert into check_ins.flag (check_in_id, case_id, unit_id, kind, facts) values ($1, $2, $3, $4, '{}')`,
      [checkInId, caseId, unit, sign],
    );
  return checkInId;
}
/** What is left of a report: P photo, L look, X position, A answers. */
async function leftOf(checkInId: string): Promise<string> {
  const { rows } = await owner.query(
    `select f.content is not null as p, f.look is not null as l, o.latitude is not null as x, o.answers <> '{}' as a,
       f.erased_why, o.position_erased_at
     from check_ins.content o join platform.file f on f.id = o.photo_file_id where o.check_in_id = $1`,
    [checkInId],
  );
  const { p, l, x, a, erased_why, position_erased_at } = rows[0];
  expect(erased_why).toBe(p ? null : 'retention');
  expect(position_erased_at === null).toBe(x);
  return (p ? 'P' : '') + (l ? 'L' : '') + (x ? 'X' : '') + (a ? 'A' : '');
}

test('photos go after 28 days, or six years where identity was doubted; looks and positions after twelve months; answers stay', async () => {
  // The 21st of November in Jakarta: what was sent on the 24th of October or later is 28 days old at most.
  const scenes: [string, Scene, string][] = [
    ['27 days', { sent: new Date('2026-10-24T17:30:00Z'), review: 'accepted' }, 'PLXA'],
    ['28 days, the first minute', { sent: new Date('2026-10-23T17:01:00Z'), review: 'accepted' }, 'PLXA'],
    ['the minute before', { sent: new Date('2026-10-23T16:59:00Z'), review: 'accepted' }, 'LXA'],
    ['29 days and nobody looked', { sent: daysBefore(29) }, 'LXA'],
    ['29 days and more was needed', { sent: daysBefore(29), review: 'more_needed' }, 'LXA'],
    ['a sign that nobody has looked at', { sent: daysBefore(60), sign: 'photo_similar' }, 'PLXA'],
    [
      'a sign that was looked at and accepted',
      { sent: daysBefore(60), sign: 'photo_similar', review: 'accepted' },
      'LXA',
    ],
    ['drawn for a call', { sent: daysBefore(60), sign: 'random_call' }, 'LXA'],
    ['somebody else', { sent: daysBefore(300), review: 'not_the_person' }, 'PLXA'],
    ['with concern, after a year', { sent: daysBefore(366), review: 'accepted_with_concern' }, 'PA'],
    ['somebody else, but taken back', { sent: daysBefore(60), review: 'not_the_person', voided: true }, 'LXA'],
    ['five years, somebody else', { sent: daysBefore(6 * 365), review: 'not_the_person' }, 'PA'],
    ['six years and a day', { sent: new Date('2020-11-19T17:00:00Z'), review: 'not_the_person' }, 'A'],
  ];
  const ids = await Promise.all(scenes.map(([, scene]) => aReport(scene)));
  await night('Asia/Jakarta');
  const left = await Promise.all(ids.map(leftOf));
  expect(scenes.map(([name], index) => `${name}: ${left[index]}`)).toEqual(
    scenes.map(([name, , wanted]) => `${name}: ${wanted}`),
  );

  const { rows } = await owner.query(
    `select about from platform.journal where what = 'retention.erased' and unit_id = $1`,
    [unitId],
  );
  expect(rows).toEqual([
    {
      about: { day: '2026-11-21', photos: 7, looks: 3, positions: 3, messages: 0, exports: 0, imports: 0 },
    },
  ]);
  await night('Asia/Jakarta');
  const again = await owner.query(
    `select about from platform.journal where what = 'retention.erased' and unit_id = $1 order by seq desc limit 1`,
    [unitId],
  );
  expect(again.rows[0].about).toMatchObject({ photos: 0, looks: 0, positions: 0 });

  // The counsellor is told so, and offered no broken picture.
  const shown = await (await office.as(pk)).read((ctx) => readCheckIn(ctx, ids[2]!));
  expect(shown.content).toMatchObject({ photoFileId: null, photoErasedAt: now, position: { latitude: -2.97 } });
  const old = await (await office.as(pk)).read((ctx) => readCheckIn(ctx, ids[12]!));
  expect(old.content).toMatchObject({ photoErasedAt: now, positionErasedAt: now, position: null });
});

test('each zone erases in its own night', async () => {
  const there = await aReport({ sent: daysBefore(40), review: 'accepted', at: 'kupang' });
  await night('Asia/Jakarta');
  expect(await leftOf(there)).toBe('PLXA');
  await night('Asia/Makassar');
  expect(await leftOf(there)).toBe('LXA');
});

test('an office may keep things shorter, never longer', async () => {
  const young = await aReport({ sent: daysBefore(15), review: 'accepted' });
  const choose = (name: string, value: number) =>
    office.as(head, now).then((runner) =>
      runner.runOnce({ id: newId(), body: {} }, (ctx) =>
        setRuleOption(ctx, {
          unitId,
          rule: reportPhotos,
          name,
          value,
          holdsFrom: plainDate('2026-11-21'),
          reason: 'Rapat kantor',
        }),
      ),
    );
  await night('Asia/Jakarta');
  expect(await leftOf(young)).toBe('PLXA');
  expect(await choose('days', 29)).toEqual({ ok: false, refusal: 'outside_the_limits' });
  expect(await choose('days', 14)).toMatchObject({ ok: true });
  await night('Asia/Jakarta');
  expect(await leftOf(young)).toBe('LXA');
  await owner.query('delete from units.rule_option');
});

test('whom an old message went to is forgotten, and it is never sent again', async () => {
  const put = (key: string, madeAt: Date, state: string) =>
    owner.query(
      `insert into messages.outbox (unit_id, kind, key, channel, address, body, state, made_at)
       values ($1, 'check-ins.due-soon', $2, 'sms', '+62811', 'isi', $3, $4)`,
      [unitId, key, state, madeAt],
    );
  await put('old', daysBefore(370), 'sent');
  await put('parked', daysBefore(370), 'parked');
  await put('waiting', daysBefore(370), 'waiting');
  await put('young', daysBefore(360), 'sent');
  await night();
  const { rows } = await owner.query(`select key, address, body, state from messages.outbox order by key`);
  expect(rows).toEqual([
    { key: 'old', address: '', body: '', state: 'sent' },
    { key: 'parked', address: '', body: '', state: 'parked' },
    { key: 'waiting', address: '+62811', body: 'isi', state: 'waiting' },
    { key: 'young', address: '+62811', body: 'isi', state: 'sent' },
  ]);
});

test('answers after 35 days, drafts after a day, tries, sessions and lists of opened people after theirs', async () => {
  const realNow = new Date();
  const ago = (days: number) => daysBefore(days, realNow);
  expect(submissions.judge({} as never, {})).toEqual({ hours: SUBMISSION_DAYS * 24 });
  // Ids without a time of their own: one that says it is younger stays until it says otherwise.
  const [oldId, youngId] = [crypto.randomUUID(), crypto.randomUUID()];
  for (const [id, at] of [
    [oldId, ago(35.1)],
    [youngId, ago(34.9)],
  ])
    await owner.query(
      `insert into platform.submission (id, account_id, body_hash, answer, received_at) values ($1, $2, 'x', '{}', $3)`,
      [id, pk.accountId, at],
    );
  for (const days of [29, 31])
    await owner.query(
      `insert into accounts.attempt (account_key, address, purpose, succeeded, at) values ('x', '203.0.113.9', 'password', false, $1)`,
      [ago(days)],
    );
  for (const days of [89, 91])
    await owner.query(
      `insert into accounts.session (token_hash, account_id, kind, stage, idle_limit, expires_at) values ($1, $2, 'browser', 'full', '15 minutes', $3)`,
      [randomBytes(32), pk.accountId, ago(days)],
    );
  for (const days of [399, 402])
    await owner.query(`insert into accounts.opened_person (account_id, day, person_id) values ($1, $2::date, $3)`, [
      pk.accountId,
      ago(days),
      newId(),
    ]);
  await night();
  const count = async (sql: string) => Number((await owner.query(`select count(*) as n from ${sql}`)).rows[0].n);
  expect(await count(`platform.submission where id in ('${oldId}', '${youngId}')`)).toBe(1);
  expect(await count(`accounts.attempt where address = '203.0.113.9'`)).toBe(1);
  expect(await count(`accounts.session where expires_at < now()`)).toBe(1);
  expect(await count(`accounts.opened_person`)).toBe(1);
  const { rows } = await owner.query(
    `select about from platform.journal where what = 'retention.erased' and unit_id is null`,
  );
  expect(rows).toEqual([
    { about: { drafts: 0, contactDrafts: 0, submissions: 1, attempts: 1, sessions: 1, opened: 1 } },
  ]);
});

test("a job of one unit reaches no other unit's evidence, whatever it asks for", async () => {
  const there = await aReport({ sent: daysBefore(40), review: 'accepted', at: 'kupang' });
  const work = systemWork({ db: office.app, journalKey: testJournalKey, now: () => now });
  const { numAffectedRows } = await work.inUnit(unitId, async (ctx) => {
    const { sql } = await import('kysely');
    await sql`update check_ins.content set latitude = null, longitude = null`.execute(ctx.tx);
    return sql`update platform.file set content = null where unit_id = ${office.units.kupang}`.execute(ctx.tx);
  });
  expect(Number(numAffectedRows)).toBe(0);
  expect(await leftOf(there)).toBe('PLXA');
  for (const [role, token] of [
    ['app_staff', head.token],
    ['app_client', ''],
    ['app_public', ''],
  ] as const)
    await expect(
      office.app.transaction().execute(async (tx) => {
        await takeRole(tx, role, token);
        await tx.updateTable('platform.file').set({ content: null }).execute();
      }),
    ).rejects.toMatchObject({ code: '42501' });
});

test('limits are days of the calendar, also across a leap day and a short month', () => {
  const on = (day: string) => plainDate(day);
  const photos = (day: string, isDoubted: boolean) => reportPhotos.decide({ today: on(day), isDoubted }).result;
  expect(photos('2028-03-28', false)).toBe('2028-02-29');
  expect(photos('2028-02-29', true)).toBe('2022-02-28');
  expect(positions.decide({ today: on('2028-02-29') }).result).toBe('2027-02-28');
});
