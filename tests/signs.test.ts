import fc from 'fast-check';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '#kernel/id';
import { dayAt } from '#kernel/zone';
import {
  jobs,
  readAlarm,
  recordCounterCheckIn,
  recordRemoteCheckIn,
  startChallenge,
  submitAppCheckIn,
} from '#modules/check-ins/server';
import { wordTask } from '#modules/tasks';
import { closeTaskByHand, listMyTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { acceptFile, type AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import { facePoints, faceSize } from './corpus/files.ts';
import { aClientSession, aReportingClient, openTasksOf } from './support/check-ins.ts';
import { freshDatabase } from './support/database.ts';
import { openOffice, type Officer } from './support/office.ts';
import { asMany } from './support/width.ts';

/** What security T2 and T3 ask of signs and patterns, from the picture to what an officer is shown. */
vi.setConfig({ testTimeout: 30 * 60_000 });
const database = await freshDatabase('signs');
const office = await openOffice(database);
afterAll(() => office.close());
const now = new Date();
const unitId = office.units.palembang;

let pk: Officer;
let head: Officer;
beforeAll(async () => {
  pk = await office.officer('pk', 'palembang');
  head = await office.officer('head_of_bapas', 'palembang');
});

async function aPhone() {
  const client = await aReportingClient(office, {
    pk: pk.staffId,
    receivedOn: '2026-01-05',
    guidanceStart: '2020-01-05',
    guidanceEnd: '2099-01-05',
  });
  const { token } = await aClientSession(office, client);
  return {
    ...client,
    does: async <T extends { ok: boolean }>(work: (ctx: Ctx) => Promise<T>) =>
      (await office.asClient(token, now)).runOnce({ id: newId(), body: {} }, work),
  };
}
async function accepted(bytes: Buffer): Promise<AcceptedFile> {
  const answer = await acceptFile(bytes, 'face');
  if (!answer.ok) throw new Error(answer.problem);
  return answer.file;
}
/** Sends a report with this photo, undone afterwards so that the next one may be sent; answers the kinds of its signs. */
async function signsOf(phone: Awaited<ReturnType<typeof aPhone>>, photo: AcceptedFile): Promise<string[]> {
  const sent = await phone.does(async (ctx) => {
    const challenge = await startChallenge(ctx, { number: '4711' });
    const stored = await storeFile(ctx, photo, { unitId, caseId: phone.caseId });
    if (!stored.ok) throw new Error(stored.refusal);
    return submitAppCheckIn(ctx, { answers: {}, photoFileId: stored.fileId, challengeId: challenge.challengeId });
  });
  if (!sent.ok) throw new Error(sent.refusal);
  const { rows } = await database.owner.query('select kind from check_ins.flag where check_in_id = $1', [
    sent.checkInId,
  ]);
  await database.owner.query(`update check_ins.check_in set review = 'more_needed' where id = $1`, [sent.checkInId]);
  return rows.map((row) => row.kind as string);
}

test('a photo sent again raises a sign: the same bytes always, saved anew, cut or mirrored mostly', async () => {
  const many = asMany(16, 500);
  const found = { same: 0, resaved: 0, cut: 0, mirrored: 0 };
  for (let seed = 1; seed <= many; seed++) {
    const face = await sharp(facePoints(seed), { raw: faceSize }).jpeg({ quality: 90 }).toBuffer();
    // Each in a unit of its own clients: what an earlier picture of the generator looks like must not help.
    await database.owner.query('update platform.file set look = null, sha256 = sha256(id::text::bytea)');
    const phone = await aPhone();
    expect(await signsOf(phone, await accepted(face))).toEqual([]);
    const again = {
      same: face,
      resaved: await sharp(face).jpeg({ quality: 60 }).toBuffer(),
      cut: await sharp(face).extract({ left: 5, top: 6, width: 470, height: 627 }).jpeg({ quality: 90 }).toBuffer(),
      mirrored: await sharp(face).flop().jpeg({ quality: 90 }).toBuffer(),
    };
    const [{ id: original }] = (
      await database.owner.query<{ id: string }>(
        `select id from platform.file where case_id = $1 order by uploaded_at limit 1`,
        [phone.caseId],
      )
    ).rows as [{ id: string }];
    for (const [how, bytes] of Object.entries(again)) {
      const signs = await signsOf(phone, await accepted(bytes));
      if (how === 'same' ? signs.includes('photo_reused') : signs.some((kind) => kind.startsWith('photo_')))
        found[how as keyof typeof found] += 1;
      // Only the original is there to be compared with.
      await database.owner.query(
        'update platform.file set look = null, sha256 = sha256(id::text::bytea) where case_id = $1 and id <> $2',
        [phone.caseId, original],
      );
    }
  }
  const share = (count: number) => count / many;
  expect(share(found.same)).toBe(1);
  expect(share(found.resaved)).toBeGreaterThanOrEqual(0.95);
  expect(share(found.cut)).toBeGreaterThanOrEqual(0.9);
  expect(share(found.mirrored)).toBeGreaterThanOrEqual(0.7);
});

test('however many signs a report raises, its period stands as it would without', async () => {
  const face = await accepted(await sharp(facePoints(7), { raw: faceSize }).jpeg().toBuffer());
  const someone = await aPhone();
  await someone.does(async (ctx) => {
    await storeFile(ctx, face, { unitId, caseId: someone.caseId });
    return { ok: true };
  });
  let flagged = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        reused: fc.boolean(),
        stale: fc.boolean(),
        jump: fc.boolean(),
        outside: fc.boolean(),
        device: fc.boolean(),
        zone: fc.boolean(),
      }),
      async ({ reused, stale, jump, outside, device, zone }) => {
        const report = async (signs: boolean) => {
          const phone = await aPhone();
          await database.owner.query(`update check_ins.obligation set state = 'lifted' where case_id = $1`, [
            phone.caseId,
          ]);
          await database.owner.query(
            `insert into check_ins.obligation (case_id, unit_id, period_from, period_until, rule_id, rule_version)
             values ($1, $2, $3::date - 3, $3::date + 20, 'check-ins.frequency', '1')`,
            [phone.caseId, unitId, dayAt('Asia/Jakarta', now)],
          );
          const sent = await phone.does((ctx) =>
            submitAppCheckIn(ctx, {
              answers: {},
              challengeId: signs && stale ? newId() : null,
              ...(signs && (jump || outside)
                ? {
                    position: { latitude: outside ? 40 : -2.5, longitude: outside ? 10 : 140.7, accuracyM: 5, at: now },
                  }
                : {}),
              device: signs && device ? newId() : '',
              deviceZone: signs && zone ? 'Asia/Tokyo' : '',
            }),
          );
          if (signs && reused)
            for (let count = 0; count < 5; count++)
              await database.owner.query(
                `insert into check_ins.flag (check_in_id, case_id, unit_id, kind, facts) select id, case_id, unit_id, 'photo_reused', '{}'
                 from check_ins.check_in where case_id = $1`,
                [phone.caseId],
              );
          const { rows } = await database.owner.query(
            `select (select count(*)::int from check_ins.flag g where g.case_id = o.case_id) as signs, o.state, o.missed_in_a_row,
               c.state as case_state, c.version
             from check_ins.obligation o join cases.client_case c on c.id = o.case_id where o.case_id = $1 and o.state <> 'lifted'`,
            [phone.caseId],
          );
          const { signs: count, ...status } = rows[0];
          flagged += count;
          return { ok: sent.ok, ...status };
        };
        expect(await report(true)).toEqual(await report(false));
      },
    ),
    { numRuns: asMany(10, 150) },
  );
  expect(flagged).toBeGreaterThan(0);
});

