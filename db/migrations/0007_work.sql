-- tasks, messages, imports, exports: what is open, what is sent, what comes in and goes out.

create table tasks.task (
  id        uuid primary key default uuidv7(),
  unit_id   int not null references units.unit,
  case_id   uuid references cases.client_case,
  kind      text not null check (kind ~ '^[a-z-]+\.[a-z-]+$'),
  key       text not null,
  for_role  text not null check (for_role in ('pk', 'section_head', 'head_of_bapas', 'account_admin', 'office_admin', 'auditor')),
  staff_id  uuid references units.staff,
  due_on    date,
  facts     jsonb not null default '{}',
  state     text not null default 'open' check (state in ('open', 'done', 'withdrawn')),
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  closed_by uuid,
  close_note text not null default ''
);
comment on table tasks.task is 'One open thing for one person or post, opened and closed by the modules. key makes a task unique while it is open.';
create unique index task_open on tasks.task (unit_id, kind, key) where state = 'open';
create index task_staff on tasks.task (staff_id, state);
create index task_case on tasks.task (case_id, state);
create index task_unit on tasks.task (unit_id, for_role, state);
call platform.guard('tasks.task');
create policy mine on tasks.task for select to app_staff using (
  staff_id = (select platform.ctx_staff())
  and (case_id is null or exists (select 1 from cases.client_case c where c.id = case_id)));
create policy of_post on tasks.task for select to app_staff using (
  ((for_role in ('pk', 'section_head', 'head_of_bapas') and unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
   or (for_role = 'account_admin' and unit_id = any ((select platform.ctx_units('account_admin'))::int[]))
   or (for_role = 'office_admin' and unit_id = any ((select platform.ctx_units('office_admin'))::int[]))
   or (for_role = 'auditor' and unit_id = any ((select platform.ctx_units('auditor'))::int[]))
   or (case_id = any ((select cases.ctx_assigned())::uuid[])))
  and (case_id is null or exists (select 1 from cases.client_case c where c.id = case_id)));
create policy by_job on tasks.task for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy open on tasks.task for insert to app_staff with check ((select platform.ctx_account()) is not null);
create policy open_by_job on tasks.task for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy open_own on tasks.task for insert to app_client with check (case_id = (select accounts.ctx_case()));
create policy close on tasks.task for update to app_staff using (state = 'open');
create policy close_by_job on tasks.task for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select, insert on tasks.task to app_staff, app_jobs;
grant insert on tasks.task to app_client;
grant update (state, closed_at, closed_by, close_note, staff_id, due_on, facts) on tasks.task to app_staff, app_jobs;

create table messages.gateway (
  id        uuid primary key default uuidv7(),
  unit_id   int not null references units.unit,
  kind      text not null check (kind in ('smtp', 'http')),
  channel   text not null check (channel in ('email', 'sms', 'whatsapp')),
  settings  jsonb not null,
  secret_sealed bytea,
  is_on     boolean not null default true,
  set_by    uuid,
  set_at    timestamptz not null default now(),
  replaced_at timestamptz
);
comment on table messages.gateway is 'How a unit sends. The secret is encrypted with a key outside the database.';
create table messages.template (
  id        uuid primary key default uuidv7(),
  unit_id   int not null references units.unit,
  kind      text not null,
  locale    text not null check (locale in ('id', 'en')),
  body      text not null check (length(body) between 10 and 1000),
  set_by    uuid,
  set_at    timestamptz not null default now(),
  replaced_at timestamptz
);
comment on table messages.template is 'Wording of a notice as a unit changed it. Never holds a name or a case word.';
create table messages.outbox (
  id         uuid primary key default uuidv7(),
  unit_id    int not null references units.unit,
  case_id    uuid references cases.client_case,
  account_id uuid,
  kind       text not null,
  key        text not null,
  channel    text not null check (channel in ('email', 'sms', 'whatsapp')),
  address    text not null,
  body       text not null,
  state      text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'parked', 'cancelled')),
  tries      int not null default 0,
  not_before timestamptz not null default now(),
  made_at    timestamptz not null default now(),
  sent_at    timestamptz,
  problem    text,
  unique (unit_id, kind, key)
);
comment on table messages.outbox is 'What is to be sent and what was; a gateway that fails blocks nothing and is tried again.';
create index outbox_waiting on messages.outbox (unit_id, not_before) where state = 'waiting';
create index outbox_case on messages.outbox (case_id);
call platform.guard('messages.gateway');
call platform.guard('messages.template');
call platform.guard('messages.outbox');
create policy administer on messages.gateway for all to app_staff using (unit_id = any ((select platform.ctx_units('office_admin'))::int[]))
  with check (unit_id = any ((select platform.ctx_units('office_admin'))::int[]));
create policy by_job on messages.gateway for select to app_jobs using ((select platform.ctx_session()) is not null);
create policy administer on messages.template for all to app_staff using (unit_id = any ((select platform.ctx_units('office_admin'))::int[]))
  with check (unit_id = any ((select platform.ctx_units('office_admin'))::int[]));
create policy look on messages.template for select to app_staff, app_jobs, app_client using ((select platform.ctx_session()) is not null);
create policy queue on messages.outbox for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'office_admin', 'account_admin'))::int[]));
create policy of_case on messages.outbox for select to app_staff using (case_id is not null and exists (select 1 from cases.client_case c where c.id = case_id));
create policy by_job on messages.outbox for all to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]))
  with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select, insert on messages.gateway, messages.template to app_staff;
