-- revocations: from a proposal to a decree, and the cancelling of a decree that was not yet carried out. The ways are the table of
-- src/modules/revocations/routes.ts, written here once more, so that no program and no hand moves a proceeding another way.

-- 1. Who decides at the centre: an officer of the Ditjenpas sees what has come to him and nothing else of a client's file.
alter table units.posting drop constraint posting_role_check;
alter table units.posting add constraint posting_role_check check (role in ('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil',
  'ditjenpas', 'ditjen_analyst', 'account_admin', 'office_admin', 'auditor'));
create or replace function platform.units_of(of_staff uuid, roles text[]) returns int[]
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  overseeing constant text[] := array['kanwil', 'ditjenpas', 'ditjen_analyst', 'auditor', 'office_admin', 'account_admin'];
  homes int[];
  tops int[];
begin
  if of_staff is null then return '{}'; end if;
  select array_agg(distinct home.id), array_agg(distinct home.id) filter (where p.role = any (overseeing)) into homes, tops
  from units.posting p join units.unit home on home.id = p.unit_id
  where p.staff_id = of_staff
    and p.role = any (roles)
    and p.starts_on <= (now() at time zone home.zone)::date
    and (p.ends_on is null or p.ends_on >= (now() at time zone home.zone)::date)
    and p.approved_at is not null and p.withdrawn_at is null;
  if tops is not null then
    select array_agg(u.id) into homes from units.unit u where u.id = any (homes) or u.path && tops;
  end if;
  return coalesce(homes, '{}');
end $$;
create or replace function units.keep_posting() returns trigger language plpgsql set search_path = '' as $$
declare
  me uuid;
  takes_two constant text[] := array['pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil', 'ditjenpas', 'auditor', 'account_admin'];
begin
  -- The owner migrates, restores and sets up the first administrator.
  if current_user <> 'app_staff' then return new; end if;
  me := platform.ctx_account();

  if tg_op = 'INSERT' then
    if new.approved_by is not null or new.withdrawn_at is not null then
      raise exception 'a posting is approved and withdrawn after it was granted' using errcode = 'insufficient_privilege';
    end if;
    if new.staff_id is not distinct from platform.ctx_staff() then
      raise exception 'nobody grants a posting to himself' using errcode = 'insufficient_privilege';
    end if;
    if new.approved_at is not null and new.role = any (takes_two)
       and units.other_approvers(new.unit_id, me, new.staff_id) > 0 then
      raise exception 'a posting as % counts from its approval by a second person', new.role using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;

  if old.withdrawn_at is not null then
    raise exception 'a posting that was withdrawn stays so' using errcode = 'insufficient_privilege';
  end if;
  if (new.approved_at, new.approved_by) is distinct from (old.approved_at, old.approved_by) then
    if old.approved_at is not null then
      raise exception 'a posting is approved once' using errcode = 'insufficient_privilege';
    end if;
    if new.approved_at is null or new.approved_by is distinct from me or old.made_by is not distinct from me
       or old.staff_id is not distinct from platform.ctx_staff() then
      raise exception 'a posting is approved by somebody who neither granted nor receives it' using errcode = 'insufficient_privilege';
    end if;
  end if;
  if (new.ends_on, new.withdrawn_at, new.withdrawn_why) is distinct from (old.ends_on, old.withdrawn_at, old.withdrawn_why)
     and new.unit_id <> all (platform.ctx_units('account_admin')) then
    raise exception 'only whoever grants postings ends one' using errcode = 'insufficient_privilege';
  end if;
  -- A later end gives the role for longer, which is a grant of its own.
  if coalesce(new.ends_on, 'infinity') > coalesce(old.ends_on, 'infinity')
     and (new.role = any (takes_two) or new.staff_id is not distinct from platform.ctx_staff()) then
    raise exception 'a posting is prolonged by a new one' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- 2. The tables.
create schema revocations;
grant usage on schema revocations to app_staff, app_client, app_jobs;

create table revocations.proceeding (
  id           uuid primary key default uuidv7(),
  case_id      uuid not null references cases.client_case,
  unit_id      int not null references units.unit,
  client_name  text not null default '' check (length(client_name) <= 300),
  client_register text not null default '' check (length(client_register) <= 120),
  kind         text not null check (kind in ('revocation', 'cancellation')),
  route        text not null check (route in ('tiers', 'judge', 'diversion', 'authority', 'cancellation')),
  state        text not null default 'begun' check (state in ('begun', 'advised', 'revoked_unheard', 'heard_after', 'temporarily_revoked', 'withdrawal_asked', 'at_kanwil', 'asked_by_kanwil',
                'at_ditjenpas', 'asked_by_ditjenpas', 'decree_drafted', 'refusal_drafted', 'decreed', 'refusal_decreed', 'considered',
                'at_prosecutor', 'asked_by_prosecutor', 'declined_by_prosecutor', 'at_judge', 'at_official', 'at_authority', 'decision_noted',
                'refusal_noted', 'lapas_advised', 'drop_noted', 'revoked', 'not_revoked', 'refused', 'withdrawn', 'cancelled', 'continued',
                'stopped')),
  breach_id    uuid unique references breaches.breach,
  finding      text check (finding in ('development_card', 'verdict', 'detention_warrant')),
  finding_number text not null default '' check (length(finding_number) <= 120),
  begun_on     date not null,
  reason       text not null check (length(reason) between 10 and 4000),
  told         text not null default '' check (length(told) <= 4000),
  urgent       boolean not null default false,
  danger       text not null default '' check (length(danger) <= 2000),
  service_until date not null,
  due_on       date,
  since        date not null,
  deferred     boolean not null default false,
  went_up_on   date,
  at_centre_on date,
  next_on      date,
  next_place   text not null default '' check (length(next_place) <= 300),
  decree_number text not null default '' check (length(decree_number) <= 120),
  decree_on    date,
  decree_issuer text not null default '' check (length(decree_issuer) <= 200),
  ended_on     date,
  made_by      uuid,
  made_at      timestamptz not null default now(),
  check ((kind = 'cancellation') = (route = 'cancellation')),
  check ((kind = 'revocation') = (breach_id is not null)),
  check ((kind = 'cancellation') = (finding is not null)),
  check (kind <> 'cancellation' or finding_number <> ''),
  check (not urgent or (route = 'tiers' and length(danger) >= 10)),
  check (service_until >= begun_on and since >= begun_on),
  check ((ended_on is not null) = (state in ('revoked', 'not_revoked', 'refused', 'withdrawn', 'cancelled', 'continued', 'stopped'))),
  unique (id, case_id, unit_id)
);
comment on table revocations.proceeding is 'That a supervision is revoked or a decree cancelled: on which way, why, what the client is told, where it stands and by when.';
create index proceeding_case on revocations.proceeding (case_id);
create index proceeding_unit on revocations.proceeding (unit_id, state);
create unique index proceeding_running on revocations.proceeding (case_id) where ended_on is null;

