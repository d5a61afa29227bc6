-- The analyst sees no number of clients below five by which a person could be known: until now the database hid the small numbers and the
-- application what would follow from them, so that whoever spoke to the database itself as an analyst could subtract his way to them.
-- The database keeps the whole rule. Who reads sums only counts
--   one office with its posts at a time: no post by itself, and no unit above, from which all offices but one could be taken away;
--   with another part of the office hidden beside what is small, so that their sum does not tell it;
--   a past month as it ended and this month as of the office's own today, so that no two days that he chooses tell who came between.
-- What an officer of the office, its heads and the Kanwil count stays as it was.

-- `is_office`: an office that guides clients, with its posts, which are not told apart to whoever reads sums only.
drop function figures.scope(int);
create function figures.scope(top int) returns table (unit_id int, is_full boolean, is_office boolean)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas', 'kanwil') as counted,
           platform.ctx_units('ditjen_analyst') as aggregated)
  select u.id, u.id = any (reach.counted), u.type not in ('ditjenpas', 'kanwil') and coalesce(a.type in ('ditjenpas', 'kanwil'), true)
  from reach cross join units.unit u left join units.unit a on a.id = u.parent_id
  where u.path @> array[top] and (u.id = any (reach.counted) or u.id = any (reach.aggregated))
$$;

-- The units whose clients a number counts: all that the asker counts one by one, or one whole office.
create function figures.counted(top int) returns table (unit_id int, is_full boolean)
language sql stable set search_path = '' as $$
  with reach as materialized (select s.unit_id, s.is_full, s.is_office from figures.scope(top) s)
  select r.unit_id, r.is_full from reach r where r.is_full or exists (select from reach o where o.unit_id = top and o.is_office)
$$;

-- The day as of which clients are told to whoever reads sums only: of this month the office's own today, of any other one its last.
create function figures.day_told(top int, day date) returns date
language sql stable set search_path = '' as $$
  select case when date_trunc('month', day::timestamp) = date_trunc('month', office.today::timestamp) then office.today
              else (date_trunc('month', day::timestamp) + interval '1 month')::date - 1 end
  from (select coalesce(u.demo_today, (now() at time zone u.zone)::date) as today from units.unit u where u.id = top) office
$$;

-- Parts of one office that stand beside their sum: with what is small the smallest of the others is hidden (where all others are none, these),
-- with all that are as small. No place weighs more than another, so whoever knows this rule cannot tell which hidden part is the small one.
create function figures.covered(parts int[]) returns int[]
language sql immutable set search_path = '' as $$
  select case when array_position(parts, null) is null then parts else array(
    select nullif(p.part, cover.part)
    from unnest(parts) with ordinality p (part, place)
    cross join (select coalesce(min(o) filter (where o > 0), 0) as part from unnest(parts) o) cover
    order by p.place) end
$$;
revoke all on function figures.scope(int), figures.counted(int), figures.day_told(int, date), figures.covered(int[]) from public;
grant execute on function figures.scope(int) to app_staff;

create or replace function figures.reporting_by_month(top int, from_month date, until_month date, today date)
returns table (month date, clients int, reported int, missed int, excused int, open int, not_recorded int, nothing_owed int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select array_agg(s.unit_id) as units, bool_and(s.is_full) as is_full,
      case when bool_and(s.is_full) then reporting_by_month.today else figures.day_told(top, reporting_by_month.today) end as today
    from figures.counted(top) s
  ), months as materialized (
    select m::date as month, (m + interval '1 month')::date - 1 as until, least((m + interval '1 month')::date - 1, reach.today) as last_day
    from reach, generate_series(date_trunc('month', from_month::timestamp), date_trunc('month', until_month::timestamp), interval '1 month') m
    where m::date <= reach.today
  ), supervised as materialized (
    select c.id, c.registered_on, coalesce(c.ended_on, 'infinity'::date) as ended_on
    from reach join cases.client_case c on c.unit_id = any (reach.units) and c.registered_on <= reach.today
  ), told as (
    -- What weighs most comes first: 1 reported, 2 missed, 3 open, 4 excused, 5 not recorded. Nothing at all: nothing was owed.
    select m.month, m.last_day, o.case_id, o.standing
    from months m cross join reach cross join lateral (
      select said.case_id, min(case said.state when 'fulfilled' then 1 when 'missed' then 2 when 'scheduled' then 3 when 'submitted' then 3
                                               when 'excused' then 4 when 'not_recorded' then 5 end) as standing
      from (
        select o.case_id, o.state from check_ins.obligation o
        where o.unit_id = any (reach.units) and o.period_from between m.month and m.until
        union all
        select a.case_id, 'fulfilled' from (
          select i.case_id, i.channel, i.review from check_ins.check_in i
          where i.unit_id = any (reach.units) and i.obligation_id is null and i.voided_at is null and i.counts
            and i.happened_on between m.month and m.last_day
          union all
          select i.case_id, i.channel, i.review from check_ins.obligation l join check_ins.check_in i on i.obligation_id = l.id
          where l.unit_id = any (reach.units) and l.lifted_id is not null and i.unit_id = any (reach.units) and i.voided_at is null and i.counts
            and i.happened_on between m.month and m.last_day) a
        where case when a.channel in ('app', 'helper') then a.review in ('accepted', 'accepted_with_concern')
                   else a.review is distinct from 'not_the_person' end
      ) said
      group by said.case_id) o
  ), parts as (
    select t.month, count(*) filter (where t.standing = 1) as reported, count(*) filter (where t.standing = 2) as missed,
      count(*) filter (where t.standing = 3) as open, count(*) filter (where t.standing = 4) as excused,
      count(*) filter (where t.standing = 5) as not_recorded, count(t.standing) as told
    from told t join supervised c on c.id = t.case_id and c.registered_on <= t.last_day and c.ended_on > t.last_day
    group by 1
  ), wholes as (
    select m.month, count(*) as clients
    from months m join supervised c on c.registered_on <= m.last_day and c.ended_on > m.last_day
    group by 1
  ), shown as (
    select w.month, reach.is_full, figures.shown(w.clients, reach.is_full) as clients, array[
      figures.shown(coalesce(p.reported, 0), reach.is_full), figures.shown(coalesce(p.missed, 0), reach.is_full),
      figures.shown(coalesce(p.excused, 0), reach.is_full), figures.shown(coalesce(p.open, 0), reach.is_full),
      figures.shown(coalesce(p.not_recorded, 0), reach.is_full), figures.shown(w.clients - coalesce(p.told, 0), reach.is_full)] as parts
    from reach cross join wholes w left join parts p on p.month = w.month
  )
  select s.month, s.clients, c.parts[1], c.parts[2], c.parts[3], c.parts[4], c.parts[5], c.parts[6]
  from shown s cross join lateral (select case when s.is_full then s.parts else figures.covered(s.parts) end as parts offset 0) c
  order by 1
