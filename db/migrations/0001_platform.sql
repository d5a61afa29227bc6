-- What carries the house: who may connect, what runs once, the journal, the access log, files.
-- The group roles never sign in; the application's login role may only take one of them for the length of a transaction.

do $$
declare wanted text;
begin
  foreach wanted in array array['app_staff', 'app_client', 'app_public', 'app_jobs', 'app_match'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
  end loop;
end $$;

revoke all on schema public from public;
create extension if not exists pg_trgm with schema public;
create extension if not exists pgcrypto with schema public;
create extension if not exists btree_gist with schema public;
grant usage on schema public to app_staff, app_client, app_public, app_jobs, app_match;

create schema if not exists platform;
create schema units;
create schema accounts;
create schema people;
create schema cases;
create schema check_ins;
create schema tasks;
create schema messages;
create schema imports;
create schema exports;
grant usage on schema platform, units, accounts to app_staff, app_client, app_public, app_jobs;
grant usage on schema people, cases, check_ins, tasks, messages, imports, exports to app_staff, app_client, app_jobs;

-- Tables are guarded before they hold a row: policies for the application's roles, and one for the owner, under whom the
-- migrations and the vetted functions below run. The doctor refuses an application that signs in as the owner.
create procedure platform.guard(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy owner_works on %s to current_user using (true) with check (true)', target);
end $$;

-- The asker. Every transaction of the application carries the raw token of a session in app.token; these functions find the
-- live session behind its hash. Without one they answer null or nothing, so no policy lets a row through.

create function platform.ctx_session() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare token text := nullif(current_setting('app.token', true), '');
begin
  if token is null then return null; end if;
  return (
    select s.id from accounts.session s join accounts.account a on a.id = s.account_id
    where s.token_hash = sha256(convert_to(token, 'UTF8'))
      and s.stage = 'full' and s.ended_at is null
      and s.expires_at > now() and s.last_seen_at > now() - s.idle_limit
      and a.state = 'active'
  );
end $$;

create function platform.ctx_account() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select s.account_id from accounts.session s where s.id = platform.ctx_session());
end $$;

create function platform.ctx_staff() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select a.staff_id from accounts.account a where a.id = platform.ctx_account());
end $$;

-- The units where the asker holds one of these roles today. Roles that oversee or administer reach the units below theirs; a
-- job's session reaches the one unit it was opened for, as role 'system'. Always call it as (select ...), once a statement.
create function platform.ctx_units(variadic roles text[]) returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare
  live record;
begin
  select * into live from accounts.session s where s.id = platform.ctx_session();
  if live.id is null then return '{}'; end if;
  if live.kind = 'job' then
    return case when 'system' = any (roles) then array[live.unit_id] else '{}' end;
  end if;
  return coalesce((
    select array_agg(distinct u.id)
    from accounts.account a
    join units.posting p on p.staff_id = a.staff_id
    join units.unit home on home.id = p.unit_id
    join units.unit u on u.id = home.id
      or (p.role in ('kanwil', 'ditjen_analyst', 'auditor', 'office_admin', 'account_admin') and u.path @> array[home.id])
    where a.id = live.account_id
      and p.role = any (roles)
      and p.starts_on <= (now() at time zone home.zone)::date
      and (p.ends_on is null or p.ends_on >= (now() at time zone home.zone)::date)
      and p.approved_at is not null and p.withdrawn_at is null
  ), '{}');
end $$;

-- Opens the short session under which one job works for one unit. Only the worker's role may call it.
create function platform.open_job_session(for_unit int, raw_token text, minutes int) returns uuid
language plpgsql security definer set search_path = '' as $$
declare made uuid;
begin
  insert into accounts.session (token_hash, account_id, kind, stage, unit_id, expires_at, idle_limit, label)
  select sha256(convert_to(raw_token, 'UTF8')), a.id, 'job', 'full', for_unit,
         now() + make_interval(mins => least(minutes, 120)), interval '2 hours', 'job'
  from accounts.account a where a.kind = 'system'
  returning id into made;
  return made;
