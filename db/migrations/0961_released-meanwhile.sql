-- Before release a decree is cancelled, afterwards revoked: that holds when it takes effect as well, and not only when it is asked for. Whoever was
-- released while a cancellation ran is not called back by it: the head says that it has lapsed, and what he did is a matter of a revocation.

alter table revocations.move drop constraint move_step_check, add constraint move_step_check check (step in (
  'hear', 'revoke_urgently', 'revoke_temporarily', 'refuse', 'uphold', 'lift', 'report', 'withdraw', 'ask_withdrawal', 'agree_withdrawal',
  'keep_proposal', 'forward', 'return_kanwil', 'answer_kanwil', 'note_forwarded', 'note_questions_kanwil', 'draft_decree', 'draft_refusal',
  'redraft', 'sign_decree', 'sign_refusal', 'return_ditjenpas', 'answer_ditjenpas', 'note_questions_ditjenpas', 'note_decree', 'note_refusal',
  'confirm_decree', 'confirm_refusal', 'note_period', 'confirm_period', 'correct_note', 'carry_out', 'carry_out_refusal', 'consider',
  'send_to_prosecutor', 'note_brought', 'note_declined', 'note_questions_prosecutor', 'answer_prosecutor', 'send_report', 'send_letter',
  'note_lapas_sitting', 'note_lapas_proposal', 'note_lapas_dropped', 'lapse', 'stop'));

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
    ('cancellation', 'begun', 'note_lapas_sitting', 'lapas_advised'), ('cancellation', 'begun', 'withdraw', 'withdrawn'), ('cancellation', 'begun', 'lapse', 'continued'), ('cancellation', 'begun', 'stop', 'stopped'),
    ('cancellation', 'lapas_advised', 'note_lapas_proposal', 'at_kanwil'), ('cancellation', 'lapas_advised', 'note_lapas_dropped', 'drop_noted'), ('cancellation', 'lapas_advised', 'lapse', 'continued'), ('cancellation', 'lapas_advised', 'stop', 'stopped'),
    ('cancellation', 'drop_noted', 'confirm_refusal', 'continued'), ('cancellation', 'drop_noted', 'correct_note', 'lapas_advised'), ('cancellation', 'drop_noted', 'lapse', 'continued'), ('cancellation', 'drop_noted', 'stop', 'stopped'),
    ('cancellation', 'at_kanwil', 'forward', 'at_ditjenpas'), ('cancellation', 'at_kanwil', 'return_kanwil', 'asked_by_kanwil'), ('cancellation', 'at_kanwil', 'note_forwarded', 'at_ditjenpas'), ('cancellation', 'at_kanwil', 'note_questions_kanwil', 'asked_by_kanwil'), ('cancellation', 'at_kanwil', 'lapse', 'continued'), ('cancellation', 'at_kanwil', 'stop', 'stopped'),
    ('cancellation', 'asked_by_kanwil', 'answer_kanwil', 'at_kanwil'), ('cancellation', 'asked_by_kanwil', 'lapse', 'continued'), ('cancellation', 'asked_by_kanwil', 'stop', 'stopped'),
    ('cancellation', 'at_ditjenpas', 'draft_decree', 'decree_drafted'), ('cancellation', 'at_ditjenpas', 'draft_refusal', 'refusal_drafted'), ('cancellation', 'at_ditjenpas', 'return_ditjenpas', 'asked_by_ditjenpas'), ('cancellation', 'at_ditjenpas', 'note_questions_ditjenpas', 'asked_by_ditjenpas'), ('cancellation', 'at_ditjenpas', 'note_decree', 'decision_noted'), ('cancellation', 'at_ditjenpas', 'note_refusal', 'refusal_noted'), ('cancellation', 'at_ditjenpas', 'lapse', 'continued'), ('cancellation', 'at_ditjenpas', 'stop', 'stopped'),
    ('cancellation', 'asked_by_ditjenpas', 'answer_ditjenpas', 'at_ditjenpas'), ('cancellation', 'asked_by_ditjenpas', 'lapse', 'continued'), ('cancellation', 'asked_by_ditjenpas', 'stop', 'stopped'),
    ('cancellation', 'decree_drafted', 'sign_decree', 'decreed'), ('cancellation', 'decree_drafted', 'redraft', 'at_ditjenpas'), ('cancellation', 'decree_drafted', 'lapse', 'continued'), ('cancellation', 'decree_drafted', 'stop', 'stopped'),
    ('cancellation', 'refusal_drafted', 'sign_refusal', 'refusal_decreed'), ('cancellation', 'refusal_drafted', 'redraft', 'at_ditjenpas'), ('cancellation', 'refusal_drafted', 'lapse', 'continued'), ('cancellation', 'refusal_drafted', 'stop', 'stopped'),
    ('cancellation', 'decreed', 'carry_out', 'cancelled'), ('cancellation', 'decreed', 'lapse', 'continued'), ('cancellation', 'decreed', 'stop', 'stopped'),
    ('cancellation', 'refusal_decreed', 'carry_out_refusal', 'continued'), ('cancellation', 'refusal_decreed', 'lapse', 'continued'), ('cancellation', 'refusal_decreed', 'stop', 'stopped'),
    ('cancellation', 'decision_noted', 'confirm_decree', 'cancelled'), ('cancellation', 'decision_noted', 'correct_note', 'at_ditjenpas'), ('cancellation', 'decision_noted', 'lapse', 'continued'), ('cancellation', 'decision_noted', 'stop', 'stopped'),
    ('cancellation', 'refusal_noted', 'confirm_refusal', 'continued'), ('cancellation', 'refusal_noted', 'correct_note', 'at_ditjenpas'), ('cancellation', 'refusal_noted', 'lapse', 'continued'), ('cancellation', 'refusal_noted', 'stop', 'stopped')
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
    ('lapse', 'decide', 'decision_note', false, false, array['begin']::text[]),
    ('stop', 'handle', 'stop_note', true, false, array[]::text[])
  ) as s (step, who, document, numbered, outside, not_by)
  where s.step = of_step
