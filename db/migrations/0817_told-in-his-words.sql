-- What is decided about a client is told to him in words for him. So far that was left to whoever decided: after a refusal he might still
-- read the accusation, and of a breach he read that it was decided and not why.

alter table breaches.breach add column decision_told text not null default '' check (length(decision_told) <= 4000);
comment on column breaches.breach.decision_told is 'What the client reads about the decision: what it is and why, in words for him.';
grant update (decision_told) on breaches.breach to app_staff;
grant select (decision_told) on breaches.breach to app_client;

-- Read aloud: a decision about a breach is told, whichever it is.
create function breaches.keep_told() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'app_staff' and not exists (select from breaches.breach b where b.id = new.breach_id and length(b.decision_told) >= 10) then
    raise exception 'what is decided is told to the client' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger told_to_client after insert on breaches.move for each row
  when (new.step in ('reprimand', 'propose_revocation', 'close_unfounded')) execute function breaches.keep_told();

-- The steps of a proceeding that are told, as src/modules/revocations/rules.ts has them: that his guidance goes on always, that it is taken from
-- him unless he is a danger, who hears of it when he has been found.
create function revocations.is_told(of_step text, urgent boolean) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select of_step in ('refuse', 'lift', 'agree_withdrawal', 'withdraw', 'carry_out_refusal', 'confirm_refusal')
    or (not urgent and of_step in ('revoke_temporarily', 'carry_out', 'confirm_decree'))
$$;
create function revocations.keep_told() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'app_staff' and length(new.told) < 10
     and exists (select from revocations.proceeding r where r.id = new.proceeding_id and revocations.is_told(new.step, r.urgent)) then
    raise exception 'what is decided is told to the client' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger told_to_client after insert on revocations.move for each row execute function revocations.keep_told();
revoke all on function breaches.keep_told(), revocations.is_told(text, boolean), revocations.keep_told() from public;
grant execute on function revocations.is_told(text, boolean) to app_staff;

-- The client reads on which day what was done, and what he was told with it; no draft, nobody's name, and no reason but the one for him.
create policy own on revocations.move for select to app_client using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client'
  and step not in ('draft_decree', 'draft_refusal', 'redraft', 'note_decree', 'note_refusal', 'note_declined', 'note_lapas_dropped', 'correct_note',
    'ask_withdrawal', 'keep_proposal')
  and exists (select from revocations.proceeding r where r.id = proceeding_id));
grant select (id, proceeding_id, case_id, step, day, told) on revocations.move to app_client;
