-- cases: a client's supervision from reception to termination.

create table cases.client_case (
  id               uuid primary key default uuidv7(),
  person_id        uuid not null references people.person,
  unit_id          int not null references units.unit,
  kind             text not null check (kind in ('parole_pb', 'conditional_leave_cb', 'prerelease_leave_cmb', 'assimilation', 'family_visit_leave_cmk',
                     'suspended_sentence', 'supervision_sentence', 'community_service_sentence', 'diversion', 'under_twelve_decision', 'child_measure',
                     'child_warning', 'child_noncustodial_training', 'child_community_service', 'child_vocational_training', 'aftercare')),
  age_group        text not null check (age_group in ('adult', 'child')),
  state            text not null check (state in ('received', 'active', 'paused', 'ended', 'transferred')),
  guarded          boolean not null default false,
  sealed           boolean not null default false,
  restricted       boolean not null default false,
  pk_staff_id      uuid references units.staff,
  register_label   text,
  received_on      date not null,
  handover_number  text not null default '',
  handover_from    text not null default '',
  registered_on    date,
  guidance_start   date,
  guidance_end     date,
  first_detained_on date,
  sentence_years   int check (sentence_years between 0 and 60),
  sentence_months  int check (sentence_months between 0 and 720),
  sentence_days    int check (sentence_days between 0 and 22000),
  remission_days   int not null default 0 check (remission_days between 0 and 22000),
  offence          text not null default '',
  offence_articles text not null default '',
  oriented_on      date,
  contract_number  text not null default '',
  contract_signed_on date,
  risk_band        text check (risk_band in ('low', 'moderate', 'high', 'very_high')),
  minimum_grade    text not null default 'D' check (minimum_grade in ('A', 'B', 'C', 'D')),
  ledger_from      date,
  transferred_from uuid references cases.client_case,
  ended_on         date,
  end_reason       text check (end_reason in ('period_completed', 'deceased', 'breach', 'transferred')),
  version          int not null default 1,
  made_by          uuid,
  made_at          timestamptz not null default now(),
  check (guidance_end is null or guidance_start is null or guidance_end >= guidance_start),
  check ((state in ('ended', 'transferred')) = (ended_on is not null)),
  check (age_group <> 'child' or guarded),
  check (guarded or not (sealed or restricted))
);
comment on table cases.client_case is 'One supervision of one person at one Bapas. ledger_from: first day for which check-ins are known. A child''s case is always guarded.';
create index client_case_person on cases.client_case (person_id);
create index client_case_unit on cases.client_case (unit_id, state);
create index client_case_pk on cases.client_case (pk_staff_id, state);
create unique index client_case_open on cases.client_case (person_id, unit_id, kind) where state in ('received', 'active', 'paused');

create table cases.legal_basis (
  id         uuid primary key default uuidv7(),
  case_id    uuid not null references cases.client_case,
  unit_id    int not null,
  kind       text not null check (kind in ('sk_integrasi', 'sk_assimilation', 'permit', 'verdict', 'determination', 'diversion_agreement', 'decision', 'client_request')),
  number     text not null check (length(number) between 1 and 120),
  dated      date not null,
  issuer     text not null check (length(issuer) between 2 and 200),
  file_id    uuid references platform.file,
  made_by    uuid,
  made_at    timestamptz not null default now(),
  replaced_at timestamptz
);
comment on table cases.legal_basis is 'The decree, verdict or agreement that a supervision rests on.';
create index legal_basis_case on cases.legal_basis (case_id);
create index legal_basis_number on cases.legal_basis (unit_id, number);

create table cases.milestone (
  id        uuid primary key default uuidv7(),
  case_id   uuid not null references cases.client_case,
  unit_id   int not null,
  name      text not null check (name in ('one_third', 'one_half', 'two_thirds', 'expiry')),
  day       date not null,
  origin    text not null check (origin in ('computed', 'edited', 'imported')),
  reason    text not null default '',
  facts     jsonb not null default '{}',
  set_by    uuid,
  set_at    timestamptz not null default now(),
  replaced_at timestamptz,
  check (origin <> 'edited' or length(reason) >= 3)
);
comment on table cases.milestone is '1/3, 1/2, 2/3 and the end of the sentence: computed, or as the officer set them and why.';
create unique index milestone_now on cases.milestone (case_id, name) where replaced_at is null;

