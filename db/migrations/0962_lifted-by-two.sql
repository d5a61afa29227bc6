-- A decree that ended a supervision is lifted by two people: one puts the lifting decree forward with its number and day, another one, who heads the
-- office, lets the supervision go on. An end that stands on no decree was a mistake of the office's own, which one head mends.

alter table cases.ending
  add column lifts text check (lifts in ('breach', 'cancelled')),
  add column document_dated date,
  add column document_issuer text not null default '' check (length(document_issuer) <= 200),
  add column file_id uuid references platform.file,
  drop constraint ending_outcome_check,
  add constraint ending_outcome_check check (outcome in ('approved', 'refused', 'withdrawn')),
  add constraint lifting_whole check (lifts is null or (what = 'reopened' and document_number <> '' and document_dated is not null and document_issuer <> ''
    and day >= document_dated)),
  add constraint lifting_by_two check (lifts is null or outcome is null or outcome = 'withdrawn' or (decided_by is not null and decided_by is distinct from proposed_by)),
  add constraint withdrawn_by_its_own check (outcome is distinct from 'withdrawn' or (lifts is not null and decided_by is not distinct from proposed_by));
comment on column cases.ending.lifts is 'For what the decree ended the supervision that is taken up again; of an end without a decree, nothing.';
comment on column cases.ending.document_dated is 'The day of the decree that lifts another one.';
create unique index lifting_waits on cases.ending (case_id) where what = 'reopened' and outcome is null;

-- Which end it lifts is what stands on the file. Afterwards, so that whoever may not write it at all is told that and nothing of the file.
create function cases.keep_lifting() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  c cases.client_case;
begin
  select * into c from cases.client_case x where x.id = new.case_id;
  if new.lifts is distinct from (case when c.end_reason in ('breach', 'cancelled') then c.end_reason end) or c.state <> 'ended' then
    raise exception 'a supervision is taken up again as it ended' using errcode = 'check_violation';
  end if;
  if new.lifts is not null and tg_op = 'INSERT' and new.outcome is not null then
    raise exception 'a decree is lifted by a proposal and a decision' using errcode = 'check_violation';
  end if;
  if new.lifts is not null and (new.document_dated < c.ended_on or exists (
    select from cases.ending e where e.case_id = new.case_id and e.what = 'ended' and e.outcome = 'approved' and e.reason = new.lifts
      and revocations.plain_number(e.document_number) = revocations.plain_number(new.document_number))) then
    raise exception 'a decree is lifted by a later one' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_lifting after insert or update on cases.ending for each row
  when (new.what = 'reopened' and new.outcome is distinct from 'refused' and new.outcome is distinct from 'withdrawn' and current_user in ('app_staff', 'app_jobs'))
  execute function cases.keep_lifting();

-- Nobody takes up what a decree ended but on the decree that lifts it, decided since.
create function cases.keep_lifted() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from cases.ending l where l.case_id = new.id and l.what = 'reopened' and l.outcome = 'approved' and l.lifts = old.end_reason
      and not exists (select from cases.ending e where e.case_id = new.id and e.what = 'ended' and e.outcome = 'approved' and e.decided_at > l.decided_at)) then
    raise exception 'a decree is lifted by two people' using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
create trigger keep_lifted after update of state on cases.client_case for each row
  when (old.state = 'ended' and new.state <> 'ended' and old.end_reason in ('breach', 'cancelled') and current_user in ('app_staff', 'app_jobs'))
  execute function cases.keep_lifted();
revoke all on function cases.keep_lifting(), cases.keep_lifted() from public;

grant update (decided_by, decided_at, outcome, decision_note) on cases.ending to app_staff;
-- A head decides on what another one puts forward; whoever put it forward may take it back.
create policy withdraw on cases.ending for update to app_staff
  using (lifts is not null and decided_by is null and proposed_by = (select platform.ctx_account())
    and unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])
    and exists (select 1 from cases.client_case c where c.id = case_id))
  with check (outcome = 'withdrawn' and decided_by = (select platform.ctx_account()));
create policy lifted_by_another on cases.ending as restrictive for update to app_staff using (true) with check (
  lifts is null or outcome = 'withdrawn' or proposed_by is distinct from (select platform.ctx_account()));

-- What the client reads of it on his own page.
create function cases.own_liftings() returns table (day date, number text, dated date, issuer text)
language sql stable security definer set search_path = '' as $$
  select e.day, e.document_number, e.document_dated, e.document_issuer from cases.ending e
  where e.case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client' and e.lifts is not null and e.outcome = 'approved'
  order by e.decided_at, e.id
$$;
revoke all on function cases.own_liftings() from public;
grant execute on function cases.own_liftings() to app_client;

-- By which decree what a proceeding brought about was lifted, to whoever reads that proceeding.
create function revocations.lifted_by(of_proceeding uuid, out day date, out number text, out dated date, out issuer text)
language sql stable security definer set search_path = '' as $$
  select e.day, e.document_number, e.document_dated, e.document_issuer
  from revocations.proceeding r join cases.ending e on e.case_id = r.case_id and e.outcome = 'approved' and e.document_dated >= r.decree_on
    and e.lifts = case r.state when 'revoked' then 'breach' when 'cancelled' then 'cancelled' end
  where r.id = of_proceeding and (r.id = any ((select revocations.ctx_above())::uuid[]) or r.case_id = any ((select cases.ctx_deep())::uuid[])
    or r.unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  order by e.document_dated, e.decided_at, e.id limit 1
$$;
revoke all on function revocations.lifted_by(uuid) from public;
grant execute on function revocations.lifted_by(uuid) to app_staff;

-- The search ends with the decree, on the same paper.
drop function at_large.lift_search(uuid, date, text);
create function at_large.lift_search(of_case uuid, on_day date, why text, number text)
returns uuid language plpgsql security definer set search_path = '' as $$
declare s at_large.search;
begin
  select * into s from at_large.search x where x.case_id = of_case and at_large.next_state(x.state, 'lift') is not null
  order by x.ended_on is not null, x.made_at desc limit 1;
  if s.id is null or platform.ctx_account() is null then return null; end if;
  insert into at_large.move (search_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, made_by)
  values (s.id, s.case_id, s.unit_id, 'lift', s.state, 'lifted', on_day, why, 'lifting_decree', number, platform.ctx_account());
  return s.id;
end $$;
create function at_large.keep_lift() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from cases.ending e where e.case_id = new.case_id and e.what = 'reopened' and e.lifts is not null and e.outcome = 'approved'
      and e.document_number = new.document_number) then
    raise exception 'a search is lifted on the decree that two people decided on' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_lift after insert on at_large.move for each row when (new.step = 'lift') execute function at_large.keep_lift();
revoke all on function at_large.lift_search(uuid, date, text, text), at_large.keep_lift() from public;
grant execute on function at_large.lift_search(uuid, date, text, text) to app_staff;
