-- 1. Misses in a row of a month that is over, as it ended.

-- The day at an office, by which what is over is told from what still runs.
create function figures.today_at(top int) returns date
language sql stable set search_path = '' as $$
  select coalesce(u.demo_today, (now() at time zone u.zone)::date) from units.unit u where u.id = top
$$;

-- The newest period that had ended by a day that is over, and how many each client then under supervision had missed in a row with it:
-- by the ledger as it stands, like every other figure of a past month (a report that came late fulfils the month it was for). Read in one
-- range of the office's index, as `check_ins.misses_of` reads them as of today; the few whose last period lies further back one by one.
create function check_ins.misses_at_end_of(units int[], day date) returns table (case_id uuid, unit_id int, misses int, period_from date)
language sql stable as $$
  with recent as materialized (
    select o.case_id, max((o.period_from - date '2000-01-01')::bigint * 10000 + o.missed_in_a_row) as newest
    from check_ins.obligation o
    where o.unit_id = any (units) and o.period_from between (date_trunc('month', day::timestamp) - interval '1 month')::date and day
      and o.period_until <= day and check_ins.tells_row(o.state, o.period_until, day + 1)
    group by o.case_id
  )
  select c.id, c.unit_id, coalesce((r.newest % 10000)::int, earlier.missed_in_a_row), coalesce(date '2000-01-01' + (r.newest / 10000)::int, earlier.period_from)
  from cases.client_case c
  left join recent r on r.case_id = c.id
  left join lateral (
    select o.missed_in_a_row, o.period_from from check_ins.obligation o
    where r.case_id is null and o.case_id = c.id and o.lifted_id is null
      and o.period_until <= day and check_ins.tells_row(o.state, o.period_until, day + 1)
    order by o.period_from desc limit 1) earlier on true
  where c.unit_id = any (units) and c.registered_on <= day and (c.ended_on is null or c.ended_on > day)
$$;
revoke all on function figures.today_at(int), check_ins.misses_at_end_of(int[], date) from public;
grant execute on function check_ins.misses_at_end_of(int[], date) to app_staff;

create or replace function figures.day_told(top int, day date) returns date
language sql stable set search_path = '' as $$
  select case when date_trunc('month', day::timestamp) = date_trunc('month', office.today::timestamp) then office.today
              else (date_trunc('month', day::timestamp) + interval '1 month')::date - 1 end
  from (select figures.today_at(top) as today) office
$$;

-- `day` is today or a day that is over. Whoever reads sums only does not choose what today is.
drop function figures.misses_in_a_row(int, date);
create function figures.misses_in_a_row(top int, day date, today date)
returns table (misses int, clients int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select array_agg(s.unit_id) as units, bool_and(s.is_full) as is_full,
      case when bool_and(s.is_full) then misses_in_a_row.day else figures.day_told(top, misses_in_a_row.day) end as day,
      case when bool_and(s.is_full) then misses_in_a_row.today else figures.today_at(top) end as today
    from figures.counted(top) s
  ), told_of as (
    select m.misses from reach cross join lateral check_ins.misses_of(reach.units, reach.today) m
    where reach.day >= reach.today and m.state in ('active', 'paused')
    union all
    select m.misses from reach cross join lateral check_ins.misses_at_end_of(reach.units, reach.day) m
    where reach.day < reach.today
  ), groups as materialized (
    select least(coalesce(t.misses, 0), 3) as misses, count(*) as clients from told_of t group by 1
  ), told as (
    select figures.covered(array_agg(figures.shown(coalesce(g.clients, 0), false) order by p)) as clients
    from generate_series(0, 3) p left join groups g on g.misses = p
  )
  select g.misses, g.clients::int from groups g, reach where reach.is_full
  union all
  select p, told.clients[p + 1] from told, generate_series(0, 3) p, reach where not reach.is_full and exists (select from groups)
  order by 1
