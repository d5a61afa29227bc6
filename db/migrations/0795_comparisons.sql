-- A whole register is compared with everybody known, some hundred people a transaction: where it stands moves with the questions that it
-- opens, so that it goes on from there whatever happens to the process. What it found is never kept as a sum: it is counted from the
-- questions, by each reader as far as he may know of them.
create table people.comparison (
  id          uuid primary key default uuidv7(),
  unit_id     int not null references units.unit,
  state       text not null default 'running' check (state in ('running', 'paused', 'done', 'cancelled')),
  -- How many there are and who is the last of them, as soon as the work has begun; who was registered later is asked about by himself.
  total       int not null default 0 check (total >= 0),
  until_id    uuid,
  done        int not null default 0 check (done >= 0),
  done_id     uuid,
  asked_by    uuid not null references accounts.account,
  asked_at    timestamptz not null default now(),
  moved_at    timestamptz not null default now(),
  finished_at timestamptz,
  check ((finished_at is null) = (state in ('running', 'paused')))
);
comment on table people.comparison is 'An office had its whole register compared with everybody known: who asked for it and how far it has come. done_id: the last person who was compared.';
create unique index comparison_under_way on people.comparison (unit_id) where finished_at is null;
create index comparison_unit on people.comparison (unit_id, asked_at desc);
call platform.guard('people.comparison');

create policy in_unit on people.comparison for select to app_staff using (
  unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas', 'head_of_custody', 'kanwil'))::int[]));
create policy ask on people.comparison for insert to app_staff with check (
  asked_by = (select platform.ctx_account()) and unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas', 'head_of_custody', 'kanwil'))::int[]));
create policy steer on people.comparison for update to app_staff using (
  unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas', 'head_of_custody', 'kanwil'))::int[]));
create policy by_job on people.comparison for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy move_by_job on people.comparison for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select on people.comparison to app_staff, app_jobs;
grant insert (id, unit_id, asked_by, asked_at, moved_at) on people.comparison to app_staff;
grant update (state, moved_at, finished_at) on people.comparison to app_staff;
grant update (state, total, until_id, done, done_id, moved_at, finished_at) on people.comparison to app_jobs;

-- What is over stays over, and only the work itself says that it is done.
create function people.keep_comparison() returns trigger language plpgsql as $$
begin
  if old.finished_at is not null and new.state <> old.state then
    raise exception 'a comparison that is over does not change' using errcode = '23514';
  end if;
  if new.state = 'done' and new.done_id is distinct from new.until_id then
    raise exception 'a comparison is done when everybody is compared' using errcode = '23514';
  end if;
  return new;
end $$;
revoke all on function people.keep_comparison() from public;
create trigger keep_comparison before update on people.comparison for each row execute function people.keep_comparison();

-- A question says how strong the likeness was that made it, and which comparison met it.
alter table people.question
  add column band text check (band in ('strong', 'likely', 'doubtful')),
  add column comparison_id uuid references people.comparison;
comment on column people.question.band is 'How strong the likeness was when it became a question; none where decisions made it one.';
create index question_comparison on people.question (comparison_id) where comparison_id is not null;
create index question_waiting on people.question (unit_id, since, id) where closed_at is null;
update people.question q set band = (
  select h.band from people.asking_hit h join people.asking a on a.id = h.asking_id
  join people.link_side s on s.link_id = q.link_id and s.person_id = a.person_id
  join people.link_side o on o.link_id = q.link_id and o.person_id = h.person_id and o.person_id <> s.person_id
  order by a.asked_at desc limit 1)
where q.why = 'candidate';

drop function people.found_again(uuid, uuid);
-- Another record was found that may be the same: asked about once, and again only when something agrees of which nothing was known when it
-- was decided. Answers the link where it has just become a question.
create function people.found_again(hit uuid, own uuid, comparison uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  made uuid := people.link_with(hit, own);
  l people.link;
  d people.link_decision;
  h people.asking_hit;
  o people.person;
begin
  select * into l from people.link x where x.id = made for update;
  if l.id is null or l.state not in ('open', 'not_same', 'undone') then return null; end if;
  select * into h from people.asking_hit x where x.id = hit;
  select * into o from people.person x where x.id = own;
  if l.state <> 'open' then
    select * into d from people.link_decision x where x.link_id = l.id order by x.decided_at desc, x.id desc limit 1;
    if h.agrees <@ (d.agrees || d.differs) then return null; end if;
    update people.link x set state = 'open' where x.id = l.id;
  end if;
  if exists (select 1 from people.question q where q.link_id = l.id and q.unit_id = o.unit_id and q.why = 'candidate' and q.closed_at is null) then
    return null;
  end if;
  perform people.ask_about(l.id, array['candidate'], o.unit_id);
  update people.question q
  set band = h.band, comparison_id = (select c.id from people.comparison c where c.id = comparison and c.unit_id = o.unit_id)
  where q.link_id = l.id and q.unit_id = o.unit_id and q.why = 'candidate' and q.closed_at is null;
  return l.id;
end $$;
revoke all on function people.found_again(uuid, uuid, uuid) from public;
grant execute on function people.found_again(uuid, uuid, uuid) to app_jobs;
