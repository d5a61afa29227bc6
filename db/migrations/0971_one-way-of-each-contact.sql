-- How a plan, a contact, a request to record late, an observation and a link move are the tables of src/modules/contacts/moves.ts, written here once
-- more, so that no program and no hand moves one another way: nothing without somebody who does it, its document and its reason.

-- 1. What points to something points to what is the same client's. A record of the same contact takes the place of the old one: of the same kind and
-- day, once (corrects_id is unique), and never of itself; rows are only added, so that no line of them comes back to where it began.
alter table contacts.planned add unique (id, case_id), add unique (id, case_id, kind);
alter table contacts.contact add unique (id, case_id), add unique (id, case_id, kind, happened_on);
alter table contacts.observation add unique (id, case_id);
alter table contacts.late_request add unique (id, case_id);
alter table contacts.planned
  drop constraint planned_replaces_id_fkey,
  add constraint replaces_the_same foreign key (replaces_id, case_id, kind) references contacts.planned (id, case_id, kind),
  add constraint replaces_another check (replaces_id <> id);
alter table contacts.contact
  drop constraint contact_corrects_id_fkey, drop constraint contact_planned_id_fkey, drop constraint contact_observation_id_fkey, drop constraint contact_late_id_fkey,
  add constraint changes_the_same foreign key (corrects_id, case_id, kind, happened_on) references contacts.contact (id, case_id, kind, happened_on),
  add constraint changes_another check (corrects_id <> id),
  add constraint of_his_plan foreign key (planned_id, case_id) references contacts.planned (id, case_id),
  add constraint of_his_observation foreign key (observation_id, case_id) references contacts.observation (id, case_id),
  add constraint of_his_request foreign key (late_id, case_id) references contacts.late_request (id, case_id);
alter table contacts.late_request
  drop constraint late_request_planned_id_fkey,
  add constraint of_his_plan foreign key (planned_id, case_id) references contacts.planned (id, case_id),
  add constraint changes_the_same foreign key (corrects_id, case_id, kind, happened_on) references contacts.contact (id, case_id, kind, happened_on);
alter table contacts.draft
  drop constraint draft_planned_id_fkey, drop constraint draft_corrects_id_fkey,
  add constraint of_his_plan foreign key (planned_id, case_id) references contacts.planned (id, case_id),
  add constraint changes_his foreign key (corrects_id, case_id) references contacts.contact (id, case_id);
create index late_request_corrects on contacts.late_request (corrects_id) where corrects_id is not null;

-- 2. The tables.
create function contacts.next_state(of_what text, of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('plan', 'open', 'meet', 'done'), ('plan', 'open', 'miss', 'tried'), ('plan', 'open', 'move', 'moved'), ('plan', 'open', 'cancel', 'cancelled'), ('plan', 'open', 'lift', 'lifted'),
    ('record', 'recorded', 'change', 'changed'),
    ('late', 'asked', 'approve', 'approved'), ('late', 'asked', 'refuse', 'refused'),
    ('observation', 'sent', 'confirm', 'confirmed'), ('observation', 'sent', 'set_aside', 'set_aside'),
    ('link', 'open', 'revoke', 'revoked')
  ) as m (what, from_state, step, to_state)
  where m.what = of_what and m.from_state = of_state and m.step = of_step
$$;

-- 3. What keeps it so, whoever writes; after the policies, so that it speaks only to whoever may write the row.
create function contacts.keep_record() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'what was recorded is not changed; what became of it is told by a record of its own' using errcode = 'check_violation';
end $$;
create trigger keep_record after update on contacts.contact for each row when (old.* is distinct from new.*) execute function contacts.keep_record();

create function contacts.keep_closed() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.closed_as is null or contacts.next_state('plan', coalesce(old.closed_as, 'open'), case new.closed_as when 'done' then 'meet' when 'tried' then 'miss' when 'moved' then 'move'
      when 'cancelled' then 'cancel' when 'lifted' then 'lift' end) is distinct from new.closed_as then
    raise exception 'a plan does not move from % to %', coalesce(old.closed_as, 'open'), coalesce(new.closed_as, 'open') using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_closed after update of closed_as, closed_at, closed_by, close_reason on contacts.planned
  for each row when (old.* is distinct from new.*) execute function contacts.keep_closed();
