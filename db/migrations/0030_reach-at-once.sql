-- Who asks and what he reaches is found once for each statement, by index, and never once for each row. A stable function inside a
-- WHERE is called for every row that a scan meets; the same answer put into a variable first is one call. What each says is unchanged.

-- The session behind the raw token of this transaction with its account, in one look-up. Nobody: nulls.
create function platform.live_session(out session_id uuid, out account_id uuid, out staff_id uuid, out kind text, out unit_id int)
language plpgsql stable security definer set search_path = '' as $$
declare token text := nullif(current_setting('app.token', true), '');
begin
  if token is null then return; end if;
  select s.id, a.id, a.staff_id, s.kind, s.unit_id into session_id, account_id, staff_id, kind, unit_id
  from accounts.session s join accounts.account a on a.id = s.account_id
  where s.token_hash = sha256(convert_to(token, 'UTF8'))
    and s.stage = 'full' and s.ended_at is null
    and s.expires_at > now() and s.last_seen_at > now() - s.idle_limit
    and a.state = 'active';
end $$;
revoke all on function platform.live_session() from public;

create or replace function platform.ctx_session() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (platform.live_session()).session_id;
end $$;

create or replace function platform.ctx_account() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (platform.live_session()).account_id;
end $$;

create or replace function platform.ctx_staff() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (platform.live_session()).staff_id;
end $$;

create or replace function platform.ctx_units(variadic roles text[]) returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare
  live record := platform.live_session();
  overseeing constant text[] := array['kanwil', 'ditjen_analyst', 'auditor', 'office_admin', 'account_admin'];
  homes int[];
  tops int[];
begin
  if live.session_id is null then return '{}'; end if;
  if live.kind = 'job' then
    return case when 'system' = any (roles) then array[live.unit_id] else '{}' end;
  end if;
  if live.staff_id is null then return '{}'; end if;
  select array_agg(distinct home.id), array_agg(distinct home.id) filter (where p.role = any (overseeing)) into homes, tops
  from units.posting p join units.unit home on home.id = p.unit_id
  where p.staff_id = live.staff_id
    and p.role = any (roles)
    and p.starts_on <= (now() at time zone home.zone)::date
    and (p.ends_on is null or p.ends_on >= (now() at time zone home.zone)::date)
    and p.approved_at is not null and p.withdrawn_at is null;
  if tops is not null then
    select array_agg(u.id) into homes from units.unit u where u.id = any (homes) or u.path && tops;
  end if;
  return coalesce(homes, '{}');
end $$;

create or replace function accounts.ctx_case() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := platform.ctx_account();
begin
  return (select c.case_id from accounts.client_access c where c.account_id = me and c.state = 'active');
end $$;
create or replace function accounts.ctx_client_kind() returns text
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := platform.ctx_account();
begin
  return (select c.kind from accounts.client_access c where c.account_id = me and c.state = 'active');
end $$;
create or replace function accounts.ctx_opened_cases() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := platform.ctx_account();
begin
  return coalesce((select array_agg(o.case_id) from accounts.opening o where o.account_id = me and o.until > now()), '{}');
end $$;
create or replace function accounts.ctx_administered() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare administers int[] := platform.ctx_units('account_admin');
begin
  -- Almost nobody administers accounts, and almost every statement about an account asks.
  if cardinality(administers) = 0 then return '{}'; end if;
  return coalesce((
    select array_agg(distinct a.id) from accounts.account a
    left join units.posting p on p.staff_id = a.staff_id
    where a.kind = 'staff' and (p.unit_id = any (administers) or p.id is null)), '{}');
end $$;

create or replace function people.ctx_excluded() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := platform.ctx_account();
begin
  return coalesce((select array_agg(l.person_id) from people.access_list l
    where l.account_id = me and l.kind = 'exclusion' and l.removed_at is null
      and l.starts_on <= current_date and (l.ends_on is null or l.ends_on >= current_date)), '{}');
end $$;
create or replace function people.ctx_listed() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := platform.ctx_account();
begin
  return coalesce((select array_agg(l.person_id) from people.access_list l
    where l.account_id = me and l.kind = 'restriction' and l.removed_at is null
      and l.starts_on <= current_date and (l.ends_on is null or l.ends_on >= current_date)), '{}');
end $$;
create or replace function people.ctx_opened() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := platform.ctx_account();
begin
  return coalesce((select array_agg(o.person_id) from accounts.opening o where o.account_id = me and o.until > now()), '{}');
end $$;

-- A counsellor's cases are found by who has them, not by walking through his office's.
create index client_case_reach on cases.client_case (pk_staff_id, unit_id) include (id);
create index absence_substitute on units.absence (substitute_id) where withdrawn_at is null;
create or replace function cases.ctx_assigned() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := platform.ctx_staff();
  mine int[];
  whose uuid[];
begin
  if me is null then return '{}'; end if;
  mine := platform.ctx_units('pk', 'apk');
  if cardinality(mine) = 0 then return '{}'; end if;
  whose := me || array(select a.staff_id from units.absence a
    where a.substitute_id = me and a.withdrawn_at is null and a.starts_on <= current_date and a.ends_on >= current_date);
  return coalesce((select array_agg(c.id) from cases.client_case c where c.pk_staff_id = any (whose) and c.unit_id = any (mine)), '{}');
end $$;
create or replace function cases.ctx_assigned_people() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare reached uuid[] := cases.ctx_assigned() || accounts.ctx_opened_cases();
begin
  return coalesce((select array_agg(distinct c.person_id) from cases.client_case c where c.id = any (reached)), '{}');
end $$;
