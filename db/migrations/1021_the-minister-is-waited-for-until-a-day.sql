-- What the head forwarded to the Minister waited without a last day, so that nobody heard of an answer that never came. It keeps its last day
-- now, as every other step does; the office follows up, and nothing is decided by it.

create or replace function permits.move_on() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  p permits.permit;
  ends boolean;
begin
  select * into p from permits.permit x where x.id = new.permit_id for update;
  if p.id is null or p.state <> new.from_state or new.to_state is distinct from permits.next_state(p.scope, new.from_state, new.step) then
    raise exception 'a permit does not move from % to % by %', p.state, new.to_state, new.step using errcode = 'check_violation';
  end if;
  if new.document is distinct from permits.document_of(new.step) then
    raise exception '% is not the document of %', new.document, new.step using errcode = 'check_violation';
  end if;
  -- Whoever advises or proposes does not decide.
  if new.step in ('grant', 'refuse', 'forward', 'record_grant', 'record_refusal') and new.made_by = (
      select m.made_by from permits.move m where m.permit_id = p.id and m.step = 'advise' order by m.made_at desc, m.id desc limit 1)
    or new.step in ('revoke', 'keep') and new.made_by = (
      select m.made_by from permits.move m where m.permit_id = p.id and m.step = 'propose_revocation' order by m.made_at desc, m.id desc limit 1) then
    raise exception 'whoever advises does not decide' using errcode = 'check_violation';
  end if;
  ends := new.to_state in ('refused', 'withdrawn', 'revoked', 'returned');
  update permits.permit x set state = new.to_state,
    decided_on = case when new.step in ('grant', 'refuse', 'record_grant', 'record_refusal') then new.day else x.decided_on end,
    returned_on = case when new.step = 'report_back' then new.day else x.returned_on end,
    ended_on = case when ends then new.day end,
    due_on = case when ends or new.to_state = 'granted' then null else x.due_on end,
    due_counts = case when ends or new.to_state = 'granted' then null else x.due_counts end
  where x.id = p.id;
  return null;
end $$;

-- What waits already was never given a day: two weeks of the calendar, the ten working days that an office has to begin with.
update permits.permit p set due_on = m.day + 14, due_counts = 'calendar'
from (select permit_id, max(day) as day from permits.move where step = 'forward' group by permit_id) m
where m.permit_id = p.id and p.state = 'forwarded' and p.due_on is null;