-- Asked when the transaction ends: a plan is closed before what takes its place, because there is one open plan by rule.
create function contacts.keep_closing() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  met boolean;
begin
  if new.closed_as in ('done', 'tried') then
    -- Where the client was met, or not, by a contact of this plan or of the one in whose place it stands.
    with recursive line as (
      select new.id, new.replaces_id
      union all select p.id, p.replaces_id from contacts.planned p join line on p.id = line.replaces_id
    )
    select bool_or((k.outcome is null or k.outcome in ('complied', 'attended_failed')) = (new.closed_as = 'done')) into met
    from contacts.contact k join line on line.id = k.planned_id;
  end if;
  if new.closed_by is null or not coalesce(case new.closed_as
      when 'done' then met
      when 'tried' then met
      when 'moved' then (new.planned_on is null or length(new.close_reason) >= 3) and exists (select from contacts.planned n where n.replaces_id = new.id)
      when 'cancelled' then length(new.close_reason) >= 3
      else new.origin = 'rule' and new.rule_version is not null end, false) then
    raise exception 'a plan is not closed without who does it, its document and its reason' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger keep_closing after update of closed_as on contacts.planned deferrable initially deferred
  for each row when (new.closed_as is not null) execute function contacts.keep_closing();

create function contacts.keep_decision() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  what text := case tg_table_name when 'late_request' then 'late' else 'observation' end;
begin
  if new.decision is null or contacts.next_state(what, coalesce(old.decision, case what when 'late' then 'asked' else 'sent' end),
      case new.decision when 'approved' then 'approve' when 'refused' then 'refuse' when 'confirmed' then 'confirm' when 'set_aside' then 'set_aside' end)
      is distinct from new.decision then
    raise exception 'what was decided is decided once' using errcode = 'check_violation';
  end if;
  if new.decided_by is null or (new.decision in ('refused', 'set_aside') and length(new.decision_note) < 3) then
    raise exception 'nothing is decided without who does it and his reason' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_decision after update on contacts.late_request for each row when (old.* is distinct from new.*) execute function contacts.keep_decision();
create trigger keep_decision after update on contacts.observation for each row when (old.* is distinct from new.*) execute function contacts.keep_decision();
-- What was let in is on record when the transaction ends.
create function contacts.keep_let_in() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from contacts.contact k where k.case_id = new.case_id and new.id = case tg_table_name when 'late_request' then k.late_id else k.observation_id end) then
    raise exception 'what was let in is written down with it' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger keep_let_in after update of decision on contacts.late_request deferrable initially deferred
  for each row when (new.decision = 'approved') execute function contacts.keep_let_in();
create constraint trigger keep_let_in after update of decision on contacts.observation deferrable initially deferred
  for each row when (new.decision = 'confirmed') execute function contacts.keep_let_in();

create function contacts.keep_link() returns trigger language plpgsql set search_path = '' as $$
begin
  if contacts.next_state('link', case when old.revoked_at is null then 'open' else 'revoked' end, 'revoke')
      is distinct from (case when new.revoked_at is null then 'open' else 'revoked' end) then
    raise exception 'a link that was withdrawn stays so' using errcode = 'check_violation';
  end if;
  if new.revoked_by is null or length(new.revoke_reason) < 3 then
    raise exception 'a link is not withdrawn without who does it and his reason' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_link after update of revoked_at, revoke_reason, revoked_by on contacts.observer for each row when (old.* is distinct from new.*) execute function contacts.keep_link();

revoke all on function contacts.next_state(text, text, text), contacts.keep_record(), contacts.keep_closed(), contacts.keep_closing(), contacts.keep_decision(),
  contacts.keep_let_in(), contacts.keep_link() from public;
grant execute on function contacts.next_state(text, text, text) to app_staff, app_jobs;
