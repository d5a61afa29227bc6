-- Letters and sittings move by a table of steps, as breaches and proceedings do: who takes each, on which document it stands, and where its reason is,
-- in that document or in words that are written down. The same tables stand in src/modules/letters/letter.ts and src/modules/tpp/rules.ts.

create function letters.steps() returns table (step text, before text, after text, who text, document text, reason text)
language sql immutable parallel safe set search_path = '' as $$
  values
    ('propose', 'draft', 'proposed', 'draft', 'draft', 'document'),
    ('return', 'proposed', 'draft', 'sign', 'return_note', 'written'),
    ('number', 'draft', 'numbered', 'sign', 'numbered_page', 'document'),
    ('number', 'proposed', 'numbered', 'sign', 'numbered_page', 'document'),
    ('sign', 'numbered', 'signed', 'draft', 'signed_copy', 'document'),
    ('send', 'signed', 'sent', 'draft', 'sending_note', 'document'),
    ('receive', 'sent', 'received', 'draft', 'receipt_note', 'document'),
    ('withdraw', 'draft', 'withdrawn', 'draft', 'closing_note', 'written'),
    ('withdraw', 'proposed', 'withdrawn', 'draft', 'closing_note', 'written'),
    ('void', 'numbered', 'void', 'sign', 'closing_note', 'written'),
    ('void', 'signed', 'void', 'sign', 'closing_note', 'written'),
    ('void', 'sent', 'void', 'sign', 'closing_note', 'written')
$$;
create or replace function letters.moves() returns table (before text, after text) language sql immutable set search_path = '' as $$
  select s.before, s.after from letters.steps() s
$$;
create function letters.was_received(wanted uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from letters.sending s where s.letter_id = wanted and s.received_on is not null)
$$;

-- Read aloud: whoever signs for the desk takes the steps that are his; what ends or goes back has its reason, in the name of whoever says so; nothing is
-- sent without somebody to whom, or received without somebody who took it. Number and signature are kept by the checks of the table.
create function letters.keep_step() returns trigger language plpgsql set search_path = '' as $$
declare
  taken record;
begin
  if current_user not in ('app_staff', 'app_jobs') then return null; end if;
  select * into taken from letters.steps() s where s.before = old.state and s.after = new.state;
  -- Questions of their own: a job numbers what the head told it to, and may not even ask who signs.
  if current_user = 'app_staff' and taken.who = 'sign' then
    if not letters.may_sign(new.desk, new.unit_id, new.concerns_id) then
      raise exception 'only whoever signs for the desk does this' using errcode = 'insufficient_privilege';
    end if;
  end if;
  if taken.step in ('withdraw', 'void') and new.ended_by is distinct from platform.ctx_account() then
    raise exception 'what ends a letter is done in one''s own name' using errcode = 'insufficient_privilege';
  end if;
  if taken.reason = 'written' and coalesce(length(btrim(case taken.step when 'return' then new.return_note else new.ended_reason end)), 0) < 5 then
    raise exception 'this step has a reason' using errcode = 'check_violation';
  end if;
  if taken.step = 'send' then
    if not letters.went_out(new.id) then
      raise exception 'a letter is sent to somebody' using errcode = 'check_violation';
    end if;
  elsif taken.step = 'receive' then
    if not letters.was_received(new.id) then
      raise exception 'a letter is received by somebody' using errcode = 'check_violation';
    end if;
  end if;
  return null;
end $$;
create trigger keep_step after update of state on letters.letter for each row when (new.state is distinct from old.state)
  execute function letters.keep_step();

create function tpp.steps() returns table (step text, before text, after text, who text, document text, reason text)
language sql immutable parallel safe set search_path = '' as $$
  values
    ('invite', 'draft', 'invited', 'keep', 'invitation', 'document'),
    ('open', 'invited', 'held', 'keep', 'attendance_list', 'document'),
    ('close', 'held', 'minuted', 'keep', 'minutes', 'document'),
    ('sign', 'minuted', 'signed', 'keep', 'signed_minutes', 'document'),
    ('cancel', 'draft', 'cancelled', 'keep', 'cancellation_note', 'written'),
    ('cancel', 'invited', 'cancelled', 'keep', 'cancellation_note', 'written')
