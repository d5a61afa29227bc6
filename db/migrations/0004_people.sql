-- people: who someone is. The row holds what is current; every change of a field is kept in people.change.

create table people.person (
  id             uuid primary key default uuidv7(),
  unit_id        int not null references units.unit,
  name           text not null check (length(name) between 1 and 200),
  title_before   text not null default '',
  title_after    text not null default '',
  nik            text check (nik ~ '^[0-9]{1,20}$'),
  birth_date     date,
  birth_precision text not null default 'unknown' check (birth_precision in ('day', 'month', 'year', 'about_year', 'unknown')),
  birth_place    text not null default '',
  sex            text check (sex in ('male', 'female')),
  religion       text check (religion in ('islam', 'protestant', 'catholic', 'hindu', 'buddhist', 'confucian', 'belief', 'other')),
  marital_state  text check (marital_state in ('single', 'married', 'divorced', 'widowed')),
  education      text check (education in ('none', 'primary', 'junior_secondary', 'senior_secondary', 'diploma', 'bachelor', 'postgraduate')),
  occupation     text not null default '',
  workplace      text not null default '',
  nationality    text not null default 'ID' check (nationality ~ '^[A-Z]{2}$'),
  mother_name    text not null default '',
  father_name    text not null default '',
  marks          text not null default '',
  restricted     boolean not null default false,
  guarded        boolean not null default false,
  photo_file_id  uuid references platform.file,
  deceased_on    date,
  version        int not null default 1,
  made_by        uuid,
  made_at        timestamptz not null default now(),
  check ((birth_date is null) = (birth_precision = 'unknown'))
);
comment on table people.person is 'A person as his office knows him now. guarded: a child, restricted, sealed or with someone excluded; then the case decides who may look.';
create index person_unit on people.person (unit_id);
create index person_nik on people.person (nik) where nik is not null;
create index person_birth on people.person (birth_date) where birth_date is not null;

create table people.alias (
  id        uuid primary key default uuidv7(),
  person_id uuid not null references people.person,
  unit_id   int not null references units.unit,
  name      text not null check (length(name) between 1 and 200),
  kind      text not null check (kind in ('alias', 'nickname', 'former', 'document')),
  made_by   uuid,
  made_at   timestamptz not null default now(),
  removed_at timestamptz
);
comment on table people.alias is 'Other names a person goes or went by.';
create index alias_person on people.alias (person_id);

create table people.address (
  id           uuid primary key default uuidv7(),
  person_id    uuid not null references people.person,
  unit_id      int not null references units.unit,
  kind         text not null check (kind in ('residence', 'identity_card', 'family', 'other')),
  line         text not null default '',
  rt           text not null default '' check (rt ~ '^\d{0,3}$'),
  rw           text not null default '' check (rw ~ '^\d{0,3}$'),
  area_code    text check (area_code ~ '^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$'),
  postal_code  text not null default '' check (postal_code ~ '^\d{0,5}$'),
  since        date,
  until        date,
  verified_on  date,
  made_by      uuid,
  made_at      timestamptz not null default now(),
  removed_at   timestamptz
);
comment on table people.address is 'Where a person lives or lived, down to the village (area code).';
create index address_person on people.address (person_id);
create index address_area on people.address (area_code);

create table people.phone (
  id          uuid primary key default uuidv7(),
  person_id   uuid not null references people.person,
  unit_id     int not null references units.unit,
  number      text not null check (number ~ '^\+?[0-9]{3,20}$'),
  owner       text not null default '',
  whatsapp    boolean not null default false,
  for_notices boolean not null default false,
  verified_on date,
  made_by     uuid,
  made_at     timestamptz not null default now(),
  removed_at  timestamptz
);
comment on table people.phone is 'A number of a person or of someone near him, with the day it was last found right.';
create index phone_person on people.phone (person_id);
create index phone_number on people.phone (number);

create table people.family_member (
  id         uuid primary key default uuidv7(),
  person_id  uuid not null references people.person,
  unit_id    int not null references units.unit,
  relation   text not null check (relation in ('father', 'mother', 'partner', 'child', 'sibling', 'grandparent', 'guardian', 'other')),
  name       text not null check (length(name) between 1 and 200),
  birth_year int check (birth_year between 1900 and 2100),
  occupation text not null default '',
  phone      text not null default '',
  address    text not null default '',
  note       text not null default '',
  made_by    uuid,
  made_at    timestamptz not null default now(),
  removed_at timestamptz
);
comment on table people.family_member is 'Family of a person (specific data: only for those who work on the case).';
create index family_member_person on people.family_member (person_id);

create table people.photo (
  id        uuid primary key default uuidv7(),
  person_id uuid not null references people.person,
  unit_id   int not null references units.unit,
  file_id   uuid not null references platform.file,
  taken_on  date,
  kind      text not null check (kind in ('face', 'mark')),
  made_by   uuid,
  made_at   timestamptz not null default now(),
  removed_at timestamptz
);
comment on table people.photo is 'Photos of a person over time; person.photo_file_id points to the face shown.';
create index photo_person on people.photo (person_id);

