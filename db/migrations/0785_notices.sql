-- notices: an office hears at once that somebody it guides or looks for was taken into custody elsewhere, and it is seen who has read it.

create schema notices;
grant usage on schema notices to app_staff, app_jobs;

create table notices.notice (
  id             uuid primary key default uuidv7(),
  unit_id        int not null references units.unit,
  case_id        uuid not null references cases.client_case,
  person_id      uuid not null references people.person,
  about          text[] not null check (cardinality(about) between 1 and 3 and about <@ array['client', 'away', 'permit']),
  standing       text not null check (standing in ('strong', 'confirmed')),
  from_unit_id   int not null references units.unit,
  stay_id        uuid not null,
  held_since     timestamptz not null,
  basis          text not null check (length(basis) between 1 and 300),
  register_label text not null default '' check (length(register_label) <= 80),
  agrees         text[] not null default '{}' check (agrees <@ array['nik', 'name', 'birth', 'mother', 'father', 'birth_place', 'sex']),
  told_at        timestamptz not null default now(),
  told_by        uuid not null,
  breach_id      uuid references breaches.breach,
  left_on        date,
  left_how       text check (left_how in ('released', 'transferred', 'escaped', 'deceased')),
  withdrawn_at   timestamptz,
  withdrawn_by   uuid,
  withdrawn_why  text not null default '' check (length(withdrawn_why) <= 1000),
  check ((left_on is null) = (left_how is null)),
  check ((withdrawn_at is null) = (withdrawn_why = '')),
  unique (id, case_id, unit_id)
);
comment on table notices.notice is 'What an office was told: where somebody of one of its cases is held, since when, on what basis, how sure that is. No value of the other register.';
create unique index notice_once on notices.notice (stay_id, case_id) where withdrawn_at is null;
create index notice_case on notices.notice (case_id, told_at desc);
create index notice_unit on notices.notice (unit_id, told_at desc);
create index notice_breach on notices.notice (breach_id) where breach_id is not null;

create table notices.delivery (
  id         uuid primary key default uuidv7(),
  notice_id  uuid not null,
  case_id    uuid not null,
  unit_id    int not null,
  account_id uuid not null references accounts.account,
  post       text not null check (post in ('pk', 'stands_in', 'section_head', 'head_of_bapas')),
  put_at     timestamptz not null default now(),
  sent       text check (sent in ('queued', 'no_gateway', 'no_address', 'queued_before')),
  read_at    timestamptz,
  unique (notice_id, account_id),
  foreign key (notice_id, case_id, unit_id) references notices.notice (id, case_id, unit_id)
);
comment on table notices.delivery is 'Before whom a notice was put, whether a message went out besides, and when he read it.';
create index delivery_account on notices.delivery (account_id) where read_at is null;
create index delivery_unread on notices.delivery (unit_id, put_at) where read_at is null;

call platform.guard('notices.notice');
call platform.guard('notices.delivery');

do $$
declare
  t text;
  heads constant text := 'unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[])';
  seen constant text := 'exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = %1$I.unit_id)';
begin
  foreach t in array array['notice', 'delivery'] loop
    execute format('create policy with_case on notices.%1$I for select to app_staff using (
      (case_id = any ((select cases.ctx_deep())::uuid[]) or ' || heads || ') and ' || seen || ')', t);
    execute format('create policy by_job on notices.%1$I for select to app_jobs using (unit_id = any ((select platform.ctx_units(''system''))::int[]))', t);
    execute format('create policy keep_by_job on notices.%1$I for update to app_jobs using (unit_id = any ((select platform.ctx_units(''system''))::int[]))', t);
    execute format('grant select on notices.%I to app_staff, app_jobs', t);
  end loop;
end $$;
create policy put_by_job on notices.delivery for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant insert on notices.delivery to app_jobs;
grant update (sent) on notices.delivery to app_jobs;
grant update (breach_id) on notices.notice to app_jobs;
-- Reading is one's own: nobody says of another one that he has read.
create policy read_own on notices.delivery for update to app_staff
  using (account_id = (select platform.ctx_account()) and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = delivery.unit_id))
  with check (account_id = (select platform.ctx_account()));
grant update (read_at) on notices.delivery to app_staff;
-- Whoever came to the post since is on no list yet, and reads all the same.
create policy read_newly on notices.delivery for insert to app_staff with check (
  account_id = (select platform.ctx_account()) and read_at is not null and sent is null
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = delivery.unit_id));
grant insert on notices.delivery to app_staff;
create function notices.keep_delivery() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.read_at is not null and new.read_at is distinct from old.read_at then
    raise exception 'what was read stays read' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_delivery before update on notices.delivery for each row execute function notices.keep_delivery();

