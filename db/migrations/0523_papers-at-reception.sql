-- Stage 1: whoever receives a client looks whether his papers are there. What was found stays; the latest look at each paper counts.
create table cases.paper_check (
  id       uuid primary key default uuidv7(),
  case_id  uuid not null references cases.client_case,
  unit_id  int not null,
  paper    text not null check (paper ~ '^[a-z_]{3,40}$'),
  standing text not null check (standing in ('present', 'missing', 'not_needed')),
  made_by  uuid not null,
  made_at  timestamptz not null default now()
);
comment on table cases.paper_check is 'Whether a paper of the handover was there, by whom and when it was looked at. Never changed: a later look is a new row.';
create index paper_check_case on cases.paper_check (case_id, paper, made_at desc);
call platform.guard('cases.paper_check');
create policy look on cases.paper_check for select to app_staff using (
  (case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id));
create policy write on cases.paper_check for insert to app_staff with check (
  made_by = (select platform.ctx_account())
  and (case_id = any ((select cases.ctx_guided())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = paper_check.unit_id));
create policy by_job on cases.paper_check for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select, insert on cases.paper_check to app_staff;
grant select on cases.paper_check to app_jobs;
