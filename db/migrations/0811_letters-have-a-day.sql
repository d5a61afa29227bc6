-- A letter that was drafted is to be out by a day, so that what lies about is seen.

alter table letters.letter add column due_on date;
comment on column letters.letter.due_on is 'By when it is to be signed and sent, counted in working days of its unit from its draft; none for what was drafted before days were kept and is finished.';
update letters.letter set due_on = made_at::date + 7 where state in ('draft', 'proposed', 'numbered', 'signed');
create index letter_waiting on letters.letter (unit_id, due_on) where state in ('draft', 'proposed', 'numbered', 'signed');

-- Whether anything of a run is still to be numbered, signed or sent; whoever sends his own letter need not see those of others.
create function letters.run_waits(of_run uuid, kept text[]) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from letters.letter l where l.run_id = of_run
    and (l.state in ('draft', 'proposed', 'numbered') or l.state = 'signed' and l.kind <> all (kept)))
$$;
revoke all on function letters.run_waits(uuid, text[]) from public;
grant execute on function letters.run_waits(uuid, text[]) to app_staff, app_jobs;
