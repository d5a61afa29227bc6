-- One reckoning of a ledger for everybody who counts: the same words as summarize() in check-ins/summary.rules.ts, so that the client,
-- the counsellor, the head and the figures of the region never read two answers about one period.

-- Whether a period tells how many were missed in a row as of a day: it has ended and was closed, or it is settled before its end. One
-- sent in time that waits for its review breaks the row once its last day has passed. A plain expression, so that it is planned away.
create function check_ins.tells_row(state text, period_until date, today date) returns boolean
language sql immutable parallel safe as $$
  select state in ('fulfilled', 'excused') or (state in ('missed', 'not_recorded', 'submitted') and period_until < today)
$$;

-- What is known of each client under supervision on a month's last day (or today), for that month. The ledger says it: a report that
-- came late fulfils the month it was for, one that waits for its review fulfils nothing yet. Only a report that belongs to no period
-- (a client who owed nothing) speaks for the month it came in.
create or replace function figures.standings(units int[], from_month date, until_month date, today date)
returns table (month date, unit_id int, case_id uuid, standing text)
language sql stable as $$
  with months as (
    select m::date as month, least((m + interval '1 month')::date - 1, today) as last_day
    from generate_series(date_trunc('month', from_month), date_trunc('month', until_month), interval '1 month') m
    where m::date <= today
  ), unowed as (
    select distinct date_trunc('month', i.happened_on)::date as month, i.case_id
    from check_ins.check_in i left join check_ins.obligation o on o.id = i.obligation_id and o.state = 'lifted'
    where i.unit_id = any (units) and i.happened_on >= from_month and i.happened_on <= least((until_month + interval '1 month')::date - 1, today)
      and i.voided_at is null and i.counts and (i.obligation_id is null or o.id is not null)
      and case when i.channel in ('app', 'helper') then i.review in ('accepted', 'accepted_with_concern')
               else i.review is distinct from 'not_the_person' end
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

-- How many periods in a row each client under supervision has missed as of a day: 0, 1, 2, 3 and more.
drop function figures.misses_in_a_row(int);
create function figures.misses_in_a_row(top int, today date)
returns table (misses int, clients int)
language sql stable security definer set search_path = '' as $$
  select least(coalesce(last.missed_in_a_row, 0), 3), figures.shown(count(*), bool_and(s.is_full))
  from cases.client_case c
  join figures.scope(top) s on s.unit_id = c.unit_id
  left join lateral (
    select o.missed_in_a_row from check_ins.obligation o
    where o.case_id = c.id and check_ins.tells_row(o.state, o.period_until, misses_in_a_row.today)
    order by o.period_from desc limit 1) last on true
  where c.state in ('active', 'paused')
  group by 1
  order by 1
$$;
revoke all on function check_ins.tells_row(text, date, date), figures.misses_in_a_row(int, date) from public;
grant execute on function check_ins.tells_row(text, date, date) to app_staff, app_client, app_jobs;
grant execute on function figures.misses_in_a_row(int, date) to app_staff;
