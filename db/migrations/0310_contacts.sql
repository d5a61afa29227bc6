-- contacts: what is planned with a client and what took place, outside the ledger of reports. A visit, talk or call with guidance content
-- fulfils what is owed through a check-in of its own, which the contact points to; what was said is then kept with that check-in alone.

create schema contacts;
grant usage on schema contacts to app_staff, app_client, app_public, app_jobs;

create table contacts.planned (
  id           uuid primary key default uuidv7(),
  case_id      uuid not null references cases.client_case,
  unit_id      int not null references units.unit,
  kind         text not null check (kind in ('home_visit', 'office_talk', 'call', 'presence_call', 'observation', 'search')),
  origin       text not null check (origin in ('rule', 'officer')),
  period_from  date,
  due_on       date not null,
  planned_on   date,
  at_time      text not null default '' check (at_time ~ '^$|^\d\d:\d\d$'),
  place        text not null default '' check (length(place) <= 300),
  purpose      text not null default '' check (length(purpose) <= 1000),
  is_told      boolean not null default false,
  replaces_id  uuid references contacts.planned,
  rule_version text,
  made_by      uuid,
  made_at      timestamptz not null default now(),
  day_rank     int not null default 0,
  closed_at    timestamptz,
  closed_as    text check (closed_as in ('done', 'tried', 'moved', 'cancelled', 'lifted')),
  close_reason text not null default '' check (length(close_reason) <= 1000),
  closed_by    uuid,
  check ((origin = 'rule') = (period_from is not null)),
  check (origin = 'rule' or planned_on is not null),
  check ((closed_at is null) = (closed_as is null))
);
comment on table contacts.planned is 'A contact that is to happen: due by rule, or set by an officer for a day. Closed once and never changed; what takes its place points to it.';
create index planned_due on contacts.planned (unit_id, due_on) where closed_at is null;
create index planned_day on contacts.planned (unit_id, planned_on) where closed_at is null;
create index planned_case on contacts.planned (case_id);
create index planned_replaces on contacts.planned (replaces_id);
create unique index planned_by_rule on contacts.planned (case_id, kind, period_from) where closed_at is null and period_from is not null;

-- The personal link of somebody who lives or works near the client.
create table contacts.observer (
  id            uuid primary key default uuidv7(),
  case_id       uuid not null references cases.client_case,
  unit_id       int not null references units.unit,
  kind          text not null check (kind in ('guarantor', 'rt_rw', 'village_office', 'employer', 'pokmas', 'citizen')),
  name          text not null check (length(name) between 1 and 200),
  code_hash     bytea not null unique,
  expires_on    date not null,
  made_by       uuid not null,
  made_at       timestamptz not null default now(),
  revoked_at    timestamptz,
  revoke_reason text not null default '' check (length(revoke_reason) <= 500),
  revoked_by    uuid
);
comment on table contacts.observer is 'Who outside the office may send observations of a client, by a link of his own that expires and can be withdrawn.';
create index observer_case on contacts.observer (case_id);

create table contacts.observation (
  id            uuid primary key,
  observer_id   uuid not null references contacts.observer,
  case_id       uuid not null references cases.client_case,
  unit_id       int not null references units.unit,
  seen          text not null check (seen in ('often', 'sometimes', 'not_seen')),
  lives_there   text not null check (lives_there in ('yes', 'no', 'not_known')),
  occupied      text not null check (occupied in ('yes', 'no', 'not_known')),
  concern       text not null check (concern in ('none', 'some', 'serious')),
  words         text not null default '' check (length(words) <= 2000),
  sent_at       timestamptz not null default now(),
  decided_at    timestamptz,
  decision      text check (decision in ('confirmed', 'set_aside')),
  decision_note text not null default '' check (length(decision_note) <= 2000),
  decided_by    uuid,
  check ((decided_at is null) = (decision is null))
);
comment on table contacts.observation is 'What an observer answered. It is nobody''s record until an officer has confirmed it; then a contact points to it.';
create index observation_waiting on contacts.observation (unit_id, sent_at) where decided_at is null;
create index observation_case on contacts.observation (case_id);
create index observation_observer on contacts.observation (observer_id, sent_at);

