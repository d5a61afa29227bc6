-- at-large: whose supervision ended by a decree and who is not back in an institution, until he is. How a search moves on is the table of
-- src/modules/at-large/rules.ts, written here once more, so that no program and no hand moves one another way.

create schema at_large;
grant usage on schema at_large to app_staff, app_jobs;

create table at_large.search (
  id            uuid primary key default uuidv7(),
  case_id       uuid not null references cases.client_case,
  unit_id       int not null references units.unit,
  state         text not null default 'decree_received' check (state in ('decree_received', 'copies_sent', 'arrest_requested', 'wanted',
                  'arrested', 'handed_over', 'located_elsewhere', 'deceased', 'lifted')),
  opened_on     date not null,
  decree_number text not null default '' check (length(decree_number) <= 120),
  decree_dated  date,
  decree_issuer text not null default '' check (length(decree_issuer) <= 200),
  clock_from    date generated always as (coalesce(decree_dated, opened_on)) stored,
  arrested_on   date,
  ended_on      date,
  made_by       uuid,
  made_at       timestamptz not null default now(),
  unique (id, case_id, unit_id)
);
comment on table at_large.search is 'One search for somebody whose supervision ended by a decree: the decree, where the search stands, and when he was back.';
create index search_case on at_large.search (case_id);
create index search_unit on at_large.search (unit_id, clock_from) where ended_on is null;
-- Somebody who is away is away once.
create unique index search_running on at_large.search (case_id) where ended_on is null;

create table at_large.copy (
  id            uuid primary key default uuidv7(),
  search_id     uuid not null,
  case_id       uuid not null,
  unit_id       int not null,
  addressee     text not null check (addressee in ('prosecutor', 'police', 'prison', 'kanwil')),
  name          text not null check (length(name) between 2 and 200),
  letter_number text not null default '' check (length(letter_number) <= 120),
  sent_on       date not null,
  received_on   date,
  received_by   text not null default '' check (length(received_by) <= 200),
  made_by       uuid,
  made_at       timestamptz not null default now(),
  check (received_on is null or received_on >= sent_on),
  foreign key (search_id, case_id, unit_id) references at_large.search (id, case_id, unit_id)
);
comment on table at_large.copy is 'A copy of the decree that went to somebody who helps to find him, and who took it on which day.';
create index copy_search on at_large.copy (search_id, sent_on);
create index copy_case on at_large.copy (case_id);

create table at_large.sighting (
  id           uuid primary key default uuidv7(),
  search_id    uuid not null,
  case_id      uuid not null,
  unit_id      int not null,
  from_unit_id int not null references units.unit,
  seen_on      date not null,
  place        text not null check (length(place) between 3 and 300),
  area_code    text check (area_code ~ '^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$'),
  source_grade text not null check (source_grade in ('proven', 'usual', 'doubtful', 'unknown')),
  info_grade   text not null check (info_grade in ('confirmed', 'likely', 'doubtful', 'unknown')),
  told_by      text not null default '' check (length(told_by) <= 200),
  note         text not null check (length(note) between 5 and 4000),
  file_id      uuid references platform.file,
  made_by      uuid,
  made_at      timestamptz not null default now(),
  foreign key (search_id, case_id, unit_id) references at_large.search (id, case_id, unit_id)
);
comment on table at_large.sighting is 'Somebody says where he was seen: when, where, how far source and news can be trusted, and which office wrote it down.';
create index sighting_search on at_large.sighting (search_id, seen_on);
create index sighting_case on at_large.sighting (case_id);

create table at_large.closure (
  id              uuid primary key default uuidv7(),
  search_id       uuid not null,
  case_id         uuid not null,
  unit_id         int not null,
  step            text not null check (step in ('hand_over', 'locate', 'die')),
  day             date not null,
  institution     text not null default '' check (length(institution) <= 200),
  document_number text not null check (length(document_number) between 1 and 120),
  register_number text not null default '' check (length(register_number) <= 120),
  reason          text not null check (length(reason) between 5 and 4000),
  file_id         uuid references platform.file,
  made_by         uuid,
  made_at         timestamptz not null default now(),
  decided_by      uuid,
  decided_at      timestamptz,
  outcome         text check (outcome in ('confirmed', 'refused')),
  decision_note   text not null default '' check (length(decision_note) <= 2000),
  check (step = 'die' or institution <> ''),
  check ((decided_by is null) = (outcome is null)),
  check (decided_by is null or decided_by is distinct from made_by),
  foreign key (search_id, case_id, unit_id) references at_large.search (id, case_id, unit_id)
);
comment on table at_large.closure is 'What would end a search, as one person found it and another one confirmed or refused it.';
create index closure_search on at_large.closure (search_id);
create index closure_case on at_large.closure (case_id);
create unique index closure_open on at_large.closure (search_id) where outcome is null;