test('an alarm about entries goes to the head, and to the auditor where it is the head himself; never to the officer', async () => {
  const seen = async (who: Officer) =>
    (
      await (
        await office.as(who, now)
      ).read(({ tx }) =>
        tx.selectFrom('tasks.task').select('key').where('kind', '=', 'check-ins.many-at-once').execute(),
      )
    ).length;
  const section = await office.officer('section_head', 'palembang');
  const auditor = await office.officer('auditor', 'ditjenpas');
  for (const [index, officer] of [section, head].entries()) {
    for (let count = 0; count < 8; count++) {
      const { caseId } = await aReportingClient(office, { receivedOn: '2026-01-05', guidanceEnd: '2099-01-05' });
      const runner = await office.as(officer, now);
      expect(
        await runner.runOnce({ id: newId(), body: {} }, (ctx) => recordCounterCheckIn(ctx, { caseId })),
      ).toMatchObject({
        ok: true,
      });
    }
    expect(await openTasksOf(office, 'check-ins.many-at-once')).toHaveLength(index + 1);
  }
  expect([await seen(section), await seen(head), await seen(auditor)]).toEqual([0, 1, 1]);

  for (const [watcher, officer] of [
    [head, section],
    [auditor, head],
  ] as const) {
    const { alarm, says } = await opens(watcher, 'check-ins.many-at-once');
    expect(says).toContain(officer.actor.name);
    expect(alarm.officer).toBe(officer.actor.name);
    expect(alarm.entries).toHaveLength(8);
    // An auditor goes by register numbers until he opens a file with a reason.
    expect(alarm.entries.every(({ name }) => (name === null) === (watcher === auditor))).toBe(true);
    await expect((await office.as(officer, now)).read((ctx) => readAlarm(ctx, alarm.id))).rejects.toThrow(NotFound);
  }
  // A ninth in the same minutes is behind the alarm that stands, one of an hour before is not.
  const { caseId } = await aReportingClient(office, { receivedOn: '2026-01-05', guidanceEnd: '2099-01-05' });
  const runner = await office.as(section, now);
  await runner.runOnce({ id: newId(), body: {} }, (ctx) => recordCounterCheckIn(ctx, { caseId }));
  await database.owner.query(
    `insert into check_ins.check_in (case_id, unit_id, channel, happened_on, happened_at, recorded_at, recorded_by, grade, counts, standing)
     select case_id, unit_id, channel, happened_on, happened_at, recorded_at - interval '1 hour', recorded_by, grade, counts, 'extra'
     from check_ins.check_in where case_id = $1`,
    [caseId],
  );
  expect((await opens(head, 'check-ins.many-at-once')).alarm.entries).toHaveLength(9);
});

