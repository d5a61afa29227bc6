-- accounts: who signs in, with what, from where, until when.

create table accounts.account (
  id             uuid primary key default uuidv7(),
  kind           text not null check (kind in ('staff', 'client', 'guarantor', 'system')),
  staff_id       uuid unique references units.staff,
  username       text unique check (username ~ '^[a-z0-9._@-]{3,64}$'),
  state          text not null default 'active' check (state in ('active', 'suspended', 'closed')),
  password_hash  text,
  password_set_at timestamptz,
  must_change_password boolean not null default false,
  totp_sealed    bytea,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  locale         text not null default 'id' check (locale in ('id', 'en')),
  made_at        timestamptz not null default now(),
  check ((kind = 'staff') = (staff_id is not null))
);
comment on table accounts.account is 'One for each person who signs in. totp_sealed is encrypted with a key outside the database.';

create table accounts.passkey (
  id            text primary key,
  account_id    uuid not null references accounts.account,
  public_key    bytea not null,
  counter       bigint not null,
  transports    text[] not null default '{}',
  label         text not null,
  made_at       timestamptz not null default now(),
  last_used_at  timestamptz,
  removed_at    timestamptz
);
comment on table accounts.passkey is 'A security key or device credential of an account (WebAuthn).';

create table accounts.spare_code (
  account_id uuid not null references accounts.account,
  code_hash  bytea not null,
  made_at    timestamptz not null default now(),
  used_at    timestamptz,
  primary key (account_id, code_hash)
);
comment on table accounts.spare_code is 'Printed one-time codes that stand in for a second factor where phones are not allowed.';

create table accounts.session (
  id           uuid primary key default uuidv7(),
  token_hash   bytea not null unique,
  account_id   uuid not null references accounts.account,
  kind         text not null check (kind in ('browser', 'client', 'token', 'job')),
  stage        text not null check (stage in ('second_factor', 'new_password', 'full')),
  unit_id      int references units.unit,
  scopes       text[],
  label        text not null default '',
  address      text not null default '',
  made_at      timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  idle_limit   interval not null,
  expires_at   timestamptz not null,
  proved_at    timestamptz,
  challenge    text,
  ended_at     timestamptz,
  ended_why    text check (ended_why in ('signed_out', 'by_owner', 'by_administrator', 'password_changed', 'replaced', 'account_closed'))
);
comment on table accounts.session is 'A signed-in browser, a client''s page, an API token or a job. Only the hash of its token is kept. proved_at: when the second factor was last shown.';
create index session_account on accounts.session (account_id, made_at desc);
create index session_expiry on accounts.session (expires_at);

create table accounts.one_time_link (
  id          uuid primary key default uuidv7(),
  token_hash  bytea not null unique,
  account_id  uuid not null references accounts.account,
  purpose     text not null check (purpose in ('first_password', 'reset_password', 'first_administrator')),
  made_by     uuid,
  made_at     timestamptz not null default now(),
  expires_at  timestamptz not null,
  used_at     timestamptz,
  withdrawn_at timestamptz
);
comment on table accounts.one_time_link is 'An administrator hands out a link, never a password.';

create table accounts.attempt (
  id         bigint generated always as identity primary key,
  at         timestamptz not null default now(),
  account_key bytea not null,
  address    text not null,
  purpose    text not null check (purpose in ('password', 'second_factor', 'link', 'pin')),
  succeeded  boolean not null
);
comment on table accounts.attempt is 'Tries to sign in, by a hash of what was typed as the account, so that guessing slows down. Kept 30 days.';
create index attempt_account on accounts.attempt (account_key, at desc);
create index attempt_address on accounts.attempt (address, at desc);

