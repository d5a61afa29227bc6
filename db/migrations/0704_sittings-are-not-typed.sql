-- What a sitting advised on a revocation comes from the sitting. Only where nobody presides and writes in this house, its minutes are noted:
-- with the signed paper, by one person, and confirmed by another one.

create table revocations.outside_minutes (
  id            uuid primary key default uuidv7(),
  proceeding_id uuid not null,
  case_id       uuid not null,
  unit_id       int not null,
  state         text not null check (state in ('begun', 'revoked_unheard')),
  held_on       date not null,
  document_number text not null check (length(document_number) between 1 and 120),
  advice        text not null check (advice in ('approve', 'reject')),
  reason        text not null check (length(reason) between 10 and 4000),
  guardian_present  boolean,
  guardian_note     text not null default '' check (length(guardian_note) <= 300),
  companion_present boolean,
  companion_note    text not null default '' check (length(companion_note) <= 300),
  file_id       uuid not null references platform.file,
  made_by       uuid not null,
  made_at       timestamptz not null default now(),
  foreign key (proceeding_id, case_id, unit_id) references revocations.proceeding (id, case_id, unit_id)
);
comment on table revocations.outside_minutes is 'The minutes of a sitting that was not kept in this house, as somebody noted them with the signed paper; the newest counts once another one has confirmed it.';
create index outside_minutes_proceeding on revocations.outside_minutes (proceeding_id, made_at);
create index outside_minutes_case on revocations.outside_minutes (case_id);
create index outside_minutes_file on revocations.outside_minutes (file_id);
call platform.guard('revocations.outside_minutes');
create policy with_case on revocations.outside_minutes for select to app_staff using (
  (case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = outside_minutes.unit_id));
create policy add on revocations.outside_minutes for insert to app_staff with check (
  made_by = (select platform.ctx_account())
  and (case_id = any ((select cases.ctx_guided())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = outside_minutes.unit_id));
grant select, insert on revocations.outside_minutes to app_staff;

-- Somebody presides and somebody writes in the sittings of this office today: it hears its matters here.
create function revocations.sits_here(of_unit int) returns boolean
language sql stable security definer set search_path = '' as $$
  select count(distinct m.duty) = 2 from tpp.member m join units.unit u on u.id = m.unit_id
  where m.unit_id = of_unit and m.duty in ('chair', 'secretary')
    and m.starts_on <= coalesce(u.demo_today, (now() at time zone u.zone)::date)
    and (m.ends_on is null or m.ends_on >= coalesce(u.demo_today, (now() at time zone u.zone)::date))
$$;

-- A sitting tells its advice through revocations.take_sitting_advice, with the rights of the owner; what a hand writes is looked at here.
create function revocations.keep_hearing() returns trigger language plpgsql set search_path = '' as $$
declare
  noted revocations.outside_minutes;
begin
  if current_user <> 'app_staff' then return new; end if;
  if revocations.sits_here(new.unit_id) then
    raise exception 'the sitting of this office says itself what it advised' using errcode = 'check_violation';
  end if;
  select * into noted from revocations.outside_minutes n where n.proceeding_id = new.proceeding_id and n.state = new.from_state
  order by n.made_at desc, n.id desc limit 1;
  if noted.id is null or noted.made_by = new.made_by
     or (noted.held_on, noted.document_number, noted.advice, noted.reason) is distinct from (new.day, new.document_number, new.advice, new.reason) then
    raise exception 'what is confirmed is what another one noted' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_hearing before insert on revocations.move for each row when (new.step = 'hear') execute function revocations.keep_hearing();
revoke all on function revocations.sits_here(int), revocations.keep_hearing() from public;
grant execute on function revocations.sits_here(int) to app_staff;