grant update (replaced_at, is_on) on messages.gateway to app_staff;
grant update (replaced_at) on messages.template to app_staff;
grant select on messages.gateway, messages.template to app_jobs;
grant select on messages.template to app_client;
grant select (id, unit_id, case_id, kind, key, channel, state, tries, not_before, made_at, sent_at, problem) on messages.outbox to app_staff;
grant insert on messages.outbox to app_staff;
grant select, insert on messages.outbox to app_jobs;
grant update (state, tries, not_before, sent_at, problem) on messages.outbox to app_jobs;
-- How the administrator sees the gateway's health without reading messages.
create function messages.gateway_health(of_unit int) returns table (channel text, state text, messages int, oldest timestamptz, problem text)
language sql stable security definer set search_path = '' as $$
  select o.channel, o.state, count(*)::int, min(o.made_at), max(o.problem)
  from messages.outbox o
  where o.unit_id = of_unit and of_unit = any (platform.ctx_units('office_admin', 'head_of_bapas'))
    and (o.state in ('waiting', 'failed', 'parked') or o.made_at > now() - interval '30 days')
  group by 1, 2
$$;
revoke all on function messages.gateway_health(int) from public;
grant execute on function messages.gateway_health(int) to app_staff;

create table imports.import (
  id         uuid primary key default uuidv7(),
  unit_id    int not null references units.unit,
  kind       text not null check (kind in ('clients')),
  file_id    uuid not null references platform.file,
  file_name  text not null,
  mapping    jsonb,
  state      text not null check (state in ('uploaded', 'checking', 'checked', 'taking', 'done', 'failed', 'cancelled')),
  total      int not null default 0,
  checked    int not null default 0,
  good       int not null default 0,
  bad        int not null default 0,
  same       int not null default 0,
  taken      int not null default 0,
  problem    text,
  made_by    uuid not null,
  made_at    timestamptz not null default now(),
  finished_at timestamptz
);
comment on table imports.import is 'A spreadsheet of clients on its way in: dry run first, then the good rows.';
create index import_unit on imports.import (unit_id, made_at desc);
create table imports.row (
  import_id  uuid not null references imports.import,
  line       int not null,
  unit_id    int not null,
  raw        jsonb not null,
  clean      jsonb,
  digest     bytea not null,
  problems   jsonb not null default '[]',
  warnings   jsonb not null default '[]',
  state      text not null default 'new' check (state in ('new', 'good', 'bad', 'same', 'taken')),
  case_id    uuid,
  primary key (import_id, line)
);
comment on table imports.row is 'A line of the spreadsheet, its problems in words, and the case it became.';
create index row_digest on imports.row (unit_id, digest) where state = 'taken';
call platform.guard('imports.import');
call platform.guard('imports.row');
create policy bring on imports.import for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]) and made_by = (select platform.ctx_account()));
create policy in_unit on imports.import for select to app_staff using (unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]));
create policy move on imports.import for update to app_staff using (unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]));
create policy by_job on imports.import for all to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]))
  with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy in_unit on imports.row for select to app_staff using (unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]));
create policy by_job on imports.row for all to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]))
  with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select, insert on imports.import to app_staff;
grant update (mapping, state, total, checked, good, bad, same, taken, problem, finished_at) on imports.import to app_staff, app_jobs;
grant select on imports.import to app_jobs;
grant select on imports.row to app_staff;
grant select, insert on imports.row to app_jobs;
grant update (clean, problems, warnings, state, case_id, digest) on imports.row to app_jobs;

create table exports.export (
  id         uuid primary key default uuidv7(),
  unit_id    int not null references units.unit,
  list       text not null,
  filters    jsonb not null default '{}',
  columns    text[] not null,
  format     text not null check (format in ('xlsx', 'csv')),
  purpose    text not null check (length(purpose) between 5 and 500),
  state      text not null check (state in ('asked', 'approved', 'refused', 'making', 'ready', 'failed', 'expired')),
  rows       int,
  file_id    uuid references platform.file,
  made_by    uuid not null,
  made_at    timestamptz not null default now(),
  decided_by uuid,
  decided_at timestamptz,
  decision_note text,
  ready_at   timestamptz,
  expires_at timestamptz,
  watermark  text not null,
  problem    text,
  check (decided_by is null or decided_by <> made_by)
);
comment on table exports.export is 'A list that leaves the system: for what purpose, which columns, how many rows, approved by whom above the limit.';
create index export_unit on exports.export (unit_id, made_at desc);
call platform.guard('exports.export');
create policy ask on exports.export for insert to app_staff with check (
  made_by = (select platform.ctx_account()) and unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'kanwil', 'ditjen_analyst'))::int[]));
create policy own on exports.export for select to app_staff using (made_by = (select platform.ctx_account()));
create policy told on exports.export for select to app_staff using (unit_id = any ((select platform.ctx_units('head_of_bapas', 'auditor'))::int[]));
create policy decide on exports.export for update to app_staff using (
  unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]) or made_by = (select platform.ctx_account()));
create policy by_job on exports.export for all to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]))
  with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select, insert on exports.export to app_staff;
grant select on exports.export to app_jobs;
grant update (state, decided_by, decided_at, decision_note, rows, file_id, ready_at, expires_at, problem) on exports.export to app_staff, app_jobs;
