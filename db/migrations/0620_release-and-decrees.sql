-- The day of release of a client who leaves an institution on a decree; that a supervision is ended for breach or called off by a decree
-- alone; and a rest that belongs to a revocation for the time being.

-- 1. When a client was released, or is expected to be, and which paper says so. Not known stays not known.
alter table cases.client_case
  add column released_on date,
  add column release_expected_on date,
  add column release_document text not null default '' check (length(release_document) <= 200),
  add constraint release_of_kind check (
    kind in ('parole_pb', 'conditional_leave_cb', 'prerelease_leave_cmb', 'assimilation', 'family_visit_leave_cmk')
    or (released_on is null and release_expected_on is null and release_document = ''));
grant update (released_on, release_expected_on, release_document) on cases.client_case to app_staff, app_jobs;

-- What is known of it goes along with a client who moves to another office.
drop function cases.take_over(uuid);
create function cases.take_over(transfer uuid)
returns table (person_id uuid, kind text, age_group text, guarded boolean, guidance_start date, guidance_end date, first_detained_on date,
  sentence_years int, sentence_months int, sentence_days int, remission_days int, offence text, offence_articles text, risk_band text,
  minimum_grade text, old_case_id uuid, released_on date, release_expected_on date, release_document text)
language plpgsql security definer set search_path = '' as $$
declare t cases.transfer;
begin
  select * into t from cases.transfer x where x.id = take_over.transfer for update;
  if t.id is null or t.state <> 'approved' or t.to_unit_id <> all (platform.ctx_units('section_head', 'head_of_bapas')) then return; end if;
  update people.person p set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and p.id = c.person_id;
  update people.name_word w set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and w.person_id = c.person_id;
  update people.address a set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and a.person_id = c.person_id;
  update people.phone a set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and a.person_id = c.person_id;
  update people.alias a set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and a.person_id = c.person_id;
  update people.family_member a set unit_id = t.to_unit_id from cases.client_case c where c.id = t.case_id and a.person_id = c.person_id;
  return query select c.person_id, c.kind, c.age_group, c.guarded, c.guidance_start, c.guidance_end, c.first_detained_on, c.sentence_years, c.sentence_months,
    c.sentence_days, c.remission_days, c.offence, c.offence_articles, c.risk_band, c.minimum_grade, c.id, c.released_on, c.release_expected_on,
    c.release_document
  from cases.client_case c where c.id = t.case_id;
end $$;
revoke all on function cases.take_over(uuid) from public;
grant execute on function cases.take_over(uuid) to app_staff;

-- 2. Which day the line between cancelling and revoking was drawn by; the table of src/modules/revocations/rules.ts once more.
create function revocations.release_of(client_kind text, released date, expected date, guidance date, on_day date,
  out standing text, out day_used text, out day date)
language sql immutable parallel safe set search_path = '' as $$
  select case when used.name = 'none' then 'unknown'
      when used.name = 'release_expected' then case when expected > on_day then 'not_released' else 'unknown' end
      when used.at <= on_day then 'released' else 'not_released' end,
    nullif(used.name, 'none'), used.at
  from (select case
      when client_kind not in ('parole_pb', 'conditional_leave_cb', 'prerelease_leave_cmb', 'assimilation', 'family_visit_leave_cmk')
        then case when guidance is null then 'none' else 'guidance_start' end
      when released is not null then 'released'
      when expected is not null then 'release_expected'
      else 'none' end as name) n,
    lateral (select n.name, case n.name when 'guidance_start' then guidance when 'released' then released when 'release_expected' then expected end as at) used
$$;
alter table revocations.proceeding
  add column release_by text check (release_by in ('released', 'release_expected', 'guidance_start')),
  add column release_day date,
  add constraint release_whole check ((release_by is null) = (release_day is null));
comment on column revocations.proceeding.release_day is 'The day by which it was decided that this is a revocation or a cancellation, as it stood on record; of proceedings from before that was kept, none.';

create function revocations.draw_line() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  c cases.client_case;
  r record;
begin
  select * into c from cases.client_case x where x.id = new.case_id;
  select * into r from revocations.release_of(c.kind, c.released_on, c.release_expected_on, c.guidance_start, new.begun_on);
  new.release_by := r.day_used;
  new.release_day := r.day;
  return new;