create table at_large.move (
  id              uuid primary key default uuidv7(),
  search_id       uuid not null,
  case_id         uuid not null,
  unit_id         int not null,
  step            text not null check (step in ('send_copies', 'request_arrest', 'list_as_wanted', 'arrest', 'lose', 'hand_over', 'locate', 'die', 'lift')),
  from_state      text not null check (from_state in ('decree_received', 'copies_sent', 'arrest_requested', 'wanted', 'arrested', 'handed_over',
                    'located_elsewhere', 'deceased', 'lifted')),
  to_state        text not null check (to_state in ('decree_received', 'copies_sent', 'arrest_requested', 'wanted', 'arrested', 'handed_over',
                    'located_elsewhere', 'deceased', 'lifted')),
  day             date not null,
  reason          text not null check (length(reason) between 5 and 4000),
  document        text not null check (document in ('cover_letter', 'arrest_request', 'wanted_list', 'arrest_minutes', 'loss_report', 'handover_minutes',
                    'custody_notice', 'death_certificate', 'lifting_decree')),
  document_number text not null default '' check (length(document_number) <= 120),
  place           text not null default '' check (length(place) <= 300),
  file_id         uuid references platform.file,
  closure_id      uuid references at_large.closure,
  made_by         uuid not null,
  made_at         timestamptz not null default now(),
  check (document_number <> '' or step not in ('request_arrest', 'list_as_wanted', 'hand_over', 'locate', 'die')),
  check (place <> '' or step <> 'arrest'),
  check ((closure_id is not null) = (step in ('hand_over', 'locate', 'die'))),
  foreign key (search_id, case_id, unit_id) references at_large.search (id, case_id, unit_id)
);
comment on table at_large.move is 'Each step of a search: from where to where, who, when, why, and on which document. Never changed.';
create index move_search on at_large.move (search_id, made_at);
create index move_case on at_large.move (case_id);

create table at_large.alarm (
  id        uuid primary key default uuidv7(),
  search_id uuid not null,
  case_id   uuid not null,
  unit_id   int not null,
  ordinal   int not null check (ordinal between 1 and 5),
  days      int not null check (days between 1 and 1000),
  reason    text not null check (reason in ('copies_missing', 'request_missing', 'not_arrested')),
  raised_on date not null,
  made_at   timestamptz not null default now(),
  unique (search_id, ordinal),
  foreign key (search_id, case_id, unit_id) references at_large.search (id, case_id, unit_id)
);
comment on table at_large.alarm is 'That a search has grown so old without something having happened, and who was told on which day. It decides nothing.';
create index alarm_case on at_large.alarm (case_id);

