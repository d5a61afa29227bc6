-- breaches: from a sign that a client broke what he owes to its end. How one moves on is the table of src/modules/breaches/rules.ts,
-- written here once more, so that no program and no hand moves a breach another way.

create schema breaches;
grant usage on schema breaches to app_staff, app_client, app_jobs;

create table breaches.breach (
  id            uuid primary key default uuidv7(),
  case_id       uuid not null references cases.client_case,
  unit_id       int not null references units.unit,
  state         text not null check (state in ('proposed', 'open', 'summoned', 'examined', 'recommended', 'reprimanded',
                  'proposed_for_revocation', 'closed_unfounded', 'dismissed', 'stopped')),
  source        text not null check (source in ('system', 'officer', 'petition', 'offence_notice')),
  opened_on     date not null,
  note          text not null default '' check (length(note) <= 4000),
  alleged       text not null default '' check (length(alleged) <= 2000),
  first_missed  uuid references check_ins.obligation,
  misses        int check (misses > 0),
  custody_place text not null default '' check (length(custody_place) <= 200),
  custody_since date,
  due_on        date,
  due_counts    text check (due_counts in ('calendar', 'working')),
  counselling   text not null default '' check (length(counselling) <= 4000),
  follow_up_on  date,
  ended_on      date,
  made_by       uuid,
  made_at       timestamptz not null default now(),
  check ((first_missed is null) = (misses is null)),
  check (source <> 'system' or first_missed is not null),
  check ((due_on is null) = (due_counts is null)),
  check (custody_since is null or custody_place <> '')
);
comment on table breaches.breach is 'One suspected breach of a client: how it came up, what he is told of it, where it stands and by when the next step is due.';
create index breach_case on breaches.breach (case_id);
create index breach_unit on breaches.breach (unit_id, state);
-- One open breach for a client and a row of misses.
create unique index breach_of_row on breaches.breach (case_id, first_missed)
  where state in ('proposed', 'open', 'summoned', 'examined', 'recommended');

create table breaches.ground (
  id        uuid primary key default uuidv7(),
  breach_id uuid not null references breaches.breach,
  case_id   uuid not null,
  unit_id   int not null,
  code      text not null check (code in ('new_offence', 'bad_conduct', 'unrest', 'missed_in_a_row', 'address_change', 'programme', 'drug_use',
              'criminal_contact', 'refuses_work', 'other_condition')),
  made_by   uuid,
  made_at   timestamptz not null default now(),
  unique (breach_id, code)
);
comment on table breaches.ground is 'Which duty or condition is said to be broken; the sources stand with the rule breaches.grounds.';
create index ground_case on breaches.ground (case_id);

create table breaches.entry (
  id          uuid primary key default uuidv7(),
  breach_id   uuid not null references breaches.breach,
  case_id     uuid not null,
  unit_id     int not null,
  kind        text not null check (kind in ('evidence', 'alternative', 'home_visit')),
  happened_on date not null,
  text        text not null check (length(text) between 5 and 4000),
  result      text not null default '' check (length(result) <= 2000),
  file_id     uuid references platform.file,
  made_by     uuid,
  made_at     timestamptz not null default now()
);
comment on table breaches.entry is 'What speaks for or against a breach: a piece of evidence, what was tried instead of a sanction, a visit at home.';
create index entry_breach on breaches.entry (breach_id, happened_on);
create index entry_case on breaches.entry (case_id);

create table breaches.summons (
  id            uuid primary key default uuidv7(),
  breach_id     uuid not null references breaches.breach,
  case_id       uuid not null,
  unit_id       int not null,
  ordinal       int not null check (ordinal between 1 and 9),
  letter_number text not null check (length(letter_number) between 1 and 120),
  sent_on       date not null,
  appear_on     date not null,
  appear_at     time not null,
  place         text not null check (length(place) between 2 and 300),
  days          int not null check (days between 1 and 60),
  counts        text not null check (counts in ('calendar', 'working')),
  delivered_on  date,
  delivered_how text check (delivered_how in ('in_person', 'family', 'village_office', 'post', 'messenger')),
  delivered_to  text not null default '' check (length(delivered_to) <= 200),
  delivery_note text not null default '' check (length(delivery_note) <= 1000),
  delivery_file_id uuid references platform.file,
  outcome       text check (outcome in ('appeared', 'not_appeared', 'not_delivered')),
  outcome_on    date,
  outcome_note  text not null default '' check (length(outcome_note) <= 2000),
  made_by       uuid,
  made_at       timestamptz not null default now(),
  check (appear_on > sent_on),
  check ((delivered_on is null) = (delivered_how is null)),
  check (delivered_on is null or (delivered_on >= sent_on and delivered_on <= appear_on and delivered_to <> '')),
  check ((outcome is null) = (outcome_on is null)),
  check (outcome is distinct from 'not_appeared' or (delivered_on is not null and outcome_on > appear_on)),
  check (outcome is distinct from 'not_delivered' or delivered_on is null),
  check (outcome_on is null or outcome_on >= sent_on)
);
comment on table breaches.summons is 'A letter that calls a client to be heard: when and where, how it reached him, and whether he came.';
create index summons_breach on breaches.summons (breach_id);
create index summons_case on breaches.summons (case_id);
create unique index summons_running on breaches.summons (breach_id) where outcome is null;

