-- petitions: somebody asks that a client be examined or his programme be revoked, or complains of an officer. Who asked stands apart from
-- what was asked. One that names an officer or the office lies with the level above, and in the accused unit nobody sees that it exists.

create schema petitions;
grant usage on schema petitions to app_staff, app_public, app_jobs;

create table petitions.petition (
  id             uuid primary key default uuidv7(),
  reference      text not null check (reference ~ '^P-[0-9A-Z]{5}$'),
  office_id      int not null references units.unit,
  unit_id        int not null references units.unit,
  channel        text not null check (channel in ('written', 'oral', 'public')),
  asks           text not null check (asks in ('examination', 'revocation')),
  about          text not null check (about in ('client', 'officer', 'office')),
  client_name    text not null default '' check (length(client_name) <= 200),
  client_details text not null default '' check (length(client_details) <= 1000),
  accused        text not null default '' check (length(accused) <= 200),
  accused_unit_id int references units.unit,
  told           text not null check (length(told) between 10 and 4000),
  happened       text not null default '' check (length(happened) <= 200),
  read_back      boolean not null default false,
  received_on    date not null,
  state          text not null check (state in ('received', 'identified', 'forwarded', 'closing_proposed', 'refusal_proposed', 'answer_proposed',
                   'accepted', 'closed', 'refused', 'answered', 'decided')),
  case_id        uuid references cases.client_case,
  breach_id      uuid references breaches.breach,
  answer         text not null default '' check (length(answer) <= 2000),
  outcome        text check (outcome in ('reprimanded', 'proposed_for_revocation', 'closed_unfounded', 'dismissed', 'stopped')),
  due_on         date,
  due_counts     text check (due_counts in ('calendar', 'working')),
  ended_on       date,
  submission_hash bytea not null unique check (length(submission_hash) = 32),
  code_hash      bytea not null unique check (length(code_hash) = 32),
  made_by        uuid,
  made_at        timestamptz not null default now(),
  check (about <> 'client' or client_name <> ''),
  check (about = 'client' or accused_unit_id is not null),
  check (channel <> 'oral' or read_back),
  check ((channel = 'public') = (made_by is null)),
  check ((due_on is null) = (due_counts is null)),
  check ((outcome is not null) = (state = 'decided'))
);
comment on table petitions.petition is 'What somebody asks of an office about a client, an officer or the office itself, where it lies and how it ended. Not who asked.';
create index petition_unit on petitions.petition (unit_id, state);
create index petition_case on petitions.petition (case_id);
create index petition_breach on petitions.petition (breach_id) where breach_id is not null;

create table petitions.petitioner (
  petition_id uuid primary key references petitions.petition,
  office_id   int not null references units.unit,
  kind        text not null check (kind in ('citizen', 'agency', 'anonymous')),
  name        text not null default '' check (length(name) <= 200),
  agency      text not null default '' check (length(agency) <= 200),
  phone       text not null default '' check (length(phone) <= 40),
  address     text not null default '' check (length(address) <= 400),
  made_by     uuid,
  made_at     timestamptz not null default now(),
  check (kind <> 'anonymous' or (name = '' and agency = '' and phone = '' and address = '')),
  check (kind = 'anonymous' or name <> '')
);
comment on table petitions.petitioner is 'Who petitioned: seen only by whoever leads the desk where the petition lies.';

create table petitions.attachment (
  id          uuid primary key default uuidv7(),
  petition_id uuid not null references petitions.petition,
  office_id   int not null references units.unit,
  media_type  text not null check (media_type in ('image/jpeg', 'application/pdf')),
  content     bytea not null check (length(content) between 1 and 5242880),
  sha256      bytea not null check (length(sha256) = 32),
  made_by     uuid,
  made_at     timestamptz not null default now()
);
comment on table petitions.attachment is 'A picture or paper that came with a petition. It may show who petitioned, so it is kept like his name.';
create index attachment_petition on petitions.attachment (petition_id);

create table petitions.hearing (
  id          uuid primary key default uuidv7(),
  petition_id uuid not null references petitions.petition,
  number      text not null check (length(number) between 1 and 120),
  held_on     date not null,
  place       text not null check (length(place) between 2 and 300),
  statement   text not null check (length(statement) between 5 and 12000),
  present     text not null check (length(present) between 3 and 1000),
  made_by     uuid not null,
  made_at     timestamptz not null default now()
);
comment on table petitions.hearing is 'The minutes (BAP) of hearing the petitioner. They stay with the petition and never go into the file of the client.';
create index hearing_petition on petitions.hearing (petition_id);

