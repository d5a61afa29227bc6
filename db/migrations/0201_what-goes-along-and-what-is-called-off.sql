-- A client who dies on his way to another office is expected there no longer; the list of what waits there is not for the office that he
-- leaves to write, so the database crosses him out. Answers nothing where that transfer was not just called off by the asker's office.
create function cases.call_off_arrival(wanted uuid) returns void
language sql security definer set search_path = '' as $$
  update tasks.task k set state = 'withdrawn', closed_at = now(), closed_by = platform.ctx_account()
  from cases.transfer t
  where t.id = wanted and t.state = 'withdrawn' and t.from_unit_id = any (platform.ctx_units('section_head', 'head_of_bapas'))
    and k.unit_id = t.to_unit_id and k.kind = 'cases.transfer-arriving' and k.key = t.id::text and k.state = 'open'
$$;

-- What still had to be done at the office that a client has left is not to be done there any more.
create function cases.call_off_left(wanted uuid) returns void
language sql security definer set search_path = '' as $$
  update tasks.task k set state = 'withdrawn', closed_at = now(), closed_by = platform.ctx_account()
  from cases.transfer t
  where t.id = wanted and t.state = 'arrived' and t.to_unit_id = any (platform.ctx_units('section_head', 'head_of_bapas'))
    and k.case_id = t.case_id and k.unit_id = t.from_unit_id and k.kind in ('cases.assign', 'cases.register', 'cases.phase-advised') and k.state = 'open'
$$;

-- How good a report must be to count goes along with the client, as what the assessment found does.
drop function cases.take_over(uuid);
create function cases.take_over(transfer uuid)
returns table (person_id uuid, kind text, age_group text, guarded boolean, guidance_start date, guidance_end date, first_detained_on date,
  sentence_years int, sentence_months int, sentence_days int, remission_days int, offence text, offence_articles text, risk_band text,
  minimum_grade text, old_case_id uuid)
language plpgsql security definer set search_path = '' as $$
declare t cases.transfer;
begin
  select * into t from cases.transfer x where x.id = take_over.transfer for update;
  if t.id is null or t.state <> 'approved' or t.to_unit_id <> all (platform.ctx_units('section_head', 'head_of_bapas')) then return; end if;
  update people.person p set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and p.id = c.person_id;
  update people.name_word w set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and w.person_id = c.person_id;
  update people.address a set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and a.person_id = c.person_id;
  update people.phone a set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and a.person_id = c.person_id;
  update people.alias a set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and a.person_id = c.person_id;
  update people.family_member a set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and a.person_id = c.person_id;
  return query select c.person_id, c.kind, c.age_group, c.guarded, c.guidance_start, c.guidance_end, c.first_detained_on, c.sentence_years, c.sentence_months,
    c.sentence_days, c.remission_days, c.offence, c.offence_articles, c.risk_band, c.minimum_grade, c.id
  from cases.client_case c where c.id = t.case_id;
end $$;
revoke all on function cases.call_off_arrival(uuid), cases.call_off_left(uuid), cases.take_over(uuid) from public;
grant execute on function cases.call_off_arrival(uuid), cases.call_off_left(uuid), cases.take_over(uuid) to app_staff;