create table breaches.examination (
  id        uuid primary key default uuidv7(),
  breach_id uuid not null references breaches.breach,
  case_id   uuid not null,
  unit_id   int not null,
  about     text not null check (about in ('client', 'reporter', 'witness')),
  person    text not null default '' check (length(person) <= 200),
  number    text not null check (length(number) between 1 and 120),
  held_on   date not null,
  place     text not null check (length(place) between 2 and 300),
  in_absence boolean not null default false,
  statement text not null check (length(statement) between 5 and 12000),
  present   text not null check (length(present) between 3 and 1000),
  made_by   uuid,
  made_at   timestamptz not null default now(),
  check (about = 'client' or (person <> '' and not in_absence))
);
comment on table breaches.examination is 'The minutes (BAP) of hearing the client, whoever reported, or a witness; or that the client did not come.';
create index examination_breach on breaches.examination (breach_id);
create index examination_case on breaches.examination (case_id);

create table breaches.paper (
  id        uuid primary key default uuidv7(),
  breach_id uuid not null references breaches.breach,
  case_id   uuid not null,
  unit_id   int not null,
  kind      text not null check (kind in ('summons', 'minutes', 'reprimand', 'file')),
  of_id     uuid not null,
  file_id   uuid not null references platform.file,
  sha256    bytea not null check (length(sha256) between 4 and 64),
  made_by   uuid,
  made_at   timestamptz not null default now(),
  unique (kind, of_id)
);
comment on table breaches.paper is 'The signed scan of a paper, locked with its hash: there is one, and it is not replaced.';
create index paper_breach on breaches.paper (breach_id);
create index paper_case on breaches.paper (case_id);

create table breaches.move (
  id          uuid primary key default uuidv7(),
  breach_id   uuid not null references breaches.breach,
  case_id     uuid not null,
  unit_id     int not null,
  step        text not null check (step in ('confirm', 'dismiss', 'summon', 'examine', 'conclude_absent', 'recommend', 'send_back', 'reprimand',
                'propose_revocation', 'close_unfounded', 'stop')),
  from_state  text not null check (from_state in ('proposed', 'open', 'summoned', 'examined', 'recommended', 'reprimanded',
                'proposed_for_revocation', 'closed_unfounded', 'dismissed', 'stopped')),
  to_state    text not null check (to_state in ('proposed', 'open', 'summoned', 'examined', 'recommended', 'reprimanded',
                'proposed_for_revocation', 'closed_unfounded', 'dismissed', 'stopped')),
  day         date not null,
  reason      text not null check (length(reason) between 5 and 4000),
  document    text not null check (document in ('breach_note', 'summons', 'minutes', 'recommendation', 'return_note', 'reprimand', 'proposal',
                'closing_note', 'stop_note')),
  document_number text not null default '' check (length(document_number) <= 120),
  document_id uuid,
  option      text check (option in ('reprimand', 'revocation', 'unfounded')),
  counselling text not null default '' check (length(counselling) <= 4000),
  made_by     uuid not null,
  made_at     timestamptz not null default now(),
  check ((option is not null) = (step = 'recommend')),
  check (document_number <> '' or document not in ('summons', 'minutes', 'reprimand', 'proposal', 'stop_note')),
  check ((document_id is not null) = (document in ('summons', 'minutes')))
);
comment on table breaches.move is 'Each step of a breach: from where to where, who, when, why, and on which document. Never changed.';
create index move_breach on breaches.move (breach_id, made_at);
create index move_case on breaches.move (case_id);