create table cases.condition (
  id        uuid primary key default uuidv7(),
  case_id   uuid not null references cases.client_case,
  unit_id   int not null,
  type      text not null check (type in ('general', 'special')),
  code      text,
  text      text not null check (length(text) between 3 and 1000),
  source    text not null check (source in ('law', 'sk', 'contract', 'pk', 'verdict')),
  starts_on date,
  ends_on   date,
  made_by   uuid,
  made_at   timestamptz not null default now(),
  lifted_at timestamptz,
  lift_reason text
);
comment on table cases.condition is 'What the client must do or leave, general or special, and where it was set.';
create index condition_case on cases.condition (case_id);

create table cases.guarantor (
  id          uuid primary key default uuidv7(),
  case_id     uuid not null references cases.client_case,
  unit_id     int not null,
  name        text not null check (length(name) between 1 and 200),
  relation    text not null check (relation in ('parent', 'partner', 'child', 'sibling', 'relative', 'employer', 'institution', 'other')),
  nik         text check (nik ~ '^[0-9]{1,20}$'),
  phone       text not null default '',
  address     text not null default '',
  signed_on   date,
  duties_confirmed_on date,
  ended_on    date,
  end_reason  text,
  made_by     uuid,
  made_at     timestamptz not null default now()
);
comment on table cases.guarantor is 'Who vouches for a client (penjamin), and when his duties were confirmed to him.';
create index guarantor_case on cases.guarantor (case_id);

create table cases.assignment (
  id        uuid primary key default uuidv7(),
  case_id   uuid not null references cases.client_case,
  unit_id   int not null,
  staff_id  uuid not null references units.staff,
  starts_on date not null,
  ends_on   date,
  order_number text not null default '',
  reason    text not null default '',
  made_by   uuid,
  made_at   timestamptz not null default now(),
  ended_at  timestamptz
);
comment on table cases.assignment is 'Which counsellor had the case from when until when.';
create unique index assignment_now on cases.assignment (case_id) where ended_at is null;
create index assignment_staff on cases.assignment (staff_id, ended_at);

-- Register numbers: a series per unit and year without gaps, counted inside the transaction; a void number keeps its reason.
create table cases.register_series (
  unit_id     int not null references units.unit,
  year        int not null check (year between 1950 and 2100),
  last_number int not null default 0,
  primary key (unit_id, year)
);
comment on table cases.register_series is 'The last register number given out in a unit and year.';
create table cases.register_entry (
  id        uuid primary key default uuidv7(),
  unit_id   int not null references units.unit,
  year      int not null,
  number    int,
  label     text not null check (length(label) between 1 and 60),
  case_id   uuid references cases.client_case,
  origin    text not null check (origin in ('given', 'imported')),
  given_on  date not null,
  void_reason text check (length(void_reason) between 5 and 500),
  voided_by uuid,
  voided_at timestamptz,
  made_by   uuid,
  made_at   timestamptz not null default now(),
  check ((voided_at is null) = (void_reason is null)),
  check (origin = 'imported' or number is not null)
);
comment on table cases.register_entry is 'The register book: each number ever given or taken over, its case, or why it is void.';
create unique index register_entry_number on cases.register_entry (unit_id, year, number) where origin = 'given';
create unique index register_entry_label on cases.register_entry (unit_id, label) where voided_at is null;
create index register_entry_case on cases.register_entry (case_id);

create table cases.pause (
  id        uuid primary key default uuidv7(),
  case_id   uuid not null references cases.client_case,
  unit_id   int not null,
  starts_on date not null,
  ends_on   date,
  reason    text not null check (length(reason) between 3 and 1000),
  made_by   uuid,
  made_at   timestamptz not null default now(),
  ended_by  uuid
);
comment on table cases.pause is 'When a supervision rested and why; nothing is owed meanwhile.';
create index pause_case on cases.pause (case_id);

