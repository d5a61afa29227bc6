-- How a supervision, a change of phase and a transfer move are the tables of src/modules/cases/moves.ts, written here once more, so that no program
-- and no hand moves one another way: nothing without somebody who does it, its document and its reason.

-- 1. Who took back what he had asked for, when and why; or with what it fell. So far only the journal knew.
alter table cases.transfer add column withdrawn_on date, add column withdrawn_by uuid,
  add column withdrawn_why text not null default '' check (length(withdrawn_why) <= 2000);
alter table cases.phase_change add column withdrawn_on date, add column withdrawn_by uuid,
  add column withdrawn_why text not null default '' check (length(withdrawn_why) <= 2000);
comment on column cases.transfer.withdrawn_why is 'Why it was withdrawn, or that it fell with the supervision; of what was withdrawn before this was kept, nothing.';
comment on column cases.phase_change.withdrawn_why is 'Why it was withdrawn, or that it fell with the supervision; of what was withdrawn before this was kept, nothing.';
grant update (withdrawn_on, withdrawn_by, withdrawn_why) on cases.transfer, cases.phase_change to app_staff;
create policy begins_requested on cases.transfer as restrictive for insert to app_staff with check (
  state = 'requested' and noted_by is null and arrived_by is null and withdrawn_by is null);

-- 2. The tables.
create function cases.next_state(of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('received', 'register', 'active'), ('received', 'end', 'ended'),
    ('active', 'pause', 'paused'), ('active', 'end', 'ended'), ('active', 'move_away', 'transferred'),
    ('paused', 'resume', 'active'), ('paused', 'end', 'ended'), ('paused', 'move_away', 'transferred'),
    ('ended', 'reopen', 'active'), ('ended', 'reopen_unregistered', 'received')
  ) as m (from_state, step, to_state)
  where m.from_state = of_state and m.step = of_step
$$;
create function cases.next_phase_state(of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('requested', 'note', 'at_tpp'), ('requested', 'withdraw', 'withdrawn'), ('requested', 'fall', 'withdrawn'),
    ('at_tpp', 'note', 'at_tpp'), ('at_tpp', 'approve', 'approved'), ('at_tpp', 'refuse', 'refused'), ('at_tpp', 'withdraw', 'withdrawn'), ('at_tpp', 'fall', 'withdrawn')
  ) as m (from_state, step, to_state)
  where m.from_state = of_state and m.step = of_step
$$;
create function cases.next_transfer_state(of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('requested', 'note', 'at_tpp'), ('requested', 'withdraw', 'withdrawn'), ('requested', 'fall', 'withdrawn'),
    ('at_tpp', 'note', 'at_tpp'), ('at_tpp', 'approve', 'approved'), ('at_tpp', 'refuse', 'refused'), ('at_tpp', 'withdraw', 'withdrawn'), ('at_tpp', 'fall', 'withdrawn'),
    ('approved', 'arrive', 'arrived'), ('approved', 'decline', 'declined'), ('approved', 'fall', 'withdrawn')
  ) as m (from_state, step, to_state)
  where m.from_state = of_state and m.step = of_step
$$;

-- 3. What keeps it so, whoever writes; after the policies, so that it speaks only to whoever may write the row. What is decided, withdrawn or arrived
-- leads nowhere, so nothing of it is written anew.
create function cases.is_over(of_case uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from cases.client_case c where c.id = of_case and c.state in ('ended', 'transferred'))
$$;
create function cases.keep_phase_way() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  step text := case new.state when 'at_tpp' then 'note' when 'approved' then 'approve' when 'refused' then 'refuse'
    when 'withdrawn' then case when cases.is_over(new.case_id) then 'fall' else 'withdraw' end end;
begin
  if cases.next_phase_state(old.state, step) is distinct from new.state then
    raise exception 'a change of phase does not move from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if not coalesce(case
      when step = 'note' then new.noted_by is not null and new.tpp_held_on is not null and new.tpp_advice is not null and new.tpp_document <> '' and new.tpp_note <> ''
      when step in ('approve', 'refuse') then new.decided_by is not null and new.decided_by is distinct from new.requested_by and new.decided_on is not null
        and new.tpp_advice is not null and ((step = 'approve' and new.tpp_advice = 'approve') or length(new.decision_note) >= 5)
      else new.withdrawn_by is not null and new.withdrawn_on is not null and length(new.withdrawn_why) >= 5 end, false) then
    raise exception 'a change of phase does not move without who does it, its document and its reason' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_phase_way after update of state, tpp_held_on, tpp_document, tpp_note, tpp_advice, noted_by, decided_on, decision_note, decided_by, withdrawn_on, withdrawn_by, withdrawn_why
  on cases.phase_change for each row when (old.* is distinct from new.*) execute function cases.keep_phase_way();

