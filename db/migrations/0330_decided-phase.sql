-- The phase of guidance that a sitting advised on and the head decided, beside the one that the calendar says is due.

create table cases.phase_change (
  id            uuid primary key default uuidv7(),
  case_id       uuid not null references cases.client_case,
  unit_id       int not null references units.unit,
  to_phase      text not null check (to_phase in ('initial', 'advanced', 'final')),
  state         text not null check (state in ('requested', 'at_tpp', 'approved', 'refused', 'withdrawn')),
  requested_on  date not null,
  report        text not null check (length(report) between 3 and 4000),
  tpp_held_on   date,
  tpp_document  text not null default '',
  tpp_note      text,
  tpp_advice    text check (tpp_advice in ('approve', 'reject', 'defer')),
  decided_on    date,
  decision_note text,
  requested_by  uuid,
  noted_by      uuid,
  decided_by    uuid,
  made_at       timestamptz not null default now(),
  check (decided_by is null or decided_by is distinct from requested_by),
  check ((state in ('approved', 'refused')) = (decided_on is not null))
);
comment on table cases.phase_change is 'A client moves to another phase: the counsellor''s report, the sitting''s advice, the head''s decision. What was approved is the history of his phases.';
create index phase_change_case on cases.phase_change (case_id, decided_on);
create index phase_change_waiting on cases.phase_change (unit_id) where state in ('requested', 'at_tpp');
create unique index phase_change_one_at_a_time on cases.phase_change (case_id) where state in ('requested', 'at_tpp');
call platform.guard('cases.phase_change');

create policy look on cases.phase_change for select to app_staff using (
  (case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id));
create policy propose on cases.phase_change for insert to app_staff with check (
  requested_by = (select platform.ctx_account()) and decided_by is null and state = 'requested'
  and (case_id = any ((select cases.ctx_guided())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = phase_change.unit_id));
create policy move on cases.phase_change for update to app_staff using (
  (case_id = any ((select cases.ctx_guided())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id));
create policy by_job on cases.phase_change for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy own on cases.phase_change for select to app_client using (case_id = (select accounts.ctx_case()));
grant select, insert on cases.phase_change to app_staff;
grant update (state, tpp_held_on, tpp_document, tpp_note, tpp_advice, noted_by, decided_on, decision_note, decided_by) on cases.phase_change to app_staff;
grant select on cases.phase_change to app_jobs;
grant select (id, case_id, to_phase, state, decided_on) on cases.phase_change to app_client;

create function cases.keep_phase_change() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user <> 'app_staff' then return new; end if;
  if new is distinct from old and old.state in ('approved', 'refused', 'withdrawn') then
    raise exception 'what was decided about a phase stays' using errcode = 'insufficient_privilege';
  end if;
  if (new.decided_by is distinct from old.decided_by or (new.state is distinct from old.state and new.state in ('approved', 'refused')))
     and (old.state <> 'at_tpp' or new.decided_by is distinct from platform.ctx_account() or old.requested_by is not distinct from new.decided_by
       or new.unit_id <> all (platform.ctx_units('head_of_bapas'))) then
    raise exception 'a phase is decided once, after the sitting, by the head, who did not propose it' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_phase_change before update on cases.phase_change for each row execute function cases.keep_phase_change();
revoke all on function cases.keep_phase_change() from public;

alter table cases.client_case
  add column phase_decided text check (phase_decided in ('initial', 'advanced', 'final')),
  add column phase_decided_on date,
  add check ((phase_decided is null) = (phase_decided_on is null));
comment on column cases.client_case.phase_decided is 'What the last approved change of phase says, for lists; null where no sitting ever decided.';
grant update (phase_decided, phase_decided_on) on cases.client_case to app_staff;
grant select (phase_decided) on cases.client_case to app_client;
create policy phase_undecided on cases.client_case as restrictive for insert to app_staff, app_jobs with check (phase_decided is null);

-- As before, and the phase is the head's to decide.
create or replace function cases.keep_case() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user <> 'app_staff' then return new; end if;
  if old.guarded and not new.guarded then
    raise exception 'a guarded case stays so' using errcode = 'insufficient_privilege';
  end if;
  if (new.pk_staff_id is distinct from old.pk_staff_id or new.sealed is distinct from old.sealed
      or (new.state = 'ended') is distinct from (old.state = 'ended'))
     and new.unit_id <> all (platform.ctx_units('section_head', 'head_of_bapas')) then
    raise exception 'only whoever leads the office does this' using errcode = 'insufficient_privilege';
  end if;
  if (new.phase_decided is distinct from old.phase_decided or new.phase_decided_on is distinct from old.phase_decided_on)
     and new.unit_id <> all (platform.ctx_units('head_of_bapas')) then
    raise exception 'a phase is decided by the head' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- The sitting of a transfer that was held elsewhere or before, by its document.
alter table cases.transfer add column tpp_document text not null default '';
grant update (tpp_document) on cases.transfer to app_staff;

-- The client came: as before, and what was decided about his phases goes along; what still waited for a sitting ends here.
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
  update cases.phase_change x set state = 'withdrawn' where x.case_id = t.case_id and x.state in ('requested', 'at_tpp');
  update accounts.client_access a set case_id = n.id, unit_id = n.unit_id where a.case_id = t.case_id and a.state <> 'closed';
  return true;
end $$;