create table cases.transfer (
  id            uuid primary key default uuidv7(),
  case_id       uuid not null references cases.client_case,
  from_unit_id  int not null references units.unit,
  to_unit_id    int not null references units.unit,
  state         text not null check (state in ('requested', 'at_tpp', 'approved', 'refused', 'arrived', 'declined', 'withdrawn')),
  requested_on  date not null,
  reason        text not null check (length(reason) between 3 and 2000),
  letter_number text not null default '',
  guarantor_statement boolean not null default false,
  risk_note     text not null default '',
  tpp_held_on   date,
  tpp_note      text,
  tpp_advice    text check (tpp_advice in ('approve', 'reject', 'defer')),
  decided_on    date,
  decision_note text,
  arrived_on    date,
  new_case_id   uuid references cases.client_case,
  requested_by  uuid,
  noted_by      uuid,
  decided_by    uuid,
  arrived_by    uuid,
  made_at       timestamptz not null default now(),
  check (from_unit_id <> to_unit_id),
  check (decided_by is null or decided_by is distinct from requested_by)
);
comment on table cases.transfer is 'Moving a client''s guidance to another Bapas: request, sitting, decision, arrival. Requester and decider differ.';
create index transfer_case on cases.transfer (case_id);
create index transfer_to on cases.transfer (to_unit_id, state);
create index transfer_from on cases.transfer (from_unit_id, state);

create table cases.ending (
  id        uuid primary key default uuidv7(),
  case_id   uuid not null references cases.client_case,
  unit_id   int not null,
  what      text not null check (what in ('ended', 'reopened')),
  day       date not null,
  reason    text check (reason in ('period_completed', 'deceased', 'breach', 'transferred')),
  note      text not null default '',
  document_number text not null default '',
  proposed_by uuid,
  proposed_at timestamptz not null default now(),
  decided_by  uuid,
  decided_at  timestamptz,
  outcome     text check (outcome in ('approved', 'refused')),
  decision_note text,
  check (decided_by is null or what = 'reopened' or reason <> 'breach' or decided_by is distinct from proposed_by),
  check (what <> 'reopened' or length(note) >= 5)
);
comment on table cases.ending is 'Each end and each reopening of a supervision; ending one for breach takes two people.';
create index ending_case on cases.ending (case_id);

create table cases.document (
  id        uuid primary key default uuidv7(),
  case_id   uuid not null references cases.client_case,
  unit_id   int not null,
  kind      text not null check (kind in ('decree', 'verdict', 'handover', 'contract', 'guarantee', 'identity', 'letter', 'proof', 'other')),
  title     text not null check (length(title) between 1 and 200),
  file_id   uuid not null references platform.file,
  made_by   uuid,
  made_at   timestamptz not null default now(),
  removed_at timestamptz,
  remove_reason text
);
comment on table cases.document is 'A paper of the case (PDF, JPEG, PNG).';
create index document_case on cases.document (case_id);

create table cases.contact_note (
  id        uuid primary key default uuidv7(),
  case_id   uuid not null references cases.client_case,
  unit_id   int not null,
  happened_at timestamptz not null,
  text      text not null check (length(text) between 1 and 12000),
  corrects_id uuid references cases.contact_note,
  made_by   uuid,
  made_at   timestamptz not null default now()
);
comment on table cases.contact_note is 'What an officer noted about a client; a correction is a new note that points to the old one.';
create index contact_note_case on cases.contact_note (case_id, happened_at desc);

-- Who works on what. A counsellor's own cases, those he stands in for, and those opened with a reason.
create function cases.ctx_assigned() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := platform.ctx_staff();
begin
  if me is null then return '{}'; end if;
  return coalesce((
    select array_agg(c.id) from cases.client_case c
    where c.unit_id = any (platform.ctx_units('pk', 'apk'))
      and (c.pk_staff_id = me or c.pk_staff_id in (
        select a.staff_id from units.absence a
        where a.substitute_id = me and a.withdrawn_at is null
          and a.starts_on <= current_date and a.ends_on >= current_date))), '{}');
end $$;
create function cases.ctx_assigned_people() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(distinct c.person_id) from cases.client_case c
    where c.id = any (cases.ctx_assigned()) or c.id = any (accounts.ctx_opened_cases())), '{}');
end $$;

