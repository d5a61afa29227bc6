-- Between the head's proposal to revoke and the proceeding somebody owes something: the proceeding is begun by a day, or the proposal is taken
-- back. A proposal nobody began stops with the supervision, as everything that runs does.

alter table breaches.move drop constraint move_step_check;
alter table breaches.move add constraint move_step_check check (step in ('confirm', 'dismiss', 'summon', 'examine', 'conclude_absent', 'recommend',
  'send_back', 'reprimand', 'propose_revocation', 'take_back', 'close_unfounded', 'stop'));
create or replace function breaches.next_state(of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('proposed', 'confirm', 'open'), ('proposed', 'dismiss', 'dismissed'), ('proposed', 'stop', 'stopped'),
    ('open', 'summon', 'summoned'), ('open', 'examine', 'examined'), ('open', 'stop', 'stopped'),
    ('summoned', 'summon', 'summoned'), ('summoned', 'examine', 'examined'), ('summoned', 'conclude_absent', 'examined'), ('summoned', 'stop', 'stopped'),
    ('examined', 'examine', 'examined'), ('examined', 'recommend', 'recommended'), ('examined', 'stop', 'stopped'),
    ('recommended', 'send_back', 'examined'), ('recommended', 'reprimand', 'reprimanded'),
    ('recommended', 'propose_revocation', 'proposed_for_revocation'), ('recommended', 'close_unfounded', 'closed_unfounded'), ('recommended', 'stop', 'stopped'),
    ('proposed_for_revocation', 'take_back', 'recommended'), ('proposed_for_revocation', 'stop', 'stopped')
  ) as m (from_state, step, to_state)
  where m.from_state = of_state and m.step = of_step
$$;
create or replace function breaches.document_of(of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select d.document from (values
    ('confirm', 'breach_note'), ('dismiss', 'closing_note'), ('summon', 'summons'), ('examine', 'minutes'), ('conclude_absent', 'minutes'),
    ('recommend', 'recommendation'), ('send_back', 'return_note'), ('reprimand', 'reprimand'), ('propose_revocation', 'proposal'),
    ('take_back', 'return_note'), ('close_unfounded', 'closing_note'), ('stop', 'stop_note')
  ) as d (step, document)
  where d.step = of_step
$$;

-- The day by which the proceeding is to begin stays with the proposal; every other end has none.
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
  update breaches.breach x set state = new.to_state,
    ended_on = case when rests or new.to_state = 'proposed_for_revocation' then new.day end,
    due_on = case when not rests then x.due_on end, due_counts = case when not rests then x.due_counts end
  where x.id = b.id;
  return null;
end $$;
revoke all on function breaches.move_on() from public;

drop policy decided_by_leader on breaches.move;
create policy decided_by_leader on breaches.move as restrictive for insert to app_staff with check (
  case
    when step in ('propose_revocation', 'take_back') then unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[])
    when step in ('send_back', 'reprimand', 'close_unfounded', 'stop') then unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])
    else true end);

-- Once the proceeding has begun nobody owes its beginning any more.
create function revocations.begin_from_breach() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update breaches.breach b set due_on = null, due_counts = null where b.id = new.breach_id;
  return null;
end $$;
create trigger begin_from_breach after insert on revocations.proceeding for each row when (new.breach_id is not null)
  execute function revocations.begin_from_breach();
revoke all on function revocations.begin_from_breach() from public;

-- The days of the service run from the proposal, so that they may be over before anybody has begun.
do $$
declare c record;
begin
  for c in select conname from pg_catalog.pg_constraint where conrelid = 'revocations.proceeding'::regclass and contype = 'c'
    and pg_catalog.pg_get_constraintdef(oid) like '%service_until >= begun_on%' loop
    execute format('alter table revocations.proceeding drop constraint %I', c.conname);
  end loop;
end $$;
alter table revocations.proceeding add constraint dates_go_forward check (since >= begun_on);

-- What was proposed before and not begun is owed as well.
update breaches.breach b set due_on = b.ended_on + 5, due_counts = 'calendar'
from cases.client_case c
where c.id = b.case_id and c.state in ('received', 'active', 'paused') and b.state = 'proposed_for_revocation' and b.ended_on is not null
  and not exists (select from revocations.proceeding r where r.breach_id = b.id);
