-- people: whom the asker may know of as another office's. As before (0771), but what he is shut out from and has opened is asked once for
-- all who were found, and not once for each of them.

create or replace function people.held_elsewhere(found uuid[]) returns table (person_id uuid, unit_id int)
language sql stable security definer set search_path = '' as $$
  with asker as materialized (select people.ctx_excluded() as excluded, people.ctx_opened() as opened)
  select p.id, p.unit_id from people.person p cross join asker
  where p.id = any (found)
    and (select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil', 'registrar', 'head_of_custody', 'system')) <> '{}'
    and p.unit_id <> all ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody', 'system'))::int[])
    and not p.restricted and p.id <> all (asker.excluded)
    and (p.id = any (asker.opened) or not exists (select 1 from cases.client_case c where c.person_id = p.id and c.sealed))
$$;