-- Opening a file outside one's ordinary reach, with a reason, for an hour; told to the unit in the same transaction.
-- Oversight: Kanwil below itself. Audit: auditors. Break-glass: officers of any Bapas; never for someone excluded.
create function cases.open_with_reason(wanted uuid, of_kind text, code text, why text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  c cases.client_case;
  made uuid;
  allowed boolean;
begin
  select * into c from cases.client_case where id = wanted;
  if c.id is null or c.person_id = any (people.ctx_excluded()) then return null; end if;
  allowed := case of_kind
    when 'oversight' then c.unit_id = any (platform.ctx_units('kanwil'))
      and not exists (select 1 from people.person p where p.id = c.person_id and p.restricted)
    when 'audit' then c.unit_id = any (platform.ctx_units('auditor'))
      and not exists (select 1 from people.person p where p.id = c.person_id and p.restricted)
    when 'break_glass' then c.unit_id = any (platform.ctx_units('pk', 'section_head', 'head_of_bapas'))
    else false end;
  if not allowed then return null; end if;
  insert into accounts.opening (account_id, case_id, person_id, unit_id, kind, reason_code, reason, until)
  values (platform.ctx_account(), c.id, c.person_id, c.unit_id, of_kind, code, why, now() + interval '60 minutes')
  returning id into made;
  return made;
end $$;
revoke all on all functions in schema cases from public;
grant execute on function cases.ctx_assigned(), cases.ctx_assigned_people() to app_staff, app_client, app_jobs, app_match;
grant execute on function cases.open_with_reason(uuid, text, text, text) to app_staff;

call platform.guard('cases.client_case');
call platform.guard('cases.legal_basis');
call platform.guard('cases.milestone');
call platform.guard('cases.condition');
call platform.guard('cases.guarantor');
call platform.guard('cases.assignment');
call platform.guard('cases.register_series');
call platform.guard('cases.register_entry');
call platform.guard('cases.pause');
call platform.guard('cases.transfer');
call platform.guard('cases.ending');
call platform.guard('cases.document');
call platform.guard('cases.contact_note');

-- The case decides who looks. Not guarded: the officers of the unit and the Kanwil above it. Guarded (child, restricted, sealed,
-- exclusion): the assigned counsellor and the heads; sealed: only who opened it with a reason.
create policy in_unit on cases.client_case for select to app_staff using (
  not guarded and unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil'))::int[]));
create policy led on cases.client_case for select to app_staff using (
  guarded and not sealed and unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]));
create policy assigned on cases.client_case for select to app_staff using (not sealed and id = any ((select cases.ctx_assigned())::uuid[]));
create policy opened on cases.client_case for select to app_staff using (id = any ((select accounts.ctx_opened_cases())::uuid[]));
create policy not_excluded on cases.client_case as restrictive for select to app_staff using (
  not guarded or (person_id <> all ((select people.ctx_excluded())::uuid[])
    and (not restricted or person_id = any ((select people.ctx_listed())::uuid[]) or id = any ((select accounts.ctx_opened_cases())::uuid[]))));
create policy own on cases.client_case for select to app_client using (id = (select accounts.ctx_case()));
create policy by_job on cases.client_case for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy add on cases.client_case for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas'))::int[]));
create policy change on cases.client_case for update to app_staff
  using (id = any ((select cases.ctx_assigned())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas', 'pk', 'apk'))::int[]))
  with check (true);
create policy add_by_job on cases.client_case for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy change_by_job on cases.client_case for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));

-- A person is also seen through a case that is seen.
create policy by_case on people.person for select to app_staff using (
  exists (select 1 from cases.client_case c where c.person_id = person.id));
create policy own on people.person for select to app_client using (
  exists (select 1 from cases.client_case c where c.person_id = person.id));
grant select (id, unit_id, name, birth_date, photo_file_id) on people.person to app_client;

-- Specific data: those who work on the case, lead the unit, or opened the file with a reason.
create function cases.ctx_deep() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return cases.ctx_assigned() || accounts.ctx_opened_cases();
end $$;
revoke all on function cases.ctx_deep() from public;
grant execute on function cases.ctx_deep() to app_staff;

do $$
declare t text;
begin
  foreach t in array array['legal_basis', 'milestone', 'condition', 'guarantor', 'assignment', 'pause', 'ending', 'document', 'contact_note'] loop
    execute format($p$
      create policy with_case on cases.%1$I for select to app_staff using (
        (case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
        and exists (select 1 from cases.client_case c where c.id = case_id))$p$, t);
    execute format($p$
      create policy add on cases.%1$I for insert to app_staff with check (
        unit_id = any ((select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas'))::int[])
        and exists (select 1 from cases.client_case c where c.id = case_id))$p$, t);
    execute format($p$
      create policy change on cases.%1$I for update to app_staff using (
        unit_id = any ((select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas'))::int[])
        and exists (select 1 from cases.client_case c where c.id = case_id))$p$, t);
    execute format($p$create policy by_job on cases.%1$I for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]))$p$, t);
    execute format($p$create policy add_by_job on cases.%1$I for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]))$p$, t);
    execute format('grant select, insert on cases.%I to app_staff, app_jobs', t);
  end loop;
