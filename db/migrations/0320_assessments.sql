-- assessments: what the two instruments find of a client, over time, and when the next one is due.

create schema assessments;
grant usage on schema assessments to app_staff, app_jobs;

create table assessments.assessment (
  id            uuid primary key default uuidv7(),
  case_id       uuid not null references cases.client_case,
  unit_id       int not null,
  state         text not null default 'draft' check (state in ('draft', 'finished', 'set_aside')),
  risk_version  text not null check (risk_version ~ '^[0-9]{4}-[0-9]{2}$'),
  needs_version text not null check (needs_version ~ '^[0-9]{4}-[0-9]{2}$'),
  purpose       text not null check (purpose in ('initial', 'periodic', 'phase', 'new_offence', 'litmas', 'correction')),
  held_on       date not null,
  meeting       text not null check (meeting in ('office', 'home_visit', 'institution', 'documents')),
  consent       text not null check (consent in ('given', 'refused')),
  consent_note  text not null default '' check (length(consent_note) <= 1000),
  drug_case     boolean not null,
  sex           text check (sex in ('male', 'female')),
  corrects_id   uuid references assessments.assessment,
  made_by       uuid,
  made_at       timestamptz not null default now(),
  risk_low      int check (risk_low >= 0),
  risk_high     int,
  band          text check (band in ('low', 'moderate', 'high', 'very_high')),
  needs_route   text check (needs_route in ('required', 'undecided', 'not_required')),
  outcome       jsonb,
  finished_at   timestamptz,
  set_aside_by  uuid,
  set_aside_at  timestamptz,
  set_aside_why text check (length(set_aside_why) between 3 and 500),
  check (consent = 'given' or meeting = 'documents'),
  check ((purpose = 'correction') = (corrects_id is not null)),
  check (risk_high >= risk_low),
  check ((state = 'finished') = (finished_at is not null and risk_low is not null and risk_high is not null and needs_route is not null and outcome is not null)),
  check ((state = 'set_aside') = (set_aside_at is not null and set_aside_why is not null))
);
comment on table assessments.assessment is 'One filling in of the risk instrument, and of the needs instrument where it follows: who asked, with what consent, what it came to. No band: provisional.';
create index assessment_case on assessments.assessment (case_id, held_on desc);
create unique index assessment_draft on assessments.assessment (case_id) where state = 'draft';
create index assessment_corrects on assessments.assessment (corrects_id) where corrects_id is not null;

create table assessments.answer (
  assessment_id uuid not null references assessments.assessment,
  item        text not null check (item ~ '^[a-z][a-z0-9_]{0,11}$'),
  case_id     uuid not null references cases.client_case,
  unit_id     int not null,
  answer      text check (answer ~ '^[a-z]{1,20}$'),
  source      text check (source in ('verdict', 'police_file', 'birth_certificate', 'school', 'unit_record', 'other_paper', 'client', 'family', 'unit_staff')),
  note        text not null default '' check (length(note) <= 1000),
  document_id uuid references cases.document,
  set_at      timestamptz not null default now(),
  primary key (assessment_id, item)
);
comment on table assessments.answer is 'One answer with what it rests on. Changed while its assessment is a draft, never afterwards.';
create index answer_case on assessments.answer (case_id);

create table assessments.override (
  id            uuid primary key default uuidv7(),
  assessment_id uuid not null references assessments.assessment,
  case_id       uuid not null references cases.client_case,
  unit_id       int not null,
  band          text not null check (band in ('low', 'moderate', 'high', 'very_high')),
  reason        text not null check (length(reason) between 20 and 2000),
  proposed_by   uuid not null,
  proposed_at   timestamptz not null default now(),
  decided_by    uuid,
  decided_at    timestamptz,
  outcome       text check (outcome in ('approved', 'refused')),
  decision_note text check (length(decision_note) <= 1000),
  check ((decided_by is null) = (outcome is null)),
  check ((decided_by is null) = (decided_at is null))
);
comment on table assessments.override is 'A band set aside for another one with a reason: asked for by one person, decided by whoever leads the section.';
create index override_assessment on assessments.override (assessment_id);
create unique index override_open on assessments.override (assessment_id) where outcome is null;