-- Read it aloud: from the decree every further step may be the next one; who is back in an institution, dead or whose decree was lifted is
-- searched no more; who escapes or is let go elsewhere is searched again.
create function at_large.next_state(of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('decree_received', 'send_copies', 'copies_sent'), ('decree_received', 'request_arrest', 'arrest_requested'),
    ('decree_received', 'list_as_wanted', 'wanted'), ('decree_received', 'arrest', 'arrested'), ('decree_received', 'hand_over', 'handed_over'),
    ('decree_received', 'locate', 'located_elsewhere'), ('decree_received', 'die', 'deceased'), ('decree_received', 'lift', 'lifted'),
    ('copies_sent', 'request_arrest', 'arrest_requested'), ('copies_sent', 'list_as_wanted', 'wanted'), ('copies_sent', 'arrest', 'arrested'),
    ('copies_sent', 'hand_over', 'handed_over'), ('copies_sent', 'locate', 'located_elsewhere'), ('copies_sent', 'die', 'deceased'), ('copies_sent', 'lift', 'lifted'),
    ('arrest_requested', 'request_arrest', 'arrest_requested'), ('arrest_requested', 'list_as_wanted', 'wanted'), ('arrest_requested', 'arrest', 'arrested'),
    ('arrest_requested', 'hand_over', 'handed_over'), ('arrest_requested', 'locate', 'located_elsewhere'), ('arrest_requested', 'die', 'deceased'),
    ('arrest_requested', 'lift', 'lifted'),
    ('wanted', 'arrest', 'arrested'), ('wanted', 'hand_over', 'handed_over'), ('wanted', 'locate', 'located_elsewhere'), ('wanted', 'die', 'deceased'), ('wanted', 'lift', 'lifted'),
    ('arrested', 'hand_over', 'handed_over'), ('arrested', 'locate', 'located_elsewhere'), ('arrested', 'lose', 'decree_received'), ('arrested', 'die', 'deceased'),
    ('arrested', 'lift', 'lifted'),
    ('located_elsewhere', 'hand_over', 'handed_over'), ('located_elsewhere', 'lose', 'decree_received'), ('located_elsewhere', 'die', 'deceased'),
    ('located_elsewhere', 'lift', 'lifted')
  ) as m (from_state, step, to_state)
  where m.from_state = of_state and m.step = of_step
$$;
create function at_large.document_of(of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select d.document from (values
    ('send_copies', 'cover_letter'), ('request_arrest', 'arrest_request'), ('list_as_wanted', 'wanted_list'), ('arrest', 'arrest_minutes'),
    ('lose', 'loss_report'), ('hand_over', 'handover_minutes'), ('locate', 'custody_notice'), ('die', 'death_certificate'), ('lift', 'lifting_decree')
  ) as d (step, document)
  where d.step = of_step
$$;

-- A search moves by a row of its history and no other way: nobody may write its state.
create function at_large.move_on() returns trigger language plpgsql security definer set search_path = '' as $$
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
  if new.step = 'lift' and exists (select from cases.client_case c where c.id = s.case_id and c.state = 'ended' and c.end_reason = 'breach') then
    raise exception 'a decree that stands is not lifted' using errcode = 'check_violation';
  end if;
  update at_large.search x set state = new.to_state,
    arrested_on = case when new.step = 'arrest' then coalesce(x.arrested_on, new.day) else x.arrested_on end,
    ended_on = case when new.to_state in ('handed_over', 'located_elsewhere', 'deceased', 'lifted') then new.day end
  where x.id = s.id;
  return null;
end $$;
create trigger move_on after insert on at_large.move for each row execute function at_large.move_on();

-- What was written about a copy's receipt and decided about a closure stays.
create function at_large.keep_copy() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.received_on is not null and (new.received_on, new.received_by) is distinct from (old.received_on, old.received_by) then
    raise exception 'the receipt of a copy is written once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_copy before update on at_large.copy for each row execute function at_large.keep_copy();
create function at_large.keep_closure() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.outcome is not null then
    raise exception 'a closure is decided once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_closure before update on at_large.closure for each row execute function at_large.keep_closure();
revoke all on function at_large.next_state(text, text), at_large.document_of(text), at_large.move_on(), at_large.keep_copy(), at_large.keep_closure() from public;
grant execute on function at_large.next_state(text, text), at_large.document_of(text) to app_staff, app_jobs;

do $$
declare
  t text;
  heads constant text := 'unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[])';
  seen constant text := 'exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = %1$I.unit_id)';
begin
  foreach t in array array['search', 'copy', 'sighting', 'closure', 'move', 'alarm'] loop
    execute format('call platform.guard(%L)', 'at_large.' || t);
    execute format('create policy with_case on at_large.%1$I for select to app_staff using (
      (case_id = any ((select cases.ctx_deep())::uuid[]) or ' || heads || ') and ' || seen || ')', t);
    execute format('create policy by_job on at_large.%1$I for select to app_jobs using (unit_id = any ((select platform.ctx_units(''system''))::int[]))', t);
    execute format('grant select on at_large.%I to app_staff, app_jobs', t);
  end loop;
  foreach t in array array['copy', 'sighting', 'closure', 'move'] loop
    execute format('create policy add on at_large.%1$I for insert to app_staff with check (
      made_by = (select platform.ctx_account())
      and (case_id = any ((select cases.ctx_guided())::uuid[]) or ' || heads || ') and ' || seen || ')', t);
    execute format('grant insert on at_large.%I to app_staff', t);
  end loop;
  foreach t in array array['search', 'copy'] loop
    execute format('create policy change on at_large.%1$I for update to app_staff using (
      (case_id = any ((select cases.ctx_guided())::uuid[]) or ' || heads || ') and ' || seen || ')', t);
  end loop;
end $$;
grant update (decree_number, decree_dated, decree_issuer) on at_large.search to app_staff;
grant update (received_on, received_by) on at_large.copy to app_staff;
-- A closure is confirmed by whoever leads, in his own name.
create policy decide on at_large.closure for update to app_staff
  using (unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])
    and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = closure.unit_id))
  with check (decided_by = (select platform.ctx_account()));