end $$;
create policy own on cases.condition for select to app_client using (case_id = (select accounts.ctx_case()));
create policy own on cases.guarantor for select to app_client using (case_id = (select accounts.ctx_case()));
create policy own on cases.assignment for select to app_client using (case_id = (select accounts.ctx_case()));
create policy own on cases.pause for select to app_client using (case_id = (select accounts.ctx_case()));
grant select on cases.condition, cases.assignment, cases.pause to app_client;
grant select (id, case_id, name, relation, signed_on, duties_confirmed_on, ended_on) on cases.guarantor to app_client;
grant update (replaced_at, file_id) on cases.legal_basis to app_staff;
grant update (replaced_at) on cases.milestone to app_staff;
grant update (lifted_at, lift_reason) on cases.condition to app_staff;
grant update (duties_confirmed_on, ended_on, end_reason, phone, address) on cases.guarantor to app_staff;
grant update (ends_on, ended_at) on cases.assignment to app_staff;
grant update (ends_on, ended_by) on cases.pause to app_staff;
grant update (decided_by, decided_at, outcome, decision_note) on cases.ending to app_staff;
grant update (removed_at, remove_reason) on cases.document to app_staff;

grant select, insert on cases.client_case to app_staff, app_jobs;
grant select on cases.client_case to app_client;
grant update (kind, age_group, state, guarded, sealed, pk_staff_id, register_label, handover_number, handover_from, registered_on, guidance_start, guidance_end,
  first_detained_on, sentence_years, sentence_months, sentence_days, remission_days, offence, offence_articles, oriented_on, contract_number,
  contract_signed_on, risk_band, minimum_grade, ledger_from, ended_on, end_reason, version, received_on) on cases.client_case to app_staff, app_jobs;

create policy look on cases.register_series for select to app_staff, app_jobs using (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas', 'system'))::int[]));
create policy start on cases.register_series for insert to app_staff, app_jobs with check (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas', 'system'))::int[]));
create policy count on cases.register_series for update to app_staff, app_jobs using (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas', 'system'))::int[]));
grant select, insert on cases.register_series to app_staff, app_jobs;
grant update (last_number) on cases.register_series to app_staff, app_jobs;
create policy look on cases.register_entry for select to app_staff, app_jobs using (
  unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas', 'system'))::int[])
  or exists (select 1 from cases.client_case c where c.id = case_id));
create policy write on cases.register_entry for insert to app_staff, app_jobs with check (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas', 'system'))::int[]));
create policy void on cases.register_entry for update to app_staff using (
  unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]));
grant select, insert on cases.register_entry to app_staff, app_jobs;
grant update (void_reason, voided_by, voided_at, case_id) on cases.register_entry to app_staff;

create policy look on cases.transfer for select to app_staff using (
  exists (select 1 from cases.client_case c where c.id = case_id)
  or (state in ('approved', 'arrived', 'declined') and to_unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])));
create policy request on cases.transfer for insert to app_staff with check (
  from_unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas'))::int[]) and requested_by = (select platform.ctx_account()));
create policy move on cases.transfer for update to app_staff using (
  from_unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas'))::int[])
  or (state = 'approved' and to_unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])));
grant select, insert on cases.transfer to app_staff;
grant update (state, tpp_held_on, tpp_note, tpp_advice, decided_on, decision_note, arrived_on, new_case_id, noted_by, decided_by, arrived_by) on cases.transfer to app_staff;

-- The arriving office takes the person and the standing of the old case over; only for an approved transfer to its unit.
create function cases.take_over(transfer uuid)
returns table (person_id uuid, kind text, age_group text, guarded boolean, guidance_start date, guidance_end date, first_detained_on date,
  sentence_years int, sentence_months int, sentence_days int, remission_days int, offence text, offence_articles text, risk_band text, old_case_id uuid)