create table people.change (
  id        uuid primary key default uuidv7(),
  person_id uuid not null references people.person,
  unit_id   int not null,
  field     text not null,
  before    jsonb,
  after     jsonb,
  reason    text not null default '',
  changed_by uuid,
  changed_at timestamptz not null default now()
);
comment on table people.change is 'Every value a field ever had: who changed it, when, why. Append-only.';
create index change_person on people.change (person_id, changed_at desc);

-- Restriction (only the listed may look) and exclusion (the listed may not: kin, victim, named staff), with dates.
create table people.access_list (
  id         uuid primary key default uuidv7(),
  person_id  uuid not null references people.person,
  unit_id    int not null,
  account_id uuid not null references accounts.account,
  kind       text not null check (kind in ('restriction', 'exclusion')),
  starts_on  date not null default current_date,
  ends_on    date,
  reason     text not null check (length(reason) between 3 and 500),
  made_by    uuid,
  made_at    timestamptz not null default now(),
  removed_at timestamptz
);
comment on table people.access_list is 'Who alone may see a restricted person, and who may never see one.';
create index access_list_account on people.access_list (account_id) where removed_at is null;
create index access_list_person on people.access_list (person_id) where removed_at is null;

-- Search: the words of names, and for each word itself and it less one letter; two words one letter apart share a key.
create table people.name_word (
  word      text not null,
  person_id uuid not null references people.person,
  unit_id   int not null,
  guarded   boolean not null default false,
  is_alias  boolean not null default false,
  primary key (word, unit_id, person_id, is_alias)
);
comment on table people.name_word is 'The normalised words of names and aliases, for search inside an office.';
create index name_word_person on people.name_word (person_id);
create index name_word_prefix on people.name_word (unit_id, word text_pattern_ops);
create table people.word_key (
  key  text not null,
  word text not null,
  primary key (key, word)
);
comment on table people.word_key is 'Each word of any name under itself and under itself less one letter; holds words, no people.';

create function people.ctx_excluded() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(l.person_id) from people.access_list l
    where l.account_id = platform.ctx_account() and l.kind = 'exclusion' and l.removed_at is null
      and l.starts_on <= current_date and (l.ends_on is null or l.ends_on >= current_date)), '{}');
end $$;
create function people.ctx_listed() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(l.person_id) from people.access_list l
    where l.account_id = platform.ctx_account() and l.kind = 'restriction' and l.removed_at is null
      and l.starts_on <= current_date and (l.ends_on is null or l.ends_on >= current_date)), '{}');
end $$;
create function people.ctx_opened() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((select array_agg(o.person_id) from accounts.opening o
    where o.account_id = platform.ctx_account() and o.until > now()), '{}');
end $$;
revoke all on all functions in schema people from public;
grant execute on function people.ctx_excluded(), people.ctx_listed(), people.ctx_opened() to app_staff, app_client, app_jobs, app_match;

call platform.guard('people.person');
call platform.guard('people.alias');
call platform.guard('people.address');
call platform.guard('people.phone');
call platform.guard('people.family_member');
call platform.guard('people.photo');
call platform.guard('people.change');
call platform.guard('people.access_list');
call platform.guard('people.name_word');
call platform.guard('people.word_key');

-- A person not guarded is seen by the officers of his unit; otherwise through his case (policies with cases).
create policy in_unit on people.person for select to app_staff using (
  not guarded and unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil'))::int[]));
create policy by_job on people.person for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy not_excluded on people.person as restrictive for select to app_staff using (
  id <> all ((select people.ctx_excluded())::uuid[])
  and (not restricted or id = any ((select people.ctx_listed())::uuid[]) or id = any ((select people.ctx_opened())::uuid[])));
create policy add on people.person for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas'))::int[]));
create policy change on people.person for update to app_staff using (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))::int[]));
create policy add_by_job on people.person for insert to app_jobs with check (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy change_by_job on people.person for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));

