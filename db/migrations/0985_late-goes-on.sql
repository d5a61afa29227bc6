-- What is late goes on to the next officer. Within an office the posts say who that is; at a tier above, whom the tier named, and where it
-- named nobody, everybody who holds the post there.

create table units.next_officer (
  id         uuid primary key default uuidv7(),
  unit_id    int not null references units.unit,
  staff_id   uuid references units.staff,
  holds_from date not null,
  reason     text not null check (length(reason) between 3 and 500),
  set_by     uuid not null,
  set_at     timestamptz not null default now()
);
comment on table units.next_officer is 'Before whom of a tier comes first what is late there or below it, from which day, why; without an officer, before everybody who holds the post. The newest row that has begun counts.';
create index next_officer_unit on units.next_officer (unit_id, holds_from desc, set_at desc);
create index next_officer_staff on units.next_officer (staff_id);
call platform.guard('units.next_officer');
create policy look on units.next_officer for select to app_staff, app_jobs using ((select platform.ctx_session()) is not null);
create policy administer on units.next_officer for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('office_admin'))::int[]) and set_by = (select platform.ctx_account()));
grant select on units.next_officer to app_staff, app_jobs;
grant insert on units.next_officer to app_staff;

-- Whether somebody holds the post of a tier there on a day; the role is named as the kind of the unit.
create function units.holds_tier(of_staff uuid, of_unit int, on_day date) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from units.posting p join units.unit u on u.id = p.unit_id
    where p.unit_id = of_unit and u.type in ('kanwil', 'ditjenpas') and p.role = u.type and (of_staff is null or p.staff_id = of_staff)
      and p.approved_at is not null and p.withdrawn_at is null and p.starts_on <= on_day and (p.ends_on is null or p.ends_on >= on_day))
$$;
create function units.keep_next_officer() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from units.unit u where u.id = new.unit_id and u.type in ('kanwil', 'ditjenpas')) then
    raise exception 'only a tier above the offices names whom it is told first' using errcode = 'check_violation';
  end if;
  if new.staff_id is not null and not units.holds_tier(new.staff_id, new.unit_id, new.holds_from) then
    raise exception 'officer % has no post there on that day', new.staff_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_next_officer after insert on units.next_officer for each row when (current_user = 'app_staff')
  execute function units.keep_next_officer();

-- Whom a tier named, as long as he holds the post; while he is away whoever stands in for him, if he holds it too. Else nobody in particular.
create function units.next_officer_of(of_unit int) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  today date := (select (now() at time zone u.zone)::date from units.unit u where u.id = of_unit);
  named uuid := (select n.staff_id from units.next_officer n where n.unit_id = of_unit and n.holds_from <= today
    order by n.holds_from desc, n.set_at desc, n.id desc limit 1);
  away units.absence;
begin
  if named is null then return null; end if;
  select * into away from units.absence a where a.staff_id = named and a.withdrawn_at is null and today between a.starts_on and a.ends_on
  order by a.starts_on desc limit 1;
  if away.id is not null then named := away.substitute_id; end if;
  return case when named is not null and units.holds_tier(named, of_unit, today) then named end;
end $$;
revoke all on function units.holds_tier(uuid, int, date), units.keep_next_officer(), units.next_officer_of(int) from public;
grant execute on function units.holds_tier(uuid, int, date), units.next_officer_of(int) to app_staff, app_jobs;

-- A job of an office puts something before the tier above it, and nothing where nobody holds a post there. What is open already goes to whoever
-- is named now.
create function tasks.open_above(of_unit int, tier text, of_kind text, of_key text, due date, counted text, told jsonb) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  above int;
  officer uuid;
  made int;
begin
  if of_unit <> all (platform.ctx_units('system')) or tier not in ('kanwil', 'ditjenpas') then return false; end if;
  select a.id into above from units.unit u join units.unit a on a.id = any (u.path) and a.type = tier
  where u.id = of_unit order by cardinality(a.path) desc limit 1;
  if above is null or not units.holds_tier(null, above, (select (now() at time zone u.zone)::date from units.unit u where u.id = above)) then
    return false;
  end if;
  officer := units.next_officer_of(above);
  insert into tasks.task (unit_id, kind, key, for_role, staff_id, due_on, due_counts, facts)
  values (above, of_kind, of_key, tier, officer, due, counted, told)
  on conflict (unit_id, kind, key) where state = 'open' do nothing;
  get diagnostics made = row_count;
  if made = 0 then
    update tasks.task t set staff_id = officer
    where t.unit_id = above and t.kind = of_kind and t.key = of_key and t.state = 'open' and t.staff_id is distinct from officer;
  end if;
  return made > 0;
end $$;
-- The deed that settles it is the office's, or the client's own: it closes what was put before those above.
create function tasks.close_above(of_unit int, of_kind text, keys text[]) returns int
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := platform.ctx_account();
  mine boolean := of_unit = any (platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'system'));
  own uuid := accounts.ctx_case();
  closed int;
begin
  if asker is null or not (mine or own is not null) then return 0; end if;
  update tasks.task t set state = 'done', closed_at = now(), closed_by = asker
  from units.unit u
  where u.id = of_unit and t.unit_id = any (u.path) and t.unit_id <> of_unit and t.for_role in ('kanwil', 'ditjenpas')
    and t.kind = of_kind and t.key = any (keys) and t.state = 'open' and (mine or t.facts ->> 'caseId' = own::text);
  get diagnostics closed = row_count;
  return closed;
end $$;
-- What is told above of a client is told to nobody from whom he is kept.
create function tasks.may_be_told(of_case uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from cases.client_case c where c.id = of_case and not c.sealed and c.person_id <> all ((select people.ctx_excluded())::uuid[])
    and (not c.restricted or c.person_id = any ((select people.ctx_listed())::uuid[])))
$$;
revoke all on function tasks.open_above(int, text, text, text, date, text, jsonb), tasks.close_above(int, text, text[]), tasks.may_be_told(uuid) from public;
grant execute on function tasks.open_above(int, text, text, text, date, text, jsonb) to app_jobs;
grant execute on function tasks.close_above(int, text, text[]) to app_staff, app_client, app_jobs;
grant execute on function tasks.may_be_told(uuid) to app_staff;
create policy not_of_the_excluded on tasks.task as restrictive for select to app_staff using (
  case when case_id is null and for_role in ('kanwil', 'ditjenpas') and facts ? 'caseId' then tasks.may_be_told((facts ->> 'caseId')::uuid) else true end);
