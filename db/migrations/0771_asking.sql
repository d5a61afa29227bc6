-- Who somebody may be: each asking is kept with what it found that day, so that a decision can be held against what was known when it
-- was made. Whom it is about outside the asker's reach is kept for the database alone; to him a hit is its own reference.
create table people.asking (
  id          uuid primary key default uuidv7(),
  account_id  uuid not null references accounts.account,
  unit_id     int not null references units.unit,
  -- Somebody registered, about whom it was asked again; none while somebody is only typed.
  person_id   uuid references people.person,
  searched    text not null check (length(searched) = 24),
  engine      text not null,
  people      int not null,
  everybody   boolean not null,
  asked_at    timestamptz not null default now()
);
comment on table people.asking is 'Somebody asked who a written person may be: by which version of the recognition, among how many, whether everybody was read; of what was typed only a mark by which the same question is known again.';
create index asking_account on people.asking (account_id, asked_at desc);
create index asking_person on people.asking (person_id) where person_id is not null;

create table people.asking_hit (
  id          uuid primary key default uuidv7(),
  asking_id   uuid not null references people.asking,
  account_id  uuid not null references accounts.account,
  person_id   uuid not null references people.person,
  unit_id     int not null references units.unit,
  place       int not null,
  in_reach    boolean not null,
  bits        real not null,
  certainty   real not null,
  band        text not null check (band in ('strong', 'likely', 'doubtful')),
  doubts      text[] not null,
  agrees      text[] not null,
  differs     text[] not null,
  evidence    jsonb not null
);
comment on table people.asking_hit is 'Who was found by an asking, with the score and the evidence of that day as codes. The asker never reads whom a hit is about: within his reach he was shown the person, outside it he has the hit.';
create index asking_hit_asking on people.asking_hit (asking_id);
create index asking_hit_person on people.asking_hit (person_id);
call platform.guard('people.asking');
call platform.guard('people.asking_hit');

create policy own on people.asking for select to app_staff using (account_id = (select platform.ctx_account()));
create policy ask on people.asking for insert to app_staff with check (account_id = (select platform.ctx_account()));
create policy by_job on people.asking for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy ask_by_job on people.asking for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy own on people.asking_hit for select to app_staff using (account_id = (select platform.ctx_account()));
create policy ask on people.asking_hit for insert to app_staff with check (account_id = (select platform.ctx_account())
  and exists (select 1 from people.asking a where a.id = asking_id));
create policy by_job on people.asking_hit for select to app_jobs using (exists (select 1 from people.asking a where a.id = asking_id));
create policy ask_by_job on people.asking_hit for insert to app_jobs with check (exists (select 1 from people.asking a where a.id = asking_id));
grant select, insert on people.asking to app_staff, app_jobs;
grant insert on people.asking_hit to app_staff, app_jobs;
grant select (id, asking_id, account_id, place, in_reach, bits, certainty, band, doubts, agrees, differs, evidence) on people.asking_hit to app_staff, app_jobs;

-- Somebody who may not even be known of: shut out, restricted to others, or sealed.
create function people.is_hidden(person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select person = any (people.ctx_excluded())
    or exists (select 1 from people.person p where p.id = person and p.restricted
      and p.id <> all (people.ctx_listed()) and p.id <> all (people.ctx_opened()))
    or (person <> all (people.ctx_opened()) and exists (select 1 from cases.client_case c where c.person_id = person and c.sealed))
$$;

-- Which of those found another office holds. An own office's person whom the asker does not see himself is nobody to him.
create function people.held_elsewhere(found uuid[]) returns table (person_id uuid, unit_id int)
language sql stable security definer set search_path = '' as $$
  select p.id, p.unit_id from people.person p
  where p.id = any (found)
    and (select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil', 'registrar', 'head_of_custody', 'system')) <> '{}'
    and p.unit_id <> all ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody', 'system'))::int[])
    and not p.restricted and not people.is_hidden(p.id)
$$;
revoke all on function people.is_hidden(uuid), people.held_elsewhere(uuid[]) from public;
grant execute on function people.held_elsewhere(uuid[]) to app_staff, app_jobs;

drop function people.find_elsewhere(text, date, text[]);
