-- cases: what the rows of a case cannot do for themselves, because whoever acts may not look at all they need.

-- A person restricted, or with somebody excluded, has guarded cases from their first day; who is on the lists stays secret.
create function cases.person_needs_guard(person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select (select platform.ctx_account()) is not null and (
    exists (select 1 from people.person p where p.id = person and p.restricted)
    or exists (select 1 from people.access_list l where l.person_id = person and l.removed_at is null))
$$;

-- Whether a register number is in use, also on a case that the asker may not see: two clients never share one.
create function cases.label_taken(of_unit int, wanted text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from cases.register_entry e where e.unit_id = of_unit and e.label = wanted and e.voided_at is null)
    and of_unit = any (platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas', 'system'))
$$;

-- Which of these cases an officer may never be given: he is excluded from the person, or the person is restricted to others.
create function cases.barred_for(staff uuid, wanted uuid[]) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select c.id
  from cases.client_case c join people.person p on p.id = c.person_id
  where c.id = any (wanted) and c.unit_id = any (platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'system'))
    and (exists (select 1 from people.access_list l join accounts.account a on a.id = l.account_id
           where a.staff_id = staff and l.person_id = c.person_id and l.kind = 'exclusion' and l.removed_at is null
             and (l.ends_on is null or l.ends_on >= current_date))
      or (p.restricted and not exists (select 1 from people.access_list l join accounts.account a on a.id = l.account_id
           where a.staff_id = staff and l.person_id = c.person_id and l.kind = 'restriction' and l.removed_at is null
             and (l.ends_on is null or l.ends_on >= current_date))))
$$;

-- Sealing takes a case out of everyone's sight, the head's included, so no policy could let the row through that way.
create function cases.seal(wanted uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update cases.client_case c set sealed = true, guarded = true, version = c.version + 1
  where c.id = wanted and not c.sealed and c.state = 'ended' and c.unit_id = any (platform.ctx_units('head_of_bapas'));
  return found;
end $$;

-- The receiving office moves a transfer on from 'approved' (the policy of 0005 let it touch the row, but not change its state).
drop policy move on cases.transfer;
create policy move on cases.transfer for update to app_staff
  using (from_unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas'))::int[])
    or (state = 'approved' and to_unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])))
  with check (from_unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas'))::int[])
    or (state in ('arrived', 'declined') and to_unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])));

-- Whom an office has been told to expect: a name and a kind, so that its heads can say whether the client came.
create function cases.list_arriving()
returns table (id uuid, to_unit_id int, from_unit_id int, name text, birth_date date, kind text, age_group text, requested_on date, decided_on date,
  reason text, risk_note text, tpp_note text)
language sql stable security definer set search_path = '' as $$
  select t.id, t.to_unit_id, t.from_unit_id, p.name, p.birth_date, c.kind, c.age_group, t.requested_on, t.decided_on, t.reason, t.risk_note, t.tpp_note
  from cases.transfer t join cases.client_case c on c.id = t.case_id join people.person p on p.id = c.person_id
  where t.state = 'approved' and t.to_unit_id = any (platform.ctx_units('section_head', 'head_of_bapas'))
    and p.id <> all (people.ctx_excluded()) and (not p.restricted or p.id = any (people.ctx_listed()))
$$;

-- The client came: the old office's case ends, its papers are copied to the new one, and the client's own link goes along.
create function cases.settle_transfer(wanted uuid, new_case uuid, on_day date) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  t cases.transfer;
  n cases.client_case;
  f record;
  copy uuid;
