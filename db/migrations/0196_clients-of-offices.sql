-- The offices are found first: joined with the reach, the cases of the whole country were read.
create or replace function figures.all_clients(top int, day date) returns int
language sql stable security definer set search_path = '' as $$
  with reach as materialized (select array_agg(s.unit_id) as units, array_agg(s.unit_id) filter (where not s.is_full) as partly from figures.scope(top) s)
  select figures.shown(count(*), not coalesce(bool_or(c.unit_id = any (reach.partly)), false))
  from reach join cases.client_case c on c.unit_id = any (reach.units)
  where c.registered_on <= day and (c.ended_on is null or c.ended_on > day)
$$;
