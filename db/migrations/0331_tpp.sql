-- tpp: sittings of the observation team. Who sits, what is heard, what was advised, and the minutes.

create schema tpp;
grant usage on schema tpp to app_staff, app_jobs;

create table tpp.member (
  id         uuid primary key default uuidv7(),
  unit_id    int not null references units.unit,
  staff_id   uuid not null references units.staff,
  duty       text not null check (duty in ('chair', 'secretary', 'member')),
  starts_on  date not null,
  ends_on    date,
  basis      text not null default '',
  made_by    uuid,
  made_at    timestamptz not null default now(),
  ended_by   uuid,
  check (ends_on is null or ends_on >= starts_on),
  exclude using gist (unit_id with =, staff_id with =, daterange(starts_on, ends_on, '[]') with &&),
  exclude using gist (unit_id with =, daterange(starts_on, ends_on, '[]') with &&) where (duty = 'chair')
);
comment on table tpp.member is 'Who sits in the observation team of an office, from when to when, and on which order. Never removed: an end is set.';

create table tpp.series (
  unit_id     int not null references units.unit,
  year        int not null,
  last_number int not null check (last_number > 0),
  primary key (unit_id, year)
);
comment on table tpp.series is 'The last number of a sitting in an office and year. Given inside the transaction that opens the sitting, so none is lost.';

create table tpp.sitting (
  id            uuid primary key default uuidv7(),
  unit_id       int not null references units.unit,
  year          int,
  number        int check (number > 0),
  state         text not null check (state in ('draft', 'invited', 'held', 'minuted', 'signed', 'cancelled')),
  day           date not null,
  starts_at     text not null check (starts_at ~ '^[0-2][0-9]:[0-5][0-9]$'),
  place         text not null check (length(place) between 1 and 200),
  invited_on    date,
  chair_id      uuid references units.staff,
  secretary_id  uuid references units.staff,
  quorum        jsonb,
  cancel_reason text,
  version       int not null default 1,
  changed_what  text not null default 'made' check (changed_what in ('made', 'details', 'agenda', 'invitation', 'attendance', 'minutes', 'signature', 'cancelled')),
  changed_by    uuid,
  changed_at    timestamptz not null default now(),
  made_by       uuid,
  made_at       timestamptz not null default now(),
  unique (unit_id, year, number),
  check ((number is null) = (state in ('draft', 'invited', 'cancelled'))),
  check ((number is null) = (year is null)),
  check (number is null or (chair_id is not null and secretary_id is not null and quorum is not null)),
  check ((state = 'cancelled') = (cancel_reason is not null))
);
comment on table tpp.sitting is 'A sitting from its draft to its signed minutes. It gets its number when it opens; one that never met has none.';
create index sitting_unit on tpp.sitting (unit_id, day);

create table tpp.attendee (
  sitting_id uuid not null references tpp.sitting,
  staff_id   uuid not null references units.staff,
  unit_id    int not null references units.unit,
  duty       text not null check (duty in ('chair', 'secretary', 'member')),
  present    boolean,
  primary key (sitting_id, staff_id)
);
comment on table tpp.attendee is 'Who was invited to a sitting and who came.';
create index attendee_staff on tpp.attendee (staff_id);

create table tpp.item (
  id              uuid primary key default uuidv7(),
  sitting_id      uuid not null references tpp.sitting,
  unit_id         int not null references units.unit,
  case_id         uuid not null references cases.client_case,
  kind            text not null check (kind in ('stage_change', 'transfer', 'breach', 'revocation', 'litmas', 'integration', 'assimilation', 'discipline')),
  subject_id      uuid not null,
  position        int not null check (position > 0),
  facts           text not null check (length(facts) between 1 and 1000),
  waiting_since   date not null,
  presenter_id    uuid references units.staff,
  deferred_from   uuid references tpp.item,
  recommendation  text check (recommendation in ('approve', 'reject', 'defer')),
  reasons         text check (length(reasons) between 3 and 4000),
  agreed_by       text check (agreed_by in ('consensus', 'votes')),
  votes_for       int check (votes_for >= 0),
  votes_against   int check (votes_against >= 0),
  votes_abstained int check (votes_abstained >= 0),
  dissents        jsonb not null default '[]' check (jsonb_typeof(dissents) = 'array'),
  outcome         text check (outcome in ('told', 'lapsed')),
  off_at          timestamptz,
  version         int not null default 1,
  recorded_by     uuid,
  recorded_at     timestamptz,
  made_by         uuid,
  made_at         timestamptz not null default now(),
  check ((recommendation is null) = (reasons is null) and (recommendation is null) = (agreed_by is null)),
  check ((agreed_by is not distinct from 'votes') = (votes_for is not null)),
  check ((votes_for is null) = (votes_against is null) and (votes_for is null) = (votes_abstained is null)),
  check (outcome is distinct from 'told' or recommendation is not null)
);
comment on table tpp.item is 'One client''s matter on one agenda: who presents it, what the sitting advised and why, and whether the module that owns the matter has heard.';
create index item_sitting on tpp.item (sitting_id, position);
create index item_case on tpp.item (case_id);
create index item_unit on tpp.item (unit_id);
create unique index item_on_one_agenda on tpp.item (kind, subject_id) where outcome is null and off_at is null;
create index item_deferred on tpp.item (unit_id) where recommendation = 'defer' and outcome = 'told';

