-- Who somebody may be is asked in the memory of each process (decision 660). That copy is kept in step by what is noted here: a person
-- carries the number of the last transaction that changed anything by which he is recognised. A sequence would not do, because a later
-- commit may carry a lower number.
alter table people.person
  add column noted xid8 not null default platform.our_xact(),
  add column ask_due boolean not null default false;
alter table people.person alter column ask_due set default true;
comment on column people.person.noted is 'The last transaction that changed what he is recognised by.';
comment on column people.person.ask_due is 'Something is known of him about which nobody has asked yet who he may be.';
create index person_noted on people.person (noted);
create index person_ask_due on people.person (unit_id) where ask_due;

create function people.note_change() returns trigger language plpgsql as $$
begin
  new.noted := platform.our_xact();
  new.ask_due := true;
  return new;
end $$;
create trigger note_change before update of name, nik, birth_date, birth_precision, birth_place, sex, mother_name, father_name on people.person
  for each row when ((old.name, old.nik, old.birth_date, old.birth_precision, old.birth_place, old.sex, old.mother_name, old.father_name)
    is distinct from (new.name, new.nik, new.birth_date, new.birth_precision, new.birth_place, new.sex, new.mother_name, new.father_name))
  execute function people.note_change();

create function people.note_alias() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update people.person p set noted = platform.our_xact(), ask_due = true
  where p.id = new.person_id and (p.noted <> platform.our_xact() or not p.ask_due);
  return null;
end $$;
create trigger note_alias after insert or update of name, removed_at on people.alias for each row execute function people.note_alias();

-- Wakes whoever keeps a copy. It says nothing: what changed is read by who may read it.
create function people.wake_matching() returns trigger language plpgsql as $$
begin
  perform pg_catalog.pg_notify('people_changed', '');
  return null;
end $$;
create trigger wake_matching after insert or update of name, nik, birth_date, birth_precision, birth_place, sex, mother_name, father_name, noted
  on people.person for each statement execute function people.wake_matching();
revoke all on function people.note_change(), people.note_alias(), people.wake_matching() from public;
grant update (ask_due) on people.person to app_jobs;

-- What recognition compares, and no column more. Only its own role reads it, and that role reads nothing else.
create view people.for_matching with (security_invoker = true) as
  select p.id, p.name, p.nik, p.birth_date, p.birth_precision, p.birth_place, p.sex, p.mother_name, p.father_name, p.noted,
    array(select a.name from people.alias a where a.person_id = p.id and a.removed_at is null order by a.made_at, a.id) as aliases
  from people.person p;
comment on view people.for_matching is 'The columns by which somebody is recognised, for the role app_match alone.';
grant usage on schema people, platform to app_match;
grant select (id, name, nik, birth_date, birth_precision, birth_place, sex, mother_name, father_name, noted) on people.person to app_match;
grant select (id, person_id, name, made_at, removed_at) on people.alias to app_match;
grant select on people.for_matching to app_match;
create policy matched on people.person for select to app_match using (true);
create policy matched on people.alias for select to app_match using (true);
