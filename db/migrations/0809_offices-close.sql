-- An office closes on a day, once nothing hangs on it.
-- What still hangs on an office that is to be closed, for whoever administers it: numbers, and nobody's name.
create function units.still_at(of_unit int) returns table (clients int, held int, officers int, below int)
language sql stable security definer set search_path = '' as $$
  select
    (select count(*)::int from cases.client_case c where c.unit_id = of_unit and c.state in ('received', 'active', 'paused')),
    (select count(*)::int from custody.stay s where s.unit_id = of_unit and s.state in ('held', 'escaped')),
    (select count(distinct p.staff_id)::int from units.posting p where p.unit_id = of_unit and p.withdrawn_at is null
      and coalesce(p.ends_on, 'infinity'::date) >= current_date),
    (select count(*)::int from units.unit b where b.parent_id = of_unit and b.closed_on is null)
  where of_unit = any (platform.ctx_units('office_admin'))
$$;
revoke all on function units.still_at(int) from public;
grant execute on function units.still_at(int) to app_staff;