-- Read it aloud: one proposed is confirmed or dismissed; an open one is summoned for or examined; and so on to an end.
create function breaches.next_state(of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('proposed', 'confirm', 'open'), ('proposed', 'dismiss', 'dismissed'), ('proposed', 'stop', 'stopped'),
    ('open', 'summon', 'summoned'), ('open', 'examine', 'examined'), ('open', 'stop', 'stopped'),
    ('summoned', 'summon', 'summoned'), ('summoned', 'examine', 'examined'), ('summoned', 'conclude_absent', 'examined'), ('summoned', 'stop', 'stopped'),
    ('examined', 'examine', 'examined'), ('examined', 'recommend', 'recommended'), ('examined', 'stop', 'stopped'),
    ('recommended', 'send_back', 'examined'), ('recommended', 'reprimand', 'reprimanded'),
    ('recommended', 'propose_revocation', 'proposed_for_revocation'), ('recommended', 'close_unfounded', 'closed_unfounded'), ('recommended', 'stop', 'stopped')
  ) as m (from_state, step, to_state)
  where m.from_state = of_state and m.step = of_step
$$;
create function breaches.document_of(of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select d.document from (values
    ('confirm', 'breach_note'), ('dismiss', 'closing_note'), ('summon', 'summons'), ('examine', 'minutes'), ('conclude_absent', 'minutes'),
    ('recommend', 'recommendation'), ('send_back', 'return_note'), ('reprimand', 'reprimand'), ('propose_revocation', 'proposal'),
    ('close_unfounded', 'closing_note'), ('stop', 'stop_note')
  ) as d (step, document)
  where d.step = of_step
$$;

-- A breach moves by a row of its history and no other way: nobody may write its state.
create function breaches.move_on() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  b breaches.breach;
begin
  select * into b from breaches.breach x where x.id = new.breach_id for update;
  if b.id is null or b.case_id <> new.case_id or b.unit_id <> new.unit_id or b.state <> new.from_state
     or new.to_state is distinct from breaches.next_state(new.from_state, new.step) then
    raise exception 'a breach does not move from % to % by %', b.state, new.to_state, new.step using errcode = 'check_violation';
  end if;
  if new.document is distinct from breaches.document_of(new.step) then
    raise exception '% is not the document of %', new.document, new.step using errcode = 'check_violation';
  end if;
  if (new.step = 'summon' and not exists (select from breaches.summons s where s.id = new.document_id and s.breach_id = b.id))
     or (new.step in ('examine', 'conclude_absent') and not exists (
       select from breaches.examination e where e.id = new.document_id and e.breach_id = b.id and e.in_absence = (new.step = 'conclude_absent'))) then
    raise exception 'the document of % is not there', new.step using errcode = 'check_violation';
  end if;
  -- Whoever proposes does not decide.
  if new.step in ('reprimand', 'propose_revocation', 'close_unfounded') and new.made_by = (
    select m.made_by from breaches.move m where m.breach_id = b.id and m.step = 'recommend' order by m.made_at desc, m.id desc limit 1) then
    raise exception 'whoever recommends does not decide' using errcode = 'check_violation';
  end if;
  update breaches.breach x set state = new.to_state,
    ended_on = case when new.to_state in ('reprimanded', 'proposed_for_revocation', 'closed_unfounded', 'dismissed', 'stopped') then new.day end,
    due_on = case when new.to_state in ('reprimanded', 'proposed_for_revocation', 'closed_unfounded', 'dismissed', 'stopped') then null else x.due_on end,
    due_counts = case when new.to_state in ('reprimanded', 'proposed_for_revocation', 'closed_unfounded', 'dismissed', 'stopped') then null else x.due_counts end
  where x.id = b.id;
  return null;
end $$;
create trigger move_on after insert on breaches.move for each row execute function breaches.move_on();

-- What a summons came to is written once.
create function breaches.keep_summons() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.outcome is not null and (new.outcome, new.outcome_on, new.outcome_note) is distinct from (old.outcome, old.outcome_on, old.outcome_note)
     or old.delivered_on is not null and (new.delivered_on, new.delivered_how, new.delivered_to) is distinct from (old.delivered_on, old.delivered_how, old.delivered_to) then
    raise exception 'what became of a summons is written once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_summons before update on breaches.summons for each row execute function breaches.keep_summons();
revoke all on function breaches.next_state(text, text), breaches.document_of(text), breaches.move_on(), breaches.keep_summons() from public;
grant execute on function breaches.next_state(text, text), breaches.document_of(text) to app_staff, app_jobs;

do $$
declare
  t text;
  heads constant text := 'unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[])';
  seen constant text := 'exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = %1$I.unit_id)';
begin
  foreach t in array array['breach', 'ground', 'entry', 'summons', 'examination', 'paper', 'move'] loop
    execute format('call platform.guard(%L)', 'breaches.' || t);
    execute format('create policy with_case on breaches.%1$I for select to app_staff using (
      (case_id = any ((select cases.ctx_deep())::uuid[]) or ' || heads || ') and ' || seen || ')', t);
    execute format('create policy add on breaches.%1$I for insert to app_staff with check (
      made_by = (select platform.ctx_account())
      and (case_id = any ((select cases.ctx_guided())::uuid[]) or ' || heads || ') and ' || seen || ')', t);
    execute format('create policy by_job on breaches.%1$I for select to app_jobs using (unit_id = any ((select platform.ctx_units(''system''))::int[]))', t);
    execute format('grant select, insert on breaches.%I to app_staff', t);
    execute format('grant select on breaches.%I to app_jobs', t);
  end loop;
  foreach t in array array['breach', 'summons'] loop
    execute format('create policy change on breaches.%1$I for update to app_staff using (
      (case_id = any ((select cases.ctx_guided())::uuid[]) or ' || heads || ') and ' || seen || ')', t);
  end loop;
end $$;
-- What belongs to a breach belongs to its client and office.
alter table breaches.breach add unique (id, case_id, unit_id);
alter table breaches.ground add foreign key (breach_id, case_id, unit_id) references breaches.breach (id, case_id, unit_id);
alter table breaches.entry add foreign key (breach_id, case_id, unit_id) references breaches.breach (id, case_id, unit_id);
alter table breaches.summons add foreign key (breach_id, case_id, unit_id) references breaches.breach (id, case_id, unit_id);
alter table breaches.examination add foreign key (breach_id, case_id, unit_id) references breaches.breach (id, case_id, unit_id);
alter table breaches.paper add foreign key (breach_id, case_id, unit_id) references breaches.breach (id, case_id, unit_id);
alter table breaches.move add foreign key (breach_id, case_id, unit_id) references breaches.breach (id, case_id, unit_id);

-- What the system counts and a petition says is only ever proposed; an officer who saw it, or a notice of an offence, opens.
create policy begins on breaches.breach as restrictive for insert to app_staff with check (
  source <> 'system' and state = case source when 'petition' then 'proposed' else 'open' end);
create policy begin_by_job on breaches.breach for insert to app_jobs with check (
  unit_id = any ((select platform.ctx_units('system'))::int[]) and source = 'system' and state = 'proposed');
create policy begin_by_job on breaches.ground for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant insert on breaches.breach, breaches.ground to app_jobs;
-- Closing a breach takes somebody who leads; putting a revocation forward takes the head.
create policy decided_by_leader on breaches.move as restrictive for insert to app_staff with check (
  case
    when step = 'propose_revocation' then unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[])
    when step in ('send_back', 'reprimand', 'close_unfounded') then unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])
    else true end);
