-- A file is not sealed while somebody is searched for on it: sealed, neither counsellor nor head would find him on a list or be told of
-- him. It is sealed when no step of the search can follow any more.

create function at_large.is_open(of_case uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from at_large.search s where s.case_id = of_case and s.state not in ('handed_over', 'deceased', 'lifted'))
$$;
create or replace function cases.seal(wanted uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update cases.client_case c set sealed = true, guarded = true, version = c.version + 1
  where c.id = wanted and not c.sealed and c.state = 'ended' and c.unit_id = any (platform.ctx_units('head_of_bapas'))
    and not at_large.is_open(c.id);
  return found;
end $$;
-- What the end of a child's supervision would have done, done by whoever confirms the end of the search.
create function cases.seal_afterwards(wanted uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update cases.client_case c set sealed = true, guarded = true, version = c.version + 1
  where c.id = wanted and not c.sealed and c.state = 'ended' and c.age_group = 'child'
    and c.unit_id = any (platform.ctx_units('section_head', 'head_of_bapas')) and not at_large.is_open(c.id);
  return found;
end $$;
revoke all on function at_large.is_open(uuid), cases.seal_afterwards(uuid) from public;
grant execute on function cases.seal_afterwards(uuid) to app_staff;

-- Those that were sealed with the end, though a search runs, are in their office's reach again.
update cases.client_case c set sealed = false, version = c.version + 1
where c.sealed and c.state = 'ended' and c.age_group = 'child' and at_large.is_open(c.id)
  and (select j.about ->> 'atEnd' from platform.journal j where j.case_id = c.id and j.what = 'case.sealed' order by j.at desc limit 1) = 'true';
