-- A link joins two circles of records. Whoever is held may stand in neither of its two records and still be somebody's client by it, or no
-- more: the job of either record asks who else is the same, and has the offices of those look.

create function people.tied_around(own uuid) returns table (person_id uuid, unit_id int)
language sql stable security definer set search_path = '' as $$
  select o.id, o.unit_id from people.person p, unnest(people.tied_to(p.id)) t (id) join people.person o on o.id = t.id
  where p.id = own and o.id <> own and p.unit_id = any (platform.ctx_units('system'))
$$;
revoke all on function people.tied_around(uuid) from public;
grant execute on function people.tied_around(uuid) to app_jobs;