/** The one alarm of this kind that waits for somebody, as his list words it, and the page that it leads to. */
async function opens(who: Officer, kind: string) {
  const runner = await office.as(who, now);
  const { tasks } = await runner.read((ctx) => listMyTasks(ctx, { kind }));
  expect(tasks).toHaveLength(1);
  const task = wordTask(tasks[0]!);
  expect(task.href).toBe(`/tasks/${task.id}`);
  return { says: task.says, facts: task.facts, alarm: await runner.read((ctx) => readAlarm(ctx, task.id)) };
}

test('an alarm about copied narratives leads to as many reports as it says, counts on, and comes again for five more', async () => {
  const copying = await office.officer('pk', 'palembang');
  const same = 'Klien sehat, bekerja sebagai buruh, tidak ada masalah dan akan melapor bulan depan.';
  const writes = async (caseId: string, talk: string) =>
    (await office.as(copying, now)).runOnce({ id: newId(), body: {} }, (ctx) =>
      recordRemoteCheckIn(ctx, { caseId, medium: 'chat', talk }),
    );
  const copies = async (talk: string, times: number) => {
    for (let count = 0; count < times; count++) {
      const { caseId } = await aReportingClient(office, {
        pk: copying.staffId,
        receivedOn: '2026-01-05',
        guidanceEnd: '2099-01-05',
      });
      await writes(caseId, talk === '' ? `Lain sama sekali: ${caseId}` : talk);
    }
  };
  const told = async (who: Officer) =>
    (await (await office.as(who, now)).read((ctx) => listMyTasks(ctx, { kind: 'check-ins.copied-talk' }))).tasks
      .map(({ facts }) => facts['cases'])
      .sort();
  const looksAt = async (taskId: string) =>
    (await office.as(head, now)).runOnce({ id: newId(), body: {} }, (ctx) =>
      closeTaskByHand(ctx, taskId, 'Sudah dibicarakan dengan petugasnya.'),
    );
  await copies('', 1);
  await copies(same, 4);
  expect(await told(head)).toEqual([]);
  await copies(same, 1);
  const first = await opens(head, 'check-ins.copied-talk');
  expect(first.says).toContain(copying.actor.name);
  expect(first.facts['cases']).toBe(5);
  expect(new Set(first.alarm.entries.map(({ caseId }) => caseId)).size).toBe(5);

  // Used again while the alarm is open, it counts on, and a client is one however often it was written about him.
  await copies(same, 2);
  const [again] = first.alarm.entries;
  await database.owner.query(`update check_ins.check_in set happened_on = happened_on - 1 where id = $1`, [again!.id]);
  expect(await writes(again!.caseId, same)).toMatchObject({ ok: true });
  const grown = await opens(head, 'check-ins.copied-talk');
  expect([grown.alarm.id, grown.facts['cases']]).toEqual([first.alarm.id, 7]);
  expect(grown.says).toContain('7 klien');
  expect(new Set(grown.alarm.entries.map(({ caseId }) => caseId)).size).toBe(7);
  expect(await told(copying)).toEqual([]);

  // Another text is another alarm; what was looked at is told again only when five clients more have it.
  await copies('Klien menganggur, keluarga membantu, dan akan mencari pekerjaan di pasar bulan depan.', 5);
  expect(await told(head)).toEqual([5, 7]);
  expect(await looksAt(first.alarm.id)).toMatchObject({ ok: true });
  await copies(same, 4);
  expect(await told(head)).toEqual([5]);
  await copies(same, 1);
  expect(await told(head)).toEqual([5, 5]);
});