create table petitions.move (
  id          uuid primary key default uuidv7(),
  petition_id uuid not null references petitions.petition,
  step        text not null check (step in ('identify', 'forward_up', 'accept', 'propose_closing', 'propose_refusal', 'propose_answer', 'send_back',
                'close', 'refuse', 'answer', 'end')),
  from_state  text not null check (from_state in ('received', 'identified', 'forwarded', 'closing_proposed', 'refusal_proposed', 'answer_proposed',
                'accepted', 'closed', 'refused', 'answered', 'decided')),
  to_state    text not null check (to_state in ('received', 'identified', 'forwarded', 'closing_proposed', 'refusal_proposed', 'answer_proposed',
                'accepted', 'closed', 'refused', 'answered', 'decided')),
  day         date not null,
  reason      text not null check (length(reason) <= 4000),
  answer      text not null default '' check (length(answer) <= 2000),
  document    text not null check (document in ('identification_note', 'forwarding_note', 'acceptance_note', 'petition_proposal', 'return_note',
                'closing_note', 'refusal_letter', 'answer_note', 'breach_end')),
  document_id uuid,
  made_by     uuid,
  made_at     timestamptz not null default now(),
  check (step = 'end' or length(reason) >= 5),
  check ((made_by is null) = (step = 'end')),
  check ((answer <> '') = (step in ('propose_closing', 'propose_refusal', 'propose_answer'))),
  check ((document_id is not null) = (document in ('acceptance_note', 'refusal_letter', 'breach_end')))
);
comment on table petitions.move is 'Each step of a petition: from where to where, who, when, why, and on which document. Never changed.';
create index move_petition on petitions.move (petition_id, made_at);

-- Read it aloud: src/modules/petitions/rules.ts says the same, and a test compares the two.
create function petitions.next_state(of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('received', 'identify', 'identified'), ('received', 'forward_up', 'forwarded'), ('received', 'propose_closing', 'closing_proposed'),
    ('identified', 'identify', 'identified'), ('identified', 'forward_up', 'forwarded'), ('identified', 'accept', 'accepted'),
    ('identified', 'propose_refusal', 'refusal_proposed'), ('identified', 'propose_closing', 'closing_proposed'),
    ('forwarded', 'propose_answer', 'answer_proposed'),
    ('closing_proposed', 'close', 'closed'), ('closing_proposed', 'send_back', 'received'),
    ('refusal_proposed', 'refuse', 'refused'), ('refusal_proposed', 'send_back', 'identified'),
    ('answer_proposed', 'answer', 'answered'), ('answer_proposed', 'send_back', 'forwarded'),
    ('accepted', 'end', 'decided')
  ) as m (from_state, step, to_state)
  where m.from_state = of_state and m.step = of_step