create table revocations.move (
  id          uuid primary key default uuidv7(),
  proceeding_id uuid not null,
  case_id     uuid not null,
  unit_id     int not null,
  step        text not null check (step in ('hear', 'revoke_urgently', 'revoke_temporarily', 'refuse', 'uphold', 'lift', 'report', 'withdraw', 'ask_withdrawal',
                'agree_withdrawal', 'keep_proposal', 'forward', 'return_kanwil', 'answer_kanwil', 'note_forwarded', 'note_questions_kanwil',
                'draft_decree', 'draft_refusal', 'redraft', 'sign_decree', 'sign_refusal', 'return_ditjenpas', 'answer_ditjenpas',
                'note_questions_ditjenpas', 'note_decree', 'note_refusal', 'confirm_decree', 'confirm_refusal', 'correct_note', 'carry_out',
                'carry_out_refusal', 'consider', 'send_to_prosecutor', 'note_brought', 'note_declined', 'note_questions_prosecutor',
                'answer_prosecutor', 'send_report', 'send_letter', 'note_lapas_sitting', 'note_lapas_proposal', 'note_lapas_dropped', 'stop')),
  from_state  text not null check (from_state in ('begun', 'advised', 'revoked_unheard', 'heard_after', 'temporarily_revoked', 'withdrawal_asked', 'at_kanwil', 'asked_by_kanwil',
                'at_ditjenpas', 'asked_by_ditjenpas', 'decree_drafted', 'refusal_drafted', 'decreed', 'refusal_decreed', 'considered',
                'at_prosecutor', 'asked_by_prosecutor', 'declined_by_prosecutor', 'at_judge', 'at_official', 'at_authority', 'decision_noted',
                'refusal_noted', 'lapas_advised', 'drop_noted', 'revoked', 'not_revoked', 'refused', 'withdrawn', 'cancelled', 'continued',
                'stopped')),
  to_state    text not null check (to_state in ('begun', 'advised', 'revoked_unheard', 'heard_after', 'temporarily_revoked', 'withdrawal_asked', 'at_kanwil', 'asked_by_kanwil',
                'at_ditjenpas', 'asked_by_ditjenpas', 'decree_drafted', 'refusal_drafted', 'decreed', 'refusal_decreed', 'considered',
                'at_prosecutor', 'asked_by_prosecutor', 'declined_by_prosecutor', 'at_judge', 'at_official', 'at_authority', 'decision_noted',
                'refusal_noted', 'lapas_advised', 'drop_noted', 'revoked', 'not_revoked', 'refused', 'withdrawn', 'cancelled', 'continued',
                'stopped')),
  day         date not null,
  reason      text not null check (length(reason) between 3 and 4000),
  document    text not null check (document in ('sitting_minutes', 'temporary_revocation', 'refusal', 'decision_note', 'proposal', 'withdrawal', 'withdrawal_request',
                'tier_proposal', 'questions', 'answer', 'draft', 'return_note', 'decree', 'consideration', 'cover_letter', 'outside_letter',
                'stop_note')),
  document_number text not null default '' check (length(document_number) <= 120),
  issuer      text not null default '' check (length(issuer) <= 200),
  advice      text check (advice in ('approve', 'reject')),
  told        text not null default '' check (length(told) <= 4000),
  next_on     date,
  next_place  text not null default '' check (length(next_place) <= 300),
  guardian_present  boolean,
  guardian_note     text not null default '' check (length(guardian_note) <= 300),
  companion_present boolean,
  companion_note    text not null default '' check (length(companion_note) <= 300),
  due_on      date,
  made_by     uuid not null,
  made_at     timestamptz not null default now(),
  check ((advice is not null) = (step = 'hear')),
  foreign key (proceeding_id, case_id, unit_id) references revocations.proceeding (id, case_id, unit_id)
);
comment on table revocations.move is 'Each step of a proceeding: from where to where, who, when, why, on which document, and who of a child''s people was there. Never changed.';
create index move_proceeding on revocations.move (proceeding_id, made_at);
create index move_case on revocations.move (case_id);
create index move_unit on revocations.move (unit_id);
-- A decree's number is there once: of those that are in force, whoever issued them.
create function revocations.plain_number(number text) returns text
language sql immutable parallel safe set search_path = '' as $$ select lower(regexp_replace(number, '\s+', '', 'g')) $$;
create unique index decree_once on revocations.move (revocations.plain_number(document_number), lower(issuer))
  where step in ('sign_decree', 'sign_refusal', 'confirm_decree', 'confirm_refusal') and issuer <> '';

create table revocations.series (
  unit_id     int not null references units.unit,
  year        int not null check (year between 2000 and 2200),
  last_number int not null check (last_number > 0),
  primary key (unit_id, year)
);
comment on table revocations.series is 'The last number that the centre has given to a decree in a year; counted in the transaction that signs it.';

create table revocations.earlier_proposal (
  id        uuid primary key default uuidv7(),
  unit_id   int not null references units.unit,
  filed_on  date not null,
  of_kind   text not null check (of_kind in ('caught_and_final', 'other')),
  note      text not null default '' check (length(note) <= 500),
  made_by   uuid,
  made_at   timestamptz not null default now()
);
comment on table revocations.earlier_proposal is 'A proposal from before Simpul, as an office''s own register counts it: when and on what ground; of nobody in particular.';
create index earlier_unit on revocations.earlier_proposal (unit_id, filed_on);

