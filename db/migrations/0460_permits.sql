-- permits: leave to travel outside the area of guidance, or abroad. How a permit moves on is the table of src/modules/permits/rules.ts,
-- written here once more, so that no program and no hand moves one another way.

create schema permits;
grant usage on schema permits to app_staff, app_client, app_public, app_jobs;

create table permits.permit (
  id         uuid primary key default uuidv7(),
  case_id    uuid not null references cases.client_case,
  unit_id    int not null references units.unit,
  scope      text not null check (scope in ('within', 'abroad')),
  state      text not null default 'asked' check (state in ('asked', 'advised', 'forwarded', 'granted', 'revocation_proposed', 'refused', 'withdrawn', 'revoked', 'returned')),
  asked_on   date not null,
  asked_how  text not null check (asked_how in ('own_page', 'counter', 'letter', 'telephone')),
  from_on    date not null,
  until_on   date not null,
  area_code  text check (area_code ~ '^\d{2}\.\d{2}$'),
  country    text not null default '' check (length(country) <= 100),
  stay       text not null check (length(stay) between 3 and 500),
  companion  text not null default '' check (length(companion) <= 300),
  purpose    text not null check (purpose in ('medical', 'education', 'worship', 'family', 'work', 'other')),
  purpose_text text not null check (length(purpose_text) between 3 and 1000),
  due_on     date,
  due_counts text check (due_counts in ('calendar', 'working')),
  decided_on date,
  returned_on date,
  ended_on   date,
  made_by    uuid not null,
  made_at    timestamptz not null default now(),
  check (until_on >= from_on),
  check ((scope = 'abroad') = (country <> '') and (scope = 'within') = (area_code is not null)),
  check ((due_on is null) = (due_counts is null)),
  -- One journey at a time.
  constraint one_journey exclude using gist (case_id with =, daterange(from_on, until_on, '[]') with &&)
    where (state in ('asked', 'advised', 'forwarded', 'granted', 'revocation_proposed')),
  unique (id, case_id, unit_id)
);
comment on table permits.permit is 'One journey for which a client asks leave: when, where to, why, and where the request stands.';
create index permit_case on permits.permit (case_id, from_on);
create index permit_unit on permits.permit (unit_id, state);

create table permits.statement (
  id        uuid primary key default uuidv7(),
  permit_id uuid not null,
  case_id   uuid not null,
  unit_id   int not null,
  who       text not null check (who in ('guarantor', 'guardian')),
  name      text not null check (length(name) between 2 and 200),
  agrees    boolean not null,
  said_on   date not null,
  note      text not null default '' check (length(note) <= 1000),
  file_id   uuid references platform.file,
  made_by   uuid not null,
  made_at   timestamptz not null default now(),
  foreign key (permit_id, case_id, unit_id) references permits.permit (id, case_id, unit_id)
);
comment on table permits.statement is 'What the guarantor or, for a child, the guardian says about a journey; the newest of each counts.';
create index statement_permit on permits.statement (permit_id);
create index statement_case on permits.statement (case_id);

create table permits.paper (
  id        uuid primary key default uuidv7(),
  permit_id uuid not null,
  case_id   uuid not null,
  unit_id   int not null,
  name      text not null check (length(name) between 3 and 200),
  file_id   uuid not null references platform.file,
  made_by   uuid not null,
  made_at   timestamptz not null default now(),
  foreign key (permit_id, case_id, unit_id) references permits.permit (id, case_id, unit_id)
);
comment on table permits.paper is 'What was brought with a request: an invitation, a ticket, a doctor''s letter, the decision of the Minister.';
create index paper_permit on permits.paper (permit_id);
create index paper_case on permits.paper (case_id);

create table permits.move (
  id          uuid primary key default uuidv7(),
  permit_id   uuid not null,
  case_id     uuid not null,
  unit_id     int not null,
  step        text not null check (step in ('advise', 'send_back', 'grant', 'refuse', 'forward', 'record_grant', 'record_refusal', 'propose_revocation',
                'revoke', 'keep', 'report_back', 'withdraw')),
  from_state  text not null check (from_state in ('asked', 'advised', 'forwarded', 'granted', 'revocation_proposed', 'refused', 'withdrawn', 'revoked', 'returned')),
  to_state    text not null check (to_state in ('asked', 'advised', 'forwarded', 'granted', 'revocation_proposed', 'refused', 'withdrawn', 'revoked', 'returned')),
  day         date not null,
  reason      text not null check (length(reason) between 5 and 2000),
  document    text not null check (document in ('advice', 'return_note', 'permit', 'refusal', 'cover_letter', 'ministers_permit', 'ministers_refusal',
                'revocation_proposal', 'revocation', 'keep_note', 'return_report', 'withdrawal')),
  document_number text not null default '' check (length(document_number) <= 120),
  advice      text check (advice in ('grant', 'refuse')),
  made_by     uuid not null,
  made_at     timestamptz not null default now(),
  foreign key (permit_id, case_id, unit_id) references permits.permit (id, case_id, unit_id),
  check ((advice is not null) = (step = 'advise')),
  check (document_number <> '' or document not in ('cover_letter', 'ministers_permit', 'ministers_refusal'))
);
comment on table permits.move is 'Each step of a permit: from where to where, who, when, why, and on which document. Never changed.';
create index move_permit on permits.move (permit_id, made_at);
create index move_case on permits.move (case_id);