-- A client's or guarantor's own way in: a personal link (printed as a QR code) and a PIN.
create table accounts.client_access (
  id           uuid primary key default uuidv7(),
  account_id   uuid not null unique references accounts.account,
  kind         text not null check (kind in ('client', 'guarantor')),
  case_id      uuid not null,
  person_id    uuid,
  unit_id      int not null references units.unit,
  version      int not null default 1,
  code_hash    bytea not null unique,
  pin_hash     text,
  pin_failures int not null default 0,
  pin_locked_at timestamptz,
  device_hash  bytea,
  device_since timestamptz,
  consent_at   timestamptz,
  consent_version text,
  state        text not null default 'active' check (state in ('active', 'lost', 'closed')),
  issued_by    uuid,
  issued_at    timestamptz not null default now()
);
comment on table accounts.client_access is 'The card and PIN of a client or guarantor. Code and first PIN are derived from a key outside the database and version; a lost card raises version.';
create index client_access_case on accounts.client_access (case_id);
create index client_access_unit on accounts.client_access (unit_id);

-- Someone out of a file's ordinary reach opened it with a reason, for a while (Kanwil, auditor, break-glass).
create table accounts.opening (
  id         uuid primary key default uuidv7(),
  account_id uuid not null references accounts.account,
  case_id    uuid not null,
  person_id  uuid not null,
  unit_id    int not null,
  kind       text not null check (kind in ('oversight', 'audit', 'break_glass')),
  reason_code text not null check (reason_code in ('supervision', 'complaint', 'inspection', 'danger', 'court_order', 'other')),
  reason     text not null check (length(reason) between 20 and 1000),
  opened_at  timestamptz not null default now(),
  until      timestamptz not null check (until <= opened_at + interval '60 minutes'),
  reviewed_by uuid,
  reviewed_at timestamptz,
  review     text
);
comment on table accounts.opening is 'A file opened with a reason by someone who does not work on it: for an hour, told to the unit, reviewed.';
create index opening_account on accounts.opening (account_id, until desc);
create index opening_unit on accounts.opening (unit_id, opened_at desc);

-- How many different people an officer opened: the limit against scraping counts here, by account, over sessions and addresses.
create table accounts.opened_person (
  account_id uuid not null references accounts.account,
  day        date not null,
  person_id  uuid not null,
  at         timestamptz not null default now(),
  primary key (account_id, day, person_id)
);
comment on table accounts.opened_person is 'The different people whose records an account opened on a day.';
create table accounts.budget_release (
  id         uuid primary key default uuidv7(),
  account_id uuid not null references accounts.account,
  day        date not null,
  kind       text not null check (kind in ('hour_reason', 'day_unlock')),
  reason     text not null check (length(reason) between 10 and 500),
  made_by    uuid not null,
  made_at    timestamptz not null default now(),
  extra      int not null check (extra between 1 and 1000)
);
comment on table accounts.budget_release is 'Why an officer needs to open more people than usual: his own reason for the hour, his head''s unlocking for the day.';
create index budget_release_account on accounts.budget_release (account_id, day);

call platform.guard('accounts.account');
call platform.guard('accounts.passkey');
call platform.guard('accounts.spare_code');
call platform.guard('accounts.session');
call platform.guard('accounts.one_time_link');
call platform.guard('accounts.attempt');
call platform.guard('accounts.client_access');
call platform.guard('accounts.opening');
call platform.guard('accounts.opened_person');
call platform.guard('accounts.budget_release');

-- The one account under which jobs work, and which opens nothing without a job's session.
insert into accounts.account (kind, username) values ('system', 'system');

-- Before sign-in nothing is visible; these functions answer exactly what signing in needs.
create function accounts.find_for_sign_in(typed text)
returns table (account_id uuid, password_hash text, state text, must_change boolean, has_totp boolean, has_passkey boolean)
language sql stable security definer set search_path = '' as $$
  select a.id, a.password_hash, a.state, a.must_change_password, a.totp_confirmed_at is not null,
         exists (select 1 from accounts.passkey k where k.account_id = a.id and k.removed_at is null)
  from accounts.account a where a.username = typed and a.kind = 'staff'
$$;
create function accounts.note_attempt(key bytea, from_address text, for_purpose text, ok boolean) returns void
language sql security definer set search_path = '' as $$
  insert into accounts.attempt (account_key, address, purpose, succeeded) values (key, from_address, for_purpose, ok)
