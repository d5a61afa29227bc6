-- Records of one person are tied together by what people decide, and by nothing else: no row of a record changes, every decision stays with
-- the evidence of its day, and a link opens nothing to anybody. It can always be undone.
create table people.link (
  id         uuid primary key default uuidv7(),
  -- Both people, the lower id first: two people are one question, whoever asks it.
  pair       text not null unique,
  state      text not null default 'open' check (state in ('open', 'unsure', 'proposed', 'linked', 'not_same', 'undone')),
  needs_two  boolean not null default true,
  made_at    timestamptz not null default now()
);
comment on table people.link is 'Whether two records are of one person, as far as it is decided. needs_two: they lie in different offices, or one is a child''s, restricted or sealed.';

create table people.link_side (
  link_id   uuid not null references people.link,
  person_id uuid not null references people.person,
  unit_id   int not null references units.unit,
  primary key (link_id, person_id)
);
comment on table people.link_side is 'One of the two records of a link. Whoever does not see the record does not see the side.';
create index link_side_person on people.link_side (person_id);

create table people.link_decision (
  id         uuid primary key default uuidv7(),
  link_id    uuid not null references people.link,
  -- The office in whose name it was decided.
  unit_id    int not null references units.unit,
  answer     text not null check (answer in ('same', 'not_same', 'unsure', 'approve', 'refuse', 'undo')),
  reason     text not null check (length(reason) between 3 and 500),
  hit_id     uuid references people.asking_hit,
  band       text,
  bits       real,
  certainty  real,
  engine     text,
  doubts     text[] not null default '{}',
  agrees     text[] not null default '{}',
  differs    text[] not null default '{}',
  evidence   jsonb not null default '[]',
  decided_by uuid not null references accounts.account,
  decided_at timestamptz not null default now()
);
comment on table people.link_decision is 'Who decided what about a link, why, and on which evidence of that day. Append-only.';
create index link_decision_link on people.link_decision (link_id, decided_at desc);

create table people.question (
  id        uuid primary key default uuidv7(),
  unit_id   int not null references units.unit,
  person_id uuid not null references people.person,
  link_id   uuid not null references people.link,
  why       text not null check (why in ('candidate', 'unsure', 'proposed', 'circle', 'niks', 'births')),
  since     timestamptz not null default now(),
  closed_at timestamptz
);
comment on table people.question is 'What is open about who somebody is, for the office of the record: a likeness nobody has judged, one somebody was unsure of, a link that waits for the second person, or links that contradict each other.';
create unique index question_open on people.question (unit_id, link_id, why) where closed_at is null;
create index question_person on people.question (person_id);
create index question_link on people.question (link_id);
call platform.guard('people.link');
call platform.guard('people.link_side');
call platform.guard('people.link_decision');
call platform.guard('people.question');