create table tpp.minutes (
  sitting_id uuid primary key references tpp.sitting,
  unit_id    int not null references units.unit,
  text       text not null check (length(text) <= 60000),
  file_id    uuid references platform.file,
  sha256     bytea,
  signed_on  date,
  check ((file_id is null) = (sha256 is null) and (file_id is null) = (signed_on is null))
);
comment on table tpp.minutes is 'The words of the minutes, drafted from the record, and the signed paper with its hash. Locked once signed.';
create index minutes_file on tpp.minutes (file_id);

-- Who keeps the sittings of an office: whoever leads its section, and its secretaries as long as they work there.
create function tpp.ctx_keeps() returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := platform.ctx_staff();
  posted int[];
begin
  if me is null then return '{}'; end if;
  posted := platform.ctx_units('pk', 'apk', 'head_of_bapas');
  return platform.ctx_units('section_head') || coalesce((
    select array_agg(m.unit_id) from tpp.member m join units.unit u on u.id = m.unit_id
    where m.staff_id = me and m.duty = 'secretary'
      and coalesce(u.demo_today, (now() at time zone u.zone)::date) between m.starts_on and coalesce(m.ends_on, 'infinity')
      and m.unit_id = any (posted)), '{}');
end $$;

-- The sittings that the asker is called to, from the invitation until the minutes are signed.
create function tpp.ctx_sits() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := platform.ctx_staff();
  posted int[];
begin
  if me is null then return '{}'; end if;
  posted := platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas');
  return coalesce((
    select array_agg(s.id) from tpp.attendee a join tpp.sitting s on s.id = a.sitting_id
    where a.staff_id = me and s.state in ('invited', 'held', 'minuted')
      and s.unit_id = any (posted)), '{}');
end $$;

-- The items that a secretary or a member sees because of the sitting: the client's file stays closed to them. Whoever is shut out from
-- a person, or not listed for a restricted one, does not sit on his matter; what is sealed is in nobody's reach.
create function tpp.ctx_items() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  keeps int[] := tpp.ctx_keeps();
  sits uuid[] := tpp.ctx_sits();
  excluded uuid[];
  listed uuid[];
  opened uuid[];
begin
  if cardinality(keeps) = 0 and cardinality(sits) = 0 then return '{}'; end if;
  excluded := people.ctx_excluded();
  listed := people.ctx_listed();
  opened := accounts.ctx_opened_cases();
  return coalesce((
    select array_agg(i.id) from tpp.item i join cases.client_case c on c.id = i.case_id
    where (i.unit_id = any (keeps) or i.sitting_id = any (sits))
      and c.person_id <> all (excluded)
      and (not c.restricted or c.person_id = any (listed) or c.id = any (opened))
      and (not c.sealed or c.id = any (opened))), '{}');
end $$;

-- Whether the asker may put this client on an agenda of the office.
create function tpp.may_list(wanted uuid, at_unit int) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select 1 from cases.client_case c
    where c.id = wanted and c.unit_id = at_unit and at_unit = any (tpp.ctx_keeps())
      and c.person_id <> all (people.ctx_excluded())
      and (not c.restricted or c.person_id = any (people.ctx_listed()) or c.id = any (accounts.ctx_opened_cases()))
      and (not c.sealed or c.id = any (accounts.ctx_opened_cases())))
$$;

-- Sittings on somebody from whom the asker is shut out: their minutes name him, so the asker reads them no more than the file.
create function tpp.ctx_barred() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  posted int[] := platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas');
  excluded uuid[] := people.ctx_excluded();
  listed uuid[] := people.ctx_listed();
