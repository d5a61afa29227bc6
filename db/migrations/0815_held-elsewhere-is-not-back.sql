-- Whoever is held elsewhere is not where the decree means him to be: transferred again, or let go there, he would be looked for by nobody.
-- His search stays open with the place and the day on which he was found there, and ends as every other one does: he is handed over, dead,
-- or no decree means him any more. Found in another place, he is located once more.
alter table at_large.search
  add column held_at text not null default '' check (length(held_at) <= 300),
  add column held_on date;
comment on column at_large.search.held_at is 'Where he is held in another matter and not handed over yet; empty while that is not known.';
comment on column at_large.search.held_on is 'The day since when he is held there; the days that he was away end with it.';

-- Those that were ended by it are open again.
update at_large.search s set ended_on = null, held_on = m.day, held_at = m.place
from (select distinct on (x.search_id) x.search_id, x.day, x.place from at_large.move x where x.step = 'locate' order by x.search_id, x.made_at desc) m
where m.search_id = s.id and s.state = 'located_elsewhere';

alter table at_large.search
  add constraint search_held check ((state = 'located_elsewhere') = (held_on is not null) and (held_at = '' or held_on is not null)),
  add constraint search_held_open check (held_on is null or ended_on is null);

create or replace function at_large.next_state(of_state text, of_step text) returns text
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
    ('located_elsewhere', 'hand_over', 'handed_over'), ('located_elsewhere', 'locate', 'located_elsewhere'), ('located_elsewhere', 'lose', 'decree_received'), ('located_elsewhere', 'die', 'deceased'),
    ('located_elsewhere', 'lift', 'lifted')
  ) as m (from_state, step, to_state)
  where m.from_state = of_state and m.step = of_step
$$;

create or replace function at_large.move_on() returns trigger language plpgsql security definer set search_path = '' as $$
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
  if new.step = 'lift' and exists (select from cases.client_case c where c.id = s.case_id and c.state = 'ended' and c.end_reason = 'breach'
      and (s.open_reason <> '' or at_large.sends_back(c.kind, at_large.is_judged(c.id)))) then
    raise exception 'a decree that stands is not lifted' using errcode = 'check_violation';
  end if;
  update at_large.search x set state = new.to_state,
    arrested_on = case when new.step = 'arrest' then coalesce(x.arrested_on, new.day) else x.arrested_on end,
    held_at = case when new.to_state = 'located_elsewhere' then new.place else '' end,
    held_on = case when new.to_state = 'located_elsewhere' then new.day end,
    ended_on = case when new.to_state in ('handed_over', 'deceased', 'lifted') then new.day end
  where x.id = s.id;
  return null;
end $$;

alter table at_large.alarm
  drop constraint alarm_ordinal_check,
  drop constraint alarm_reason_check,
  drop constraint alarm_counted_from_check,
  add constraint alarm_ordinal_check check (ordinal between 1 and 7),
  add constraint alarm_reason_check check (reason in ('copies_missing', 'request_missing', 'not_arrested', 'not_handed_over', 'held_elsewhere')),
  add constraint alarm_counted_from_check check (counted_from in ('decree', 'loss', 'arrest', 'located'));
comment on column at_large.alarm.counted_from is 'From what its days count: the decree, the day he was lost again, his arrest, or the day he was found held elsewhere.';

-- The searches that are told of, with the place where somebody is held; everybody who may know that he is away may know where that ended.
drop function at_large.told();
create function at_large.told() returns table (id uuid, unit_id int, state text, clock_from date, arrested_on date, ended_on date, person_id uuid, held_at text, held_on date)
language sql stable security definer set search_path = '' as $$
  select s.id, s.unit_id, s.state, s.clock_from, s.arrested_on, s.ended_on, c.person_id, s.held_at, s.held_on
  from at_large.search s join cases.client_case c on c.id = s.case_id join people.person p on p.id = c.person_id
  where not p.restricted and not c.sealed and c.person_id <> all ((select people.ctx_excluded())::uuid[])