-- 3. The ways.
create function revocations.next_state(of_route text, of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('tiers', 'begun', 'hear', 'advised'), ('tiers', 'begun', 'revoke_urgently', 'revoked_unheard'), ('tiers', 'begun', 'withdraw', 'withdrawn'), ('tiers', 'begun', 'stop', 'stopped'),
    ('tiers', 'advised', 'revoke_temporarily', 'temporarily_revoked'), ('tiers', 'advised', 'refuse', 'refused'), ('tiers', 'advised', 'withdraw', 'withdrawn'), ('tiers', 'advised', 'stop', 'stopped'),
    ('tiers', 'revoked_unheard', 'hear', 'heard_after'), ('tiers', 'revoked_unheard', 'stop', 'stopped'),
    ('tiers', 'heard_after', 'uphold', 'temporarily_revoked'), ('tiers', 'heard_after', 'lift', 'refused'), ('tiers', 'heard_after', 'stop', 'stopped'),
    ('tiers', 'temporarily_revoked', 'report', 'at_kanwil'), ('tiers', 'temporarily_revoked', 'ask_withdrawal', 'withdrawal_asked'), ('tiers', 'temporarily_revoked', 'stop', 'stopped'),
    ('tiers', 'withdrawal_asked', 'agree_withdrawal', 'withdrawn'), ('tiers', 'withdrawal_asked', 'keep_proposal', 'temporarily_revoked'), ('tiers', 'withdrawal_asked', 'stop', 'stopped'),
    ('tiers', 'at_kanwil', 'forward', 'at_ditjenpas'), ('tiers', 'at_kanwil', 'return_kanwil', 'asked_by_kanwil'), ('tiers', 'at_kanwil', 'note_forwarded', 'at_ditjenpas'), ('tiers', 'at_kanwil', 'note_questions_kanwil', 'asked_by_kanwil'), ('tiers', 'at_kanwil', 'ask_withdrawal', 'withdrawal_asked'), ('tiers', 'at_kanwil', 'stop', 'stopped'),
    ('tiers', 'asked_by_kanwil', 'answer_kanwil', 'at_kanwil'), ('tiers', 'asked_by_kanwil', 'ask_withdrawal', 'withdrawal_asked'), ('tiers', 'asked_by_kanwil', 'stop', 'stopped'),
    ('tiers', 'at_ditjenpas', 'draft_decree', 'decree_drafted'), ('tiers', 'at_ditjenpas', 'draft_refusal', 'refusal_drafted'), ('tiers', 'at_ditjenpas', 'return_ditjenpas', 'asked_by_ditjenpas'), ('tiers', 'at_ditjenpas', 'note_questions_ditjenpas', 'asked_by_ditjenpas'), ('tiers', 'at_ditjenpas', 'note_decree', 'decision_noted'), ('tiers', 'at_ditjenpas', 'note_refusal', 'refusal_noted'), ('tiers', 'at_ditjenpas', 'stop', 'stopped'),
    ('tiers', 'asked_by_ditjenpas', 'answer_ditjenpas', 'at_ditjenpas'), ('tiers', 'asked_by_ditjenpas', 'stop', 'stopped'),
    ('tiers', 'decree_drafted', 'sign_decree', 'decreed'), ('tiers', 'decree_drafted', 'redraft', 'at_ditjenpas'), ('tiers', 'decree_drafted', 'stop', 'stopped'),
    ('tiers', 'refusal_drafted', 'sign_refusal', 'refusal_decreed'), ('tiers', 'refusal_drafted', 'redraft', 'at_ditjenpas'), ('tiers', 'refusal_drafted', 'stop', 'stopped'),
    ('tiers', 'decreed', 'carry_out', 'revoked'), ('tiers', 'decreed', 'stop', 'stopped'),
    ('tiers', 'refusal_decreed', 'carry_out_refusal', 'not_revoked'), ('tiers', 'refusal_decreed', 'stop', 'stopped'),
    ('tiers', 'decision_noted', 'confirm_decree', 'revoked'), ('tiers', 'decision_noted', 'correct_note', 'at_ditjenpas'), ('tiers', 'decision_noted', 'stop', 'stopped'),
    ('tiers', 'refusal_noted', 'confirm_refusal', 'not_revoked'), ('tiers', 'refusal_noted', 'correct_note', 'at_ditjenpas'), ('tiers', 'refusal_noted', 'stop', 'stopped'),
    ('judge', 'begun', 'consider', 'considered'), ('judge', 'begun', 'withdraw', 'withdrawn'), ('judge', 'begun', 'stop', 'stopped'),
    ('judge', 'considered', 'send_to_prosecutor', 'at_prosecutor'), ('judge', 'considered', 'refuse', 'refused'), ('judge', 'considered', 'withdraw', 'withdrawn'), ('judge', 'considered', 'stop', 'stopped'),
    ('judge', 'at_prosecutor', 'note_brought', 'at_judge'), ('judge', 'at_prosecutor', 'note_declined', 'declined_by_prosecutor'), ('judge', 'at_prosecutor', 'note_questions_prosecutor', 'asked_by_prosecutor'), ('judge', 'at_prosecutor', 'stop', 'stopped'),
    ('judge', 'asked_by_prosecutor', 'answer_prosecutor', 'at_prosecutor'), ('judge', 'asked_by_prosecutor', 'stop', 'stopped'),
    ('judge', 'declined_by_prosecutor', 'confirm_refusal', 'not_revoked'), ('judge', 'declined_by_prosecutor', 'correct_note', 'at_prosecutor'), ('judge', 'declined_by_prosecutor', 'stop', 'stopped'),
    ('judge', 'at_judge', 'note_decree', 'decision_noted'), ('judge', 'at_judge', 'note_refusal', 'refusal_noted'), ('judge', 'at_judge', 'stop', 'stopped'),
    ('judge', 'decision_noted', 'confirm_decree', 'revoked'), ('judge', 'decision_noted', 'correct_note', 'at_judge'), ('judge', 'decision_noted', 'stop', 'stopped'),
    ('judge', 'refusal_noted', 'confirm_refusal', 'not_revoked'), ('judge', 'refusal_noted', 'correct_note', 'at_judge'), ('judge', 'refusal_noted', 'stop', 'stopped'),
    ('diversion', 'begun', 'send_report', 'at_official'), ('diversion', 'begun', 'refuse', 'refused'), ('diversion', 'begun', 'withdraw', 'withdrawn'), ('diversion', 'begun', 'stop', 'stopped'),
    ('diversion', 'at_official', 'note_decree', 'decision_noted'), ('diversion', 'at_official', 'note_refusal', 'refusal_noted'), ('diversion', 'at_official', 'stop', 'stopped'),
    ('diversion', 'decision_noted', 'confirm_decree', 'revoked'), ('diversion', 'decision_noted', 'correct_note', 'at_official'), ('diversion', 'decision_noted', 'stop', 'stopped'),
    ('diversion', 'refusal_noted', 'confirm_refusal', 'not_revoked'), ('diversion', 'refusal_noted', 'correct_note', 'at_official'), ('diversion', 'refusal_noted', 'stop', 'stopped'),
    ('authority', 'begun', 'send_letter', 'at_authority'), ('authority', 'begun', 'refuse', 'refused'), ('authority', 'begun', 'withdraw', 'withdrawn'), ('authority', 'begun', 'stop', 'stopped'),
    ('authority', 'at_authority', 'note_decree', 'decision_noted'), ('authority', 'at_authority', 'note_refusal', 'refusal_noted'), ('authority', 'at_authority', 'stop', 'stopped'),
    ('authority', 'decision_noted', 'confirm_decree', 'revoked'), ('authority', 'decision_noted', 'correct_note', 'at_authority'), ('authority', 'decision_noted', 'stop', 'stopped'),
    ('authority', 'refusal_noted', 'confirm_refusal', 'not_revoked'), ('authority', 'refusal_noted', 'correct_note', 'at_authority'), ('authority', 'refusal_noted', 'stop', 'stopped'),
    ('cancellation', 'begun', 'note_lapas_sitting', 'lapas_advised'), ('cancellation', 'begun', 'withdraw', 'withdrawn'), ('cancellation', 'begun', 'stop', 'stopped'),
    ('cancellation', 'lapas_advised', 'note_lapas_proposal', 'at_kanwil'), ('cancellation', 'lapas_advised', 'note_lapas_dropped', 'drop_noted'), ('cancellation', 'lapas_advised', 'stop', 'stopped'),
    ('cancellation', 'drop_noted', 'confirm_refusal', 'continued'), ('cancellation', 'drop_noted', 'correct_note', 'lapas_advised'), ('cancellation', 'drop_noted', 'stop', 'stopped'),
    ('cancellation', 'at_kanwil', 'forward', 'at_ditjenpas'), ('cancellation', 'at_kanwil', 'return_kanwil', 'asked_by_kanwil'), ('cancellation', 'at_kanwil', 'note_forwarded', 'at_ditjenpas'), ('cancellation', 'at_kanwil', 'note_questions_kanwil', 'asked_by_kanwil'), ('cancellation', 'at_kanwil', 'stop', 'stopped'),
    ('cancellation', 'asked_by_kanwil', 'answer_kanwil', 'at_kanwil'), ('cancellation', 'asked_by_kanwil', 'stop', 'stopped'),
    ('cancellation', 'at_ditjenpas', 'draft_decree', 'decree_drafted'), ('cancellation', 'at_ditjenpas', 'draft_refusal', 'refusal_drafted'), ('cancellation', 'at_ditjenpas', 'return_ditjenpas', 'asked_by_ditjenpas'), ('cancellation', 'at_ditjenpas', 'note_questions_ditjenpas', 'asked_by_ditjenpas'), ('cancellation', 'at_ditjenpas', 'note_decree', 'decision_noted'), ('cancellation', 'at_ditjenpas', 'note_refusal', 'refusal_noted'), ('cancellation', 'at_ditjenpas', 'stop', 'stopped'),
    ('cancellation', 'asked_by_ditjenpas', 'answer_ditjenpas', 'at_ditjenpas'), ('cancellation', 'asked_by_ditjenpas', 'stop', 'stopped'),
    ('cancellation', 'decree_drafted', 'sign_decree', 'decreed'), ('cancellation', 'decree_drafted', 'redraft', 'at_ditjenpas'), ('cancellation', 'decree_drafted', 'stop', 'stopped'),
    ('cancellation', 'refusal_drafted', 'sign_refusal', 'refusal_decreed'), ('cancellation', 'refusal_drafted', 'redraft', 'at_ditjenpas'), ('cancellation', 'refusal_drafted', 'stop', 'stopped'),
    ('cancellation', 'decreed', 'carry_out', 'cancelled'), ('cancellation', 'decreed', 'stop', 'stopped'),
    ('cancellation', 'refusal_decreed', 'carry_out_refusal', 'continued'), ('cancellation', 'refusal_decreed', 'stop', 'stopped'),
    ('cancellation', 'decision_noted', 'confirm_decree', 'cancelled'), ('cancellation', 'decision_noted', 'correct_note', 'at_ditjenpas'), ('cancellation', 'decision_noted', 'stop', 'stopped'),
    ('cancellation', 'refusal_noted', 'confirm_refusal', 'continued'), ('cancellation', 'refusal_noted', 'correct_note', 'at_ditjenpas'), ('cancellation', 'refusal_noted', 'stop', 'stopped')
  ) as m (route, from_state, step, to_state)
  where m.route = of_route and m.from_state = of_state and m.step = of_step
