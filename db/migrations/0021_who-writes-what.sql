-- What access.csv signs, held to by the tables themselves for every role, act and kind of record (src/modules/access/tables.csv says
-- which act opens which table). Until now much of it stood in the use cases alone: whoever reached the database past the application
-- with a colleague's session could change what he may only look at, or a row that he could not even see, since a change that reads
-- nothing is judged by the policies for changing only.

-- 1. Whose cases. A file that is closed to the asker is in none of these: he is shut out, it is restricted to others, or it is sealed;
-- what he opened with a reason is in them for its hour, while he still holds a post that reaches it.

create or replace function accounts.ctx_opened_cases() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := platform.ctx_account();
begin
  if me is null or not exists (select 1 from accounts.opening o where o.account_id = me and o.until > now()) then return '{}'; end if;
  return coalesce((select array_agg(o.case_id) from accounts.opening o
    where o.account_id = me and o.until > now()
      and o.unit_id = any (platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas', 'kanwil', 'auditor'))
      and o.person_id <> all (people.ctx_excluded())), '{}');
end $$;
create or replace function people.ctx_opened() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(c.person_id) from cases.client_case c where c.id = any (accounts.ctx_opened_cases())), '{}');
end $$;

-- The cases that somebody holding one of these roles works on: his own, those he stands in for today, and what he opened.
create function cases.ctx_held(variadic roles text[]) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := platform.ctx_staff();
  units int[];
  excluded uuid[];
  listed uuid[];
  opened uuid[];
begin
  if me is null then return '{}'; end if;
  units := platform.ctx_units(variadic roles);
  if cardinality(units) = 0 then return '{}'; end if;
  excluded := people.ctx_excluded();
  listed := people.ctx_listed();
  opened := accounts.ctx_opened_cases();
  return coalesce((
    select array_agg(c.id) from cases.client_case c join units.unit u on u.id = c.unit_id
    where c.unit_id = any (units)
      and (c.id = any (opened) or c.pk_staff_id = me or c.pk_staff_id in (
        select a.staff_id from units.absence a
        where a.substitute_id = me and a.withdrawn_at is null
          and (now() at time zone u.zone)::date between a.starts_on and a.ends_on))
      and (not c.guarded or c.id = any (opened)
        or (not c.sealed and c.person_id <> all (excluded) and (not c.restricted or c.person_id = any (listed))))), '{}');
end $$;
create or replace function cases.ctx_assigned() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return cases.ctx_held('pk', 'apk');
end $$;
create function cases.ctx_guided() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return cases.ctx_held('pk');
end $$;
-- Specific data is read by whoever works on the case or opened it.
create or replace function cases.ctx_deep() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return cases.ctx_held('pk', 'apk') || accounts.ctx_opened_cases();
end $$;
create or replace function cases.ctx_assigned_people() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(distinct c.person_id) from cases.client_case c where c.id = any (cases.ctx_deep())), '{}');
end $$;
create function cases.ctx_guided_people() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(distinct c.person_id) from cases.client_case c where c.id = any (cases.ctx_guided())), '{}');
end $$;
-- The cases of those from whom the asker is shut out.
create function cases.ctx_excluded_cases() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(c.id) from cases.client_case c where c.person_id = any (people.ctx_excluded())), '{}');
end $$;
-- The transfers that an office's heads have been told to expect, or have answered.
create function cases.ctx_arriving() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((
    select array_agg(t.id) from cases.transfer t join cases.client_case c on c.id = t.case_id
    where t.state in ('approved', 'arrived', 'declined') and t.to_unit_id = any (platform.ctx_units('section_head', 'head_of_bapas'))
      and c.person_id <> all (people.ctx_excluded()) and not c.sealed
      and (not c.restricted or c.person_id = any (people.ctx_listed()))), '{}');
end $$;
-- Whether the asker may begin a case for this person: one of his own office, not closed to him, and guarded only where he leads or guides.
create function cases.may_receive(person uuid, at_unit int) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select 1 from people.person p
    where p.id = person and p.unit_id = at_unit and p.id <> all (people.ctx_excluded())
      and (not p.restricted or p.id = any (people.ctx_listed()) or p.id = any (people.ctx_opened()))
      and (not p.guarded or p.unit_id = any (platform.ctx_units('section_head', 'head_of_bapas')) or p.id = any (cases.ctx_guided_people()))
      and (p.id = any (people.ctx_opened()) or not exists (select 1 from cases.client_case s where s.person_id = p.id and s.sealed)))
