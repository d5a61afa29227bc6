-- letters: official letters from the draft to the receipt. What was numbered is never changed; numbers have no gap and are never used again.

create schema letters;
grant usage on schema letters to app_staff, app_jobs;

-- What an office set for itself; the newest row counts, earlier ones stay.
create table letters.template (
  id             uuid primary key default uuidv7(),
  unit_id        int not null references units.unit,
  kind           text not null check (kind ~ '^[a-z-]+\.[a-z0-9-]+$'),
  subject        text check (length(subject) between 1 and 300),
  recipient      text check (length(recipient) <= 1000),
  body           text check (length(body) between 1 and 20000),
  copies         text check (length(copies) <= 1000),
  classification text check (length(classification) between 1 and 40),
  set_by         uuid,
  set_at         timestamptz not null default now(),
  check (num_nulls(subject, recipient, body, copies, classification) in (0, 5))
);
comment on table letters.template is 'An office''s own wording of one kind of letter, version by version; a row without a text goes back to the standard one.';
create index template_unit on letters.template (unit_id, kind, id desc);

create table letters.letterhead (
  id         uuid primary key default uuidv7(),
  unit_id    int not null references units.unit,
  lines      text not null check (length(lines) between 1 and 600),
  address    text not null check (length(address) <= 400),
  place      text not null check (length(place) between 1 and 80),
  head_title text not null check (length(head_title) between 1 and 160),
  logo       bytea check (length(logo) <= 1048576),
  set_by     uuid,
  set_at     timestamptz not null default now()
);
comment on table letters.letterhead is 'What stands above an office''s letters and in their date line, version by version.';
create index letterhead_unit on letters.letterhead (unit_id, id desc);

create table letters.numbering (
  id        uuid primary key default uuidv7(),
  unit_id   int not null references units.unit,
  pattern   text not null check (length(pattern) between 1 and 120),
  unit_code text not null check (length(unit_code) between 1 and 40),
  set_by    uuid,
  set_at    timestamptz not null default now()
);
comment on table letters.numbering is 'How an office writes the numbers of its letters, version by version.';
create index numbering_unit on letters.numbering (unit_id, id desc);

create table letters.series (
  unit_id     int not null references units.unit,
  year        int not null check (year between 1950 and 2100),
  last_number int not null default 0 check (last_number between 0 and 999999),
  primary key (unit_id, year)
);
comment on table letters.series is 'The last number given to a letter of a unit in a year, or the last one of its book on paper when it began here.';

create table letters.run (
  id          uuid primary key default uuidv7(),
  unit_id     int not null references units.unit,
  kind        text not null,
  total       int not null check (total between 1 and 5000),
  state       text not null default 'drafted' check (state in ('drafted', 'numbering', 'done')),
  dated       date,
  signer      jsonb,
  numbered_by uuid,
  made_by     uuid,
  made_at     timestamptz not null default now(),
  finished_at timestamptz,
  check ((state = 'drafted') = (numbered_by is null))
);
comment on table letters.run is 'Many letters of one kind drafted at once, and numbered by a job when the head has said so.';
create index run_unit on letters.run (unit_id, made_at desc);

