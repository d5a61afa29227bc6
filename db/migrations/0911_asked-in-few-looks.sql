-- Who somebody may be is asked while he stands at the counter: what the answer needs of the database is now asked and kept in as few looks as
-- it takes. Nothing of who may see what is otherwise than before.

-- How often whoever asks has read something lately. Of the lines of the access log he meets his own alone, by their index and planned once: under
-- every policy of the log, and for each of its months, the counting took longer than the question that it is to slow down.
create function platform.own_reads(of_what text, since_minute timestamptz, since_hour timestamptz, out minute int, out hour int)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare me uuid := platform.ctx_account();
begin
  select count(*) filter (where l.at > since_minute), count(*) into minute, hour
  from platform.access_log l where l.actor_id = me and l.at > since_hour and l.what = of_what;
end $$;
revoke all on function platform.own_reads(text, timestamptz, timestamptz) from public;
grant execute on function platform.own_reads(text, timestamptz, timestamptz) to app_staff;

-- Keeps askings with what they found, as whoever asks may: the policies of both tables judge every row.
create function people.keep_askings(askings jsonb, hits jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  insert into people.asking (id, account_id, unit_id, person_id, searched, engine, people, everybody, asked_at)
  select a.id, a.account_id, a.unit_id, a.person_id, a.searched, a.engine, a.people, a.everybody, a.asked_at
  from jsonb_to_recordset(askings) as a (id uuid, account_id uuid, unit_id int, person_id uuid, searched text, engine text, people int,
    everybody boolean, asked_at timestamptz);
  insert into people.asking_hit (id, asking_id, account_id, person_id, unit_id, place, in_reach, bits, certainty, band, doubts, agrees, differs, evidence)
  select h.id, h.asking_id, h.account_id, h.person_id, h.unit_id, h.place, h.in_reach, h.bits, h.certainty, h.band, h.doubts, h.agrees, h.differs,
    h.evidence
  from jsonb_to_recordset(hits) as h (id uuid, asking_id uuid, account_id uuid, person_id uuid, unit_id int, place int, in_reach boolean, bits real,
    certainty real, band text, doubts text[], agrees text[], differs text[], evidence jsonb);
end $$;
revoke all on function people.keep_askings(jsonb, jsonb) from public;
grant execute on function people.keep_askings(jsonb, jsonb) to app_staff, app_jobs;