$$;
create function accounts.count_failures(key bytea, from_address text)
returns table (by_account int, by_address int, last_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select
    (select count(*)::int from accounts.attempt t where t.account_key = key and not t.succeeded and t.at > now() - interval '15 minutes'
       and t.at > coalesce((select max(g.at) from accounts.attempt g where g.account_key = key and g.succeeded and g.address = from_address), '-infinity')),
    (select count(*)::int from accounts.attempt t where t.address = from_address and not t.succeeded and t.at > now() - interval '15 minutes'),
    (select max(t.at) from accounts.attempt t where t.account_key = key and not t.succeeded)
$$;
create function accounts.start_session(hash bytea, for_account uuid, of_kind text, at_stage text, called text, from_address text,
  idle interval, lasts interval, proved boolean) returns uuid
language sql security definer set search_path = '' as $$
  insert into accounts.session (token_hash, account_id, kind, stage, label, address, idle_limit, expires_at, proved_at)
  select hash, for_account, of_kind, at_stage, left(called, 120), from_address, idle, now() + least(lasts, interval '1 year'),
         case when proved then now() end
  where of_kind in ('browser', 'client')
  returning id
$$;
-- The session behind a raw token, whatever its stage, for the application that must know who asks.
create function accounts.find_session(raw_token text)
returns table (session_id uuid, account_id uuid, account_kind text, session_kind text, stage text, staff_id uuid, username text,
  locale text, proved_at timestamptz, last_seen_at timestamptz, scopes text[], has_totp boolean, challenge text, expires_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select s.id, a.id, a.kind, s.kind, s.stage, a.staff_id, a.username, a.locale, s.proved_at, s.last_seen_at, s.scopes,
         a.totp_confirmed_at is not null, s.challenge, s.expires_at
  from accounts.session s join accounts.account a on a.id = s.account_id
  where s.token_hash = sha256(convert_to(raw_token, 'UTF8')) and s.ended_at is null
    and s.expires_at > now() and s.last_seen_at > now() - s.idle_limit and a.state = 'active'
$$;
create function accounts.touch_session(raw_token text) returns void
language sql security definer set search_path = '' as $$
  update accounts.session set last_seen_at = now()
  where token_hash = sha256(convert_to(raw_token, 'UTF8')) and ended_at is null and last_seen_at < now() - interval '1 minute'
$$;
-- The steps of signing in act on a session that is not full yet, so they go by its token.
create function accounts.set_challenge(raw_token text, value text) returns void
language sql security definer set search_path = '' as $$
  update accounts.session set challenge = value
  where token_hash = sha256(convert_to(raw_token, 'UTF8')) and ended_at is null
$$;
create function accounts.second_factors(raw_token text)
returns table (totp_sealed bytea, totp_last_step bigint, passkeys jsonb)
language sql stable security definer set search_path = '' as $$
  select a.totp_sealed, a.totp_last_step,
    coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'publicKey', encode(k.public_key, 'base64'), 'counter', k.counter, 'transports', to_jsonb(k.transports)))
      from accounts.passkey k where k.account_id = a.id and k.removed_at is null), '[]')
  from accounts.session s join accounts.account a on a.id = s.account_id
  where s.token_hash = sha256(convert_to(raw_token, 'UTF8')) and s.ended_at is null and s.expires_at > now() and a.state = 'active'
$$;
create function accounts.spend_totp_step(raw_token text, step bigint) returns boolean
language sql security definer set search_path = '' as $$
  with spent as (
    update accounts.account a set totp_last_step = step
    from accounts.session s
    where s.account_id = a.id and s.token_hash = sha256(convert_to(raw_token, 'UTF8')) and s.ended_at is null
      and (a.totp_last_step is null or a.totp_last_step < step)
    returning 1)
  select exists (select 1 from spent)
$$;
create function accounts.spend_spare_code(raw_token text, hash bytea) returns boolean
language sql security definer set search_path = '' as $$
  with spent as (
    update accounts.spare_code c set used_at = now()
    from accounts.session s
    where s.account_id = c.account_id and s.token_hash = sha256(convert_to(raw_token, 'UTF8')) and s.ended_at is null
      and c.code_hash = hash and c.used_at is null
    returning 1)
  select exists (select 1 from spent)
