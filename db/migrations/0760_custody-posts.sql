-- Two posts of the institutions: whoever keeps the registers there, and whoever leads. What they reach is what access.csv says, at the
-- institutions where they are posted and nowhere else.

alter table units.posting drop constraint posting_role_check;
alter table units.posting add constraint posting_role_check check (role in ('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody',
  'kanwil', 'ditjenpas', 'ditjen_analyst', 'account_admin', 'office_admin', 'auditor'));
alter table exports.export drop constraint export_second_role_check;
alter table exports.export add constraint export_second_role_check check (second_role in ('head_of_bapas', 'section_head', 'head_of_custody', 'kanwil', 'auditor',
  'ditjen_analyst', 'ditjenpas'));
alter table tasks.task drop constraint task_for_role_check;
alter table tasks.task add constraint task_for_role_check check (for_role in ('pk', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody', 'kanwil', 'ditjenpas',
  'ditjen_analyst', 'account_admin', 'office_admin', 'auditor'));

-- Functions that name the posts which may ask: who is known, who is away, what is closed, who is approved by two.
do $$
declare
  f regprocedure;
begin
  foreach f in array array['people.near_words(text[])', 'people.find_elsewhere(text, date, text[])', 'tasks.close_open(int, text, text[], text, text)',
      'units.keep_posting()', 'at_large.ctx_knows()', 'at_large.among(uuid[])',
      'at_large.tell(uuid, uuid, int, date, text, text, text, text, text, text)']::regprocedure[] loop
    execute replace(pg_get_functiondef(f), '''head_of_bapas''', '''head_of_bapas'', ''registrar'', ''head_of_custody''');
  end loop;
end $$;

-- A file that was sealed is nobody's here either: it may be that of somebody who is in custody of the same office.
create schema custody;
grant usage on schema custody to app_staff, app_jobs;
create function custody.ctx_sealed() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct c.person_id), '{}') from cases.client_case c
  where c.sealed and c.unit_id = any ((select platform.ctx_units('registrar', 'head_of_custody'))::int[])
    and c.person_id <> all ((select people.ctx_opened())::uuid[])
$$;
revoke all on function custody.ctx_sealed() from public;
grant execute on function custody.ctx_sealed() to app_staff;

do $$
declare
  t text;
  here constant text := 'unit_id = any ((select platform.ctx_units(''registrar'', ''head_of_custody''))::int[])';
  seen constant text := 'exists (select 1 from people.person p where p.id = person_id and p.unit_id = %1$I.unit_id)';
begin
  execute 'create policy in_custody on people.person for select to app_staff using (' || here || ' and id <> all ((select custody.ctx_sealed())::uuid[]))';
  execute 'create policy add_in_custody on people.person for insert to app_staff with check (' || here || ')';
  execute 'create policy change_in_custody on people.person for update to app_staff using (' || here || ')';
  foreach t in array array['alias', 'address', 'phone', 'photo', 'family_member', 'change', 'name_word'] loop
    execute format('create policy add_in_custody on people.%1$I for insert to app_staff with check (' || seen || ' and ' || here || ')', t);
  end loop;
  foreach t in array array['alias', 'address', 'phone', 'photo', 'family_member'] loop
    execute format('create policy remove_in_custody on people.%1$I for update to app_staff using (' || seen || ' and ' || here || ')', t);
  end loop;
  execute format('create policy renew_in_custody on people.%1$I for delete to app_staff using (' || seen || ' and ' || here || ')', 'name_word');
  execute 'create policy in_custody on people.family_member for select to app_staff using (' || format(seen, 'family_member') || ' and ' || here || ')';
  execute 'create policy upload_in_custody on platform.file for insert to app_staff with check (uploaded_by = (select platform.ctx_account()) and case_id is null and '
    || format(seen, 'file') || ' and ' || here || ')';
end $$;
alter policy in_sight_change on people.person using (
  id <> all ((select people.ctx_excluded())::uuid[])
  and (not restricted or id = any ((select people.ctx_listed())::uuid[]) or id = any ((select people.ctx_opened())::uuid[]))
  and (not guarded or exists (select 1 from cases.client_case c where c.person_id = person.id)
    or (unit_id = any ((select platform.ctx_units('registrar', 'head_of_custody'))::int[]) and id <> all ((select custody.ctx_sealed())::uuid[]))));

-- What waits for these posts; what waits for the registrars waits for whoever leads, too.
create policy of_custody on tasks.task for select to app_staff using (
  case_id is null and for_role in ('registrar', 'head_of_custody') and unit_id = any ((select platform.ctx_units('registrar', 'head_of_custody'))::int[])
  and (for_role = 'registrar' or unit_id = any ((select platform.ctx_units('head_of_custody'))::int[])));
create policy close_of_custody on tasks.task for update to app_staff using (
  state = 'open' and case_id is null and for_role in ('registrar', 'head_of_custody')
  and unit_id = any ((select platform.ctx_units('registrar', 'head_of_custody'))::int[])
  and (for_role = 'registrar' or unit_id = any ((select platform.ctx_units('head_of_custody'))::int[])))
  with check ((select platform.ctx_account()) is not null);

-- Lists that leave, and what the head of an institution may choose.
create policy ask_in_custody on exports.export for insert to app_staff with check (
  made_by = (select platform.ctx_account()) and decided_by is null and state in ('asked', 'ready')
  and unit_id = any ((select platform.ctx_units('registrar', 'head_of_custody'))::int[]));
create policy told_in_custody on exports.export for select to app_staff using (
  second_role = 'head_of_custody' and unit_id = any ((select platform.ctx_units('head_of_custody'))::int[]));
create policy decide_in_custody on exports.export for update to app_staff
  using (state = 'asked' and second_role = 'head_of_custody' and unit_id = any ((select platform.ctx_units('head_of_custody'))::int[]))
  with check (second_role = 'head_of_custody' and unit_id = any ((select platform.ctx_units('head_of_custody'))::int[]));
create policy administer_in_custody on units.rule_option for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('head_of_custody'))::int[]) and set_by = (select platform.ctx_account()));