$$;
revoke all on function cases.ctx_held(text[]), cases.ctx_guided(), cases.ctx_guided_people(), cases.ctx_excluded_cases(), cases.ctx_arriving(),
  cases.may_receive(uuid, int) from public;
grant execute on function cases.ctx_guided(), cases.ctx_guided_people(), cases.ctx_excluded_cases(), cases.ctx_arriving(), cases.may_receive(uuid, int)
  to app_staff;

-- 2. A case is changed by its counsellor and by those who lead its office, as far as they see it.

drop policy add on cases.client_case;
create policy add on cases.client_case for insert to app_staff with check (
  cases.may_receive(person_id, unit_id)
  and (unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])
    or (unit_id = any ((select platform.ctx_units('pk'))::int[]) and pk_staff_id is not distinct from (select platform.ctx_staff()))));
drop policy change on cases.client_case;
create policy change on cases.client_case for update to app_staff
  using (id = any ((select cases.ctx_guided())::uuid[])
    or (unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])
      and (not sealed or id = any ((select accounts.ctx_opened_cases())::uuid[]))))
  with check (true);
create policy not_excluded_change on cases.client_case as restrictive for update to app_staff using (
  not guarded or (person_id <> all ((select people.ctx_excluded())::uuid[])
    and (not restricted or person_id = any ((select people.ctx_listed())::uuid[]) or id = any ((select accounts.ctx_opened_cases())::uuid[]))))
  with check (true);

-- Who guides a client, whether he still stands under guidance, and whether his file is closed: not for one counsellor to write by himself.
create function cases.keep_case() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user <> 'app_staff' then return new; end if;
  if old.guarded and not new.guarded then
    raise exception 'a guarded case stays so' using errcode = 'insufficient_privilege';
  end if;
  if (new.pk_staff_id is distinct from old.pk_staff_id or new.sealed is distinct from old.sealed
      or (new.state = 'ended') is distinct from (old.state = 'ended'))
     and new.unit_id <> all (platform.ctx_units('section_head', 'head_of_bapas')) then
    raise exception 'only whoever leads the office does this' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_case before update on cases.client_case for each row execute function cases.keep_case();
revoke all on function cases.keep_case() from public;

do $$
declare
  t text;
  seen constant text := 'exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = %1$I.unit_id)';
  heads constant text := 'unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[])';
begin
  foreach t in array array['legal_basis', 'milestone', 'condition', 'guarantor', 'assignment', 'pause', 'ending', 'document', 'contact_note'] loop
    execute format('drop policy add on cases.%I', t);
    execute format('drop policy change on cases.%I', t);
    execute format('create policy add on cases.%1$I for insert to app_staff with check (
      (case_id = any ((select cases.ctx_guided())::uuid[]) or ' || heads || ') and ' || seen || ')', t);
  end loop;
  foreach t in array array['legal_basis', 'milestone', 'condition', 'guarantor', 'pause', 'document'] loop
    execute format('create policy change on cases.%1$I for update to app_staff using (
      (case_id = any ((select cases.ctx_guided())::uuid[]) or ' || heads || ') and ' || seen || ')', t);
  end loop;
  execute format('create policy change on cases.%1$I for update to app_staff using (' || heads || ' and ' || seen || ')', 'assignment');
end $$;
-- A counsellor writes himself down for a client whom he receives, and nobody else.
create policy himself on cases.assignment as restrictive for insert to app_staff with check (
  staff_id = (select platform.ctx_staff()) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]));
-- An ending is decided once, by the head, in his own name; reopening is the heads' own deed.
create policy change on cases.ending for update to app_staff
  using (decided_by is null and unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[])
    and exists (select 1 from cases.client_case c where c.id = case_id))
  with check (decided_by = (select platform.ctx_account()));
create policy decided_by_head on cases.ending as restrictive for insert to app_staff with check (
  decided_by is null or (decided_by = (select platform.ctx_account()) and unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]))
  or (what = 'reopened' and decided_by = (select platform.ctx_account())
    and unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])));

