-- check_ins: what a client owes, what was done through which channel, what was missed. One ledger for all who look.

create table check_ins.obligation (
  id            uuid primary key default uuidv7(),
  case_id       uuid not null references cases.client_case,
  unit_id       int not null references units.unit,
  guarded       boolean not null default false,
  period_from   date not null,
  period_until  date not null check (period_until >= period_from),
  state         text not null default 'scheduled' check (state in ('scheduled', 'submitted', 'fulfilled', 'missed', 'excused', 'not_recorded', 'lifted')),
  missed_in_a_row int not null default 0,
  fulfilled_by  uuid,
  closed_at     timestamptz,
  rule_id       text not null,
  rule_version  text not null,
  made_at       timestamptz not null default now(),
  unique (case_id, period_from)
);
comment on table check_ins.obligation is 'What is owed for a period. submitted: sent in time, not reviewed. not_recorded: before the office kept its ledger here. lifted: paused, ended or laid out anew.';
create index obligation_due on check_ins.obligation (unit_id, period_until) where state in ('scheduled', 'submitted');
create index obligation_unit on check_ins.obligation (unit_id, period_from, state);

create table check_ins.check_in (
  id            uuid primary key default uuidv7(),
  case_id       uuid not null references cases.client_case,
  unit_id       int not null references units.unit,
  guarded       boolean not null default false,
  obligation_id uuid references check_ins.obligation,
  channel       text not null check (channel in ('in_person', 'remote_call', 'app', 'home_visit', 'helper', 'presence_call')),
  medium        text check (medium in ('telephone', 'video', 'chat')),
  happened_on   date not null,
  happened_at   timestamptz not null,
  recorded_at   timestamptz not null default now(),
  recorded_by   uuid,
  received_by   uuid references units.staff,
  grade         text not null check (grade in ('A', 'B', 'C', 'D')),
  counts        boolean not null,
  standing      text not null check (standing in ('on_time', 'late', 'extra', 'presence_only')),
  review        text check (review in ('accepted', 'accepted_with_concern', 'not_the_person', 'more_needed')),
  flagged       boolean not null default false,
  helper_name   text not null default '',
  helper_relation text check (helper_relation in ('family', 'neighbour', 'rt_rw', 'village_office', 'other')),
  receipt       text unique,
  corrects_id   uuid references check_ins.check_in,
  voided_at     timestamptz,
  void_reason   text,
  voided_by     uuid,
  batch_id      uuid,
  import_id     uuid,
  check (channel <> 'helper' or length(helper_name) > 0),
  check (channel <> 'presence_call' or not counts),
  check ((voided_at is null) = (void_reason is null))
);
comment on table check_ins.check_in is 'A report of a client. grade: A in person with an officer, B live video, C photo with a fresh challenge, D a claim. counts: fulfils what is owed. Voided, never changed.';
create index check_in_case on check_ins.check_in (case_id, happened_on desc);
create index check_in_unit on check_ins.check_in (unit_id, happened_on) where voided_at is null;
create index check_in_waiting on check_ins.check_in (unit_id, recorded_at) where review is null and voided_at is null and channel in ('app', 'helper');
create index check_in_obligation on check_ins.check_in (obligation_id);
create index check_in_recorded on check_ins.check_in (recorded_by, recorded_at);

-- What was said: specific data, apart from the fact of the report.
create table check_ins.content (
  check_in_id  uuid primary key references check_ins.check_in,
  case_id      uuid not null references cases.client_case,
  unit_id      int not null,
  answers      jsonb not null default '{}',
  talk         text not null default '' check (length(talk) <= 12000),
  follow_up    text not null default '' check (length(follow_up) <= 4000),
  photo_file_id uuid references platform.file,
  latitude     double precision check (latitude between -90 and 90),
  longitude    double precision check (longitude between -180 and 180),
  accuracy_m   double precision check (accuracy_m >= 0),
  position_at  timestamptz,
  device       text not null default '',
  device_zone  text not null default '',
  challenge    text
);
comment on table check_ins.content is 'What a client reported: answers, talk, photo, position as a claim.';
create index content_case on check_ins.content (case_id);

