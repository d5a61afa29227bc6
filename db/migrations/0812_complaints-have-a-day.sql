-- What complains of an officer or an office is answered above it by a day, as every petition has one.

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
    -- Another desk counts for itself; what is sent back at the level above keeps the day that it has there.
    due_on = case when new.step in ('forward_up', 'pass_on', 'hand_back') or new.to_state in ('accepted', 'closed', 'refused', 'answered', 'decided') then null
      else x.due_on end,
    due_counts = case when new.step in ('forward_up', 'pass_on', 'hand_back') or new.to_state in ('accepted', 'closed', 'refused', 'answered', 'decided') then null
      else x.due_counts end
  where x.id = p.id;
  return null;
end $$;

-- Its task lies above. Whoever also works at the office that is complained of does not see it there either.
create policy not_of_the_accused on tasks.task as restrictive for select to app_staff using (
  case when for_role in ('kanwil', 'ditjenpas') and kind like 'petitions.%'
    then exists (select from petitions.petition p where p.id = key::uuid) else true end);