$$;
drop function at_large.pointers();
create function at_large.pointers() returns table (id uuid, unit_id int, state text, clock_from date, held_at text, held_on date)
language sql stable security definer set search_path = '' as $$
  select t.id, t.unit_id, t.state, t.clock_from, t.held_at, t.held_on from at_large.told() t
  where (select at_large.ctx_knows()) and t.ended_on is null
$$;
drop function at_large.find(text, date, text[]);
create function at_large.find(typed_nik text, typed_birth date, typed_words text[])
returns table (id uuid, unit_id int, state text, clock_from date, held_at text, band text, agrees text[])
language sql stable security definer set search_path = '' as $$
  with judged as (
    select t.id, t.unit_id, t.state, t.clock_from, t.held_at,
      (typed_nik is not null and p.nik = typed_nik) as same_nik,
      (typed_birth is not null and p.birth_date = typed_birth and p.birth_precision = 'day') as same_birth,
      (typed_birth is not null and p.birth_date <> typed_birth and p.birth_precision = 'day') as other_birth,
      (select count(distinct k.word) from people.name_word w join people.word_key k on k.word = w.word
        where w.person_id = p.id and k.key = any (typed_words)) as words
    from at_large.told() t join people.person p on p.id = t.person_id
    where (select at_large.ctx_knows()) and t.ended_on is null
  )
  select j.id, j.unit_id, j.state, j.clock_from, j.held_at,
    case when j.same_nik and j.words > 0 then 'strong' when j.same_nik or (j.words >= 2 and j.same_birth) then 'likely' else 'doubtful' end,
    array_remove(array[case when j.same_nik then 'nik' end, case when j.same_birth then 'birth' end, case when j.words > 0 then 'name' end], null)
  from judged j
  where j.same_nik or (j.same_birth and j.words > 0) or (j.words >= 2 and not j.other_birth)
  order by j.same_nik desc, j.same_birth desc, j.words desc, j.id limit 5
$$;
drop function at_large.among(uuid[]);
create function at_large.among(persons uuid[]) returns table (person_id uuid, id uuid, state text, clock_from date, held_at text)
language sql stable security definer set search_path = '' as $$
  select t.person_id, t.id, t.state, t.clock_from, t.held_at
  from at_large.told() t join people.person p on p.id = t.person_id
  where t.person_id = any (persons) and t.ended_on is null
    and p.unit_id = any ((select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody', 'kanwil'))::int[])
$$;
revoke all on function at_large.told(), at_large.pointers(), at_large.find(text, date, text[]), at_large.among(uuid[]) from public;
grant execute on function at_large.pointers(), at_large.find(text, date, text[]), at_large.among(uuid[]) to app_staff;

-- Between the decree and the day on which he was back, or held.
create or replace function at_large.meanwhile() returns table (id uuid, unit_id int, clock_from date, what text, on_day date)
language sql stable security definer set search_path = '' as $$
  select t.id, t.unit_id, t.clock_from, 'detained', x.day
  from at_large.told() t join at_large.closure x on x.search_id = t.id and x.step = 'locate' and x.outcome = 'confirmed'
  where (select at_large.ctx_knows()) and t.state = 'located_elsewhere' and x.day >= t.clock_from
  union all
  select t.id, t.unit_id, t.clock_from, 'client_again', min(n.received_on)
  from at_large.told() t join at_large.search s on s.id = t.id join cases.client_case n on n.person_id = t.person_id and n.id <> s.case_id
  where (select at_large.ctx_knows()) and t.state <> 'lifted' and n.transferred_from is distinct from s.case_id and not n.sealed
    and n.received_on > t.clock_from and n.received_on <= coalesce(t.ended_on, t.held_on, 'infinity'::date)
  group by t.id, t.unit_id, t.clock_from
$$;