$$;
-- Who takes a step, on which document, whether that carries a number, whether it is another party's, and who must not have prepared it.
create function revocations.step_row(of_step text) returns table (who text, document text, numbered boolean, outside boolean, not_by text[])
language sql immutable parallel safe set search_path = '' as $$
  select s.who, s.document, s.numbered, s.outside, s.not_by from (values
    ('hear', 'handle', 'sitting_minutes', true, false, array[]::text[]),
    ('revoke_urgently', 'decide', 'temporary_revocation', false, false, array['begin']::text[]),
    ('revoke_temporarily', 'decide', 'temporary_revocation', false, false, array['begin', 'hear']::text[]),
    ('refuse', 'decide', 'refusal', false, false, array['begin', 'hear', 'consider']::text[]),
    ('uphold', 'decide', 'decision_note', false, false, array['begin', 'hear']::text[]),
    ('lift', 'decide', 'refusal', false, false, array['begin', 'hear']::text[]),
    ('report', 'decide', 'proposal', false, false, array[]::text[]),
    ('withdraw', 'decide', 'withdrawal', false, false, array['begin']::text[]),
    ('ask_withdrawal', 'handle', 'withdrawal_request', false, false, array[]::text[]),
    ('agree_withdrawal', 'decide', 'withdrawal', false, false, array['ask_withdrawal']::text[]),
    ('keep_proposal', 'decide', 'decision_note', false, false, array['ask_withdrawal']::text[]),
    ('forward', 'forward', 'tier_proposal', true, false, array[]::text[]),
    ('return_kanwil', 'forward', 'questions', false, false, array[]::text[]),
    ('answer_kanwil', 'handle', 'answer', false, false, array[]::text[]),
    ('note_forwarded', 'handle', 'tier_proposal', true, true, array[]::text[]),
    ('note_questions_kanwil', 'handle', 'questions', true, true, array[]::text[]),
    ('draft_decree', 'decree', 'draft', false, false, array[]::text[]),
    ('draft_refusal', 'decree', 'draft', false, false, array[]::text[]),
    ('redraft', 'decree', 'return_note', false, false, array[]::text[]),
    ('sign_decree', 'decree', 'decree', true, false, array['draft_decree']::text[]),
    ('sign_refusal', 'decree', 'decree', true, false, array['draft_refusal']::text[]),
    ('return_ditjenpas', 'decree', 'questions', false, false, array[]::text[]),
    ('answer_ditjenpas', 'handle', 'answer', false, false, array[]::text[]),
    ('note_questions_ditjenpas', 'handle', 'questions', true, true, array[]::text[]),
    ('note_decree', 'handle', 'decree', true, true, array[]::text[]),
    ('note_refusal', 'handle', 'decree', true, true, array[]::text[]),
    ('confirm_decree', 'decide', 'decision_note', true, false, array['note_decree']::text[]),
    ('confirm_refusal', 'decide', 'decision_note', true, false, array['note_refusal', 'note_declined', 'note_lapas_dropped']::text[]),
    ('correct_note', 'decide', 'return_note', false, false, array[]::text[]),
    ('carry_out', 'decide', 'decision_note', false, false, array[]::text[]),
    ('carry_out_refusal', 'decide', 'decision_note', false, false, array[]::text[]),
    ('consider', 'handle', 'consideration', true, false, array[]::text[]),
    ('send_to_prosecutor', 'decide', 'cover_letter', false, false, array['consider']::text[]),
    ('note_brought', 'handle', 'outside_letter', true, true, array[]::text[]),
    ('note_declined', 'handle', 'outside_letter', true, true, array[]::text[]),
    ('note_questions_prosecutor', 'handle', 'questions', true, true, array[]::text[]),
    ('answer_prosecutor', 'handle', 'answer', false, false, array[]::text[]),
    ('send_report', 'decide', 'cover_letter', false, false, array['begin']::text[]),
    ('send_letter', 'decide', 'cover_letter', false, false, array['begin']::text[]),
    ('note_lapas_sitting', 'handle', 'sitting_minutes', true, true, array[]::text[]),
    ('note_lapas_proposal', 'handle', 'proposal', true, true, array[]::text[]),
    ('note_lapas_dropped', 'handle', 'outside_letter', true, true, array[]::text[]),
    ('stop', 'handle', 'stop_note', true, false, array[]::text[])
  ) as s (step, who, document, numbered, outside, not_by)
  where s.step = of_step
