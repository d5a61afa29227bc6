-- A job may close the month of several offices in one transaction: the session it works under names them all, and opens nobody else's rows.
-- Nobody but a job's session ever had a unit.

alter table accounts.session drop column unit_id, add column job_units int[] not null default '{}';
comment on column accounts.session.job_units is 'The units whose rows a job''s session opens; of every other session none.';

-- Opening a session asks for this one row among as many accounts as there are clients.
create unique index account_of_the_house on accounts.account (kind) where kind = 'system';

drop function platform.open_job_session(int, text, int);
-- Opens the short session under which one job works for these units, or for the house itself where there is none. Only the worker's role may call it.
create function platform.open_job_session(for_units int[], raw_token text, minutes int) returns uuid
language plpgsql security definer set search_path = '' as $$
declare made uuid;
begin
  insert into accounts.session (token_hash, account_id, kind, stage, job_units, expires_at, idle_limit, label)
  select sha256(convert_to(raw_token, 'UTF8')), a.id, 'job', 'full', coalesce(for_units, '{}'),
         now() + make_interval(mins => least(minutes, 120)), interval '2 hours', 'job'
  from accounts.account a where a.kind = 'system'
  returning id into made;
  return made;
end $$;
revoke all on function platform.open_job_session(int[], text, int) from public;
grant execute on function platform.open_job_session(int[], text, int) to app_jobs;

drop function platform.live_session();
-- The session behind the raw token of this transaction with its account, in one look-up. Nobody: nulls.
create function platform.live_session(out session_id uuid, out account_id uuid, out staff_id uuid, out kind text, out job_units int[])
language plpgsql stable security definer set search_path = '' as $$
declare token text := nullif(current_setting('app.token', true), '');
begin
  if token is null then return; end if;
  select s.id, a.id, a.staff_id, s.kind, s.job_units into session_id, account_id, staff_id, kind, job_units
  from accounts.session s join accounts.account a on a.id = s.account_id
  where s.token_hash = sha256(convert_to(token, 'UTF8'))
    and s.stage = 'full' and s.ended_at is null
    and s.expires_at > now() and s.last_seen_at > now() - s.idle_limit
    and a.state = 'active';
end $$;
revoke all on function platform.live_session() from public;

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
    return case when 'system' = any (roles) then live.job_units else '{}' end;
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
