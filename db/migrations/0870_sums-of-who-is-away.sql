-- The analyst of the centre works with sums and never with one person (security b.3): he neither lists nor finds who is revoked and not back, and
-- tells no office of somebody whom he could know only by name. Everybody else knows the pointer as before.
create or replace function at_large.ctx_knows() returns boolean
language sql stable security definer set search_path = '' as $$
  select cardinality(platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody', 'kanwil', 'ditjenpas')) > 0
$$;
create or replace function at_large.tell(of_search uuid, new_id uuid, from_unit int, seen date, at_place text, in_area text, source text, info text, teller text, says text)
returns table (case_id uuid, unit_id int, person_id uuid, pk_staff_id uuid)
language plpgsql security definer set search_path = '' as $$
begin
  if from_unit <> all (platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody', 'kanwil', 'ditjenpas'))
    then return; end if;
  if not exists (select from at_large.told() t where t.id = of_search and t.ended_on is null) then return; end if;
  insert into at_large.sighting (id, search_id, case_id, unit_id, from_unit_id, seen_on, place, area_code, source_grade, info_grade, told_by, note, made_by)
  select new_id, s.id, s.case_id, s.unit_id, from_unit, seen, at_place, in_area, source, info, teller, says, platform.ctx_account()
  from at_large.search s where s.id = of_search;
  return query select s.case_id, s.unit_id, c.person_id, c.pk_staff_id
    from at_large.search s join cases.client_case c on c.id = s.case_id where s.id = of_search;
end $$;

-- What he is told instead, office by office with its posts, and only of the office's own today: two days that he chose would tell who came between.
-- No number below five, and none from which one follows. Days are bands that do not overlap, and so are those who are held elsewhere, parted into who was
-- found there since the decree and who was held before: where one of them is small another one is hidden with it. `over` adds the bands that are told.
create function at_large.sums_below() returns table (unit_id int, unit_name text, running int, over30 int, over60 int, over90 int, elsewhere int,
  arrests int, median_days int, detained int, client_again int)
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
    figures.shown(c.arrests, false), case when c.arrests >= 5 then c.median end, c.held[1], figures.shown(c.again, false)
  from covered c join units.unit u on u.id = c.office_id order by u.name, u.id
$$;
revoke all on function at_large.sums_below() from public;
grant execute on function at_large.sums_below() to app_staff;