create function cases.keep_transfer_way() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  step text := case new.state when 'at_tpp' then 'note' when 'approved' then 'approve' when 'refused' then 'refuse' when 'arrived' then 'arrive' when 'declined' then 'decline'
    when 'withdrawn' then case when cases.is_over(new.case_id) then 'fall' else 'withdraw' end end;
begin
  if cases.next_transfer_state(old.state, step) is distinct from new.state then
    raise exception 'a transfer does not move from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if not coalesce(case
      when step = 'note' then new.noted_by is not null and new.tpp_held_on is not null and new.tpp_advice is not null and new.tpp_document <> '' and new.tpp_note <> ''
      when step in ('approve', 'refuse') then new.decided_by is not null and new.decided_by is distinct from new.requested_by and new.decided_on is not null
        and new.tpp_advice is not null and ((step = 'approve' and new.tpp_advice = 'approve') or length(new.decision_note) >= 5)
      when step = 'arrive' then new.arrived_by is not null and new.arrived_on is not null and cases.is_over(new.case_id)
        and case when new.to_unit_id is null then new.answer_letter <> ''
          else exists (select from cases.client_case c where c.id = new.new_case_id and c.transferred_from = new.case_id and c.unit_id = new.to_unit_id) end
      when step = 'decline' then new.arrived_by is not null and new.arrived_on is not null and length(new.decision_note) >= 5
        and (new.to_unit_id is not null or new.answer_letter <> '')
      else new.withdrawn_by is not null and new.withdrawn_on is not null and length(new.withdrawn_why) >= 5 end, false) then
    raise exception 'a transfer does not move without who does it, its document and its reason' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_transfer_way after update of state, tpp_held_on, tpp_document, tpp_note, tpp_advice, noted_by, decided_on, decision_note, decided_by, withdrawn_on, withdrawn_by, withdrawn_why,
  arrived_on, arrived_by, new_case_id, answer_letter on cases.transfer for each row when (old.* is distinct from new.*) execute function cases.keep_transfer_way();

-- The way of a supervision holds for everybody. What it stands on holds for whoever works; the owner migrates, restores and fills.
create function cases.keep_way() returns trigger language plpgsql set search_path = '' as $$
declare
  step text := case new.state when 'ended' then 'end' when 'transferred' then 'move_away' when 'paused' then 'pause' when 'received' then 'reopen_unregistered'
    else case old.state when 'received' then 'register' when 'ended' then 'reopen' else 'resume' end end;
begin
  if cases.next_state(old.state, step) is distinct from new.state then
    raise exception 'a supervision does not move from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if current_user <> 'app_staff' then return null; end if;
  if not coalesce(case step
      when 'register' then new.register_label is not null and new.registered_on is not null
      when 'pause' then exists (select from cases.pause p where p.case_id = new.id and p.ends_on is null and p.made_by is not null)
      when 'resume' then not exists (select from cases.pause p where p.case_id = new.id and p.ends_on is null)
      when 'end' then exists (select from cases.ending e where e.case_id = new.id and e.what = 'ended' and e.outcome = 'approved' and e.decided_by is not null
        and e.day = new.ended_on and e.reason = new.end_reason)
      -- Only the arrival at the other office takes him away (cases.settle_transfer, cases.settle_outside).
      when 'move_away' then false
      else (step = 'reopen_unregistered') = (new.registered_on is null)
        and exists (select from cases.ending e where e.case_id = new.id and e.what = 'reopened' and e.decided_by = platform.ctx_account() and e.day >= old.ended_on
          and length(e.note) >= 5) end, false) then
    raise exception 'a supervision does not move without who does it, its document and its reason' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_way after update of state on cases.client_case for each row when (old.state is distinct from new.state) execute function cases.keep_way();

revoke all on function cases.next_state(text, text), cases.next_phase_state(text, text), cases.next_transfer_state(text, text), cases.is_over(uuid),
  cases.keep_phase_way(), cases.keep_transfer_way(), cases.keep_way() from public;
grant execute on function cases.next_state(text, text) to app_staff, app_jobs;

-- 4. The client came: as before, and what still waited for a sitting says with what it fell.
create or replace function cases.settle_transfer(wanted uuid, new_case uuid, on_day date) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  t cases.transfer;
  n cases.client_case;
  f record;
  copy uuid;