-- What hangs on a person is seen by whoever sees the person.
create policy with_person on people.alias for select to app_staff, app_jobs using (exists (select 1 from people.person p where p.id = person_id));
create policy with_person on people.address for select to app_staff, app_jobs using (exists (select 1 from people.person p where p.id = person_id));
create policy with_person on people.phone for select to app_staff, app_jobs using (exists (select 1 from people.person p where p.id = person_id));
create policy with_person on people.photo for select to app_staff, app_jobs using (exists (select 1 from people.person p where p.id = person_id));
create policy with_person on people.change for select to app_staff using (exists (select 1 from people.person p where p.id = person_id));
create policy add on people.alias for insert to app_staff, app_jobs with check (exists (select 1 from people.person p where p.id = person_id));
create policy add on people.address for insert to app_staff, app_jobs with check (exists (select 1 from people.person p where p.id = person_id));
create policy add on people.phone for insert to app_staff, app_jobs with check (exists (select 1 from people.person p where p.id = person_id));
create policy add on people.photo for insert to app_staff, app_jobs with check (exists (select 1 from people.person p where p.id = person_id));
create policy add on people.change for insert to app_staff, app_jobs with check (exists (select 1 from people.person p where p.id = person_id));
create policy remove on people.alias for update to app_staff, app_jobs using (exists (select 1 from people.person p where p.id = person_id));
create policy remove on people.address for update to app_staff, app_jobs using (exists (select 1 from people.person p where p.id = person_id));
create policy remove on people.phone for update to app_staff, app_jobs using (exists (select 1 from people.person p where p.id = person_id));
create policy remove on people.photo for update to app_staff, app_jobs using (exists (select 1 from people.person p where p.id = person_id));
create policy own_lists on people.access_list for select to app_staff using (
  unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]));
create policy list on people.access_list for insert to app_staff with check (
  unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]) and account_id <> (select platform.ctx_account()));
create policy unlist on people.access_list for update to app_staff using (unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]));
create policy in_unit on people.name_word for select to app_staff using (
  (not guarded and unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil'))::int[]))
  or (guarded and exists (select 1 from people.person p where p.id = person_id)));
create policy add on people.name_word for insert to app_staff, app_jobs with check (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'system'))::int[]));
create policy look_by_job on people.name_word for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy renew on people.name_word for delete to app_staff, app_jobs using (
  unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'system'))::int[]));
create policy look on people.word_key for select to app_staff, app_jobs using ((select platform.ctx_session()) is not null);
create policy add on people.word_key for insert to app_staff, app_jobs with check ((select platform.ctx_session()) is not null);

grant select on people.person, people.alias, people.address, people.phone, people.family_member, people.photo to app_staff, app_jobs;
grant insert on people.person, people.alias, people.address, people.phone, people.family_member, people.photo, people.change to app_staff, app_jobs;
grant update (name, title_before, title_after, nik, birth_date, birth_precision, birth_place, sex, religion, marital_state, education, occupation,
  workplace, nationality, mother_name, father_name, marks, restricted, guarded, photo_file_id, deceased_on, version, unit_id) on people.person to app_staff, app_jobs;
grant update (removed_at, until, verified_on) on people.address to app_staff, app_jobs;
grant update (removed_at, verified_on, for_notices) on people.phone to app_staff, app_jobs;
grant update (removed_at) on people.alias, people.family_member, people.photo to app_staff, app_jobs;
grant select on people.change to app_staff;
grant select on people.access_list to app_staff;
grant insert on people.access_list to app_staff;
grant update (ends_on, removed_at) on people.access_list to app_staff;
grant select, insert, delete on people.name_word to app_staff, app_jobs;
grant select, insert on people.word_key to app_staff, app_jobs;

-- Another office's person is a pointer of four fields and no more (which unit, how strong, which groups of fields agree, and
-- that access can be asked for). Candidates are those who share a NIK, or the birth date and a word of the name.
create function people.find_elsewhere(typed_nik text, typed_birth date, typed_words text[])
returns table (unit_id int, band text, agrees text[])
language sql stable security definer set search_path = '' as $$
  with candidate as (
    select p.id, p.unit_id, p.nik, p.birth_date from people.person p
    where typed_nik is not null and p.nik = typed_nik
    union
    select p.id, p.unit_id, p.nik, p.birth_date from people.person p
    where typed_birth is not null and p.birth_date = typed_birth
  ), judged as (
    select c.*,
      (typed_nik is not null and c.nik = typed_nik) as same_nik,
      (typed_birth is not null and c.birth_date = typed_birth) as same_birth,
      (select count(distinct k.word) from people.name_word w
        join people.word_key k on k.word = w.word
        where w.person_id = c.id and k.key = any (typed_words)) as words
    from candidate c
  )
  select j.unit_id,
    case when j.same_nik and j.words > 0 then 'strong' when j.same_nik or j.words >= 2 then 'likely' else 'doubtful' end,
    array_remove(array[case when j.same_nik then 'nik' end, case when j.same_birth then 'birth' end, case when j.words > 0 then 'name' end], null)
  from judged j
  where (select platform.ctx_account()) is not null
    and j.unit_id <> all (platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))
    and (j.same_nik or j.words > 0)
    and j.id <> all (people.ctx_excluded())
    and not exists (select 1 from people.person r where r.id = j.id and r.restricted)
  order by 2 desc limit 5
$$;
revoke all on function people.find_elsewhere(text, date, text[]) from public;
grant execute on function people.find_elsewhere(text, date, text[]) to app_staff;