grant update (decided_by, decided_at, outcome, decision_note) on at_large.closure to app_staff;
create policy undecided on at_large.closure as restrictive for insert to app_staff with check (outcome is null);
create policy ended_by_leader on at_large.move as restrictive for insert to app_staff with check (
  step not in ('hand_over', 'locate', 'die', 'lift') or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]));
create policy own_office on at_large.sighting as restrictive for insert to app_staff with check (from_unit_id = unit_id);
create policy raise_by_job on at_large.alarm for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant insert on at_large.alarm to app_jobs;

-- A search opens because a supervision has ended by a decree, whoever ended it, and never otherwise. Once: what runs already runs on.
create function at_large.open_search(of_case uuid, number text, dated date, issuer text)
returns uuid language plpgsql security definer set search_path = '' as $$
declare opened uuid;
begin
  if (select platform.ctx_account()) is null then return null; end if;
  insert into at_large.search (case_id, unit_id, opened_on, decree_number, decree_dated, decree_issuer, made_by)
  select c.id, c.unit_id, c.ended_on, number, dated, issuer, platform.ctx_account()
  from cases.client_case c where c.id = of_case and c.state = 'ended' and c.end_reason = 'breach'
  on conflict (case_id) where ended_on is null do nothing
  returning id into opened;
  return opened;
end $$;

-- The decree is lifted with the supervision that goes on: the search ends with it, also where somebody else reopened the file.
create function at_large.lift_search(of_case uuid, on_day date, why text)
returns uuid language plpgsql security definer set search_path = '' as $$
declare s at_large.search;
begin
  select * into s from at_large.search x where x.case_id = of_case and at_large.next_state(x.state, 'lift') is not null
  order by x.ended_on is not null, x.made_at desc limit 1;
  if s.id is null or platform.ctx_account() is null then return null; end if;
  insert into at_large.move (search_id, case_id, unit_id, step, from_state, to_state, day, reason, document, made_by)
  values (s.id, s.case_id, s.unit_id, 'lift', s.state, 'lifted', on_day, why, 'lifting_decree', platform.ctx_account());
  return s.id;
end $$;

