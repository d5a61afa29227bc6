-- Whoever leads a Bapas reviews openings of its clients' files, and whoever leads an institution those of its stays: each reads the numbers
-- of his own register and not of the other.
create or replace function accounts.opening_codes(wanted uuid[]) returns table (opening_id uuid, code text)
language sql stable security definer set search_path = '' as $$
  select o.id, case when o.case_id is not null then c.register_label else s.register_label end
  from accounts.opening o left join cases.client_case c on c.id = o.case_id left join custody.stay s on s.id = o.stay_id
  where o.id = any (wanted) and o.person_id <> all (people.ctx_excluded())
    and (o.unit_id = any (platform.ctx_units('auditor'))
      or (o.case_id is not null and o.unit_id = any (platform.ctx_units('head_of_bapas')))
      or (o.stay_id is not null and o.unit_id = any (platform.ctx_units('head_of_custody')))
      or (o.passed_to = 'kanwil' and o.unit_id = any (platform.ctx_units('kanwil')))
      or (o.passed_to = 'ditjenpas' and o.unit_id = any (platform.ctx_units('ditjenpas'))))
$$;