create table check_ins.flag (
  id           uuid primary key default uuidv7(),
  check_in_id  uuid not null references check_ins.check_in,
  case_id      uuid not null references cases.client_case,
  unit_id      int not null,
  kind         text not null check (kind in ('photo_reused', 'photo_similar', 'position_impossible', 'position_repeated', 'position_outside', 'device_changed',
                 'clock_off', 'challenge_failed', 'random_call')),
  facts        jsonb not null,
  made_at      timestamptz not null default now()
);
comment on table check_ins.flag is 'A sign that an officer should look; never a judgement, never changes a legal status.';
create index flag_check_in on check_ins.flag (check_in_id);

create table check_ins.review (
  id          uuid primary key default uuidv7(),
  check_in_id uuid not null references check_ins.check_in,
  case_id     uuid not null,
  unit_id     int not null,
  outcome     text not null check (outcome in ('accepted', 'accepted_with_concern', 'not_the_person', 'more_needed')),
  note        text not null default '',
  reviewed_by uuid not null,
  reviewed_at timestamptz not null default now()
);
comment on table check_ins.review is 'What the counsellor decided about a report sent from afar; the newest counts.';
create index review_check_in on check_ins.review (check_in_id);

create table check_ins.excuse (
  id            uuid primary key default uuidv7(),
  obligation_id uuid not null references check_ins.obligation,
  case_id       uuid not null,
  unit_id       int not null,
  reason        text not null check (reason in ('illness', 'work', 'family_event', 'disaster', 'distance', 'in_custody', 'office_closed', 'other')),
  note          text not null check (length(note) between 3 and 2000),
  document_id   uuid references cases.document,
  decided_by    uuid not null,
  decided_at    timestamptz not null default now(),
  withdrawn_at  timestamptz,
  withdrawn_why text
);
comment on table check_ins.excuse is 'Why a period without a report is excused, decided by the counsellor with reason and proof.';
create index excuse_obligation on check_ins.excuse (obligation_id);

create table check_ins.dispute (
  id            uuid primary key default uuidv7(),
  obligation_id uuid not null references check_ins.obligation,
  case_id       uuid not null,
  unit_id       int not null,
  text          text not null check (length(text) between 3 and 2000),
  made_by       uuid not null,
  made_at       timestamptz not null default now(),
  answer        text,
  outcome       text check (outcome in ('upheld', 'rejected')),
  answered_by   uuid,
  answered_at   timestamptz
);
comment on table check_ins.dispute is 'A client says that the ledger is wrong; an officer answers.';
create index dispute_case on check_ins.dispute (case_id);
create index dispute_open on check_ins.dispute (unit_id) where answered_at is null;

-- Counting misses behind an excuse or a late report again is set-based; the running number lives on the obligation.
create table check_ins.period_close (
  id         uuid primary key default uuidv7(),
  unit_id    int not null references units.unit,
  day        date not null,
  closed     int not null,
  missed     int not null,
  third      int not null,
  digest     bytea not null,
  closed_at  timestamptz not null default now()
);
comment on table check_ins.period_close is 'Each run of the close for a unit: how many periods ended, how many were missed, and a digest over them.';
create index period_close_unit on check_ins.period_close (unit_id, day);

-- After an outage: the paper list of a day, typed in afterwards, counted when the head approves.
create table check_ins.paper_batch (
  id          uuid primary key default uuidv7(),
  unit_id     int not null references units.unit,
  day         date not null,
  reason      text not null check (length(reason) between 3 and 500),
  state       text not null default 'typing' check (state in ('typing', 'proposed', 'approved', 'refused')),
  typed_by    uuid not null,
  proposed_at timestamptz,
  decided_by  uuid,
  decided_at  timestamptz,
  decision_note text,
  made_at     timestamptz not null default now(),
  check (decided_by is null or decided_by <> typed_by)
);
comment on table check_ins.paper_batch is 'A paper list of arrivals caught up after an outage, with the head''s approval.';
create table check_ins.paper_line (
  id        uuid primary key default uuidv7(),
  batch_id  uuid not null references check_ins.paper_batch,
  unit_id   int not null,
  case_id   uuid not null references cases.client_case,
  note      text not null default '',
  check_in_id uuid references check_ins.check_in,
  removed_at timestamptz,
  made_at   timestamptz not null default now()
);
comment on table check_ins.paper_line is 'One arrival on a paper list.';
create unique index paper_line_once on check_ins.paper_line (batch_id, case_id) where removed_at is null;