begin
  return coalesce((
    select array_agg(distinct i.sitting_id) from tpp.item i join cases.client_case c on c.id = i.case_id
    where i.off_at is null and i.unit_id = any (posted)
      and (c.person_id = any (excluded) or (c.restricted and c.person_id <> all (listed)))), '{}');
end $$;

-- Names for an agenda, to whoever sees the item and not the file.
create function tpp.names_on(wanted uuid)
returns table (item_id uuid, name text, register_label text, kind text, age_group text)
language sql stable security definer set search_path = '' as $$
  select i.id, p.name, c.register_label, c.kind, c.age_group
  from tpp.item i join cases.client_case c on c.id = i.case_id join people.person p on p.id = c.person_id
  where i.sitting_id = wanted and i.id = any ((select tpp.ctx_items())::uuid[])
$$;

-- How many items a sitting has, seen by whoever sees the sitting.
create function tpp.count_items(wanted uuid[]) returns table (sitting_id uuid, items int, recorded int)
language sql stable security definer set search_path = '' as $$
  select i.sitting_id, count(*)::int, count(i.recommendation)::int from tpp.item i join tpp.sitting s on s.id = i.sitting_id
  where i.sitting_id = any (wanted) and i.off_at is null
    and s.unit_id = any ((select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas', 'kanwil', 'auditor'))::int[])
  group by i.sitting_id
$$;

revoke all on all functions in schema tpp from public;
grant execute on function tpp.ctx_keeps(), tpp.ctx_sits(), tpp.ctx_items(), tpp.ctx_barred(), tpp.may_list(uuid, int), tpp.names_on(uuid),
  tpp.count_items(uuid[]) to app_staff;

call platform.guard('tpp.member');
call platform.guard('tpp.series');
call platform.guard('tpp.sitting');
call platform.guard('tpp.attendee');
call platform.guard('tpp.item');
call platform.guard('tpp.minutes');

do $$
declare
  t text;
  offices constant text := 'unit_id = any ((select platform.ctx_units(''pk'', ''apk'', ''section_head'', ''head_of_bapas'', ''kanwil'', ''auditor''))::int[])';
  keeps constant text := 'unit_id = any ((select tpp.ctx_keeps())::int[])';
begin
  foreach t in array array['member', 'sitting', 'attendee'] loop
    execute format('create policy look on tpp.%I for select to app_staff using (' || offices || ')', t);
  end loop;
  foreach t in array array['series', 'sitting', 'attendee', 'minutes'] loop
    execute format('create policy add on tpp.%I for insert to app_staff with check (' || keeps || ')', t);
    execute format('create policy change on tpp.%I for update to app_staff using (' || keeps || ')', t);
  end loop;
end $$;
create policy look on tpp.series for select to app_staff using (unit_id = any ((select tpp.ctx_keeps())::int[]));
create policy look on tpp.minutes for select to app_staff using (
  (unit_id = any ((select tpp.ctx_keeps())::int[]) or unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[])
    or sitting_id = any ((select tpp.ctx_sits())::uuid[]))
  and sitting_id <> all ((select tpp.ctx_barred())::uuid[]));
create policy set_up on tpp.member for insert to app_staff with check (unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]));
create policy change on tpp.member for update to app_staff using (unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]));
create policy look on tpp.item for select to app_staff using (
  id = any ((select tpp.ctx_items())::uuid[])
  or ((case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('head_of_bapas', 'kanwil'))::int[]))
    and exists (select 1 from cases.client_case c where c.id = case_id)));
create policy add on tpp.item for insert to app_staff with check (tpp.may_list(case_id, unit_id));
create policy change on tpp.item for update to app_staff using (
  id = any ((select tpp.ctx_items())::uuid[]) and unit_id = any ((select tpp.ctx_keeps())::int[]));

grant select, insert on tpp.member, tpp.series, tpp.sitting, tpp.attendee, tpp.item, tpp.minutes to app_staff;
grant update (ends_on, ended_by) on tpp.member to app_staff;
grant update (last_number) on tpp.series to app_staff;
grant update (year, number, state, day, starts_at, place, invited_on, chair_id, secretary_id, quorum, cancel_reason, version, changed_what, changed_by, changed_at)
  on tpp.sitting to app_staff;