$$;
create function accounts.use_passkey(raw_token text, key_id text, new_counter bigint) returns boolean
language sql security definer set search_path = '' as $$
  with used as (
    update accounts.passkey k set counter = new_counter, last_used_at = now()
    from accounts.session s
    where s.account_id = k.account_id and s.token_hash = sha256(convert_to(raw_token, 'UTF8')) and s.ended_at is null
      and k.id = key_id and k.removed_at is null and (new_counter > k.counter or (new_counter = 0 and k.counter = 0))
    returning 1)
  select exists (select 1 from used)
$$;
create function accounts.advance_session(raw_token text, to_stage text, proved boolean) returns void
language sql security definer set search_path = '' as $$
  update accounts.session s set stage = to_stage, challenge = null, proved_at = case when proved then now() else s.proved_at end
  where s.token_hash = sha256(convert_to(raw_token, 'UTF8')) and s.ended_at is null and s.kind = 'browser'
$$;
create function accounts.end_session(raw_token text, why text) returns void
language sql security definer set search_path = '' as $$
  update accounts.session set ended_at = now(), ended_why = why
  where token_hash = sha256(convert_to(raw_token, 'UTF8')) and ended_at is null
$$;
-- Sets a password for the account behind a session that is at that step, or behind an unused one-time link; ends its other sessions.
create function accounts.set_password(raw_token text, new_hash text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare target uuid; keep uuid;
begin
  select s.account_id, s.id into target, keep from accounts.session s
  where s.token_hash = sha256(convert_to(raw_token, 'UTF8')) and s.ended_at is null and s.kind = 'browser'
    and s.stage in ('new_password', 'full') and s.expires_at > now();
  if target is null then return null; end if;
  update accounts.account set password_hash = new_hash, password_set_at = now(), must_change_password = false where id = target;
  update accounts.session set ended_at = now(), ended_why = 'password_changed'
  where account_id = target and id <> keep and ended_at is null and kind = 'browser';
  return target;
end $$;
create function accounts.find_link(raw_token text) returns table (link_id uuid, account_id uuid, purpose text, username text, name text)
language sql stable security definer set search_path = '' as $$
  select l.id, l.account_id, l.purpose, a.username, s.name
  from accounts.one_time_link l join accounts.account a on a.id = l.account_id left join units.staff s on s.id = a.staff_id
  where l.token_hash = sha256(convert_to(raw_token, 'UTF8')) and l.used_at is null and l.withdrawn_at is null
    and l.expires_at > now() and a.state = 'active'
$$;
create function accounts.use_link(raw_token text, new_hash text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare target uuid;
begin
  update accounts.one_time_link l set used_at = now()
  where l.token_hash = sha256(convert_to(raw_token, 'UTF8')) and l.used_at is null and l.withdrawn_at is null and l.expires_at > now()
  returning l.account_id into target;
  if target is null then return null; end if;
  update accounts.account set password_hash = new_hash, password_set_at = now(), must_change_password = false
  where id = target and state = 'active';
  update accounts.session set ended_at = now(), ended_why = 'password_changed'
  where account_id = target and ended_at is null and kind = 'browser';
  return target;
end $$;
-- A client's link, before the PIN: neutral unless the code is right.
create function accounts.find_client_access(hash bytea)
returns table (access_id uuid, account_id uuid, kind text, version int, pin_hash text, pin_failures int, pin_locked boolean, device_hash bytea, unit_id int)
language sql stable security definer set search_path = '' as $$
  select c.id, c.account_id, c.kind, c.version, c.pin_hash, c.pin_failures, c.pin_locked_at is not null, c.device_hash, c.unit_id
  from accounts.client_access c join accounts.account a on a.id = c.account_id
  where c.code_hash = hash and c.state = 'active' and a.state = 'active'
$$;
-- Counts a wrong PIN; the fifth locks it until the office helps.
create function accounts.note_pin(hash bytea, ok boolean) returns boolean
language sql security definer set search_path = '' as $$
  update accounts.client_access c set
    pin_failures = case when ok then 0 else c.pin_failures + 1 end,
    pin_locked_at = case when ok then null when c.pin_failures + 1 >= 5 then now() else c.pin_locked_at end
  where c.code_hash = hash and c.state = 'active' and (c.pin_locked_at is null)
  returning pin_locked_at is not null
$$;

create function accounts.ctx_case() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select c.case_id from accounts.client_access c where c.account_id = platform.ctx_account() and c.state = 'active');
end $$;
create function accounts.ctx_client_kind() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select c.kind from accounts.client_access c where c.account_id = platform.ctx_account() and c.state = 'active');
end $$;
create function accounts.ctx_opened_cases() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(o.case_id) from accounts.opening o
    where o.account_id = platform.ctx_account() and o.until > now()), '{}');
