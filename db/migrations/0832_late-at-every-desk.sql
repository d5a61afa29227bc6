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