create table assessments.occasion (
  id          uuid primary key default uuidv7(),
  case_id     uuid not null references cases.client_case,
  unit_id     int not null,
  happened_on date not null,
  note        text not null check (length(note) between 3 and 1000),
  made_by     uuid,
  made_at     timestamptz not null default now()
);
comment on table assessments.occasion is 'A new offence that an officer heard of, after which an assessment is due.';
create index occasion_case on assessments.occasion (case_id);

create table assessments.standing (
  case_id       uuid primary key references cases.client_case,
  unit_id       int not null,
  state         text not null check (state in ('never', 'provisional', 'assessed', 'child')),
  assessment_id uuid references assessments.assessment,
  held_on       date,
  band          text check (band in ('low', 'moderate', 'high', 'very_high')),
  due_on        date,
  due_why       text check (due_why in ('first', 'interval', 'phase', 'new_offence', 'provisional')),
  as_of         date not null,
  check ((due_on is null) = (due_why is null))
);
comment on table assessments.standing is 'Where a client stands with his assessments and when the next is due by rule: derived, written anew each night and after each deed.';
create index standing_unit on assessments.standing (unit_id, due_on);

create table assessments.beginning (
  unit_id  int primary key references units.unit,
  began_on date not null
);
comment on table assessments.beginning is 'The day from which an office keeps its assessments here. Whoever was a client before has none on record, which is not the same as none.';

call platform.guard('assessments.assessment');
call platform.guard('assessments.answer');
call platform.guard('assessments.override');
call platform.guard('assessments.occasion');
call platform.guard('assessments.standing');
call platform.guard('assessments.beginning');

-- Specific data (S3): the counsellor of the case, whoever leads the section, the head. Nobody opens them from above.
do $$
declare
  t text;
  seen constant text := 'exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = %1$I.unit_id)';
  reach constant text := '(case_id = any ((select cases.ctx_guided())::uuid[]) or unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[]))';
begin
  foreach t in array array['assessment', 'answer', 'override', 'occasion', 'standing'] loop
    execute format('create policy with_case on assessments.%1$I for select to app_staff using (' || reach || ' and ' || seen || ')', t);
    execute format('create policy by_job on assessments.%1$I for select to app_jobs using (unit_id = any ((select platform.ctx_units(''system''))::int[]))', t);
    execute format('grant select on assessments.%I to app_staff, app_jobs', t);
    execute format('grant insert on assessments.%I to app_staff', t);
  end loop;
  foreach t in array array['assessment', 'answer', 'occasion', 'standing'] loop
    execute format('create policy add on assessments.%1$I for insert to app_staff with check (' || reach || ' and ' || seen || ')', t);
  end loop;
  foreach t in array array['assessment', 'answer', 'standing'] loop
    execute format('create policy change on assessments.%1$I for update to app_staff using (' || reach || ' and ' || seen || ')', t);
  end loop;
end $$;
create policy ask on assessments.override for insert to app_staff with check (
  proposed_by = (select platform.ctx_account())
  and (case_id = any ((select cases.ctx_guided())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = override.unit_id)
  and (decided_by is null
    or (decided_by = (select platform.ctx_account()) and unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))));
create policy decide on assessments.override for update to app_staff
  using (decided_by is null and unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])
    and exists (select 1 from cases.client_case c where c.id = case_id))
  with check (decided_by = (select platform.ctx_account()));
create policy add_by_job on assessments.standing for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy change_by_job on assessments.standing for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy in_unit on assessments.beginning for select to app_staff using (
  unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas'))::int[]));
create policy by_job on assessments.beginning for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy begin_by_job on assessments.beginning for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select on assessments.beginning to app_staff, app_jobs;
grant insert on assessments.beginning, assessments.standing to app_jobs;
grant update (state, risk_low, risk_high, band, needs_route, outcome, finished_at, set_aside_by, set_aside_at, set_aside_why) on assessments.assessment to app_staff;
grant update (answer, source, note, document_id, set_at) on assessments.answer to app_staff;
grant update (decided_by, decided_at, outcome, decision_note) on assessments.override to app_staff;
grant update (state, assessment_id, held_on, band, due_on, due_why, as_of) on assessments.standing to app_staff, app_jobs;

-- A draft is finished by its assessor, and what is finished or set aside stays as it is: a correction is a new one.
create function assessments.keep_assessment() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.state <> 'draft' then
    raise exception 'an assessment that is finished or set aside stays as it is' using errcode = 'check_violation';
  end if;
  if current_user = 'app_staff' and new.state = 'finished' and old.made_by is distinct from platform.ctx_account() then
    raise exception 'an assessment is finished by its assessor' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_assessment before update on assessments.assessment for each row execute function assessments.keep_assessment();
-- Both look at the assessment whoever asks, so that a row out of reach is refused by its policy and by nothing else; the owner restores.
create function assessments.keep_answer() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select 1 from assessments.assessment a where a.id = new.assessment_id and a.case_id = new.case_id and a.unit_id = new.unit_id and a.state = 'draft') then
    raise exception 'answers belong to a draft of the same client' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_answer before insert or update on assessments.answer for each row when (current_user = 'app_staff') execute function assessments.keep_answer();