grant update (present) on tpp.attendee to app_staff;
grant update (position, presenter_id, recommendation, reasons, agreed_by, votes_for, votes_against, votes_abstained, dissents, outcome, off_at, version,
  recorded_by, recorded_at) on tpp.item to app_staff;
grant update (text, file_id, sha256, signed_on) on tpp.minutes to app_staff;

-- The signed paper names everybody on the agenda: whoever reads the minutes reads it, and nobody else.
create function tpp.ctx_papers() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  barred uuid[] := tpp.ctx_barred();
  offices int[] := tpp.ctx_keeps() || platform.ctx_units('head_of_bapas');
  sits uuid[] := tpp.ctx_sits();
begin
  return coalesce((
    select array_agg(x.file_id) from tpp.minutes x
    where x.file_id is not null and x.sitting_id <> all (barred) and (x.unit_id = any (offices) or x.sitting_id = any (sits))), '{}');
end $$;
revoke all on function tpp.ctx_papers() from public;
grant execute on function tpp.ctx_papers() to app_staff;
create policy minutes on platform.file for select to app_staff using (id = any ((select tpp.ctx_papers())::uuid[]));

-- The order of a sitting, whoever writes: the same table as in src/modules/tpp/rules.ts.
-- As its owner: also of items that whoever writes does not see, every one must have been heard.
create function tpp.keep_sitting() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new is not distinct from old then return new; end if;
  if old.state in ('signed', 'cancelled') then
    raise exception 'a signed or cancelled sitting stays as it is' using errcode = 'check_violation';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (values ('draft', 'invited'), ('draft', 'cancelled'), ('invited', 'held'),
      ('invited', 'cancelled'), ('held', 'minuted'), ('minuted', 'signed')) then
    raise exception 'a sitting does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if old.number is not null and (new.number, new.year, new.day, new.chair_id, new.secretary_id, new.quorum)
      is distinct from (old.number, old.year, old.day, old.chair_id, old.secretary_id, old.quorum) then
    raise exception 'what a sitting was when it opened stays' using errcode = 'check_violation';
  end if;
  if old.number is null and new.number is not null and not exists (
      select 1 from tpp.series r where r.unit_id = new.unit_id and r.year = new.year and r.last_number = new.number) then
    raise exception 'a sitting takes the next number of its series' using errcode = 'check_violation';
  end if;
  if new.state = 'minuted' and old.state = 'held' and exists (
      select 1 from tpp.item i where i.sitting_id = new.id and i.off_at is null and i.outcome is null) then
    raise exception 'minutes need every item heard' using errcode = 'check_violation';
  end if;
  if new.state = 'signed' and not exists (select 1 from tpp.minutes x where x.sitting_id = new.id and x.file_id is not null) then
    raise exception 'a sitting is signed by its paper' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_sitting before update on tpp.sitting for each row execute function tpp.keep_sitting();

create function tpp.keep_series() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.last_number <> old.last_number + 1 then
    raise exception 'numbers of sittings follow each other' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_series before update on tpp.series for each row when (new is distinct from old) execute function tpp.keep_series();

create function tpp.keep_item() returns trigger language plpgsql set search_path = '' as $$
declare
  now_in text;
begin
  select s.state into now_in from tpp.sitting s where s.id = new.sitting_id;
  if tg_op = 'INSERT' then
    if now_in not in ('draft', 'invited') or new.recommendation is not null or new.outcome is not null then
      raise exception 'an agenda is made before the sitting opens' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if new is not distinct from old then return new; end if;
  if (old.off_at is not null or old.outcome is not null) then
    raise exception 'what was heard or taken off stays' using errcode = 'check_violation';
  end if;
  if new.position <> old.position or new.off_at is distinct from old.off_at then
    if now_in not in ('draft', 'invited') then
      raise exception 'the agenda is closed once the sitting has opened' using errcode = 'check_violation';
    end if;
  elsif now_in <> 'held' then
    raise exception 'what a sitting advises is recorded while it is held' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_item before insert or update on tpp.item for each row execute function tpp.keep_item();

create function tpp.keep_minutes() returns trigger language plpgsql set search_path = '' as $$
declare
  now_in text;
begin
  select s.state into now_in from tpp.sitting s where s.id = new.sitting_id;
  if tg_op = 'UPDATE' and new is not distinct from old then return new; end if;
  if (tg_op = 'INSERT' and now_in <> 'held') or (tg_op = 'UPDATE' and now_in <> 'minuted') then
    raise exception 'minutes are drafted when the sitting closes and stay once signed' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_minutes before insert or update on tpp.minutes for each row execute function tpp.keep_minutes();
