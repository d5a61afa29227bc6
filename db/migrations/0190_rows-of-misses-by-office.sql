-- A child's rows are few. Asked whether its case may be seen, the planner gathered all cases of the office first, because it reckons with
-- every row and not with the few that are guarded; `offset 0` keeps it to looking up the one case of each.
alter policy in_unit on check_ins.obligation using (
  (not guarded and unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil'))::int[]))
  or (guarded and exists (select from cases.client_case c where c.id = obligation.case_id offset 0))
  or case_id = any ((select cases.ctx_deep())::uuid[]));
alter policy in_unit on check_ins.check_in using (
  (not guarded and unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil'))::int[]))
  or (guarded and exists (select from cases.client_case c where c.id = check_in.case_id offset 0))
  or case_id = any ((select cases.ctx_deep())::uuid[]));

-- How many periods in a row each client of some offices who is under supervision has missed as of a day; nothing for one whose ledger tells
-- nothing yet. Almost every ledger tells it in this month or the last, which lie side by side in the index of the office; the others (paused
-- for long, or owing nothing for long) are looked into one by one. The newest period that tells counts: its day and its number are one
-- number, whose greatest is kept.
create function check_ins.misses_of(units int[], today date) returns table (case_id uuid, unit_id int, state text, pk_staff_id uuid, misses int)
language sql stable as $$
  with recent as materialized (
    select o.case_id, (max((o.period_from - date '2000-01-01')::bigint * 10000 + o.missed_in_a_row) % 10000)::int as misses
    from check_ins.obligation o
    where o.unit_id = any (units) and o.period_from >= (date_trunc('month', today::timestamp) - interval '1 month')::date
      and o.lifted_id is null and check_ins.tells_row(o.state, o.period_until, today)
    group by o.case_id
  )
  select c.id, c.unit_id, c.state, c.pk_staff_id, coalesce(r.misses, earlier.missed_in_a_row)
  from cases.client_case c
  left join recent r on r.case_id = c.id
  left join lateral (
    select o.missed_in_a_row from check_ins.obligation o
    where r.case_id is null and o.case_id = c.id and o.lifted_id is null and check_ins.tells_row(o.state, o.period_until, today)
    order by o.period_from desc limit 1) earlier on true
  where c.unit_id = any (units) and c.state in ('received', 'active', 'paused')
$$;
revoke all on function check_ins.misses_of(int[], date) from public;
grant execute on function check_ins.misses_of(int[], date) to app_staff;

create or replace function figures.misses_in_a_row(top int, today date)
returns table (misses int, clients int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (select array_agg(s.unit_id) as units, array_agg(s.unit_id) filter (where not s.is_full) as partly from figures.scope(top) s)
  select least(coalesce(m.misses, 0), 3), figures.shown(count(*), not coalesce(bool_or(m.unit_id = any (reach.partly)), false))
  from reach cross join lateral check_ins.misses_of(reach.units, misses_in_a_row.today) m
  where m.state in ('active', 'paused')
  group by 1
  order by 1
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
    select r.unit_id, count(*)::int as transfers, min(t.requested_on) as since
    from cases.transfer t join reach r on r.unit_id in (t.from_unit_id, t.to_unit_id)
    where t.state in ('requested', 'at_tpp', 'approved') group by 1)
  select r.unit_id, coalesce(k.clients, 0), coalesce(k.reported, 0), coalesce(k.missed, 0), coalesce(k.not_recorded, 0),
    coalesce(m.twice, 0), coalesce(m.thrice, 0), coalesce(t.transfers, 0), t.since
  from reach r left join known k using (unit_id) left join rows_of m using (unit_id) left join moving t using (unit_id)
  where k.clients > 0 or t.transfers > 0
  order by coalesce(m.thrice, 0) desc, coalesce(k.missed, 0) desc, r.unit_id
$$;

-- A client's lines are tens, not the thousand that a function is reckoned to give: who wrote each is looked up for these alone.
alter function platform.lines_of_case(uuid, timestamptz) rows 40;

-- Who asks is looked up once, not once for every unit of the country.
create or replace function figures.scope(top int) returns table (unit_id int, is_full boolean)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas', 'kanwil') as counted,
           platform.ctx_units('ditjen_analyst') as aggregated)
  select u.id, u.id = any (reach.counted)
  from units.unit u, reach
  where u.path @> array[top] and (u.id = any (reach.counted) or u.id = any (reach.aggregated))
$$;
