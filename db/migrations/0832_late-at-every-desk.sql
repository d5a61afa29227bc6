-- What has passed its day is told at every desk: also the letters of sittings and of tiers, which a job does not read and only counts.

create function letters.late_at(of_unit int, day date, kept text[]) returns table (due_on date, count int)
language sql stable security definer set search_path = '' as $$
  select l.due_on, count(*)::int from letters.letter l
  where l.unit_id = of_unit and l.due_on < day and of_unit = any ((select platform.ctx_units('system'))::int[])
    and (l.state in ('draft', 'proposed', 'numbered') or l.state = 'signed' and l.kind <> all (kept))
  group by l.due_on
$$;
revoke all on function letters.late_at(int, date, text[]) from public;
grant execute on function letters.late_at(int, date, text[]) to app_jobs;

-- What lies there already is put before whoever finishes it; a draft of a sitting that will not meet is nobody's.
insert into tasks.task (unit_id, kind, key, for_role, staff_id, due_on, facts)
select l.unit_id, case l.state when 'draft' then 'letters.to-finish' else 'letters.to-send' end, l.id::text,
  case l.desk when 'kanwil' then 'kanwil' when 'centre' then 'ditjenpas' else case when w.staff_id is null then 'section_head' else 'pk' end end,
  w.staff_id, l.due_on, jsonb_build_object('kind', l.kind, 'desk', l.desk)
from letters.letter l
left join tpp.sitting s on l.desk = 'sitting' and s.id = l.concerns_id
left join lateral (
  select coalesce(s.secretary_id, (select min(a.staff_id::text)::uuid from tpp.attendee a where a.sitting_id = s.id and a.duty = 'secretary'
    having count(*) = 1)) as staff_id) w on true
where l.desk <> 'case' and (l.state in ('draft', 'numbered') or (l.state = 'signed' and l.kind <> 'letters.sitting-minutes'))
  and s.state is distinct from 'cancelled'
on conflict do nothing;
