-- Beside the middle of so many days stands how many days nine in ten did not exceed, also in the sums that are told above.
drop function at_large.sums_below();
create function at_large.sums_below() returns table (unit_id int, unit_name text, running int, over30 int, over60 int, over90 int, elsewhere int,
  arrests int, median_days int, ninth_days int, detained int, client_again int)
language sql stable security definer set search_path = '' as $$
  with office as materialized (
    select u.id, case when above.type = 'bapas' then above.id else u.id end as office_id, coalesce(u.demo_today, (now() at time zone u.zone)::date) as today
    from units.unit u left join units.unit above on above.id = u.parent_id
    where u.type in ('bapas', 'pos_bapas') and u.id = any ((select platform.ctx_units('ditjen_analyst'))::int[])
  ), told as materialized (
    select o.office_id, o.today, t.* from office o join at_large.told() t on t.unit_id = o.id
  ), counted as (
    select t.office_id,
      count(*) filter (where t.ended_on is null) as running,
      count(*) filter (where t.ended_on is null and b.days <= 30) as under30,
      count(*) filter (where t.ended_on is null and b.days between 31 and 60) as from31,
      count(*) filter (where t.ended_on is null and b.days between 61 and 90) as from61,
      count(*) filter (where t.ended_on is null and b.days > 90) as from91,
      count(*) filter (where t.ended_on is null and t.state <> 'located_elsewhere') as searched,
      count(*) filter (where f.since_decree) as detained,
      count(*) filter (where t.state = 'located_elsewhere' and not f.since_decree) as held_before,
      count(*) filter (where t.arrested_on is not null and t.state <> 'lifted') as arrests,
      percentile_disc(0.5) within group (order by greatest(t.arrested_on - t.clock_from, 0)) filter (where t.arrested_on is not null and t.state <> 'lifted') as median,
      percentile_disc(0.9) within group (order by greatest(t.arrested_on - t.clock_from, 0)) filter (where t.arrested_on is not null and t.state <> 'lifted') as ninth,
      count(*) filter (where t.state <> 'lifted' and exists (select from at_large.search s join cases.client_case n on n.person_id = t.person_id and n.id <> s.case_id
        where s.id = t.id and n.transferred_from is distinct from s.case_id and not n.sealed
          and n.received_on > t.clock_from and n.received_on <= coalesce(t.ended_on, t.held_on, 'infinity'::date))) as again
    from told t
    cross join lateral (select coalesce(t.held_on, t.today) - t.clock_from as days) b
    cross join lateral (select t.state = 'located_elsewhere' and exists (select from at_large.closure x
      where x.search_id = t.id and x.step = 'locate' and x.outcome = 'confirmed' and x.day >= t.clock_from) as since_decree) f
    group by t.office_id
  ), covered as (
    select c.*, figures.covered(array[figures.shown(c.under30, false), figures.shown(c.from31, false), figures.shown(c.from61, false),
        figures.shown(c.from91, false)]) as band,
      figures.covered(array[figures.shown(c.detained, false), figures.shown(c.held_before, false), figures.shown(c.searched, false)]) as held
    from counted c
  )
  select c.office_id, u.name, figures.shown(c.running, false), c.band[2] + c.band[3] + c.band[4], c.band[3] + c.band[4], c.band[4], c.held[1] + c.held[2],
    figures.shown(c.arrests, false), case when c.arrests >= 5 then c.median end, case when c.arrests >= 5 then c.ninth end, c.held[1], figures.shown(c.again, false)
  from covered c join units.unit u on u.id = c.office_id order by u.name, u.id
$$;
revoke all on function at_large.sums_below() from public;
grant execute on function at_large.sums_below() to app_staff;

drop function petitions.figures_below(int, int);
create function petitions.figures_below(of_unit int, of_year int)
returns table (unit_id int, unit_name text, received int, ended int, waiting int, overdue int, middle int, most int)
language sql stable security definer set search_path = '' as $$
  select u.id, u.name,
    count(*) filter (where extract(year from p.received_on) = of_year)::int,
    count(*) filter (where extract(year from p.ended_on) = of_year)::int,
    count(*) filter (where p.ended_on is null)::int,
    count(*) filter (where p.ended_on is null and p.due_on < coalesce(u.demo_today, (now() at time zone u.zone)::date))::int,
    (percentile_disc(0.5) within group (order by p.ended_on - p.received_on) filter (where extract(year from p.ended_on) = of_year))::int,
    (percentile_disc(0.9) within group (order by p.ended_on - p.received_on) filter (where extract(year from p.ended_on) = of_year))::int
  from petitions.petition p join units.unit u on u.id = p.unit_id
  where of_unit = any ((select petitions.ctx_desks('kanwil', 'ditjenpas'))::int[])
    and of_unit = any (u.path) and u.id <> of_unit
    and (p.accused_unit_id is null or p.accused_unit_id <> all ((select petitions.ctx_homes())::int[]))
    and (p.ended_on is null or of_year in (extract(year from p.received_on), extract(year from p.ended_on)))
  group by u.id, u.name order by u.name, u.id
$$;
revoke all on function petitions.figures_below(int, int) from public;
grant execute on function petitions.figures_below(int, int) to app_staff;
