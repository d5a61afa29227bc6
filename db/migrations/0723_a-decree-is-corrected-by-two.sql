-- The days of a search count from its decree, so nobody writes another decree into it by himself. What is not known yet is added once;
-- what is known is corrected by two people, with a reason and the version before; what a proceeding decreed is not corrected here.

alter table at_large.search add column decree_given boolean not null default false;
comment on column at_large.search.decree_given is 'Its number, day and issuer are those of a proceeding; nobody changes them here.';
create function at_large.is_given(of_case uuid, number text, of_issuer text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from revocations.proceeding r where r.case_id = of_case and r.state = 'revoked' and number <> ''
    and revocations.plain_number(r.decree_number) = revocations.plain_number(number) and lower(r.decree_issuer) = lower(of_issuer))
$$;
update at_large.search s set decree_given = true where at_large.is_given(s.case_id, s.decree_number, s.decree_issuer);

-- Whether a decree of this issuer with this number is that of somebody else.
create function at_large.number_used(of_case uuid, number text, of_issuer text) returns boolean
language sql stable security definer set search_path = '' as $$
  select (select platform.ctx_account()) is not null and number <> '' and of_issuer <> '' and (
    exists (select from at_large.search s where s.case_id <> of_case and s.state <> 'lifted'
      and revocations.plain_number(s.decree_number) = revocations.plain_number(number) and lower(s.decree_issuer) = lower(of_issuer))
    or exists (select from revocations.move m where m.case_id <> of_case and m.step in ('sign_decree', 'sign_refusal', 'confirm_decree', 'confirm_refusal')
      and revocations.plain_number(m.document_number) = revocations.plain_number(number) and lower(m.issuer) = lower(of_issuer)))
$$;

create or replace function at_large.open_search(of_case uuid, number text, dated date, issuer text, why text default '')
returns uuid language plpgsql security definer set search_path = '' as $$
declare opened uuid;
begin
  if (select platform.ctx_account()) is null then return null; end if;
  insert into at_large.search (case_id, unit_id, opened_on, decree_number, decree_dated, decree_issuer, decree_given, open_reason, made_by)
  select c.id, c.unit_id, c.ended_on, number, dated, issuer, at_large.is_given(c.id, number, issuer), why, platform.ctx_account()
  from cases.client_case c where c.id = of_case and c.state = 'ended' and c.end_reason = 'breach'
    and (at_large.sends_back(c.kind, at_large.is_judged(c.id))
      or (length(why) >= 5 and number <> '' and dated is not null and issuer <> '' and c.unit_id = any (platform.ctx_units('head_of_bapas'))
        and not at_large.number_used(c.id, number, issuer)))
  on conflict (case_id) where ended_on is null do nothing
  returning id into opened;
  return opened;
end $$;

create function at_large.keep_decree() returns trigger language plpgsql set search_path = '' as $$
begin
  -- A correction that is confirmed is carried over by its own row.
  if current_user not in ('app_staff', 'app_jobs') then return new; end if;
  if (new.decree_number, new.decree_dated, new.decree_issuer) is not distinct from (old.decree_number, old.decree_dated, old.decree_issuer) then
    return new;
  end if;
  if old.decree_given or (old.decree_number <> '' and new.decree_number <> old.decree_number)
     or (old.decree_dated is not null and new.decree_dated is distinct from old.decree_dated)
     or (old.decree_issuer <> '' and new.decree_issuer <> old.decree_issuer) then
    raise exception 'what is known of a decree is corrected by two people' using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(hashtext('at_large.decree'));
  if at_large.number_used(new.case_id, new.decree_number, new.decree_issuer) then
    raise exception 'this decree is that of somebody else' using errcode = 'unique_violation';
  end if;
  return new;
end $$;
create trigger keep_decree before update on at_large.search for each row execute function at_large.keep_decree();

create table at_large.correction (
  id            uuid primary key default uuidv7(),
  search_id     uuid not null,
  case_id       uuid not null,
  unit_id       int not null,
  number        text not null check (length(number) between 1 and 120),
  dated         date not null,
  issuer        text not null check (length(issuer) between 2 and 200),
  reason        text not null check (length(reason) between 5 and 4000),
  was_number    text not null default '' check (length(was_number) <= 120),
  was_dated     date,
  was_issuer    text not null default '' check (length(was_issuer) <= 200),
  made_by       uuid,
  made_at       timestamptz not null default now(),
  decided_by    uuid,
  decided_at    timestamptz,
  outcome       text check (outcome in ('confirmed', 'refused')),
  decision_note text not null default '' check (length(decision_note) <= 2000),
  check ((decided_by is null) = (outcome is null)),
  check (decided_by is null or decided_by is distinct from made_by),
  foreign key (search_id, case_id, unit_id) references at_large.search (id, case_id, unit_id)
);
comment on table at_large.correction is 'That the decree of a search was written down wrongly: as it stood, as it should stand, why, and who else confirmed or refused it.';
create index correction_search on at_large.correction (search_id);
create index correction_case on at_large.correction (case_id);
create unique index correction_open on at_large.correction (search_id) where outcome is null;

-- The version before is the one that stood, whatever is said of it.
create function at_large.propose_correction() returns trigger language plpgsql security definer set search_path = '' as $$
declare s at_large.search;
begin
  select * into s from at_large.search x where x.id = new.search_id for update;
  if s.decree_given then
    raise exception 'what a proceeding decreed is not corrected here' using errcode = 'insufficient_privilege';
  end if;
  new.was_number := s.decree_number;
  new.was_dated := s.decree_dated;
  new.was_issuer := s.decree_issuer;
  return new;
end $$;
create trigger propose_correction before insert on at_large.correction for each row execute function at_large.propose_correction();
create function at_large.decide_correction() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if old.outcome is not null then
    raise exception 'a correction is decided once' using errcode = 'insufficient_privilege';
  end if;
  if new.outcome = 'confirmed' then
    perform pg_advisory_xact_lock(hashtext('at_large.decree'));
    if at_large.number_used(new.case_id, new.number, new.issuer) then
      raise exception 'this decree is that of somebody else' using errcode = 'unique_violation';
    end if;
    update at_large.search x set decree_number = new.number, decree_dated = new.dated, decree_issuer = new.issuer
    where x.id = new.search_id and not x.decree_given;
  end if;
  return new;
end $$;
create trigger decide_correction before update on at_large.correction for each row execute function at_large.decide_correction();
revoke all on function at_large.is_given(uuid, text, text), at_large.number_used(uuid, text, text), at_large.keep_decree(), at_large.propose_correction(),
  at_large.decide_correction() from public;
grant execute on function at_large.number_used(uuid, text, text) to app_staff;

call platform.guard('at_large.correction');
create policy with_case on at_large.correction for select to app_staff using (
  (case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = correction.unit_id));
create policy by_job on at_large.correction for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy add on at_large.correction for insert to app_staff with check (
  made_by = (select platform.ctx_account())
  and (case_id = any ((select cases.ctx_guided())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = correction.unit_id));
create policy undecided on at_large.correction as restrictive for insert to app_staff with check (outcome is null);
create policy decide on at_large.correction for update to app_staff
  using (unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])
    and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = correction.unit_id))
  with check (decided_by = (select platform.ctx_account()));
grant select on at_large.correction to app_staff, app_jobs;
grant insert on at_large.correction to app_staff;
grant update (decided_by, decided_at, outcome, decision_note) on at_large.correction to app_staff;