$$;

-- What lapses is told to the client, as everything is after which his guidance goes on.
create or replace function revocations.is_told(of_step text, urgent boolean) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select of_step in ('refuse', 'lift', 'agree_withdrawal', 'withdraw', 'carry_out_refusal', 'confirm_refusal', 'confirm_period', 'lapse')
    or (not urgent and of_step in ('revoke_temporarily', 'carry_out', 'confirm_decree'))
$$;

-- Where a client stands on a day, to whoever has the proceeding: a tier above sees no file of his.
create function revocations.standing_of(of_proceeding uuid, on_day date) returns text
language sql stable security definer set search_path = '' as $$
  select (revocations.release_of(c.kind, c.released_on, c.release_expected_on, c.guidance_start, on_day)).standing
  from revocations.proceeding r join cases.client_case c on c.id = r.case_id
  where r.id = of_proceeding and (r.id = any ((select revocations.ctx_above())::uuid[]) or r.case_id = any ((select cases.ctx_deep())::uuid[])
    or r.unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas', 'system'))::int[]))
$$;

-- What a party outside wrote on a day of its own is noted as it is, and judged when it is confirmed here.
create function revocations.keep_release() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  r record;
begin
  select x.kind, (revocations.release_of(c.kind, c.released_on, c.release_expected_on, c.guidance_start, new.day)).standing into r
  from revocations.proceeding x join cases.client_case c on c.id = x.case_id where x.id = new.proceeding_id;
  if new.step = 'lapse' and r.standing <> 'released' then
    raise exception 'a cancellation lapses by the release of the client' using errcode = 'check_violation';
  end if;
  if (new.step <> 'lapse' and r.kind = 'cancellation' and r.standing = 'released') or (r.kind = 'revocation' and r.standing = 'not_released') then
    raise exception 'before release a decree is cancelled, afterwards revoked' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_release after insert on revocations.move for each row
  when (new.step in ('revoke_urgently', 'revoke_temporarily', 'uphold', 'draft_decree', 'sign_decree', 'confirm_decree', 'carry_out', 'lapse'))
  execute function revocations.keep_release();
revoke all on function revocations.standing_of(uuid, date), revocations.keep_release() from public;
grant execute on function revocations.standing_of(uuid, date) to app_staff, app_jobs;

-- A kind that has changed all the same does not keep a cancellation from lapsing.
drop trigger keep_way on revocations.move;
create trigger keep_way after insert on revocations.move for each row
  when (new.step not in ('stop', 'withdraw', 'ask_withdrawal', 'agree_withdrawal', 'lapse')) execute function revocations.keep_way();
