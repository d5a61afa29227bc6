import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { plainDate, type PlainDate } from '#kernel/plain-date';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer, type TestOffice } from '#tests/support/office';
import { checkInsByMonth, jobs, reportingByMonth } from './index.server.ts';

/**
 * A month that is over is counted once and kept. Whatever is changed in it afterwards, by whichever statement, nobody is shown what was kept
 * before the change; and what is kept is really shown, or keeping it would be idle.
 */
const database = await freshDatabase('kept-months');
const today = plainDate('2025-11-20');
const days = { from: plainDate('2025-08-01'), until: plainDate('2025-11-30') };
let office: TestOffice;
let heads: { unit: 'palembang' | 'musi' | 'kanwil'; officer: Officer }[];
let analyst: Officer;

/** The same dice for every run. */
let state = 20_251_120;
const dice = (sides: number) => {
  state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
  return Math.floor(((state >>> 8) / 2 ** 24) * sides);
};
const pick = <T>(from: readonly T[]): T => from[dice(from.length)]!;

beforeAll(async () => {
  office = await openOffice(database);
  await office.owner.updateTable('units.unit').set({ demo_today: today }).execute();
  heads = [
    { unit: 'palembang', officer: await office.officer('head_of_bapas', 'palembang') },
    { unit: 'musi', officer: await office.officer('head_of_bapas', 'musi') },
    { unit: 'kanwil', officer: await office.officer('kanwil', 'kanwil') },
  ];
  analyst = await office.officer('ditjen_analyst', 'ditjenpas');
  for (let i = 0; i < 24; i++) await aClient();
});
afterAll(() => office.close());
beforeEach(() => keep());

const keep = () => jobs['figures.keep-months'].run(office.work());