create table letters.letter (
  id            uuid primary key default uuidv7(),
  unit_id       int not null references units.unit,
  case_id       uuid not null references cases.client_case,
  kind          text not null check (kind ~ '^[a-z-]+\.[a-z0-9-]+$'),
  state         text not null default 'draft' check (state in ('draft', 'proposed', 'numbered', 'signed', 'sent', 'received', 'withdrawn', 'void')),
  subject       text not null check (length(subject) between 1 and 300),
  recipient     text not null default '' check (length(recipient) <= 1000),
  body          text not null check (length(body) between 1 and 20000),
  copies        text not null default '' check (length(copies) <= 1000),
  enclosure     text not null default '' check (length(enclosure) <= 120),
  nature        text not null default '' check (nature in ('', 'ordinary', 'urgent', 'secret')),
  template_id   uuid references letters.template,
  concerns_thing text check (concerns_thing ~ '^[a-z-]+\.[a-z-]+$'),
  concerns_id   uuid,
  run_id        uuid references letters.run,
  return_note   text not null default '' check (length(return_note) <= 500),
  -- Given when the text is locked.
  origin        text check (origin in ('given', 'typed')),
  year          int,
  number        int,
  label         text check (length(label) between 1 and 120),
  dated         date,
  signer        jsonb,
  numbered_by   uuid,
  numbered_at   timestamptz,
  file_id       uuid references platform.file,
  sha256        bytea check (length(sha256) = 32),
  -- The signed copy.
  signed_way    text check (signed_way in ('scanned', 'certified')),
  signed_on     date,
  signed_file_id uuid references platform.file,
  signed_sha256 bytea check (length(signed_sha256) = 32),
  signed_by     uuid,
  signed_at     timestamptz,
  ended_reason  text check (length(ended_reason) between 5 and 500),
  ended_by      uuid,
  ended_at      timestamptz,
  version       int not null default 1,
  made_by       uuid,
  made_at       timestamptz not null default now(),
  check ((concerns_thing is null) = (concerns_id is null)),
  check ((state in ('draft', 'proposed', 'withdrawn')) = (label is null)),
  check (num_nulls(label, origin, year, dated, signer, numbered_by, numbered_at, file_id, sha256) in (0, 9)),
  check ((origin is not distinct from 'given') = (number is not null)),
  check (num_nulls(signed_way, signed_on, signed_file_id, signed_sha256, signed_by, signed_at) in (0, 6)),
  check (state not in ('signed', 'sent', 'received') or signed_sha256 is not null),
  check (state in ('numbered', 'signed', 'sent', 'received', 'void') or signed_sha256 is null),
  check ((state in ('withdrawn', 'void')) = (ended_reason is not null))
);
comment on table letters.letter is 'One official letter about a client, from its draft to its receipt; a void one keeps its number and the reason.';
create index letter_case on letters.letter (case_id, made_at desc);
create index letter_register on letters.letter (unit_id, year, id desc) where label is not null;
create index letter_open on letters.letter (unit_id, state) where state in ('draft', 'proposed', 'numbered', 'signed');
create index letter_about on letters.letter (concerns_thing, concerns_id) where concerns_id is not null;
create index letter_run on letters.letter (run_id, state) where run_id is not null;
create unique index letter_number on letters.letter (unit_id, year, number) where number is not null;
create unique index letter_label on letters.letter (unit_id, label) where label is not null;

create table letters.sending (
  id            uuid primary key default uuidv7(),
  letter_id     uuid not null references letters.letter,
  case_id       uuid not null references cases.client_case,
  unit_id       int not null,
  addressee     text not null check (length(addressee) between 1 and 200),
  way           text not null check (way in ('by_hand', 'post', 'courier', 'email', 'other')),
  sent_on       date not null,
  note          text not null default '' check (length(note) <= 500),
  made_by       uuid,
  made_at       timestamptz not null default now(),
  received_on   date,
  received_name text check (length(received_name) between 1 and 200),
  proof_file_id uuid references platform.file,
  received_by   uuid,
  received_at   timestamptz,
  check (num_nulls(received_on, received_name, received_by, received_at) in (0, 4)),
  check (proof_file_id is null or received_on is not null),
  check (received_on >= sent_on)
);
comment on table letters.sending is 'To whom a letter went, how and when, and who received it when, with the proof.';
create index sending_letter on letters.sending (letter_id);
create index sending_case on letters.sending (case_id);

call platform.guard('letters.template');
call platform.guard('letters.letterhead');
call platform.guard('letters.numbering');
call platform.guard('letters.series');
call platform.guard('letters.run');
call platform.guard('letters.letter');
call platform.guard('letters.sending');

do $$
declare t text;
begin
  foreach t in array array['template', 'letterhead', 'numbering'] loop
    execute format('create policy look on letters.%I for select to app_staff, app_jobs using ((select platform.ctx_account()) is not null)', t);
    execute format('create policy set on letters.%I for insert to app_staff with check (
      set_by = (select platform.ctx_account()) and unit_id = any ((select platform.ctx_units(''office_admin''))::int[]))', t);
    execute format('grant select on letters.%I to app_staff, app_jobs', t);
    execute format('grant insert on letters.%I to app_staff', t);
  end loop;
end $$;

create policy look on letters.series for select to app_staff, app_jobs using (
  unit_id = any ((select platform.ctx_units('head_of_bapas', 'office_admin', 'system'))::int[]));