$$;
revoke all on function figures.misses_in_a_row(int, date, date) from public;
grant execute on function figures.misses_in_a_row(int, date, date) to app_staff;

-- 2. What an office above counts and could not look behind: transfers under way, and how far assessments cover the clients. Who counts an
-- office is told which files the number means; whose they are, only where the file itself is open to him.
create function figures.named_in(top int) returns table (unit_id int)
language sql stable set search_path = '' as $$
  select s.unit_id from figures.scope(top) s
  where s.is_full and s.unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'kanwil'))::int[])
$$;

create function figures.transfers_under_way(top int) returns table (case_id uuid, unit_id int, requested_on date)
language sql stable security definer set search_path = '' as $$
  select t.case_id, r.unit_id, t.requested_on
  from figures.named_in(top) r
  join cases.transfer t on r.unit_id in (t.from_unit_id, t.to_unit_id)
  where t.state in ('requested', 'at_tpp', 'approved')
$$;

create or replace function figures.offices_below(top int, month date, today date)
returns table (unit_id int, clients int, reported int, missed int, not_recorded int, missed_twice int, missed_thrice int, transfers int, transfer_since date)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (select s.unit_id from figures.scope(top) s where s.is_full),
  known as (
    select t.unit_id, count(*)::int as clients, (count(*) filter (where t.standing = 'reported'))::int as reported,
      (count(*) filter (where t.standing = 'missed'))::int as missed, (count(*) filter (where t.standing = 'not_recorded'))::int as not_recorded
    from figures.standings(array(select r.unit_id from reach r), month, month, today) t group by 1),
  rows_of as (
    select m.unit_id, (count(*) filter (where m.misses = 2))::int as twice, (count(*) filter (where m.misses > 2))::int as thrice
    from check_ins.misses_of(array(select r.unit_id from reach r), offices_below.today) m
    where m.state in ('active', 'paused')
    group by 1),
  moving as (
    select t.unit_id, count(*)::int as transfers, min(t.requested_on) as since from figures.transfers_under_way(top) t group by 1)
  select r.unit_id, coalesce(k.clients, 0), coalesce(k.reported, 0), coalesce(k.missed, 0), coalesce(k.not_recorded, 0),
    coalesce(m.twice, 0), coalesce(m.thrice, 0), coalesce(t.transfers, 0), t.since
  from reach r left join known k using (unit_id) left join rows_of m using (unit_id) left join moving t using (unit_id)
  where k.clients > 0 or t.transfers > 0
  order by coalesce(m.thrice, 0) desc, coalesce(k.missed, 0) desc, r.unit_id
$$;

create function assessments.standings(top int, today date) returns table (case_id uuid, unit_id int, standing text)
language sql stable security definer set search_path = '' as $$
  select c.id, c.unit_id, case
    when t.state is null then 'never'
    when t.state = 'assessed' then case when t.due_on < standings.today then 'overdue' else 'current' end
    else t.state end
  from figures.named_in(top) r
  join cases.client_case c on c.unit_id = r.unit_id
  left join assessments.standing t on t.case_id = c.id
  where c.state in ('received', 'active', 'paused')
$$;

create or replace function assessments.coverage(top int, today date)
returns table (unit_id int, clients int, current int, overdue int, provisional int, never int, children int)
language sql stable security definer set search_path = '' as $$
  select s.unit_id, count(*)::int,
    (count(*) filter (where s.standing = 'current'))::int, (count(*) filter (where s.standing = 'overdue'))::int,
    (count(*) filter (where s.standing = 'provisional'))::int, (count(*) filter (where s.standing = 'never'))::int,
    (count(*) filter (where s.standing = 'child'))::int
  from assessments.standings(top, coverage.today) s
  group by 1 order by 1
$$;
revoke all on function figures.named_in(int), figures.transfers_under_way(int), assessments.standings(int, date) from public;
grant execute on function figures.transfers_under_way(int), assessments.standings(int, date) to app_staff;
