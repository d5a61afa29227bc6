-- A month that is over is counted once and kept: the page of figures counted some twenty-six thousand periods again for every reader, to say
-- what had not changed since the month ended. What is kept is never trusted by its age. Whatever changes a month that is over, the statement
-- that changes it leaves a line; a kept month with a line that it has not seen is counted anew for whoever asks, and kept again by a job.
-- Nothing waits for anything: lines are only added, and "seen" is told by the snapshot in which a month was counted, not by an order of
-- numbers, since two changes are not always there in the order in which they were begun. Both tables can be lost at any time without loss
-- (a crash empties them): then everything is counted as it was before them.

create unlogged table figures.kept_month (
  top          int not null references units.unit,
  month        date not null check (extract(day from month) = 1),
  -- The unit with all below it as the tree stood: a reader who counts fewer, or a tree that has changed, is counted for.
  units        int[] not null,
  seen         pg_snapshot not null,
  clients      int not null,
  reported     int not null,
  missed       int not null,
  excused      int not null,
  open         int not null,
  not_recorded int not null,
  told         int not null,
  -- Reports by channel: [{"channel", "check_ins", "clients"}].
  channels     jsonb not null,
  primary key (top, month)
);
comment on table figures.kept_month is 'What was counted of a month that is over, of a unit with all below it; derived, and never shown where something has changed since.';

create unlogged table figures.touched_month (
  id          bigint generated always as identity primary key,
  unit_id     int not null,
  from_month  date not null,
  until_month date not null,
  changed_by  xid8 not null default pg_current_xact_id()
);
comment on table figures.touched_month is 'Something that counts in months that are over was changed in this transaction; forgotten when every kept month has seen it.';
create index touched_month_unit on figures.touched_month (unit_id, until_month);
call platform.guard('figures.kept_month');
call platform.guard('figures.touched_month');

-- From two days before a month ends anywhere its changes leave lines, so that a change that began before its end and is there only afterwards
-- has left one, too. A kept month has ended at its office and by this clock.
create function figures.leaves_line(month timestamp) returns boolean
language sql stable set search_path = '' as $$
  select month + interval '1 month' <= (now() at time zone 'utc')::date + 2
$$;

create function figures.touch_by_obligation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into figures.touched_month (unit_id, from_month, until_month)
  select distinct t.unit_id, t.month, t.month
  from (select o.unit_id, date_trunc('month', o.period_from::timestamp) as month from changed o
        union all
        -- A report for a period that is lifted tells of the month in which it was given.
        select i.unit_id, date_trunc('month', i.happened_on::timestamp)
        from changed o join check_ins.check_in i on i.obligation_id = o.id where o.lifted_id is not null) t
  where figures.leaves_line(t.month);
  return null;
end $$;

create function figures.touch_by_check_in() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into figures.touched_month (unit_id, from_month, until_month)
  select distinct i.unit_id, t.month, t.month
  from changed i cross join lateral (select date_trunc('month', i.happened_on::timestamp) as month) t
  where figures.leaves_line(t.month);
  return null;
end $$;

-- The months from the first day on which the client counts otherwise than before until the last one, at each of the units.
create function figures.touch_by_case() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  is_moved boolean := tg_op <> 'UPDATE' or old.unit_id <> new.unit_id or old.registered_on is distinct from new.registered_on;
  first_day date := case when is_moved then least(old.registered_on, new.registered_on)
                         else least(coalesce(old.ended_on, 'infinity'), coalesce(new.ended_on, 'infinity')) end;
  last_day date := greatest(coalesce(old.ended_on, 'infinity'), coalesce(new.ended_on, 'infinity'));
begin
  if first_day is null or not figures.leaves_line(date_trunc('month', first_day::timestamp)) then
    return null;
  end if;
  insert into figures.touched_month (unit_id, from_month, until_month)
  select distinct u.unit_id, date_trunc('month', first_day::timestamp)::date, last_day
  from unnest(array[old.unit_id, new.unit_id]) u (unit_id) where u.unit_id is not null;
  return null;
