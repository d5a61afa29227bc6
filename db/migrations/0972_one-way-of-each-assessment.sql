-- How an assessment and another band in its place move are the tables of src/modules/assessments/moves.ts, written here once more, so that no program
-- and no hand moves one another way: nothing without somebody who does it, its document and its reason.

-- 1. Why an assessment is corrected, which so far only the journal knew; and of whom: an assessment of the same client, of the same day, and not itself.
alter table assessments.assessment add column correction_reason text check (length(correction_reason) between 3 and 500);
comment on column assessments.assessment.correction_reason is 'Why it takes the place of the one that it corrects.';
update assessments.assessment a set correction_reason = coalesce((
  select left(j.about ->> 'reason', 500) from platform.journal j
  where j.case_id = a.case_id and j.what = 'assessment.correction-started' and j.about ->> 'assessmentId' = a.id::text and length(j.about ->> 'reason') >= 3
  order by j.at limit 1), 'alasan tidak tercatat')
where a.corrects_id is not null;
alter table assessments.assessment add unique (id, case_id, held_on);
alter table assessments.assessment
  drop constraint assessment_corrects_id_fkey,
  add constraint corrects_the_same foreign key (corrects_id, case_id, held_on) references assessments.assessment (id, case_id, held_on),
  add constraint corrects_another check (corrects_id <> id),
  add constraint corrected_with_reason check ((corrects_id is null) = (correction_reason is null)),
  add constraint set_aside_by_somebody check (state <> 'set_aside' or set_aside_by is not null) not valid;
create unique index assessment_corrected_once on assessments.assessment (corrects_id) where state = 'finished';

-- 2. The tables.
create function assessments.next_state(of_what text, of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('assessment', 'draft', 'save', 'draft'), ('assessment', 'draft', 'finish', 'finished'), ('assessment', 'draft', 'set_aside', 'set_aside'),
    ('assessment', 'finished', 'correct', 'corrected'),
    ('override', 'asked', 'approve', 'approved'), ('override', 'asked', 'refuse', 'refused')
  ) as m (what, from_state, step, to_state)
  where m.what = of_what and m.from_state = of_state and m.step = of_step
$$;

-- 3. What keeps it so, whoever writes; after the policies, so that it speaks only to whoever may write the row.
create function assessments.keep_way() returns trigger language plpgsql set search_path = '' as $$
begin
  if assessments.next_state('assessment', old.state, case new.state when 'draft' then 'save' when 'finished' then 'finish' else 'set_aside' end) is distinct from new.state then
    raise exception 'an assessment does not move from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_way after update on assessments.assessment for each row when (old.* is distinct from new.*) execute function assessments.keep_way();
-- A correction begins at what is finished and was not corrected.
create function assessments.keep_correction() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (
    select from assessments.assessment e where e.id = new.corrects_id and assessments.next_state('assessment', case when exists (
      select from assessments.assessment k where k.corrects_id = e.id and k.state = 'finished' and k.id <> new.id) then 'corrected' else e.state end, 'correct') is not null) then
    raise exception 'what is corrected is finished, and is corrected once' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_correction after insert on assessments.assessment for each row when (new.corrects_id is not null) execute function assessments.keep_correction();

-- Another band is set for what counts now: the newest day, and of one day what was finished last.
create function assessments.keep_override_way() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and (new.outcome is null
      or assessments.next_state('override', coalesce(old.outcome, 'asked'), case new.outcome when 'approved' then 'approve' else 'refuse' end) is distinct from new.outcome) then
    raise exception 'what was decided about a band is decided once' using errcode = 'check_violation';
  end if;
  if new.outcome = 'refused' and coalesce(length(new.decision_note), 0) < 3 then
    raise exception 'a band that was asked for is not refused without a reason' using errcode = 'check_violation';
  end if;
  if new.outcome = 'approved' and new.assessment_id is distinct from (
      select a.id from assessments.assessment a where a.case_id = new.case_id and a.state = 'finished' order by a.held_on desc, a.finished_at desc, a.id desc limit 1) then
    raise exception 'another band is set for the assessment that counts' using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' and new.decided_by in (new.proposed_by, (select a.made_by from assessments.assessment a where a.id = new.assessment_id)) then
    raise exception 'another band is decided by somebody who neither assessed nor asked' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_override_begun after insert on assessments.override for each row when (new.outcome is not null) execute function assessments.keep_override_way();
create trigger keep_override_way after update on assessments.override for each row when (old.* is distinct from new.*) execute function assessments.keep_override_way();

revoke all on function assessments.next_state(text, text, text), assessments.keep_way(), assessments.keep_correction(), assessments.keep_override_way() from public;
grant execute on function assessments.next_state(text, text, text) to app_staff;
