-- A petition about a client of another Bapas goes there. It leaves this office whole: whose client it is, who petitioned and what was written
-- here about it are then for the other office alone. Of its way from desk to desk both keep one line, and no more. Until the other office
-- has taken it over nobody reads who petitioned, and whoever holds the receipt goes on reading by the same code.

alter table petitions.petition drop constraint petition_state_check, add constraint petition_state_check check (state in ('received', 'identified',
  'forwarded', 'passed_on', 'closing_proposed', 'refusal_proposed', 'answer_proposed', 'accepted', 'closed', 'refused', 'answered', 'decided'));
alter table petitions.move drop constraint move_step_check, add constraint move_step_check check (step in ('identify', 'forward_up', 'pass_on', 'take_over',
  'hand_back', 'accept', 'propose_closing', 'propose_refusal', 'propose_answer', 'send_back', 'close', 'refuse', 'answer', 'end'));
alter table petitions.move drop constraint move_from_state_check, add constraint move_from_state_check check (from_state in ('received', 'identified',
  'forwarded', 'passed_on', 'closing_proposed', 'refusal_proposed', 'answer_proposed', 'accepted', 'closed', 'refused', 'answered', 'decided'));
alter table petitions.move drop constraint move_to_state_check, add constraint move_to_state_check check (to_state in ('received', 'identified',
  'forwarded', 'passed_on', 'closing_proposed', 'refusal_proposed', 'answer_proposed', 'accepted', 'closed', 'refused', 'answered', 'decided'));
alter table petitions.move drop constraint move_document_check, add constraint move_document_check check (document in ('identification_note',
  'forwarding_note', 'passing_note', 'takeover_note', 'acceptance_note', 'petition_proposal', 'return_note', 'closing_note', 'refusal_letter', 'answer_note',
  'breach_end'));

-- At which desk a step was taken, and where it leads a petition that is passed on.
alter table petitions.move add unit_id int references units.unit, add to_unit_id int references units.unit;
update petitions.move m set unit_id = p.unit_id from petitions.petition p where p.id = m.petition_id;
-- Nobody writes it himself (petitions.at_desk), so it is checked rather than asked for.
alter table petitions.move add constraint move_unit_check check (unit_id is not null), add constraint move_to_unit_check check ((to_unit_id is not null) = (step = 'pass_on'));

-- Since when it lies with this desk; nothing where it came to it first.
alter table petitions.petition add desk_since date;
grant select (desk_since) on petitions.petition to app_staff, app_jobs;

create table petitions.passing (
  id          uuid primary key default uuidv7(),
  petition_id uuid not null references petitions.petition,
  reference   text not null,
  from_unit_id int not null references units.unit,
  to_unit_id  int not null references units.unit,
  reason      text not null check (length(reason) between 5 and 4000),
  passed_on   date not null,
  taken       boolean,
  answer      text not null default '' check (length(answer) <= 4000),
  answered_on date,
  made_by     uuid not null,
  answered_by uuid,
  made_at     timestamptz not null default now(),
  check (from_unit_id <> to_unit_id),
  check ((taken is null) = (answered_on is null) and (taken is null) = (answered_by is null) and (taken is null) = (answer = ''))
);
comment on table petitions.passing is 'One way of a petition from desk to desk: why it was passed on, and whether the other office took it over or handed it back. Not what it says.';
create index passing_petition on petitions.passing (petition_id);
create index passing_from on petitions.passing (from_unit_id);
create index passing_to on petitions.passing (to_unit_id);
create unique index passing_under_way on petitions.passing (petition_id) where taken is null;

create or replace function petitions.next_state(of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('received', 'identify', 'identified'), ('received', 'forward_up', 'forwarded'), ('received', 'pass_on', 'passed_on'),
    ('received', 'propose_closing', 'closing_proposed'),
    ('identified', 'identify', 'identified'), ('identified', 'forward_up', 'forwarded'), ('identified', 'pass_on', 'passed_on'),
    ('identified', 'accept', 'accepted'), ('identified', 'propose_refusal', 'refusal_proposed'), ('identified', 'propose_closing', 'closing_proposed'),
    ('passed_on', 'take_over', 'received'), ('passed_on', 'hand_back', 'received'),
    ('forwarded', 'propose_answer', 'answer_proposed'),
    ('closing_proposed', 'close', 'closed'), ('closing_proposed', 'send_back', 'received'),
    ('refusal_proposed', 'refuse', 'refused'), ('refusal_proposed', 'send_back', 'identified'),
    ('answer_proposed', 'answer', 'answered'), ('answer_proposed', 'send_back', 'forwarded'),
    ('accepted', 'end', 'decided')
  ) as m (from_state, step, to_state)
  where m.from_state = of_state and m.step = of_step
