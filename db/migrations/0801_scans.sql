-- The pages of the papers of a stay: a warrant, a verdict, the letter of a release. Whoever sees the stay sees them, and nobody who only sees the
-- person: the file itself says which stay it is of, so that its policies need no list.
alter table platform.file add column stay_id uuid;
alter table platform.file add constraint file_of_stay foreign key (stay_id, person_id, unit_id) references custody.stay (id, person_id, unit_id);
alter table platform.file add constraint file_of_stay_only check (stay_id is null or (person_id is not null and unit_id is not null and case_id is null));
create index file_stay on platform.file (stay_id) where stay_id is not null;
create policy of_stay on platform.file as restrictive for select to app_staff using (
  stay_id is null or exists (select 1 from custody.stay s where s.id = stay_id));
create policy put_to_stay on platform.file as restrictive for insert to app_staff with check (
  stay_id is null or exists (select 1 from custody.stay s where s.id = stay_id and s.unit_id = any ((select platform.ctx_units('registrar', 'head_of_custody'))::int[])));
create policy put_to_no_stay on platform.file as restrictive for insert to app_client, app_jobs with check (stay_id is null);

alter table custody.move add constraint move_of_stay unique (id, stay_id);
create table custody.scan (
  id            uuid primary key default uuidv7(),
  stay_id       uuid not null,
  person_id     uuid not null,
  unit_id       int not null,
  basis_id      uuid,
  move_id       uuid,
  file_id       uuid not null references platform.file,
  made_by       uuid not null,
  made_at       timestamptz not null default now(),
  removed_at    timestamptz,
  removed_by    uuid,
  remove_reason text check (length(remove_reason) between 5 and 500),
  check (num_nonnulls(basis_id, move_id) = 1),
  check (num_nonnulls(removed_at, removed_by, remove_reason) in (0, 3)),
  foreign key (stay_id, person_id, unit_id) references custody.stay (id, person_id, unit_id),
  foreign key (basis_id, stay_id) references custody.basis (id, stay_id),
  foreign key (move_id, stay_id) references custody.move (id, stay_id)
);
comment on table custody.scan is 'The pages of a paper of a stay: of one on which somebody is held, or of one that a step stands on. One put to the wrong paper leaves the list with its reason.';
create index scan_stay on custody.scan (stay_id, made_at);

create function custody.keep_scan() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.removed_at is not null then
    raise exception 'a scan is taken off the list once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_scan before update on custody.scan for each row execute function custody.keep_scan();
revoke all on function custody.keep_scan() from public;

call platform.guard('custody.scan');
do $$
declare
  here constant text := 'unit_id = any ((select platform.ctx_units(''registrar'', ''head_of_custody''))::int[])';
  seen constant text := 'exists (select 1 from people.person p where p.id = person_id and p.unit_id = scan.unit_id)';
begin
  execute 'create policy of_unit on custody.scan for select to app_staff using ((' || here || ' or (unit_id = any ((select platform.ctx_units(''auditor''))::int[])
    and person_id = any ((select people.ctx_opened())::uuid[]))) and ' || seen || ')';
  execute 'create policy add on custody.scan for insert to app_staff with check (made_by = (select platform.ctx_account()) and ' || here || ' and ' || seen || '
    and exists (select 1 from platform.file f where f.id = file_id and f.stay_id = scan.stay_id))';
  execute 'create policy take_off on custody.scan for update to app_staff using (' || here || ' and ' || seen || ')
    with check (removed_by = (select platform.ctx_account()))';
end $$;
grant select, insert on custody.scan to app_staff;
grant update (removed_at, removed_by, remove_reason) on custody.scan to app_staff;
