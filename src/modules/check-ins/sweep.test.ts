import { afterAll, expect, test, vi } from 'vitest';
import fc from 'fast-check';
import { addMonths, lastOfMonth, plainDate, type PlainDate } from '#kernel/plain-date';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';
import { asMany } from '#tests/support/width';
import { closePeriods, jobs, recordCounterCheckIn } from './index.server.ts';
import type { ObligationState } from './ledger.ts';
import { missedInARow } from './misses.rules.ts';
import { newId } from '#kernel/id';

vi.setConfig({ testTimeout: 120_000 });

const database = await freshDatabase('sweep');
const office = await openOffice(database);
afterAll(() => office.close());

const today = plainDate('2026-11-20');
const now = new Date('2026-11-20T02:00:00Z');
const unitId = office.units.palembang;
const close = (day = now) =>
  office
    .work(day)
    .inUnit(unitId, (ctx) => closePeriods(ctx, [{ unitId, today: plainDate(day.toISOString().slice(0, 10)) }]));

type Row = { period_from: PlainDate; period_until: PlainDate; state: ObligationState; missed_in_a_row: number };

/** Every client by himself, month by month, as a person would do it on paper. */
function naive(ledger: readonly Row[]): Row[] {
  const closed = ledger.map((row) =>
    row.state === 'scheduled' && row.period_until < today ? { ...row, state: 'missed' as const } : row,
  );
  const numbers = missedInARow.decide(closed.map((row) => ({ state: row.state, late: false }))).result;
  return closed.map((row, index) => ({ ...row, missed_in_a_row: numbers[index]! }));
}

test('the close of a whole unit says what a person would say, client by client', async () => {
  const aState = fc.constantFrom<ObligationState>(
    'scheduled',
    'scheduled',
    'scheduled',
    'fulfilled',
    'excused',
    'not_recorded',
    'submitted',
    'lifted',
  );
  // What was closed in earlier months stands already; only the newest periods are due, as many as the office's PC slept through.
  const aLedger = fc.tuple(
    fc.array(fc.constantFrom<ObligationState>('missed', 'missed', 'fulfilled', 'excused', 'not_recorded', 'lifted'), {
      maxLength: 12,
    }),
    fc.array(aState, { minLength: 1, maxLength: 5 }),
  );
  const ledgers = fc.sample(aLedger, { numRuns: asMany(150, 3000), seed: 20261120 });
  const expected = new Map<string, Row[]>();
  const due = new Map<string, Set<PlainDate>>();
  for (const [past, newest] of ledgers) {
    const { caseId } = await aClient(office, { receivedOn: '2024-01-05', guidanceEnd: '2029-01-01', withBasis: false });
    const states = [...past, ...newest];
    const rows: Row[] = states.map((state, index) => {
      const from = addMonths(plainDate('2026-12-01'), index - states.length + 1);
      return { period_from: from, period_until: lastOfMonth(from), state, missed_in_a_row: 0 };
    });
    const numbers = missedInARow.decide(rows.map((row) => ({ state: row.state, late: false }))).result;
    const standing = rows.map((row, index) => ({ ...row, missed_in_a_row: index < past.length ? numbers[index]! : 0 }));
    await office.owner
      .insertInto('check_ins.obligation')
      .values(
        standing.map((row) => ({
          ...row,
          case_id: caseId,
          unit_id: unitId,
          rule_id: 'check-ins.frequency',
          rule_version: '1999-05-19',
        })),
      )
      .execute();
    expected.set(caseId, naive(standing));
    const isDue = (row: Row) => row.state === 'scheduled' && row.period_until < today;
    due.set(caseId, new Set(standing.filter(isDue).map((row) => row.period_from)));
  }

  const [outcome] = await close();
  for (const [caseId, ledger] of expected) {
    const rows = await office.owner
      .selectFrom('check_ins.obligation')
      .select(['period_from', 'state', 'missed_in_a_row'])
      .where('case_id', '=', caseId)
      .orderBy('period_from')
      .execute();
    expect(rows).toEqual(
      ledger.map(({ period_from, state, missed_in_a_row }) => ({ period_from, state, missed_in_a_row })),
    );
  }
  const closedNow = [...expected.values()].flat().filter((row) => row.state === 'missed').length;
  expect(outcome!.missed).toBeLessThanOrEqual(closedNow);
  expect(await close()).toEqual([]);

  const open = await office.owner
    .selectFrom('tasks.task as t')
    .innerJoin('check_ins.obligation as first', (join) =>
      join.on(({ ref, cast, eb }) => eb(cast<string>(ref('first.id'), 'text'), '=', ref('t.key'))),
    )
    .select(['t.kind', 't.case_id', 't.facts', 'first.missed_in_a_row as first', 'first.period_from as begins'])
    .where('t.state', '=', 'open')
    .execute();
  const closes = await office.owner.selectFrom('check_ins.period_close').select('missed').execute();
  expect(closes).toHaveLength(1);
  // One thing for each row of misses that this close counted, kept by the period that begins it, with the number it came to.
  const inOrder = (a: { caseId: string; begins: string }, b: { caseId: string; begins: string }) =>
    a.caseId + a.begins < b.caseId + b.begins ? -1 : 1;
  const wanted = [...expected]
    .flatMap(([caseId, ledger]) => {
      const standing = ledger.filter((row) => row.state !== 'lifted');
      const rows = new Map<string, { caseId: string; misses: number; begins: string }>();
      standing.forEach((row, at) => {
        if (row.state !== 'missed' || row.missed_in_a_row < 2 || !due.get(caseId)!.has(row.period_from)) return;
        const begins = standing[at - row.missed_in_a_row + 1]!.period_from;
        rows.set(begins, { caseId, misses: row.missed_in_a_row, begins });
      });
      return [...rows.values()];
    })
    .sort(inOrder);
  const told = (kind: string) =>
    open
      .filter((task) => task.kind === kind)
      .map((task) => ({
        caseId: task.case_id!,
        misses: (task.facts as { misses: number }).misses,
        begins: String(task.begins),
      }))
      .sort(inOrder);
  expect(open.every((task) => task.first === 1)).toBe(true);
  expect(told('check-ins.second-miss')).toEqual(wanted);
  expect(told('breach.third-miss')).toEqual(wanted.filter(({ misses }) => misses > 2));
  expect(wanted.length).toBeGreaterThan(10);
});

