-- What signing in, one's own factors, clients' PINs and the national calendar need beyond the first tables.

-- How often somebody failed lately. An account that signed in from this address within the last 30 days is judged by its failures
-- from there alone: whoever guesses from elsewhere slows himself down and not the head of the office.
create function accounts.tries(key bytea, from_address text)
returns table (known_here boolean, by_account int, account_last timestamptz, by_address int, address_last timestamptz)
language sql stable security definer set search_path = '' as $$
  with good as (
    select max(t.at) as at from accounts.attempt t
    where t.account_key = key and t.address = from_address and t.succeeded and t.at > now() - interval '30 days'
  ), own as (
    select t.at from accounts.attempt t, good
    where t.account_key = key and not t.succeeded and t.at > now() - interval '15 minutes'
      and (good.at is null or (t.address = from_address and t.at > good.at))
  ), here as (
    select t.at from accounts.attempt t
    where t.address = from_address and not t.succeeded and t.at > now() - interval '15 minutes'
  )
  select good.at is not null, (select count(*)::int from own), (select max(at) from own),
         (select count(*)::int from here), (select max(at) from here)
  from good
$$;
-- A try counts as a failure from its beginning, and the tries of one account wait for each other: a thousand guesses sent at once
-- are a thousand failures, not one.
create function accounts.lock_tries(key bytea) returns void
language sql security definer set search_path = '' as $$
  select pg_advisory_xact_lock(hashtextextended('accounts.attempt', 0) # hashtextextended(encode(key, 'hex'), 1))
$$;
create function accounts.begin_try(key bytea, from_address text, for_purpose text) returns bigint
language sql security definer set search_path = '' as $$
  insert into accounts.attempt (account_key, address, purpose, succeeded) values (key, from_address, for_purpose, false) returning id
$$;
create function accounts.confirm_try(try_id bigint) returns void
language sql security definer set search_path = '' as $$
  update accounts.attempt set succeeded = true where id = try_id and at > now() - interval '10 minutes'
$$;

-- The account that somebody typed, with what is needed to let him in.
create function accounts.look_up(typed text)
returns table (account_id uuid, password_hash text, state text, locale text, unit_id int)
language sql stable security definer set search_path = '' as $$
  select a.id, a.password_hash, a.state, a.locale, (
    select p.unit_id from units.posting p where p.staff_id = a.staff_id and p.withdrawn_at is null
    order by p.kind = 'permanent' desc, p.starts_on desc limit 1)
  from accounts.account a where a.username = typed and a.kind = 'staff'
$$;

-- What is still missing before a session is full, and the words that a password of this person must not be made of.
create function accounts.sign_in_state(raw_token text)
returns table (account_id uuid, session_kind text, stage text, must_change boolean, password_set_at timestamptz, has_totp boolean,
  has_passkey boolean, spare_codes int, roles text[], username text, name text, offices text[], unit_id int, locale text)
language sql stable security definer set search_path = '' as $$
  select a.id, s.kind, s.stage, a.must_change_password, a.password_set_at, a.totp_confirmed_at is not null,
    exists (select 1 from accounts.passkey k where k.account_id = a.id and k.removed_at is null),
    (select count(*)::int from accounts.spare_code c where c.account_id = a.id and c.used_at is null),
    coalesce(h.roles, '{}'), a.username, t.name, coalesce(h.offices, '{}'), h.unit_id, a.locale
  from accounts.session s
  join accounts.account a on a.id = s.account_id
  left join units.staff t on t.id = a.staff_id
  left join lateral (
    select array_agg(distinct p.role) as roles, array_agg(distinct u.name) as offices,
      (array_agg(p.unit_id order by p.kind = 'permanent' desc, p.starts_on desc))[1] as unit_id
    from units.posting p join units.unit u on u.id = p.unit_id
    where p.staff_id = a.staff_id and p.approved_at is not null and p.withdrawn_at is null
      and p.starts_on <= (now() at time zone u.zone)::date and (p.ends_on is null or p.ends_on >= (now() at time zone u.zone)::date)
  ) h on true
  where s.token_hash = sha256(convert_to(raw_token, 'UTF8')) and s.ended_at is null and s.kind = 'browser'
    and s.expires_at > now() and s.last_seen_at > now() - s.idle_limit and a.state = 'active'
$$;
-- The same for whoever opens a one-time link: the words his new password must not be made of.
create function accounts.link_state(raw_token text)
returns table (link_id uuid, account_id uuid, purpose text, username text, name text, offices text[], unit_id int)
language sql stable security definer set search_path = '' as $$
  select l.id, l.account_id, l.purpose, a.username, t.name,
    coalesce((select array_agg(distinct u.name) from units.posting p join units.unit u on u.id = p.unit_id
      where p.staff_id = a.staff_id and p.withdrawn_at is null), '{}'),
    (select p.unit_id from units.posting p where p.staff_id = a.staff_id and p.withdrawn_at is null
      order by p.kind = 'permanent' desc, p.starts_on desc limit 1)
  from accounts.one_time_link l join accounts.account a on a.id = l.account_id left join units.staff t on t.id = a.staff_id
  where l.token_hash = sha256(convert_to(raw_token, 'UTF8')) and l.used_at is null and l.withdrawn_at is null
    and l.expires_at > now() and a.state = 'active'
$$;
-- The first second factor of an account whose roles ask for one, set up between password and full session. Where there is one
-- already nothing happens: a stolen password must not be enough to put a second factor beside the owner's.
create function accounts.enrol_totp(raw_token text, sealed bytea, step bigint) returns boolean
language sql security definer set search_path = '' as $$
  with enrolled as (
    update accounts.account a set totp_sealed = sealed, totp_confirmed_at = now(), totp_last_step = step
    from accounts.session s
    where s.account_id = a.id and s.token_hash = sha256(convert_to(raw_token, 'UTF8')) and s.ended_at is null
      and s.kind = 'browser' and s.stage = 'second_factor' and s.expires_at > now()
      and a.totp_confirmed_at is null
      and not exists (select 1 from accounts.passkey k where k.account_id = a.id and k.removed_at is null)
    returning 1)
  select exists (select 1 from enrolled)
$$;

-- One's own password: the hash to compare with, and a new one, under the session that asks.
create function accounts.own_password_hash() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select a.password_hash from accounts.account a where a.id = platform.ctx_account());
end $$;
create function accounts.change_own_password(new_hash text) returns int
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := platform.ctx_account();
  this uuid := platform.ctx_session();
  ended int;