-- Recorded further back than the office allows: waits for the head of the section.
create table contacts.late_request (
  id            uuid primary key default uuidv7(),
  case_id       uuid not null references cases.client_case,
  unit_id       int not null references units.unit,
  kind          text not null check (kind in ('home_visit', 'office_talk', 'call', 'presence_call', 'observation', 'search')),
  happened_on   date not null,
  answers       jsonb not null,
  planned_id    uuid references contacts.planned,
  corrects_id   uuid,
  staff_id      uuid references units.staff,
  reason        text not null check (length(reason) between 3 and 1000),
  requested_by  uuid not null,
  requested_at  timestamptz not null default now(),
  decided_at    timestamptz,
  decision      text check (decision in ('approved', 'refused')),
  decision_note text not null default '' check (length(decision_note) <= 1000),
  decided_by    uuid,
  check ((decided_at is null) = (decision is null)),
  check (decided_by is null or decided_by <> requested_by)
);
comment on table contacts.late_request is 'A contact that an officer wants to record further back than allowed; the head of the section decides once, and not about his own.';
create index late_request_case on contacts.late_request (case_id);

create table contacts.contact (
  id             uuid primary key default uuidv7(),
  case_id        uuid not null references cases.client_case,
  unit_id        int not null references units.unit,
  kind           text not null check (kind in ('home_visit', 'office_talk', 'call', 'presence_call', 'observation', 'search')),
  happened_on    date not null,
  happened_at    timestamptz not null,
  recorded_at    timestamptz not null default now(),
  recorded_by    uuid not null,
  staff_id       uuid references units.staff,
  outcome        text check (outcome in ('complied', 'absent_acceptable', 'absent_not_acceptable', 'waiting_evidence', 'attended_failed')),
  evidence_until date,
  medium         text check (medium in ('telephone', 'video', 'chat')),
  observed_by    text check (observed_by in ('guarantor', 'rt_rw', 'village_office', 'employer', 'pokmas', 'citizen')),
  told_by        text not null default '' check (length(told_by) <= 200),
  source         text check (source in ('court_register', 'custody_register', 'other')),
  finding        text check (finding in ('nothing', 'unclear', 'found')),
  note           text not null default '' check (length(note) <= 12000),
  follow_up      text not null default '' check (length(follow_up) <= 4000),
  check_in_id    uuid references check_ins.check_in,
  planned_id     uuid references contacts.planned,
  observation_id uuid unique references contacts.observation,
  late_id        uuid unique references contacts.late_request,
  corrects_id    uuid unique references contacts.contact,
  change_reason  text check (length(change_reason) between 3 and 1000),
  check ((outcome is not distinct from 'waiting_evidence') = (evidence_until is not null)),
  check ((kind = 'search') = (source is not null)),
  check ((source is null) = (finding is null)),
  check ((kind = 'observation') = (observed_by is not null)),
  check ((corrects_id is null) = (change_reason is null)),
  check (check_in_id is null or (note = '' and follow_up = ''))
);
comment on table contacts.contact is 'What took place with or about a client. Only ever added to: a changed outcome is a new row that points to the old one. With a check-in, what was said is kept there.';
create index contact_case on contacts.contact (case_id, happened_on desc);
create index contact_evidence on contacts.contact (unit_id, evidence_until) where outcome = 'waiting_evidence';
create index contact_recorded on contacts.contact (recorded_by, recorded_at);
create index contact_check_in on contacts.contact (check_in_id);
create index contact_planned on contacts.contact (planned_id);