end $$;

revoke all on all functions in schema accounts from public;
grant execute on function accounts.find_for_sign_in(text), accounts.note_attempt(bytea, text, text, boolean),
  accounts.count_failures(bytea, text), accounts.start_session(bytea, uuid, text, text, text, text, interval, interval, boolean),
  accounts.find_session(text), accounts.touch_session(text), accounts.set_challenge(text, text), accounts.second_factors(text),
  accounts.spend_totp_step(text, bigint), accounts.spend_spare_code(text, bytea), accounts.use_passkey(text, text, bigint),
  accounts.advance_session(text, text, boolean), accounts.end_session(text, text), accounts.set_password(text, text),
  accounts.find_link(text), accounts.use_link(text, text), accounts.find_client_access(bytea), accounts.note_pin(bytea, boolean)
  to app_public;
grant execute on function accounts.ctx_case(), accounts.ctx_client_kind(), accounts.ctx_opened_cases() to app_staff, app_client, app_public, app_jobs, app_match;

-- An officer sees and mends his own account; an account administrator those of his units' staff, never a hash or a secret.
create function accounts.ctx_administered() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((
    select array_agg(distinct a.id) from accounts.account a
    left join units.posting p on p.staff_id = a.staff_id
    where a.kind = 'staff' and (p.unit_id = any (platform.ctx_units('account_admin'))
      or (p.id is null and cardinality(platform.ctx_units('account_admin')) > 0))), '{}');
end $$;
revoke all on function accounts.ctx_administered() from public;
grant execute on function accounts.ctx_administered() to app_staff;

