-- A supervision sentence: the judge may also let the supervision go on to another last day (KUHP 76 (5), (6)). The decision is noted with its
-- paper by one person and confirmed by the head, as every decision from outside is; it sets the last day of guidance.

alter table revocations.proceeding drop constraint proceeding_state_check, add constraint proceeding_state_check check (state in (
  'begun', 'advised', 'revoked_unheard', 'heard_after', 'temporarily_revoked', 'withdrawal_asked', 'at_kanwil', 'asked_by_kanwil', 'at_ditjenpas',
  'asked_by_ditjenpas', 'decree_drafted', 'refusal_drafted', 'decreed', 'refusal_decreed', 'considered', 'at_prosecutor', 'asked_by_prosecutor',
  'declined_by_prosecutor', 'at_judge', 'at_official', 'at_authority', 'decision_noted', 'refusal_noted', 'period_noted', 'lapas_advised',
  'drop_noted', 'revoked', 'not_revoked', 'refused', 'withdrawn', 'cancelled', 'continued', 'stopped'));
alter table revocations.move drop constraint move_step_check, add constraint move_step_check check (step in (
  'hear', 'revoke_urgently', 'revoke_temporarily', 'refuse', 'uphold', 'lift', 'report', 'withdraw', 'ask_withdrawal', 'agree_withdrawal',
  'keep_proposal', 'forward', 'return_kanwil', 'answer_kanwil', 'note_forwarded', 'note_questions_kanwil', 'draft_decree', 'draft_refusal',
  'redraft', 'sign_decree', 'sign_refusal', 'return_ditjenpas', 'answer_ditjenpas', 'note_questions_ditjenpas', 'note_decree', 'note_refusal',
  'confirm_decree', 'confirm_refusal', 'note_period', 'confirm_period', 'correct_note', 'carry_out', 'carry_out_refusal', 'consider',
  'send_to_prosecutor', 'note_brought', 'note_declined', 'note_questions_prosecutor', 'answer_prosecutor', 'send_report', 'send_letter',
  'note_lapas_sitting', 'note_lapas_proposal', 'note_lapas_dropped', 'stop'));
alter table revocations.move drop constraint move_from_state_check, add constraint move_from_state_check check (from_state in (
  'begun', 'advised', 'revoked_unheard', 'heard_after', 'temporarily_revoked', 'withdrawal_asked', 'at_kanwil', 'asked_by_kanwil', 'at_ditjenpas',
  'asked_by_ditjenpas', 'decree_drafted', 'refusal_drafted', 'decreed', 'refusal_decreed', 'considered', 'at_prosecutor', 'asked_by_prosecutor',
  'declined_by_prosecutor', 'at_judge', 'at_official', 'at_authority', 'decision_noted', 'refusal_noted', 'period_noted', 'lapas_advised',
  'drop_noted', 'revoked', 'not_revoked', 'refused', 'withdrawn', 'cancelled', 'continued', 'stopped'));
alter table revocations.move drop constraint move_to_state_check, add constraint move_to_state_check check (to_state in (
  'begun', 'advised', 'revoked_unheard', 'heard_after', 'temporarily_revoked', 'withdrawal_asked', 'at_kanwil', 'asked_by_kanwil', 'at_ditjenpas',
  'asked_by_ditjenpas', 'decree_drafted', 'refusal_drafted', 'decreed', 'refusal_decreed', 'considered', 'at_prosecutor', 'asked_by_prosecutor',
  'declined_by_prosecutor', 'at_judge', 'at_official', 'at_authority', 'decision_noted', 'refusal_noted', 'period_noted', 'lapas_advised',
  'drop_noted', 'revoked', 'not_revoked', 'refused', 'withdrawn', 'cancelled', 'continued', 'stopped'));

alter table revocations.move add column new_end date, add column end_before date,
  add constraint period_with_its_steps check ((step in ('note_period', 'confirm_period')) = (new_end is not null)
    and (end_before is not null) = (new_end is not null) and (new_end is null or new_end <> end_before));
comment on column revocations.move.new_end is 'The last day of guidance that a judge set.';
comment on column revocations.move.end_before is 'The last day of guidance before; of the first such step of a case, as its verdict imposed it.';
grant insert (new_end, end_before) on revocations.move to app_staff;