end $$;
revoke all on function figures.leaves_line(timestamp), figures.touch_by_obligation(), figures.touch_by_check_in(), figures.touch_by_case() from public;

create trigger touch_by_new after insert on check_ins.obligation referencing new table as changed
  for each statement execute function figures.touch_by_obligation();
create trigger touch_by_what_was after update on check_ins.obligation referencing old table as changed
  for each statement execute function figures.touch_by_obligation();
create trigger touch_by_what_is after update on check_ins.obligation referencing new table as changed
  for each statement execute function figures.touch_by_obligation();
create trigger touch_by_gone after delete on check_ins.obligation referencing old table as changed
  for each statement execute function figures.touch_by_obligation();

create trigger touch_by_new after insert on check_ins.check_in referencing new table as changed
  for each statement execute function figures.touch_by_check_in();
create trigger touch_by_what_was after update on check_ins.check_in referencing old table as changed
  for each statement execute function figures.touch_by_check_in();
create trigger touch_by_what_is after update on check_ins.check_in referencing new table as changed
  for each statement execute function figures.touch_by_check_in();
create trigger touch_by_gone after delete on check_ins.check_in referencing old table as changed
  for each statement execute function figures.touch_by_check_in();

create trigger touch_by_new after insert on cases.client_case
  for each row when (new.registered_on is not null) execute function figures.touch_by_case();
create trigger touch_by_change after update of unit_id, registered_on, ended_on on cases.client_case
  for each row when (old.unit_id <> new.unit_id or old.registered_on is distinct from new.registered_on or old.ended_on is distinct from new.ended_on)
  execute function figures.touch_by_case();
create trigger touch_by_gone after delete on cases.client_case
  for each row when (old.registered_on is not null) execute function figures.touch_by_case();

