-- custody: who is held in an institution, on what basis, under which number of which register, and how it ended. How a stay moves on is the
-- table of src/modules/custody/rules.ts, written here once more, so that no program and no hand moves one another way.

create table custody.stay (
  id             uuid primary key default uuidv7(),
  person_id      uuid not null references people.person,
  unit_id        int not null references units.unit,
  state          text not null default 'held' check (state in ('held', 'escaped', 'released', 'transferred', 'deceased')),
  admitted_on    date not null,
  admitted_at    timestamptz not null,
  brought_from   text not null check (length(brought_from) between 2 and 200),
  brought_by     text not null default '' check (length(brought_by) <= 200),
  age_group      text not null check (age_group in ('adult', 'child', 'unknown')),
  place_reason   text not null default '' check (length(place_reason) <= 2000),
  no_papers      boolean not null default false,
  name_refused   boolean not null default false,
  health_alert   boolean not null default false,
  from_stay_id   uuid references custody.stay,
  register       text check (register in ('reg_a1', 'reg_a2', 'reg_a3', 'reg_a4', 'reg_a5', 'reg_b1', 'reg_b2a', 'reg_b2b', 'reg_b3', 'reg_b3s', 'reg_b_death', 'reg_b_life',
                   'reg_c')),
  register_label text,
  term_until     date,
  ended_on       date,
  made_by        uuid,
  made_at        timestamptz not null default now(),
  unique (id, person_id, unit_id),
  check ((ended_on is null) = (state in ('held', 'escaped'))),
  check (ended_on is null or ended_on >= admitted_on)
);
comment on table custody.stay is 'One stay of one person in one institution: when and from where he came, how far his identity is known, where the stay stands.';
create index stay_unit on custody.stay (unit_id, admitted_on);
create index stay_person on custody.stay (person_id);
create unique index stay_received on custody.stay (from_stay_id) where from_stay_id is not null;
-- Whoever is in is in once.
create unique index stay_running on custody.stay (person_id) where ended_on is null;

create table custody.basis (
  id             uuid primary key default uuidv7(),
  stay_id        uuid not null,
  person_id      uuid not null,
  unit_id        int not null,
  kind           text not null check (kind in ('warrant', 'verdict', 'hostage_order')),
  number         text not null check (length(number) between 1 and 120),
  dated          date not null,
  authority      text not null check (authority in ('investigator', 'prosecutor', 'district_court', 'high_court', 'supreme_court', 'other')),
  issuer         text not null check (length(issuer) between 2 and 200),
  offence        text not null default '' check (length(offence) <= 300),
  from_on        date not null,
  until_on       date,
  penalty        text check (penalty in ('imprisonment', 'life', 'death', 'confinement', 'in_lieu')),
  sentence_years int not null default 0 check (sentence_years between 0 and 100),
  sentence_months int not null default 0 check (sentence_months between 0 and 1200),
  sentence_days  int not null default 0 check (sentence_days between 0 and 36500),
  made_by        uuid not null,
  made_at        timestamptz not null default now(),
  check ((kind = 'verdict') = (penalty is not null)),
  check (until_on is null or until_on >= from_on),
  unique (id, stay_id),
  foreign key (stay_id, person_id, unit_id) references custody.stay (id, person_id, unit_id)
);
comment on table custody.basis is 'A paper on which somebody is held: warrant, verdict or order, of whom, from when until when. Append-only.';
create index basis_stay on custody.basis (stay_id, made_at);

