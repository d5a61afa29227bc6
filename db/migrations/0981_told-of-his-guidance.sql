-- A client read that he had moved to another phase and no more, and of a transfer nothing. He reads what is asked for him, who decides, by when,
-- and what he is told about it: words for him, as with a breach. A refusal is never without them.

alter table cases.phase_change add column told text not null default '' check (length(told) <= 2000);
alter table cases.transfer add column told text not null default '' check (length(told) <= 2000);
comment on column cases.phase_change.told is 'What the client reads about the decision, in words for him.';
comment on column cases.transfer.told is 'What the client reads about the decision, in words for him.';
grant update (told) on cases.phase_change, cases.transfer to app_staff;

create function cases.keep_told() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'app_staff' and length(new.told) < 10 then
    raise exception 'what is refused is told to the client' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger told_to_client before update of state on cases.phase_change for each row
  when (new.state = 'refused' and old.state <> 'refused') execute function cases.keep_told();
create trigger told_to_client before update of state on cases.transfer for each row
  when (new.state = 'refused' and old.state <> 'refused') execute function cases.keep_told();
revoke all on function cases.keep_told() from public;

-- It is told to him, not to whoever vouches for him.
alter policy own on cases.phase_change using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client');
grant select (unit_id, requested_on, told) on cases.phase_change to app_client;
create policy own on cases.transfer for select to app_client using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client');
grant select (id, case_id, from_unit_id, to_unit_id, to_name, state, requested_on, decided_on, told) on cases.transfer to app_client;

-- By when the office and those above it owe their next step is no secret from whom it is about.
grant select (unit_id, due_on, due_counts) on breaches.breach to app_client;
grant select (unit_id, due_on, service_until) on revocations.proceeding to app_client;
