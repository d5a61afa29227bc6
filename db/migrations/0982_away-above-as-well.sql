-- Whoever decides at the centre meets those who are away in the proceedings before him: the pointer that every officer may see is his as well.
create or replace function at_large.among(persons uuid[]) returns table (person_id uuid, id uuid, state text, clock_from date, held_at text)
language sql stable security definer set search_path = '' as $$
  select t.person_id, t.id, t.state, t.clock_from, t.held_at
  from at_large.told() t join people.person p on p.id = t.person_id
  where t.person_id = any (persons) and t.ended_on is null
    and p.unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody', 'kanwil',
      'ditjenpas'))::int[])
$$;