async function aClient(): Promise<string> {
  const unit = office.units[pick(['palembang', 'musi'] as const)];
  const person = await office.owner
    .insertInto('people.person')
    .values({ unit_id: unit, name: 'Orang Rekaan' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const from = `2025-0${6 + dice(4)}-15`;
  const { id } = await office.owner
    .insertInto('cases.client_case')
    .values({
      person_id: person.id,
      unit_id: unit,
      kind: 'parole_pb',
      age_group: 'adult',
      state: 'active',
      received_on: from,
      registered_on: from,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await office.owner
    .insertInto('check_ins.obligation')
    .values(
      ['2025-08', '2025-09', '2025-10', '2025-11'].map((month) => ({
        case_id: id,
        unit_id: unit,
        period_from: `${month}-01`,
        period_until: `${month}-28`,
        state: pick(['fulfilled', 'missed', 'excused', 'scheduled', 'not_recorded']),
        rule_id: 'check-ins.lay-out',
        rule_version: '2020-01-01',
      })),
    )
    .execute();
  return id;
}

/** What each of them is shown, and what is counted from the rows there and then. */
async function shownAndTrue() {
  const shown: unknown[] = [];
  const counted: unknown[] = [];
  for (const { unit, officer } of heads) {
    const scope = { unitId: office.units[unit] };
    const asker = await office.as(officer);
    shown.push(await asker.read((ctx) => reportingByMonth(ctx, scope, days, today)));
    shown.push(await asker.read((ctx) => checkInsByMonth(ctx, scope, days)));
    const units = sql`array(select u.id from units.unit u where u.path @> array[${office.units[unit]}::int])`;
    const firsts = sql`array['2025-08-01', '2025-09-01', '2025-10-01', '2025-11-01']::date[]`;
    const reporting = await sql`
      select month, clients, reported, missed, excused, open, not_recorded as "notRecorded", clients - told as "nothingOwed"
      from figures.count_reporting(${units}, ${firsts}, ${today}) order by month`.execute(office.owner);
    const reports = await sql`
      select month, channel, check_ins as "checkIns", clients
      from figures.count_check_ins(${units}, ${firsts}, ${days.from}, ${days.until}) order by 1, 2`.execute(
      office.owner,
    );
    counted.push(reporting.rows, reports.rows);
  }
  return { shown, counted };
}

/** Everything that anybody does to a ledger, as the statements that in the end do it, mostly to months that are over. */
const deeds: Record<string, () => Promise<unknown>> = {
  'another state of a period': () =>
    sql`update check_ins.obligation set state = ${pick(['fulfilled', 'missed', 'excused', 'not_recorded'])}
        where id = (select id from check_ins.obligation where lifted_id is null order by md5(id::text || ${dice(1e6)}::text) limit 1)`.execute(
      office.owner,
    ),
  'a period is lifted': () =>
    sql`update check_ins.obligation set state = 'lifted'
        where id = (select o.id from check_ins.obligation o join check_ins.check_in i on i.obligation_id = o.id
          where o.lifted_id is null order by md5(o.id::text || ${dice(1e6)}::text) limit 1)`.execute(office.owner),
  'a report, of its month or of another period': () =>
    sql`insert into check_ins.check_in (case_id, unit_id, obligation_id, channel, happened_on, happened_at, grade, counts, standing)
        select o.case_id, o.unit_id, case when ${dice(2)} = 0 then o.id end, 'in_person', ${aDay()}::date, now(), 'A', true, 'late'
        from check_ins.obligation o order by md5(o.id::text || ${dice(1e6)}::text) limit 1`.execute(office.owner),
  'a report is void': () =>
    sql`update check_ins.check_in set voided_at = now(), void_reason = 'salah pindai'
        where id = (select id from check_ins.check_in where voided_at is null order by md5(id::text || ${dice(1e6)}::text) limit 1)`.execute(
      office.owner,
    ),
  'a report is not his': () =>
    sql`update check_ins.check_in set channel = 'app', review = ${pick(['accepted', 'not_the_person', null])}
        where id = (select id from check_ins.check_in order by md5(id::text || ${dice(1e6)}::text) limit 1)`.execute(
      office.owner,
    ),
  'another client': aClient,
  'guidance ends, on another day, or goes on': () =>
    sql`update cases.client_case c set ended_on = t.day, state = case when t.day is null then 'active' else 'ended' end,
          end_reason = case when t.day is null then null else 'period_completed' end
        from (select id, ${pick([aDay(), aDay(), null])}::date as day from cases.client_case order by md5(id::text || ${dice(1e6)}::text) limit 1) t
        where c.id = t.id`.execute(office.owner),
  'registered on another day': () =>
    sql`update cases.client_case set registered_on = ${aDay()}::date
        where id = (select id from cases.client_case order by md5(id::text || ${dice(1e6)}::text) limit 1)`.execute(
      office.owner,
    ),
  'moved to the other office': () =>
    sql`update cases.client_case set unit_id = case unit_id when ${office.units.musi}::int then ${office.units.palembang}::int else ${office.units.musi}::int end
        where id = (select id from cases.client_case order by md5(id::text || ${dice(1e6)}::text) limit 1)`.execute(
      office.owner,
    ),
  'a period is taken away': () =>
    sql`delete from check_ins.obligation where id = (select o.id from check_ins.obligation o
          where not exists (select from check_ins.check_in i where i.obligation_id = o.id) order by md5(o.id::text || ${dice(1e6)}::text) limit 1)`.execute(
      office.owner,
    ),
};
const aDay = (): PlainDate => plainDate(`2025-${pick(['08', '09', '10', '11'])}-${10 + dice(9)}`);

test('what is shown is what the rows say, after every kind of change, kept before it or not', async () => {
  for (let turn = 0; turn < 5; turn++)
    for (const [what, deed] of Object.entries(deeds)) {
      await deed();
      const { shown, counted } = await shownAndTrue();
      expect(shown, what).toEqual(counted);
      if (dice(3) > 0) await keep();
    }
});

test('what is kept is what is shown, to the head, the Kanwil and in sums to the analyst', async () => {
  await office.owner
    .updateTable('figures.kept_month')
    .set({ clients: 4321, channels: JSON.stringify([{ channel: 'app', check_ins: 1234, clients: 1000 }]) })
    .where('month', '=', '2025-09-01')
    .execute();
  const september = plainDate('2025-09-01');
  for (const { unit, officer } of [...heads, { unit: 'palembang' as const, officer: analyst }]) {
    const asker = await office.as(officer);
    const scope = { unitId: office.units[unit] };
    const reporting = await asker.read((ctx) => reportingByMonth(ctx, scope, days, today));
    expect(reporting.find(({ month }) => month === september)!.clients, unit).toBe(4321);
    const reports = await asker.read((ctx) => checkInsByMonth(ctx, scope, days));
    expect(reports.filter(({ month }) => month === september)).toEqual([
      { month: september, channel: 'app', checkIns: 1234, clients: 1000 },
    ]);
  }
  await sql`update check_ins.obligation set state = 'missed' where period_from = ${september}`.execute(office.owner);
  const { shown, counted } = await shownAndTrue();
  expect(shown).toEqual(counted);
});

test('a change that began before a month was kept and is there only afterwards is shown', async () => {
  const inOctober = (unit: 'palembang' | 'musi') =>
    sql`update check_ins.obligation set state = 'excused'
        where unit_id = ${office.units[unit]} and period_from = '2025-10-01' and state <> 'excused'`;
  const other = await office.owner.startTransaction().execute();
  await inOctober('palembang').execute(other);
  // Begun later and there before: October is counted for both offices together while the first change is still under way.
  await inOctober('musi').execute(office.owner);
  await keep();
  await other.commit().execute();
  const { shown, counted } = await shownAndTrue();
  expect(shown).toEqual(counted);
});

test('a period that is lifted later lets a report of another month tell of that month', async () => {
  const id = await aClient();
  const [september] = await office.owner
    .updateTable('check_ins.obligation')
    .set({ state: 'missed' })
    .where('case_id', '=', id)
    .where('period_from', 'in', ['2025-09-01', '2025-10-01'])
    .returning(['id', 'unit_id'])
    .execute();
  await sql`insert into check_ins.check_in (case_id, unit_id, obligation_id, channel, happened_on, happened_at, grade, counts, standing)
    values (${id}, ${september!.unit_id}, ${september!.id}, 'in_person', '2025-10-07', now(), 'A', true, 'late')`.execute(
    office.owner,
  );
  await keep();
  const before = (await shownAndTrue()).shown;
  await office.owner
    .updateTable('check_ins.obligation')
    .set({ state: 'lifted' })
    .where('id', '=', september!.id)
    .execute();
  const { shown, counted } = await shownAndTrue();
  expect(shown).toEqual(counted);
  expect(shown).not.toEqual(before);
});

test('the month that runs is never kept, and what every kept month has seen is forgotten', async () => {
  await deeds['another state of a period']!();
  await keep();
  await keep();
  const { rows } = await sql<{ newest: string; lines: number; months: number }>`
    select max(month)::text as newest, count(*)::int as months, (select count(*)::int from figures.touched_month) as lines
    from figures.kept_month where top = ${office.units.palembang}`.execute(office.owner);
  expect(rows[0]).toEqual({ newest: '2025-10-01', months: expect.any(Number) as number, lines: 0 });
  expect(rows[0]!.months).toBeGreaterThanOrEqual(3);
});
