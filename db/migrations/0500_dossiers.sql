-- dossiers: what a decision about a breach looks at. It owns no table. One number reaches beyond the client himself: what became of those
-- whose case is alike. The database keeps the whole rule of it, as it does for the figures (0200):
--   it takes a breach that the asker may read and no filter, so nobody counts other sets and subtracts;
--   it counts the offices whose clients the asker may count, and each person once, without the one whom it is asked about;
--   it counts endings up to the last whole month, so that no two days tell who came between;
--   below five it tells nothing, and hides another part beside what is small, so that their sum does not tell it.

create schema dossiers;
grant usage on schema dossiers to app_staff;

-- The band that assessments had found when a day came: the last finished one that no correction has replaced, or what it was set aside for.
create function dossiers.band_on(of_case uuid, day date) returns text
language sql stable set search_path = '' as $$
  select coalesce((select o.band from assessments.override o where o.assessment_id = a.id and o.outcome = 'approved' order by o.decided_at desc limit 1), a.band)
  from assessments.assessment a
  where a.case_id = of_case and a.state = 'finished' and a.held_on <= day
    and not exists (select from assessments.assessment k where k.corrects_id = a.id and k.state = 'finished')
  order by a.held_on desc, a.finished_at desc, a.id desc limit 1
$$;

-- How often a client had been reprimanded when a breach was opened: never, once, more often.
create function dossiers.reprimands_before(of_case uuid, day date) returns int
language sql stable set search_path = '' as $$
  select least(2, count(*))::int from breaches.breach e where e.case_id = of_case and e.state = 'reprimanded' and e.ended_on <= day
$$;

-- Alike: the same kind of client, a ground in common, reprimanded as often before, the same band (or none known) when the breach was opened.
-- A breach that nobody took up is none. `clients` and the parts: null where hidden.
create function dossiers.similar_outcomes(of_breach uuid)
returns table (through date, clients int, reprimanded int, proposed_for_revocation int, closed_unfounded int, stopped int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select platform.ctx_units('section_head', 'head_of_bapas') as led, cases.ctx_deep() as deep,
      platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'kanwil') as counted, accounts.ctx_opened_cases() as opened
  ), asked as materialized (
    select b.id, c.person_id, c.kind, array(select g.code from breaches.ground g where g.breach_id = b.id) as grounds,
      dossiers.reprimands_before(b.case_id, b.opened_on) as reprimands, dossiers.band_on(b.case_id, b.opened_on) as band,
      date_trunc('month', coalesce(u.demo_today, (now() at time zone u.zone)::date)::timestamp)::date - 1 as through
    from reach, breaches.breach b join cases.client_case c on c.id = b.case_id join units.unit u on u.id = b.unit_id
    where b.id = of_breach and (b.case_id = any (reach.deep) or b.unit_id = any (reach.led)) and cardinality(reach.counted) > 0
      and c.unit_id = b.unit_id and c.person_id <> all (people.ctx_excluded())
      and (not c.restricted or c.person_id = any (people.ctx_listed()) or c.id = any (reach.opened))
      and (not c.sealed or c.id = any (reach.opened))
  ), alike as (
    select distinct on (c.person_id) b.state
    from asked a cross join reach join breaches.breach b on b.unit_id = any (reach.counted) join cases.client_case c on c.id = b.case_id
    where b.state in ('reprimanded', 'proposed_for_revocation', 'closed_unfounded', 'stopped') and b.ended_on <= a.through
      and c.person_id <> a.person_id and c.kind = a.kind
      and exists (select from breaches.ground g where g.breach_id = b.id and g.code = any (a.grounds))
      and dossiers.reprimands_before(b.case_id, b.opened_on) = a.reprimands
      and dossiers.band_on(b.case_id, b.opened_on) is not distinct from a.band
    order by c.person_id, b.ended_on desc, b.id desc
  ), counts as (
    select figures.shown(count(*), false) as clients, figures.covered(array[
      figures.shown(count(*) filter (where state = 'reprimanded'), false), figures.shown(count(*) filter (where state = 'proposed_for_revocation'), false),
      figures.shown(count(*) filter (where state = 'closed_unfounded'), false), figures.shown(count(*) filter (where state = 'stopped'), false)]) as parts
    from alike
  )
  select a.through, n.clients, n.parts[1], n.parts[2], n.parts[3], n.parts[4] from asked a, counts n
$$;
revoke all on function dossiers.band_on(uuid, date), dossiers.reprimands_before(uuid, date), dossiers.similar_outcomes(uuid) from public;
grant execute on function dossiers.similar_outcomes(uuid) to app_staff;

-- Read for every dossier of a client: his breaches by their end.
create index breach_ended on breaches.breach (unit_id, ended_on) where ended_on is not null;
