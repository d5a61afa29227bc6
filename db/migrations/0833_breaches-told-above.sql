-- What the offices do about breaches is in the figures of the tiers: how many stand open at which step, how many of them are late, how they ended in a
-- period, and how many days each step took. A Kanwil counts its offices one by one and is told which files a number means; the centre is told sums of
-- one calendar year, none below five and none that would tell one. Posts are counted with their office.

-- Every time that a breach stood somewhere and went on within the period, and each that was decided as a whole: of these units, or of all that the
-- asker sees.
create function breaches.stood(of_units int[], since date, until date)
returns table (breach_id uuid, case_id uuid, unit_id int, stands text, step text, from_day date, through_day date, days int)
language sql stable set search_path = '' as $$
  with mine as (
    select b.id, b.case_id, b.unit_id, b.state, b.opened_on, b.ended_on from breaches.breach b where of_units is null or b.unit_id = any (of_units)
  ), points as (
    select b.id, b.case_id, b.unit_id, b.state as stands, coalesce((select m.from_state from breaches.move m where m.breach_id = b.id
      order by m.made_at, m.id limit 1), b.state) as state, b.opened_on as day, null::timestamptz as at, null::uuid as move
    from mine b
    union all
    select b.id, b.case_id, b.unit_id, b.state, m.to_state, m.day, m.made_at, m.id from breaches.move m join mine b on b.id = m.breach_id
  ), lain as (
    select p.id, p.case_id, p.unit_id, p.stands, p.state as step, p.day as from_day,
      lead(p.day) over (partition by p.id order by p.at nulls first, p.move) as through_day
    from points p
  ), told as (
    select l.* from lain l where l.step in ('proposed', 'open', 'summoned', 'examined', 'recommended')
    union all
    select b.id, b.case_id, b.unit_id, b.state, 'whole', b.opened_on, b.ended_on from mine b
    where b.state in ('reprimanded', 'proposed_for_revocation', 'closed_unfounded')
  )
  select t.id, t.case_id, t.unit_id, t.stands, t.step, t.from_day, t.through_day, t.through_day - t.from_day
  from told t where t.through_day between since and until
$$;

-- The rows behind every number, of all offices below the asker. `today` is the asker's where he counts one by one; to sums only their own day is told.
create function breaches.rows_below(since date, until date, today date)
returns table (part text, office_id int, is_full boolean, breach_id uuid, case_id uuid, key text, from_day date, through_day date, days int, late boolean)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select platform.ctx_units('kanwil') as counted, platform.ctx_units('ditjenpas', 'ditjen_analyst') as summed
  ), office as materialized (
    select u.id, case when above.type = 'bapas' then above.id else u.id end as office_id, u.id = any (reach.counted) as is_full,
      case when u.id = any (reach.counted) then rows_below.today else coalesce(u.demo_today, (now() at time zone u.zone)::date) end as today
    from reach cross join units.unit u left join units.unit above on above.id = u.parent_id
    where u.type in ('bapas', 'pos_bapas') and (u.id = any (reach.counted) or u.id = any (reach.summed))
  ), period as (
    -- Two periods that somebody chooses would tell by comparison what each hides: sums are of one year.
    select true as is_full, rows_below.since as since, rows_below.until as until
    union all
    select false, date_trunc('year', rows_below.until::timestamp)::date, (date_trunc('year', rows_below.until::timestamp) + interval '1 year')::date - 1
  )
  select 'open', o.office_id, o.is_full, b.id, b.case_id, case b.state when 'proposed_for_revocation' then 'to_begin' else b.state end, b.opened_on, b.due_on,
    o.today - b.opened_on, coalesce(b.due_on < o.today, false)
  from office o join breaches.breach b on b.unit_id = o.id
  where b.ended_on is null or (b.state = 'proposed_for_revocation' and b.due_on is not null)
  union all
  select 'ended', o.office_id, o.is_full, b.id, b.case_id, b.state, b.opened_on, b.ended_on, b.ended_on - b.opened_on, false
  from office o join period p on p.is_full = o.is_full join breaches.breach b on b.unit_id = o.id and b.ended_on between p.since and p.until
  union all
  select 'stood', o.office_id, o.is_full, s.breach_id, s.case_id, s.step, s.from_day, s.through_day, s.days, false
  from period p cross join lateral breaches.stood(array(select o.id from office o where o.is_full = p.is_full), p.since, p.until) s
  join office o on o.id = s.unit_id