-- Told one question a page, during the visit; what was answered so far waits here and is its officer's alone (decision 021).
create table contacts.draft (
  id          uuid primary key,
  account_id  uuid not null references accounts.account,
  case_id     uuid not null references cases.client_case,
  unit_id     int not null references units.unit,
  kind        text not null check (kind in ('home_visit', 'office_talk', 'call', 'presence_call', 'observation', 'search')),
  answers     jsonb not null default '{}',
  planned_id  uuid references contacts.planned,
  corrects_id uuid references contacts.contact,
  started_at  timestamptz not null default now(),
  saved_at    timestamptz not null default now()
);
comment on table contacts.draft is 'A contact that an officer has begun to record: his alone, deleted when recorded or after a week. id becomes the submission.';
create index draft_account on contacts.draft (account_id);
create index draft_case on contacts.draft (case_id);
create index draft_saved on contacts.draft (saved_at);

call platform.guard('contacts.planned');
call platform.guard('contacts.observer');
call platform.guard('contacts.observation');
call platform.guard('contacts.late_request');
call platform.guard('contacts.contact');
call platform.guard('contacts.draft');

do $$
declare
  t text;
  reads constant text := '(case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[]))
    and exists (select 1 from cases.client_case c where c.id = case_id)';
  in_case constant text := ' and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = %1$I.unit_id)';
  works constant text := '(case_id = any ((select cases.ctx_assigned())::uuid[]) or unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[]))' || in_case;
  guides constant text := '(case_id = any ((select cases.ctx_guided())::uuid[]) or unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[]))' || in_case;
  leads constant text := 'unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[])' || in_case;
  me constant text := '(select platform.ctx_account())';