-- Whoever books somebody tells the offices that know him under these records; he learns nothing of them in return. Whom he told before
-- of this stay he does not tell twice: what was only likely becomes confirmed.
create function notices.tell(persons uuid[], stay uuid, at_unit int, since timestamptz, on_basis text, label text, how_sure text, agreeing text[])
returns table (id uuid, case_id uuid, unit_id int, person_id uuid, pk_staff_id uuid, news text)
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare c record; n notices.notice;
begin
  if at_unit <> all (platform.ctx_units('registrar', 'head_of_custody', 'system')) then return; end if;
  for c in
    select k.id, k.unit_id, k.person_id, k.pk_staff_id, array_remove(array[
      case when k.state not in ('ended', 'transferred') then 'client' end,
      case when exists (select from at_large.search s where s.case_id = k.id and s.ended_on is null) then 'away' end,
      case when exists (select from permits.permit p join units.unit u on u.id = k.unit_id where p.case_id = k.id and p.state = 'granted'
        and (since at time zone u.zone)::date between p.from_on and p.until_on) then 'permit' end], null) as about
    from cases.client_case k where k.person_id = any (persons) and not k.sealed
  loop
    continue when cardinality(c.about) = 0;
    select * into n from notices.notice x where x.stay_id = stay and x.case_id = c.id and x.withdrawn_at is null for update;
    if n.id is null then
      insert into notices.notice (unit_id, case_id, person_id, about, standing, from_unit_id, stay_id, held_since, basis, register_label, agrees, told_by)
      values (c.unit_id, c.id, c.person_id, c.about, how_sure, at_unit, stay, since, on_basis, label, agreeing, platform.ctx_account())
      returning * into n;
      return query select n.id, n.case_id, n.unit_id, n.person_id, c.pk_staff_id, 'told'::text;
    elsif n.left_on is not null then
      -- He is in again under the same booking: taken again, or the transfer was called off.
      update notices.notice x set left_on = null, left_how = null where x.id = n.id;
      return query select n.id, n.case_id, n.unit_id, n.person_id, c.pk_staff_id, 'told'::text;
    elsif n.standing = 'strong' and how_sure = 'confirmed' then
      update notices.notice x set standing = 'confirmed' where x.id = n.id;
      return query select n.id, n.case_id, n.unit_id, n.person_id, c.pk_staff_id, 'confirmed'::text;
    end if;
  end loop;
end $$;

-- The link was undone, or what looked like him was another one: the notice goes with it, on both sides.
create function notices.withdraw(stay uuid, persons uuid[], why text)
returns table (id uuid, case_id uuid, unit_id int, person_id uuid, pk_staff_id uuid)
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
begin
  return query
    update notices.notice n set withdrawn_at = now(), withdrawn_by = platform.ctx_account(), withdrawn_why = why
    from cases.client_case c
    where c.id = n.case_id and n.stay_id = stay and n.person_id = any (persons) and n.withdrawn_at is null
      and (n.from_unit_id = any (platform.ctx_units('registrar', 'head_of_custody', 'system'))
        or n.unit_id = any (platform.ctx_units('section_head', 'head_of_bapas', 'system')))
    returning n.id, n.case_id, n.unit_id, n.person_id, c.pk_staff_id;
end $$;

-- He is out of that institution again, on whatever paper.
create function notices.leave(stay uuid, on_day date, how text)
returns table (id uuid, case_id uuid, unit_id int, person_id uuid, pk_staff_id uuid)
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
begin
  return query
    update notices.notice n set left_on = on_day, left_how = how
    from cases.client_case c
    where c.id = n.case_id and n.stay_id = stay and n.withdrawn_at is null and n.left_on is null
      and n.from_unit_id = any (platform.ctx_units('registrar', 'head_of_custody', 'system'))
    returning n.id, n.case_id, n.unit_id, n.person_id, c.pk_staff_id;
end $$;

-- Under which records an institution's own stay is told of now.
create function notices.told_of(stay uuid) returns table (person_id uuid)
language sql stable security definer set search_path = '' as $$
  select distinct n.person_id from notices.notice n
  where n.stay_id = stay and n.withdrawn_at is null and n.from_unit_id = any (platform.ctx_units('system'))
$$;

revoke all on function notices.keep_delivery(), notices.tell(uuid[], uuid, int, timestamptz, text, text, text, text[]), notices.withdraw(uuid, uuid[], text),
  notices.leave(uuid, date, text), notices.told_of(uuid) from public;
grant execute on function notices.tell(uuid[], uuid, int, timestamptz, text, text, text, text[]), notices.withdraw(uuid, uuid[], text),
  notices.leave(uuid, date, text) to app_staff, app_jobs;
grant execute on function notices.told_of(uuid) to app_jobs;

-- A notice opens a breach as a petition does: proposed only, for an officer to confirm or dismiss. What was proposed for a notice that
-- is withdrawn falls with it.
alter policy begin_by_job on breaches.breach with check (
  unit_id = any ((select platform.ctx_units('system'))::int[]) and source in ('system', 'offence_notice') and state = 'proposed');
create policy dismiss_by_job on breaches.move for insert to app_jobs with check (
  unit_id = any ((select platform.ctx_units('system'))::int[]) and step = 'dismiss' and made_by = (select platform.ctx_account())
  and exists (select from notices.notice n where n.breach_id = move.breach_id and n.withdrawn_at is not null));