end $$;
create trigger draw_line before insert on revocations.proceeding for each row execute function revocations.draw_line();
create or replace function revocations.keep_beginning() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  c cases.client_case;
  standing text;
begin
  select * into c from cases.client_case x where x.id = new.case_id;
  if new.route is distinct from revocations.route_of(new.kind, c.kind) then
    raise exception '% is not the way of %', new.route, c.kind using errcode = 'check_violation';
  end if;
  if c.state not in ('received', 'active', 'paused') then
    raise exception 'the supervision has ended' using errcode = 'check_violation';
  end if;
  select x.standing into standing
  from revocations.release_of(c.kind, c.released_on, c.release_expected_on, c.guidance_start, new.begun_on) x;
  if standing = 'unknown' then
    raise exception 'the day of release is not known' using errcode = 'check_violation';
  end if;
  if (new.kind = 'revocation') <> (standing = 'released') then
    raise exception 'before release a decree is cancelled, afterwards revoked' using errcode = 'check_violation';
  end if;
  if new.breach_id is not null and not exists (
    select 1 from breaches.breach b where b.id = new.breach_id and b.case_id = new.case_id and b.state = 'proposed_for_revocation') then
    raise exception 'a revocation begins with a breach that is proposed for it' using errcode = 'check_violation';
  end if;
  return null;
end $$;
revoke all on function revocations.release_of(text, date, date, date, date), revocations.draw_line() from public;

-- 3. A decree that was called off before release ends a supervision too, and not for breach.
alter table cases.client_case drop constraint client_case_end_reason_check;
alter table cases.client_case add constraint client_case_end_reason_check
  check (end_reason in ('period_completed', 'deceased', 'breach', 'cancelled', 'transferred'));
alter table cases.ending drop constraint ending_reason_check;
alter table cases.ending add constraint ending_reason_check
  check (reason in ('period_completed', 'deceased', 'breach', 'cancelled', 'transferred'));
alter table cases.ending add constraint ending_cancelled_by_two
  check (decided_by is null or what = 'reopened' or reason <> 'cancelled' or decided_by is distinct from proposed_by);
comment on table cases.ending is 'Each end and each reopening of a supervision. One by a decree takes two people, and comes of a proceeding or from before the office''s ledger.';

-- Ended for breach or called off: by the decree of a proceeding. What was decided on paper before the ledger of the case begins is noted
-- without one. The owner migrates, restores and fills.
create function cases.keep_ending() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user not in ('app_staff', 'app_jobs') or new.what <> 'ended' or new.reason is null or new.reason not in ('breach', 'cancelled')
    or new.outcome is not distinct from 'refused' then return null; end if;
  if exists (select from revocations.proceeding r where r.case_id = new.case_id
      and r.state = case new.reason when 'breach' then 'revoked' else 'cancelled' end and r.decree_number = new.document_number and r.decree_on = new.day)
    then return null; end if;
  if new.reason = 'breach' and exists (select from cases.client_case c where c.id = new.case_id and new.day < c.ledger_from) then return null; end if;
  raise exception 'a supervision is revoked or called off by the decree of a proceeding' using errcode = 'check_violation';
end $$;
-- Afterwards, so that whoever may not write it at all is told that and nothing of the file.
create trigger keep_ending after insert or update on cases.ending for each row execute function cases.keep_ending();
create function cases.keep_end_reason() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user not in ('app_staff', 'app_jobs') or new.end_reason is null or new.end_reason not in ('breach', 'cancelled') then return null; end if;
  if exists (select from cases.ending e where e.case_id = new.id and e.what = 'ended' and e.outcome = 'approved' and e.reason = new.end_reason
    and e.day = new.ended_on) then return null; end if;
  raise exception 'a supervision ends by an ending that was decided' using errcode = 'check_violation';
end $$;
create trigger keep_end_reason after insert or update of end_reason on cases.client_case for each row execute function cases.keep_end_reason();
revoke all on function cases.keep_ending(), cases.keep_end_reason() from public;

-- 4. Why guidance rests: by an officer's hand, or because it is revoked for the time being; the latter ends with that proceeding.
alter table cases.pause add column because text not null default 'officer' check (because in ('officer', 'temporary_revocation'));
grant select (because) on cases.pause to app_client;
update cases.pause p set because = 'temporary_revocation'
from revocations.proceeding r where r.case_id = p.case_id and p.reason = 'Pencabutan sementara, perkara ' || right(r.id::text, 6);