end $$;
create function platform.close_job_session(raw_token text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  delete from accounts.session where kind = 'job'
    and (token_hash = sha256(convert_to(raw_token, 'UTF8')) or expires_at < now() - interval '1 day');
end $$;

revoke all on all functions in schema platform from public;
revoke all on procedure platform.guard(regclass) from public;
grant execute on function platform.ctx_session(), platform.ctx_account(), platform.ctx_staff(), platform.ctx_units(text[])
  to app_staff, app_client, app_public, app_jobs, app_match;
grant execute on function platform.open_job_session(int, text, int), platform.close_job_session(text) to app_jobs;

-- What runs once.
create table platform.submission (
  id          uuid primary key,
  account_id  uuid not null,
  body_hash   bytea not null,
  answer      jsonb,
  received_at timestamptz not null default now()
);
comment on table platform.submission is 'One row per accepted write, kept 35 days: a replay gets the first answer, another body is refused.';
create index submission_received on platform.submission (received_at);
call platform.guard('platform.submission');
create policy own on platform.submission for select to app_staff, app_client, app_jobs using (account_id = (select platform.ctx_account()));
create policy claim on platform.submission for insert to app_staff, app_client, app_jobs with check (account_id = (select platform.ctx_account()));
create policy answer on platform.submission for update to app_staff, app_client, app_jobs
  using (account_id = (select platform.ctx_account()) and answer is null) with check (account_id = (select platform.ctx_account()));
create policy forget on platform.submission for delete to app_jobs using (received_at < now() - interval '35 days');
create policy forget_look on platform.submission for select to app_jobs using (received_at < now() - interval '35 days');
grant select, insert on platform.submission to app_staff, app_client, app_jobs;
grant update (answer) on platform.submission to app_staff, app_client, app_jobs;
grant delete on platform.submission to app_jobs;

-- The journal: every write leaves a line. Its seal (HMAC) is made by the application with a key that is not in the database.
create table platform.journal (
  seq           bigint generated always as identity,
  id            uuid not null,
  at            timestamptz not null,
  what          text not null check (what ~ '^[a-z-]+\.[a-z0-9_-]+$'),
  actor_id      uuid,
  actor_role    text,
  session_id    uuid,
  submission_id uuid,
  unit_id       int,
  case_id       uuid,
  person_id     uuid,
  about         jsonb not null,
  mac           bytea not null check (length(mac) = 32),
  xid           xid8 not null default pg_current_xact_id(),
  primary key (at, id)
) partition by range (at);
comment on table platform.journal is 'Who did what, when, about whom; append-only. Timeline of a client, audit trail and source of reports.';
create index journal_case on platform.journal (case_id, at desc) where case_id is not null;
create index journal_unit on platform.journal (unit_id, at desc);
create index journal_actor on platform.journal (actor_id, at desc);
create index journal_xid on platform.journal (xid);
create index journal_seq on platform.journal (seq);

-- Reads of a person's record.
create table platform.access_log (
  seq        bigint generated always as identity,
  id         uuid not null,
  at         timestamptz not null,
  what       text not null check (what ~ '^[a-z-]+\.[a-z0-9_-]+$'),
  actor_id   uuid not null,
  actor_role text,
  session_id uuid,
  unit_id    int,
  case_id    uuid,
  person_id  uuid,
  about      jsonb not null default '{}',
  mac        bytea not null check (length(mac) = 32),
  xid        xid8 not null default pg_current_xact_id(),
  primary key (at, id)
) partition by range (at);
comment on table platform.access_log is 'Who opened whose record, searched or exported; append-only.';
create index access_log_case on platform.access_log (case_id, at desc) where case_id is not null;
create index access_log_actor on platform.access_log (actor_id, at desc);
create index access_log_unit on platform.access_log (unit_id, at desc);
create index access_log_xid on platform.access_log (xid);
create index access_log_seq on platform.access_log (seq);

-- One partition a month, made a year ahead; the default ones catch what no month holds (a wrong clock) and nothing is lost.
create table platform.journal_default partition of platform.journal default;
create table platform.access_log_default partition of platform.access_log default;
create function platform.make_months(from_month date, months int) returns void
language plpgsql security definer set search_path = '' as $$
declare
  month date := date_trunc('month', from_month)::date;
  parent text;
begin
  for i in 1 .. months loop
    foreach parent in array array['journal', 'access_log'] loop
      if to_regclass(format('platform.%I', parent || to_char(month, '_YYYY_MM'))) is null then
        execute format('create table platform.%I partition of platform.%I for values from (%L) to (%L)',
          parent || to_char(month, '_YYYY_MM'), parent, month::timestamptz, (month + interval '1 month')::timestamptz);
        execute format('alter table platform.%I enable row level security', parent || to_char(month, '_YYYY_MM'));
      end if;
    end loop;
    month := (month + interval '1 month')::date;
  end loop;
end $$;
revoke all on function platform.make_months(date, int) from public;
grant execute on function platform.make_months(date, int) to app_jobs;
alter table platform.journal_default enable row level security;
alter table platform.access_log_default enable row level security;

-- Sealing: committed lines are gathered in the order of their transactions and chained. A batch names its lines and their macs.
create table platform.sealed_batch (
  log        text not null check (log in ('journal', 'access_log')),
  number     bigint not null,
  seqs       bigint[] not null,
  macs       bytea not null,
  until_xid  xid8 not null,
  previous   bytea not null,
  head       bytea not null,
  sealed_at  timestamptz not null default now(),
  primary key (log, number)
);
comment on table platform.sealed_batch is 'A link of the chain over the journal or the access log: the lines in order, and a head that covers all before.';
create table platform.checkpoint (
  id          uuid primary key default uuidv7(),
  at          timestamptz not null default now(),
  journal_number bigint not null,
  journal_head   bytea not null,
  access_number  bigint not null,
  access_head    bytea not null,
  mac         bytea not null,
  left_to     text not null,
  left_at     timestamptz
);
comment on table platform.checkpoint is 'A head of both chains that was sent away from the machine, and where to.';
create table platform.verification (
  id          uuid primary key default uuidv7(),
  started_at  timestamptz not null,
  finished_at timestamptz not null default now(),
  lines       bigint not null,
  findings    jsonb not null,
  against     text
);
comment on table platform.verification is 'What the last verifications of the journal found.';

call platform.guard('platform.journal');
call platform.guard('platform.access_log');
call platform.guard('platform.sealed_batch');
call platform.guard('platform.checkpoint');
call platform.guard('platform.verification');
create policy leave_line on platform.journal for insert to app_staff, app_client, app_jobs with check (actor_id = (select platform.ctx_account()));
create policy leave_public_line on platform.journal for insert to app_public with check (session_id is null);
create policy own_lines on platform.journal for select to app_staff using (actor_id = (select platform.ctx_account()));
create policy audit on platform.journal for select to app_staff using (unit_id = any ((select platform.ctx_units('auditor'))::int[]));
create policy seal on platform.journal for select to app_jobs using ((select platform.ctx_session()) is not null);
create policy leave_line on platform.access_log for insert to app_staff, app_client, app_jobs with check (actor_id = (select platform.ctx_account()));
create policy own_lines on platform.access_log for select to app_staff using (actor_id = (select platform.ctx_account()));
create policy audit on platform.access_log for select to app_staff using (unit_id = any ((select platform.ctx_units('auditor'))::int[]));
create policy seal on platform.access_log for select to app_jobs using ((select platform.ctx_session()) is not null);
create policy seal on platform.sealed_batch for all to app_jobs using ((select platform.ctx_session()) is not null) with check ((select platform.ctx_session()) is not null);
create policy send on platform.checkpoint for all to app_jobs using ((select platform.ctx_session()) is not null) with check ((select platform.ctx_session()) is not null);
create policy look on platform.checkpoint for select to app_staff using (cardinality((select platform.ctx_units('auditor', 'office_admin'))::int[]) > 0);
create policy write on platform.verification for all to app_jobs using ((select platform.ctx_session()) is not null) with check ((select platform.ctx_session()) is not null);
create policy look on platform.verification for select to app_staff using (cardinality((select platform.ctx_units('auditor', 'office_admin'))::int[]) > 0);
grant insert on platform.journal to app_staff, app_client, app_public, app_jobs;
grant select on platform.journal to app_staff, app_jobs, app_client;
grant insert on platform.access_log to app_staff, app_client, app_jobs;
grant select on platform.access_log to app_staff, app_jobs;
grant select, insert on platform.sealed_batch to app_jobs;
grant select, insert on platform.checkpoint to app_jobs;
grant update (left_at) on platform.checkpoint to app_jobs;
grant select on platform.checkpoint to app_staff;
grant select, insert on platform.verification to app_jobs;
grant select on platform.verification to app_staff;

-- Files live in the database, so that they are in the transaction and in the backup.
create table platform.file (
  id          uuid primary key default uuidv7(),
  sha256      bytea not null,
  media_type  text not null check (media_type in ('image/jpeg', 'image/png', 'application/pdf', 'text/csv',
                'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')),
  bytes       int not null check (bytes between 1 and 16777216),
  width       int,
  height      int,
  look        bigint,
  content     bytea,
  unit_id     int not null,
  case_id     uuid,
  person_id   uuid,
  uploaded_by uuid not null,
  uploaded_at timestamptz not null default now(),
  erased_at   timestamptz,
  erased_why  text
);
comment on table platform.file is 'A photo, document or spreadsheet. look is a 64-bit perceptual hash of an image. Erased by retention: the row stays, the content goes.';
alter table platform.file alter column content set storage external;
create index file_sha256 on platform.file (sha256);
create index file_case on platform.file (case_id);
create index file_person on platform.file (person_id);
create index file_day on platform.file (uploaded_by, uploaded_at);
call platform.guard('platform.file');
create policy own_upload on platform.file for select to app_staff, app_client, app_jobs using (uploaded_by = (select platform.ctx_account()));
create policy upload on platform.file for insert to app_staff, app_client, app_jobs with check (uploaded_by = (select platform.ctx_account()));
create policy retention on platform.file for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy retention_look on platform.file for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select, insert on platform.file to app_staff, app_client, app_jobs;
grant update (content, erased_at, erased_why) on platform.file to app_jobs;

-- Backups, as the administrator's page shows them.
create table platform.backup_run (
  id           uuid primary key default uuidv7(),
  kind         text not null check (kind in ('backup', 'restore_drill')),
  started_at   timestamptz not null default now(),
  finished_at  timestamptz,
  destination  text not null,
  bytes        bigint,
  state        text not null check (state in ('running', 'done', 'failed')),
  problem      text,
  facts        jsonb not null default '{}'
);
comment on table platform.backup_run is 'Each backup and each proof of a restore, with its age, size and outcome.';
call platform.guard('platform.backup_run');
create policy work on platform.backup_run for all to app_jobs using ((select platform.ctx_session()) is not null) with check ((select platform.ctx_session()) is not null);
create policy look on platform.backup_run for select to app_staff using (cardinality((select platform.ctx_units('office_admin', 'auditor'))::int[]) > 0);
grant select, insert on platform.backup_run to app_jobs;
grant update (finished_at, bytes, state, problem, facts) on platform.backup_run to app_jobs;
grant select on platform.backup_run to app_staff;

-- Settings of this installation (backup destination, checkpoint destination, password policy); secrets are not among them.
create table platform.setting (
  key    text primary key,
  value  jsonb not null,
  set_by uuid,
  set_at timestamptz not null default now()
);
comment on table platform.setting is 'What an administrator decided for the whole installation.';
call platform.guard('platform.setting');
create policy look on platform.setting for select to app_staff, app_jobs, app_public, app_client using (true);
create policy set on platform.setting for insert to app_staff with check (cardinality((select platform.ctx_units('office_admin'))::int[]) > 0);
create policy change on platform.setting for update to app_staff using (cardinality((select platform.ctx_units('office_admin'))::int[]) > 0);
grant select on platform.setting to app_staff, app_jobs, app_public, app_client;
grant insert, update on platform.setting to app_staff;

select platform.make_months((now() - interval '1 month')::date, 15);