-- Numbers: a series for each institution, register and year without gaps, counted inside the transaction; a void number keeps its reason.
create table custody.register_series (
  unit_id     int not null references units.unit,
  register    text not null check (register ~ '^reg_[a-z0-9_]+$'),
  year        int not null check (year between 1950 and 2100),
  last_number int not null default 0,
  primary key (unit_id, register, year)
);
comment on table custody.register_series is 'The last number given out in a register of an institution in a year.';
create table custody.register_entry (
  id          uuid primary key default uuidv7(),
  unit_id     int not null references units.unit,
  register    text not null check (register in ('reg_a1', 'reg_a2', 'reg_a3', 'reg_a4', 'reg_a5', 'reg_b1', 'reg_b2a', 'reg_b2b', 'reg_b3', 'reg_b3s', 'reg_b_death',
                'reg_b_life', 'reg_c')),
  year        int not null,
  number      int,
  label       text not null check (length(label) between 1 and 60),
  stay_id     uuid not null,
  person_id   uuid not null,
  basis_id    uuid not null,
  origin      text not null check (origin in ('given', 'imported')),
  given_on    date not null,
  because     text not null default '' check (length(because) <= 2000),
  void_reason text check (length(void_reason) between 5 and 500),
  voided_by   uuid,
  voided_at   timestamptz,
  made_by     uuid not null,
  made_at     timestamptz not null default now(),
  check ((voided_at is null) = (void_reason is null)),
  check (origin = 'imported' or number is not null),
  foreign key (stay_id, person_id, unit_id) references custody.stay (id, person_id, unit_id),
  foreign key (basis_id, stay_id) references custody.basis (id, stay_id)
);
comment on table custody.register_entry is 'The register books of an institution: each number ever given or taken over, whose stay it is, or why it is void.';
create unique index register_entry_number on custody.register_entry (unit_id, register, year, number) where origin = 'given';
create unique index register_entry_label on custody.register_entry (unit_id, label) where voided_at is null;
create index register_entry_stay on custody.register_entry (stay_id, made_at);

create table custody.move (
  id              uuid primary key default uuidv7(),
  stay_id         uuid not null,
  person_id       uuid not null,
  unit_id         int not null,
  step            text not null check (step in ('release', 'transfer', 'take_back', 'escape', 'recapture', 'die')),
  from_state      text not null check (from_state in ('held', 'escaped', 'released', 'transferred', 'deceased')),
  to_state        text not null check (to_state in ('held', 'escaped', 'released', 'transferred', 'deceased')),
  day             date not null,
  release_reason  text check (release_reason in ('sentence_served', 'parole_pb', 'conditional_leave_cb', 'prerelease_leave_cmb', 'term_over', 'bail', 'acquitted',
                    'not_prosecuted', 'fine_paid', 'other')),
  reason          text not null check (length(reason) between 5 and 4000),
  document        text not null check (document in ('release_letter', 'transfer_order', 'return_minutes', 'escape_report', 'recapture_minutes', 'death_certificate')),
  document_number text not null default '' check (length(document_number) <= 120),
  to_unit_id      int references units.unit,
  place           text not null default '' check (length(place) <= 300),
  made_by         uuid not null,
  made_at         timestamptz not null default now(),
  check (document_number <> '' or step not in ('release', 'transfer', 'die')),
  check ((step = 'release') = (release_reason is not null)),
  check (to_unit_id is null or step = 'transfer'),
  check (step <> 'transfer' or to_unit_id is not null or place <> ''),
  check (to_unit_id is distinct from unit_id),
  foreign key (stay_id, person_id, unit_id) references custody.stay (id, person_id, unit_id)
);
comment on table custody.move is 'Every step of a stay after the admission, with its document, its day and its reason. Append-only.';
create index move_stay on custody.move (stay_id, made_at);
create index move_arriving on custody.move (to_unit_id) where to_unit_id is not null;

create table custody.property (
  id          uuid primary key default uuidv7(),
  stay_id     uuid not null,
  person_id   uuid not null,
  unit_id     int not null,
  item        text not null check (length(item) between 2 and 200),
  amount      text not null default '' check (length(amount) <= 60),
  taken_on    date not null,
  made_by     uuid not null,
  made_at     timestamptz not null default now(),
  returned_on date,
  returned_to text not null default '' check (length(returned_to) <= 200),
  returned_by uuid,
  check ((returned_on is null) = (returned_by is null)),
  check (returned_on is null or (returned_on >= taken_on and length(returned_to) >= 2)),
  foreign key (stay_id, person_id, unit_id) references custody.stay (id, person_id, unit_id)
);
comment on table custody.property is 'Register D: goods and money that somebody brought along, and who received them back.';
create index property_stay on custody.property (stay_id, made_at);