$$;

-- Whoever reads sums only reads whole months, whichever days he names.
create or replace function figures.check_ins_by_month(top int, from_day date, until_day date)
returns table (month date, channel text, check_ins int, clients int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select array_agg(s.unit_id) as units, bool_and(s.is_full) as is_full from figures.counted(top) s
  ), months as materialized (
    select m::date as month, case when reach.is_full then greatest(m::date, from_day) else m::date end as first_day,
      case when reach.is_full then least((m + interval '1 month')::date - 1, until_day) else (m + interval '1 month')::date - 1 end as last_day
    from reach, generate_series(date_trunc('month', from_day::timestamp), until_day::timestamp, interval '1 month') m
  )
  select m.month, k.channel, figures.shown(sum(k.check_ins)::bigint, reach.is_full), figures.shown(count(*), reach.is_full)
  from reach cross join months m cross join lateral (
    select i.channel, i.case_id, count(*) as check_ins
    from check_ins.check_in i
    where i.unit_id = any (reach.units) and i.happened_on between m.first_day and m.last_day and i.voided_at is null
      and (i.channel = 'presence_call' or (i.counts and (i.review is null or i.review in ('accepted', 'accepted_with_concern'))))
    group by 1, 2) k
  group by 1, 2, reach.is_full
  order by 1, 2
$$;

-- Of an office that is told in sums, each kind has both ages, so that a part that is not there is no different from one that is hidden.
create or replace function figures.clients_on(top int, day date)
returns table (unit_id int, kind text, age_group text, clients int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select array_agg(s.unit_id) as units, bool_and(s.is_full) as is_full,
      case when bool_and(s.is_full) then clients_on.day else figures.day_told(top, clients_on.day) end as day
    from figures.counted(top) s
  ), groups as materialized (
    select c.unit_id, c.kind, c.age_group, count(*) as clients
    from reach join cases.client_case c on c.unit_id = any (reach.units)
    where c.registered_on <= reach.day and (c.ended_on is null or c.ended_on > reach.day)
    group by 1, 2, 3
  ), parts as (
    select k.kind, a.age_group, figures.shown(coalesce(sum(g.clients), 0)::bigint, false) as clients, row_number() over (order by k.kind, a.age_group) as place
    from (select distinct o.kind from groups o, reach where not reach.is_full) k
    cross join (values ('adult'), ('child')) a (age_group)
    left join groups g on g.kind = k.kind and g.age_group = a.age_group
    group by 1, 2
  ), told as (
    select figures.covered(array_agg(p.clients order by p.place)) as clients from parts p
  )
  select g.unit_id, g.kind, g.age_group, g.clients::int from groups g, reach where reach.is_full
  union all
  select top, p.kind, p.age_group, told.clients[p.place] from parts p, told
  order by 1, 2, 3
$$;

create or replace function figures.all_clients(top int, day date) returns int
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select array_agg(s.unit_id) as units, bool_and(s.is_full) as is_full,
      case when bool_and(s.is_full) then all_clients.day else figures.day_told(top, all_clients.day) end as day
    from figures.counted(top) s)
  select figures.shown(count(*), bool_and(reach.is_full))
  from reach join cases.client_case c on c.unit_id = any (reach.units)
  where c.registered_on <= reach.day and (c.ended_on is null or c.ended_on > reach.day)
$$;

create or replace function figures.misses_in_a_row(top int, today date)
returns table (misses int, clients int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select array_agg(s.unit_id) as units, bool_and(s.is_full) as is_full,
      case when bool_and(s.is_full) then misses_in_a_row.today else figures.day_told(top, misses_in_a_row.today) end as today
    from figures.counted(top) s
  ), groups as materialized (
    select least(coalesce(m.misses, 0), 3) as misses, count(*) as clients
    from reach cross join lateral check_ins.misses_of(reach.units, reach.today) m
    where m.state in ('active', 'paused')
    group by 1
  ), told as (
    select figures.covered(array_agg(figures.shown(coalesce(g.clients, 0), false) order by p)) as clients
    from generate_series(0, 3) p left join groups g on g.misses = p
  )
  select g.misses, g.clients::int from groups g, reach where reach.is_full
  union all
  select p, told.clients[p + 1] from told, generate_series(0, 3) p, reach where not reach.is_full and exists (select from groups)
  order by 1
$$;