$$;

create function breaches.named_below(since date, until date, today date)
returns table (part text, office_id int, case_id uuid, key text, from_day date, through_day date, days int, late boolean)
language sql stable security definer set search_path = '' as $$
  select r.part, r.office_id, r.case_id, r.key, r.from_day, r.through_day, r.days, r.late from breaches.rows_below(since, until, today) r where r.is_full
$$;

-- `of_sum`: parts that stand beside their sum, and are hidden together where one of them is small. Those that were decided have theirs, because the
-- days from trigger to decision count the same breaches.
create function breaches.told_below(since date, until date, today date)
returns table (unit_id int, unit_name text, is_full boolean, part text, key text, count int, median int, ninth int)
language sql stable security definer set search_path = '' as $$
  with found as materialized (select * from breaches.rows_below(since, until, today)),
  office as (select distinct f.office_id, f.is_full from found f),
  keys (part, of_sum, key, place) as (values
    ('open', 'open', 'proposed', 1), ('open', 'open', 'open', 2), ('open', 'open', 'summoned', 3), ('open', 'open', 'examined', 4),
    ('open', 'open', 'recommended', 5), ('open', 'open', 'to_begin', 6), ('all', 'all', 'all', 1), ('late', 'late', 'late', 1), ('late', 'late', 'in_time', 2),
    ('ended', 'decided', 'reprimanded', 1), ('ended', 'decided', 'proposed_for_revocation', 2), ('ended', 'decided', 'closed_unfounded', 3),
    ('ended', 'left', 'dismissed', 1), ('ended', 'left', 'stopped', 2), ('stood', 'proposed', 'proposed', 1), ('stood', 'open', 'open', 1),
    ('stood', 'summoned', 'summoned', 1), ('stood', 'examined', 'examined', 1), ('stood', 'recommended', 'recommended', 1), ('stood', 'whole', 'whole', 1)),
  grid as (
    select o.office_id, o.is_full, k.part, k.of_sum, k.key, k.place, count(f.breach_id) as counted,
      percentile_disc(0.5) within group (order by f.days) as median, percentile_disc(0.9) within group (order by f.days) as ninth
    from office o cross join keys k left join found f on f.office_id = o.office_id and f.is_full = o.is_full
      and case k.part when 'all' then f.part = 'open' when 'late' then f.part = 'open' and f.late = (k.key = 'late') else f.part = k.part and f.key = k.key end
    group by o.office_id, o.is_full, k.part, k.of_sum, k.key, k.place
  ), told as (
    select g.office_id, g.is_full, g.part, g.of_sum, array_agg(g.key order by g.place) as keys,
      case when g.is_full then array_agg(g.counted::int order by g.place)
        else figures.covered(array_agg(figures.shown(g.counted, false) order by g.place)) end as counts
    from grid g group by g.office_id, g.is_full, g.part, g.of_sum
  )
  select g.office_id, u.name, g.is_full, g.part, g.key, k.count,
    case when g.part = 'stood' and k.count > 0 then g.median end, case when g.part = 'stood' and k.count > 0 then g.ninth end
  from told t cross join lateral unnest(t.keys, t.counts) as k (key, count)
  join grid g on g.office_id = t.office_id and g.is_full = t.is_full and g.part = t.part and g.of_sum = t.of_sum and g.key = k.key
  join units.unit u on u.id = t.office_id
  order by u.name, u.id, g.part, g.of_sum, g.place
$$;
revoke all on function breaches.stood(int[], date, date), breaches.rows_below(date, date, date), breaches.named_below(date, date, date),
  breaches.told_below(date, date, date) from public;
grant execute on function breaches.stood(int[], date, date), breaches.named_below(date, date, date), breaches.told_below(date, date, date) to app_staff;