$$;
create or replace function petitions.document_of(of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select d.document from (values
    ('identify', 'identification_note'), ('forward_up', 'forwarding_note'), ('pass_on', 'passing_note'), ('take_over', 'takeover_note'),
    ('hand_back', 'return_note'), ('accept', 'acceptance_note'), ('propose_closing', 'petition_proposal'), ('propose_refusal', 'petition_proposal'),
    ('propose_answer', 'petition_proposal'), ('send_back', 'return_note'), ('close', 'closing_note'), ('refuse', 'refusal_letter'),
    ('answer', 'answer_note'), ('end', 'breach_end')
  ) as d (step, document)
  where d.step = of_step
$$;

-- Where a petition can be passed on: an office that guides clients, and somebody leads its desk today.
create function petitions.desks_elsewhere() returns table (id int, name text)
language sql stable security definer set search_path = '' as $$
  select u.id, u.name from units.unit u
  where u.type in ('bapas', 'pos_bapas') and u.closed_on is null and u.id <> all (petitions.ctx_desks('section_head', 'head_of_bapas'))
    and exists (select from units.posting p where p.unit_id = u.id and p.role in ('section_head', 'head_of_bapas') and p.approved_at is not null
      and p.withdrawn_at is null and p.starts_on <= (now() at time zone u.zone)::date
      and (p.ends_on is null or p.ends_on >= (now() at time zone u.zone)::date))
  order by u.name
$$;

-- Whoever writes a step does not say where he stands: it is where the petition lies.
create function petitions.at_desk() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  select p.unit_id into new.unit_id from petitions.petition p where p.id = new.petition_id;
  return new;
end $$;
create trigger at_desk before insert on petitions.move for each row execute function petitions.at_desk();

create or replace function petitions.move_on() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  p petitions.petition;
  up int;
  goes_to int;
begin
  select * into p from petitions.petition x where x.id = new.petition_id for update;
  if p.id is null or p.state <> new.from_state or new.to_state is distinct from petitions.next_state(new.from_state, new.step) then
    raise exception 'a petition does not move from % to % by %', p.state, new.to_state, new.step using errcode = 'check_violation';
  end if;
  if new.document is distinct from petitions.document_of(new.step) then
    raise exception '% is not the document of %', new.document, new.step using errcode = 'check_violation';
  end if;
  if (new.step in ('identify', 'accept', 'propose_refusal') and p.case_id is null)
     or (new.step in ('identify', 'accept') and not exists (select from cases.client_case c where c.id = p.case_id and c.unit_id = p.unit_id))
     or (new.step = 'accept' and not exists (select from breaches.breach b where b.id = new.document_id and b.case_id = p.case_id and b.source = 'petition'))
     or (new.step = 'refuse' and not exists (select from letters.letter l
       where l.id = new.document_id and l.case_id = p.case_id and l.concerns_thing = 'petitions.petition' and l.concerns_id = p.id)) then
    raise exception 'the document of % is not there', new.step using errcode = 'check_violation';
  end if;
  -- Whoever proposes does not decide.
  if new.step in ('close', 'refuse', 'answer') and new.made_by = (
    select m.made_by from petitions.move m where m.petition_id = p.id and m.step like 'propose%' order by m.made_at desc, m.id desc limit 1) then
    raise exception 'whoever proposes does not decide' using errcode = 'check_violation';
  end if;
  if new.step = 'forward_up' then
    up := petitions.above(p.unit_id);
    if up is null then raise exception 'there is no office above' using errcode = 'check_violation'; end if;
    goes_to := up;
  end if;
  if new.step = 'pass_on' then
    -- What names an officer or an office goes up and never aside.
    if p.accused_unit_id is not null or new.to_unit_id = p.unit_id
       or not exists (select from units.unit u where u.id = new.to_unit_id and u.type in ('bapas', 'pos_bapas') and u.closed_on is null) then
      raise exception 'a petition about a client is passed on to another office that guides clients' using errcode = 'check_violation';
    end if;
    insert into petitions.passing (petition_id, reference, from_unit_id, to_unit_id, reason, passed_on, made_by)
    values (p.id, p.reference, p.unit_id, new.to_unit_id, new.reason, new.day, new.made_by);
    goes_to := new.to_unit_id;
  end if;
  if new.step in ('take_over', 'hand_back') then
    update petitions.passing w set taken = new.step = 'take_over', answer = new.reason, answered_on = new.day, answered_by = new.made_by
    where w.petition_id = p.id and w.taken is null returning w.from_unit_id into goes_to;
    if new.step = 'take_over' then goes_to := null; end if;
  end if;
  update petitions.petition x set state = new.to_state,
    answer = case when new.answer <> '' then new.answer when new.step = 'send_back' then '' else x.answer end,
    breach_id = case when new.step = 'accept' then new.document_id else x.breach_id end,
    outcome = case when new.step = 'end' then (select b.state from breaches.breach b where b.id = x.breach_id) end,
    unit_id = coalesce(goes_to, x.unit_id),
    desk_since = case when goes_to is null then x.desk_since else new.day end,
    -- The client whom one office found is none of the other's.
    case_id = case when new.step = 'pass_on' then null else x.case_id end,
    accused_unit_id = case when up is null then x.accused_unit_id else p.unit_id end,
    ended_on = case when new.to_state in ('closed', 'refused', 'answered', 'decided') then new.day end,
    due_on = case when new.step in ('pass_on', 'hand_back') or new.to_state in ('accepted', 'closed', 'refused', 'answered', 'decided', 'forwarded') then null
      else x.due_on end,
    due_counts = case when new.step in ('pass_on', 'hand_back') or new.to_state in ('accepted', 'closed', 'refused', 'answered', 'decided', 'forwarded') then null
      else x.due_counts end
  where x.id = p.id;
  return null;
end $$;

call platform.guard('petitions.passing');
create policy of_both_desks on petitions.passing for select to app_staff using (
  from_unit_id = any ((select petitions.ctx_desks('section_head', 'head_of_bapas', 'kanwil'))::int[])
  or to_unit_id = any ((select petitions.ctx_desks('section_head', 'head_of_bapas', 'kanwil'))::int[]));
grant select on petitions.passing to app_staff;

-- Each office reads the steps that were taken at its own desk. What went up is read whole by whoever answers it.
create policy of_this_desk on petitions.move as restrictive for select to app_staff using (exists (
  select 1 from petitions.petition p where p.id = petition_id and (p.unit_id = move.unit_id or p.accused_unit_id is not null)));
do $$
declare
  t text;
begin
  foreach t in array array['petitioner', 'attachment', 'hearing'] loop
    execute format('create policy not_under_way on petitions.%I as restrictive for select to app_staff using (not exists (
      select 1 from petitions.petition p where p.id = petition_id and p.state = ''passed_on''))', t);
  end loop;
end $$;
drop function petitions.at_door(bytea);
-- What whoever holds the code of a receipt is told: where it stands, whether it was passed on, and what he was answered. No name, nothing of
-- any file; and not to which office it went, because that would tell a stranger where somebody is guided.
create function petitions.at_door(of_code bytea)
returns table (office text, received_on date, state text, outcome text, answer text, ended_on date, passed_on date, is_taken boolean)
language sql stable security definer set search_path = '' as $$
  select u.name, p.received_on, p.state, p.outcome, case when p.ended_on is null then '' else p.answer end, p.ended_on, w.passed_on, w.taken
  from petitions.petition p join units.unit u on u.id = p.office_id
  left join lateral (select x.passed_on, x.taken from petitions.passing x where x.petition_id = p.id and x.taken is distinct from false
    order by x.made_at desc, x.id desc limit 1) w on p.unit_id <> p.office_id and p.accused_unit_id is null
  where p.code_hash = of_code
$$;
revoke all on function petitions.at_door(bytea), petitions.desks_elsewhere(), petitions.at_desk() from public;
grant execute on function petitions.at_door(bytea) to app_public;
grant execute on function petitions.desks_elsewhere() to app_staff;
