-- Custody may lie before the decree: what he is held for then is as a rule why the decree came, and nothing that he did while away.
create or replace function at_large.meanwhile() returns table (id uuid, unit_id int, clock_from date, what text, on_day date)
language sql stable security definer set search_path = '' as $$
  select t.id, t.unit_id, t.clock_from, 'detained', x.day
  from at_large.told() t join at_large.closure x on x.search_id = t.id and x.step = 'locate' and x.outcome = 'confirmed'
  where (select at_large.ctx_knows()) and t.state = 'located_elsewhere' and x.day >= t.clock_from
  union all
  select t.id, t.unit_id, t.clock_from, 'client_again', min(n.received_on)
  from at_large.told() t join at_large.search s on s.id = t.id join cases.client_case n on n.person_id = t.person_id and n.id <> s.case_id
  where (select at_large.ctx_knows()) and t.state <> 'lifted' and n.transferred_from is distinct from s.case_id and not n.sealed
    and n.received_on > t.clock_from and n.received_on <= coalesce(t.ended_on, 'infinity'::date)
  group by t.id, t.unit_id, t.clock_from
$$;