-- The code of a printed permit is known by its hash alone: whoever reads the database cannot print one.
create table permits.slip (
  id        uuid primary key references letters.letter,
  permit_id uuid not null,
  case_id   uuid not null,
  unit_id   int not null,
  label     text not null check (length(label) between 1 and 120),
  issued_on date not null,
  code_hash bytea not null unique check (length(code_hash) = 32),
  voided_on date,
  made_by   uuid not null,
  made_at   timestamptz not null default now(),
  foreign key (permit_id, case_id, unit_id) references permits.permit (id, case_id, unit_id)
);
comment on table permits.slip is 'The printed letter of a permit: its number, its day, and the hash of the code by which anybody who holds it checks it.';
create index slip_permit on permits.slip (permit_id);
create index slip_case on permits.slip (case_id);

-- Read it aloud: what was asked is advised on; within the country the head grants or refuses, abroad he forwards and the Minister's decision is recorded.
create function permits.next_state(of_scope text, of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('within', 'asked', 'advise', 'advised'), ('within', 'asked', 'withdraw', 'withdrawn'),
    ('within', 'advised', 'send_back', 'asked'), ('within', 'advised', 'grant', 'granted'), ('within', 'advised', 'refuse', 'refused'),
    ('within', 'advised', 'withdraw', 'withdrawn'),
    ('within', 'granted', 'propose_revocation', 'revocation_proposed'), ('within', 'granted', 'report_back', 'returned'), ('within', 'granted', 'withdraw', 'withdrawn'),
    ('within', 'revocation_proposed', 'revoke', 'revoked'), ('within', 'revocation_proposed', 'keep', 'granted'), ('within', 'revocation_proposed', 'report_back', 'returned'),
    ('abroad', 'asked', 'advise', 'advised'), ('abroad', 'asked', 'withdraw', 'withdrawn'),
    ('abroad', 'advised', 'send_back', 'asked'), ('abroad', 'advised', 'forward', 'forwarded'), ('abroad', 'advised', 'withdraw', 'withdrawn'),
    ('abroad', 'forwarded', 'record_grant', 'granted'), ('abroad', 'forwarded', 'record_refusal', 'refused'), ('abroad', 'forwarded', 'withdraw', 'withdrawn'),
    ('abroad', 'granted', 'propose_revocation', 'revocation_proposed'), ('abroad', 'granted', 'report_back', 'returned'), ('abroad', 'granted', 'withdraw', 'withdrawn'),
    ('abroad', 'revocation_proposed', 'revoke', 'revoked'), ('abroad', 'revocation_proposed', 'keep', 'granted'), ('abroad', 'revocation_proposed', 'report_back', 'returned')
  ) as m (scope, from_state, step, to_state)
  where m.scope = of_scope and m.from_state = of_state and m.step = of_step
$$;
create function permits.document_of(of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select d.document from (values
    ('advise', 'advice'), ('send_back', 'return_note'), ('grant', 'permit'), ('refuse', 'refusal'), ('forward', 'cover_letter'),
    ('record_grant', 'ministers_permit'), ('record_refusal', 'ministers_refusal'), ('propose_revocation', 'revocation_proposal'),
    ('revoke', 'revocation'), ('keep', 'keep_note'), ('report_back', 'return_report'), ('withdraw', 'withdrawal')
  ) as d (step, document)
  where d.step = of_step
$$;

-- Leave to go abroad is for clients on parole (UU 22/2022 pasal 15).
create function permits.begin_permit() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.scope = 'abroad' and not exists (select from cases.client_case c where c.id = new.case_id and c.kind = 'parole_pb') then
    raise exception 'only a client on parole asks to go abroad' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger begin_permit after insert on permits.permit for each row execute function permits.begin_permit();

-- A permit moves by a row of its history and no other way: nobody may write its state.
create function permits.move_on() returns trigger language plpgsql security definer set search_path = '' as $$
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
    due_on = case when ends or new.to_state in ('granted', 'forwarded') then null else x.due_on end,
    due_counts = case when ends or new.to_state in ('granted', 'forwarded') then null else x.due_counts end
  where x.id = p.id;
  return null;
end $$;
create trigger move_on after insert on permits.move for each row execute function permits.move_on();

-- A slip is the letter of a permit that was granted, with that letter's number; once void it stays so.
create function permits.keep_slip() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' and not exists (
      select from letters.letter l join permits.permit p on p.id = new.permit_id
      where l.id = new.id and l.concerns_thing = 'permits.permit' and l.concerns_id = p.id and l.label = new.label and l.dated = new.issued_on
        and l.state in ('numbered', 'signed', 'sent', 'received') and p.state in ('granted', 'revocation_proposed')) then
    raise exception 'a slip is the numbered letter of a granted permit' using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' and (old.voided_on is not null or new.voided_on is null) then
    raise exception 'a void slip stays void' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_slip after insert or update on permits.slip for each row execute function permits.keep_slip();

