-- That an officer's service is over and that an office is closed are records of their own: one that was made by mistake is corrected by a
-- further one with its reason. What stands with the officer and the office follows from them, and what must hold then is held here as well.

create table units.service_end (
  id       uuid primary key default uuidv7(),
  staff_id uuid not null references units.staff,
  unit_id  int not null references units.unit,
  left_on  date,
  corrects uuid unique references units.service_end,
  reason   text not null check (length(reason) between 1 and 500),
  made_by  uuid,
  made_at  timestamptz not null default now(),
  check (num_nonnulls(left_on, corrects) = 1)
);
comment on table units.service_end is 'From which day on somebody is no officer any more, and why; or that this was recorded by mistake.';
create index service_end_staff on units.service_end (staff_id);
create table units.closing (
  id        uuid primary key default uuidv7(),
  unit_id   int not null references units.unit,
  closed_on date,
  corrects  uuid unique references units.closing,
  reason    text not null check (length(reason) between 1 and 500),
  made_by   uuid,
  made_at   timestamptz not null default now(),
  check (num_nonnulls(closed_on, corrects) = 1)
);
comment on table units.closing is 'From which day on an office is closed, and why; or that this was recorded by mistake.';
create index closing_unit on units.closing (unit_id);
call platform.guard('units.service_end');
call platform.guard('units.closing');
create policy administer_look on units.service_end for select to app_staff using (unit_id = any ((select platform.ctx_units('account_admin'))::int[]));
create policy administer on units.service_end for insert to app_staff with check (
  made_by = (select platform.ctx_account()) and unit_id = any ((select platform.ctx_units('account_admin'))::int[]));
create policy administer_look on units.closing for select to app_staff using (unit_id = any ((select platform.ctx_units('office_admin'))::int[]));
create policy administer on units.closing for insert to app_staff with check (
  made_by = (select platform.ctx_account()) and unit_id = any ((select platform.ctx_units('office_admin'))::int[]));
grant select, insert on units.service_end, units.closing to app_staff;

-- What was recorded before, as the journal has it.
insert into units.service_end (staff_id, unit_id, left_on, reason, made_by, made_at)
  select s.id, j.unit_id, s.left_on, coalesce(nullif(j.about ->> 'reason', ''), '-'), j.actor_id, j.at
  from units.staff s cross join lateral (
    select * from platform.journal l where l.what = 'staff.left' and l.about ->> 'staffId' = s.id::text and l.unit_id is not null
    order by l.at desc limit 1) j
  where s.left_on is not null;
insert into units.closing (unit_id, closed_on, reason, made_by, made_at)
  select u.id, u.closed_on, coalesce(nullif(j.about ->> 'reason', ''), '-'), j.actor_id, j.at
  from units.unit u cross join lateral (
    select * from platform.journal l where l.what = 'unit.closed' and l.unit_id = u.id order by l.at desc limit 1) j
  where u.closed_on is not null;

-- The day stands with the officer and the office because everything asks there; it is written by these records alone.
revoke update (left_on) on units.staff from app_staff;
revoke update (closed_on) on units.unit from app_staff;

create function units.keep_service_end() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  officer units.staff;
begin
  select * into officer from units.staff s where s.id = new.staff_id for update;
  if not exists (select from accounts.account a where a.staff_id = new.staff_id and a.id = any (accounts.ctx_administered())) then
    raise exception 'the account of officer % is not administered here', new.staff_id using errcode = 'check_violation';
  end if;
  if new.corrects is not null then
    if officer.left_on is null or not exists (
      select from units.service_end e where e.id = new.corrects and e.staff_id = new.staff_id and e.left_on = officer.left_on) then
      raise exception 'officer % has no such end of service', new.staff_id using errcode = 'check_violation';
    end if;
  else
    if officer.left_on is not null then
      raise exception 'officer % has left already', new.staff_id using errcode = 'check_violation';
    end if;
    if new.left_on > (select (now() at time zone u.zone)::date from units.unit u where u.id = new.unit_id) then
      raise exception 'officer % leaves on a day to come', new.staff_id using errcode = 'check_violation';
    end if;
  end if;
  update units.staff s set left_on = new.left_on where s.id = new.staff_id;
  return null;
end $$;
create trigger keep_service_end after insert on units.service_end for each row when (current_user = 'app_staff')
  execute function units.keep_service_end();

-- At the end of the transaction: his posts and his account end in it, and nobody is left with a counsellor who is gone.
create function units.service_is_over() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.left_on is null then return null; end if;
  if exists (select from cases.client_case c where c.pk_staff_id = new.staff_id and c.state in ('received', 'active', 'paused'))
     or exists (select from units.posting p where p.staff_id = new.staff_id and p.withdrawn_at is null
       and coalesce(p.ends_on, 'infinity'::date) >= new.left_on)
     or exists (select from accounts.account a where a.staff_id = new.staff_id and a.state <> 'closed') then
    raise exception 'officer % still has clients, posts or an account', new.staff_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger service_is_over after insert on units.service_end deferrable initially deferred for each row
  when (current_user = 'app_staff') execute function units.service_is_over();

create function units.keep_closing() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  office units.unit;
begin
  select * into office from units.unit u where u.id = new.unit_id for update;
  if new.corrects is not null then
    if office.closed_on is null or not exists (
      select from units.closing c where c.id = new.corrects and c.unit_id = new.unit_id and c.closed_on = office.closed_on) then
      raise exception 'unit % has no such closing', new.unit_id using errcode = 'check_violation';
    end if;
    if exists (select from units.unit u where u.id = office.parent_id and u.closed_on is not null) then
      raise exception 'unit % stands below a closed one', new.unit_id using errcode = 'check_violation';
    end if;
  else
    if office.closed_on is not null or new.closed_on > (now() at time zone office.zone)::date then
      raise exception 'unit % is closed already, or closes on a day to come', new.unit_id using errcode = 'check_violation';
    end if;
    if not exists (select from units.still_at(new.unit_id) s where s.clients = 0 and s.held = 0 and s.officers = 0 and s.below = 0) then
      raise exception 'something still hangs on unit %', new.unit_id using errcode = 'check_violation';
    end if;
  end if;
  update units.unit u set closed_on = new.closed_on where u.id = new.unit_id;
  return null;
end $$;
create trigger keep_closing after insert on units.closing for each row when (current_user = 'app_staff') execute function units.keep_closing();
revoke all on function units.keep_service_end(), units.service_is_over(), units.keep_closing() from public;
