import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GuidancePhase } from '#kernel/guidance-phase';
import { newId } from '#kernel/id';
import { addDays, plainDate, weekFrom, type PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import { listDue } from '#modules/check-ins/server';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { decidedPhases, type DecidedPhase } from './case.ts';
import { caseloadSorts, listCaseload, moveSql, phaseSql, type CaseloadFilter } from './caseload.queries.server.ts';
import { judgePhase, phaseOf } from './rules.ts';
import { getCaseHeader, listWhoOpened } from './queries.server.ts';
import { readRegisterBook } from './register-book.queries.server.ts';
import { listTransfers } from './transfers.queries.server.ts';
import { registerCase } from './register-case.server.ts';
import { readTimeline } from './timeline.queries.server.ts';
import { voidRegisterNumber } from './void-register-number.server.ts';
import { writeNote } from './write-note.server.ts';

const database = await freshDatabase('caseload');
const office = await openOffice(database);
const [pk, other, head, kanwil, counter] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('pk', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('kanwil', 'kanwil'),
  office.officer('counter', 'palembang'),
]);
afterAll(() => office.close());

const today = plainDate('2026-11-20');
const list = async (who: Officer, filter: Partial<CaseloadFilter> = {}) =>
  (await office.as(who)).read((ctx) =>
    listCaseload(ctx, { unitId: office.units.palembang, whose: 'office', state: 'open', sort: 'name', ...filter }),
  );

async function owes(
  caseId: string,
  from: string,
  until: string,
  state: string,
  missed = 0,
  unit = office.units.palembang,
) {
  await office.owner
    .insertInto('check_ins.obligation')
    .values({
      case_id: caseId,
      unit_id: unit,
      period_from: from,
      period_until: until,
      state,
      missed_in_a_row: missed,
      rule_id: 'x',
      rule_version: '1',
    })
    .execute();
}

const clients: string[] = [];
beforeAll(async () => {
  for (let index = 0; index < 120; index++) {
    const { caseId } = await aClient(office, {
      name: `Klien ${String(119 - index).padStart(3, '0')}`,
      pk: index % 2 === 0 ? pk.staffId : other.staffId,
      kind: index % 3 === 0 ? 'conditional_leave_cb' : 'parole_pb',
      state: index % 10 === 9 ? 'ended' : 'active',
      ...(index === 7 ? { ageGroup: 'child', kind: 'diversion' } : {}),
      guidanceStart: addDays(plainDate('2026-01-01'), index),
      guidanceEnd: addDays(plainDate('2026-09-01'), index * 5),
    });
    clients.push(caseId);
    if (index % 10 === 9) continue;
    await owes(
      caseId,
      '2026-10-01',
      '2026-10-31',
      index % 4 === 0 ? 'missed' : 'fulfilled',
      index % 4 === 0 ? 1 + (index % 3) : 0,
    );
    await owes(caseId, '2026-11-01', index % 5 === 0 ? '2026-11-21' : '2026-11-30', 'scheduled');
    await owes(caseId, '2026-12-01', '2026-12-31', 'scheduled');
  }
});

test('the total is the length of the list, however it is filtered, and pages hold each client once', async () => {
  const filters: Partial<CaseloadFilter>[] = [
    {},
    { state: 'all' },
    { state: 'ended' },
    { kind: 'conditional_leave_cb' },
    { ageGroup: 'child' },
    { phase: 'final' },
    { phase: 'aftercare' },
    { missed: 1 },
    { missed: 3 },
    { dueThisWeek: true },
    { flagged: true },
    { whose: other.staffId },
    { whose: 'nobody' },
  ];
  for (const filter of filters) {
    for (const sort of caseloadSorts) {
      const seen: string[] = [];
      let page = await list(head, { ...filter, sort });
      const total = page.total;
      for (;;) {
        seen.push(...page.rows.map((row) => row.caseId));
        if (!page.next) break;
        page = await list(head, { ...filter, sort, after: page.next });
        expect(page.total).toBe(total);
      }
      expect(seen.length, JSON.stringify({ filter, sort })).toBe(total);
      expect(new Set(seen).size).toBe(total);
    }
  }
});

