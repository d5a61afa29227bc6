-- Whose supervision ends for breach need not have a sentence to go back to. A search opens by itself only where its kind sends him back;
-- anything else the head opens on a paper that orders it. src/modules/at-large/law.rules.ts says the same (at-large.duty).

alter table at_large.search add column open_reason text not null default '' check (length(open_reason) <= 4000);
comment on column at_large.search.open_reason is 'Why the head opened it on a paper; empty where the kind of the supervision opened it.';

-- On the way of the tiers the rest of the sentence is served; of a supervision sentence the judge decides.
create function at_large.sends_back(client_kind text, judged boolean) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select client_kind in ('parole_pb', 'conditional_leave_cb', 'prerelease_leave_cmb', 'assimilation') or (client_kind = 'supervision_sentence' and judged)
$$;
create function at_large.is_judged(of_case uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from revocations.proceeding r where r.case_id = of_case and r.route = 'judge' and r.state = 'revoked')
$$;

drop function at_large.open_search(uuid, text, date, text);
create function at_large.open_search(of_case uuid, number text, dated date, issuer text, why text default '')
returns uuid language plpgsql security definer set search_path = '' as $$
declare opened uuid;
begin
  if (select platform.ctx_account()) is null then return null; end if;
  insert into at_large.search (case_id, unit_id, opened_on, decree_number, decree_dated, decree_issuer, open_reason, made_by)
  select c.id, c.unit_id, c.ended_on, number, dated, issuer, why, platform.ctx_account()
  from cases.client_case c where c.id = of_case and c.state = 'ended' and c.end_reason = 'breach'
    and (at_large.sends_back(c.kind, at_large.is_judged(c.id))
      or (length(why) >= 5 and number <> '' and dated is not null and issuer <> '' and c.unit_id = any (platform.ctx_units('head_of_bapas'))))
  on conflict (case_id) where ended_on is null do nothing
  returning id into opened;
  return opened;
end $$;
revoke all on function at_large.sends_back(text, boolean), at_large.is_judged(uuid), at_large.open_search(uuid, text, date, text, text) from public;
grant execute on function at_large.sends_back(text, boolean) to app_staff, app_jobs;
grant execute on function at_large.open_search(uuid, text, date, text, text) to app_staff, app_jobs;

-- A search for somebody whom nothing sends back is lifted, also while his supervision stays ended.
create or replace function at_large.move_on() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  s at_large.search;
begin
  select * into s from at_large.search x where x.id = new.search_id for update;
  if s.id is null or s.state <> new.from_state or new.to_state is distinct from at_large.next_state(new.from_state, new.step) then
    raise exception 'a search does not move from % to % by %', s.state, new.to_state, new.step using errcode = 'check_violation';
  end if;
  if new.document is distinct from at_large.document_of(new.step) then
    raise exception '% is not the document of %', new.document, new.step using errcode = 'check_violation';
  end if;
  if new.step = 'send_copies' and (select count(distinct c.addressee) from at_large.copy c where c.search_id = s.id) < 4 then
    raise exception 'not everybody has his copy' using errcode = 'check_violation';
  end if;
  -- Whoever found it does not end the search.
  if new.closure_id is not null and not exists (select from at_large.closure c where c.id = new.closure_id and c.search_id = s.id
      and c.step = new.step and c.outcome = 'confirmed' and c.decided_by = new.made_by and c.made_by is distinct from new.made_by) then
    raise exception 'what ends a search is confirmed by somebody else' using errcode = 'check_violation';
  end if;
  if new.step = 'lift' and exists (select from cases.client_case c where c.id = s.case_id and c.state = 'ended' and c.end_reason = 'breach'
      and (s.open_reason <> '' or at_large.sends_back(c.kind, at_large.is_judged(c.id)))) then
    raise exception 'a decree that stands is not lifted' using errcode = 'check_violation';
  end if;
  update at_large.search x set state = new.to_state,
    arrested_on = case when new.step = 'arrest' then coalesce(x.arrested_on, new.day) else x.arrested_on end,
    ended_on = case when new.to_state in ('handed_over', 'located_elsewhere', 'deceased', 'lifted') then new.day end
  where x.id = s.id;
  return null;
end $$;

-- Those that were opened for such people end here, in nobody's name.
alter table at_large.move alter column made_by drop not null, add constraint move_by_somebody check (made_by is not null or step = 'lift');
insert into at_large.move (search_id, case_id, unit_id, step, from_state, to_state, day, reason, document)
select s.id, s.case_id, s.unit_id, 'lift', s.state, 'lifted', greatest(s.opened_on, current_date),
  'Jenis bimbingan ini tidak mewajibkan kembali ke lembaga; pencarian diakhiri oleh sistem.', 'lifting_decree'
from at_large.search s join cases.client_case c on c.id = s.case_id
where s.ended_on is null and c.state = 'ended' and not at_large.sends_back(c.kind, at_large.is_judged(c.id));
update tasks.task t set state = 'withdrawn', closed_at = now()
where t.state = 'open' and t.kind in ('at-large.search', 'at-large.closure', 'at-large.alarm', 'at-large.alarm-head')
  and exists (select from at_large.search s where s.id::text = t.key and s.state = 'lifted');