-- A link one of whose sides may not even be known of is not there.
create function people.link_shown(link uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select not exists (select 1 from people.link_side s where s.link_id = link and people.is_hidden(s.person_id))
$$;

create policy with_person on people.link_side for select to app_staff using (
  exists (select 1 from people.person p where p.id = person_id) and people.link_shown(link_id));
create policy by_job on people.link_side for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy with_side on people.link for select to app_staff, app_jobs using (exists (select 1 from people.link_side s where s.link_id = id));
-- Another office's words stay there; what they came to, the link says.
create policy of_own_office on people.link_decision for select to app_staff, app_jobs using (
  exists (select 1 from people.link_side s where s.link_id = link_decision.link_id and s.unit_id = link_decision.unit_id));
create policy decide on people.link_decision for insert to app_staff with check (
  decided_by = (select platform.ctx_account())
  and exists (select 1 from people.link_side s where s.link_id = link_decision.link_id and s.unit_id = link_decision.unit_id)
  and unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody'))::int[])
  and (answer not in ('approve', 'refuse')
    or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas', 'head_of_custody'))::int[])));
create policy with_person on people.question for select to app_staff using (
  exists (select 1 from people.person p where p.id = person_id) and people.link_shown(link_id));
create policy by_job on people.question for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select (id, state, needs_two, made_at) on people.link to app_staff, app_jobs;
grant select on people.link_side, people.link_decision, people.question to app_staff, app_jobs;
grant insert (link_id, unit_id, answer, reason, hit_id, decided_by, decided_at) on people.link_decision to app_staff;

create function people.link_needs_two(link uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select count(distinct s.unit_id) > 1 or bool_or(p.restricted or p.guarded or exists (
      select 1 from cases.client_case c where c.person_id = p.id and (c.sealed or c.restricted or c.age_group = 'child')))
  from people.link_side s join people.person p on p.id = s.person_id where s.link_id = link
$$;

-- The link between somebody of one's own office and whoever a hit of one's own asking is about; made where there is none.
create function people.link_with(hit uuid, own uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  h people.asking_hit;
  o people.person;
  other_unit int;
  two text;
  made uuid;
begin
  select * into h from people.asking_hit x where x.id = hit and x.account_id = platform.ctx_account();
  select * into o from people.person x where x.id = own
    and x.unit_id = any (platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody', 'system'));
  if h.id is null or o.id is null or h.person_id = own or people.is_hidden(own) or people.is_hidden(h.person_id) then return null; end if;
  two := least(own, h.person_id)::text || ' ' || greatest(own, h.person_id)::text;
  insert into people.link (pair) values (two) on conflict do nothing returning id into made;
  if made is null then return (select l.id from people.link l where l.pair = two); end if;
  select p.unit_id into other_unit from people.person p where p.id = h.person_id;
  insert into people.link_side (link_id, person_id, unit_id) values (made, own, o.unit_id), (made, h.person_id, other_unit);
  update people.link l set needs_two = people.link_needs_two(made) where l.id = made;
  return made;
end $$;

-- Everybody who is tied to somebody, himself included.
create function people.tied_to(person uuid) returns uuid[]
language sql stable security definer set search_path = '' as $$
  with recursive tied (id) as (
    select person
    union
    select o.person_id from tied t
      join people.link_side s on s.person_id = t.id
      join people.link l on l.id = s.link_id and l.state = 'linked'
      join people.link_side o on o.link_id = l.id and o.person_id <> t.id
  ) select array_agg(id) from tied
$$;

-- What does not fit about a decided link: people who are tied and are not the same, two numbers, two days of birth.
create function people.link_troubles(link uuid) returns text[]
language plpgsql stable security definer set search_path = '' as $$
declare
  l people.link;
  tied uuid[];
begin
  select * into l from people.link x where x.id = link;
  if l.state not in ('linked', 'not_same') then return '{}'; end if;
  select people.tied_to(s.person_id) into tied from people.link_side s where s.link_id = link order by s.person_id limit 1;
  return array_remove(array[
    case when exists (select 1 from people.link n where n.state = 'not_same'
      and n.id in (select s.link_id from people.link_side s where s.person_id = any (tied))
      and not exists (select 1 from people.link_side s where s.link_id = n.id and s.person_id <> all (tied))) then 'circle' end,
    case when l.state = 'linked' and (select count(distinct p.nik) from people.person p where p.id = any (tied) and length(p.nik) = 16) > 1 then 'niks' end,
    case when l.state = 'linked' and exists (select 1 from people.person a join people.person b on a.id < b.id
      where a.id = any (tied) and b.id = any (tied) and a.birth_precision = 'day' and b.birth_precision = 'day'
        and (extract(year from a.birth_date) <> extract(year from b.birth_date))::int
          + (extract(month from a.birth_date) <> extract(month from b.birth_date))::int
          + (extract(day from a.birth_date) <> extract(day from b.birth_date))::int > 1) then 'births' end], null);
end $$;

create function people.ask_about(link uuid, whys text[], at_unit int) returns void
language sql security definer set search_path = '' as $$
  insert into people.question (unit_id, person_id, link_id, why)
  select distinct on (s.unit_id, w) s.unit_id, s.person_id, link, w from people.link_side s, unnest(whys) w
  where s.link_id = link and (at_unit is null or s.unit_id = at_unit)
  order by s.unit_id, w, s.person_id
  on conflict do nothing
$$;

-- Brings what is open about contradictions in line with what is decided now.
create function people.weigh_links(around uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  one uuid;
  troubles text[];
begin
  for one in
    select distinct s.link_id from people.link_side s join people.link l on l.id = s.link_id
    where s.person_id = any (around) and (l.state in ('linked', 'not_same')
      or exists (select 1 from people.question q where q.link_id = l.id and q.closed_at is null and q.why in ('circle', 'niks', 'births')))
  loop
    troubles := people.link_troubles(one);
    update people.question q set closed_at = now()
    where q.link_id = one and q.closed_at is null and q.why in ('circle', 'niks', 'births') and q.why <> all (troubles);
    perform people.ask_about(one, troubles, null);
  end loop;
end $$;

-- A decision is weighed once the policies have let it through: whether the link is where it may be taken, whether a second person took it, and what follows.
create function people.weigh_decision() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  l people.link;
  h people.asking_hit;
  by_whom uuid;
  next text;
  sides uuid[];
  leads boolean := new.unit_id = any (platform.ctx_units('section_head', 'head_of_bapas', 'head_of_custody'));
begin
  select * into l from people.link x where x.id = new.link_id for update;
  select array_agg(s.person_id) into sides from people.link_side s where s.link_id = l.id;
  if new.answer = 'same' then l.needs_two := people.link_needs_two(l.id); end if;
  next := case
    when new.answer = 'same' and l.state in ('open', 'unsure', 'undone') then case when l.needs_two then 'proposed' else 'linked' end
    when new.answer = 'not_same' and l.state in ('open', 'unsure', 'undone') then 'not_same'
    when new.answer = 'unsure' and l.state in ('open', 'undone') then 'unsure'
    when new.answer = 'approve' and l.state = 'proposed' then 'linked'
    when new.answer = 'refuse' and l.state = 'proposed' then 'undone'
    when new.answer = 'undo' and l.state in ('proposed', 'linked', 'not_same') then 'undone' end;
  if next is null then
    raise exception 'a link that is % cannot be answered with %', l.state, new.answer using errcode = '23514';
  end if;
  select d.decided_by into by_whom from people.link_decision d
  where d.link_id = l.id and d.answer = 'same' and d.id <> new.id order by d.decided_at desc, d.id desc limit 1;
  if new.answer in ('approve', 'refuse') and by_whom = new.decided_by then
    raise exception 'whoever proposes a link does not approve it' using errcode = '23514';
  end if;
  if new.answer = 'undo' and not leads and (l.state = 'proposed' and by_whom <> new.decided_by or l.state = 'linked' and l.needs_two) then
    raise exception 'this link is undone by whoever leads' using errcode = '23514';
  end if;

  if new.hit_id is not null then
    select x.* into h from people.asking_hit x where x.id = new.hit_id and x.account_id = new.decided_by and x.person_id = any (sides);
    if h.id is null then raise exception 'this hit is not about this link' using errcode = '23514'; end if;
  else
    -- What is known from the last time that somebody asked about these two.
    select x.* into h from people.asking_hit x join people.asking a on a.id = x.asking_id
    where a.person_id = any (sides) and x.person_id = any (sides) and a.person_id <> x.person_id order by a.asked_at desc limit 1;
  end if;
  if h.id is not null then
    update people.link_decision x set hit_id = h.id, band = h.band, bits = h.bits, certainty = h.certainty,
      engine = (select a.engine from people.asking a where a.id = h.asking_id),
      doubts = h.doubts, agrees = h.agrees, differs = h.differs, evidence = h.evidence
    where x.id = new.id;
  end if;

  update people.link x set state = next, needs_two = l.needs_two where x.id = l.id;
  update people.question q set closed_at = now()
  where q.link_id = l.id and q.closed_at is null and q.why in ('candidate', 'unsure', 'proposed');
  if next = 'unsure' then perform people.ask_about(l.id, array['unsure'], new.unit_id); end if;
  if next = 'proposed' then perform people.ask_about(l.id, array['proposed'], null); end if;
  perform people.weigh_links(people.tied_to(sides[1]) || people.tied_to(sides[2]));
  return null;
end $$;
create trigger weigh_decision after insert on people.link_decision for each row execute function people.weigh_decision();

-- Another record was found that may be the same: asked about once, and again only when something agrees of which nothing was known when it
-- was decided. Answers the link where it has just become a question.
create function people.found_again(hit uuid, own uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  made uuid := people.link_with(hit, own);
  l people.link;
  d people.link_decision;
  h people.asking_hit;
  o people.person;
begin
  select * into l from people.link x where x.id = made for update;
  if l.id is null or l.state not in ('open', 'not_same', 'undone') then return null; end if;
  select * into h from people.asking_hit x where x.id = hit;
  select * into o from people.person x where x.id = own;
  if l.state <> 'open' then
    select * into d from people.link_decision x where x.link_id = l.id order by x.decided_at desc, x.id desc limit 1;
    if h.agrees <@ (d.agrees || d.differs) then return null; end if;
    update people.link x set state = 'open' where x.id = l.id;
  end if;
  if exists (select 1 from people.question q where q.link_id = l.id and q.unit_id = o.unit_id and q.why = 'candidate' and q.closed_at is null) then
    return null;
  end if;
  perform people.ask_about(l.id, array['candidate'], o.unit_id);
  return l.id;
end $$;

-- Of the side that somebody does not see: the office, how strong the likeness was and what agreed, as with any pointer.
create function people.link_pointers(links uuid[], mine uuid[]) returns table (link_id uuid, unit_id int, band text, agrees text[])
language sql stable security definer set search_path = '' as $$
  select s.link_id, s.unit_id, coalesce(d.band, h.band, 'doubtful'), coalesce(d.agrees, h.agrees, '{}')
  from unnest(links, mine) m (link, own)
  join people.link_side o on o.link_id = m.link and o.person_id = m.own
  join people.link_side s on s.link_id = m.link and s.person_id <> m.own
  left join lateral (select x.band, x.agrees from people.link_decision x where x.link_id = m.link and x.band is not null
    order by x.decided_at desc, x.id desc limit 1) d on true
  left join lateral (select x.band, x.agrees from people.asking_hit x join people.asking a on a.id = x.asking_id
    where a.person_id in (s.person_id, o.person_id) and x.person_id in (s.person_id, o.person_id) order by a.asked_at desc limit 1) h on true
  where people.link_shown(m.link)
    and o.unit_id = any (platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil', 'registrar', 'head_of_custody', 'system'))
$$;

-- Whom a link is about, for whoever has just decided it and for the jobs of one of the offices: other modules follow links.
create function people.link_sides(link uuid) returns table (person_id uuid, unit_id int)
language sql stable security definer set search_path = '' as $$
  select s.person_id, s.unit_id from people.link_side s where s.link_id = link
    and (exists (select 1 from people.link_decision d where d.link_id = link and d.decided_by = platform.ctx_account())
      or exists (select 1 from people.link_side o where o.link_id = link and o.unit_id = any (platform.ctx_units('system'))))
$$;

revoke all on function people.link_shown(uuid), people.link_needs_two(uuid), people.link_with(uuid, uuid), people.tied_to(uuid),
  people.link_troubles(uuid), people.ask_about(uuid, text[], int), people.weigh_links(uuid[]), people.weigh_decision(),
  people.found_again(uuid, uuid), people.link_pointers(uuid[], uuid[]), people.link_sides(uuid) from public;
grant execute on function people.link_shown(uuid), people.link_pointers(uuid[], uuid[]), people.link_sides(uuid) to app_staff, app_jobs;
grant execute on function people.link_with(uuid, uuid) to app_staff;
grant execute on function people.found_again(uuid, uuid) to app_jobs;
