-- A child's case calls guardian and companion at each step. Where the office acts they are there, or it is written why not; of what a tier, a
-- prosecutor, a judge or the police did, and of the search for a child, nobody told them.

create table letters.family_call (
  id              uuid primary key default uuidv7(),
  case_id         uuid not null references cases.client_case,
  unit_id         int not null references units.unit,
  thing           text not null check (thing in ('revocations.move', 'at-large.move')),
  thing_id        uuid not null,
  guardian_called boolean not null,
  guardian_note   text not null check (length(guardian_note) between 3 and 300),
  companion_called boolean not null,
  companion_note  text not null check (length(companion_note) between 3 and 300),
  letter_id       uuid references letters.letter,
  made_by         uuid not null,
  made_at         timestamptz not null default now(),
  check ((letter_id is not null) = (guardian_called or companion_called))
);
comment on table letters.family_call is 'Of a step in a child''s case: whether guardian and companion are told of it and called, by name, or why not; by which letter. Never changed: who has to be told again gets another row.';
create index family_call_thing on letters.family_call (thing, thing_id);
create index family_call_case on letters.family_call (case_id);
call platform.guard('letters.family_call');

-- A step is of the child's own case, and a letter too.
create function letters.keep_family_call() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'app_staff' and (
     not exists (select from cases.client_case c where c.id = new.case_id and c.unit_id = new.unit_id and c.age_group = 'child')
     or not case new.thing
       when 'revocations.move' then exists (select from revocations.move m where m.id = new.thing_id and m.case_id = new.case_id)
       else exists (select from at_large.move m where m.id = new.thing_id and m.case_id = new.case_id) end
     or (new.letter_id is not null and not exists (select from letters.letter l where l.id = new.letter_id and l.case_id = new.case_id))) then
    raise exception 'a call is of a step in a child''s own case' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_family_call after insert on letters.family_call for each row execute function letters.keep_family_call();

create policy with_case on letters.family_call for select to app_staff using (
  (case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id));
create policy add on letters.family_call for insert to app_staff with check (
  made_by = (select platform.ctx_account())
  and (case_id = any ((select cases.ctx_guided())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = family_call.unit_id));
create policy by_job on letters.family_call for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select, insert on letters.family_call to app_staff;
grant select on letters.family_call to app_jobs;

-- Told, and not by a letter that never left: one that was withdrawn or made void tells nobody.
create function letters.is_family_told(of_thing text, of_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from letters.family_call f left join letters.letter l on l.id = f.letter_id
    where f.thing = of_thing and f.thing_id = of_id and (l.id is null or l.state not in ('withdrawn', 'void')))
$$;
revoke all on function letters.keep_family_call(), letters.is_family_told(text, uuid) from public;
grant execute on function letters.is_family_told(text, uuid) to app_staff, app_jobs;
