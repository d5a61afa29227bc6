-- Whoever decides at the centre knows as well who is revoked and not back, and may tell the office that searches.
create or replace function at_large.ctx_knows() returns boolean
language sql stable security definer set search_path = '' as $$
  select cardinality(platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil', 'ditjenpas', 'ditjen_analyst')) > 0
$$;
create or replace function at_large.tell(of_search uuid, new_id uuid, from_unit int, seen date, at_place text, in_area text, source text, info text, teller text, says text)
returns table (case_id uuid, unit_id int, person_id uuid, pk_staff_id uuid)
language plpgsql security definer set search_path = '' as $$
begin
  if from_unit <> all (platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil', 'ditjenpas', 'ditjen_analyst')) then return; end if;
  if not exists (select from at_large.told() t where t.id = of_search and t.ended_on is null) then return; end if;
  insert into at_large.sighting (id, search_id, case_id, unit_id, from_unit_id, seen_on, place, area_code, source_grade, info_grade, told_by, note, made_by)
  select new_id, s.id, s.case_id, s.unit_id, from_unit, seen, at_place, in_area, source, info, teller, says, platform.ctx_account()
  from at_large.search s where s.id = of_search;
  return query select s.case_id, s.unit_id, c.person_id, c.pk_staff_id
    from at_large.search s join cases.client_case c on c.id = s.case_id where s.id = of_search;
end $$;