-- A band is set aside by somebody other than whoever assessed and whoever asked for it.
create function assessments.keep_override() returns trigger language plpgsql security definer set search_path = '' as $$
declare assessor uuid;
begin
  select a.made_by into assessor from assessments.assessment a where a.id = new.assessment_id and a.case_id = new.case_id and a.unit_id = new.unit_id;
  if not found then
    raise exception 'an override belongs to an assessment of the same client' using errcode = 'check_violation';
  end if;
  if new.outcome = 'approved' and new.decided_by is not distinct from assessor then
    raise exception 'a band is not set aside by whoever assessed' using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' and new.outcome is not null and new.decided_by = new.proposed_by then
    raise exception 'what one asks for oneself another one decides' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_override before insert or update on assessments.override for each row when (current_user = 'app_staff') execute function assessments.keep_override();
revoke all on function assessments.keep_assessment(), assessments.keep_answer(), assessments.keep_override() from public;

-- Where the band of a client comes from. What an assessment found is changed by an assessment only; the band itself stays one column,
-- which the ledger reads.
alter table cases.client_case add column risk_origin text check (risk_origin in ('hand', 'transfer', 'assessment'));
update cases.client_case set risk_origin = case when transferred_from is not null then 'transfer' else 'hand' end where risk_band is not null;
alter table cases.client_case add check (risk_origin is distinct from 'assessment' or risk_band is not null);
grant update (risk_origin) on cases.client_case to app_staff, app_jobs;
create function cases.keep_risk() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user <> 'app_staff' or (new.risk_band, new.risk_origin) is not distinct from (old.risk_band, old.risk_origin) then return new; end if;
  if new.risk_origin is distinct from 'assessment' then
    if old.risk_origin = 'assessment' then
      raise exception 'a band that an assessment found is changed by an assessment' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if not exists (select 1 from assessments.assessment a where a.case_id = new.id and a.state = 'finished' and (a.band = new.risk_band
      or exists (select 1 from assessments.override o where o.assessment_id = a.id and o.outcome = 'approved' and o.band = new.risk_band))) then
    raise exception 'no assessment of this client has found this band' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
revoke all on function cases.keep_risk() from public;
create trigger keep_risk before update of risk_band, risk_origin on cases.client_case for each row execute function cases.keep_risk();

-- How many clients of each office have a current assessment, and of how many nobody knows: numbers without rows, for everybody who may
-- count each client of the office.
create function assessments.coverage(top int, today date)
returns table (unit_id int, clients int, current int, overdue int, provisional int, never int, children int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (select s.unit_id from figures.scope(top) s where s.is_full)
  select c.unit_id, count(*)::int,
    (count(*) filter (where t.state = 'assessed' and t.due_on >= coverage.today))::int,
    (count(*) filter (where t.state = 'assessed' and t.due_on < coverage.today))::int,
    (count(*) filter (where t.state = 'provisional'))::int,
    (count(*) filter (where coalesce(t.state, 'never') = 'never'))::int,
    (count(*) filter (where t.state = 'child'))::int
  from reach r join cases.client_case c on c.unit_id = r.unit_id
  left join assessments.standing t on t.case_id = c.id
  where c.state in ('received', 'active', 'paused')
  group by 1 order by 1
$$;
revoke all on function assessments.coverage(int, date) from public;
grant execute on function assessments.coverage(int, date) to app_staff;
