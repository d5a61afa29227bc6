-- Jobs are added in the transaction that causes them. The queue's own tables are closed to everyone but the worker; this one
-- door lets the other roles add a job of a known shape.
create function platform.add_job(name text, payload json, run_at timestamptz, key text, attempts int) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if name !~ '^[a-z-]+\.[a-z-]+$' then raise exception 'not the name of a job: %', name using errcode = 'check_violation'; end if;
  perform graphile_worker.add_job(name, payload, null, run_at, least(attempts, 25), key);
end $$;
revoke all on function platform.add_job(text, json, timestamptz, text, int) from public;
grant execute on function platform.add_job(text, json, timestamptz, text, int) to app_staff, app_client, app_jobs;
