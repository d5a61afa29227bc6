-- units: the offices as one tree, their calendars and options, the people who work in them.

create table units.unit (
  id              int generated always as identity primary key,
  code            text not null unique check (code ~ '^[a-z0-9-]{2,40}$'),
  name            text not null check (length(name) between 3 and 120),
  type            text not null check (type in ('ditjenpas', 'kanwil', 'bapas', 'pos_bapas', 'lapas', 'rutan', 'lpka', 'lpas', 'rupbasan')),
  class           text check (class in ('I', 'II', 'IIA', 'IIB', 'III')),
  parent_id       int references units.unit,
  path            int[] not null default '{}',
  address         text not null default '',
  area_code       text,
  phone           text not null default '',
  zone            text not null check (zone in ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura')),
  working_days    smallint[] not null default '{1,2,3,4,5}' check (working_days <@ '{1,2,3,4,5,6,7}'),
  ledger_starts_on date not null default current_date,
  demo_today      date,
  closed_on       date,
  check (class is null or type <> 'bapas' or class in ('I', 'II'))
);
comment on table units.unit is 'An office. path holds the ids from the top of the tree to the unit itself. demo_today stops the clock of duties in the demo.';
create index unit_path on units.unit using gin (path);
create index unit_parent on units.unit (parent_id);

create function units.set_path() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.parent_id is null then
    new.path := array[new.id];
  else
    select u.path || new.id into new.path from units.unit u where u.id = new.parent_id;
    if new.id = any (new.path[1:array_length(new.path, 1) - 1]) then
      raise exception 'unit % cannot stand below itself', new.id using errcode = 'check_violation';
    end if;
  end if;
  return new;
end $$;
create trigger set_path before insert or update of parent_id on units.unit for each row execute function units.set_path();
create function units.move_subtree() returns trigger language plpgsql set search_path = '' as $$
begin
  update units.unit u set path = new.path || u.path[array_length(old.path, 1) + 1:]
  where u.path @> array[new.id] and u.id <> new.id;
  return null;
end $$;
create trigger move_subtree after update of path on units.unit for each row when (old.path is distinct from new.path)
  execute function units.move_subtree();

create table units.service_area (
  unit_id      int not null references units.unit,
  regency_code text not null check (regency_code ~ '^\d{2}(\.\d{2})?$'),
  primary key (unit_id, regency_code)
);
comment on table units.service_area is 'The regencies and cities that a Bapas serves (wilayah kerja), by area code.';

create table units.holiday (
  id       uuid primary key default uuidv7(),
  day      date not null,
  name     text not null check (length(name) between 2 and 120),
  unit_id  int references units.unit,
  removed_at timestamptz,
  unique nulls not distinct (day, unit_id, removed_at)
);
comment on table units.holiday is 'National holidays (unit null) and holidays of one unit. Removing one keeps the row.';

create table units.module_switch (
  unit_id int not null references units.unit,
  module  text not null check (module ~ '^[a-z-]+$'),
  is_on   boolean not null,
  set_by  uuid,
  set_at  timestamptz not null default now(),
  primary key (unit_id, module)
);
comment on table units.module_switch is 'Which parts of Simpul a unit uses. No row: on.';

create table units.rule_option (
  id         uuid primary key default uuidv7(),
  unit_id    int not null references units.unit,
  rule_id    text not null,
  name       text not null,
  value      jsonb not null,
  holds_from date not null,
  reason     text not null check (length(reason) between 3 and 500),
  set_by     uuid not null,
  set_at     timestamptz not null default now()
);
comment on table units.rule_option is 'What an office chose within the limits of a rule, from which day, why. The newest row that holds on the day counts; units below inherit.';
create index rule_option_unit on units.rule_option (unit_id, rule_id, name, holds_from desc, set_at desc);

create table units.staff (
  id        uuid primary key default uuidv7(),
  name      text not null check (length(name) between 1 and 200),
  nip       text check (nip ~ '^\d{18}$'),
  grade     text check (grade in ('pk_ahli_utama', 'pk_ahli_madya', 'pk_ahli_muda', 'pk_ahli_pertama', 'apk')),
  phone     text not null default '',
  email     text not null default '',
  left_on   date,
  made_at   timestamptz not null default now()
);
comment on table units.staff is 'An officer. Where and as what he works is in posting.';
create unique index staff_nip on units.staff (nip) where nip is not null;

create table units.posting (
  id           uuid primary key default uuidv7(),
  staff_id     uuid not null references units.staff,
  unit_id      int not null references units.unit,
  role         text not null check (role in ('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil', 'ditjen_analyst',
                 'account_admin', 'office_admin', 'auditor')),
  kind         text not null check (kind in ('permanent', 'secondment', 'rotation', 'acting')),
  section      text check (section in ('adult', 'child')),
  starts_on    date not null,
  ends_on      date check (ends_on >= starts_on),
  order_number text not null default '',
  withdrawn_at timestamptz,
  withdrawn_why text,
  made_by      uuid,
  made_at      timestamptz not null default now(),
  approved_by  uuid,
  approved_at  timestamptz,
  check (approved_by is null or approved_by <> made_by)
);
comment on table units.posting is 'Who holds which role at which unit from when until when: permanent, lent (BKO), rotating or acting (Plh/Plt). Roles that open files count from their approval by a second person.';
create index posting_staff on units.posting (staff_id) where withdrawn_at is null;
create index posting_unit on units.posting (unit_id, role) where withdrawn_at is null;

create table units.absence (
  id        uuid primary key default uuidv7(),
  staff_id  uuid not null references units.staff,
  kind      text not null check (kind in ('leave', 'sick', 'training', 'other')),
  starts_on date not null,
  ends_on   date not null check (ends_on >= starts_on),
  substitute_id uuid references units.staff,
  made_by   uuid,
  made_at   timestamptz not null default now(),
  withdrawn_at timestamptz
);
comment on table units.absence is 'When an officer is away, and who stands in.';
create index absence_staff on units.absence (staff_id, starts_on);

call platform.guard('units.unit');
call platform.guard('units.service_area');
call platform.guard('units.holiday');
call platform.guard('units.module_switch');
call platform.guard('units.rule_option');
call platform.guard('units.staff');
call platform.guard('units.posting');
call platform.guard('units.absence');

-- The tree, calendars and options are public knowledge among offices; the directory is public altogether.
create policy look on units.unit for select to app_staff, app_client, app_public, app_jobs using (true);
create policy administer on units.unit for update to app_staff using (id = any ((select platform.ctx_units('office_admin'))::int[]));
create policy add on units.unit for insert to app_staff with check (parent_id = any ((select platform.ctx_units('office_admin'))::int[]));
create policy look on units.service_area for select to app_staff, app_client, app_public, app_jobs using (true);
create policy administer on units.service_area for insert to app_staff with check (unit_id = any ((select platform.ctx_units('office_admin'))::int[]));
create policy remove on units.service_area for delete to app_staff using (unit_id = any ((select platform.ctx_units('office_admin'))::int[]));
create policy look on units.holiday for select to app_staff, app_client, app_jobs using (true);
create policy administer on units.holiday for insert to app_staff with check (
  case when unit_id is null then cardinality((select platform.ctx_units('office_admin'))::int[]) > 0
       else unit_id = any ((select platform.ctx_units('office_admin'))::int[]) end);
create policy remove on units.holiday for update to app_staff using (
  case when unit_id is null then cardinality((select platform.ctx_units('office_admin'))::int[]) > 0
       else unit_id = any ((select platform.ctx_units('office_admin'))::int[]) end);
create policy look on units.module_switch for select to app_staff, app_client, app_jobs using (true);
create policy administer on units.module_switch for insert to app_staff with check (unit_id = any ((select platform.ctx_units('office_admin'))::int[]));
create policy change on units.module_switch for update to app_staff using (unit_id = any ((select platform.ctx_units('office_admin'))::int[]));
create policy look on units.rule_option for select to app_staff, app_client, app_jobs using (true);
create policy administer on units.rule_option for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('office_admin', 'head_of_bapas'))::int[]) and set_by = (select platform.ctx_account()));
create policy look on units.staff for select to app_staff, app_client, app_jobs using (true);
create policy administer on units.staff for insert to app_staff with check (cardinality((select platform.ctx_units('account_admin', 'office_admin'))::int[]) > 0);
create policy change on units.staff for update to app_staff using (
  cardinality((select platform.ctx_units('account_admin', 'office_admin'))::int[]) > 0);
