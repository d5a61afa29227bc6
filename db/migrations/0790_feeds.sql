-- imports, custody: lists of admissions of institutions that work elsewhere come in as lists of clients do, and are booked by a job.

alter table imports.import drop constraint import_kind_check;
alter table imports.import add constraint import_kind_check check (kind in ('clients', 'admissions'));
comment on table imports.import is 'A spreadsheet on its way in, of clients or of admissions: dry run first, then the good rows.';
alter table imports.row add column person_id uuid, add column stay_id uuid;
comment on table imports.row is 'A line of the spreadsheet, its problems in words, and the case or the stay that it became.';
comment on column imports.row.person_id is 'Whom an admission was taken as: whoever may not see him does not see the line.';
grant update (person_id, stay_id) on imports.row to app_jobs;

-- Whoever books people in an institution brings its list, and so does the office above it; each kind is for those who work with it.
drop policy bring on imports.import;
drop policy in_unit on imports.import;
drop policy move on imports.import;
drop policy in_unit on imports.row;
do $$
declare
  clients constant text := 'kind = ''clients'' and unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[])';
  admissions constant text := 'kind = ''admissions'' and unit_id = any ((select platform.ctx_units(''registrar'', ''head_of_custody'', ''kanwil''))::int[])';
begin
  execute format('create policy bring on imports.import for insert to app_staff with check (made_by = (select platform.ctx_account()) and (%s or %s))',
    clients, admissions);
  execute format('create policy in_unit on imports.import for select to app_staff using (%s or %s)', clients, admissions);
  execute format('create policy move on imports.import for update to app_staff using (%s or %s)', clients, admissions);
end $$;
-- A row that became somebody goes with him.
create policy in_unit on imports.row for select to app_staff using (
  exists (select 1 from imports.import i where i.id = import_id)
  and (case_id is null or exists (select 1 from cases.client_case c where c.id = case_id))
  and (person_id is null or exists (select 1 from people.person p where p.id = person_id)));

-- The job books under the office for which it runs, and for no other.
do $$
declare
  t text;
begin
  foreach t in array array['stay', 'basis', 'register_entry'] loop
    execute format('create policy add_by_job on custody.%I for insert to app_jobs with check (unit_id = any ((select platform.ctx_units(''system''))::int[]))', t);
    execute format('grant insert on custody.%I to app_jobs', t);
  end loop;
end $$;
create policy by_job on custody.register_entry for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select on custody.register_entry to app_jobs;
create policy look_by_job on custody.register_series for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy start_by_job on custody.register_series for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy count_by_job on custody.register_series for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select, insert on custody.register_series to app_jobs;
grant update (last_number) on custody.register_series to app_jobs;

-- Which numbers are in use, also on a stay that the asker may not see: two people never share one. A list asks about many.
drop function custody.label_taken(int, text);
create function custody.labels_taken(of_unit int, wanted text[]) returns setof text
language sql stable security definer set search_path = '' as $$
  select e.label from custody.register_entry e
  where of_unit = any ((select platform.ctx_units('registrar', 'head_of_custody', 'system'))::int[])
    and e.unit_id = of_unit and e.label = any (wanted) and e.voided_at is null
$$;
revoke all on function custody.labels_taken(int, text[]) from public;
grant execute on function custody.labels_taken(int, text[]) to app_staff, app_jobs;