alter policy look on cases.register_series using (unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'system'))::int[]));
alter policy start on cases.register_series with check (unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'system'))::int[]));
alter policy count on cases.register_series using (unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'system'))::int[]));
alter policy write on cases.register_entry with check (unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'system'))::int[]));
create function cases.keep_series() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.last_number < old.last_number then
    raise exception 'a register number is never given twice' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_series before update on cases.register_series for each row execute function cases.keep_series();
revoke all on function cases.keep_series() from public;

drop policy look on cases.transfer;
create policy look on cases.transfer for select to app_staff using (
  ((case_id = any ((select cases.ctx_deep())::uuid[]) or from_unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
    and exists (select 1 from cases.client_case c where c.id = case_id))
  or id = any ((select cases.ctx_arriving())::uuid[]));
drop policy request on cases.transfer;
create policy request on cases.transfer for insert to app_staff with check (
  requested_by = (select platform.ctx_account()) and decided_by is null
  and (case_id = any ((select cases.ctx_guided())::uuid[]) or from_unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = from_unit_id));
drop policy move on cases.transfer;
create policy move on cases.transfer for update to app_staff
  using (((case_id = any ((select cases.ctx_guided())::uuid[]) or from_unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
      and exists (select 1 from cases.client_case c where c.id = case_id))
    or (state = 'approved' and id = any ((select cases.ctx_arriving())::uuid[])))
  with check (((case_id = any ((select cases.ctx_guided())::uuid[]) or from_unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
      and exists (select 1 from cases.client_case c where c.id = case_id))
    or (state in ('arrived', 'declined') and to_unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])));
create function cases.keep_transfer() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user <> 'app_staff' then return new; end if;
  if (new.decided_by is distinct from old.decided_by or (new.state is distinct from old.state and new.state in ('approved', 'refused')))
     and (old.decided_by is not null or new.decided_by is distinct from platform.ctx_account() or old.requested_by is not distinct from new.decided_by
       or new.from_unit_id <> all (platform.ctx_units('head_of_bapas'))) then
    raise exception 'a transfer is decided once, by the head, who did not ask for it' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_transfer before update on cases.transfer for each row execute function cases.keep_transfer();
revoke all on function cases.keep_transfer() from public;

-- 3. A person is changed by whoever guides him or leads the office; until somebody is assigned, by whoever may receive clients there.

revoke update (unit_id, guarded, restricted) on people.person from app_staff, app_jobs;
drop policy add on people.person;
create policy add on people.person for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas'))::int[]));
drop policy change on people.person;
create policy change on people.person for update to app_staff using (
  unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])
  or id = any ((select cases.ctx_guided_people())::uuid[])
  or (unit_id = any ((select platform.ctx_units('pk'))::int[])
    and not exists (select 1 from cases.client_case c where c.person_id = person.id and c.pk_staff_id is not null)));
create policy in_sight_change on people.person as restrictive for update to app_staff using (
  id <> all ((select people.ctx_excluded())::uuid[])
  and (not restricted or id = any ((select people.ctx_listed())::uuid[]) or id = any ((select people.ctx_opened())::uuid[]))
  and (not guarded or exists (select 1 from cases.client_case c where c.person_id = person.id)));

do $$
declare
  t text;
  seen constant text := 'exists (select 1 from people.person p where p.id = person_id and p.unit_id = %1$I.unit_id)';
  keeps constant text := '(unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[])
      or person_id = any ((select cases.ctx_guided_people())::uuid[])
      or (unit_id = any ((select platform.ctx_units(''pk''))::int[])
        and not exists (select 1 from cases.client_case c where c.person_id = %1$I.person_id and c.pk_staff_id is not null)))';
  office constant text := 'unit_id = any ((select platform.ctx_units(''pk'', ''apk'', ''counter'', ''section_head'', ''head_of_bapas''))::int[])';