create table custody.care_note (
  id        uuid primary key default uuidv7(),
  stay_id   uuid not null,
  person_id uuid not null,
  unit_id   int not null,
  note      text not null check (length(note) between 3 and 2000),
  made_by   uuid not null,
  made_at   timestamptz not null default now(),
  foreign key (stay_id, person_id, unit_id) references custody.stay (id, person_id, unit_id)
);
comment on table custody.care_note is 'What has to be minded about somebody''s health; others than those who may read it see only that there is something.';
create index care_note_stay on custody.care_note (stay_id);

create table custody.capacity (
  id      uuid primary key default uuidv7(),
  unit_id int not null references units.unit,
  from_on date not null,
  places  int not null check (places between 1 and 100000),
  source  text not null check (length(source) between 3 and 300),
  made_by uuid not null,
  made_at timestamptz not null default now()
);
comment on table custody.capacity is 'How many places an institution has from a day on, and which paper says so. Append-only; the newest of a day counts.';
create index capacity_unit on custody.capacity (unit_id, from_on);

create function custody.next_state(of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('held', 'release', 'released'), ('held', 'transfer', 'transferred'), ('held', 'escape', 'escaped'), ('held', 'die', 'deceased'),
    ('escaped', 'recapture', 'held'), ('escaped', 'die', 'deceased'),
    ('transferred', 'take_back', 'held')
  ) as m (from_state, step, to_state)
  where m.from_state = of_state and m.step = of_step