begin
  if me is null then return null; end if;
  update accounts.account set password_hash = new_hash, password_set_at = now(), must_change_password = false where id = me;
  update accounts.session set ended_at = now(), ended_why = 'password_changed'
  where account_id = me and id <> this and ended_at is null and kind = 'browser';
  get diagnostics ended = row_count;
  return ended;
end $$;
-- One's own factors are taken away here, because the sealed secret itself is not the officer's to read.
create function accounts.forget_own_totp() returns void
language plpgsql security definer set search_path = '' as $$
begin
  update accounts.account set totp_sealed = null, totp_confirmed_at = null, totp_last_step = null where id = platform.ctx_account();
end $$;

-- Nobody but its owner gives an account a second factor; an administrator may only take one away.
create function accounts.guard_factor() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'app_staff' and new.totp_sealed is not null and new.totp_sealed is distinct from old.totp_sealed
     and new.id is distinct from platform.ctx_account() then
    raise exception 'a second factor is set by its owner' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_factor before update of totp_sealed on accounts.account for each row execute function accounts.guard_factor();

-- A token acts with the postings of its account. On a person's account it would be that person's hand in somebody else's, so tokens
-- exist only for accounts that never had a password.
create policy tokens_of_services on accounts.session as restrictive for insert to app_staff with check (
  kind <> 'token' or exists (select 1 from accounts.account a where a.id = account_id and a.password_set_at is null));

-- A client's PIN: each try is counted before it is judged, so that guesses sent at once do not share one count.
create function accounts.claim_pin_try(hash bytea) returns int
language sql security definer set search_path = '' as $$
  update accounts.client_access c set pin_failures = c.pin_failures + 1
  where c.code_hash = hash and c.state = 'active' and c.pin_locked_at is null and c.pin_failures < 5
  returning c.pin_failures
