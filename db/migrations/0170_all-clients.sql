-- All clients under supervision on a day as one number: groups of which one is hidden from the analyst do not add up.
create function figures.all_clients(top int, day date) returns int
language sql stable security definer set search_path = '' as $$
  select figures.shown(count(*), bool_and(s.is_full))
  from cases.client_case c join figures.scope(top) s on s.unit_id = c.unit_id
  where c.registered_on <= day and (c.ended_on is null or c.ended_on > day)
$$;
revoke all on function figures.all_clients(int, date) from public;
grant execute on function figures.all_clients(int, date) to app_staff;