-- The fresh challenge of a report with photo: single use, ten minutes.
create table check_ins.challenge (
  id         uuid primary key default uuidv7(),
  account_id uuid not null,
  case_id    uuid not null,
  number     text not null check (number ~ '^\d{4}$'),
  made_at    timestamptz not null default now(),
  used_at    timestamptz
);
comment on table check_ins.challenge is 'The number that a client holds up in a photo: used once, within ten minutes.';
create index challenge_account on check_ins.challenge (account_id, made_at desc);

call platform.guard('check_ins.obligation');
call platform.guard('check_ins.check_in');
call platform.guard('check_ins.content');
call platform.guard('check_ins.flag');
call platform.guard('check_ins.review');
call platform.guard('check_ins.excuse');
call platform.guard('check_ins.dispute');
call platform.guard('check_ins.period_close');
call platform.guard('check_ins.paper_batch');
call platform.guard('check_ins.paper_line');
call platform.guard('check_ins.challenge');

do $$
declare t text;
begin
  foreach t in array array['obligation', 'check_in'] loop
    execute format($p$
      create policy in_unit on check_ins.%1$I for select to app_staff using (
        (not guarded and unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil'))::int[]))
        or (guarded and exists (select 1 from cases.client_case c where c.id = case_id))
        or case_id = any ((select cases.ctx_deep())::uuid[]))$p$, t);
    execute format($p$create policy own on check_ins.%1$I for select to app_client using (case_id = (select accounts.ctx_case()))$p$, t);
  end loop;
  foreach t in array array['content', 'flag', 'review', 'excuse', 'dispute'] loop
    execute format($p$
      create policy with_case on check_ins.%1$I for select to app_staff using (
        (case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
        and exists (select 1 from cases.client_case c where c.id = case_id))$p$, t);
    execute format($p$
      create policy add on check_ins.%1$I for insert to app_staff with check (
        unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[])
        and exists (select 1 from cases.client_case c where c.id = case_id))$p$, t);
    execute format($p$create policy by_job_add on check_ins.%1$I for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]))$p$, t);
  end loop;
  foreach t in array array['obligation', 'check_in', 'content', 'flag', 'review', 'excuse', 'dispute', 'period_close', 'paper_batch', 'paper_line'] loop
    execute format($p$create policy by_job on check_ins.%1$I for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]))$p$, t);
    execute format('grant select, insert on check_ins.%I to app_staff, app_jobs', t);
  end loop;
end $$;
-- The counter writes what was told at the desk without reading what was told before.
create policy own_writing on check_ins.content for select to app_staff using (exists (
  select 1 from check_ins.check_in i where i.id = check_in_id and i.recorded_by = (select platform.ctx_account())));

create policy lay_out on check_ins.obligation for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[])
  and exists (select 1 from cases.client_case c where c.id = case_id));
create policy settle on check_ins.obligation for update to app_staff using (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[])
  and exists (select 1 from cases.client_case c where c.id = case_id));
create policy settle_own on check_ins.obligation for update to app_client using (case_id = (select accounts.ctx_case()) and state = 'scheduled')
  with check (case_id = (select accounts.ctx_case()) and state = 'submitted');
create policy by_job_write on check_ins.obligation for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy by_job_close on check_ins.obligation for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant update (state, missed_in_a_row, fulfilled_by, closed_at, guarded, unit_id) on check_ins.obligation to app_staff, app_jobs;
grant update (state) on check_ins.obligation to app_client;
grant select on check_ins.obligation to app_client;

create policy record on check_ins.check_in for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[])
  and recorded_by = (select platform.ctx_account()) and exists (select 1 from cases.client_case c where c.id = case_id));
create policy settle on check_ins.check_in for update to app_staff using (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[])
  and exists (select 1 from cases.client_case c where c.id = case_id));
create policy send_own on check_ins.check_in for insert to app_client with check (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client'
  and recorded_by = (select platform.ctx_account()) and channel = 'app' and review is null and grade in ('C', 'D'));