begin
  select * into t from cases.transfer x where x.id = wanted for update;
  select * into n from cases.client_case x where x.id = new_case;
  if t.id is null or n.id is null or t.state <> 'approved' or n.unit_id <> t.to_unit_id or n.transferred_from is distinct from t.case_id
    or t.to_unit_id <> all (platform.ctx_units('section_head', 'head_of_bapas')) then return false; end if;

  update cases.client_case c set state = 'transferred', ended_on = on_day, end_reason = 'transferred', version = c.version + 1
  where c.id = t.case_id and c.state in ('active', 'paused');
  if not found then return false; end if;
  update cases.pause p set ends_on = greatest(p.starts_on, on_day), ended_by = platform.ctx_account() where p.case_id = t.case_id and p.ends_on is null;
  update cases.assignment a set ended_at = now(), ends_on = greatest(a.starts_on, on_day) where a.case_id = t.case_id and a.ended_at is null;
  insert into cases.ending (case_id, unit_id, what, day, reason, proposed_by, decided_by, decided_at, outcome)
  values (t.case_id, t.from_unit_id, 'ended', on_day, 'transferred', t.requested_by, t.decided_by, now(), 'approved');

  for f in
    select b.kind, b.number, b.dated, b.issuer, b.file_id from cases.legal_basis b where b.case_id = t.case_id and b.replaced_at is null
  loop
    copy := cases.copy_file(f.file_id, n.id, n.unit_id);
    insert into cases.legal_basis (case_id, unit_id, kind, number, dated, issuer, file_id, made_by)
    values (n.id, n.unit_id, f.kind, f.number, f.dated, f.issuer, copy, platform.ctx_account());
  end loop;
  for f in
    select d.kind, d.title, d.file_id from cases.document d where d.case_id = t.case_id and d.removed_at is null
  loop
    copy := cases.copy_file(f.file_id, n.id, n.unit_id);
    if copy is not null then
      insert into cases.document (case_id, unit_id, kind, title, file_id, made_by)
      values (n.id, n.unit_id, f.kind, f.title, copy, platform.ctx_account());
    end if;
  end loop;
  insert into cases.milestone (case_id, unit_id, name, day, origin, reason, facts, set_by)
  select n.id, n.unit_id, m.name, m.day, m.origin, m.reason, m.facts, m.set_by from cases.milestone m where m.case_id = t.case_id and m.replaced_at is null;
  insert into cases.condition (case_id, unit_id, type, code, text, source, starts_on, ends_on, made_by)
  select n.id, n.unit_id, c.type, c.code, c.text, c.source, c.starts_on, c.ends_on, c.made_by from cases.condition c where c.case_id = t.case_id and c.lifted_at is null;
  insert into cases.guarantor (case_id, unit_id, name, relation, nik, phone, address, signed_on, duties_confirmed_on, made_by)
  select n.id, n.unit_id, g.name, g.relation, g.nik, g.phone, g.address, g.signed_on, g.duties_confirmed_on, g.made_by
  from cases.guarantor g where g.case_id = t.case_id and g.ended_on is null;
  update accounts.client_access a set case_id = n.id, unit_id = n.unit_id where a.case_id = t.case_id and a.state = 'active';
  return true;
end $$;

-- Each office keeps its own copy of a paper, since each answers for its own file.
create function cases.copy_file(wanted uuid, to_case uuid, to_unit int) returns uuid
language sql security definer set search_path = '' as $$
  insert into platform.file (sha256, media_type, bytes, width, height, look, content, unit_id, case_id, person_id, uploaded_by)
  select f.sha256, f.media_type, f.bytes, f.width, f.height, f.look, f.content, to_unit, to_case, f.person_id, platform.ctx_account()
  from platform.file f where f.id = wanted and f.content is not null
  returning id
$$;

revoke all on function cases.person_needs_guard(uuid), cases.label_taken(int, text), cases.barred_for(uuid, uuid[]), cases.seal(uuid),
  cases.list_arriving(), cases.settle_transfer(uuid, uuid, date), cases.copy_file(uuid, uuid, int) from public;
grant execute on function cases.person_needs_guard(uuid), cases.label_taken(int, text), cases.barred_for(uuid, uuid[]) to app_staff, app_jobs;
grant execute on function cases.seal(uuid), cases.list_arriving(), cases.settle_transfer(uuid, uuid, date) to app_staff;
