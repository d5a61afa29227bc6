-- Whoever oversees desks opens behind each sum what it counts: the number of each receipt, where it lies, how it stands and how old it is.
-- Nothing of who petitioned, about whom, or what was told. The rows are those of petitions.figures_below, and so is what is left out.
create function petitions.pointers_below(of_unit int, of_year int, of_desk int, what text)
returns table (reference text, unit_id int, unit_name text, state text, days int, overdue boolean)
language sql stable security definer set search_path = '' as $$
  select p.reference, u.id, u.name, p.state, coalesce(p.ended_on, t.today) - p.received_on, p.ended_on is null and coalesce(p.due_on < t.today, false)
  from petitions.petition p join units.unit u on u.id = p.unit_id,
    lateral (select coalesce(u.demo_today, (now() at time zone u.zone)::date) as today) t
  where of_unit = any ((select petitions.ctx_desks('kanwil', 'ditjenpas'))::int[])
    and of_unit = any (u.path) and u.id <> of_unit and (of_desk is null or u.id = of_desk)
    and (p.accused_unit_id is null or p.accused_unit_id <> all ((select petitions.ctx_homes())::int[]))
    and case what
      when 'received' then extract(year from p.received_on) = of_year
      when 'ended' then extract(year from p.ended_on) = of_year
      when 'waiting' then p.ended_on is null
      when 'overdue' then p.ended_on is null and p.due_on < t.today
      else false end
  order by 5 desc, u.name, p.reference
$$;
revoke all on function petitions.pointers_below(int, int, int, text) from public;
grant execute on function petitions.pointers_below(int, int, int, text) to app_staff;
