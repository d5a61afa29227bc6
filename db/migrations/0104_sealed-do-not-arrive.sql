-- What is sealed is in nobody's reach, also not of the office that a transfer was on its way to when it was sealed.
create or replace function cases.list_arriving()
returns table (id uuid, to_unit_id int, from_unit_id int, name text, birth_date date, kind text, age_group text, requested_on date, decided_on date,
  reason text, risk_note text, tpp_note text)
language sql stable security definer set search_path = '' as $$
  select t.id, t.to_unit_id, t.from_unit_id, p.name, p.birth_date, c.kind, c.age_group, t.requested_on, t.decided_on, t.reason, t.risk_note, t.tpp_note
  from cases.transfer t join cases.client_case c on c.id = t.case_id join people.person p on p.id = c.person_id
  where t.state = 'approved' and not c.sealed and t.to_unit_id = any (platform.ctx_units('section_head', 'head_of_bapas'))
    and p.id <> all (people.ctx_excluded()) and (not p.restricted or p.id = any (people.ctx_listed()))
$$;