language plpgsql security definer set search_path = '' as $$
declare t cases.transfer;
begin
  select * into t from cases.transfer x where x.id = take_over.transfer for update;
  if t.id is null or t.state <> 'approved' or t.to_unit_id <> all (platform.ctx_units('section_head', 'head_of_bapas')) then return; end if;
  update people.person p set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and p.id = c.person_id;
  update people.name_word w set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and w.person_id = c.person_id;
  update people.address a set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and a.person_id = c.person_id;
  update people.phone a set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and a.person_id = c.person_id;
  update people.alias a set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and a.person_id = c.person_id;
  update people.family_member a set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and a.person_id = c.person_id;
  return query select c.person_id, c.kind, c.age_group, c.guarded, c.guidance_start, c.guidance_end, c.first_detained_on, c.sentence_years, c.sentence_months,
    c.sentence_days, c.remission_days, c.offence, c.offence_articles, c.risk_band, c.id
  from cases.client_case c where c.id = t.case_id;
end $$;
revoke all on function cases.take_over(uuid) from public;
grant execute on function cases.take_over(uuid) to app_staff;

-- Family is specific data.
create policy with_case on people.family_member for select to app_staff using (
  exists (select 1 from people.person p where p.id = person_id) and (
    person_id = any ((select cases.ctx_assigned_people())::uuid[])
    or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])));
create policy add on people.family_member for insert to app_staff with check (
  exists (select 1 from people.person p where p.id = person_id)
  and unit_id = any ((select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas'))::int[]));
create policy remove on people.family_member for update to app_staff using (
  person_id = any ((select cases.ctx_assigned_people())::uuid[])
  or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]));
create policy add_by_job on people.family_member for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy by_job on people.family_member for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));

-- Files follow the case or person they belong to: papers as specific data, faces as the person.
create policy of_case on platform.file for select to app_staff using (
  case_id is not null and (case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id));
create policy of_person on platform.file for select to app_staff using (
  case_id is null and person_id is not null and exists (select 1 from people.person p where p.id = person_id));
create policy own_face on platform.file for select to app_client using (
  id = (select p.photo_file_id from people.person p join cases.client_case c on c.person_id = p.id where c.id = (select accounts.ctx_case())));

-- The timeline of a case, and who opened its file, for those who see the case.
create policy of_case on platform.journal for select to app_staff using (
  case_id is not null and exists (select 1 from cases.client_case c where c.id = case_id));
create policy own_case on platform.journal for select to app_client using (case_id = (select accounts.ctx_case()));
create policy of_case on platform.access_log for select to app_staff using (
  case_id is not null and (case_id = any ((select cases.ctx_assigned())::uuid[]) or unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[])));

-- Cards and PINs.
create policy of_case on accounts.client_access for select to app_staff using (exists (select 1 from cases.client_case c where c.id = case_id));
create policy issue on accounts.client_access for insert to app_staff with check (exists (select 1 from cases.client_case c where c.id = case_id));
create policy renew on accounts.client_access for update to app_staff using (exists (select 1 from cases.client_case c where c.id = case_id));
create policy by_job on accounts.client_access for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));

-- Whoever becomes restricted, or has someone excluded, takes his cases along; a guarded case takes its person along.
create function cases.guard_cases() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update cases.client_case c set restricted = new.restricted, guarded = c.age_group = 'child' or c.sealed or new.restricted
    or exists (select 1 from people.access_list l where l.person_id = new.id and l.removed_at is null)
  where c.person_id = new.id;
  return null;
end $$;
create trigger guard_cases after update of restricted on people.person for each row execute function cases.guard_cases();
create function cases.guard_listed() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update people.person set restricted = restricted where id = new.person_id;
  return null;
end $$;
create trigger guard_listed after insert or update on people.access_list for each row execute function cases.guard_listed();
create function cases.guard_person() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update people.person p set guarded = g.guarded
  from (select coalesce(bool_or(c.guarded), false) as guarded from cases.client_case c where c.person_id = new.person_id) g
  where p.id = new.person_id and p.guarded is distinct from g.guarded;
  update people.name_word w set guarded = p.guarded from people.person p
  where p.id = new.person_id and w.person_id = p.id and w.guarded is distinct from p.guarded;
  return null;
end $$;
create trigger guard_person_of_new after insert on cases.client_case for each row when (new.guarded) execute function cases.guard_person();
create trigger guard_person after update of guarded on cases.client_case for each row when (old.guarded is distinct from new.guarded)
  execute function cases.guard_person();
revoke all on function cases.guard_cases(), cases.guard_listed(), cases.guard_person() from public;
