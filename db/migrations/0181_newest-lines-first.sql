-- A client's overview shows a few days, and the journal has a table for every month: read from the newest line backwards, no month is
-- opened that the overview has no use for.

drop function platform.lines_of_case(uuid, timestamptz);

-- The newest lines about a case, so many at most; all of them where `most` is null. Planned once, for the reason told in 0132.
create function platform.lines_of_case(of_case uuid, most int)
returns table (id uuid, at timestamptz, what text, actor_id uuid, about jsonb)
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
begin
  return query
    select j.id, j.at, j.what, j.actor_id, j.about from platform.journal j
    where j.case_id = of_case and j.at < now() + interval '2 days'
    order by j.at desc limit most;
end $$;
revoke all on function platform.lines_of_case(uuid, int) from public;
grant execute on function platform.lines_of_case(uuid, int) to app_staff;