begin
  foreach t in array array['alias', 'address', 'phone', 'photo', 'change'] loop
    execute format('drop policy add on people.%I', t);
    execute format('create policy add_by_job on people.%1$I for insert to app_jobs with check (' || seen || ')', t);
  end loop;
  foreach t in array array['alias', 'address', 'phone', 'photo'] loop
    execute format('create policy add on people.%1$I for insert to app_staff with check (' || seen || ' and ' || keeps || ')', t);
    execute format('drop policy remove on people.%I', t);
    execute format('create policy remove_by_job on people.%1$I for update to app_jobs using (' || seen || ')', t);
  end loop;
  execute format('create policy add on people.%1$I for insert to app_staff with check (' || seen || ' and ' || office || ')', 'change');
  foreach t in array array['alias', 'photo'] loop
    execute format('create policy remove on people.%1$I for update to app_staff using (' || seen || ' and ' || keeps || ')', t);
  end loop;
  -- The desk says that an address or a number is still right.
  foreach t in array array['address', 'phone'] loop
    execute format('create policy remove on people.%1$I for update to app_staff using (' || seen || ' and ' || office || ')', t);
  end loop;
  drop policy add on people.family_member;
  drop policy remove on people.family_member;
  execute format('create policy add on people.%1$I for insert to app_staff with check (' || seen || ' and ' || keeps || ')', 'family_member');
  execute format('create policy remove on people.%1$I for update to app_staff using (' || seen || ' and ' || keeps || ')', 'family_member');
  drop policy add on people.name_word;
  drop policy renew on people.name_word;
  create policy add_by_job on people.name_word for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
  create policy renew_by_job on people.name_word for delete to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
  execute format('create policy add on people.%1$I for insert to app_staff with check (' || seen || ' and ' || keeps || ')', 'name_word');
  execute format('create policy renew on people.%1$I for delete to app_staff using (' || seen || ' and ' || keeps || ')', 'name_word');
end $$;

alter policy own_lists on people.access_list using (
  unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]) and exists (select 1 from people.person p where p.id = person_id));
alter policy list on people.access_list with check (
  unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]) and account_id <> (select platform.ctx_account())
  and exists (select 1 from people.person p where p.id = person_id));
alter policy unlist on people.access_list using (
  unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]) and exists (select 1 from people.person p where p.id = person_id));

-- Words, auditor included: a person in sight is found by his words.
alter policy in_unit on people.name_word using (
  (not guarded and unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil'))::int[]))
  or exists (select 1 from people.person p where p.id = person_id));

-- 4. The ledger. The close lays it out; officers settle what stands in it.

revoke insert on check_ins.obligation, check_ins.flag, check_ins.dispute, check_ins.period_close from app_staff;
revoke insert on check_ins.dispute, check_ins.review, check_ins.excuse from app_jobs;
revoke update (unit_id, guarded) on check_ins.obligation from app_staff;
drop policy lay_out on check_ins.obligation;
drop policy add on check_ins.flag;
drop policy add on check_ins.dispute;
drop policy add on check_ins.content;
drop policy by_job_add on check_ins.dispute;
drop policy by_job_add on check_ins.review;
drop policy by_job_add on check_ins.excuse;
create policy add on check_ins.content for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[])
  and exists (select 1 from check_ins.check_in i where i.id = check_in_id and i.case_id = content.case_id
    and i.recorded_by = (select platform.ctx_account())));
do $$
declare
  t text;
  guides constant text := '(case_id = any ((select cases.ctx_guided())::uuid[])
      or unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[]))
    and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = %1$I.unit_id)';
begin
  foreach t in array array['review', 'excuse'] loop
    execute format('drop policy add on check_ins.%I', t);
    execute format('create policy add on check_ins.%1$I for insert to app_staff with check (' || guides || ')', t);
  end loop;
  execute format('alter policy answer on check_ins.%1$I using (answered_at is null and ' || guides || ') with check (' || guides || ')', 'dispute');
  execute format('alter policy withdraw on check_ins.%1$I using (withdrawn_at is null and ' || guides || ') with check (' || guides || ')', 'excuse');
end $$;
create policy himself on check_ins.review as restrictive for insert to app_staff with check (reviewed_by = (select platform.ctx_account()));
create policy himself on check_ins.excuse as restrictive for insert to app_staff with check (decided_by = (select platform.ctx_account()));
-- A report is taken back by whoever wrote it down, its counsellor, or those who lead the office, and then stays so; what it is worth is
-- the counsellor's and theirs to say.
create function check_ins.keep_check_in() returns trigger language plpgsql set search_path = '' as $$
declare
  mine boolean;
