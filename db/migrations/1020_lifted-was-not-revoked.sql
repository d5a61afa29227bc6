-- Whoever was revoked by a decree that holds no longer was not revoked in the end: among similar cases he counts so from the month in which it was
-- lifted. Which decree lifted what a proceeding brought about is asked in one place (0962), here and wherever it is read.

create function revocations.lifting_of(of_proceeding uuid) returns setof cases.ending
language sql stable set search_path = '' as $$
  select e.* from revocations.proceeding r join cases.ending e on e.case_id = r.case_id and e.outcome = 'approved' and e.document_dated >= r.decree_on
    and e.lifts = case r.state when 'revoked' then 'breach' when 'cancelled' then 'cancelled' end
  where r.id = of_proceeding order by e.document_dated, e.decided_at, e.id limit 1
$$;
revoke all on function revocations.lifting_of(uuid) from public;
create or replace function revocations.lifted_by(of_proceeding uuid, out day date, out number text, out dated date, out issuer text)
language sql stable security definer set search_path = '' as $$
  select e.day, e.document_number, e.document_dated, e.document_issuer
  from revocations.proceeding r cross join revocations.lifting_of(r.id) e
  where r.id = of_proceeding and (r.id = any ((select revocations.ctx_above())::uuid[]) or r.case_id = any ((select cases.ctx_deep())::uuid[])
    or r.unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
$$;

create or replace function dossiers.similar_outcomes(of_breach uuid)
returns table (through date, clients int, reprimanded int, revoked int, not_revoked int, still_open int, closed_unfounded int, stopped int)
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
    select distinct on (c.person_id) b.id, b.state, a.through
    from asked a cross join reach join breaches.breach b on b.unit_id = any (reach.counted) join cases.client_case c on c.id = b.case_id
    where b.state in ('reprimanded', 'proposed_for_revocation', 'closed_unfounded', 'stopped') and b.ended_on <= a.through
      and c.person_id <> a.person_id and c.kind = a.kind
      and exists (select from breaches.ground g where g.breach_id = b.id and g.code = any (a.grounds))
      and dossiers.reprimands_before(b.case_id, b.opened_on) = a.reprimands
      and dossiers.band_on(b.case_id, b.opened_on) is not distinct from a.band
    order by c.person_id, b.ended_on desc, b.id desc
  ), ends as (
    select case when l.state <> 'proposed_for_revocation' then l.state
        when r.state = 'revoked' and exists (select from revocations.lifting_of(r.id) e where e.day <= l.through) then 'not_revoked'
        when r.state = 'revoked' then 'revoked'
        when r.state in ('refused', 'withdrawn', 'not_revoked') then 'not_revoked'
        when r.state = 'stopped' then 'stopped'
        else 'still_open' end as state
    -- A proposal that was settled after that month was open in it, and a decree that was lifted after it still stood.
    from alike l left join revocations.proceeding r on r.breach_id = l.id and r.ended_on <= l.through
  ), counts as (
    select figures.shown(count(*), false) as clients, figures.covered(array[
      figures.shown(count(*) filter (where state = 'reprimanded'), false), figures.shown(count(*) filter (where state = 'revoked'), false),
      figures.shown(count(*) filter (where state = 'not_revoked'), false), figures.shown(count(*) filter (where state = 'still_open'), false),
      figures.shown(count(*) filter (where state = 'closed_unfounded'), false), figures.shown(count(*) filter (where state = 'stopped'), false)]) as parts
    from ends
  )
  select a.through, n.clients, n.parts[1], n.parts[2], n.parts[3], n.parts[4], n.parts[5], n.parts[6] from asked a, counts n
$$;