-- A scan is locked with the hash of the very file.
create policy hash_of_file on breaches.paper as restrictive for insert to app_staff with check (
  exists (select from platform.file f where f.id = file_id and f.sha256 = paper.sha256));

grant update (alleged, custody_place, custody_since, due_on, due_counts, counselling, follow_up_on) on breaches.breach to app_staff;
grant update (delivered_on, delivered_how, delivered_to, delivery_note, delivery_file_id, outcome, outcome_on, outcome_note) on breaches.summons to app_staff;

-- The client reads what he is accused of once somebody has confirmed it, when he is called and what was decided; nothing of who said so.
create policy own on breaches.breach for select to app_client using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client' and state not in ('proposed', 'dismissed'));
create policy own on breaches.ground for select to app_client using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client'
  and exists (select from breaches.breach b where b.id = breach_id));
create policy own on breaches.summons for select to app_client using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client'
  and exists (select from breaches.breach b where b.id = breach_id));
grant select (id, case_id, state, opened_on, alleged, counselling, follow_up_on, ended_on) on breaches.breach to app_client;
grant select (id, breach_id, case_id, code) on breaches.ground to app_client;
grant select (id, breach_id, case_id, ordinal, sent_on, appear_on, appear_at, place, outcome) on breaches.summons to app_client;

-- How many rows each table holds: of whatever schema of ours, so that a part added later is counted by itself.
create or replace function platform.count_rows() returns table (name text, rows bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  for name in
    select format('%I.%I', n.nspname, c.relname)
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition
      and n.nspname not in ('public', 'information_schema', 'graphile_worker') and n.nspname !~ '^pg_'
    order by 1
  loop
    execute 'select count(*) from ' || name into rows;
    return next;
  end loop;
end $$;