-- The count itself, for months that are told by their first days: in words as before (db/migrations/0200), without who asks.
create function figures.count_reporting(units int[], firsts date[], today date)
returns table (month date, clients int, reported int, missed int, excused int, open int, not_recorded int, told int)
language sql stable set search_path = '' as $$
  with months as materialized (
    select m as month, (m + interval '1 month')::date - 1 as until, least((m + interval '1 month')::date - 1, today) as last_day
    from unnest(firsts) m where m <= today
  ), supervised as materialized (
    select c.id, c.registered_on, coalesce(c.ended_on, 'infinity'::date) as ended_on
    from cases.client_case c where c.unit_id = any (units) and c.registered_on <= today
  ), told as (
    -- What weighs most comes first: 1 reported, 2 missed, 3 open, 4 excused, 5 not recorded. Nothing at all: nothing was owed.
    select m.month, m.last_day, o.case_id, o.standing
    from months m cross join lateral (
      select said.case_id, min(case said.state when 'fulfilled' then 1 when 'missed' then 2 when 'scheduled' then 3 when 'submitted' then 3
                                               when 'excused' then 4 when 'not_recorded' then 5 end) as standing
      from (
        select o.case_id, o.state from check_ins.obligation o
        where o.unit_id = any (units) and o.period_from between m.month and m.until
        union all
        select a.case_id, 'fulfilled' from (
          select i.case_id, i.channel, i.review from check_ins.check_in i
          where i.unit_id = any (units) and i.obligation_id is null and i.voided_at is null and i.counts
            and i.happened_on between m.month and m.last_day
          union all
          select i.case_id, i.channel, i.review from check_ins.obligation l join check_ins.check_in i on i.obligation_id = l.id
          where l.unit_id = any (units) and l.lifted_id is not null and i.unit_id = any (units) and i.voided_at is null and i.counts
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
  )
  select w.month, w.clients::int, coalesce(p.reported, 0)::int, coalesce(p.missed, 0)::int, coalesce(p.excused, 0)::int,
    coalesce(p.open, 0)::int, coalesce(p.not_recorded, 0)::int, coalesce(p.told, 0)::int
  from wholes w left join parts p on p.month = w.month
$$;

create function figures.count_check_ins(units int[], firsts date[], from_day date, until_day date)
returns table (month date, channel text, check_ins int, clients int)
language sql stable set search_path = '' as $$
  select m, k.channel, sum(k.check_ins)::int, count(*)::int
  from unnest(firsts) m cross join lateral (
    select i.channel, i.case_id, count(*) as check_ins
    from check_ins.check_in i
    where i.unit_id = any (units) and i.happened_on between greatest(m, from_day) and least((m + interval '1 month')::date - 1, until_day)
      and i.voided_at is null
      and (i.channel = 'presence_call' or (i.counts and (i.review is null or i.review in ('accepted', 'accepted_with_concern'))))
    group by 1, 2) k
  group by 1, 2
$$;

-- What is kept of these months and still true.
create function figures.kept_months(top int, units int[], firsts date[]) returns setof figures.kept_month
language sql stable rows 12 set search_path = '' as $$
  select k.* from figures.kept_month k
  where k.top = kept_months.top and k.month = any (firsts) and k.units = kept_months.units
    and not exists (
      select from figures.touched_month t
      where t.unit_id = any (k.units) and k.month between t.from_month and t.until_month and not pg_visible_in_snapshot(t.changed_by, k.seen))
$$;
revoke all on function figures.count_reporting(int[], date[], date), figures.count_check_ins(int[], date[], date, date),
  figures.kept_months(int, int[], date[]) from public;

create or replace function figures.reporting_by_month(top int, from_month date, until_month date, today date)
returns table (month date, clients int, reported int, missed int, excused int, open int, not_recorded int, nothing_owed int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select array_agg(s.unit_id order by s.unit_id) as units, bool_and(s.is_full) as is_full,
      case when bool_and(s.is_full) then reporting_by_month.today else figures.day_told(top, reporting_by_month.today) end as today
    from figures.counted(top) s
  ), months as materialized (
    select m::date as month, (m + interval '1 month')::date <= reach.today as is_over
    from reach, generate_series(date_trunc('month', from_month::timestamp), date_trunc('month', until_month::timestamp), interval '1 month') m
    where m::date <= reach.today
  ), kept as materialized (
    select k.* from reach cross join lateral figures.kept_months(top, reach.units, array(select m.month from months m where m.is_over)) k
  ), rest as materialized (
    select array(select m.month from months m where not exists (select from kept k where k.month = m.month)) as firsts
  ), counted as (
    select k.month, k.clients, k.reported, k.missed, k.excused, k.open, k.not_recorded, k.told from kept k
    union all
    select c.* from reach cross join rest cross join lateral figures.count_reporting(reach.units, rest.firsts, reach.today) c
    where cardinality(rest.firsts) > 0
  ), shown as (
    select c.month, reach.is_full, figures.shown(c.clients, reach.is_full) as clients, array[
      figures.shown(c.reported, reach.is_full), figures.shown(c.missed, reach.is_full), figures.shown(c.excused, reach.is_full),
      figures.shown(c.open, reach.is_full), figures.shown(c.not_recorded, reach.is_full),
      figures.shown(c.clients - c.told, reach.is_full)] as parts
    from reach cross join counted c
  )
  select s.month, s.clients, c.parts[1], c.parts[2], c.parts[3], c.parts[4], c.parts[5], c.parts[6]
  from shown s cross join lateral (select case when s.is_full then s.parts else figures.covered(s.parts) end as parts offset 0) c
  order by 1
$$;

create or replace function figures.check_ins_by_month(top int, from_day date, until_day date)
returns table (month date, channel text, check_ins int, clients int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select array_agg(s.unit_id order by s.unit_id) as units, bool_and(s.is_full) as is_full,
      -- Whoever reads sums only reads whole months, whichever days he names.
      case when bool_and(s.is_full) then check_ins_by_month.from_day else date_trunc('month', check_ins_by_month.from_day::timestamp)::date end as from_day,
      case when bool_and(s.is_full) then check_ins_by_month.until_day
           else (date_trunc('month', check_ins_by_month.until_day::timestamp) + interval '1 month')::date - 1 end as until_day
    from figures.counted(top) s
  ), months as materialized (
    select m::date as month, m::date >= reach.from_day and (m + interval '1 month')::date - 1 <= reach.until_day as is_whole
    from reach, generate_series(date_trunc('month', reach.from_day::timestamp), reach.until_day::timestamp, interval '1 month') m
  ), kept as materialized (
    select k.month, k.channels from reach cross join lateral figures.kept_months(top, reach.units, array(select m.month from months m where m.is_whole)) k
  ), rest as materialized (
    select array(select m.month from months m where not exists (select from kept k where k.month = m.month)) as firsts
  ), counted as (
    select k.month, c.channel, c.check_ins, c.clients
    from kept k cross join lateral jsonb_to_recordset(k.channels) as c (channel text, check_ins int, clients int)
    union all
    select c.* from reach cross join rest cross join lateral figures.count_check_ins(reach.units, rest.firsts, reach.from_day, reach.until_day) c
    where cardinality(rest.firsts) > 0
  )
  select c.month, c.channel, figures.shown(c.check_ins, reach.is_full), figures.shown(c.clients, reach.is_full)
  from reach cross join counted c
  order by 1, 2
$$;

-- Keeps the newest two years of these units, each with all below it; months that are kept and still true are left alone. Tells how many it counted.
create function figures.keep_months(tops int[]) returns int
language plpgsql security definer set search_path = '' as $$
declare
  one int;
  below int[];
  over date;
  firsts date[];
  still date[];
  counted int;
  done int := 0;
begin
  -- One at a time, and never beside forgetting: a month that is being counted has not said yet what it has seen.
  perform pg_advisory_xact_lock(hashtext('figures.kept_month'));
  foreach one in array array(select t from unnest(tops) t where t = any (platform.ctx_units('system')) order by t) loop
    below := array(select u.id from units.unit u where u.path @> array[one] order by u.id);
    over := date_trunc('month', least(figures.today_at(one), (now() at time zone 'utc')::date)::timestamp)::date;
    firsts := array(select m::date from generate_series(over - interval '24 months', over - interval '1 month', interval '1 month') m);
    still := array(select k.month from figures.kept_months(one, below, firsts) k);
    delete from figures.kept_month k where k.top = one and k.month <> all (still);
    firsts := array(select m from unnest(firsts) m where m <> all (still) order by m);
    continue when cardinality(firsts) = 0 or not exists (select from cases.client_case c where c.unit_id = any (below) and c.registered_on is not null);
    insert into figures.kept_month (top, month, units, seen, clients, reported, missed, excused, open, not_recorded, told, channels)
      with by_channel as materialized (select * from figures.count_check_ins(below, firsts, firsts[1], over - 1))
      select one, r.month, below, pg_current_snapshot(), r.clients, r.reported, r.missed, r.excused, r.open, r.not_recorded, r.told,
        coalesce((select jsonb_agg(jsonb_build_object('channel', c.channel, 'check_ins', c.check_ins, 'clients', c.clients) order by c.channel)
                  from by_channel c where c.month = r.month), '[]')
      from figures.count_reporting(below, firsts, figures.today_at(one)) r;
    get diagnostics counted = row_count;
    done := done + counted;
  end loop;
  return done;
end $$;

-- What every kept month has seen is told no more.
create function figures.forget_touched() returns int
language plpgsql security definer set search_path = '' as $$
declare
  gone int;
begin
  perform pg_advisory_xact_lock(hashtext('figures.kept_month'));
  delete from figures.touched_month t
  where not exists (select from figures.kept_month k
    where t.unit_id = any (k.units) and k.month between t.from_month and t.until_month and not pg_visible_in_snapshot(t.changed_by, k.seen));
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke all on function figures.keep_months(int[]), figures.forget_touched() from public;
grant execute on function figures.keep_months(int[]), figures.forget_touched() to app_jobs;
grant usage on schema figures to app_jobs;
