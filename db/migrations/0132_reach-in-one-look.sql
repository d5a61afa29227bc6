-- Nearly every statement asks who asks and what he reaches. Each question looked the session up anew; now it is looked up once and
-- handed on. What each says is unchanged, and nothing is remembered from one statement to the next.

-- The units that an officer reaches by posts of these roles, today. For vetted functions that know who asks.
create function platform.units_of(of_staff uuid, roles text[]) returns int[]
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  overseeing constant text[] := array['kanwil', 'ditjen_analyst', 'auditor', 'office_admin', 'account_admin'];
  homes int[];
  tops int[];
begin
  if of_staff is null then return '{}'; end if;
  select array_agg(distinct home.id), array_agg(distinct home.id) filter (where p.role = any (overseeing)) into homes, tops
  from units.posting p join units.unit home on home.id = p.unit_id
  where p.staff_id = of_staff
    and p.role = any (roles)
    and p.starts_on <= (now() at time zone home.zone)::date
    and (p.ends_on is null or p.ends_on >= (now() at time zone home.zone)::date)
    and p.approved_at is not null and p.withdrawn_at is null;
  if tops is not null then
    select array_agg(u.id) into homes from units.unit u where u.id = any (homes) or u.path && tops;
  end if;
  return coalesce(homes, '{}');
end $$;
revoke all on function platform.units_of(uuid, text[]) from public;

create or replace function platform.ctx_units(variadic roles text[]) returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare live record := platform.live_session();
begin
  if live.session_id is null then return '{}'; end if;
  if live.kind = 'job' then
    return case when 'system' = any (roles) then live.job_units else '{}' end;
  end if;
  return platform.units_of(live.staff_id, roles);
end $$;

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
    select held || array_agg(k.id) into held from cases.client_case k where k.id = any (opened) and k.unit_id = any (units);
  end if;
  return coalesce(held, '{}');
end $$;

-- The journal's lines about one case since a moment, as whoever asks may see them. The journal has a table for every month, some of them
-- made ahead: planned once, a look at the last year opens a dozen; planned for each question, the planning takes longer than the look.
create function platform.lines_of_case(of_case uuid, since timestamptz)
returns table (id uuid, at timestamptz, what text, actor_id uuid, about jsonb)
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
begin
  return query select j.id, j.at, j.what, j.actor_id, j.about from platform.journal j where j.case_id = of_case and j.at >= since and j.at < now() + interval '2 days';
end $$;
revoke all on function platform.lines_of_case(uuid, timestamptz) from public;
grant execute on function platform.lines_of_case(uuid, timestamptz) to app_staff;