$$;
create or replace function tpp.keep_sitting() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new is not distinct from old then return new; end if;
  if old.state in ('signed', 'cancelled') then
    raise exception 'a signed or cancelled sitting stays as it is' using errcode = 'check_violation';
  end if;
  if new.state <> old.state and not exists (select from tpp.steps() s where s.before = old.state and s.after = new.state) then
    raise exception 'a sitting does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if old.number is not null and (new.number, new.year, new.day, new.chair_id, new.secretary_id, new.quorum)
      is distinct from (old.number, old.year, old.day, old.chair_id, old.secretary_id, old.quorum) then
    raise exception 'what a sitting was when it opened stays' using errcode = 'check_violation';
  end if;
  if old.number is null and new.number is not null and not exists (
      select 1 from tpp.series r where r.unit_id = new.unit_id and r.year = new.year and r.last_number = new.number) then
    raise exception 'a sitting takes the next number of its series' using errcode = 'check_violation';
  end if;
  if new.state = 'minuted' and old.state = 'held' and exists (
      select 1 from tpp.item i where i.sitting_id = new.id and i.off_at is null and i.outcome is null) then
    raise exception 'minutes need every item heard' using errcode = 'check_violation';
  end if;
  if new.state = 'signed' and not exists (select 1 from letters.letter l where l.concerns_thing = 'tpp.sitting' and l.concerns_id = new.id
      and l.kind = 'letters.sitting-minutes' and l.state in ('signed', 'sent', 'received')) then
    raise exception 'a sitting is signed by its minutes' using errcode = 'check_violation';
  end if;
  return new;
end $$;
-- Whether a sitting has this paper, also for a secretary who may not read it.
create function tpp.has_paper(wanted uuid, of_kind text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from letters.letter l where l.concerns_thing = 'tpp.sitting' and l.concerns_id = wanted and l.kind = of_kind
    and l.state not in ('withdrawn', 'void'))
$$;
create function tpp.keep_step() returns trigger language plpgsql set search_path = '' as $$
declare
  taken record;
begin
  if current_user <> 'app_staff' then return null; end if;
  select * into taken from tpp.steps() s where s.before = old.state and s.after = new.state;
  if taken.who = 'keep' and (new.unit_id <> all (tpp.ctx_keeps()) or new.changed_by is distinct from platform.ctx_account()) then
    raise exception 'whoever keeps the sittings does this, in his own name' using errcode = 'insufficient_privilege';
  end if;
  if taken.reason = 'written' and length(btrim(new.cancel_reason)) < 5 then
    raise exception 'this step has a reason' using errcode = 'check_violation';
  end if;
  if (taken.step = 'invite' and not (tpp.has_paper(new.id, 'letters.sitting-invitation')
        and exists (select from tpp.attendee a where a.sitting_id = new.id)))
     or (taken.step = 'open' and not (exists (select from tpp.attendee a where a.sitting_id = new.id and a.present and a.staff_id = new.chair_id)
        and exists (select from tpp.attendee a where a.sitting_id = new.id and a.present and a.staff_id = new.secretary_id)))
     or (taken.step = 'close' and not tpp.has_paper(new.id, 'letters.sitting-minutes')) then
    raise exception 'this step stands on its document: %', taken.document using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_step after update of state on tpp.sitting for each row when (new.state is distinct from old.state)
  execute function tpp.keep_step();

revoke all on function letters.steps(), letters.was_received(uuid), letters.keep_step(), tpp.steps(), tpp.has_paper(uuid, text), tpp.keep_step() from public;
grant execute on function letters.steps() to app_staff, app_jobs;
grant execute on function letters.was_received(uuid), tpp.steps(), tpp.has_paper(uuid, text) to app_staff;
