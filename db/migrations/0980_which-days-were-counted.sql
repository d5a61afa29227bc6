-- A last day says little without the days that were counted to find it: five working days and five days of the calendar are not the same
-- Friday. Breaches, permits and petitions have kept both from the beginning; now what waits for somebody does, and what is to be sent.

alter table tasks.task add column due_counts text;
update tasks.task t set due_counts = case
    when t.kind in ('breaches.next', 'breaches.decide', 'breaches.overdue', 'breaches.overdue-head') then coalesce(
      (select b.due_counts from breaches.breach b where b.id::text = t.key and b.due_on = t.due_on), t.facts ->> 'counts', 'working')
    when t.kind in ('permits.advise', 'permits.decide', 'permits.late') then coalesce(
      (select p.due_counts from permits.permit p where p.id::text = t.key and p.due_on = t.due_on), t.facts ->> 'counts', 'working')
    when t.kind like 'petitions.%' then coalesce(
      (select p.due_counts from petitions.petition p where p.id::text = t.key and p.due_on = t.due_on), 'working')
    when t.kind in ('breaches.follow-up', 'revocations.appointment', 'contacts.evidence-due', 'custody.term') then 'named'
    when t.kind in ('assessments.due', 'check-ins.random-call', 'notices.held', 'notices.held-head', 'permits.not-back', 'permits.fallen')
      then 'calendar'
    else 'working' end
where t.due_on is not null;
alter table tasks.task
  add check (due_counts in ('calendar', 'working', 'named')),
  add check ((due_on is null) = (due_counts is null));
comment on column tasks.task.due_counts is 'Which days were counted to find due_on; named: none, a paper or a person named the day.';

alter table letters.letter add column due_counts text;
update letters.letter l set due_counts = case
    when l.kind = 'letters.sitting-invitation' and exists (select from tpp.sitting s where s.id = l.concerns_id and s.day = l.due_on) then 'named'
    else 'working' end
where l.due_on is not null;
alter table letters.letter
  add check (due_counts in ('calendar', 'working', 'named')),
  add check ((due_on is null) = (due_counts is null));
comment on column letters.letter.due_counts is 'Which days were counted to find due_on; named: none, it is the day of the sitting that it calls to.';

update tasks.task t set due_counts = l.due_counts from letters.letter l
where t.kind in ('letters.to-finish', 'letters.to-sign', 'letters.returned', 'letters.to-send') and t.key = l.id::text and t.due_on = l.due_on
  and t.due_counts <> l.due_counts;

drop function letters.late_at(int, date, text[]);
create function letters.late_at(of_unit int, day date, kept text[]) returns table (due_on date, due_counts text, count int)
language sql stable security definer set search_path = '' as $$
  select l.due_on, l.due_counts, count(*)::int from letters.letter l
  where l.unit_id = of_unit and l.due_on < day and of_unit = any ((select platform.ctx_units('system'))::int[])
    and (l.state in ('draft', 'proposed', 'numbered') or l.state = 'signed' and l.kind <> all (kept))
  group by l.due_on, l.due_counts
$$;
revoke all on function letters.late_at(int, date, text[]) from public;
grant execute on function letters.late_at(int, date, text[]) to app_jobs;

-- The paper that a client takes home from the counter says it as well.
drop function permits.at_counter(uuid);
create function permits.at_counter(of_case uuid) returns table (id uuid, scope text, state text, asked_on date, from_on date, until_on date, area_code text,
  country text, due_on date, due_counts text, words int, papers int)
language sql stable security definer set search_path = '' as $$
  select p.id, p.scope, p.state, p.asked_on, p.from_on, p.until_on, p.area_code, p.country, p.due_on, p.due_counts,
    (select count(*)::int from permits.statement s where s.permit_id = p.id), (select count(*)::int from permits.paper a where a.permit_id = p.id)
  from permits.permit p join cases.client_case c on c.id = p.case_id and c.unit_id = p.unit_id
  where p.case_id = of_case and c.id <> all (cases.ctx_excluded_cases())
    and (not c.restricted or c.person_id = any (people.ctx_listed()) or c.id = any (accounts.ctx_opened_cases()))
    and (not c.guarded and c.unit_id = any (platform.ctx_units('counter')) or c.id = any (cases.ctx_guided())
      or not c.sealed and c.unit_id = any (platform.ctx_units('section_head', 'head_of_bapas')))
$$;
revoke all on function permits.at_counter(uuid) from public;
grant execute on function permits.at_counter(uuid) to app_staff;