-- Whoever may look for people anywhere, and the offices above, know that somebody is away; nothing of his file is told to them.
create function at_large.ctx_knows() returns boolean
language sql stable security definer set search_path = '' as $$
  select cardinality(platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil', 'ditjen_analyst')) > 0
$$;
-- The searches that are told of, for the functions below alone.
create function at_large.told() returns table (id uuid, unit_id int, state text, clock_from date, arrested_on date, ended_on date, person_id uuid)
language sql stable security definer set search_path = '' as $$
  select s.id, s.unit_id, s.state, s.clock_from, s.arrested_on, s.ended_on, c.person_id
  from at_large.search s join cases.client_case c on c.id = s.case_id join people.person p on p.id = c.person_id
  where not p.restricted and not c.sealed and c.person_id <> all ((select people.ctx_excluded())::uuid[])
$$;
create function at_large.pointers() returns table (id uuid, unit_id int, state text, clock_from date)
language sql stable security definer set search_path = '' as $$
  select t.id, t.unit_id, t.state, t.clock_from from at_large.told() t
  where (select at_large.ctx_knows()) and t.ended_on is null
$$;
-- How long it took from decree to arrest: days and offices, nobody's name.
create function at_large.arrests() returns table (id uuid, unit_id int, clock_from date, arrested_on date)
language sql stable security definer set search_path = '' as $$
  select t.id, t.unit_id, t.clock_from, t.arrested_on from at_large.told() t
  where (select at_large.ctx_knows()) and t.arrested_on is not null and t.state <> 'lifted'
$$;
-- Who of those who are away may be the one that is typed: which groups of fields agree, and no value of his file.
create function at_large.find(typed_nik text, typed_birth date, typed_words text[])
returns table (id uuid, unit_id int, state text, clock_from date, band text, agrees text[])
language sql stable security definer set search_path = '' as $$
  with judged as (
    select t.id, t.unit_id, t.state, t.clock_from,
      (typed_nik is not null and p.nik = typed_nik) as same_nik,
      (typed_birth is not null and p.birth_date = typed_birth and p.birth_precision = 'day') as same_birth,
      (typed_birth is not null and p.birth_date <> typed_birth and p.birth_precision = 'day') as other_birth,
      (select count(distinct k.word) from people.name_word w join people.word_key k on k.word = w.word
        where w.person_id = p.id and k.key = any (typed_words)) as words
    from at_large.told() t join people.person p on p.id = t.person_id
    where (select at_large.ctx_knows()) and t.ended_on is null
  )
  select j.id, j.unit_id, j.state, j.clock_from,
    case when j.same_nik and j.words > 0 then 'strong' when j.same_nik or (j.words >= 2 and j.same_birth) then 'likely' else 'doubtful' end,
    array_remove(array[case when j.same_nik then 'nik' end, case when j.same_birth then 'birth' end, case when j.words > 0 then 'name' end], null)
  from judged j
  where j.same_nik or (j.same_birth and j.words > 0) or (j.words >= 2 and not j.other_birth)
  order by j.same_nik desc, j.same_birth desc, j.words desc, j.id limit 5
$$;
-- Who of one's own office's people is away.
create function at_large.among(persons uuid[]) returns table (person_id uuid, id uuid, state text, clock_from date)
language sql stable security definer set search_path = '' as $$
  select t.person_id, t.id, t.state, t.clock_from
  from at_large.told() t join people.person p on p.id = t.person_id
  where t.person_id = any (persons) and t.ended_on is null
    and p.unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil'))::int[])
$$;
-- Another office tells the one that searches where he was seen; it learns nothing in return but that it was heard.
create function at_large.tell(of_search uuid, new_id uuid, from_unit int, seen date, at_place text, in_area text, source text, info text, teller text, says text)
returns table (case_id uuid, unit_id int, person_id uuid, pk_staff_id uuid)
language plpgsql security definer set search_path = '' as $$
begin
  if from_unit <> all (platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil', 'ditjen_analyst')) then return; end if;
  if not exists (select from at_large.told() t where t.id = of_search and t.ended_on is null) then return; end if;
  insert into at_large.sighting (id, search_id, case_id, unit_id, from_unit_id, seen_on, place, area_code, source_grade, info_grade, told_by, note, made_by)
  select new_id, s.id, s.case_id, s.unit_id, from_unit, seen, at_place, in_area, source, info, teller, says, platform.ctx_account()
  from at_large.search s where s.id = of_search;
  return query select s.case_id, s.unit_id, c.person_id, c.pk_staff_id
    from at_large.search s join cases.client_case c on c.id = s.case_id where s.id = of_search;
end $$;
revoke all on function at_large.open_search(uuid, text, date, text), at_large.lift_search(uuid, date, text), at_large.ctx_knows(), at_large.told(),
  at_large.pointers(), at_large.arrests(), at_large.find(text, date, text[]), at_large.among(uuid[]),
  at_large.tell(uuid, uuid, int, date, text, text, text, text, text, text) from public;
grant execute on function at_large.open_search(uuid, text, date, text), at_large.lift_search(uuid, date, text), at_large.ctx_knows(), at_large.pointers(),
  at_large.arrests(), at_large.find(text, date, text[]), at_large.among(uuid[]),
  at_large.tell(uuid, uuid, int, date, text, text, text, text, text, text) to app_staff;
grant execute on function at_large.open_search(uuid, text, date, text) to app_jobs;
