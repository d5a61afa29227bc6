-- Whoever oversees offices sees how many petitions their desks received, answered and owe: sums by desk, and no petition. What complains of
-- the asker's own unit, or of one that stands above it, is not among them.
create function petitions.figures_below(of_unit int, of_year int)
returns table (unit_id int, unit_name text, received int, ended int, waiting int, overdue int, middle int)
language sql stable security definer set search_path = '' as $$
  select u.id, u.name,
    count(*) filter (where extract(year from p.received_on) = of_year)::int,
    count(*) filter (where extract(year from p.ended_on) = of_year)::int,
    count(*) filter (where p.ended_on is null)::int,
    count(*) filter (where p.ended_on is null and p.due_on < coalesce(u.demo_today, (now() at time zone u.zone)::date))::int,
    (percentile_disc(0.5) within group (order by p.ended_on - p.received_on) filter (where extract(year from p.ended_on) = of_year))::int
  from petitions.petition p join units.unit u on u.id = p.unit_id
  where of_unit = any ((select petitions.ctx_desks('kanwil', 'ditjenpas'))::int[])
    and of_unit = any (u.path) and u.id <> of_unit
    and (p.accused_unit_id is null or p.accused_unit_id <> all ((select petitions.ctx_homes())::int[]))
    and (p.ended_on is null or of_year in (extract(year from p.received_on), extract(year from p.ended_on)))
  group by u.id, u.name order by u.name, u.id
$$;
-- How far back those sums go.
create function petitions.first_year_below(of_unit int) returns int
language sql stable security definer set search_path = '' as $$
  select extract(year from min(p.received_on))::int from petitions.petition p join units.unit u on u.id = p.unit_id
  where of_unit = any ((select petitions.ctx_desks('kanwil', 'ditjenpas'))::int[]) and of_unit = any (u.path)
    and (p.accused_unit_id is null or p.accused_unit_id <> all ((select petitions.ctx_homes())::int[]))
$$;
revoke all on function petitions.figures_below(int, int), petitions.first_year_below(int) from public;
grant execute on function petitions.figures_below(int, int), petitions.first_year_below(int) to app_staff;