$$;
create function custody.document_of(of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select d.document from (values
    ('release', 'release_letter'), ('transfer', 'transfer_order'), ('take_back', 'return_minutes'), ('escape', 'escape_report'),
    ('recapture', 'recapture_minutes'), ('die', 'death_certificate')
  ) as d (step, document)
  where d.step = of_step
$$;

-- A stay moves by a row of its history and no other way: nobody may write its state.
create function custody.move_on() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  s custody.stay;
begin
  select * into s from custody.stay x where x.id = new.stay_id for update;
  if s.id is null or s.state <> new.from_state or new.to_state is distinct from custody.next_state(new.from_state, new.step) then
    raise exception 'a stay does not move from % to % by %', s.state, new.to_state, new.step using errcode = 'check_violation';
  end if;
  if new.document is distinct from custody.document_of(new.step) then
    raise exception '% is not the document of %', new.document, new.step using errcode = 'check_violation';
  end if;
  if new.day < s.admitted_on or new.day < (select max(m.day) from custody.move m where m.stay_id = s.id and m.id <> new.id) then
    raise exception 'a step is not older than the one before it' using errcode = 'check_violation';
  end if;
  -- Whoever was received elsewhere is there.
  if new.step = 'take_back' and exists (select from custody.stay o where o.from_stay_id = s.id) then
    raise exception 'this stay goes on elsewhere' using errcode = 'check_violation';
  end if;
  update custody.stay x set state = new.to_state,
    ended_on = case when new.to_state in ('released', 'transferred', 'deceased') then new.day end
  where x.id = s.id;
  if new.step = 'die' then
    update people.person p set deceased_on = new.day, version = p.version + 1 where p.id = s.person_id and p.deceased_on is null;
  end if;
  return null;
end $$;
create trigger move_on after insert on custody.move for each row execute function custody.move_on();

-- A stay begins as one that is held; one that goes on from elsewhere goes on from a transfer to this very place, once. A child is guarded.
create function custody.begin_stay() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.from_stay_id is not null and not exists (select from custody.stay o join custody.move m on m.stay_id = o.id
      where o.id = new.from_stay_id and o.state = 'transferred' and m.step = 'transfer' and m.to_unit_id = new.unit_id) then
    raise exception 'nobody was transferred here from there' using errcode = 'check_violation';
  end if;
  if new.age_group = 'child' then
    update people.person p set guarded = true where p.id = new.person_id and not p.guarded;
  end if;
  return null;
end $$;
create trigger begin_stay after insert on custody.stay for each row execute function custody.begin_stay();

-- The stay carries the newest number that is not void, and until when its newest paper lasts.
create function custody.carry() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update custody.stay s set (register, register_label, term_until) = (
    select n.register, n.label, b.until_on from (select 1) one
    left join lateral (select e.register, e.label from custody.register_entry e where e.stay_id = s.id and e.voided_at is null
      order by e.made_at desc, e.id desc limit 1) n on true
    left join lateral (select x.until_on from custody.basis x where x.stay_id = s.id order by x.made_at desc, x.id desc limit 1) b on true)
  where s.id = new.stay_id;
  return null;
end $$;
create trigger carry after insert or update on custody.register_entry for each row execute function custody.carry();
create trigger carry after insert on custody.basis for each row execute function custody.carry();

-- That there is something about his health everybody sees who sees the stay.
create function custody.alert() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update custody.stay s set health_alert = true where s.id = new.stay_id;
  return null;
end $$;
create trigger alert after insert on custody.care_note for each row execute function custody.alert();

-- What was written about a number that is void, and about goods that were given back, stays.
create function custody.keep_entry() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.voided_at is not null then
    raise exception 'a number is made void once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_entry before update on custody.register_entry for each row execute function custody.keep_entry();
create function custody.keep_property() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.returned_on is not null then
    raise exception 'goods are given back once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_property before update on custody.property for each row execute function custody.keep_property();
revoke all on function custody.next_state(text, text), custody.document_of(text), custody.move_on(), custody.begin_stay(), custody.carry(), custody.alert(),
  custody.keep_entry(), custody.keep_property() from public;
grant execute on function custody.next_state(text, text), custody.document_of(text) to app_staff;

do $$
declare
  t text;
  here constant text := 'unit_id = any ((select platform.ctx_units(''registrar'', ''head_of_custody''))::int[])';
  heads constant text := 'unit_id = any ((select platform.ctx_units(''head_of_custody''))::int[])';
  seen constant text := 'exists (select 1 from people.person p where p.id = person_id and p.unit_id = %1$I.unit_id)';
  opened constant text := '(unit_id = any ((select platform.ctx_units(''auditor''))::int[]) and person_id = any ((select people.ctx_opened())::uuid[]))';
begin
  foreach t in array array['stay', 'basis', 'register_entry', 'move', 'property', 'care_note'] loop
    execute format('call platform.guard(%L)', 'custody.' || t);
    execute format('create policy add on custody.%1$I for insert to app_staff with check (
      made_by = (select platform.ctx_account()) and ' || here || ' and ' || seen || ')', t);
    execute format('grant select, insert on custody.%I to app_staff', t);
  end loop;
  foreach t in array array['stay', 'basis', 'register_entry', 'move', 'property'] loop
    execute format('create policy of_unit on custody.%1$I for select to app_staff using ((' || here || ' or ' || opened || ') and ' || seen || ')', t);
  end loop;
  execute format('create policy of_unit on custody.%1$I for select to app_staff using (' || heads || ' and ' || seen || ')', 'care_note');
  execute format('create policy void on custody.%1$I for update to app_staff using (' || heads || ' and ' || seen || ') with check (voided_by = (select platform.ctx_account()))',
    'register_entry');
  execute format('create policy give_back on custody.%1$I for update to app_staff using (' || here || ' and ' || seen || ')
    with check (returned_by = (select platform.ctx_account()))', 'property');
  foreach t in array array['register_series', 'capacity'] loop
    execute format('call platform.guard(%L)', 'custody.' || t);
  end loop;
  execute 'create policy look on custody.register_series for select to app_staff using (' || here || ')';
  execute 'create policy start on custody.register_series for insert to app_staff with check (' || here || ')';
  execute 'create policy count on custody.register_series for update to app_staff using (' || here || ')';
end $$;
grant select, insert on custody.register_series to app_staff;
grant update (last_number) on custody.register_series to app_staff;
grant update (void_reason, voided_by, voided_at) on custody.register_entry to app_staff;
grant update (returned_on, returned_to, returned_by) on custody.property to app_staff;
create policy look on custody.capacity for select to app_staff using (
  unit_id = any ((select platform.ctx_units('registrar', 'head_of_custody', 'kanwil'))::int[]));
create policy set_places on custody.capacity for insert to app_staff with check (
  made_by = (select platform.ctx_account()) and unit_id = any ((select platform.ctx_units('head_of_custody'))::int[]));
grant select, insert on custody.capacity to app_staff;
-- The task about a term that runs out is opened by a job, which needs days and numbers and nobody's name.
create policy by_job on custody.stay for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select on custody.stay to app_jobs;

-- Whoever was sent here and has not been received: what the place that sends him says of him, to nobody but where he is sent.
create function custody.arriving()
returns table (stay_id uuid, to_unit_id int, from_unit_id int, day date, document_number text, name text, birth_date date, birth_precision text, sex text, register_label text)
language sql stable security definer set search_path = '' as $$
  select s.id, m.to_unit_id, s.unit_id, m.day, m.document_number, p.name, p.birth_date, p.birth_precision, p.sex, s.register_label
  from custody.stay s join custody.move m on m.stay_id = s.id and m.step = 'transfer' and m.to_unit_id is not null
  join people.person p on p.id = s.person_id
  where s.state = 'transferred' and m.to_unit_id = any ((select platform.ctx_units('registrar', 'head_of_custody'))::int[])
    and not p.restricted and p.id <> all ((select people.ctx_excluded())::uuid[])
    and m.id = (select l.id from custody.move l where l.stay_id = s.id order by l.made_at desc, l.id desc limit 1)
    and not exists (select from custody.stay o where o.from_stay_id = s.id)
$$;
-- Sums for the office above, and nobody's name: how many are in, of which registers, on how many places.
create function custody.counts(on_day date)
returns table (unit_id int, register text, sex text, age_group text, count int)
language sql stable security definer set search_path = '' as $$
  select s.unit_id, r.register, coalesce(p.sex, 'unknown'), s.age_group, count(*)::int
  from custody.stay s join people.person p on p.id = s.person_id
  left join lateral (select e.register from custody.register_entry e where e.stay_id = s.id and e.voided_at is null and e.given_on <= on_day
    order by e.given_on desc, e.made_at desc, e.id desc limit 1) r on true
  where s.unit_id = any ((select platform.ctx_units('kanwil'))::int[])
    and s.admitted_on <= on_day and (s.ended_on is null or s.ended_on > on_day)
    and coalesce((select m.to_state from custody.move m where m.stay_id = s.id and m.day <= on_day order by m.day desc, m.made_at desc, m.id desc limit 1), 'held') <> 'escaped'
  group by 1, 2, 3, 4
$$;
-- Whether a number is in use, also on a stay that the asker may not see: two people never share one.
create function custody.label_taken(of_unit int, wanted text) returns boolean
language sql stable security definer set search_path = '' as $$
  select of_unit = any ((select platform.ctx_units('registrar', 'head_of_custody'))::int[])
    and exists (select 1 from custody.register_entry e where e.unit_id = of_unit and e.label = wanted and e.voided_at is null)
$$;
-- Whether somebody who left here was received where he went.
create function custody.is_received(of_stay uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from custody.stay o join custody.stay s on s.id = o.from_stay_id
    where s.id = of_stay and s.unit_id = any ((select platform.ctx_units('registrar', 'head_of_custody'))::int[]))
$$;
revoke all on function custody.arriving(), custody.counts(date), custody.label_taken(int, text), custody.is_received(uuid) from public;
grant execute on function custody.arriving(), custody.counts(date), custody.label_taken(int, text), custody.is_received(uuid) to app_staff;