create policy own on accounts.account for select to app_staff, app_client using (id = (select platform.ctx_account()));
create policy administer_look on accounts.account for select to app_staff using (id = any ((select accounts.ctx_administered())::uuid[]));
create policy colleagues on accounts.account for select to app_staff, app_jobs using (kind in ('staff', 'system') and (select platform.ctx_account()) is not null);
create policy administer on accounts.account for insert to app_staff with check (
  (kind = 'staff' and cardinality((select platform.ctx_units('account_admin'))::int[]) > 0)
  or (kind in ('client', 'guarantor') and cardinality((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[]) > 0));
create policy administer_change on accounts.account for update to app_staff using (id = any ((select accounts.ctx_administered())::uuid[]) or id = (select platform.ctx_account()));
grant select (id, kind, staff_id, username, state, password_set_at, must_change_password, totp_confirmed_at, locale, made_at) on accounts.account to app_staff, app_client, app_jobs;
grant insert (id, kind, staff_id, username, state, must_change_password, locale) on accounts.account to app_staff;
grant update (username, state, must_change_password, locale, totp_sealed, totp_confirmed_at, totp_last_step) on accounts.account to app_staff;

create policy own on accounts.passkey for select to app_staff using (account_id = (select platform.ctx_account()));
create policy add on accounts.passkey for insert to app_staff with check (account_id = (select platform.ctx_account()));
create policy remove on accounts.passkey for update to app_staff using (account_id = (select platform.ctx_account()) or account_id = any ((select accounts.ctx_administered())::uuid[]));
create policy administer_look on accounts.passkey for select to app_staff using (account_id = any ((select accounts.ctx_administered())::uuid[]));
grant select, insert on accounts.passkey to app_staff;
grant update (removed_at, label) on accounts.passkey to app_staff;
create policy own on accounts.spare_code for select to app_staff using (account_id = (select platform.ctx_account()));
create policy add on accounts.spare_code for insert to app_staff with check (account_id = (select platform.ctx_account()));
create policy replace on accounts.spare_code for delete to app_staff using (account_id = (select platform.ctx_account()));
grant select, insert, delete on accounts.spare_code to app_staff;

create policy own on accounts.session for select to app_staff, app_client using (account_id = (select platform.ctx_account()));
create policy administer_look on accounts.session for select to app_staff using (account_id = any ((select accounts.ctx_administered())::uuid[]));
create policy end_own on accounts.session for update to app_staff, app_client using (account_id = (select platform.ctx_account()));
create policy end_administered on accounts.session for update to app_staff using (account_id = any ((select accounts.ctx_administered())::uuid[]));
create policy token on accounts.session for insert to app_staff with check (
  kind = 'token' and stage = 'full' and account_id = any ((select accounts.ctx_administered())::uuid[]));
create policy end_client on accounts.session for select to app_staff using (kind = 'client' and exists (
  select 1 from accounts.client_access c where c.account_id = session.account_id));
create policy end_client_change on accounts.session for update to app_staff using (kind = 'client' and exists (
  select 1 from accounts.client_access c where c.account_id = session.account_id));
create policy tidy on accounts.session for delete to app_jobs using (expires_at < now() - interval '90 days');
create policy tidy_look on accounts.session for select to app_jobs using (expires_at < now() - interval '90 days');
grant select (id, account_id, kind, stage, unit_id, scopes, label, address, made_at, last_seen_at, idle_limit, expires_at, proved_at, ended_at, ended_why)
  on accounts.session to app_staff, app_client, app_jobs;
grant insert (token_hash, account_id, kind, stage, scopes, label, idle_limit, expires_at) on accounts.session to app_staff;
grant update (ended_at, ended_why) on accounts.session to app_staff, app_client;
grant delete on accounts.session to app_jobs;

create policy administer on accounts.one_time_link for insert to app_staff with check (
  account_id = any ((select accounts.ctx_administered())::uuid[]) and made_by = (select platform.ctx_account()));
create policy administer_look on accounts.one_time_link for select to app_staff using (account_id = any ((select accounts.ctx_administered())::uuid[]));
create policy withdraw on accounts.one_time_link for update to app_staff using (account_id = any ((select accounts.ctx_administered())::uuid[]));
grant select (id, account_id, purpose, made_by, made_at, expires_at, used_at, withdrawn_at) on accounts.one_time_link to app_staff;
grant insert on accounts.one_time_link to app_staff;
grant update (withdrawn_at) on accounts.one_time_link to app_staff;

create policy audit on accounts.attempt for select to app_staff using (cardinality((select platform.ctx_units('auditor'))::int[]) > 0);
create policy tidy on accounts.attempt for delete to app_jobs using (at < now() - interval '30 days');
create policy tidy_look on accounts.attempt for select to app_jobs using (at < now() - interval '30 days');
grant select on accounts.attempt to app_staff, app_jobs;
grant delete on accounts.attempt to app_jobs;

-- An office hands out cards for its own clients; which of them an officer may reach is decided by the case (added with cases).
create policy own on accounts.client_access for select to app_client using (account_id = (select platform.ctx_account()));
create policy own_change on accounts.client_access for update to app_client using (account_id = (select platform.ctx_account()));
grant select on accounts.client_access to app_staff, app_client, app_jobs;
grant insert on accounts.client_access to app_staff;
grant update (version, code_hash, pin_hash, pin_failures, pin_locked_at, device_hash, device_since, state, issued_by, issued_at, unit_id) on accounts.client_access to app_staff;
grant update (pin_hash, device_hash, device_since, consent_at, consent_version) on accounts.client_access to app_client;

create policy own on accounts.opening for select to app_staff using (account_id = (select platform.ctx_account()));
create policy told on accounts.opening for select to app_staff using (unit_id = any ((select platform.ctx_units('head_of_bapas', 'section_head', 'auditor'))::int[]));
create policy review on accounts.opening for update to app_staff using (
  unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]) and account_id <> (select platform.ctx_account()));
