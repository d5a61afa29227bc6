-- imports, exports: what the mapping screen, the taking in steps and the expiry of a download need.

-- A file is read by a job, then waits for somebody to say what its columns are, unless that is known already.
alter table imports.import drop constraint import_state_check;
alter table imports.import add constraint import_state_check
  check (state in ('uploaded', 'mapping', 'checking', 'checked', 'taking', 'done', 'failed', 'cancelled'));
alter table imports.import
  add column preview     jsonb,
  add column fingerprint text,
  add column likely      int not null default 0,
  add column warned      int not null default 0,
  add column take_likely boolean not null default false,
  add column left_back   int not null default 0,
  add column taken_by    uuid,
  add column taken_at    timestamptz,
  add column tidied_at   timestamptz,
  add column run_id      uuid,
  add column moved_at    timestamptz not null default now();
comment on column imports.import.run_id is 'The run of the job that looks at the rows now; an earlier one that was thought dead stops when it sees another.';
comment on column imports.import.moved_at is 'When work on it last moved; one that stands still is taken up again.';
comment on column imports.import.preview is 'The sheets of the file with their first rows, for the mapping screen; emptied with the file.';
comment on column imports.import.fingerprint is 'A digest of the heads of the columns: the unit''s next file with the same heads needs no mapping.';
comment on column imports.import.likely is 'How many good rows look like a client who is known already; they are taken only where somebody says so.';
create index import_fingerprint on imports.import (unit_id, fingerprint, made_at desc) where fingerprint is not null;
create index import_moving on imports.import (unit_id, moved_at) where state in ('uploaded', 'checking', 'taking');
create index import_tidy on imports.import (finished_at) where tidied_at is null;
grant update (preview, fingerprint, likely, warned, take_likely, left_back, taken_by, taken_at, tidied_at, run_id, moved_at) on imports.import to app_staff, app_jobs;

-- A dry run may begin anew, with other columns or after a fall; what was taken stays. Raw cells go when they are no longer needed.
alter table imports.row add column likely boolean not null default false;
create index row_state on imports.row (import_id, state, line);
create policy begin_anew on imports.row for delete to app_jobs using (
  state <> 'taken' and unit_id = any ((select platform.ctx_units('system'))::int[]));
grant delete on imports.row to app_jobs;
grant update (raw, likely) on imports.row to app_jobs;

-- Rows of one unit are taken by one job at a time; two imports of the same file at once take it once.
create function imports.lock_unit(of_unit int) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if of_unit <> all (platform.ctx_units('system')) then return false; end if;
  perform pg_advisory_xact_lock(16, of_unit);
  return true;
end $$;
revoke all on function imports.lock_unit(int) from public;
grant execute on function imports.lock_unit(int) to app_jobs;

-- A list that leaves the system says how many rows had no need of an approval that day, and why it needs one.
alter table exports.export
  add column needs        text[] not null default '{}',
  add column downloads    int not null default 0,
  add column self_service boolean not null default false;
comment on column exports.export.needs is 'Why a second person must agree: too many rows, columns closed by default, guarded clients.';
create index export_made_by on exports.export (made_by, made_at desc);
grant update (downloads) on exports.export to app_staff;

-- Who asks may not decide, and nothing is made before it is decided: told twice, in policies and in the order of the states.
alter table exports.export drop constraint export_state_check;
alter table exports.export add constraint export_state_check
  check (state in ('asked', 'approved', 'refused', 'withdrawn', 'making', 'ready', 'failed', 'expired'));
alter table exports.export add constraint export_decided
  check (state in ('asked', 'withdrawn', 'failed') or self_service or decided_by is not null);
drop policy ask on exports.export;
create policy ask on exports.export for insert to app_staff with check (
  made_by = (select platform.ctx_account()) and decided_by is null and state in ('asked', 'ready')
  and unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'kanwil', 'ditjen_analyst'))::int[]));
drop policy decide on exports.export;
create policy decide on exports.export for update to app_staff using (
  made_by = (select platform.ctx_account())
  or (state = 'asked' and unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[])))
  with check (made_by = (select platform.ctx_account()) or unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]));
create function exports.keep_order() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.decided_by is distinct from old.decided_by
     and (old.state <> 'asked' or new.decided_by is distinct from platform.ctx_account() or old.made_by = platform.ctx_account()) then
    raise exception 'an export is decided once, by somebody else' using errcode = 'insufficient_privilege';
  end if;
  if not (case old.state
      when 'asked' then new.state in ('approved', 'refused', 'withdrawn')
      when 'approved' then new.state in ('ready', 'withdrawn', 'expired')
      when 'ready' then new.state in ('ready', 'expired')
      else new.state = old.state end) then
    raise exception 'an export cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke all on function exports.keep_order() from public;
create trigger keep_order before update on exports.export for each row execute function exports.keep_order();
