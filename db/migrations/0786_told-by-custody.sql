-- A booking is told by a job of the institution: it reads its own stays and papers, and to whom of the other registers they are tied.
create policy by_job on custody.basis for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select on custody.basis to app_jobs;

-- The records that are this person by what people decided (confirmed), or by the evidence alone or one person's word (strong); for jobs of
-- the office of the record. What agreed is told in groups, as of any pointer.
create function people.ties_of(own uuid) returns table (person_id uuid, standing text, agrees text[])
language sql stable security definer set search_path = '' as $$
  with mine as (
    select p.id from people.person p where p.id = own and p.unit_id = any (platform.ctx_units('system'))
  ), tied as (
    select t.id from mine, unnest(people.tied_to(mine.id)) t (id) where t.id <> own
  ), near as (
    select o.person_id, l.state,
      (select d.agrees from people.link_decision d where d.link_id = l.id and d.band is not null order by d.decided_at desc, d.id desc limit 1) as decided,
      h.band, h.agrees
    from mine join people.link_side s on s.person_id = mine.id join people.link l on l.id = s.link_id
    join people.link_side o on o.link_id = l.id and o.person_id <> mine.id
    left join lateral (select x.band, x.agrees from people.asking_hit x join people.asking a on a.id = x.asking_id
      where a.person_id in (own, o.person_id) and x.person_id in (own, o.person_id) and a.person_id <> x.person_id
      order by a.asked_at desc limit 1) h on true
  )
  select t.id, 'confirmed', coalesce((select coalesce(n.decided, n.agrees) from near n where n.person_id = t.id), '{}') from tied t
  union all
  select n.person_id, 'strong', coalesce(n.decided, n.agrees, '{}') from near n
  where n.person_id not in (select t.id from tied t) and (n.state = 'proposed' or n.state in ('open', 'unsure') and n.band = 'strong')
$$;
revoke all on function people.ties_of(uuid) from public;
grant execute on function people.ties_of(uuid) to app_jobs;
