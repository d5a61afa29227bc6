-- Somebody else said something of a client: a petition that was accepted, a notice that he was booked. That there is nothing in it ends what was asked, so one
-- officer does not say it alone: a leader does who neither took it up nor guides the client. What the system counted the counsellor may answer, because
-- the row of misses stays before whoever leads (decision 872).
create or replace function breaches.move_on() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  b breaches.breach;
  rests boolean := new.to_state in ('reprimanded', 'closed_unfounded', 'dismissed', 'stopped');
begin
  select * into b from breaches.breach x where x.id = new.breach_id for update;
  if b.id is null or b.case_id <> new.case_id or b.unit_id <> new.unit_id or b.state <> new.from_state
     or new.to_state is distinct from breaches.next_state(new.from_state, new.step) then
    raise exception 'a breach does not move from % to % by %', b.state, new.to_state, new.step using errcode = 'check_violation';
  end if;
  if b.state = 'proposed_for_revocation' and exists (select from revocations.proceeding r where r.breach_id = b.id) then
    raise exception 'the proceeding has begun' using errcode = 'check_violation';
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
  -- Nor does whoever took up what somebody else said, or guides the client, say that there is nothing in it. What a notice proposed and took back is
  -- dismissed with it by the job.
  if new.step = 'dismiss' and b.source <> 'system' and exists (
    select from accounts.account a join cases.client_case c on c.id = b.case_id
    where a.id = new.made_by and a.kind = 'staff' and (a.id = b.made_by or a.staff_id = c.pk_staff_id)) then
    raise exception 'whoever took it up or guides the client does not dismiss it' using errcode = 'check_violation';
  end if;
  update breaches.breach x set state = new.to_state,
    ended_on = case when rests or new.to_state = 'proposed_for_revocation' then new.day end,
    due_on = case when not rests then x.due_on end, due_counts = case when not rests then x.due_counts end
  where x.id = b.id;
  return null;
end $$;

drop policy decided_by_leader on breaches.move;
create policy decided_by_leader on breaches.move as restrictive for insert to app_staff with check (
  case
    when step in ('propose_revocation', 'take_back') then unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[])
    when step in ('send_back', 'reprimand', 'close_unfounded', 'stop') then unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])
    when step = 'dismiss' then unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])
      or exists (select 1 from breaches.breach b where b.id = breach_id and b.source = 'system')
    else true end);
