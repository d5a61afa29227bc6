import type pg from 'pg';
import { countryToday, ledgerStart, monthsKnown, monthsLaidOut } from './days.ts';

/**
 * Every client's periods of two years with the report that fulfilled each: one in ten is missed, more often by some than by others.
 * In the month under way six in ten have reported so far. Written month by month, so that a client's rows lie scattered in the table
 * as they do when each month is laid out for everybody.
 */
export async function fillLedger(client: pg.ClientBase): Promise<void> {
  await client.query(`
    create temp table bench_period as
    with drawn as (
      select b.n, i, ('${ledgerStart}'::date + make_interval(months => i))::date as period_from,
        pg_temp.chance(b.n, 1) as nature, pg_temp.chance(b.n * 64 + i, 2) as luck, pg_temp.chance(b.n * 64 + i, 3) as way,
        pg_temp.chance(b.n * 64 + i, 4) as spare
      from generate_series(0, ${monthsKnown + monthsLaidOut - 1}) i cross join pg_temp.bench_client b
    ), judged as (
      select *, case
        when i > ${monthsKnown - 1} then 'scheduled'
        when i = ${monthsKnown - 1} and luck < 5800 then 'fulfilled'
        when i = ${monthsKnown - 1} and luck < 6000 then 'submitted'
        when i = ${monthsKnown - 1} then 'scheduled'
        -- Three kinds of people: 400 x 0.80 + 2600 x 0.15 + 6000 x 0.05 misses in 10,000 are one in ten.
        when luck >= case when nature < 8000 then 400 when nature < 9500 then 2600 else 6000 end then 'fulfilled'
        when spare < 600 then 'excused'
        else 'missed' end as state
      from drawn
    ), islands as (
      select *, count(*) filter (where state <> 'missed') over (partition by n order by i) as island from judged
    ), numbered as (
      select *, case when state = 'missed' then row_number() over (partition by n, island order by i) - (island > 0)::int else 0 end as missed_in_a_row from islands
    )
    select n, i, period_from, (period_from + interval '1 month')::date - 1 as period_until, state, missed_in_a_row,
      uuidv7(period_from - interval '60 days' - now()) as obligation_id,
      case when state = 'submitted' then 'app' when way < 5500 then 'in_person' when way < 7500 then 'app' when way < 9000 then 'remote_call'
        else 'home_visit' end as channel,
      case when state in ('fulfilled', 'submitted') then
        (period_from + time '01:00' + make_interval(days => spare % case when i = ${monthsKnown - 1} then 23 else 28 end, secs => (way * 7) % 25000)) at time zone 'UTC'
      end as reported_at
    from numbered`);
  await client.query('alter table pg_temp.bench_period add column check_in_id uuid');
  await client.query(
    'update pg_temp.bench_period set check_in_id = uuidv7(reported_at - now()) where reported_at is not null',
  );
  await client.query('analyze pg_temp.bench_period');

  await client.query(`
    insert into check_ins.obligation (id, case_id, unit_id, guarded, period_from, period_until, state, missed_in_a_row, fulfilled_by, closed_at,
      rule_id, rule_version, made_at)
    select p.obligation_id, b.case_id, b.unit_id, b.guarded, p.period_from, p.period_until, p.state, p.missed_in_a_row,
      case when p.state = 'fulfilled' then p.check_in_id end,
      case when p.state in ('missed', 'excused') then p.period_until + interval '1 day 1 hour' end, 'check-ins.frequency', '1999-05-19',
      p.period_from - interval '60 days'
    from pg_temp.bench_period p join pg_temp.bench_client b using (n)
    order by p.i, b.unit_id, p.obligation_id`);
  await client.query(`
    insert into check_ins.check_in (id, case_id, unit_id, guarded, obligation_id, channel, medium, happened_on, happened_at, recorded_at, recorded_by,
      received_by, grade, counts, standing, review, receipt, identified_by)
    select p.check_in_id, b.case_id, b.unit_id, b.guarded, p.obligation_id, p.channel, case when p.channel = 'remote_call' then 'telephone' end,
      (p.reported_at at time zone 'UTC')::date, p.reported_at, p.reported_at,
      case p.channel when 'in_person' then b.desk_account when 'app' then null else b.pk_account end,
      case p.channel when 'in_person' then b.desk_staff when 'app' then null else b.pk_staff_id end,
      case p.channel when 'in_person' then 'A' when 'home_visit' then 'A' else 'D' end, true, 'on_time',
      case when p.channel = 'app' and p.state = 'fulfilled' then 'accepted' end, reverse(lpad(to_hex(b.n * 64 + p.i), 10, '0')),
      case when p.channel = 'in_person' then 'card' else 'sight' end
    from pg_temp.bench_period p join pg_temp.bench_client b using (n)
    where p.check_in_id is not null
    order by p.reported_at`);
  await client.query(`
    insert into check_ins.content (check_in_id, case_id, unit_id, answers, talk, follow_up)
    select p.check_in_id, b.case_id, b.unit_id, case when p.channel = 'app' then '{"address": "same", "work": "same", "problem": "none"}'::jsonb else '{}' end,
      case when p.channel = 'app' then '' else format('Percakapan rekaan ke-%s: pekerjaan, keluarga, dan rencana bulan ini dibicarakan.', b.n * 64 + p.i) end, ''
    from pg_temp.bench_period p join pg_temp.bench_client b using (n)
    where p.check_in_id is not null and p.channel <> 'in_person'
    order by p.reported_at`);
  // Each month's close, and last night's: nothing is left for the worker to close.
  await client.query(`
    insert into check_ins.period_close (unit_id, day, closed, missed, third, digest, closed_at)
    select u.id, d.day, 0, 0, 0, sha256(''), d.day
    from units.unit u, (select ('${ledgerStart}'::date + make_interval(months => i))::date from generate_series(1, ${monthsKnown - 1}) i
      union select '${countryToday}'::date) d (day)
    where u.type = 'bapas'`);
}
