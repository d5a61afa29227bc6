-- check_ins: what its use cases need beyond the tables.

-- A period that is laid out anew (the end of guidance moved, a pause was lifted) lifts the old row and writes a new one.
alter table check_ins.obligation drop constraint obligation_case_id_period_from_key;
alter table check_ins.obligation add column lifted_id uuid generated always as (case when state = 'lifted' then id end) stored;
create unique index obligation_once on check_ins.obligation (case_id, period_from, lifted_id) nulls not distinct;

-- A period changes its state twice in its life and is read for years. No index looks at what changes, and each page keeps room, so
-- that a report, and the close of a month over all clients, rewrite the row where it lies and no index at all.
drop index check_ins.obligation_due;
drop index check_ins.obligation_unit;
create index obligation_due on check_ins.obligation (unit_id, period_until);
create index obligation_unit on check_ins.obligation (unit_id, period_from);
alter table check_ins.obligation set (fillfactor = 70);
comment on column check_ins.obligation.period_until is 'The last day of the period, itself included.';

-- What the officer at the desk went by. Entries by sight alone count for the alarm of eight in five minutes (security T3).
alter table check_ins.check_in add column identified_by text not null default 'sight'
  check (identified_by in ('sight', 'card', 'pin', 'photo'));

-- Jobs mark a report that was drawn for a video call, and settle what reports stand for when a period is laid out anew.
create policy settle_by_job on check_ins.check_in for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant update (flagged, standing, obligation_id) on check_ins.check_in to app_jobs;

-- Which periods are excused, for whoever settles them: the desk voids a mis-scan and never reads why a client was ill.
create function check_ins.excused_periods(of_case uuid) returns table (obligation_id uuid)
language sql stable security definer set search_path = '' as $$
  select e.obligation_id from check_ins.excuse e
  where e.case_id = of_case and e.withdrawn_at is null and (select platform.ctx_account()) is not null
$$;
revoke all on function check_ins.excused_periods(uuid) from public;
grant execute on function check_ins.excused_periods(uuid) to app_staff, app_client, app_jobs;

-- The photo of a report belongs to whoever may read what was reported; erasing it by age finds it here.
create index content_photo on check_ins.content (photo_file_id) where photo_file_id is not null;

-- Without its own check a policy for updates asks that the row stay as it was found: a challenge that is spent is no longer unspent.
alter policy spend on check_ins.challenge with check (account_id = (select platform.ctx_account()) and used_at is not null);
