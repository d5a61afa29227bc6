-- A child's case calls guardian and companion at each step: so does the summons itself. Who is called with him is written down before the letter is
-- drafted, or why somebody is not.

alter table breaches.summons
  add column guardian_called boolean,
  add column guardian_note text not null default '' check (length(guardian_note) <= 300),
  add column companion_called boolean,
  add column companion_note text not null default '' check (length(companion_note) <= 300);
comment on column breaches.summons.guardian_called is 'Of a child''s case: whether the guardian is called with him; empty for adults and for what was drafted before this was asked.';

create function breaches.call_with() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'app_staff'
     and (new.guardian_called is null or new.guardian_note = '' or new.companion_called is null or new.companion_note = '')
     and exists (select from cases.client_case c where c.id = new.case_id and c.age_group = 'child') then
    raise exception 'a child is not called alone' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger people_are_called after insert on breaches.summons for each row execute function breaches.call_with();
revoke all on function breaches.call_with() from public;
