-- Lists and figures read an office's own rows by index and not the country's.

-- Who has come today, whatever became of the report: the desk's list asks also for those that were taken back.
drop index check_ins.check_in_unit;
create index check_in_day on check_ins.check_in (unit_id, happened_on);
-- What waits for its review, by the client whose counsellor is asked; a handful in each office.
create index check_in_waiting_case on check_ins.check_in (case_id) where review is null and voided_at is null and channel in ('app', 'helper');

-- The units in the asker's reach are found first, as an array: joined as a set of unknown size they made PostgreSQL read every row of
-- every office. What the figures say is unchanged.
create or replace function figures.check_ins_by_month(top int, from_day date, until_day date)
returns table (month date, channel text, check_ins int, clients int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (select s.unit_id, s.is_full from figures.scope(top) s)
  select date_trunc('month', i.happened_on)::date, i.channel,
         figures.shown(count(*), bool_and(s.is_full)), figures.shown(count(distinct i.case_id), bool_and(s.is_full))
  from check_ins.check_in i join reach s on s.unit_id = i.unit_id
  where i.unit_id = any (array(select r.unit_id from reach r)) and i.happened_on between from_day and until_day and i.voided_at is null
    and (i.channel = 'presence_call' or (i.counts and (i.review is null or i.review in ('accepted', 'accepted_with_concern'))))
  group by 1, 2
  order by 1, 2
$$;

create or replace function figures.clients_on(top int, day date)
returns table (unit_id int, kind text, age_group text, clients int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (select s.unit_id, s.is_full from figures.scope(top) s)
  select c.unit_id, c.kind, c.age_group, figures.shown(count(*), bool_and(s.is_full))
  from cases.client_case c join reach s on s.unit_id = c.unit_id
  where c.unit_id = any (array(select r.unit_id from reach r)) and c.registered_on <= day and (c.ended_on is null or c.ended_on > day)
  group by 1, 2, 3
  order by 1, 2, 3
$$;

create or replace function figures.misses_in_a_row(top int, today date)
returns table (misses int, clients int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (select s.unit_id, s.is_full from figures.scope(top) s)
  select least(coalesce(last.missed_in_a_row, 0), 3), figures.shown(count(*), bool_and(s.is_full))
  from cases.client_case c
  join reach s on s.unit_id = c.unit_id
  left join lateral (
    select o.missed_in_a_row from check_ins.obligation o
    where o.case_id = c.id and check_ins.tells_row(o.state, o.period_until, misses_in_a_row.today)
    order by o.period_from desc limit 1) last on true
  where c.unit_id = any (array(select r.unit_id from reach r)) and c.state in ('active', 'paused')
  group by 1
  order by 1
$$;

-- Reports that belong to no period are few, and so are periods that were laid out anew: both are found by index instead of looking up
-- the period of each of two years' reports. Neither index looks at a column that a report or a close changes.
create index check_in_unowed on check_ins.check_in (unit_id, happened_on) where obligation_id is null;
create index obligation_lifted on check_ins.obligation (unit_id) where lifted_id is not null;
create or replace function figures.standings(units int[], from_month date, until_month date, today date)
returns table (month date, unit_id int, case_id uuid, standing text)
language sql stable as $$
  with months as (
    select m::date as month, least((m + interval '1 month')::date - 1, today) as last_day
    from generate_series(date_trunc('month', from_month), date_trunc('month', until_month), interval '1 month') m
    where m::date <= today
  ), apart as (
    select i.case_id, i.happened_on, i.channel, i.review from check_ins.check_in i
    where i.unit_id = any (units) and i.obligation_id is null and i.voided_at is null and i.counts
      and i.happened_on >= from_month and i.happened_on <= least((until_month + interval '1 month')::date - 1, today)
    union all
    select i.case_id, i.happened_on, i.channel, i.review from check_ins.obligation o join check_ins.check_in i on i.obligation_id = o.id
    where o.unit_id = any (units) and o.lifted_id is not null and i.unit_id = any (units) and i.voided_at is null and i.counts
      and i.happened_on >= from_month and i.happened_on <= least((until_month + interval '1 month')::date - 1, today)
  ), unowed as (
    select distinct date_trunc('month', a.happened_on)::date as month, a.case_id from apart a
    where case when a.channel in ('app', 'helper') then a.review in ('accepted', 'accepted_with_concern')
               else a.review is distinct from 'not_the_person' end
  ), owed as (
    select date_trunc('month', o.period_from)::date as month, o.case_id, bool_or(o.state = 'fulfilled') as fulfilled,
      bool_or(o.state = 'missed') as missed, bool_or(o.state in ('scheduled', 'submitted')) as open,
      bool_or(o.state = 'excused') as excused, bool_or(o.state = 'not_recorded') as not_recorded
    from check_ins.obligation o
    where o.unit_id = any (units) and o.period_from >= from_month and o.period_from < until_month + interval '1 month'
    group by 1, 2
  )
  select m.month, c.unit_id, c.id,
    case when o.fulfilled or r.case_id is not null then 'reported' when o.missed then 'missed' when o.open then 'open'
         when o.excused then 'excused' when o.not_recorded then 'not_recorded' else 'nothing_owed' end
  from months m
  join cases.client_case c on c.unit_id = any (units) and c.registered_on <= m.last_day and (c.ended_on is null or c.ended_on > m.last_day)
  left join unowed r on r.month = m.month and r.case_id = c.id
  left join owed o on o.month = m.month and o.case_id = c.id
$$;
