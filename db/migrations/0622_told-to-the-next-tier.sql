-- What is late below is told to the next tier, and what people do who are revoked and not back: pointers, and nothing of a file.

-- A proposal that lies with a Kanwil past its last day: the centre knows that there is one, of which office and since when.
create function revocations.late_below(today date)
returns table (kanwil text, unit_name text, since date, due_on date, urgent boolean)
language sql stable security definer set search_path = '' as $$
  select coalesce(k.name, ''), u.name, r.since, r.due_on, r.urgent
  from revocations.proceeding r join units.unit u on u.id = r.unit_id join cases.client_case c on c.id = r.case_id
    left join units.unit k on k.type = 'kanwil' and k.id = any (u.path)
  where r.unit_id = any ((select platform.ctx_units('ditjenpas'))::int[]) and r.state = 'at_kanwil' and r.ended_on is null
    and r.due_on < today
    and not c.sealed and not c.restricted and c.person_id <> all ((select people.ctx_excluded())::uuid[])
$$;
revoke all on function revocations.late_below(date) from public;
grant execute on function revocations.late_below(date) to app_staff;

-- Found in custody in another matter, or a client again, between the decree and the day on which he was back.
create function at_large.meanwhile() returns table (id uuid, unit_id int, clock_from date, what text, on_day date)
language sql stable security definer set search_path = '' as $$
  select t.id, t.unit_id, t.clock_from, 'detained', x.day
  from at_large.told() t join at_large.closure x on x.search_id = t.id and x.step = 'locate' and x.outcome = 'confirmed'
  where (select at_large.ctx_knows()) and t.state = 'located_elsewhere'
  union all
  select t.id, t.unit_id, t.clock_from, 'client_again', min(n.received_on)
  from at_large.told() t join at_large.search s on s.id = t.id join cases.client_case n on n.person_id = t.person_id and n.id <> s.case_id
  where (select at_large.ctx_knows()) and t.state <> 'lifted' and n.transferred_from is distinct from s.case_id and not n.sealed
    and n.received_on > t.clock_from and n.received_on <= coalesce(t.ended_on, 'infinity'::date)
  group by t.id, t.unit_id, t.clock_from
$$;
revoke all on function at_large.meanwhile() from public;
grant execute on function at_large.meanwhile() to app_staff;