create policy look on units.posting for select to app_staff, app_jobs using (true);
create policy administer on units.posting for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('account_admin'))::int[]) and made_by = (select platform.ctx_account()));
create policy withdraw on units.posting for update to app_staff using (unit_id = any ((select platform.ctx_units('account_admin', 'head_of_bapas'))::int[]));
create policy look on units.absence for select to app_staff, app_jobs using (true);
create policy administer on units.absence for insert to app_staff with check (made_by = (select platform.ctx_account())
  and exists (select 1 from units.posting p where p.staff_id = absence.staff_id
    and p.unit_id = any ((select platform.ctx_units('office_admin', 'head_of_bapas', 'section_head'))::int[])));
create policy withdraw on units.absence for update to app_staff using (exists (select 1 from units.posting p where p.staff_id = absence.staff_id
    and p.unit_id = any ((select platform.ctx_units('office_admin', 'head_of_bapas', 'section_head'))::int[])));

grant select on units.unit, units.service_area to app_staff, app_client, app_public, app_jobs;
grant insert on units.unit to app_staff;
grant update (name, type, class, parent_id, path, address, area_code, phone, zone, working_days, ledger_starts_on, closed_on) on units.unit to app_staff;
grant insert, delete on units.service_area to app_staff;
grant select on units.holiday, units.module_switch, units.rule_option to app_staff, app_client, app_jobs;
grant insert on units.holiday, units.module_switch, units.rule_option, units.staff, units.posting, units.absence to app_staff;
grant update (removed_at) on units.holiday to app_staff;
grant update (is_on, set_by, set_at) on units.module_switch to app_staff;
grant select on units.staff, units.posting, units.absence to app_staff, app_jobs;
grant select (id, name, grade) on units.staff to app_client;
grant update (name, nip, grade, phone, email, left_on) on units.staff to app_staff;
grant update (ends_on, withdrawn_at, withdrawn_why, approved_by, approved_at) on units.posting to app_staff;
grant update (ends_on, withdrawn_at) on units.absence to app_staff;