$$;
create function petitions.document_of(of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select d.document from (values
    ('identify', 'identification_note'), ('forward_up', 'forwarding_note'), ('accept', 'acceptance_note'), ('propose_closing', 'petition_proposal'),
    ('propose_refusal', 'petition_proposal'), ('propose_answer', 'petition_proposal'), ('send_back', 'return_note'), ('close', 'closing_note'),
    ('refuse', 'refusal_letter'), ('answer', 'answer_note'), ('end', 'breach_end')
  ) as d (step, document)
  where d.step = of_step
$$;

-- The Kanwil above an office; none where the installation knows of none.
create function petitions.above(of_unit int) returns int
language sql stable security definer set search_path = '' as $$
  select k.id from units.unit u join units.unit k on k.id = any (u.path) and k.type = 'kanwil' and k.closed_on is null
  where u.id = of_unit order by cardinality(k.path) desc limit 1
$$;

-- Where the asker holds one of these posts himself, today. Overseeing a unit is no reason to read who petitioned there.
create function petitions.ctx_desks(variadic roles text[]) returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := platform.ctx_staff();
begin
  if me is null then return '{}'; end if;
  return coalesce((
    select array_agg(distinct p.unit_id) from units.posting p join units.unit home on home.id = p.unit_id
    where p.staff_id = me and p.role = any (roles) and p.approved_at is not null and p.withdrawn_at is null
      and p.starts_on <= (now() at time zone home.zone)::date and (p.ends_on is null or p.ends_on >= (now() at time zone home.zone)::date)
  ), '{}');
end $$;
-- Every unit that the asker belongs to by any post: his own and those it stands under.
create function petitions.ctx_homes() returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := platform.ctx_staff();
begin
  if me is null then return '{}'; end if;
  return coalesce((
    select array_agg(distinct part) from units.posting p join units.unit home on home.id = p.unit_id, unnest(home.path) part
    where p.staff_id = me and p.withdrawn_at is null
      and (p.ends_on is null or p.ends_on >= (now() at time zone home.zone)::date)
  ), '{}');
end $$;

-- A petition moves by a row of its history and no other way: nobody may write its state.
create function petitions.move_on() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  p petitions.petition;
  up int;
begin
  select * into p from petitions.petition x where x.id = new.petition_id for update;
  if p.id is null or p.state <> new.from_state or new.to_state is distinct from petitions.next_state(new.from_state, new.step) then
    raise exception 'a petition does not move from % to % by %', p.state, new.to_state, new.step using errcode = 'check_violation';
  end if;
  if new.document is distinct from petitions.document_of(new.step) then
    raise exception '% is not the document of %', new.document, new.step using errcode = 'check_violation';
  end if;
  if (new.step in ('identify', 'accept', 'propose_refusal') and p.case_id is null)
     or (new.step in ('identify', 'accept') and not exists (select from cases.client_case c where c.id = p.case_id and c.unit_id = p.unit_id))
     or (new.step = 'accept' and not exists (select from breaches.breach b where b.id = new.document_id and b.case_id = p.case_id and b.source = 'petition'))
     or (new.step = 'refuse' and not exists (select from letters.letter l
       where l.id = new.document_id and l.case_id = p.case_id and l.concerns_thing = 'petitions.petition' and l.concerns_id = p.id)) then
    raise exception 'the document of % is not there', new.step using errcode = 'check_violation';
  end if;
  -- Whoever proposes does not decide.
  if new.step in ('close', 'refuse', 'answer') and new.made_by = (
    select m.made_by from petitions.move m where m.petition_id = p.id and m.step like 'propose%' order by m.made_at desc, m.id desc limit 1) then
    raise exception 'whoever proposes does not decide' using errcode = 'check_violation';
  end if;
  if new.step = 'forward_up' then
    up := petitions.above(p.office_id);
    if up is null then raise exception 'there is no office above' using errcode = 'check_violation'; end if;
  end if;
  update petitions.petition x set state = new.to_state,
    answer = case when new.answer <> '' then new.answer when new.step = 'send_back' then '' else x.answer end,
    breach_id = case when new.step = 'accept' then new.document_id else x.breach_id end,
    outcome = case when new.step = 'end' then (select b.state from breaches.breach b where b.id = x.breach_id) end,
    unit_id = coalesce(up, x.unit_id),
    accused_unit_id = case when up is null then x.accused_unit_id else x.office_id end,
    ended_on = case when new.to_state in ('closed', 'refused', 'answered', 'decided') then new.day end,
    due_on = case when new.to_state in ('accepted', 'closed', 'refused', 'answered', 'decided', 'forwarded') then null else x.due_on end,
    due_counts = case when new.to_state in ('accepted', 'closed', 'refused', 'answered', 'decided', 'forwarded') then null else x.due_counts end
  where x.id = p.id;
  return null;
end $$;
create trigger move_on after insert on petitions.move for each row execute function petitions.move_on();

-- The petition hears by itself how the breach ended that it led to.
create function petitions.follow_breach() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into petitions.move (petition_id, step, from_state, to_state, day, reason, document, document_id)
  select p.id, 'end', p.state, 'decided', new.ended_on, '', 'breach_end', new.id
  from petitions.petition p where p.breach_id = new.id and p.state = 'accepted';
  return null;
end $$;
create trigger tell_petition after update of state on breaches.breach for each row
  when (new.ended_on is not null and old.ended_on is null) execute function petitions.follow_breach();

-- Who asked, and what he brought, is written with the petition and not afterwards.
create function petitions.with_petition() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from petitions.petition p where p.id = new.petition_id and p.office_id = new.office_id and p.made_at = now()
      and p.made_by is not distinct from new.made_by) then
    raise exception 'this belongs to a petition that is being recorded' using errcode = 'check_violation';
  end if;
  return null;
