import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { lastOfMonth, plainDate, type PlainDate } from '#kernel/plain-date';
import { getLedgerLine, listCaseload } from '#modules/cases/server';
import {
  listDue,
  listMissed,
  listWaitingReviews,
  readLedger,
  recordCounterCheckIn,
  recordLate,
  searchAtDesk,
} from '#modules/check-ins/server';
import { askExport, openExport } from '#modules/exports/server';
import { listBehind, listCaseloads, missesInARow, reportingByMonth } from '#modules/figures/server';
import { freshDatabase } from './support/database.ts';
import { openOffice, type Officer, type TestOffice } from './support/office.ts';

/** The client, the counsellor, the head and the figures read one ledger, so every page must give the same answer about it. */
const database = await freshDatabase('one-reckoning');
let office: TestOffice;
let head: Officer, section: Officer, pk: Officer;
const today = plainDate('2026-11-20');
const months = ['2026-07-01', '2026-08-01', '2026-09-01', '2026-10-01', '2026-11-01'].map(plainDate);

beforeAll(async () => {
  office = await openOffice(database);
  head = await office.officer('head_of_bapas', 'palembang');
  section = await office.officer('section_head', 'palembang');
  pk = await office.officer('pk', 'palembang');
});
afterAll(() => office.close());

type Period = { month: PlainDate; state: string; row: number };
async function aClient(name: string, periods: readonly Period[], state = 'active'): Promise<string> {
  const person = await office.owner
    .insertInto('people.person')
    .values({ unit_id: office.units.palembang, name })
    .returning('id')
    .executeTakeFirstOrThrow();
  await office.owner
    .insertInto('people.name_word')
    .values({ person_id: person.id, unit_id: office.units.palembang, word: name.toLowerCase(), is_alias: false })
    .execute();
  const { id } = await office.owner
    .insertInto('cases.client_case')
    .values({
      person_id: person.id,
      unit_id: office.units.palembang,
      kind: 'parole_pb',
      age_group: 'adult',
      state,
      pk_staff_id: pk.staffId,
      received_on: '2026-06-10',
      registered_on: state === 'received' ? null : '2026-06-10',
      guidance_start: '2026-06-10',
      guidance_end: '2028-06-10',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const { month, state, row } of periods)
    await office.owner
      .insertInto('check_ins.obligation')
      .values({
        case_id: id,
        unit_id: office.units.palembang,
        period_from: month,
        period_until: lastOfMonth(month),
        state,
        missed_in_a_row: row,
        rule_id: 'check-ins.frequency',
        rule_version: '1999-05-19',
      })
      .execute();
  return id;
}

const run = (...states: string[]): Period[] => {
  let row = 0;
  return states.map((state, index) => {
    row = state === 'missed' ? row + 1 : 0;
    return { month: months[index]!, state, row };
  });
};
const ledgers: Record<string, { periods: Period[]; misses: number }> = {
  // What waits for its review breaks the row once its period has passed, and not before.
  Tunggu: { periods: run('missed', 'missed', 'missed', 'submitted', 'scheduled'), misses: 0 },
  Berjalan: { periods: run('missed', 'missed', 'missed', 'missed', 'submitted'), misses: 4 },
  Dini: { periods: run('not_recorded', 'missed', 'missed', 'missed', 'fulfilled'), misses: 0 },
  Maaf: { periods: run('not_recorded', 'missed', 'missed', 'missed', 'excused'), misses: 0 },
  Dua: { periods: run('fulfilled', 'fulfilled', 'missed', 'missed', 'scheduled'), misses: 2 },
  // A lifted period is as if it had never been.
  Jeda: { periods: run('fulfilled', 'missed', 'lifted', 'scheduled', 'scheduled'), misses: 1 },
};

test('how many were missed in a row is the same for the client, the counsellor, the desk, the head, the list that is taken along and the figures', async () => {
  for (const [name, { periods, misses }] of Object.entries(ledgers)) {
    const caseId = await aClient(name, periods);
    const asked = await office.as(pk);
    const ledger = await asked.read((ctx) => readLedger(ctx, caseId));
    expect(ledger.summary.missesInARow, `${name}: ledger`).toBe(misses);
    expect((await asked.read((ctx) => getLedgerLine(ctx, caseId, today))).missed, `${name}: overview`).toBe(misses);
    const atDesk = await asked.read((ctx) => searchAtDesk(ctx, name));
    expect(atDesk.clients[0]?.missesInARow, `${name}: desk`).toBe(misses);
    for (const whose of ['mine', 'office'] as const)
      for (const sort of ['name', 'missed'] as const) {
        const { rows } = await asked.read((ctx) =>
          listCaseload(ctx, { unitId: office.units.palembang, whose, state: 'open', sort }),
        );
        expect(rows.find((row) => row.caseId === caseId)?.missed, `${name}: caseload ${whose} ${sort}`).toBe(misses);
      }
    const asker = await office.as(head);
    for (const number of [1, 2, 3]) {
      const range = { atLeast: number, ...(number < 3 ? { atMost: number } : {}), today };
      const isListed = (await asker.read((ctx) => listMissed(ctx, range))).rows.some((row) => row.caseId === caseId);
      expect(isListed, `${name}: list of ${number}`).toBe(Math.min(misses, 3) === number);
    }
    const behind = await asker.read((ctx) =>
      listBehind(ctx, { unitId: office.units.palembang }, { of: 'misses', misses: Math.min(misses, 3), today }, null),
    );
    expect(
      behind.rows.some((row) => row.caseId === caseId),
      `${name}: behind the figure`,
    ).toBe(true);
  }

  const asker = await office.as(head);
  const wanted = [0, 1, 2, 3].map((misses) => ({
    misses,
    clients: Object.values(ledgers).filter((one) => Math.min(one.misses, 3) === misses).length,
  }));
  const figures = await asker.read((ctx) => missesInARow(ctx, { unitId: office.units.palembang }, today));
  expect(figures).toEqual(wanted.filter(({ clients }) => clients > 0));

  const [carried] = await asker.read((ctx) =>
    listCaseloads(
      ctx,
      { unitId: office.units.palembang, unitPath: pk.actor.postings[0]!.unitPath },
      { from: today, through: today },
    ),
  );
  expect([carried!.missedOnce, carried!.missedTwice, carried!.missedThrice]).toEqual(
    wanted.slice(1).map(({ clients }) => clients),
  );
  const exported = await asker.runOnce({ id: newId(), body: {} }, (ctx) =>
    askExport(ctx, {
      unitId: office.units.palembang,
      list: 'caseload',
      filters: {},
      columns: ['name', 'misses'],
      withGuarded: false,
      format: 'csv',
      purpose: 'Membandingkan angka dengan catatan',
    }),
  );
  if (!exported.ok) throw new Error(exported.refusal);
  const opened = await asker.read((ctx) => openExport(ctx, exported.exportId));
  if (!opened.ok) throw new Error(opened.refusal);
  const text = Buffer.from(opened.file.bytes).toString('utf8');
  for (const [name, { misses }] of Object.entries(ledgers))
    expect(text, `${name}: exported`).toMatch(new RegExp(`${name}"?;"?${misses}\\b`));
});

test('a report that came late counts for the month it was for, in the ledger and in the figures', async () => {
  const periods = run('fulfilled', 'fulfilled', 'fulfilled', 'missed', 'scheduled');
  const caseId = await aClient('Terlambat', periods);
  const asker = await office.as(section);
  const october = plainDate('2026-10-01');
  const standing = async (month: PlainDate) => {
    const found: string[] = [];
    for (const one of ['reported', 'missed', 'open', 'excused', 'not_recorded', 'nothing_owed'] as const) {
      const { rows } = await asker.read((ctx) =>
        listBehind(ctx, { unitId: office.units.palembang }, { of: 'reporting', month, today, standing: one }, null),
      );
      if (rows.some((row) => row.caseId === caseId)) found.push(one);
    }
    return found;
  };
  expect(await standing(october)).toEqual(['missed']);
  const before = await asker.read((ctx) =>
    reportingByMonth(ctx, { unitId: office.units.palembang }, { from: october, until: today }, today),
  );

  const { periods: seen } = await asker.read((ctx) => readLedger(ctx, caseId));
  const answer = await asker.runOnce({ id: newId(), body: {} }, (ctx) =>
    recordLate(ctx, {
      caseId,
      obligationId: seen.find((one) => one.from === october)!.id,
      channel: 'in_person',
      happenedOn: plainDate('2026-11-18'),
      talk: 'Terlambat karena sakit, diberi bimbingan tentang jadwal.',
    }),
  );
  expect(answer).toMatchObject({ ok: true, standing: 'late' });
  expect([await standing(october), await standing(plainDate('2026-11-01'))]).toEqual([['reported'], ['open']]);
  const after = await asker.read((ctx) =>
    reportingByMonth(ctx, { unitId: office.units.palembang }, { from: october, until: today }, today),
  );
  expect(after[0]).toEqual({ ...before[0], reported: before[0]!.reported! + 1, missed: before[0]!.missed! - 1 });
  expect(after[1]).toEqual(before[1]);

  const arrived = await asker.runOnce({ id: newId(), body: {} }, (ctx) => recordCounterCheckIn(ctx, { caseId }));
  expect(arrived).toMatchObject({ ok: true, standing: 'on_time' });
  expect(await standing(plainDate('2026-11-01'))).toEqual(['reported']);
});

test('the reports of an officer that wait for review are as many as the list that their number opens', async () => {
  const unitId = office.units.palembang;
  const other = await office.officer('pk', 'palembang');
  const reported = async (name: string, staffId: string, channel: string) => {
    const caseId = await aClient(name, run('fulfilled', 'fulfilled', 'fulfilled', 'fulfilled', 'scheduled'));
    await office.owner
      .updateTable('cases.client_case')
      .set({ pk_staff_id: staffId })
      .where('id', '=', caseId)
      .execute();
    await office.owner
      .insertInto('check_ins.check_in')
      .values({
        case_id: caseId,
        unit_id: unitId,
        channel,
        happened_on: '2026-11-18',
        happened_at: '2026-11-18T03:00:00Z',
        grade: 'B',
        counts: true,
        standing: 'on_time',
      })
      .execute();
  };
  await reported('Melati', pk.staffId, 'app');
  await reported('Kamboja', pk.staffId, 'app');
  await reported('Seruni', pk.staffId, 'in_person');
  await reported('Anggrek', other.staffId, 'app');
  const asker = await office.as(head);
  const carried = await asker.read((ctx) =>
    listCaseloads(ctx, { unitId, unitPath: pk.actor.postings[0]!.unitPath }, { from: today, through: today }),
  );
  const waiting = (staffId: string) => carried.find((one) => one.staffId === staffId)!.waiting;
  for (const { staffId, reports } of [
    { staffId: pk.staffId, reports: 2 },
    { staffId: other.staffId, reports: 1 },
  ]) {
    const list = await asker.read((ctx) => listWaitingReviews(ctx, { unitId, pkStaffId: staffId }));
    expect([waiting(staffId), list.total, list.rows.length]).toEqual([reports, reports, reports]);
  }
});

test('what the head reads of an officer is as long as its lists: received, resting and late under the option that counts them', async () => {
  const unitId = office.units.palembang;
  const other = await office.officer('pk', 'palembang');
  const carries = async (name: string, state: string, periods: readonly Period[]) => {
    const id = await aClient(name, periods, state);
    await office.owner
      .updateTable('cases.client_case')
      .set({ pk_staff_id: other.staffId })
      .where('id', '=', id)
      .execute();
  };
  await carries('Baru', 'received', run('fulfilled', 'fulfilled', 'fulfilled', 'missed', 'scheduled'));
  await carries('Rehat', 'paused', run('fulfilled', 'fulfilled', 'missed', 'missed', 'scheduled'));
  await carries('Biasa', 'active', run('fulfilled', 'fulfilled', 'fulfilled', 'missed', 'scheduled'));
  // A late report that the office counts as missed: fulfilled, and the row goes on.
  await carries('Lambat', 'active', [
    ...run('fulfilled', 'fulfilled', 'missed'),
    { month: months[3]!, state: 'fulfilled', row: 2 },
    { month: months[4]!, state: 'scheduled', row: 0 },
  ]);
  const asker = await office.as(head);
  const week = { from: today, through: lastOfMonth(today) };
  const [officers, due] = await asker.read(async (ctx) => [
    await listCaseloads(ctx, { unitId, unitPath: pk.actor.postings[0]!.unitPath }, week),
    await listDue(ctx, week, { unitId, pkStaffId: other.staffId }),
  ]);
  const told = officers.find((one) => one.staffId === other.staffId)!;
  expect([told.clients, told.dueThisWeek, told.missedOnce, told.missedTwice]).toEqual([3, 3, 2, 2]);
  expect(due.total).toBe(told.dueThisWeek);
  for (const [number, count] of [told.missedOnce, told.missedTwice, told.missedThrice].entries()) {
    const row = { atLeast: number + 1, ...(number < 2 ? { atMost: number + 1 } : {}), today };
    const list = await asker.read((ctx) => listMissed(ctx, row, { unitId, pkStaffId: other.staffId }));
    expect(list.total, `missed ${number + 1}`).toBe(count);
  }
});