begin
  if current_user <> 'app_staff' then return new; end if;
  if old.voided_at is not null and (new.voided_at, new.void_reason, new.voided_by) is distinct from (old.voided_at, old.void_reason, old.voided_by) then
    raise exception 'a report that was taken back stays so' using errcode = 'insufficient_privilege';
  end if;
  if new.voided_at is distinct from old.voided_at or (new.review, new.counts) is distinct from (old.review, old.counts) then
    mine := new.unit_id = any (platform.ctx_units('section_head', 'head_of_bapas')) or new.case_id = any (cases.ctx_assigned());
    if new.voided_at is distinct from old.voided_at and not (mine or old.recorded_by is not distinct from platform.ctx_account()) then
      raise exception 'somebody else wrote this report' using errcode = 'insufficient_privilege';
    end if;
    if (new.review, new.counts) is distinct from (old.review, old.counts)
       and not (new.unit_id = any (platform.ctx_units('section_head', 'head_of_bapas')) or new.case_id = any (cases.ctx_guided())) then
      raise exception 'only the counsellor reviews a report' using errcode = 'insufficient_privilege';
    end if;
  end if;
  return new;
end $$;
create trigger keep_check_in before update on check_ins.check_in for each row execute function check_ins.keep_check_in();
revoke all on function check_ins.keep_check_in() from public;
alter policy in_unit on check_ins.period_close using (unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]));
alter policy mend on check_ins.paper_line using (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[])
  and exists (select 1 from cases.client_case c where c.id = case_id));
-- A paper list is decided once, by the head, in his own name.
create function check_ins.keep_paper_batch() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user <> 'app_staff' then return new; end if;
  if old.decided_by is not null and new is distinct from old then
    raise exception 'a paper list is decided once' using errcode = 'insufficient_privilege';
  end if;
  if (new.state in ('approved', 'refused') or new.decided_by is not null) and (new.decided_by is distinct from platform.ctx_account()
       or new.unit_id <> all (platform.ctx_units('head_of_bapas'))) and new is distinct from old then
    raise exception 'a paper list is decided by the head, in his own name' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_paper_batch before update on check_ins.paper_batch for each row execute function check_ins.keep_paper_batch();
revoke all on function check_ins.keep_paper_batch() from public;

-- 5. Cards, sessions, accounts.

alter policy of_case on accounts.client_access using (
  (unit_id = any ((select platform.ctx_units('counter', 'section_head', 'head_of_bapas'))::int[]) or case_id = any ((select cases.ctx_deep())::uuid[]))
  and exists (select 1 from cases.client_case c where c.id = case_id));