begin
  foreach t in array array['planned', 'observer', 'observation', 'late_request', 'contact'] loop
    execute format('create policy with_case on contacts.%1$I for select to app_staff using (' || reads || ')', t);
  end loop;
  foreach t in array array['planned', 'contact'] loop
    execute format('create policy by_job on contacts.%1$I for select to app_jobs using (unit_id = any ((select platform.ctx_units(''system''))::int[]))', t);
  end loop;
  execute format('create policy plan on contacts.%1$I for insert to app_staff with check (made_by = ' || me || ' and closed_at is null and ' || works || ')', 'planned');
  execute format('create policy close on contacts.%1$I for update to app_staff using (closed_at is null and ' || works || ') with check (' || works || ')', 'planned');
  execute format('create policy invite on contacts.%1$I for insert to app_staff with check (made_by = ' || me || ' and revoked_at is null and ' || guides || ')', 'observer');
  execute format('create policy revoke on contacts.%1$I for update to app_staff using (revoked_at is null and ' || guides || ') with check (' || guides || ')', 'observer');
  execute format('create policy decide on contacts.%1$I for update to app_staff using (decided_at is null and ' || guides || ')
    with check (decided_by = ' || me || ' and ' || guides || ')', 'observation');
  execute format('create policy ask on contacts.%1$I for insert to app_staff with check (requested_by = ' || me || ' and decided_at is null and ' || works || ')', 'late_request');
  execute format('create policy decide on contacts.%1$I for update to app_staff using (decided_at is null and requested_by <> ' || me || ' and ' || leads || ')
    with check (decided_by = ' || me || ' and ' || leads || ')', 'late_request');
  execute format('create policy record on contacts.%1$I for insert to app_staff with check (recorded_by = ' || me || ' and ' || works || ')', 'contact');
  execute format('create policy begin on contacts.%1$I for insert to app_staff with check (account_id = ' || me || ' and ' || works || ')', 'draft');
end $$;
create policy lay_out on contacts.planned for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy lift on contacts.planned for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy own on contacts.planned for select to app_client using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client' and is_told and planned_on is not null and closed_at is null);
create policy own on contacts.draft for select to app_staff using (
  account_id = (select platform.ctx_account()) and exists (select 1 from cases.client_case c where c.id = case_id));
create policy go_on on contacts.draft for update to app_staff
  using (account_id = (select platform.ctx_account()) and exists (select 1 from cases.client_case c where c.id = case_id))
  with check (account_id = (select platform.ctx_account()));
create policy send on contacts.draft for delete to app_staff using (
  account_id = (select platform.ctx_account()) and exists (select 1 from cases.client_case c where c.id = case_id));
create policy forget on contacts.draft for delete to app_jobs using (saved_at < now() - interval '7 days');
create policy forget_look on contacts.draft for select to app_jobs using (saved_at < now() - interval '7 days');

grant select, insert on contacts.planned, contacts.late_request, contacts.contact to app_staff;
grant update (day_rank, closed_at, closed_as, close_reason, closed_by) on contacts.planned to app_staff, app_jobs;
grant select, insert on contacts.planned to app_jobs;
grant select on contacts.contact to app_jobs;
grant select (id, case_id, unit_id, kind, planned_on, at_time, place) on contacts.planned to app_client;
grant select (id, case_id, unit_id, kind, name, expires_on, made_by, made_at, revoked_at, revoke_reason, revoked_by) on contacts.observer to app_staff;
grant insert on contacts.observer to app_staff;
grant update (revoked_at, revoke_reason, revoked_by) on contacts.observer to app_staff;
grant select on contacts.observation to app_staff;
grant update (decided_at, decision, decision_note, decided_by) on contacts.observation to app_staff;
grant update (decided_at, decision, decision_note, decided_by) on contacts.late_request to app_staff;
grant select, insert, delete on contacts.draft to app_staff;
grant update (answers, saved_at) on contacts.draft to app_staff;
grant select, delete on contacts.draft to app_jobs;

-- Somebody at the door with the code of a link: his own name and the office, nothing of the client. Out of time, withdrawn, or of a case
-- that is over or closed away, it is as if there were none.
create function contacts.at_door(of_code bytea) returns table (observer_id uuid, unit_id int, name text, kind text, sent_lately int)
language sql stable security definer set search_path = '' as $$
  select o.id, o.unit_id, o.name, o.kind,
    (select count(*)::int from contacts.observation s where s.observer_id = o.id and s.sent_at > now() - interval '1 day')
  from contacts.observer o
  join cases.client_case c on c.id = o.case_id and c.unit_id = o.unit_id and c.state in ('received', 'active', 'paused') and not c.sealed
  join units.unit u on u.id = o.unit_id
  where o.code_hash = of_code and o.revoked_at is null and o.expires_on >= (now() at time zone u.zone)::date
$$;
-- Takes an answer once for each id. A few a day are enough for a link that has fallen into the wrong hands.
create function contacts.take_observation(of_code bytea, answer_id uuid, seen text, lives_there text, occupied text, concern text, words text) returns text
language plpgsql security definer set search_path = '' as $$
declare door record;
begin
  select d.observer_id, d.sent_lately into door from contacts.at_door(of_code) d;
  if door.observer_id is null then return 'closed'; end if;
  perform 1 from contacts.observer o where o.id = door.observer_id for update;
  if exists (select 1 from contacts.observation s where s.id = answer_id) then
    return case when exists (select 1 from contacts.observation s where s.id = answer_id and s.observer_id = door.observer_id) then 'again' else 'closed' end;
  end if;
  if (select count(*) from contacts.observation s where s.observer_id = door.observer_id and s.sent_at > now() - interval '1 day') >= 3 then
    return 'too_many';
  end if;
  insert into contacts.observation (id, observer_id, case_id, unit_id, seen, lives_there, occupied, concern, words)
  select answer_id, o.id, o.case_id, o.unit_id, take_observation.seen, take_observation.lives_there, take_observation.occupied,
    take_observation.concern, take_observation.words
  from contacts.observer o where o.id = door.observer_id;
  return 'sent';
end $$;
revoke all on function contacts.at_door(bytea), contacts.take_observation(bytea, uuid, text, text, text, text, text) from public;
grant execute on function contacts.at_door(bytea), contacts.take_observation(bytea, uuid, text, text, text, text, text) to app_public;
