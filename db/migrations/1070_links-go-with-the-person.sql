-- Who moves to another office takes along what is linked to his record and what is asked about it: the office that guides him now decides,
-- approves and undoes. What the former office decided stays its own.
create function people.links_follow() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update people.link_side s set unit_id = new.unit_id where s.person_id = new.id;
  update people.link l set needs_two = true
    where not l.needs_two and people.link_needs_two(l.id) and exists (select from people.link_side s where s.link_id = l.id and s.person_id = new.id);
  -- The other record lies there already, and the same is asked about it.
  update people.question q set closed_at = now()
    where q.person_id = new.id and q.closed_at is null and exists (
      select from people.question o where o.unit_id = new.unit_id and o.link_id = q.link_id and o.why = q.why and o.closed_at is null and o.id <> q.id);
  update people.question q set unit_id = new.unit_id where q.person_id = new.id and q.closed_at is null;
  return null;
end $$;
revoke all on function people.links_follow() from public;
create trigger links_follow after update of unit_id on people.person for each row when (old.unit_id <> new.unit_id)
  execute function people.links_follow();

-- Of those who moved before.
update people.link_side s set unit_id = p.unit_id from people.person p where p.id = s.person_id and p.unit_id <> s.unit_id;
update people.link l set needs_two = true where not l.needs_two and people.link_needs_two(l.id);
update people.question q set closed_at = now() from people.person p
  where p.id = q.person_id and q.closed_at is null and p.unit_id <> q.unit_id and exists (
    select from people.question o where o.unit_id = p.unit_id and o.link_id = q.link_id and o.why = q.why and o.closed_at is null);
update people.question q set unit_id = p.unit_id from people.person p where p.id = q.person_id and q.closed_at is null and p.unit_id <> q.unit_id;

-- Whoever may be he, by evidence that nobody has judged to its end, is looked after like whoever is: an office that begins to guide somebody
-- is told of a stay that runs since long before.
create or replace function people.tied_around(own uuid) returns table (person_id uuid, unit_id int)
language sql stable security definer set search_path = '' as $$
  with mine as (
    select p.id from people.person p where p.id = own and p.unit_id = any (platform.ctx_units('system'))
  ), around (id) as (
    select t.id from mine, unnest(people.tied_to(mine.id)) t (id)
    union
    select o.person_id from mine join people.link_side s on s.person_id = mine.id
      join people.link l on l.id = s.link_id and l.state in ('open', 'unsure', 'proposed')
      join people.link_side o on o.link_id = l.id
  )
  select o.id, o.unit_id from around a join people.person o on o.id = a.id where o.id <> own
$$;
