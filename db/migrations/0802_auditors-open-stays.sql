-- An auditor opens a stay with a reason, for an hour, as he opens a client's file: many who are held are nobody's client. Whoever leads the
-- institution is told and reads who opened what, and why.
alter table accounts.opening alter column case_id drop not null;
alter table accounts.opening add column stay_id uuid references custody.stay;
alter table accounts.opening add constraint opening_of_one check (num_nonnulls(case_id, stay_id) = 1);
alter table accounts.opening add constraint opening_of_stay check (stay_id is null or kind = 'audit');
create index opening_stay on accounts.opening (stay_id) where stay_id is not null;

create or replace function people.ctx_opened() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := platform.ctx_account();
  opened uuid[];
begin
  opened := coalesce((select array_agg(c.person_id) from cases.client_case c where c.id = any (accounts.ctx_opened_cases())), '{}');
  if me is null or not exists (select 1 from accounts.opening o where o.account_id = me and o.stay_id is not null and o.until > now()) then return opened; end if;
  return opened || coalesce((select array_agg(o.person_id) from accounts.opening o
    where o.account_id = me and o.stay_id is not null and o.until > now()
      and o.unit_id = any (platform.ctx_units('auditor')) and o.person_id <> all (people.ctx_excluded())), '{}');
end $$;
create policy opened_in_custody on people.person for select to app_staff using (
  unit_id = any ((select platform.ctx_units('auditor'))::int[]) and id = any ((select people.ctx_opened())::uuid[]));

create function custody.open_with_reason(wanted uuid, code text, why text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  s custody.stay;
  made uuid;
begin
  select x.* into s from custody.stay x join people.person p on p.id = x.person_id where x.id = wanted and not p.restricted;
  if s.id is null or s.unit_id <> all (platform.ctx_units('auditor')) or s.person_id = any (people.ctx_excluded()) then return null; end if;
  insert into accounts.opening (account_id, stay_id, person_id, unit_id, kind, reason_code, reason, until)
  values (platform.ctx_account(), s.id, s.person_id, s.unit_id, 'audit', code, why, now() + interval '60 minutes')
  returning id into made;
  return made;
end $$;
create policy told_in_custody on accounts.opening for select to app_staff using (
  stay_id is not null and unit_id = any ((select platform.ctx_units('head_of_custody'))::int[])
  and exists (select 1 from custody.stay s where s.id = stay_id));

-- An auditor goes by numbers: he learns the newest number of whom a line is about, and finds the lines behind a number of a register.
create function custody.numbers_for_audit(wanted uuid[]) returns table (person_id uuid, stay_id uuid, label text)
language sql stable security definer set search_path = '' as $$
  select distinct on (s.person_id) s.person_id, s.id, s.register_label from custody.stay s
  where s.person_id = any (wanted) and s.unit_id = any (platform.ctx_units('auditor'))
  order by s.person_id, s.admitted_on desc, s.id desc
$$;
create function custody.find_for_audit(wanted text) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(e.person_id), '{}') from custody.register_entry e
  where e.label = wanted and e.unit_id = any (platform.ctx_units('auditor'))
$$;
revoke all on function custody.open_with_reason(uuid, text, text), custody.numbers_for_audit(uuid[]), custody.find_for_audit(text) from public;
grant execute on function custody.open_with_reason(uuid, text, text), custody.numbers_for_audit(uuid[]), custody.find_for_audit(text) to app_staff;
