-- breaches: summonses, minutes and reprimands are letters. A summons has been sent when its letter has; it reached the client when the
-- letter was received. Numbers, signed copies and receipts stand with the letters, and nowhere else.

-- Drafted first, sent later: the day of sending comes with its letter. What the letter itself knows is kept there.
alter table breaches.summons
  add column reason text not null default '' check (length(reason) <= 4000),
  drop column letter_number, drop column delivered_how, drop column delivered_to, drop column delivery_note, drop column delivery_file_id,
  alter column sent_on drop not null,
  drop constraint summons_outcome_check,
  add constraint summons_outcome_check check (outcome in ('appeared', 'not_appeared', 'not_delivered', 'called_off')),
  add constraint delivered_after_sending check (delivered_on >= sent_on or delivered_on is null),
  add constraint answered_after_sending check (outcome is null or outcome = 'called_off' or sent_on is not null),
  -- Absent is only whom the summons had reached by the day for which he was called.
  add constraint absent_after_delivery check (outcome is distinct from 'not_appeared' or (delivered_on is not null and delivered_on <= appear_on));
comment on table breaches.summons is 'That a client is called to be heard: when and where, on which day the letter went and reached him, and whether he came.';

alter table breaches.examination drop column number, add column held_at time;

-- The scans are signed copies of letters now.
drop table breaches.paper;

do $$
declare c record;
begin
  for c in select conname from pg_catalog.pg_constraint where conrelid = 'breaches.move'::regclass and contype = 'c'
    and pg_catalog.pg_get_constraintdef(oid) like '%document_number <> %' loop
    execute format('alter table breaches.move drop constraint %I', c.conname);
  end loop;
end $$;
alter table breaches.move add constraint numbered_document check (document_number <> '' or document not in ('summons', 'stop_note'));

create or replace function breaches.keep_summons() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.outcome is not null and (new.outcome, new.outcome_on, new.outcome_note) is distinct from (old.outcome, old.outcome_on, old.outcome_note)
     or old.delivered_on is not null and new.delivered_on is distinct from old.delivered_on
     or old.sent_on is not null and new.sent_on is distinct from old.sent_on then
    raise exception 'what became of a summons is written once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
grant update (sent_on, delivered_on, outcome, outcome_on, outcome_note) on breaches.summons to app_staff;

-- The letter on which a step stands: called is who was sent one; heard, and reprimanded, is who has one about it.
create function breaches.has_letter(of_step text, of_breach uuid, of_document uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select case of_step
    when 'summon' then exists (select from letters.letter l join breaches.summons s on s.id = l.concerns_id
      where l.concerns_thing = 'breaches.summons' and s.id = of_document and s.breach_id = of_breach and s.sent_on is not null
        and l.state in ('sent', 'received'))
    when 'examine' then exists (select from letters.letter l where l.concerns_thing = 'breaches.examination' and l.concerns_id = of_document
      and l.state not in ('withdrawn', 'void'))
    when 'conclude_absent' then exists (select from letters.letter l where l.concerns_thing = 'breaches.examination' and l.concerns_id = of_document
      and l.state not in ('withdrawn', 'void'))
    when 'reprimand' then exists (select from letters.letter l where l.concerns_thing = 'breaches.breach' and l.concerns_id = of_breach
      and l.kind = 'letters.reprimand' and l.state not in ('withdrawn', 'void'))
    else true end
$$;
revoke all on function breaches.has_letter(text, uuid, uuid) from public;

create or replace function breaches.move_on() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  b breaches.breach;
begin
  select * into b from breaches.breach x where x.id = new.breach_id for update;
  if b.id is null or b.case_id <> new.case_id or b.unit_id <> new.unit_id or b.state <> new.from_state
     or new.to_state is distinct from breaches.next_state(new.from_state, new.step) then
    raise exception 'a breach does not move from % to % by %', b.state, new.to_state, new.step using errcode = 'check_violation';
  end if;
  if new.document is distinct from breaches.document_of(new.step) then
    raise exception '% is not the document of %', new.document, new.step using errcode = 'check_violation';
  end if;
  if (new.step = 'summon' and not exists (select from breaches.summons s where s.id = new.document_id and s.breach_id = b.id))
     or (new.step in ('examine', 'conclude_absent') and not exists (
       select from breaches.examination e where e.id = new.document_id and e.breach_id = b.id and e.in_absence = (new.step = 'conclude_absent')))
     or not breaches.has_letter(new.step, b.id, new.document_id) then
    raise exception 'the document of % is not there', new.step using errcode = 'check_violation';
  end if;
  -- Whoever proposes does not decide.
  if new.step in ('reprimand', 'propose_revocation', 'close_unfounded') and new.made_by = (
    select m.made_by from breaches.move m where m.breach_id = b.id and m.step = 'recommend' order by m.made_at desc, m.id desc limit 1) then
    raise exception 'whoever recommends does not decide' using errcode = 'check_violation';
  end if;
  update breaches.breach x set state = new.to_state,
    ended_on = case when new.to_state in ('reprimanded', 'proposed_for_revocation', 'closed_unfounded', 'dismissed', 'stopped') then new.day end,
    due_on = case when new.to_state in ('reprimanded', 'proposed_for_revocation', 'closed_unfounded', 'dismissed', 'stopped') then null else x.due_on end,
    due_counts = case when new.to_state in ('reprimanded', 'proposed_for_revocation', 'closed_unfounded', 'dismissed', 'stopped') then null else x.due_counts end
  where x.id = b.id;
  return null;
end $$;
revoke all on function breaches.move_on(), breaches.keep_summons() from public;

-- A client reads of a summons once it has been sent.
alter policy own on breaches.summons using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client' and sent_on is not null
  and exists (select from breaches.breach b where b.id = breach_id));
