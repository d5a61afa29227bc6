-- An opening for which there is neither another auditor nor anybody above who could look at it is told to whoever administers the accounts, who
-- posts one. It stays before the auditor, so that whoever is posted finds it.
create or replace function accounts.pass_opening_on(wanted uuid) returns text
language plpgsql security definer set search_path = '' as $$
declare
  o accounts.opening;
  goes_to text;
begin
  select * into o from accounts.opening x where x.id = wanted and x.reviewed_at is null and x.passed_to is null for update;
  if o.id is null or (o.account_id is distinct from platform.ctx_account() and o.unit_id <> all (platform.ctx_units('system'))) then return null; end if;
  select r.role into goes_to from (values (1, 'auditor'), (2, 'kanwil'), (3, 'ditjenpas')) r (place, role)
  where exists (
    select from units.posting p join accounts.account a on a.staff_id = p.staff_id join units.unit u on u.id = o.unit_id
    where p.role = r.role and p.unit_id = any (u.path) and p.withdrawn_at is null and p.approved_at is not null
      and current_date between p.starts_on and coalesce(p.ends_on, 'infinity'::date)
      and a.kind = 'staff' and a.state = 'active' and a.id <> o.account_id
      and not exists (
        select from people.access_list l where l.account_id = a.id and l.person_id = o.person_id and l.kind = 'exclusion' and l.removed_at is null
          and l.starts_on <= current_date and (l.ends_on is null or l.ends_on >= current_date)))
  order by r.place limit 1;
  if goes_to = 'auditor' then return null; end if;
  if goes_to is null then return 'account_admin'; end if;
  update accounts.opening x set passed_to = goes_to where x.id = o.id;
  return goes_to;
end $$;