-- Whoever holds a code learns what stands on the paper in his hand, and whether it holds; of the name its first letters.
create function permits.at_door(of_code bytea) returns table (permit_id uuid, case_id uuid, person_id uuid, unit_id int, state text, scope text, label text,
  issued_on date, voided boolean, from_on date, until_on date, area_code text, country text, initials text, zone text, demo_today date)
language sql stable security definer set search_path = '' as $$
  select p.id, p.case_id, c.person_id, p.unit_id, p.state, p.scope, s.label, s.issued_on, s.voided_on is not null, p.from_on, p.until_on, p.area_code, p.country,
    (select string_agg(upper(left(w.word, 1)) || '.', ' ' order by w.at) from regexp_split_to_table(btrim(n.name), '\s+') with ordinality as w (word, at)),
    u.zone, u.demo_today
  from permits.slip s
  join permits.permit p on p.id = s.permit_id
  join cases.client_case c on c.id = p.case_id
  join people.person n on n.id = c.person_id
  join units.unit u on u.id = p.unit_id
  where s.code_hash = of_code
$$;
revoke all on function permits.next_state(text, text, text), permits.document_of(text), permits.begin_permit(), permits.move_on(), permits.keep_slip(),
  permits.at_door(bytea) from public;
grant execute on function permits.next_state(text, text, text), permits.document_of(text) to app_staff, app_client, app_jobs;
grant execute on function permits.at_door(bytea) to app_public;

do $$
declare
  t text;
  heads constant text := 'unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[])';
  seen constant text := 'exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = %1$I.unit_id)';
begin
  foreach t in array array['permit', 'statement', 'paper', 'move', 'slip'] loop
    execute format('call platform.guard(%L)', 'permits.' || t);
    execute format('create policy with_case on permits.%1$I for select to app_staff using (
      (case_id = any ((select cases.ctx_deep())::uuid[]) or ' || heads || ') and ' || seen || ')', t);
    execute format('create policy by_job on permits.%1$I for select to app_jobs using (unit_id = any ((select platform.ctx_units(''system''))::int[]))', t);
    execute format('grant select, insert on permits.%I to app_staff', t);
    execute format('grant select on permits.%I to app_jobs', t);
  end loop;
  foreach t in array array['permit', 'statement', 'paper', 'move'] loop
    execute format('create policy add on permits.%1$I for insert to app_staff with check (
      made_by = (select platform.ctx_account())
      and (case_id = any ((select cases.ctx_guided())::uuid[]) or ' || heads || ') and ' || seen || ')', t);
  end loop;
  execute format('create policy change on permits.permit for update to app_staff using (
      (case_id = any ((select cases.ctx_guided())::uuid[]) or ' || heads || ') and ' || seen || ')', 'permit');
end $$;
grant update (due_on, due_counts) on permits.permit to app_staff;

create policy begins on permits.permit as restrictive for insert to app_staff, app_client with check (
  state = 'asked' and (asked_how = 'own_page') = (current_user = 'app_client'));
-- What the head decides takes the head.
create policy decided_by_head on permits.move as restrictive for insert to app_staff with check (
  step not in ('send_back', 'grant', 'refuse', 'forward', 'record_grant', 'record_refusal', 'revoke', 'keep')
  or unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]));
create policy by_head on permits.slip for insert to app_staff with check (
  made_by = (select platform.ctx_account()) and unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[])
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = slip.unit_id));
create policy void_by_head on permits.slip for update to app_staff using (
  unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[])
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = slip.unit_id));
grant update (voided_on) on permits.slip to app_staff;

-- The client asks, withdraws, and reads where his request stands; of what the counsellor advised he reads nothing.
create policy own on permits.permit for select to app_client using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client');
create policy ask on permits.permit for insert to app_client with check (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client' and made_by = (select platform.ctx_account())
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = permit.unit_id));
create policy own on permits.move for select to app_client using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client'
  and step in ('grant', 'refuse', 'forward', 'record_grant', 'record_refusal', 'revoke', 'report_back', 'withdraw'));
create policy withdraw on permits.move for insert to app_client with check (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client' and made_by = (select platform.ctx_account())
  and step = 'withdraw');
create policy own on permits.slip for select to app_client using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client');
grant select (id, case_id, unit_id, scope, state, asked_on, from_on, until_on, area_code, country, stay, companion, purpose, purpose_text, decided_on, returned_on, ended_on)
  on permits.permit to app_client;
grant insert on permits.permit, permits.move to app_client;
grant select (id, permit_id, case_id, step, to_state, day, reason, document_number) on permits.move to app_client;
grant select (id, permit_id, case_id, label, issued_on, voided_on) on permits.slip to app_client;