begin
  select * into t from cases.transfer x where x.id = wanted for update;
  select * into n from cases.client_case x where x.id = new_case;
  if t.id is null or n.id is null or t.state <> 'approved' or n.unit_id <> t.to_unit_id or n.transferred_from is distinct from t.case_id
    or t.to_unit_id <> all (platform.ctx_units('section_head', 'head_of_bapas')) then return false; end if;

  update cases.client_case c set state = 'transferred', ended_on = on_day, end_reason = 'transferred', version = c.version + 1
  where c.id = t.case_id and c.state in ('active', 'paused');
  if not found then return false; end if;
  update cases.pause p set ends_on = greatest(p.starts_on, on_day), ended_by = platform.ctx_account() where p.case_id = t.case_id and p.ends_on is null;
  update cases.assignment a set ended_at = now(), ends_on = greatest(a.starts_on, on_day) where a.case_id = t.case_id and a.ended_at is null;
  insert into cases.ending (case_id, unit_id, what, day, reason, proposed_by, decided_by, decided_at, outcome)
  values (t.case_id, t.from_unit_id, 'ended', on_day, 'transferred', t.requested_by, t.decided_by, now(), 'approved');

  for f in
    select b.kind, b.number, b.dated, b.issuer, b.file_id from cases.legal_basis b where b.case_id = t.case_id and b.replaced_at is null
  loop
    copy := cases.copy_file(f.file_id, n.id, n.unit_id);
    insert into cases.legal_basis (case_id, unit_id, kind, number, dated, issuer, file_id, made_by)
    values (n.id, n.unit_id, f.kind, f.number, f.dated, f.issuer, copy, platform.ctx_account());
  end loop;
  for f in
    select d.kind, d.title, d.file_id from cases.document d where d.case_id = t.case_id and d.removed_at is null
  loop
    copy := cases.copy_file(f.file_id, n.id, n.unit_id);
    if copy is not null then
      insert into cases.document (case_id, unit_id, kind, title, file_id, made_by)
      values (n.id, n.unit_id, f.kind, f.title, copy, platform.ctx_account());
    end if;
  end loop;
  insert into cases.milestone (case_id, unit_id, name, day, origin, reason, facts, set_by)
  select n.id, n.unit_id, m.name, m.day, m.origin, m.reason, m.facts, m.set_by from cases.milestone m where m.case_id = t.case_id and m.replaced_at is null;
  insert into cases.condition (case_id, unit_id, type, code, text, source, starts_on, ends_on, made_by)
  select n.id, n.unit_id, c.type, c.code, c.text, c.source, c.starts_on, c.ends_on, c.made_by from cases.condition c where c.case_id = t.case_id and c.lifted_at is null;
  for f in
    select g.id, g.name, g.relation, g.nik, g.phone, g.address, g.signed_on, g.duties_confirmed_on, g.made_by
    from cases.guarantor g where g.case_id = t.case_id and g.ended_on is null order by g.made_at, g.id
  loop
    insert into cases.guarantor (case_id, unit_id, name, relation, nik, phone, address, signed_on, duties_confirmed_on, made_by)
    values (n.id, n.unit_id, f.name, f.relation, f.nik, f.phone, f.address, f.signed_on, f.duties_confirmed_on, f.made_by)
    returning id into copy;
    update accounts.client_access a set guarantor_id = copy where a.guarantor_id = f.id and a.state <> 'closed';
  end loop;
  insert into cases.phase_change (case_id, unit_id, to_phase, state, requested_on, report, tpp_held_on, tpp_document, tpp_note, tpp_advice,
    decided_on, decision_note, requested_by, noted_by, decided_by)
  select n.id, n.unit_id, x.to_phase, x.state, x.requested_on, x.report, x.tpp_held_on, x.tpp_document, x.tpp_note, x.tpp_advice,
    x.decided_on, x.decision_note, x.requested_by, x.noted_by, x.decided_by
  from cases.phase_change x where x.case_id = t.case_id and x.state = 'approved' order by x.decided_on, x.id;
  update cases.client_case c set phase_decided = o.phase_decided, phase_decided_on = o.phase_decided_on
  from cases.client_case o where c.id = n.id and o.id = t.case_id and o.phase_decided is not null;
  update cases.phase_change x set state = 'withdrawn', withdrawn_on = on_day, withdrawn_by = platform.ctx_account(), withdrawn_why = 'pembimbingan berakhir'
  where x.case_id = t.case_id and x.state in ('requested', 'at_tpp');
  update accounts.client_access a set case_id = n.id, unit_id = n.unit_id where a.case_id = t.case_id and a.state <> 'closed';
  return true;
end $$;