test("one's own clients sort by name, by what is due and by what was missed alike, whether looked up one by one or together", async () => {
  for (const sort of caseloadSorts) {
    const own = await list(pk, { whose: 'mine', sort });
    const office = await list(pk, { whose: 'office', sort });
    expect(own.rows.length).toBeGreaterThan(40);
    const mine = new Set(own.rows.map((row) => row.caseId));
    const among = office.rows.filter((row) => mine.has(row.caseId)).map((row) => row.caseId);
    expect(own.rows.map((row) => row.caseId).slice(0, among.length)).toEqual(among);
  }
  const missed = await list(head, { sort: 'missed' });
  expect(missed.rows[0]!.missed).toBe(3);
  const due = await list(head, { sort: 'due' });
  expect(due.rows[0]!.dueOn).toBe('2026-11-21');
  const thisWeek = await list(head, { dueThisWeek: true });
  expect(thisWeek.rows.every((row) => row.dueOn === '2026-11-21')).toBe(true);
  // The caseload and the work of the day mean the same week and the same clients.
  const day = await (
    await office.as(head)
  ).read((ctx) => listDue(ctx, weekFrom(today), { unitId: office.units.palembang }));
  expect(thisWeek.total).toBeGreaterThan(0);
  expect(day.total).toBe(thisWeek.total);
});

test('a child is counted only for those who may see it', async () => {
  const [forHead, forPk, forOther, forCounter, forKanwil] = await Promise.all(
    [head, pk, other, counter, kanwil].map((who) => list(who)),
  );
  expect(forHead!.total).toBe(108);
  expect(forOther!.total).toBe(108); // the child's own counsellor
  expect(forPk!.total).toBe(107);
  expect(forCounter!.total).toBe(107);
  expect(forKanwil!.total).toBe(107);
  const elsewhere = await office.officer('head_of_bapas', 'musi');
  await expect(list(elsewhere)).rejects.toMatchObject({ name: 'NotFound' });
});

test('the phase in the list and whether its move is late are those of the law', async () => {
  for (const [index, phaseDecided] of decidedPhases.entries())
    await office.owner
      .updateTable('cases.client_case')
      .set({ phase_decided: phaseDecided, phase_decided_on: today })
      .where(
        'id',
        'in',
        clients.filter((_, at) => at % 4 === index),
      )
      .execute();
  const runner = await office.as(head);
  const { rows } = await runner.read(({ tx }) =>
    sql<{
      guidanceStart: PlainDate;
      guidanceEnd: PlainDate;
      phaseDecided: DecidedPhase | null;
      phase: GuidancePhase | null;
      overdue: boolean;
      never: boolean;
    }>`
      select c.guidance_start as "guidanceStart", c.guidance_end as "guidanceEnd", c.phase_decided as "phaseDecided", ${phaseSql(today)} as phase,
        coalesce(${moveSql('overdue', today)}, false) as overdue, coalesce(${moveSql('never_decided', today)}, false) as never
      from cases.client_case c`.execute(tx),
  );
  for (const row of rows) {
    const standing = judgePhase(row, today);
    expect([row.phase ?? undefined, row.overdue, row.never], JSON.stringify(row)).toEqual([
      phaseOf(row, today),
      standing === 'overdue',
      standing === 'never_decided',
    ]);
  }
  expect(new Set(rows.map((row) => row.phase)).size).toBeGreaterThan(2);
  expect(new Set(rows.map((row) => judgePhase(row, today))).size).toBe(3);
});

test('looking at a file is on record, and whoever guides it sees who looked', async () => {
  const caseId = clients[0]!;
  await (await office.as(head)).read((ctx) => getCaseHeader(ctx, caseId, 'overview'));
  const header = await (await office.as(pk)).read((ctx) => getCaseHeader(ctx, caseId, 'overview'));
  expect(header).toMatchObject({ name: 'Klien 119', may: { 'case:write': true, 'case:assign': false } });
  const { lines } = await (await office.as(pk)).read((ctx) => listWhoOpened(ctx, caseId));
  expect(lines.map((line) => line.page)).toEqual(['overview', 'overview']);
  await expect((await office.as(other)).read((ctx) => listWhoOpened(ctx, caseId))).rejects.toThrow('not_assigned');
});

