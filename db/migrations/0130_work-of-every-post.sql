-- Jobs that failed for good, for whoever keeps the house; and what a regional office looks at in the morning.

-- The queue's tables stay closed: the page sees which job, since when and under which number it failed, never what it was given.
create function platform.parked_jobs()
returns table (id bigint, name text, added_at timestamptz, tried_at timestamptz, tries int, number text)
language plpgsql stable security definer set search_path = '' as $$
begin
  if cardinality(platform.ctx_units('office_admin', 'auditor')) = 0 then return; end if;
  return query
    select j.id, j.task_identifier, j.created_at, j.updated_at, j.attempts::int, j.last_error
    from graphile_worker.jobs j where j.attempts >= j.max_attempts and j.locked_at is null
    order by j.updated_at, j.id;
end $$;

-- Tries a parked job once more from the beginning, or takes it out of the queue. Yields nothing where it is parked no longer.
create function platform.settle_parked_job(job bigint, again boolean)
returns table (name text, tries int, number text)
language plpgsql security definer set search_path = '' as $$
begin
  if not platform.ctx_keeps_house() then return; end if;
  perform 1 from graphile_worker._private_jobs j where j.id = job for update;
  select j.task_identifier, j.attempts::int, j.last_error into name, tries, number
  from graphile_worker.jobs j where j.id = job and j.attempts >= j.max_attempts and j.locked_at is null;
  if not found then return; end if;
  if again then perform graphile_worker.reschedule_jobs(array[job], now(), null, 0);
  else perform graphile_worker.complete_jobs(array[job]); end if;
  return next;
end $$;
revoke all on function platform.parked_jobs(), platform.settle_parked_job(bigint, boolean) from public;
grant execute on function platform.parked_jobs(), platform.settle_parked_job(bigint, boolean) to app_staff;

-- One line for each office below that has clients: last month's reports, misses in a row, and clients under way to or from it.
create function figures.offices_below(top int, month date, today date)
returns table (unit_id int, clients int, reported int, missed int, not_recorded int, missed_twice int, missed_thrice int, transfers int, transfer_since date)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (select s.unit_id from figures.scope(top) s where s.is_full),
  known as (
    select t.unit_id, count(*)::int as clients, (count(*) filter (where t.standing = 'reported'))::int as reported,
      (count(*) filter (where t.standing = 'missed'))::int as missed, (count(*) filter (where t.standing = 'not_recorded'))::int as not_recorded
    from figures.standings(array(select r.unit_id from reach r), month, month, today) t group by 1),
  rows_of as (
    select c.unit_id, (count(*) filter (where last.missed_in_a_row = 2))::int as twice, (count(*) filter (where last.missed_in_a_row > 2))::int as thrice
    from cases.client_case c
    cross join lateral (
      select o.missed_in_a_row from check_ins.obligation o
      where o.case_id = c.id and check_ins.tells_row(o.state, o.period_until, offices_below.today)
      order by o.period_from desc limit 1) last
    where c.unit_id = any (array(select r.unit_id from reach r)) and c.state in ('active', 'paused')
    group by 1),
  moving as (
    select r.unit_id, count(*)::int as transfers, min(t.requested_on) as since
    from cases.transfer t join reach r on r.unit_id in (t.from_unit_id, t.to_unit_id)
    where t.state in ('requested', 'at_tpp', 'approved') group by 1)
  select r.unit_id, coalesce(k.clients, 0), coalesce(k.reported, 0), coalesce(k.missed, 0), coalesce(k.not_recorded, 0),
    coalesce(m.twice, 0), coalesce(m.thrice, 0), coalesce(t.transfers, 0), t.since
  from reach r left join known k using (unit_id) left join rows_of m using (unit_id) left join moving t using (unit_id)
  where k.clients > 0 or t.transfers > 0
  order by coalesce(m.thrice, 0) desc, coalesce(k.missed, 0) desc, r.unit_id
$$;
revoke all on function figures.offices_below(int, date, date) from public;
grant execute on function figures.offices_below(int, date, date) to app_staff;
