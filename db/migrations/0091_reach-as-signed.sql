-- What 0021 signed holds: an opening counts while its post is held and nobody is shut out, a sealed or restricted file is in nobody's
-- reach, and accounts are administered by where their people work now. 0030 had put the words from before it back.

create or replace function accounts.ctx_opened_cases() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := platform.ctx_account();
begin
  if me is null or not exists (select 1 from accounts.opening o where o.account_id = me and o.until > now()) then return '{}'; end if;
  return coalesce((select array_agg(o.case_id) from accounts.opening o
    where o.account_id = me and o.until > now()
      and o.unit_id = any (platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas', 'kanwil', 'auditor'))
      and o.person_id <> all (people.ctx_excluded())), '{}');
end $$;
create or replace function people.ctx_opened() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(c.person_id) from cases.client_case c where c.id = any (accounts.ctx_opened_cases())), '{}');
end $$;
create or replace function accounts.ctx_administered() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  units int[] := platform.ctx_units('account_admin');
begin
  if cardinality(units) = 0 then return '{}'; end if;
  return coalesce((
    select array_agg(a.id) from accounts.account a
    where a.kind = 'staff' and case
      when exists (select 1 from units.posting p where p.staff_id = a.staff_id and p.withdrawn_at is null and (p.ends_on is null or p.ends_on >= current_date - 1))
        then exists (select 1 from units.posting p where p.staff_id = a.staff_id and p.withdrawn_at is null and (p.ends_on is null or p.ends_on >= current_date - 1)
          and p.unit_id = any (units))
      else not exists (select 1 from units.posting p where p.staff_id = a.staff_id)
        or exists (select 1 from units.posting p where p.staff_id = a.staff_id and p.unit_id = any (units)) end), '{}');
end $$;
create or replace function cases.ctx_assigned() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return cases.ctx_held('pk', 'apk');
end $$;
create or replace function cases.ctx_assigned_people() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(distinct c.person_id) from cases.client_case c where c.id = any (cases.ctx_deep())), '{}');
end $$;

-- The cases that somebody works on, as 0021 has them. First whoever could be among them is found by index (his own, those of everybody
-- he may stand in for around today, what he opened); then each is judged by the very conditions of 0021, of which this is a superset.
create or replace function cases.ctx_held(variadic roles text[]) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := platform.ctx_staff();
  units int[];
  excluded uuid[];
  listed uuid[];
  opened uuid[];
  whose uuid[];
begin
  if me is null then return '{}'; end if;
  units := platform.ctx_units(variadic roles);
  if cardinality(units) = 0 then return '{}'; end if;
  excluded := people.ctx_excluded();
  listed := people.ctx_listed();
  opened := accounts.ctx_opened_cases();
  -- Three zones differ by a day at most.
  whose := me || array(select a.staff_id from units.absence a
    where a.substitute_id = me and a.withdrawn_at is null and current_date between a.starts_on - 1 and a.ends_on + 1);
  return coalesce((
    select array_agg(c.id) from (
      select k.id, k.unit_id, k.pk_staff_id, k.person_id, k.guarded, k.sealed, k.restricted from cases.client_case k where k.pk_staff_id = any (whose)
      union
      select k.id, k.unit_id, k.pk_staff_id, k.person_id, k.guarded, k.sealed, k.restricted from cases.client_case k where k.id = any (opened)
    ) c join units.unit u on u.id = c.unit_id
    where c.unit_id = any (units)
      and (c.id = any (opened) or c.pk_staff_id = me or c.pk_staff_id in (
        select a.staff_id from units.absence a
        where a.substitute_id = me and a.withdrawn_at is null
          and (now() at time zone u.zone)::date between a.starts_on and a.ends_on))
      and (not c.guarded or c.id = any (opened)
        or (not c.sealed and c.person_id <> all (excluded) and (not c.restricted or c.person_id = any (listed))))), '{}');
end $$;
