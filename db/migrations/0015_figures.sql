-- figures: counts over the modules. Everyone who may count an office gets the same number, also of clients whose files are
-- closed to him; so the counting runs in vetted functions that return numbers only, and only for units in the asker's reach.
-- The analyst of the centre gets no number below five.

create schema figures;
grant usage on schema figures to app_staff;

create function figures.scope(top int) returns table (unit_id int, is_full boolean)
language sql stable security definer set search_path = '' as $$
  with reach as (
    select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas', 'kanwil') as counted,
           platform.ctx_units('ditjen_analyst') as aggregated)
  select u.id, u.id = any (reach.counted)
  from units.unit u, reach
  where u.path @> array[top] and (u.id = any (reach.counted) or u.id = any (reach.aggregated))
$$;
create function figures.shown(n bigint, is_full boolean) returns int
language sql immutable set search_path = '' as $$
  select case when is_full or n = 0 or n >= 5 then n::int end
$$;

-- A report counts when it stands: not voided, with guidance in it, and not found by its reviewer to be somebody else's or incomplete.
create function figures.check_ins_by_month(top int, from_day date, until_day date)
returns table (month date, channel text, check_ins int, clients int)
language sql stable security definer set search_path = '' as $$
  select date_trunc('month', i.happened_on)::date, i.channel,
         figures.shown(count(*), bool_and(s.is_full)), figures.shown(count(distinct i.case_id), bool_and(s.is_full))
  from check_ins.check_in i join figures.scope(top) s on s.unit_id = i.unit_id
  where i.happened_on between from_day and until_day and i.voided_at is null
    and (i.channel = 'presence_call' or (i.counts and (i.review is null or i.review in ('accepted', 'accepted_with_concern'))))
  group by 1, 2
  order by 1, 2
$$;

-- What is known of each client under supervision on a month's last day (or today), for that month, in the order of what weighs
-- most; unknown is never taken for missed. Runs with the rights of whoever asks, so that the lists behind the numbers judge by
-- the same words. Plain SQL without settings of its own, so that PostgreSQL plans it together with what asks.
create function figures.standings(units int[], from_month date, until_month date, today date)
returns table (month date, unit_id int, case_id uuid, standing text)
language sql stable as $$
  with months as (
    select m::date as month, least((m + interval '1 month')::date - 1, today) as last_day
    from generate_series(date_trunc('month', from_month), date_trunc('month', until_month), interval '1 month') m
    where m::date <= today
  ), reported as (
    select distinct date_trunc('month', i.happened_on)::date as month, i.case_id
    from check_ins.check_in i
    where i.unit_id = any (units) and i.happened_on >= from_month and i.happened_on <= least((until_month + interval '1 month')::date - 1, today)
      and i.voided_at is null and i.counts and (i.review is null or i.review in ('accepted', 'accepted_with_concern'))
  ), owed as (
    select date_trunc('month', o.period_from)::date as month, o.case_id,
      bool_or(o.state = 'missed') as missed, bool_or(o.state in ('scheduled', 'submitted')) as open,
      bool_or(o.state = 'excused') as excused, bool_or(o.state = 'not_recorded') as not_recorded
    from check_ins.obligation o
    where o.unit_id = any (units) and o.period_from >= from_month and o.period_from < until_month + interval '1 month'
    group by 1, 2
  )
  select m.month, c.unit_id, c.id,
    case when r.case_id is not null then 'reported' when o.missed then 'missed' when o.open then 'open' when o.excused then 'excused'
         when o.not_recorded then 'not_recorded' else 'nothing_owed' end
  from months m
  join cases.client_case c on c.unit_id = any (units) and c.registered_on <= m.last_day and (c.ended_on is null or c.ended_on > m.last_day)
  left join reported r on r.month = m.month and r.case_id = c.id
  left join owed o on o.month = m.month and o.case_id = c.id
$$;