test('an arrival that is being typed while the close runs is never both missed and fulfilled', async () => {
  const counter = await office.officer('counter', 'palembang');
  const before = new Date('2026-11-30T16:59:00Z'); // a minute to midnight in Jakarta
  const after = new Date('2026-11-30T17:20:00Z');
  const cases: string[] = [];
  for (let one = 0; one < 12; one++) {
    const { caseId } = await aClient(office, { receivedOn: '2026-10-05', guidanceEnd: '2029-01-01', withBasis: false });
    await office.owner
      .insertInto('check_ins.obligation')
      .values({
        case_id: caseId,
        unit_id: unitId,
        period_from: '2026-11-01',
        period_until: '2026-11-30',
        rule_id: 'check-ins.frequency',
        rule_version: '1999-05-19',
      })
      .execute();
    cases.push(caseId);
  }
  const closing = office
    .work(after)
    .inUnit(unitId, (ctx) => closePeriods(ctx, [{ unitId, today: plainDate('2026-12-01') }]));
  const runner = await office.as(counter, before);
  const typed = await Promise.all(
    cases.map((caseId) =>
      runner.runOnce({ id: newId(), body: { caseId } }, (ctx) => recordCounterCheckIn(ctx, { caseId })),
    ),
  );
  await closing;
  expect(typed.every((answer) => answer.ok)).toBe(true);
  const rows = await office.owner
    .selectFrom('check_ins.obligation')
    .select(['state', 'missed_in_a_row'])
    .where('case_id', 'in', cases)
    .execute();
  expect(rows).toEqual(cases.map(() => ({ state: 'fulfilled', missed_in_a_row: 0 })));
});

test('each zone closes after its own midnight', async () => {
  const { caseId } = await aClient(office, { at: 'kupang', receivedOn: '2026-10-05', withBasis: false });
  await office.owner
    .insertInto('check_ins.obligation')
    .values({
      case_id: caseId,
      unit_id: office.units.kupang,
      period_from: '2027-01-01',
      period_until: '2027-01-31',
      rule_id: 'check-ins.frequency',
      rule_version: '1999-05-19',
    })
    .execute();
  const state = async () =>
    (
      await office.owner
        .selectFrom('check_ins.obligation')
        .select('state')
        .where('case_id', '=', caseId)
        .executeTakeFirstOrThrow()
    ).state;
  const run = (moment: string, zone: string) =>
    jobs['check-ins.close-periods'].run(office.work(new Date(moment)), { zone });
  await run('2027-01-31T15:50:00Z', 'Asia/Makassar'); // 23:50 on the last day in Kupang
  expect(await state()).toBe('scheduled');
  await run('2027-01-31T16:20:00Z', 'Asia/Jakarta'); // the worker of another zone leaves Kupang alone
  expect(await state()).toBe('scheduled');
  await run('2027-01-31T16:20:00Z', 'Asia/Makassar'); // 00:20 in Kupang
  expect(await state()).toBe('missed');
});

test('the jobs of the ledger run for every unit and do no harm when they run twice', async () => {
  for (const name of [
    'check-ins.lay-out',
    'check-ins.close-periods',
    'check-ins.remind',
    'check-ins.random-call',
  ] as const) {
    await jobs[name].run(office.work(), {});
    await jobs[name].run(office.work(), {});
  }
});
