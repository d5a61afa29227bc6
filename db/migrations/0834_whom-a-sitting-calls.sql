-- A child's breach and revocation call guardian and companion before the sitting of the office, too: who came is written with what was advised, stands in
-- the minutes, and goes with the advice into the history of the proceeding.

alter table tpp.item
  add column guardian_present boolean,
  add column guardian_note text not null default '' check (length(guardian_note) <= 300),
  add column companion_present boolean,
  add column companion_note text not null default '' check (length(companion_note) <= 300);
comment on column tpp.item.guardian_present is 'Of a child''s breach or revocation: whether the guardian was there when it was heard; empty for other matters.';
grant update (guardian_present, guardian_note, companion_present, companion_note) on tpp.item to app_staff;

-- Also for a secretary, who need not see the file of whoever stands on the agenda.
create function tpp.calls_people(wanted uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from tpp.item i join cases.client_case c on c.id = i.case_id
    where i.id = wanted and i.kind in ('breach', 'revocation') and c.age_group = 'child'
      and i.unit_id = any ((select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas', 'kanwil', 'auditor', 'system'))::int[]))
$$;
create function tpp.call_people() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'app_staff'
     and (new.guardian_present is null or new.guardian_note = '' or new.companion_present is null or new.companion_note = '')
     and tpp.calls_people(new.id) then
    raise exception 'a child''s case calls the guardian and the companion' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger people_are_called after update of recommendation on tpp.item for each row when (new.recommendation is not null)
  execute function tpp.call_people();

create or replace function revocations.take_sitting_advice(wanted uuid, due date) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  i tpp.item;
  s tpp.sitting;
  r revocations.proceeding;
begin
  select * into i from tpp.item x where x.id = wanted and x.kind = 'revocation' and x.outcome is null and x.off_at is null and x.recommendation is not null;
  select * into s from tpp.sitting x where x.id = i.sitting_id and x.state = 'held' and x.unit_id = any (tpp.ctx_keeps());
  if i.id is null or s.id is null or i.id <> all (tpp.ctx_items()) then return false; end if;
  select * into r from revocations.proceeding x where x.id = i.subject_id and x.case_id = i.case_id and x.state in ('begun', 'revoked_unheard') for update;
  if r.id is null or s.day < r.since then return false; end if;
  if i.recommendation = 'defer' then
    update revocations.proceeding x set deferred = true where x.id = r.id;
    return true;
  end if;
  insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, advice, guardian_present,
    guardian_note, companion_present, companion_note, due_on, made_by)
  values (r.id, r.case_id, r.unit_id, 'hear', r.state, revocations.next_state(r.route, r.state, 'hear'), s.day, left(i.reasons, 4000), 'sitting_minutes',
    s.number || '/TPP/' || s.year, i.recommendation, i.guardian_present, i.guardian_note, i.companion_present, i.companion_note, due, platform.ctx_account());
  return true;
end $$;
-- Minutes from elsewhere that a hand confirms say it as well.
create trigger people_are_called after insert on revocations.move for each row when (new.step = 'hear') execute function revocations.call_people();
revoke all on function tpp.calls_people(uuid), tpp.call_people() from public;
grant execute on function tpp.calls_people(uuid) to app_staff, app_jobs;