test("the timeline tells a client's days, newest first, and a note stands on the day it is about", async () => {
  const caseId = clients[2]!;
  const runner = await office.as(pk);
  const note = (text: string, happenedOn: string, at: string) =>
    runner.runOnce({ id: newId(), body: {} }, (ctx) =>
      writeNote(ctx, { caseId, happenedOn: plainDate(happenedOn), at: at as ClockTime, text, correctsId: null }),
    );
  await note('pagi', '2026-11-18', '09:00');
  await note('sore', '2026-11-18', '16:00');
  await note('hari ini', '2026-11-20', '08:00');
  const timeline = await runner.read((ctx) => readTimeline(ctx, caseId));
  expect(timeline.days.map(({ day, lines }) => [day, lines.map((line) => line.note)])).toEqual([
    ['2026-11-20', ['hari ini']],
    ['2026-11-18', ['pagi', 'sore']],
  ]);
  await expect((await office.as(other)).read((ctx) => readTimeline(ctx, caseId))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

test('the few days of an overview are the first days of the whole, however many lines a day has', async () => {
  const { caseId } = await aClient(office, { pk: pk.staffId });
  const runner = await office.as(pk);
  // Days with one line and days with forty: the newest lines end in the middle of one.
  const lines = [1, 40, 1, 2, 1, 30, 1, 1, 3, 1, 1, 1, 50, 1, 1].flatMap((count, index) =>
    Array.from({ length: count }, (_, nth) => ({
      at: new Date(Date.UTC(2026, 9 - index, 20 - index, 3, nth)),
      actor_id: nth % 3 === 2 ? null : pk.accountId,
    })),
  );
  for (const { at, actor_id } of lines)
    await office.owner
      .insertInto('platform.journal')
      .values({
        id: newId(),
        at,
        what: 'case.header_changed',
        actor_id,
        unit_id: office.units.palembang,
        case_id: caseId,
        about: '{}',
        mac: Buffer.alloc(32),
      })
      .execute();
  // Written last, about a day that lies between others.
  const noted = await runner.runOnce({ id: newId(), body: {} }, (ctx) =>
    writeNote(ctx, { caseId, happenedOn: today, at: null, text: 'terlambat dicatat', correctsId: null }),
  );
  expect(noted.ok).toBe(true);
  const earlier = new Date('2026-02-01T03:00:00Z');
  await office.owner
    .updateTable('cases.contact_note')
    .set({ happened_at: earlier })
    .where('case_id', '=', caseId)
    .execute();
  const whole = await runner.read((ctx) => readTimeline(ctx, caseId));
  expect(whole.days.length).toBeGreaterThanOrEqual(15);
  for (const days of [1, 2, 3, 5, 8, 12, 15, 19]) {
    const few = await runner.read((ctx) => readTimeline(ctx, caseId, { days }));
    expect(few.days).toEqual(whole.days.slice(0, days));
    expect(few.next).toBe(whole.days.length > days ? whole.days[days - 1]!.day : null);
  }
});

test('the register book holds void numbers, and a file that one may not see shows its number only', async () => {
  const runner = await office.as(head);
  const received = await Promise.all(
    [0, 1, 2].map((index) =>
      aClient(office, { state: 'received', ...(index === 2 ? { ageGroup: 'child', kind: 'diversion' } : {}) }),
    ),
  );
  for (const { caseId } of received)
    await runner.runOnce({ id: newId(), body: {} }, (ctx) =>
      registerCase(ctx, { caseId, version: 1, registeredOn: today }),
    );
  const book = (who: Officer) =>
    office.as(who).then((one) => one.read((ctx) => readRegisterBook(ctx, office.units.palembang, 2026)));
  const entry = (await book(head)).lines[0]!;
  await runner.runOnce({ id: newId(), body: {} }, (ctx) =>
    voidRegisterNumber(ctx, { entryId: entry.id, reason: 'salah catat' }),
  );

  const asHead = await book(head);
  expect(asHead.lines.map((line) => [line.number, line.voidReason, line.name !== null])).toEqual([
    [1, 'salah catat', true],
    [2, null, true],
    [3, null, true],
  ]);
  expect(asHead.total).toBe(3);
  expect((await book(pk)).lines.map((line) => line.number)).toEqual([1, 2]);
});

test('an office without transfers has two empty lists', async () => {
  const transfers = await (await office.as(head)).read((ctx) => listTransfers(ctx, office.units.palembang));
  expect(transfers).toEqual({ arriving: [], outgoing: [], total: 0 });
});