create policy record_by_job on check_ins.check_in for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant update (review, flagged, voided_at, void_reason, voided_by, counts, obligation_id, standing) on check_ins.check_in to app_staff;
grant select, insert on check_ins.check_in to app_client;
create policy send_own on check_ins.content for insert to app_client with check (case_id = (select accounts.ctx_case()));
create policy own on check_ins.content for select to app_client using (case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client');
grant select, insert on check_ins.content to app_client;
create policy own_flag on check_ins.flag for insert to app_client with check (case_id = (select accounts.ctx_case()));
grant insert on check_ins.flag to app_client;
create policy own on check_ins.excuse for select to app_client using (case_id = (select accounts.ctx_case()));
grant select (id, obligation_id, case_id, reason, decided_at, withdrawn_at) on check_ins.excuse to app_client;
create policy own on check_ins.review for select to app_client using (case_id = (select accounts.ctx_case()));
grant select (id, check_in_id, case_id, outcome, reviewed_at) on check_ins.review to app_client;
create policy own on check_ins.dispute for select to app_client using (case_id = (select accounts.ctx_case()));
create policy raise on check_ins.dispute for insert to app_client with check (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client' and made_by = (select platform.ctx_account()) and answered_at is null);
grant select, insert on check_ins.dispute to app_client;
create policy answer on check_ins.dispute for update to app_staff using (
  (case_id = any ((select cases.ctx_assigned())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id));
grant update (answer, outcome, answered_by, answered_at) on check_ins.dispute to app_staff;
create policy withdraw on check_ins.excuse for update to app_staff using (
  (case_id = any ((select cases.ctx_assigned())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id));
grant update (withdrawn_at, withdrawn_why) on check_ins.excuse to app_staff;
create policy in_unit on check_ins.period_close for select to app_staff using (
  unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas', 'kanwil', 'auditor'))::int[]));
create policy by_job_add on check_ins.period_close for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy in_unit on check_ins.paper_batch for select to app_staff using (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[]));
create policy type_in on check_ins.paper_batch for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[]) and typed_by = (select platform.ctx_account()));
create policy move on check_ins.paper_batch for update to app_staff using (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[]));
grant update (state, proposed_at, decided_by, decided_at, decision_note) on check_ins.paper_batch to app_staff;
create policy in_unit on check_ins.paper_line for select to app_staff using (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[])
  and exists (select 1 from cases.client_case c where c.id = case_id));
create policy type_in on check_ins.paper_line for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[])
  and exists (select 1 from cases.client_case c where c.id = case_id));
create policy mend on check_ins.paper_line for update to app_staff using (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[]));
grant update (removed_at, check_in_id) on check_ins.paper_line to app_staff;
create policy own on check_ins.challenge for select to app_client using (account_id = (select platform.ctx_account()));
create policy ask on check_ins.challenge for insert to app_client with check (account_id = (select platform.ctx_account()) and used_at is null);
create policy spend on check_ins.challenge for update to app_client using (account_id = (select platform.ctx_account()) and used_at is null);
grant select, insert on check_ins.challenge to app_client;
grant update (used_at) on check_ins.challenge to app_client;

-- A case that becomes guarded or moves takes its ledger along.
create function check_ins.follow_case() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update check_ins.obligation set guarded = new.guarded where case_id = new.id and guarded is distinct from new.guarded;
  update check_ins.check_in set guarded = new.guarded where case_id = new.id and guarded is distinct from new.guarded;
  return null;
end $$;
create trigger follow_case after update of guarded on cases.client_case for each row
  when (old.guarded is distinct from new.guarded) execute function check_ins.follow_case();
revoke all on function check_ins.follow_case() from public;

-- Whether this very photo, or one that looks alike (64-bit hash, few bits apart), was used before: for the client's own page,
-- which sees no other photos. Looks at the unit's last twelve months.
create function check_ins.photo_seen(of_sha256 bytea, of_look bigint, in_unit int)
returns table (same_bytes boolean, same_client boolean, bits int)
language sql stable security definer set search_path = '' as $$
  select f.sha256 = of_sha256, f.case_id is not distinct from accounts.ctx_case(), bit_count((f.look # of_look)::bit(64))::int
  from platform.file f
  where f.unit_id = in_unit and f.uploaded_at > now() - interval '12 months' and f.media_type = 'image/jpeg' and f.case_id is not null
    and (f.sha256 = of_sha256 or bit_count((f.look # of_look)::bit(64)) <= 8)
    and (select platform.ctx_account()) is not null
  order by 1 desc, 3 limit 3
$$;
revoke all on function check_ins.photo_seen(bytea, bigint, int) from public;
grant execute on function check_ins.photo_seen(bytea, bigint, int) to app_client, app_staff;