-- For each month, how many clients stand how. The parts add up to the whole.
create function figures.reporting_by_month(top int, from_month date, until_month date, today date)
returns table (month date, clients int, reported int, missed int, excused int, open int, not_recorded int, nothing_owed int)
language sql stable security definer set search_path = '' as $$
  with judged as (
    select j.month, j.standing, s.is_full
    from figures.standings((select array_agg(x.unit_id) from figures.scope(top) x), date_trunc('month', from_month)::date,
      date_trunc('month', until_month)::date, today) j
    join figures.scope(top) s on s.unit_id = j.unit_id
  )
  select j.month,
    figures.shown(count(*), bool_and(j.is_full)),
    figures.shown(count(*) filter (where j.standing = 'reported'), bool_and(j.is_full)),
    figures.shown(count(*) filter (where j.standing = 'missed'), bool_and(j.is_full)),
    figures.shown(count(*) filter (where j.standing = 'excused'), bool_and(j.is_full)),
    figures.shown(count(*) filter (where j.standing = 'open'), bool_and(j.is_full)),
    figures.shown(count(*) filter (where j.standing = 'not_recorded'), bool_and(j.is_full)),
    figures.shown(count(*) filter (where j.standing = 'nothing_owed'), bool_and(j.is_full))
  from judged j
  group by 1
  order by 1
$$;

-- Clients under supervision on a day, by unit, kind and age group.
create function figures.clients_on(top int, day date)
returns table (unit_id int, kind text, age_group text, clients int)
language sql stable security definer set search_path = '' as $$
  select c.unit_id, c.kind, c.age_group, figures.shown(count(*), bool_and(s.is_full))
  from cases.client_case c join figures.scope(top) s on s.unit_id = c.unit_id
  where c.registered_on <= day and (c.ended_on is null or c.ended_on > day)
  group by 1, 2, 3
  order by 1, 2, 3
$$;

-- How many periods in a row each client under supervision has missed as of his last closed period: 0, 1, 2, 3 and more.
create function figures.misses_in_a_row(top int)
returns table (misses int, clients int)
language sql stable security definer set search_path = '' as $$
  select least(coalesce(last.missed_in_a_row, 0), 3), figures.shown(count(*), bool_and(s.is_full))
  from cases.client_case c
  join figures.scope(top) s on s.unit_id = c.unit_id
  left join lateral (
    select o.missed_in_a_row from check_ins.obligation o
    where o.case_id = c.id and o.state in ('fulfilled', 'missed', 'excused', 'not_recorded')
    order by o.period_from desc limit 1) last on true
  where c.state in ('active', 'paused')
  group by 1
  order by 1
$$;

-- Officers on paper and at work, and how many clients each group carries. At work: not lent or rotating elsewhere, not absent.
create function figures.officers_on(top int, day date)
returns table (unit_id int, grade text, officers int, lent int, rotating int, absent int)
language sql stable security definer set search_path = '' as $$
  select p.unit_id, coalesce(t.grade, 'other'), count(distinct t.id)::int,
    (count(distinct t.id) filter (where away.kind = 'secondment'))::int,
    (count(distinct t.id) filter (where away.kind = 'rotation'))::int,
    (count(distinct t.id) filter (where away.kind is null and exists (
      select 1 from units.absence a where a.staff_id = t.id and a.withdrawn_at is null and day between a.starts_on and a.ends_on)))::int
  from units.posting p
  join figures.scope(top) s on s.unit_id = p.unit_id
  join units.staff t on t.id = p.staff_id
  left join lateral (
    select o.kind from units.posting o
    where o.staff_id = t.id and o.kind in ('secondment', 'rotation') and o.unit_id <> p.unit_id and o.withdrawn_at is null and o.approved_at is not null
      and o.starts_on <= day and (o.ends_on is null or o.ends_on >= day)
    order by o.starts_on desc limit 1) away on true
  where p.role in ('pk', 'apk') and p.kind = 'permanent' and p.withdrawn_at is null and p.approved_at is not null
    and p.starts_on <= day and (p.ends_on is null or p.ends_on >= day)
    and (t.left_on is null or t.left_on > day)
  group by 1, 2
  order by 1, 2
$$;

revoke all on all functions in schema figures from public;
grant execute on function figures.scope(int), figures.standings(int[], date, date, date), figures.check_ins_by_month(int, date, date), figures.reporting_by_month(int, date, date, date),
  figures.clients_on(int, date), figures.misses_in_a_row(int), figures.officers_on(int, date) to app_staff;
