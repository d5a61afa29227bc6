-- Danger is there on every way. On that of the tiers the head may revoke for the time being before the sitting; no text that was read gives such
-- a power on the others, where a file that is marked comes first and is owed sooner. Who marked it, when and why is kept.
alter table revocations.proceeding drop constraint proceeding_check4;
alter table revocations.proceeding add constraint proceeding_urgent_danger check (not urgent or length(danger) >= 10);

create table revocations.urgent_mark (
  id            uuid primary key default uuidv7(),
  proceeding_id uuid not null unique,
  case_id       uuid not null,
  unit_id       int not null,
  day           date not null,
  danger        text not null check (length(danger) between 10 and 2000),
  due_on        date,
  made_by       uuid not null,
  made_at       timestamptz not null default now(),
  foreign key (proceeding_id, case_id, unit_id) references revocations.proceeding (id, case_id, unit_id)
);
comment on table revocations.urgent_mark is 'That there is danger, said of a proceeding that ran already: by whom, when, what, and by when the step at hand is owed since then. Never changed.';
create index urgent_mark_case on revocations.urgent_mark (case_id);
create index urgent_mark_unit on revocations.urgent_mark (unit_id);

-- The proceeding carries it over; no step is owed later because of it.
create function revocations.carry_mark() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  r revocations.proceeding;
begin
  select * into r from revocations.proceeding x where x.id = new.proceeding_id for update;
  if r.ended_on is not null or r.urgent then
    raise exception 'what is over or urgent already is not marked' using errcode = 'check_violation';
  end if;
  update revocations.proceeding x set urgent = true, danger = new.danger, due_on = least(x.due_on, new.due_on) where x.id = r.id;
  return null;
end $$;
create trigger carry_mark after insert on revocations.urgent_mark for each row execute function revocations.carry_mark();

-- Nobody is revoked before he is heard of whom no danger was said.
create function revocations.keep_danger() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from revocations.proceeding r where r.id = new.proceeding_id and r.urgent) then
    raise exception 'before the sitting only danger revokes' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_danger after insert on revocations.move for each row when (new.step = 'revoke_urgently')
  execute function revocations.keep_danger();

-- Whoever may be revoked before he is heard is not warned of it; on every other way he is told, danger or not.
create or replace function revocations.keep_told() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'app_staff' and length(new.told) < 10
     and exists (select from revocations.proceeding r
       where r.id = new.proceeding_id and revocations.is_told(new.step, r.urgent and r.route = 'tiers')) then
    raise exception 'what is decided is told to the client' using errcode = 'check_violation';
  end if;
  return null;
end $$;
revoke all on function revocations.carry_mark(), revocations.keep_danger() from public;

call platform.guard('revocations.urgent_mark');
create policy with_case on revocations.urgent_mark for select to app_staff using (
  ((case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
    and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = urgent_mark.unit_id))
  or proceeding_id = any ((select revocations.ctx_above())::uuid[]));
create policy add on revocations.urgent_mark for insert to app_staff with check (
  made_by = (select platform.ctx_account())
  and (case_id = any ((select cases.ctx_guided())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = urgent_mark.unit_id));
grant select on revocations.urgent_mark to app_staff;
grant insert (id, proceeding_id, case_id, unit_id, day, danger, due_on, made_by) on revocations.urgent_mark to app_staff;
