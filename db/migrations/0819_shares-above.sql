-- The share of proposals among the clients is in the pages of the tiers: the centre, which sees no file, is told how many clients the offices
-- below have, and whoever there works with sums only is told how many proposals there were, both from five up.
create function revocations.clients_below(on_day date) returns int
language sql stable security definer set search_path = '' as $$
  select case when count(*) >= 5 then count(*)::int end from cases.client_case c
  where c.unit_id = any ((select platform.ctx_units('ditjenpas', 'ditjen_analyst'))::int[])
    and c.registered_on <= on_day and (c.ended_on is null or c.ended_on > on_day)
$$;
create function revocations.proposals_below(from_day date, through_day date) returns table (proposals int, earlier int, caught int)
language sql stable security definer set search_path = '' as $$
  with units as materialized (select platform.ctx_units('ditjenpas', 'ditjen_analyst') as ids),
  filed as (
    select false as earlier, false as caught from revocations.proceeding r, units where r.unit_id = any (units.ids) and r.begun_on between from_day and through_day
    union all
    select true, e.of_kind = 'caught_and_final' from revocations.earlier_proposal e, units where e.unit_id = any (units.ids) and e.filed_on between from_day and through_day
  ), counted as (select count(*) as all_of, count(*) filter (where f.earlier) as before, count(*) filter (where f.caught) as held from filed f)
  -- A part is hidden with what would tell it: its rest below five as well.
  select case when all_of >= 5 then all_of::int end, case when before >= 5 and all_of - before not between 1 and 4 then before::int end,
    case when held >= 5 and before - held not between 1 and 4 then held::int end from counted
$$;
revoke all on function revocations.clients_below(date), revocations.proposals_below(date, date) from public;
grant execute on function revocations.clients_below(date), revocations.proposals_below(date, date) to app_staff;