$$;
create function accounts.settle_pin_try(hash bytea, ok boolean) returns boolean
language sql security definer set search_path = '' as $$
  update accounts.client_access c set
    pin_failures = case when ok then 0 else c.pin_failures end,
    pin_locked_at = case when not ok and c.pin_failures >= 5 then now() else c.pin_locked_at end
  where c.code_hash = hash and c.state = 'active'
  returning c.pin_locked_at is not null
$$;
-- Remembers the device of a client's session: 'first', 'same', or 'changed', which only flags.
create function accounts.bind_device(raw_token text, hash bytea)
returns table (device text, access_id uuid, case_id uuid, unit_id int)
language plpgsql security definer set search_path = '' as $$
declare c accounts.client_access;
begin
  select a.* into c from accounts.client_access a join accounts.session s on s.account_id = a.account_id
  where s.token_hash = sha256(convert_to(raw_token, 'UTF8')) and s.kind = 'client' and s.ended_at is null and s.expires_at > now()
    and a.state = 'active'
  for update of a;
  if c.id is null then return; end if;
  device := case when c.device_hash is null then 'first' when c.device_hash = hash then 'same' else 'changed' end;
  if device <> 'same' then
    update accounts.client_access a set device_hash = hash, device_since = now() where a.id = c.id;
  end if;
  access_id := c.id; case_id := c.case_id; unit_id := c.unit_id;
  return next;
end $$;
revoke all on all functions in schema accounts from public;
grant execute on function accounts.tries(bytea, text), accounts.lock_tries(bytea), accounts.begin_try(bytea, text, text), accounts.confirm_try(bigint),
  accounts.look_up(text), accounts.sign_in_state(text), accounts.link_state(text), accounts.enrol_totp(text, bytea, bigint),
  accounts.claim_pin_try(bytea), accounts.settle_pin_try(bytea, boolean), accounts.bind_device(text, bytea)
  to app_public;
grant execute on function accounts.own_password_hash(), accounts.change_own_password(text), accounts.forget_own_totp() to app_staff;

-- A passkey is a second factor as well as a code from a phone.
create or replace function accounts.find_session(raw_token text)
returns table (session_id uuid, account_id uuid, account_kind text, session_kind text, stage text, staff_id uuid, username text,
  locale text, proved_at timestamptz, last_seen_at timestamptz, scopes text[], has_totp boolean, challenge text, expires_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select s.id, a.id, a.kind, s.kind, s.stage, a.staff_id, a.username, a.locale, s.proved_at, s.last_seen_at, s.scopes,
         a.totp_confirmed_at is not null or exists (select 1 from accounts.passkey k where k.account_id = a.id and k.removed_at is null),
         s.challenge, s.expires_at
  from accounts.session s join accounts.account a on a.id = s.account_id
  where s.token_hash = sha256(convert_to(raw_token, 'UTF8')) and s.ended_at is null
    and s.expires_at > now() and s.last_seen_at > now() - s.idle_limit and a.state = 'active'
$$;

-- The national calendar is one for all offices: whoever administers the top of the tree keeps it, not any office.
create policy national_by_the_top on units.holiday as restrictive for insert to app_staff with check (
  unit_id is not null or exists (select 1 from units.unit u where u.parent_id is null and u.id = any ((select platform.ctx_units('office_admin'))::int[])));
create policy national_removed_by_the_top on units.holiday as restrictive for update to app_staff using (
  unit_id is not null or exists (select 1 from units.unit u where u.parent_id is null and u.id = any ((select platform.ctx_units('office_admin'))::int[])));

-- Holidays on the same date every year. Those that move (Islamic, Hindu, Buddhist and Chinese days, Easter) and joint leave are
-- decreed anew each year: an administrator adds them on the page of holidays.
insert into units.holiday (day, name)
select make_date(year, month, day), name
from generate_series(2022, 2027) as year,
  (values (1, 1, 'Tahun Baru Masehi'), (5, 1, 'Hari Buruh Internasional'), (6, 1, 'Hari Lahir Pancasila'),
          (8, 17, 'Hari Kemerdekaan Republik Indonesia'), (12, 25, 'Hari Raya Natal')) as fixed (month, day, name);
