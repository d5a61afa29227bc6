-- The pages of a client and of a guarantor on their own phone.

-- A report from a phone is told one question at a time and must survive a reload, a lost line and a session that ended meanwhile,
-- also without script; so what was answered so far waits here. It is nobody's record yet: only its client sees it, sending it
-- deletes it, and a day later it is gone by itself.
create table check_ins.draft (
  account_id   uuid primary key references accounts.account,
  id           uuid not null,
  case_id      uuid not null references cases.client_case,
  unit_id      int not null references units.unit,
  answers      jsonb not null default '{}',
  position_choice text check (position_choice in ('given', 'declined')),
  latitude     double precision check (latitude between -90 and 90),
  longitude    double precision check (longitude between -180 and 180),
  accuracy_m   double precision check (accuracy_m >= 0),
  position_at  timestamptz,
  photo_choice text check (photo_choice in ('taken', 'declined')),
  photo        bytea check (octet_length(photo) <= 5242880),
  photo_sha256 bytea,
  photo_look   bigint,
  photo_width  int,
  photo_height int,
  challenge_id uuid references check_ins.challenge,
  started_at   timestamptz not null default now(),
  saved_at     timestamptz not null default now(),
  check ((photo_choice is not distinct from 'taken') = (photo is not null)),
  check ((position_choice is not distinct from 'given') = (latitude is not null and longitude is not null))
);
comment on table check_ins.draft is 'A report that a client has begun on his own page and not sent: his alone, deleted when sent or after a day. id becomes the submission.';
alter table check_ins.draft alter column photo set storage external;
create index draft_case on check_ins.draft (case_id);
create index draft_challenge on check_ins.draft (challenge_id);
create index draft_saved on check_ins.draft (saved_at);
call platform.guard('check_ins.draft');
create policy own on check_ins.draft for select to app_client using (account_id = (select platform.ctx_account()));
create policy begin on check_ins.draft for insert to app_client with check (
  account_id = (select platform.ctx_account()) and case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client');
create policy go_on on check_ins.draft for update to app_client using (account_id = (select platform.ctx_account()))
  with check (account_id = (select platform.ctx_account()) and case_id = (select accounts.ctx_case()));
create policy send on check_ins.draft for delete to app_client using (account_id = (select platform.ctx_account()));
create policy forget on check_ins.draft for delete to app_jobs using (saved_at < now() - interval '1 day');
create policy forget_look on check_ins.draft for select to app_jobs using (saved_at < now() - interval '1 day');
grant select, insert, delete on check_ins.draft to app_client;
grant update (id, case_id, unit_id, answers, position_choice, latitude, longitude, accuracy_m, position_at, photo_choice, photo, photo_sha256,
  photo_look, photo_width, photo_height, challenge_id, started_at, saved_at) on check_ins.draft to app_client;
grant select, delete on check_ins.draft to app_jobs;

-- A guarantor sees what the client has promised and when the next report is due. What was reported, how it was judged, what was
-- excused or disputed is between the client and his counsellor; sending belongs to the client alone.
alter policy own on check_ins.check_in using (case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client');
alter policy own on check_ins.review using (case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client');
alter policy own on check_ins.excuse using (case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client');
alter policy own on check_ins.dispute using (case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client');
alter policy settle_own on check_ins.obligation
  using (case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client' and state = 'scheduled')
  with check (case_id = (select accounts.ctx_case()) and state = 'submitted');
alter policy ask on check_ins.challenge with check (
  account_id = (select platform.ctx_account()) and case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client'
  and used_at is null);
alter policy open_own on tasks.task with check (case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client');

-- What belongs to a report goes with a report that this client has just sent, never with one that an officer wrote.
alter policy send_own on check_ins.content with check (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client'
  and exists (select 1 from check_ins.check_in i where i.id = check_in_id and i.recorded_by = (select platform.ctx_account())));
alter policy own_flag on check_ins.flag with check (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client'
  and exists (select 1 from check_ins.check_in i where i.id = check_in_id and i.recorded_by = (select platform.ctx_account())));
create policy own_case_only on platform.file as restrictive for insert to app_client with check (
  case_id = (select accounts.ctx_case()) and person_id is null and (select accounts.ctx_client_kind()) = 'client');

-- The journal of a case also tells what its officers did and which signs a report raised; a client reads his own lines.
alter policy own_case on platform.journal using (case_id = (select accounts.ctx_case()) and actor_id = (select platform.ctx_account()));

-- The offence, the sentence, why a counsellor was changed: not on a phone that may lie on any table.
revoke select on cases.client_case, cases.assignment, cases.pause from app_client;
grant select (id, person_id, unit_id, kind, age_group, state, guarded, restricted, sealed, pk_staff_id, register_label, received_on, guidance_start,
  guidance_end, contract_signed_on, oriented_on, risk_band, minimum_grade, ledger_from, ended_on, end_reason) on cases.client_case to app_client;
grant select (id, case_id, staff_id, starts_on, ends_on) on cases.assignment to app_client;
grant select (id, case_id, starts_on, ends_on) on cases.pause to app_client;
