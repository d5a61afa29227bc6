-- A child's case calls guardian and companion at each step: also where he is heard about a breach, where something is recommended and decided
-- about it, and where a proceeding begins. Who came is written down, or why he did not.

alter table breaches.move
  add column guardian_present boolean,
  add column guardian_note text not null default '' check (length(guardian_note) <= 300),
  add column companion_present boolean,
  add column companion_note text not null default '' check (length(companion_note) <= 300);
comment on table breaches.move is 'Each step of a breach: from where to where, who, when, why, on which document, and who of a child''s people was there. Never changed.';

create function breaches.calls_people(of_step text) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select of_step in ('examine', 'conclude_absent', 'recommend', 'reprimand', 'propose_revocation', 'close_unfounded')
$$;
create function breaches.call_people() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'app_staff' and breaches.calls_people(new.step)
     and (new.guardian_present is null or new.guardian_note = '' or new.companion_present is null or new.companion_note = '')
     and exists (select from cases.client_case c where c.id = new.case_id and c.age_group = 'child') then
    raise exception 'a child''s case calls the guardian and the companion' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger people_are_called after insert on breaches.move for each row execute function breaches.call_people();

alter table revocations.proceeding
  add column guardian_present boolean,
  add column guardian_note text not null default '' check (length(guardian_note) <= 300),
  add column companion_present boolean,
  add column companion_note text not null default '' check (length(companion_note) <= 300);
comment on column revocations.proceeding.guardian_present is 'Of a child''s case: whether the guardian was there when it began; empty for adults.';
grant insert (guardian_present, guardian_note, companion_present, companion_note) on revocations.proceeding to app_staff;
create function revocations.call_people() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'app_staff'
     and (new.guardian_present is null or new.guardian_note = '' or new.companion_present is null or new.companion_note = '')
     and exists (select from cases.client_case c where c.id = new.case_id and c.age_group = 'child') then
    raise exception 'a child''s case calls the guardian and the companion' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger people_are_called after insert on revocations.proceeding for each row execute function revocations.call_people();
revoke all on function breaches.calls_people(text), breaches.call_people(), revocations.call_people() from public;
grant execute on function breaches.calls_people(text) to app_staff, app_jobs;