$$;
create function revocations.who_takes(of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$ select r.who from revocations.step_row(of_step) r $$;
-- On which way a client of this kind is; the table of src/modules/cases/kinds.ts says who ends it early.
create function revocations.route_of(of_kind text, client_kind text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select case
    when client_kind in ('parole_pb', 'conditional_leave_cb', 'prerelease_leave_cmb', 'assimilation') then case of_kind when 'cancellation' then 'cancellation' else 'tiers' end
    when of_kind = 'cancellation' then null
    when client_kind = 'supervision_sentence' then 'judge'
    when client_kind = 'diversion' then 'diversion'
    else 'authority' end
$$;
create function revocations.decree_number(number int, of_year int) returns text
language sql immutable parallel safe set search_path = '' as $$ select 'PAS-' || number || '.PK.05.06 Tahun ' || of_year $$;

-- 4. Who sees what has gone up: the Kanwil and the centre, each as far as it came to them, and nobody from whom the client is kept.
create function revocations.ctx_above() returns uuid[]
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  live record := platform.live_session();
  below_kanwil int[];
  below_centre int[];
  excluded uuid[];
  listed uuid[];
  opened uuid[];
begin
  if live.staff_id is null then return '{}'; end if;
  below_kanwil := platform.units_of(live.staff_id, array['kanwil']);
  below_centre := platform.units_of(live.staff_id, array['ditjenpas']);
  if cardinality(below_kanwil) = 0 and cardinality(below_centre) = 0 then return '{}'; end if;
  excluded := people.ctx_excluded();
  listed := people.ctx_listed();
  opened := accounts.ctx_opened_cases();
  return coalesce((
    select array_agg(r.id) from revocations.proceeding r join cases.client_case c on c.id = r.case_id
    where r.unit_id = any (below_kanwil || below_centre) and r.went_up_on is not null and c.person_id <> all (excluded)
      and ((r.unit_id = any (below_kanwil) and (not c.guarded or c.id = any (opened)))
        or (r.unit_id = any (below_centre) and r.at_centre_on is not null
          and (c.id = any (opened) or (not c.sealed and (not c.restricted or c.person_id = any (listed))))))), '{}');
end $$;
-- What they are shown of the client whom it concerns.
create function revocations.seen_above()
returns table (id uuid, case_id uuid, person_id uuid, name text, register_label text, client_kind text, age_group text, unit_name text, guarded boolean)
language sql stable security definer set search_path = '' as $$
  select r.id, r.case_id, c.person_id, r.client_name, r.client_register, c.kind, c.age_group, u.name, c.guarded
  from revocations.proceeding r join cases.client_case c on c.id = r.case_id join units.unit u on u.id = r.unit_id
  where r.id = any ((select revocations.ctx_above())::uuid[])
$$;
-- The same of one, with what a decision about the asker needs.
create function revocations.about_above(wanted uuid)
returns table (case_id uuid, person_id uuid, name text, register_label text, client_kind text, age_group text, case_state text, unit_name text,
  pk_staff_id uuid, guarded boolean, sealed boolean, restricted boolean, listed boolean, opened boolean)
language sql stable security definer set search_path = '' as $$
  select c.id, c.person_id, r.client_name, r.client_register, c.kind, c.age_group, c.state, u.name, c.pk_staff_id, c.guarded, c.sealed, c.restricted,
    c.person_id = any ((select people.ctx_listed())::uuid[]), c.id = any ((select accounts.ctx_opened_cases())::uuid[])
  from revocations.proceeding r join cases.client_case c on c.id = r.case_id join units.unit u on u.id = r.unit_id
  where r.id = wanted and r.id = any ((select revocations.ctx_above())::uuid[])
$$;
-- Files of children and others that wait at a Kanwil and are opened with a reason first: that there is one, and no name.
create function revocations.closed_above()
returns table (case_id uuid, unit_name text, state text, since date, urgent boolean)
language sql stable security definer set search_path = '' as $$
  select r.case_id, u.name, r.state, r.since, r.urgent
  from revocations.proceeding r join cases.client_case c on c.id = r.case_id join units.unit u on u.id = r.unit_id
  where r.unit_id = any ((select platform.ctx_units('kanwil'))::int[]) and r.went_up_on is not null and r.ended_on is null
    and c.guarded and not c.sealed and not c.restricted and c.id <> all ((select accounts.ctx_opened_cases())::uuid[])
    and c.person_id <> all ((select people.ctx_excluded())::uuid[])
$$;
-- Whether somebody holds a post at a tier above this case today who may see it there: then the tier notes its steps itself.
create function revocations.tier_here(of_case uuid, tier text) returns boolean
language sql stable security definer set search_path = '' as $$
  select tier in ('kanwil', 'ditjenpas') and exists (
    select 1 from cases.client_case c join units.unit u on u.id = c.unit_id
    join units.posting p on p.role = tier and p.unit_id = any (u.path) join units.unit home on home.id = p.unit_id
    join accounts.account a on a.staff_id = p.staff_id
    where c.id = of_case and not c.sealed and p.approved_at is not null and p.withdrawn_at is null
      and p.starts_on <= (now() at time zone home.zone)::date and (p.ends_on is null or p.ends_on >= (now() at time zone home.zone)::date)
      and not exists (select 1 from people.access_list l where l.person_id = c.person_id and l.account_id = a.id and l.kind = 'exclusion' and l.removed_at is null
        and l.starts_on <= current_date and (l.ends_on is null or l.ends_on >= current_date))
      and (not c.restricted or exists (select 1 from people.access_list l where l.person_id = c.person_id and l.account_id = a.id and l.kind = 'restriction'
        and l.removed_at is null and l.starts_on <= current_date and (l.ends_on is null or l.ends_on >= current_date))))
$$;
-- Whoever takes a step holds the proceeding until his transaction ends, so that two never take one at once.
create function revocations.hold(wanted uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if platform.ctx_account() is null then return; end if;
  perform 1 from revocations.proceeding r where r.id = wanted for update;
end $$;
-- Whether a decree with this number is in force already, of whatever office; says nothing else of it.
create function revocations.number_used(number text, of_issuer text) returns boolean
language sql stable security definer set search_path = '' as $$
  select (select platform.ctx_account()) is not null and exists (
    select 1 from revocations.move m where revocations.plain_number(m.document_number) = revocations.plain_number(number) and lower(m.issuer) = lower(of_issuer)
      and m.step in ('sign_decree', 'sign_refusal', 'confirm_decree', 'confirm_refusal') and m.issuer <> '')
$$;

-- 5. What keeps it so.
-- Whom it concerns is written into the proposal as it goes up, because a tier that decides on it sees no file of his.
create function revocations.name_client() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  select p.name, coalesce(c.register_label, '') into new.client_name, new.client_register
  from cases.client_case c join people.person p on p.id = c.person_id where c.id = new.case_id;
  new.client_name := coalesce(new.client_name, '');
  new.client_register := coalesce(new.client_register, '');
  return new;
end $$;
create trigger name_client before insert on revocations.proceeding for each row execute function revocations.name_client();
create function revocations.keep_beginning() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  c cases.client_case;
begin
  select * into c from cases.client_case x where x.id = new.case_id;
  if new.route is distinct from revocations.route_of(new.kind, c.kind) then
    raise exception '% is not the way of %', new.route, c.kind using errcode = 'check_violation';
  end if;
  if c.state not in ('received', 'active', 'paused') then
    raise exception 'the supervision has ended' using errcode = 'check_violation';
  end if;
  if (new.kind = 'revocation') is distinct from coalesce(c.guidance_start <= new.begun_on, false) then
    raise exception 'before release a decree is cancelled, afterwards revoked' using errcode = 'check_violation';
  end if;
  if new.breach_id is not null and not exists (
    select 1 from breaches.breach b where b.id = new.breach_id and b.case_id = new.case_id and b.state = 'proposed_for_revocation') then
    raise exception 'a revocation begins with a breach that is proposed for it' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_beginning after insert on revocations.proceeding for each row execute function revocations.keep_beginning();

-- A proceeding moves by a row of its history and no other way: nobody may write its state.
create function revocations.move_on() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  r revocations.proceeding;
  c cases.client_case;
  s record;
  earlier text;
  noted revocations.move;
begin
  select * into r from revocations.proceeding x where x.id = new.proceeding_id for update;
  select * into c from cases.client_case x where x.id = r.case_id;
  select * into s from revocations.step_row(new.step);
  if r.state is distinct from new.from_state or new.to_state is distinct from revocations.next_state(r.route, new.from_state, new.step) then
    raise exception 'a proceeding does not move from % to % by %', r.state, new.to_state, new.step using errcode = 'check_violation';
  end if;
  if new.document is distinct from s.document or (s.numbered and new.document_number = '') then
    raise exception '% is not the document of %', new.document, new.step using errcode = 'check_violation';
  end if;
  if new.day < r.since then raise exception 'a step is not older than the one before' using errcode = 'check_violation'; end if;
  if (new.step = 'stop') = (c.state in ('received', 'active', 'paused')) then
    raise exception 'a proceeding stops when the supervision has ended, and then only stops' using errcode = 'check_violation';
  end if;
  -- Two people for what is final.
  foreach earlier in array s.not_by loop
    if new.made_by = (case when earlier = 'begin' then r.made_by
      else (select m.made_by from revocations.move m where m.proceeding_id = r.id and m.step = earlier order by m.made_at desc, m.id desc limit 1) end) then
      raise exception 'whoever prepared it does not decide it' using errcode = 'check_violation';
    end if;
  end loop;
  if s.outside and r.state in ('at_kanwil', 'at_ditjenpas') and revocations.tier_here(r.case_id, case r.state when 'at_kanwil' then 'kanwil' else 'ditjenpas' end) then
    raise exception 'the tier takes its steps itself' using errcode = 'check_violation';
  end if;
  if c.age_group = 'child' and s.who in ('handle', 'decide') and not s.outside and new.step not in ('stop', 'hear')
     and (new.guardian_present is null or new.guardian_note = '' or new.companion_present is null or new.companion_note = '') then
    raise exception 'a child''s case calls the guardian and the companion' using errcode = 'check_violation';
  end if;
  if r.kind = 'revocation' and new.step in ('refuse', 'lift', 'agree_withdrawal', 'carry_out_refusal', 'confirm_refusal') and new.next_on is null then
    raise exception 'whose guidance goes on is told when he comes next' using errcode = 'check_violation';
  end if;
  select * into noted from revocations.move m where m.proceeding_id = r.id and m.to_state = r.state order by m.made_at desc, m.id desc limit 1;
  if new.step in ('confirm_decree', 'confirm_refusal') and (new.document_number, new.issuer) is distinct from (noted.document_number, noted.issuer) then
    raise exception 'what is confirmed is what was noted' using errcode = 'check_violation';
  end if;
  if new.step in ('sign_decree', 'sign_refusal') and not exists (
    select 1 from revocations.series x join units.unit u on u.id = r.unit_id
    where x.unit_id = u.path[1] and revocations.decree_number(x.last_number, x.year) = new.document_number) then
    raise exception 'a decree carries the next number of the centre' using errcode = 'check_violation';
  end if;
  update revocations.proceeding x set state = new.to_state, since = new.day, due_on = new.due_on, deferred = false,
    told = case when new.told <> '' then new.told else x.told end,
    next_on = coalesce(new.next_on, x.next_on), next_place = case when new.next_on is not null then new.next_place else x.next_place end,
    went_up_on = coalesce(x.went_up_on, case when new.to_state = 'at_kanwil' then new.day end),
    at_centre_on = coalesce(x.at_centre_on, case when new.to_state = 'at_ditjenpas' then new.day end),
    decree_number = case when new.step in ('sign_decree', 'sign_refusal', 'confirm_decree', 'confirm_refusal') then new.document_number else x.decree_number end,
    decree_on = case when new.step in ('sign_decree', 'sign_refusal') then new.day
      when new.step in ('confirm_decree', 'confirm_refusal') then noted.day else x.decree_on end,
    decree_issuer = case when new.step in ('sign_decree', 'sign_refusal', 'confirm_decree', 'confirm_refusal') then new.issuer else x.decree_issuer end,
    ended_on = case when new.to_state in ('revoked', 'not_revoked', 'refused', 'withdrawn', 'cancelled', 'continued', 'stopped') then new.day end
  where x.id = r.id;
  return null;
end $$;
create trigger move_on after insert on revocations.move for each row execute function revocations.move_on();

-- The number of the next decree, counted in the transaction that signs it; one that no decree carries when that ends is no number.
create function revocations.take_decree_number(wanted uuid, of_year int) returns text
language plpgsql security definer set search_path = '' as $$
declare
  centre int;
  taken int;
begin
  select u.path[1] into centre from revocations.proceeding r join units.unit u on u.id = r.unit_id
  where r.id = wanted and r.state in ('decree_drafted', 'refusal_drafted') and r.id = any (revocations.ctx_above())
    and r.unit_id = any (platform.ctx_units('ditjenpas'));
  if centre is null then return null; end if;
  insert into revocations.series as x (unit_id, year, last_number) values (centre, of_year, 1)
  on conflict (unit_id, year) do update set last_number = x.last_number + 1 returning x.last_number into taken;
  return revocations.decree_number(taken, of_year);
end $$;
create function revocations.keep_series() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and new.last_number <> old.last_number + 1 then
    raise exception 'a decree number is neither left out nor given twice' using errcode = 'check_violation';
  end if;
  if not exists (select 1 from revocations.move m where m.step in ('sign_decree', 'sign_refusal') and m.document_number = revocations.decree_number(new.last_number, new.year)) then
    raise exception 'no decree carries the number %', new.last_number using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger keep_series after insert or update on revocations.series deferrable initially deferred
  for each row execute function revocations.keep_series();

-- 6. What waits for a sitting, and what a sitting advised.
create function revocations.waiting_for_sitting(at_unit int)
returns table (subject_id uuid, case_id uuid, since date, name text, register_label text, pk_staff_id uuid, deferred boolean, urgent boolean, reason text)
language sql stable security definer set search_path = '' as $$
  select r.id, r.case_id, r.since, p.name, c.register_label, c.pk_staff_id, r.deferred, r.urgent, r.reason
  from revocations.proceeding r join cases.client_case c on c.id = r.case_id join people.person p on p.id = c.person_id
  where r.unit_id = at_unit and c.unit_id = at_unit and r.route = 'tiers' and r.state in ('begun', 'revoked_unheard')
    and c.state in ('active', 'paused') and not c.sealed
    and (at_unit = any ((select tpp.ctx_keeps() || platform.ctx_units('head_of_bapas'))::int[]) or c.id = any ((select cases.ctx_assigned())::uuid[]))
    and c.person_id <> all ((select people.ctx_excluded())::uuid[])
    and (not c.restricted or c.person_id = any ((select people.ctx_listed())::uuid[]) or c.id = any ((select accounts.ctx_opened_cases())::uuid[]))
$$;
-- A sitting tells what it advised: copied from the item itself, so nothing can be told that no sitting said.
create function revocations.take_sitting_advice(wanted uuid, due date) returns boolean
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
  insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, advice, due_on, made_by)
  values (r.id, r.case_id, r.unit_id, 'hear', r.state, revocations.next_state(r.route, r.state, 'hear'), s.day, left(i.reasons, 4000), 'sitting_minutes',
    s.number || '/TPP/' || s.year, i.recommendation, due, platform.ctx_account());
  return true;
end $$;

revoke all on function revocations.plain_number(text), revocations.next_state(text, text, text), revocations.step_row(text), revocations.who_takes(text),
  revocations.route_of(text, text), revocations.decree_number(int, int), revocations.ctx_above(), revocations.seen_above(), revocations.about_above(uuid),
  revocations.closed_above(), revocations.tier_here(uuid, text), revocations.hold(uuid), revocations.number_used(text, text), revocations.name_client(), revocations.keep_beginning(),
  revocations.move_on(), revocations.take_decree_number(uuid, int), revocations.keep_series(), revocations.waiting_for_sitting(int),
  revocations.take_sitting_advice(uuid, date) from public;
grant execute on function revocations.plain_number(text), revocations.next_state(text, text, text), revocations.step_row(text), revocations.who_takes(text),
  revocations.route_of(text, text), revocations.ctx_above(), revocations.seen_above(), revocations.about_above(uuid), revocations.closed_above(),
  revocations.tier_here(uuid, text), revocations.hold(uuid), revocations.number_used(text, text), revocations.take_decree_number(uuid, int),
  revocations.waiting_for_sitting(int), revocations.take_sitting_advice(uuid, date) to app_staff;

-- 7. Who may.
do $$
declare
  t text;
  heads constant text := 'unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[])';
  seen constant text := 'exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = %1$I.unit_id)';
  key text;
begin
  foreach t in array array['proceeding', 'move'] loop
    key := case t when 'proceeding' then 'id' else 'proceeding_id' end;
    execute format('call platform.guard(%L)', 'revocations.' || t);
    execute format('create policy with_case on revocations.%1$I for select to app_staff using (
      ((case_id = any ((select cases.ctx_deep())::uuid[]) or ' || heads || ') and ' || seen || ')
      or ' || key || ' = any ((select revocations.ctx_above())::uuid[]))', t);
    execute format('create policy by_job on revocations.%1$I for select to app_jobs using (unit_id = any ((select platform.ctx_units(''system''))::int[]))', t);
    execute format('grant select on revocations.%I to app_staff, app_jobs', t);
  end loop;
  execute format('create policy add on revocations.%1$I for insert to app_staff with check (
    made_by = (select platform.ctx_account()) and (case_id = any ((select cases.ctx_guided())::uuid[]) or ' || heads || ') and ' || seen || ')', 'proceeding');
  -- The office takes its own steps, its head those that decide; a tier those that lie with it.
  execute format('create policy add on revocations.%1$I for insert to app_staff with check (
    made_by = (select platform.ctx_account()) and case revocations.who_takes(step)
      when ''forward'' then unit_id = any ((select platform.ctx_units(''kanwil''))::int[]) and proceeding_id = any ((select revocations.ctx_above())::uuid[])
      when ''decree'' then unit_id = any ((select platform.ctx_units(''ditjenpas''))::int[]) and proceeding_id = any ((select revocations.ctx_above())::uuid[])
      when ''decide'' then unit_id = any ((select platform.ctx_units(''head_of_bapas''))::int[]) and ' || seen || '
      else (case_id = any ((select cases.ctx_guided())::uuid[]) or ' || heads || ') and ' || seen || ' end)', 'move');
end $$;
grant insert (id, case_id, unit_id, kind, route, breach_id, finding, finding_number, begun_on, reason, told, urgent, danger, service_until, due_on, since, made_by)
  on revocations.proceeding to app_staff;
grant insert (id, proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, issuer, advice, told, next_on, next_place,
  guardian_present, guardian_note, companion_present, companion_note, due_on, made_by) on revocations.move to app_staff;

call platform.guard('revocations.series');
call platform.guard('revocations.earlier_proposal');
create policy of_office on revocations.earlier_proposal for select to app_staff using (
  unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'kanwil', 'ditjenpas'))::int[]));
grant select on revocations.earlier_proposal to app_staff;
create policy of_centre on revocations.series for select to app_staff using (unit_id = any ((select platform.ctx_units('ditjenpas'))::int[]));
grant select on revocations.series to app_staff;

-- The client reads what he is told once it was written for him: where it stands, why, and when he comes next.
create policy own on revocations.proceeding for select to app_client using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client' and told <> '');
grant select (id, case_id, kind, route, state, begun_on, since, told, next_on, next_place, decree_number, decree_on, ended_on) on revocations.proceeding to app_client;