end $$;
-- The owner loads the demo and tests; whoever works for the application is held to it.
create trigger with_petition after insert on petitions.petitioner for each row
  when (current_user in ('app_staff', 'app_jobs')) execute function petitions.with_petition();
create trigger with_petition after insert on petitions.attachment for each row
  when (current_user in ('app_staff', 'app_jobs')) execute function petitions.with_petition();

call platform.guard('petitions.petition');
call platform.guard('petitions.petitioner');
call platform.guard('petitions.attachment');
call platform.guard('petitions.hearing');
call platform.guard('petitions.move');

-- Whoever leads the desk where it lies, and never somebody who belongs to the unit that is complained of, whatever other post he has.
create policy at_desk on petitions.petition for select to app_staff using (
  unit_id = any ((select petitions.ctx_desks('section_head', 'head_of_bapas', 'kanwil'))::int[])
  and case when accused_unit_id is not null then accused_unit_id <> all ((select petitions.ctx_homes())::int[])
    -- Whoever may not see the client, as a relative of his, does not see who petitions about him either.
    else case_id is null or case_id <> all ((select cases.ctx_excluded_cases())::uuid[]) end);
create policy go_on on petitions.petition for update to app_staff using (
  unit_id = any ((select petitions.ctx_desks('section_head', 'head_of_bapas', 'kanwil'))::int[])
  and (accused_unit_id is null or accused_unit_id <> all ((select petitions.ctx_homes())::int[])));
create policy record on petitions.petition for insert to app_staff with check (
  made_by = (select platform.ctx_account()) and channel <> 'public'
  and office_id = any ((select petitions.ctx_desks('counter', 'section_head', 'head_of_bapas'))::int[])
  and case_id is null and breach_id is null and answer = '' and outcome is null and ended_on is null
  and case when accused_unit_id is null then state = 'received' and unit_id = office_id
    else state = 'forwarded' and accused_unit_id = office_id and unit_id = petitions.above(office_id) end);
create policy by_job on petitions.petition for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy due_by_job on petitions.petition for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));

do $$
declare
  t text;
  here constant text := 'exists (select 1 from petitions.petition p where p.id = petition_id)';
begin
  foreach t in array array['petitioner', 'attachment', 'hearing', 'move'] loop
    execute format('create policy with_petition on petitions.%I for select to app_staff using (' || here || ')', t);
  end loop;
  -- Whoever guides the client does not learn who petitioned, also where he leads the section.
  foreach t in array array['petitioner', 'attachment', 'hearing'] loop
    execute format('create policy not_of_own_client on petitions.%I as restrictive for select to app_staff using (not exists (
      select 1 from petitions.petition p join cases.client_case c on c.id = p.case_id
      where p.id = petition_id and c.pk_staff_id = (select platform.ctx_staff())))', t);
  end loop;
  foreach t in array array['petitioner', 'attachment'] loop
    execute format('create policy record on petitions.%I for insert to app_staff with check (made_by = (select platform.ctx_account())
      and office_id = any ((select petitions.ctx_desks(''counter'', ''section_head'', ''head_of_bapas''))::int[]))', t);
  end loop;
  foreach t in array array['hearing', 'move'] loop
    execute format('create policy add on petitions.%I for insert to app_staff with check (made_by = (select platform.ctx_account()) and ' || here || ')', t);
  end loop;
end $$;
-- What ends a petition, or sends a proposal back, is the head's; at the level above, another officer's.
create policy decided_by_head on petitions.move as restrictive for insert to app_staff with check (
  step <> 'end' and (step not in ('send_back', 'close', 'refuse', 'answer') or exists (
    select 1 from petitions.petition p where p.id = petition_id
      and p.unit_id = any ((select petitions.ctx_desks('head_of_bapas', 'kanwil'))::int[]))));

-- The two hashes are for nobody to read.
grant select (id, reference, office_id, unit_id, channel, asks, about, client_name, client_details, accused, accused_unit_id, told, happened, read_back,
  received_on, state, case_id, breach_id, answer, outcome, due_on, due_counts, ended_on, made_by, made_at) on petitions.petition to app_staff;
grant select (id, unit_id, state, received_on, due_on, due_counts) on petitions.petition to app_jobs;
grant insert on petitions.petition, petitions.petitioner, petitions.attachment, petitions.hearing, petitions.move to app_staff;
grant update (case_id, due_on, due_counts) on petitions.petition to app_staff;
grant update (due_on, due_counts) on petitions.petition to app_jobs;
grant select on petitions.petitioner, petitions.attachment, petitions.hearing, petitions.move to app_staff;

