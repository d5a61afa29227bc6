-- people: whoever is asked to confirm a link with another office's record saw a pointer and nothing else, and had to take it on the word of a
-- telephone. The office that holds a record may lay it open beside the other one: for this one link, for some days, with its reason.
create table people.link_opening (
  id        uuid primary key default uuidv7(),
  link_id   uuid not null,
  person_id uuid not null,
  unit_id   int not null references units.unit,
  reason    text not null check (length(reason) between 3 and 500),
  opened_by uuid not null references accounts.account,
  opened_at timestamptz not null default now(),
  until     timestamptz not null default now() + interval '7 days',
  foreign key (link_id, person_id) references people.link_side
);
comment on table people.link_opening is 'An office shows its record to the office of the other record of a link, so that both can be compared. Ends by itself; append-only.';
create index link_opening_link on people.link_opening (link_id, person_id, until);
create index link_opening_until on people.link_opening (until);
call platform.guard('people.link_opening');

create policy with_person on people.link_opening for select to app_staff using (exists (select 1 from people.person p where p.id = person_id));
create policy open on people.link_opening for insert to app_staff with check (
  opened_by = (select platform.ctx_account())
  and unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas', 'head_of_custody'))::int[])
  and exists (select 1 from people.link_side s where s.link_id = link_opening.link_id and s.person_id = link_opening.person_id and s.unit_id = link_opening.unit_id));
grant select on people.link_opening to app_staff;
grant insert (link_id, person_id, unit_id, reason, opened_by) on people.link_opening to app_staff;

-- Whose records are open to the asker's office now, each beside which of its own.
create function people.opened_to_ctx() returns table (link_id uuid, own uuid, person_id uuid, until timestamptz)
language sql stable security definer set search_path = '' as $$
  select x.link_id, o.person_id, x.person_id, max(x.until)
  from people.link_opening x join people.link_side o on o.link_id = x.link_id and o.unit_id <> x.unit_id
  where x.until > now() and people.link_shown(x.link_id)
    and o.unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody'))::int[])
  group by 1, 2, 3
$$;

-- What is compared of an open record, and nothing of where he lives or what he is there for.
create function people.opened_side(link uuid, mine uuid) returns table (person_id uuid, name text, title_before text, title_after text,
  nik text, nik_source text, birth_date date, birth_precision text, birth_place text, mother_name text, father_name text, sex text, aliases text[],
  photo_file_id uuid, unit_id int, until timestamptz)
language sql stable security definer set search_path = '' as $$
  select p.id, p.name, p.title_before, p.title_after, p.nik, p.nik_source, p.birth_date, p.birth_precision, p.birth_place, p.mother_name, p.father_name, p.sex,
    array(select a.name from people.alias a where a.person_id = p.id and a.removed_at is null), p.photo_file_id, p.unit_id, x.until
  from people.opened_to_ctx() x join people.person p on p.id = x.person_id
  where x.link_id = link and x.own = mine
$$;

create function people.ctx_opened_faces() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select array_remove(array_agg(p.photo_file_id), null) from people.opened_to_ctx() x join people.person p on p.id = x.person_id
$$;
create policy of_opened_side on platform.file for select to app_staff using (id = any ((select people.ctx_opened_faces())::uuid[]));

revoke all on function people.opened_to_ctx(), people.opened_side(uuid, uuid), people.ctx_opened_faces() from public;
grant execute on function people.opened_side(uuid, uuid), people.ctx_opened_faces() to app_staff;
