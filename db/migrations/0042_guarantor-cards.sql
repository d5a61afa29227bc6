-- A guarantor's own card: which of a client's guarantors holds it.

alter table accounts.client_access add column guarantor_id uuid references cases.guarantor;
alter table accounts.client_access add constraint client_access_holder check ((kind = 'guarantor') = (guarantor_id is not null));
comment on column accounts.client_access.guarantor_id is 'Whose card it is, where it is a guarantor''s.';
create unique index client_access_guarantor on accounts.client_access (guarantor_id) where state <> 'closed';

create function accounts.ctx_guarantor() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select c.guarantor_id from accounts.client_access c where c.account_id = platform.ctx_account() and c.state = 'active');
end $$;
revoke all on function accounts.ctx_guarantor() from public;
grant execute on function accounts.ctx_guarantor() to app_client;

-- A guarantor reads his own promise, not that of another one.
alter policy own on cases.guarantor using (
  case_id = (select accounts.ctx_case())
  and ((select accounts.ctx_client_kind()) = 'client' or id = (select accounts.ctx_guarantor())));

-- Who hands out cards learns the name of a guarantor and nothing else about him; only of cases that he may see.
create function cases.guarantors_at_desk(wanted uuid[]) returns table (id uuid, case_id uuid, name text, relation text)
language sql stable security definer set search_path = '' as $$
  select g.id, g.case_id, g.name, g.relation
  from cases.guarantor g join cases.client_case c on c.id = g.case_id
  where g.case_id = any (wanted) and g.ended_on is null and not c.sealed
    and c.person_id <> all (people.ctx_excluded())
    and (not c.restricted or c.person_id = any (people.ctx_listed()))
    and ((not c.guarded and c.unit_id = any (platform.ctx_units('counter')))
      or c.unit_id = any (platform.ctx_units('section_head', 'head_of_bapas'))
      or c.id = any (cases.ctx_assigned()))
  order by g.made_at, g.id
$$;
revoke all on function cases.guarantors_at_desk(uuid[]) from public;
grant execute on function cases.guarantors_at_desk(uuid[]) to app_staff;

-- The client came: as before, and each guarantor's card goes along to the guarantor's row at the new office.
create or replace function cases.settle_transfer(wanted uuid, new_case uuid, on_day date) returns boolean
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
  for f in
    select g.id, g.name, g.relation, g.nik, g.phone, g.address, g.signed_on, g.duties_confirmed_on, g.made_by
    from cases.guarantor g where g.case_id = t.case_id and g.ended_on is null order by g.made_at, g.id
  loop
    insert into cases.guarantor (case_id, unit_id, name, relation, nik, phone, address, signed_on, duties_confirmed_on, made_by)
    values (n.id, n.unit_id, f.name, f.relation, f.nik, f.phone, f.address, f.signed_on, f.duties_confirmed_on, f.made_by)
    returning id into copy;
    update accounts.client_access a set guarantor_id = copy where a.guarantor_id = f.id and a.state <> 'closed';
  end loop;
  update accounts.client_access a set case_id = n.id, unit_id = n.unit_id where a.case_id = t.case_id and a.state <> 'closed';
  return true;
end $$;