-- The public page. Somebody without an account: what he brings is taken once for each id of a sending.
create function petitions.take(of_submission bytea, of_code bytea, of_reference text, of_office int, asks text, about text, client_name text,
  client_details text, accused text, told text, happened text, kind text, name text, agency text, phone text, address text)
returns table (said text, at_unit int, petition_id uuid)
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  office units.unit;
  up int;
  made uuid;
begin
  select * into office from units.unit u where u.id = of_office and u.type in ('bapas', 'pos_bapas') and u.closed_on is null;
  if office.id is null then return query select 'no_office', null::int, null::uuid; return; end if;
  perform pg_advisory_xact_lock(hashtextextended('petitions.take', of_office));
  if exists (select 1 from petitions.petition p where p.submission_hash = of_submission) then
    return query select 'again', null::int, null::uuid; return;
  end if;
  if about <> 'client' then
    up := petitions.above(of_office);
    if up is null then return query select 'nobody_above', null::int, null::uuid; return; end if;
  end if;
  -- More within an hour than an office could read in a week is a flood, from however many addresses it comes.
  if (select count(*) from petitions.petition p where p.office_id = of_office and p.channel = 'public' and p.made_at > now() - interval '1 hour') >= 60 then
    return query select 'too_many', null::int, null::uuid; return;
  end if;
  insert into petitions.petition (reference, office_id, unit_id, channel, asks, about, client_name, client_details, accused, accused_unit_id, told, happened,
    received_on, state, submission_hash, code_hash)
  values (of_reference, of_office, coalesce(up, of_office), 'public', asks, about, client_name, client_details, accused,
    case when up is null then null else of_office end, told, happened, coalesce(office.demo_today, (now() at time zone office.zone)::date),
    case when up is null then 'received' else 'forwarded' end, of_submission, of_code)
  returning id into made;
  insert into petitions.petitioner (petition_id, office_id, kind, name, agency, phone, address) values (made, of_office, kind, name, agency, phone, address);
  return query select 'taken', coalesce(up, of_office), made;
end $$;
-- A file that came with it, in the same transaction only.
create function petitions.take_attachment(of_submission bytea, media text, bytes bytea, hash bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare p petitions.petition;
begin
  select * into p from petitions.petition x where x.submission_hash = of_submission and x.channel = 'public' and x.made_at = now();
  if p.id is null or exists (select 1 from petitions.attachment a where a.petition_id = p.id) then return false; end if;
  insert into petitions.attachment (petition_id, office_id, media_type, content, sha256) values (p.id, p.office_id, media, bytes, hash);
  return true;
end $$;
-- What whoever holds the code of a receipt is told: where it stands and what he was answered. No name, nothing of any file.
create function petitions.at_door(of_code bytea)
returns table (office text, received_on date, state text, outcome text, answer text, ended_on date)
language sql stable security definer set search_path = '' as $$
  select u.name, p.received_on, p.state, p.outcome, case when p.ended_on is null then '' else p.answer end, p.ended_on
  from petitions.petition p join units.unit u on u.id = p.office_id where p.code_hash = of_code
$$;
-- Where one may petition.
create function petitions.offices() returns table (id int, name text)
language sql stable security definer set search_path = '' as $$
  select u.id, u.name from units.unit u where u.type in ('bapas', 'pos_bapas') and u.closed_on is null order by u.name
$$;

revoke all on function petitions.next_state(text, text), petitions.document_of(text), petitions.above(int), petitions.ctx_desks(text[]), petitions.ctx_homes(),
  petitions.move_on(), petitions.follow_breach(), petitions.with_petition(), petitions.at_door(bytea), petitions.offices(),
  petitions.take(bytea, bytea, text, int, text, text, text, text, text, text, text, text, text, text, text, text),
  petitions.take_attachment(bytea, text, bytea, bytea) from public;
grant execute on function petitions.next_state(text, text), petitions.document_of(text), petitions.above(int), petitions.ctx_desks(text[]),
  petitions.ctx_homes() to app_staff;
grant execute on function petitions.at_door(bytea), petitions.offices(), petitions.take_attachment(bytea, text, bytea, bytea),
  petitions.take(bytea, bytea, text, int, text, text, text, text, text, text, text, text, text, text, text, text) to app_public;