test('a counsellor all of whose clients reported on his word alone is shown to the head, once; one miss or cards are not', async () => {
  const month = async (of: Officer, states: readonly string[], by: 'sight' | 'card') => {
    for (const state of states) {
      const { caseId } = await aReportingClient(office, {
        pk: of.staffId,
        receivedOn: '2026-01-05',
        guidanceEnd: '2099-01-05',
      });
      await database.owner.query('delete from check_ins.obligation where case_id = $1', [caseId]);
      const id = newId();
      await database.owner.query(
        `insert into check_ins.check_in (id, case_id, unit_id, channel, happened_on, happened_at, recorded_by, grade, counts, standing, identified_by)
         values ($1, $2, $3, 'in_person', '2026-10-10', '2026-10-10', $4, 'A', true, 'on_time', $5)`,
        [id, caseId, unitId, of.accountId, by],
      );
      await database.owner.query(
        `insert into check_ins.obligation (case_id, unit_id, period_from, period_until, state, fulfilled_by, rule_id, rule_version)
         values ($1, $2, '2026-10-01', '2026-10-31', $3, $4, 'check-ins.frequency', '1')`,
        [caseId, unitId, state, state === 'fulfilled' ? id : null],
      );
    }
  };
  const ten = Array.from({ length: 10 }, () => 'fulfilled');
  const [perfect, honest, byCard, few] = await Promise.all([1, 2, 3, 4].map(() => office.officer('pk', 'palembang')));
  await month(perfect!, ten, 'sight');
  await month(honest!, [...ten, 'missed'], 'sight');
  await month(byCard!, ten, 'card');
  await month(few!, ten.slice(1), 'sight');
  const run = (day: string) => jobs['check-ins.watch-month'].run(office.work(new Date(`${day}T02:00:00Z`)), {});
  await run('2026-11-01');
  expect(await openTasksOf(office, 'check-ins.all-compliant')).toEqual([]);
  await run('2026-11-02');
  await run('2026-11-02');
  expect(await openTasksOf(office, 'check-ins.all-compliant')).toMatchObject([
    { key: `${perfect!.accountId}:2026-10`, for_role: 'head_of_bapas' },
  ]);
  const { says, facts, alarm } = await opens(head, 'check-ins.all-compliant');
  expect(says).toContain(perfect!.actor.name);
  expect(alarm.entries).toHaveLength(Number(facts['owed']));
});

test('whoever stands in sees the clients from the first day of the office on, and not a day longer', async () => {
  const [away, substitute] = [await office.officer('pk', 'kupang'), await office.officer('pk', 'kupang')];
  const { caseId } = await aReportingClient(office, { at: 'kupang', pk: away.staffId });
  const today = dayAt('Asia/Makassar', new Date());
  const seen = async (from: string, until: string) => {
    await database.owner.query('delete from units.absence where staff_id = $1', [away.staffId]);
    await database.owner.query(
      `insert into units.absence (staff_id, kind, starts_on, ends_on, substitute_id) values ($1, 'leave', $2::date + $3::int, $2::date + $4::int, $5)`,
      [away.staffId, today, Number(from), Number(until), substitute.staffId],
    );
    const { rows } = await (
      await office.as(substitute, new Date())
    ).read(({ tx }) =>
      sql<{ assigned: boolean }>`select ${caseId} = any ((select cases.ctx_assigned())::uuid[]) as assigned`.execute(
        tx,
      ),
    );
    return rows[0]!.assigned;
  };
  expect(await seen('0', '0')).toBe(true);
  expect(await seen('-3', '0')).toBe(true);
  expect(await seen('1', '5')).toBe(false);
  expect(await seen('-5', '-1')).toBe(false);
  // By the clock of the office: at two in the morning in Kupang it is still yesterday for the server.
  const { rows } = await database.owner.query(
    `select prosrc from pg_proc where oid = 'cases.ctx_held(text[])'::regprocedure`,
  );
  expect(rows[0].prosrc).toMatch(/now\(\) at time zone u\.zone/);
});