grant select on accounts.opening to app_staff;
grant update (reviewed_by, reviewed_at, review) on accounts.opening to app_staff;

create policy own on accounts.opened_person for select to app_staff using (account_id = (select platform.ctx_account()));
create policy count on accounts.opened_person for insert to app_staff with check (account_id = (select platform.ctx_account()));
create policy tidy on accounts.opened_person for delete to app_jobs using (day < current_date - 400);
create policy tidy_look on accounts.opened_person for select to app_jobs using (day < current_date - 400);
create policy report on accounts.opened_person for select to app_staff using (cardinality((select platform.ctx_units('auditor', 'head_of_bapas'))::int[]) > 0
  and account_id in (select a.id from accounts.account a join units.posting p on p.staff_id = a.staff_id
    where p.unit_id = any ((select platform.ctx_units('auditor', 'head_of_bapas'))::int[])));
grant select, insert on accounts.opened_person to app_staff;
grant select, delete on accounts.opened_person to app_jobs;
create policy own on accounts.budget_release for select to app_staff using (account_id = (select platform.ctx_account())
  or cardinality((select platform.ctx_units('auditor', 'head_of_bapas'))::int[]) > 0);
create policy give_reason on accounts.budget_release for insert to app_staff with check (
  made_by = (select platform.ctx_account()) and
  ((kind = 'hour_reason' and account_id = (select platform.ctx_account()))
   or (kind = 'day_unlock' and account_id <> (select platform.ctx_account()) and cardinality((select platform.ctx_units('head_of_bapas'))::int[]) > 0)));
grant select, insert on accounts.budget_release to app_staff;

-- Who asks: the session behind a token with the account and what it may act as today, in one call at the start of a request.
-- Open to the application's login role itself; without a live 256-bit token it says nothing.
create function platform.identify(raw_token text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare s record; found jsonb;
begin
  select f.* into s from accounts.find_session(raw_token) f;
  if s.session_id is null then return null; end if;
  if s.last_seen_at < now() - interval '1 minute' then perform accounts.touch_session(raw_token); end if;
  found := jsonb_build_object('sessionId', s.session_id, 'accountId', s.account_id, 'kind', s.account_kind, 'sessionKind', s.session_kind,
    'stage', s.stage, 'staffId', s.staff_id, 'username', s.username, 'locale', s.locale, 'provedAt', s.proved_at, 'scopes', to_jsonb(s.scopes),
    'hasTotp', s.has_totp, 'expiresAt', s.expires_at);
  if s.account_kind = 'staff' then
    return found || jsonb_build_object('name', (select t.name from units.staff t where t.id = s.staff_id), 'postings', coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'role', p.role, 'kind', p.kind, 'section', p.section, 'unitId', u.id, 'unitPath', to_jsonb(u.path),
        'unitName', u.name, 'unitType', u.type, 'zone', u.zone, 'demoToday', u.demo_today) order by p.kind = 'permanent' desc, p.starts_on)
      from units.posting p join units.unit u on u.id = p.unit_id
      where p.staff_id = s.staff_id and p.approved_at is not null and p.withdrawn_at is null
        and p.starts_on <= (now() at time zone u.zone)::date and (p.ends_on is null or p.ends_on >= (now() at time zone u.zone)::date)), '[]'));
  end if;
  return found || coalesce((
    select jsonb_build_object('caseId', c.case_id, 'accessId', c.id, 'unitId', u.id, 'zone', u.zone, 'demoToday', u.demo_today, 'postings', '[]'::jsonb)
    from accounts.client_access c join units.unit u on u.id = c.unit_id
    where c.account_id = s.account_id and c.state = 'active'), '{"postings": []}');
end $$;
revoke all on function platform.identify(text) from public;
grant execute on function platform.identify(text) to public;
grant usage on schema platform to public;