create policy start on letters.series for insert to app_staff, app_jobs with check (
  unit_id = any ((select platform.ctx_units('head_of_bapas', 'office_admin', 'system'))::int[]));
create policy count on letters.series for update to app_staff, app_jobs using (
  unit_id = any ((select platform.ctx_units('head_of_bapas', 'system'))::int[]));
grant select, insert on letters.series to app_staff, app_jobs;
grant update (last_number) on letters.series to app_staff, app_jobs;

create policy look on letters.run for select to app_staff, app_jobs using (
  unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'system'))::int[]));
create policy start on letters.run for insert to app_staff with check (
  made_by = (select platform.ctx_account()) and state = 'drafted'
  and unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas'))::int[]));
create policy go_on on letters.run for update to app_staff, app_jobs using (
  unit_id = any ((select platform.ctx_units('head_of_bapas', 'system'))::int[]));
grant select, insert on letters.run to app_staff;
grant select on letters.run to app_jobs;
grant update (state, dated, signer, numbered_by, finished_at) on letters.run to app_staff, app_jobs;

do $$
declare
  t text;
  seen constant text := 'exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = %1$I.unit_id)';
  heads constant text := 'unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[])';
begin
  foreach t in array array['letter', 'sending'] loop
    execute format('create policy with_case on letters.%1$I for select to app_staff using (
      (case_id = any ((select cases.ctx_deep())::uuid[]) or ' || heads || ')
      and exists (select 1 from cases.client_case c where c.id = case_id))', t);
    execute format('create policy add on letters.%1$I for insert to app_staff with check (
      made_by = (select platform.ctx_account()) and (case_id = any ((select cases.ctx_guided())::uuid[]) or ' || heads || ') and ' || seen || ')', t);
    execute format('create policy change on letters.%1$I for update to app_staff using (
      (case_id = any ((select cases.ctx_guided())::uuid[]) or ' || heads || ') and ' || seen || ')', t);
    execute format('create policy by_job on letters.%1$I for select to app_jobs using (unit_id = any ((select platform.ctx_units(''system''))::int[]))', t);
    execute format('grant select, insert on letters.%I to app_staff', t);
    execute format('grant select on letters.%I to app_jobs', t);
  end loop;
end $$;
create policy number_by_job on letters.letter for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant update (state, subject, recipient, body, copies, enclosure, nature, return_note, origin, year, number, label, dated, signer, numbered_by,
  numbered_at, file_id, sha256, signed_way, signed_on, signed_file_id, signed_sha256, signed_by, signed_at, ended_reason, ended_by, ended_at, version)
  on letters.letter to app_staff;
grant update (state, origin, year, number, label, dated, signer, numbered_by, numbered_at, file_id, sha256, version, return_note) on letters.letter to app_jobs;
grant update (received_on, received_name, proof_file_id, received_by, received_at) on letters.sending to app_staff;

-- A letter begins as a draft; from its number on its text stays, from its signature on that too. The same moves stand in letter.ts.
create function letters.begin_letter() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user in ('app_staff', 'app_jobs') and (new.state <> 'draft' or new.label is not null or new.signed_sha256 is not null) then
    raise exception 'a letter begins as a draft' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger begin_letter after insert on letters.letter for each row execute function letters.begin_letter();

create function letters.moves() returns table (before text, after text) language sql immutable set search_path = '' as $$
  values ('draft', 'proposed'), ('draft', 'numbered'), ('draft', 'withdrawn'), ('proposed', 'draft'), ('proposed', 'numbered'), ('proposed', 'withdrawn'),
    ('numbered', 'signed'), ('numbered', 'void'), ('signed', 'sent'), ('signed', 'void'), ('sent', 'received'), ('sent', 'void')
$$;
create function letters.keep_letter() returns trigger language plpgsql set search_path = '' as $$
begin
  if (new.id, new.unit_id, new.case_id, new.kind, new.template_id, new.concerns_thing, new.concerns_id, new.run_id, new.made_by, new.made_at)
      is distinct from (old.id, old.unit_id, old.case_id, old.kind, old.template_id, old.concerns_thing, old.concerns_id, old.run_id, old.made_by, old.made_at) then
    raise exception 'what a letter is about stays' using errcode = 'insufficient_privilege';
  end if;
  if new.state <> old.state and not exists (select from letters.moves() m where m.before = old.state and m.after = new.state) then
    raise exception 'a letter does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if old.state not in ('draft', 'proposed') and
      (new.subject, new.recipient, new.body, new.copies, new.enclosure, new.nature, new.return_note, new.origin, new.year, new.number, new.label, new.dated,
       new.signer, new.numbered_by, new.numbered_at, new.file_id, new.sha256)
      is distinct from
      (old.subject, old.recipient, old.body, old.copies, old.enclosure, old.nature, old.return_note, old.origin, old.year, old.number, old.label, old.dated,
       old.signer, old.numbered_by, old.numbered_at, old.file_id, old.sha256) then
    raise exception 'a numbered letter is not changed' using errcode = 'insufficient_privilege';
  end if;
  if (old.signed_sha256 is not null or old.state <> 'numbered') and
      (new.signed_way, new.signed_on, new.signed_file_id, new.signed_sha256, new.signed_by, new.signed_at)
      is distinct from (old.signed_way, old.signed_on, old.signed_file_id, old.signed_sha256, old.signed_by, old.signed_at) then
    raise exception 'a signed letter is not changed' using errcode = 'insufficient_privilege';
  end if;
  if (old.ended_reason is not null or new.state = old.state) and
      (new.ended_reason, new.ended_by, new.ended_at) is distinct from (old.ended_reason, old.ended_by, old.ended_at) then
    raise exception 'what ended stays so' using errcode = 'insufficient_privilege';
  end if;
  if current_user = 'app_staff' and new.state <> old.state and
      ((new.state = 'numbered' and (new.numbered_by is distinct from platform.ctx_account() or new.unit_id <> all (platform.ctx_units('head_of_bapas'))))
       or (new.state = 'void' and (new.ended_by is distinct from platform.ctx_account() or new.unit_id <> all (platform.ctx_units('head_of_bapas'))))) then
    raise exception 'only whoever heads the office does this, in his own name' using errcode = 'insufficient_privilege';
  end if;
  if current_user = 'app_jobs' and new.state <> old.state and (new.state <> 'numbered' or not exists (
      select from letters.run r where r.id = new.run_id and r.state = 'numbering' and r.numbered_by = new.numbered_by)) then
    raise exception 'a job numbers only what the head has told it to' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_letter before update on letters.letter for each row execute function letters.keep_letter();

-- A number is counted together with the letters that get it: when the transaction ends there is one for each.
create function letters.keep_series() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.last_number < old.last_number then
    raise exception 'a number is never given twice' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_series before update on letters.series for each row execute function letters.keep_series();
create function letters.no_gap() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if (select count(*) from letters.letter l where l.unit_id = new.unit_id and l.year = new.year and l.number > old.last_number and l.number <= new.last_number)
      <> new.last_number - old.last_number then
    raise exception 'the numbers of letters have no gap' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger no_gap after update on letters.series deferrable initially deferred for each row execute function letters.no_gap();
-- Nor is one given that was not counted.
create function letters.counted() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.number > coalesce((select s.last_number from letters.series s where s.unit_id = new.unit_id and s.year = new.year), 0) then
    raise exception 'this number was not counted' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger counted before update of number on letters.letter for each row when (new.number is not null and old.number is null)
  execute function letters.counted();

create function letters.keep_sending() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' and not exists (select from letters.letter l where l.id = new.letter_id and l.case_id = new.case_id and l.unit_id = new.unit_id
      and l.state in ('signed', 'sent', 'received')) then
    raise exception 'only a signed letter is sent' using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' and old.received_on is not null then
    raise exception 'a receipt is recorded once' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger only_signed after insert on letters.sending for each row execute function letters.keep_sending();
create trigger keep_sending before update on letters.sending for each row execute function letters.keep_sending();

-- Whether a number is in use, also on a letter that the asker may not see.
create function letters.label_taken(of_unit int, wanted text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from letters.letter l where l.unit_id = of_unit and l.label = wanted)
    and of_unit = any (platform.ctx_units('head_of_bapas', 'system'))
$$;
revoke all on function letters.begin_letter(), letters.moves(), letters.keep_letter(), letters.keep_series(), letters.no_gap(), letters.counted(),
  letters.keep_sending(), letters.label_taken(int, text) from public;
grant execute on function letters.label_taken(int, text), letters.moves() to app_staff, app_jobs;