alter policy issue on accounts.client_access with check (
  (unit_id = any ((select platform.ctx_units('counter', 'section_head', 'head_of_bapas'))::int[]) or case_id = any ((select cases.ctx_assigned())::uuid[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = client_access.unit_id));
alter policy renew on accounts.client_access using (
  (unit_id = any ((select platform.ctx_units('counter', 'section_head', 'head_of_bapas'))::int[]) or case_id = any ((select cases.ctx_assigned())::uuid[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = client_access.unit_id));
revoke update (unit_id) on accounts.client_access from app_staff;
alter policy end_client on accounts.session using (kind = 'client' and exists (
  select 1 from accounts.client_access c where c.account_id = session.account_id
    and (c.unit_id = any ((select platform.ctx_units('counter', 'section_head', 'head_of_bapas'))::int[]) or c.case_id = any ((select cases.ctx_assigned())::uuid[]))));
alter policy end_client_change on accounts.session using (kind = 'client' and exists (
  select 1 from accounts.client_access c where c.account_id = session.account_id
    and (c.unit_id = any ((select platform.ctx_units('counter', 'section_head', 'head_of_bapas'))::int[]) or c.case_id = any ((select cases.ctx_assigned())::uuid[]))));
-- What has ended stays so.
create policy ends_once on accounts.session as restrictive for update to app_staff, app_client using (ended_at is null) with check (true);
create policy withdrawn_once on accounts.one_time_link as restrictive for update to app_staff using (withdrawn_at is null and used_at is null) with check (true);

-- An office keeps an account as long as the officer is posted there; only one without any live post falls back to where he was.
create or replace function accounts.ctx_administered() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  units int[] := platform.ctx_units('account_admin');
begin
  if cardinality(units) = 0 then return '{}'; end if;
  return coalesce((
    select array_agg(a.id) from accounts.account a
    where a.kind = 'staff' and case
      when exists (select 1 from units.posting p where p.staff_id = a.staff_id and p.withdrawn_at is null and (p.ends_on is null or p.ends_on >= current_date - 1))
        then exists (select 1 from units.posting p where p.staff_id = a.staff_id and p.withdrawn_at is null and (p.ends_on is null or p.ends_on >= current_date - 1)
          and p.unit_id = any (units))
      else not exists (select 1 from units.posting p where p.staff_id = a.staff_id)
        or exists (select 1 from units.posting p where p.staff_id = a.staff_id and p.unit_id = any (units)) end), '{}');
end $$;
drop policy administer on accounts.account;
create policy administer on accounts.account for insert to app_staff with check (
  (kind = 'staff' and cardinality((select platform.ctx_units('account_admin'))::int[]) > 0
    and not exists (select 1 from units.posting p where p.staff_id = account.staff_id and p.unit_id <> all ((select platform.ctx_units('account_admin'))::int[])))
  or (kind in ('client', 'guarantor') and cardinality((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[]) > 0));
-- Of his own account an officer changes the language and his factors; its name and its state are an administrator's.
create function accounts.keep_account() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'app_staff' and new.id is not distinct from platform.ctx_account()
     and (new.username, new.state, new.must_change_password) is distinct from (old.username, old.state, old.must_change_password) then
    raise exception 'nobody administers himself' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_account before update on accounts.account for each row execute function accounts.keep_account();
revoke all on function accounts.keep_account() from public;

-- Who opened whose file with a reason: for those who work on it, those who lead them, and the auditors; reviewed by head or auditor.
drop policy told on accounts.opening;
create policy told on accounts.opening for select to app_staff using (
  unit_id = any ((select platform.ctx_units('auditor'))::int[])
  or ((case_id = any ((select cases.ctx_assigned())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
    and exists (select 1 from cases.client_case c where c.id = case_id)));
create policy not_excluded on accounts.opening as restrictive for select to app_staff using (
  account_id = (select platform.ctx_account()) or person_id <> all ((select people.ctx_excluded())::uuid[]));
drop policy review on accounts.opening;
create policy review on accounts.opening for update to app_staff
  using (reviewed_at is null and account_id <> (select platform.ctx_account()) and person_id <> all ((select people.ctx_excluded())::uuid[])
    and (unit_id = any ((select platform.ctx_units('auditor'))::int[])
      or (unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]) and exists (select 1 from cases.client_case c where c.id = case_id))))
  with check (reviewed_by = (select platform.ctx_account()));

-- How much somebody opened, and who let him open more: his own head and auditors see it, his own head alone unlocks the day.
alter policy own on accounts.budget_release using (account_id = (select platform.ctx_account())
  or exists (select 1 from accounts.account a join units.posting p on p.staff_id = a.staff_id
    where a.id = account_id and p.withdrawn_at is null and p.unit_id = any ((select platform.ctx_units('auditor', 'head_of_bapas'))::int[])));
alter policy give_reason on accounts.budget_release with check (
  made_by = (select platform.ctx_account()) and
  ((kind = 'hour_reason' and account_id = (select platform.ctx_account()))
   or (kind = 'day_unlock' and account_id <> (select platform.ctx_account()) and exists (
     select 1 from accounts.account a join units.posting p on p.staff_id = a.staff_id
     where a.id = account_id and p.withdrawn_at is null and p.unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[])))));

-- 6. The logs of a case are read by whoever reads the case itself; nobody reads lines about somebody from whom he is shut out.

alter policy own_lines on platform.journal using (actor_id = (select platform.ctx_account()) and case_id is null and person_id is null);
alter policy of_case on platform.journal using (
  case_id is not null and (case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id));
alter policy own_lines on platform.access_log using (actor_id = (select platform.ctx_account()) and case_id is null and person_id is null);
drop policy of_case on platform.access_log;
create policy of_case on platform.access_log for select to app_staff using (
  case_id is not null and (case_id = any ((select cases.ctx_assigned())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id));
create policy of_office on platform.access_log for select to app_staff using (
  case_id is null and person_id is null and unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]));
create policy not_excluded on platform.journal as restrictive for select to app_staff using (
  (person_id is null or person_id <> all ((select people.ctx_excluded())::uuid[]))
  and (case_id is null or case_id <> all ((select cases.ctx_excluded_cases())::uuid[])));
create policy not_excluded on platform.access_log as restrictive for select to app_staff using (
  (person_id is null or person_id <> all ((select people.ctx_excluded())::uuid[]))
  and (case_id is null or case_id <> all ((select cases.ctx_excluded_cases())::uuid[])));

-- 7. Files. One's own upload is one's own until it is somebody's paper or face.

drop policy own_upload on platform.file;
create policy own_upload on platform.file for select to app_staff, app_jobs using (
  uploaded_by = (select platform.ctx_account()) and case_id is null and person_id is null);
create policy own_upload_of_client on platform.file for select to app_client using (uploaded_by = (select platform.ctx_account()));
drop policy upload on platform.file;
create policy upload on platform.file for insert to app_client, app_jobs with check (uploaded_by = (select platform.ctx_account()));
create policy upload_by_staff on platform.file for insert to app_staff with check (
  uploaded_by = (select platform.ctx_account()) and case
    when case_id is not null then
      (case_id = any ((select cases.ctx_guided())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
      and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = file.unit_id)
    when person_id is not null then
      exists (select 1 from people.person p where p.id = person_id and p.unit_id = file.unit_id)
      and (unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]) or person_id = any ((select cases.ctx_guided_people())::uuid[])
        or (unit_id = any ((select platform.ctx_units('pk'))::int[])
          and not exists (select 1 from cases.client_case c where c.person_id = file.person_id and c.pk_staff_id is not null)))
    else true end);

-- 8. Tasks: one's own and one's post's. With a client's task the case decides.

drop policy mine on tasks.task;
drop policy of_post on tasks.task;
create policy of_post on tasks.task for select to app_staff using (
  case_id is null and (staff_id = (select platform.ctx_staff())
    or (for_role in ('pk', 'section_head', 'head_of_bapas') and unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
    or (for_role = 'account_admin' and unit_id = any ((select platform.ctx_units('account_admin'))::int[]))
    or (for_role = 'office_admin' and unit_id = any ((select platform.ctx_units('office_admin'))::int[]))
    or (for_role = 'auditor' and unit_id = any ((select platform.ctx_units('auditor'))::int[]))));
create policy of_case on tasks.task for select to app_staff using (
  case_id is not null and (case_id = any ((select cases.ctx_assigned())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id));
drop policy close on tasks.task;
create policy close_of_post on tasks.task for update to app_staff
  using (state = 'open' and case_id is null and (staff_id = (select platform.ctx_staff())
    or (for_role in ('pk', 'section_head', 'head_of_bapas') and unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
    or (for_role = 'account_admin' and unit_id = any ((select platform.ctx_units('account_admin'))::int[]))
    or (for_role = 'office_admin' and unit_id = any ((select platform.ctx_units('office_admin'))::int[]))
    or (for_role = 'auditor' and unit_id = any ((select platform.ctx_units('auditor'))::int[]))))
  with check ((select platform.ctx_account()) is not null);
create policy close_of_case on tasks.task for update to app_staff
  using (state = 'open' and case_id is not null
    and (case_id = any ((select cases.ctx_assigned())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
    and exists (select 1 from cases.client_case c where c.id = case_id))
  with check ((select platform.ctx_account()) is not null);

alter policy of_case on messages.outbox using (
  case_id is not null and (case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id));
-- A row of a spreadsheet that became a client goes with him.
alter policy in_unit on imports.row using (
  unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])
  and (case_id is null or exists (select 1 from cases.client_case c where c.id = case_id)));

-- 9. Officers, their posts and absences: for whoever is signed in, and changed by whoever administers where they are posted.

alter policy look on units.staff using ((select platform.ctx_session()) is not null);
alter policy look on units.posting using ((select platform.ctx_session()) is not null);
alter policy look on units.absence using ((select platform.ctx_session()) is not null);
drop policy change on units.staff;
create policy change on units.staff for update to app_staff using (
  exists (select 1 from units.posting p where p.staff_id = staff.id and p.withdrawn_at is null
    and p.unit_id = any ((select platform.ctx_units('account_admin', 'office_admin'))::int[]))
  or (cardinality((select platform.ctx_units('account_admin', 'office_admin'))::int[]) > 0
    and not exists (select 1 from units.posting p where p.staff_id = staff.id and p.withdrawn_at is null)));