revoke all on function tpp.keep_sitting(), tpp.keep_series(), tpp.keep_item(), tpp.keep_minutes() from public;

-- What waits in cases for a sitting, for whoever makes the agenda, leads the office or guides the client.
create function cases.waiting_for_sitting(at_unit int)
returns table (kind text, subject_id uuid, case_id uuid, since date, name text, register_label text, pk_staff_id uuid, deferred boolean, to_phase text,
  from_phase text, to_unit text, reason text)
language sql stable security definer set search_path = '' as $$
  with waits as (
    select 'transfer' as kind, t.id, t.case_id, t.requested_on, t.state, null as to_phase, t.to_unit_id, t.to_name, t.reason
    from cases.transfer t where t.from_unit_id = at_unit and (t.state = 'requested' or (t.state = 'at_tpp' and t.tpp_advice = 'defer'))
    union all
    select 'stage_change', x.id, x.case_id, x.requested_on, x.state, x.to_phase, null, null, null
    from cases.phase_change x where x.unit_id = at_unit and (x.state = 'requested' or (x.state = 'at_tpp' and x.tpp_advice = 'defer')))
  select w.kind, w.id, w.case_id, w.requested_on, p.name, c.register_label, c.pk_staff_id, w.state = 'at_tpp', w.to_phase, c.phase_decided, coalesce(u.name, w.to_name), w.reason
  from waits w join cases.client_case c on c.id = w.case_id join people.person p on p.id = c.person_id left join units.unit u on u.id = w.to_unit_id
  where c.unit_id = at_unit and c.state in ('active', 'paused') and not c.sealed
    and (at_unit = any ((select tpp.ctx_keeps() || platform.ctx_units('head_of_bapas'))::int[]) or c.id = any ((select cases.ctx_assigned())::uuid[]))
    and c.person_id <> all ((select people.ctx_excluded())::uuid[])
    and (not c.restricted or c.person_id = any ((select people.ctx_listed())::uuid[]) or c.id = any ((select accounts.ctx_opened_cases())::uuid[]))
$$;

-- A sitting tells cases what it advised: copied from the item itself, so nothing can be told that no sitting said. Answers the phase that
-- was advised on, '' for a transfer, and nothing where the matter was settled meanwhile.
create function cases.take_sitting_advice(wanted uuid) returns text
language plpgsql security definer set search_path = '' as $$
declare
  i tpp.item;
  s tpp.sitting;
  paper text;
  taken text;
begin
  select * into i from tpp.item x where x.id = wanted and x.outcome is null and x.off_at is null and x.recommendation is not null;
  select * into s from tpp.sitting x where x.id = i.sitting_id and x.state = 'held' and x.unit_id = any (tpp.ctx_keeps());
  if i.id is null or s.id is null or i.id <> all (tpp.ctx_items()) then return null; end if;
  paper := 'Sidang TPP nomor ' || s.number || '/TPP/' || s.year;
  case i.kind
    when 'transfer' then
      update cases.transfer t set state = 'at_tpp', tpp_held_on = s.day, tpp_document = paper, tpp_advice = i.recommendation, tpp_note = left(i.reasons, 2000),
        noted_by = platform.ctx_account()
      where t.id = i.subject_id and t.case_id = i.case_id and t.state in ('requested', 'at_tpp') returning '' into taken;
    when 'stage_change' then
      update cases.phase_change x set state = 'at_tpp', tpp_held_on = s.day, tpp_document = paper, tpp_advice = i.recommendation, tpp_note = i.reasons,
        noted_by = platform.ctx_account()
      where x.id = i.subject_id and x.case_id = i.case_id and x.state in ('requested', 'at_tpp') returning x.to_phase into taken;
    else return null;
  end case;
  return taken;
end $$;

-- Whether a sitting of the office will hear of this, also for whoever does not see the agenda.
create function tpp.is_on_agenda(of_kind text, subject uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select (select platform.ctx_account()) is not null
    and exists (select 1 from tpp.item i where i.kind = of_kind and i.subject_id = subject and i.outcome is null and i.off_at is null)
$$;
revoke all on function cases.waiting_for_sitting(int), cases.take_sitting_advice(uuid), tpp.is_on_agenda(text, uuid) from public;
grant execute on function cases.waiting_for_sitting(int), cases.take_sitting_advice(uuid), tpp.is_on_agenda(text, uuid) to app_staff;
