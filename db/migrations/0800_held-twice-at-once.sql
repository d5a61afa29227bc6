-- Records of one person cannot be held twice at once: where decided links say so, it becomes a question at every office of the link, like
-- two numbers and two birthdays. It goes by itself when the link is undone or the stays no longer meet.
alter table people.question drop constraint question_why_check;
alter table people.question add constraint question_why_check check (why in ('candidate', 'unsure', 'proposed', 'circle', 'niks', 'births', 'stays'));

-- The days on which people were inside, without those between an escape and the way back: whoever escaped here may well be held there.
-- The day of leaving is open, since he may come in elsewhere on it.
create function custody.days_inside(persons uuid[]) returns table (person_id uuid, days daterange)
language sql stable set search_path = '' as $$
  select w.person_id, daterange(w.day, w.next_day) from (
    select e.person_id, e.day, e.inside, lead(e.day) over (partition by e.stay_id order by e.day, e.at, e.id) as next_day from (
      select s.person_id, s.id as stay_id, s.admitted_on as day, '-infinity'::timestamptz as at, null::uuid as id, true as inside
      from custody.stay s where s.person_id = any (persons)
      union all
      select m.person_id, m.stay_id, m.day, m.made_at, m.id, m.to_state = 'held' from custody.move m where m.person_id = any (persons)
    ) e
  ) w where w.inside
$$;

create or replace function people.link_troubles(link uuid) returns text[]
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
          + (extract(day from a.birth_date) <> extract(day from b.birth_date))::int > 1) then 'births' end,
    case when l.state = 'linked' and exists (select 1 from custody.days_inside(tied) a join custody.days_inside(tied) b
      on a.person_id < b.person_id and a.days && b.days) then 'stays' end], null);
end $$;

-- What is no contradiction is closed by a decision, and by nothing here.
create or replace function people.weigh_links(around uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  one uuid;
  troubles text[];
begin
  for one in
    select distinct s.link_id from people.link_side s join people.link l on l.id = s.link_id
    where s.person_id = any (around) and (l.state in ('linked', 'not_same')
      or exists (select 1 from people.question q where q.link_id = l.id and q.closed_at is null and q.why not in ('candidate', 'unsure', 'proposed')))
  loop
    troubles := people.link_troubles(one);
    update people.question q set closed_at = now()
    where q.link_id = one and q.closed_at is null and q.why not in ('candidate', 'unsure', 'proposed') and q.why <> all (troubles);
    perform people.ask_about(one, troubles, null);
  end loop;
end $$;

-- Coming in and leaving are weighed where they happen: whoever books knows nothing of the other stay.
create function custody.weigh_ties() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform people.weigh_links(people.tied_to(new.person_id));
  return null;
end $$;
create trigger weigh_ties after insert on custody.stay for each row execute function custody.weigh_ties();
create trigger weigh_ties after insert on custody.move for each row execute function custody.weigh_ties();

-- The offices whose open questions may have changed with somebody, for the job of the office of the record: it has them count anew.
create function people.offices_around(own uuid) returns table (unit_id int)
language sql stable security definer set search_path = '' as $$
  select distinct o.unit_id from people.person p, unnest(people.tied_to(p.id)) t (id)
  join people.link_side s on s.person_id = t.id join people.link_side o on o.link_id = s.link_id
  where p.id = own and p.unit_id = any (platform.ctx_units('system'))
$$;
revoke all on function custody.days_inside(uuid[]), custody.weigh_ties(), people.offices_around(uuid) from public;
grant execute on function people.offices_around(uuid) to app_jobs;

select people.weigh_links(coalesce(array_agg(distinct s.person_id), '{}')) from custody.stay s;