create or replace function revocations.next_state(of_route text, of_state text, of_step text) returns text
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
    ('judge', 'at_judge', 'note_decree', 'decision_noted'), ('judge', 'at_judge', 'note_refusal', 'refusal_noted'), ('judge', 'at_judge', 'note_period', 'period_noted'), ('judge', 'at_judge', 'stop', 'stopped'),
    ('judge', 'period_noted', 'confirm_period', 'not_revoked'), ('judge', 'period_noted', 'correct_note', 'at_judge'), ('judge', 'period_noted', 'stop', 'stopped'),
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
create or replace function revocations.step_row(of_step text) returns table (who text, document text, numbered boolean, outside boolean, not_by text[])
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
    ('forward', 'forward', 'tier_proposal', false, false, array[]::text[]),
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
    ('note_period', 'handle', 'decree', true, true, array[]::text[]),
    ('confirm_period', 'decide', 'decision_note', true, false, array['note_period']::text[]),
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
create or replace function revocations.move_on() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  r revocations.proceeding;
  c cases.client_case;
  s record;
  earlier text;
  noted revocations.move;
  imposed_until date;
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
  if r.kind = 'revocation' and new.step in ('refuse', 'lift', 'agree_withdrawal', 'carry_out_refusal', 'confirm_refusal', 'confirm_period') and new.next_on is null then
    raise exception 'whose guidance goes on is told when he comes next' using errcode = 'check_violation';
  end if;
  select * into noted from revocations.move m where m.proceeding_id = r.id and m.to_state = r.state order by m.made_at desc, m.id desc limit 1;
  if new.step in ('confirm_decree', 'confirm_refusal', 'confirm_period') and (new.document_number, new.issuer) is distinct from (noted.document_number, noted.issuer) then
    raise exception 'what is confirmed is what was noted' using errcode = 'check_violation';
  end if;
  if new.step = 'confirm_period' and (new.new_end, new.end_before) is distinct from (noted.new_end, noted.end_before) then
    raise exception 'what is confirmed is what was noted' using errcode = 'check_violation';
  end if;
  -- No longer than the imposed period once more; some days more, because the rule counts months and this counts days.
  if new.new_end is not null then
    select coalesce((select m.end_before from revocations.move m where m.case_id = r.case_id and m.step = 'confirm_period' order by m.made_at, m.id limit 1), c.guidance_end)
      into imposed_until;
    if c.guidance_start is null or new.end_before is distinct from c.guidance_end
       or new.new_end < (case new.step when 'confirm_period' then noted.day else new.day end)
       or new.new_end - imposed_until > imposed_until - c.guidance_start + 6 then
      raise exception 'a judge does not set this last day' using errcode = 'check_violation';
    end if;
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
    decree_number = case when new.step in ('sign_decree', 'sign_refusal', 'confirm_decree', 'confirm_refusal', 'confirm_period') then new.document_number else x.decree_number end,
    decree_on = case when new.step in ('sign_decree', 'sign_refusal') then new.day
      when new.step in ('confirm_decree', 'confirm_refusal', 'confirm_period') then noted.day else x.decree_on end,
    decree_issuer = case when new.step in ('sign_decree', 'sign_refusal', 'confirm_decree', 'confirm_refusal', 'confirm_period') then new.issuer else x.decree_issuer end,
    ended_on = case when new.to_state in ('revoked', 'not_revoked', 'refused', 'withdrawn', 'cancelled', 'continued', 'stopped') then new.day end
  where x.id = r.id;
  return null;
end $$;

-- What a judge decided stands on the file when the transaction ends: the last day is moved by whoever owns the case, and not here.
create function revocations.keep_new_end() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from cases.client_case c where c.id = new.case_id and c.guidance_end = new.new_end) then
    raise exception 'the last day of guidance is the one that the judge set' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger keep_new_end after insert on revocations.move deferrable initially deferred
  for each row when (new.step = 'confirm_period') execute function revocations.keep_new_end();
revoke all on function revocations.keep_new_end() from public;

-- Its number, too, is there once.
drop index revocations.decree_once;
create unique index decree_once on revocations.move (revocations.plain_number(document_number), lower(issuer))
  where step in ('sign_decree', 'sign_refusal', 'confirm_decree', 'confirm_refusal', 'confirm_period') and issuer <> '';
create or replace function revocations.number_used(number text, of_issuer text) returns boolean
language sql stable security definer set search_path = '' as $$
  select (select platform.ctx_account()) is not null and exists (
    select 1 from revocations.move m where revocations.plain_number(m.document_number) = revocations.plain_number(number) and lower(m.issuer) = lower(of_issuer)
      and m.step in ('sign_decree', 'sign_refusal', 'confirm_decree', 'confirm_refusal', 'confirm_period') and m.issuer <> '')
$$;
create or replace function at_large.number_used(of_case uuid, number text, of_issuer text) returns boolean
language sql stable security definer set search_path = '' as $$
  select (select platform.ctx_account()) is not null and number <> '' and of_issuer <> '' and (
    exists (select from at_large.search s where s.case_id <> of_case and s.state <> 'lifted'
      and revocations.plain_number(s.decree_number) = revocations.plain_number(number) and lower(s.decree_issuer) = lower(of_issuer))
    or exists (select from revocations.move m where m.case_id <> of_case and m.step in ('sign_decree', 'sign_refusal', 'confirm_decree', 'confirm_refusal', 'confirm_period')
      and revocations.plain_number(m.document_number) = revocations.plain_number(number) and lower(m.issuer) = lower(of_issuer)))
$$;

-- And it is told to the client, who reads no step that is only prepared.
create or replace function revocations.is_told(of_step text, urgent boolean) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select of_step in ('refuse', 'lift', 'agree_withdrawal', 'withdraw', 'carry_out_refusal', 'confirm_refusal', 'confirm_period')
    or (not urgent and of_step in ('revoke_temporarily', 'carry_out', 'confirm_decree'))
$$;
drop policy own on revocations.move;
create policy own on revocations.move for select to app_client using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client'
  and step not in ('draft_decree', 'draft_refusal', 'redraft', 'note_decree', 'note_refusal', 'note_period', 'note_declined', 'note_lapas_dropped', 'correct_note',
    'ask_withdrawal', 'keep_proposal')
  and exists (select from revocations.proceeding r where r.id = proceeding_id));
