-- Whoever is excluded from a person after he opened a case of his reads and writes its reports no further.
create or replace function cases.ctx_held(variadic roles text[]) returns uuid[]
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  live record := platform.live_session();
  me uuid := live.staff_id;
  units int[];
  excluded uuid[];
  listed uuid[];
  opened uuid[];
  replaced uuid[];
  held uuid[];
begin
  if me is null then return '{}'; end if;
  units := platform.units_of(me, roles);
  if cardinality(units) = 0 then return '{}'; end if;
  select array_agg(l.person_id) filter (where l.kind = 'exclusion'), array_agg(l.person_id) filter (where l.kind = 'restriction')
    into excluded, listed
  from people.access_list l
  where l.account_id = live.account_id and l.removed_at is null
    and l.starts_on <= current_date and (l.ends_on is null or l.ends_on >= current_date);
  select array_agg(o.case_id) into opened from accounts.opening o where o.account_id = live.account_id and o.until > now();
  -- Three zones differ by a day at most; each office's own day is asked below.
  select array_agg(a.staff_id) into replaced from units.absence a
  where a.substitute_id = me and a.withdrawn_at is null and current_date between a.starts_on - 1 and a.ends_on + 1;

  select array_agg(k.id) into held from cases.client_case k
  where k.pk_staff_id = me and k.unit_id = any (units)
    and (not k.guarded or (not k.sealed and k.person_id <> all (coalesce(excluded, '{}'))
      and (not k.restricted or k.person_id = any (coalesce(listed, '{}')))));
  if replaced is not null then
    select held || array_agg(k.id) into held from cases.client_case k join units.unit u on u.id = k.unit_id
    where k.pk_staff_id = any (replaced) and k.pk_staff_id <> me and k.unit_id = any (units)
      and (not k.guarded or (not k.sealed and k.person_id <> all (coalesce(excluded, '{}'))
        and (not k.restricted or k.person_id = any (coalesce(listed, '{}')))))
      and exists (
        select from units.absence a where a.substitute_id = me and a.staff_id = k.pk_staff_id and a.withdrawn_at is null
          and (now() at time zone u.zone)::date between a.starts_on and a.ends_on);
  end if;
  if opened is not null then
    select held || array_agg(k.id) into held from cases.client_case k
    where k.id = any (opened) and k.unit_id = any (units) and k.person_id <> all (coalesce(excluded, '{}'));
  end if;
  return coalesce(held, '{}');
end $$;
