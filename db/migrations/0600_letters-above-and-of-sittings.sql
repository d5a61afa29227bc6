-- letters: beside those of an office about its client also those of a sitting, and those that a tier above writes about a proceeding that
-- has come to it. A sitting's minutes are its letter from now on. The reasons: docs/decisions/600-letters-from-four-desks.md.

-- 1. Whose letter it is.
alter table letters.letter
  alter column case_id drop not null,
  add column desk text not null default 'case' check (desk in ('case', 'sitting', 'kanwil', 'centre')),
  add constraint letter_of_desk check (case desk
    when 'sitting' then case_id is null and concerns_thing is not distinct from 'tpp.sitting' and run_id is null
    when 'case' then case_id is not null
    else case_id is not null and concerns_thing is not distinct from 'revocations.proceeding' and run_id is null end),
  drop constraint letter_origin_check,
  add constraint letter_origin_check check (origin in ('given', 'typed', 'thing')),
  drop constraint letter_body_check,
  add constraint letter_body_check check (length(body) between 1 and 60000);
comment on table letters.letter is 'One official letter about a client, a sitting or a proceeding that came up, from its draft to its receipt; a void one keeps its number and the reason.';
-- A decree or minutes that were set wrongly are set again with the number that they have; every other number is there once.
drop index letters.letter_label;
create unique index letter_label on letters.letter (unit_id, label) where label is not null and not (origin = 'thing' and state = 'void');
create index letter_page on letters.letter (file_id) where desk <> 'case';
create index letter_copy on letters.letter (signed_file_id) where desk <> 'case';
alter table letters.sending alter column case_id drop not null;
comment on column letters.sending.case_id is 'The client of a letter of his office; the letters of sittings and tiers are reached by themselves.';
create index sending_proof on letters.sending (proof_file_id) where case_id is null and proof_file_id is not null;

-- A tier's letters are signed by whoever heads it, who has no post here.
alter table letters.letterhead
  add column head_name text not null default '' check (length(head_name) <= 120),
  add column head_nip text not null default '' check (length(head_nip) <= 30);
-- An invitation and minutes named one client so far; an office's own wording of them begins anew.
insert into letters.template (unit_id, kind)
select distinct t.unit_id, t.kind from letters.template t where t.kind in ('letters.sitting-invitation', 'letters.sitting-minutes');

-- 2. What the minutes were before: each becomes the letter that it would have been.
create function tpp.presides(wanted uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select 1 from tpp.sitting s left join tpp.attendee a on a.sitting_id = s.id and a.duty = 'chair'
    where s.id = wanted and coalesce(s.chair_id, a.staff_id) = (select platform.ctx_staff())
      and s.unit_id = any ((select platform.ctx_units('pk', 'apk', 'section_head', 'head_of_bapas'))::int[]))
$$;
create or replace function tpp.keep_sitting() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new is not distinct from old then return new; end if;
  if old.state in ('signed', 'cancelled') then
    raise exception 'a signed or cancelled sitting stays as it is' using errcode = 'check_violation';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (values ('draft', 'invited'), ('draft', 'cancelled'), ('invited', 'held'),
      ('invited', 'cancelled'), ('held', 'minuted'), ('minuted', 'signed')) then
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
alter table letters.letter disable trigger user;
-- Of signed ones the signed paper is the page as well; of those that were not, the words go on as a draft.
insert into letters.letter (unit_id, desk, concerns_thing, concerns_id, kind, state, subject, body, origin, year, label, dated, signer, numbered_by,
  numbered_at, file_id, sha256, signed_way, signed_on, signed_file_id, signed_sha256, signed_by, signed_at, made_by, made_at)
select x.unit_id, 'sitting', 'tpp.sitting', s.id, 'letters.sitting-minutes', case when x.file_id is null then 'draft' else 'signed' end,
  'Berita Acara Sidang Tim Pengamat Pemasyarakatan', left(coalesce(nullif(regexp_replace(x.text, '([\\*{}])', '\\\1', 'g'), ''), '-'), 60000),
  p.origin, p.year, p.label, p.dated, p.signer, p.by_whom, p.at_time, x.file_id, x.sha256, p.way, x.signed_on, x.file_id, x.sha256, p.by_whom, p.at_time,
  s.changed_by, s.changed_at
from tpp.minutes x join tpp.sitting s on s.id = x.sitting_id
left join lateral (
  select 'thing' as origin, s.year, s.number || '/TPP/' || s.year as label, s.day as dated, '{"title": "", "name": "", "nip": ""}'::jsonb as signer,
    coalesce(s.changed_by, s.made_by, s.id) as by_whom, s.changed_at as at_time, 'scanned' as way where x.file_id is not null) p on true;
alter table letters.letter enable trigger user;
drop policy minutes on platform.file;
drop function tpp.ctx_papers();
drop table tpp.minutes;
drop function tpp.keep_minutes();

-- 3. Who writes and who signs at each desk besides an office's own.
-- A Kanwil writes as itself, never in the name of an office below it.
create function letters.of_type(of_unit int, wanted text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from units.unit u where u.id = of_unit and u.type = wanted)
$$;
create function letters.at_tier(of_desk text, of_unit int, of_thing uuid) returns boolean
language sql stable set search_path = '' as $$
  select case of_desk
      when 'kanwil' then of_unit = any ((select platform.ctx_units('kanwil'))::int[])
      when 'centre' then of_unit = any ((select platform.ctx_units('ditjenpas'))::int[])
      else false end
    and of_thing = any ((select revocations.ctx_above())::uuid[])
$$;
create function letters.keeps_sitting(of_unit int, of_thing uuid) returns boolean
language sql stable set search_path = '' as $$
  select (of_unit = any ((select tpp.ctx_keeps())::int[]) or of_unit = any ((select platform.ctx_units('head_of_bapas'))::int[]) or tpp.presides(of_thing))
    and of_thing <> all ((select tpp.ctx_barred())::uuid[])
$$;
create function letters.may_sign(of_desk text, of_unit int, of_thing uuid) returns boolean
language sql stable set search_path = '' as $$
  select case of_desk
    when 'case' then of_unit = any ((select platform.ctx_units('head_of_bapas'))::int[])
    when 'sitting' then of_unit = any ((select platform.ctx_units('head_of_bapas'))::int[]) or tpp.presides(of_thing)
    else letters.at_tier(of_desk, of_unit, of_thing) end
$$;
-- Whether it was ever sent: also one that was made void afterwards.
create function letters.went_out(wanted uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from letters.sending s where s.letter_id = wanted)
$$;
-- Whoever numbers a letter counts the series of the unit whose letter it is.
create function letters.counts(of_unit int) returns boolean
language sql stable security definer set search_path = '' as $$
  select of_unit = any ((select platform.ctx_units('head_of_bapas', 'system'))::int[])
    or (of_unit = any ((select platform.ctx_units('kanwil'))::int[]) and letters.of_type(of_unit, 'kanwil'))
    or (of_unit = any ((select platform.ctx_units('ditjenpas'))::int[]) and letters.of_type(of_unit, 'ditjenpas'))
    or exists (select 1 from tpp.sitting s where s.unit_id = of_unit and s.state in ('invited', 'held', 'minuted') and tpp.presides(s.id))
$$;
create or replace function letters.label_taken(of_unit int, wanted text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from letters.letter l where l.unit_id = of_unit and l.label = wanted and not (l.origin = 'thing' and l.state = 'void'))
    and letters.counts(of_unit)
$$;
-- The number of a letter about a proceeding that came up, for the tier that answers it and does not see the letter itself.
create function letters.label_above(of_thing uuid, of_kind text) returns table (label text, dated date)
language sql stable security definer set search_path = '' as $$
  select l.label, l.dated from letters.letter l
  where l.concerns_thing = 'revocations.proceeding' and l.concerns_id = of_thing and l.kind = of_kind and l.label is not null and l.state <> 'void'
    and of_thing = any ((select revocations.ctx_above())::uuid[])
  order by l.id desc limit 1
$$;

alter policy look on letters.series using (
  unit_id = any ((select platform.ctx_units('office_admin'))::int[]) or letters.counts(unit_id));
alter policy start on letters.series with check (
  unit_id = any ((select platform.ctx_units('office_admin'))::int[]) or letters.counts(unit_id));
alter policy count on letters.series using (letters.counts(unit_id));

-- 4. Who sees and who writes.
do $$
declare
  t text;
  seen constant text := 'exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = %1$I.unit_id)';
  heads constant text := 'unit_id = any ((select platform.ctx_units(''section_head'', ''head_of_bapas''))::int[])';
  own constant text := '(case_id = any ((select cases.ctx_guided())::uuid[]) or ' || heads || ') and ' || seen;
begin
  foreach t in array array['letter', 'sending'] loop
    execute format('drop policy add on letters.%I', t);
    execute format('drop policy change on letters.%I', t);
  end loop;
  alter policy with_case on letters.letter using (
    desk = 'case' and (case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
    and exists (select 1 from cases.client_case c where c.id = case_id));
  alter policy by_job on letters.letter using (desk = 'case' and unit_id = any ((select platform.ctx_units('system'))::int[]));
  alter policy number_by_job on letters.letter using (desk = 'case' and unit_id = any ((select platform.ctx_units('system'))::int[]));
  alter policy by_job on letters.sending using (case_id is not null and unit_id = any ((select platform.ctx_units('system'))::int[]));

  execute format('create policy add on letters.%1$I for insert to app_staff with check (
    made_by = (select platform.ctx_account()) and case desk
      when ''case'' then ' || own || '
      when ''sitting'' then unit_id = any ((select tpp.ctx_keeps())::int[])
      else letters.at_tier(desk, unit_id, concerns_id) end)', 'letter');
  execute format('create policy change on letters.%1$I for update to app_staff using (
    case desk
      when ''case'' then ' || own || '
      when ''sitting'' then letters.keeps_sitting(unit_id, concerns_id)
      else letters.at_tier(desk, unit_id, concerns_id) end)', 'letter');
  -- A sending is written by whoever may write its letter.
  execute format('create policy add on letters.%1$I for insert to app_staff with check (
    made_by = (select platform.ctx_account()) and case when case_id is not null then ' || own || '
      else exists (select 1 from letters.letter l where l.id = letter_id and case l.desk
        when ''sitting'' then letters.keeps_sitting(l.unit_id, l.concerns_id) else letters.at_tier(l.desk, l.unit_id, l.concerns_id) end) end)', 'sending');
  execute format('create policy change on letters.%1$I for update to app_staff using (
    case when case_id is not null then ' || own || '
      else exists (select 1 from letters.letter l where l.id = letter_id and case l.desk
        when ''sitting'' then letters.keeps_sitting(l.unit_id, l.concerns_id) else letters.at_tier(l.desk, l.unit_id, l.concerns_id) end) end)', 'sending');
end $$;
-- Of a sitting: who keeps it, heads the office or sits, and nobody who is shut out from a person whom it hears.
create policy of_sitting on letters.letter for select to app_staff using (
  desk = 'sitting'
  and (unit_id = any ((select tpp.ctx_keeps())::int[]) or unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[])
    or concerns_id = any ((select tpp.ctx_sits())::uuid[]))
  and concerns_id <> all ((select tpp.ctx_barred())::uuid[]));
-- Of a tier: the tier itself; what was sent also the other tier, and the office that guides the client.
create policy of_tier on letters.letter for select to app_staff using (
  desk in ('kanwil', 'centre') and concerns_id = any ((select revocations.ctx_above())::uuid[])
  and ((desk = 'kanwil' and unit_id = any ((select platform.ctx_units('kanwil'))::int[]))
    or (desk = 'centre' and unit_id = any ((select platform.ctx_units('ditjenpas'))::int[]))
    or letters.went_out(id)));
create policy from_tier on letters.letter for select to app_staff using (
  desk in ('kanwil', 'centre') and letters.went_out(id)
  and exists (select 1 from cases.client_case c where c.id = case_id and (c.id = any ((select cases.ctx_deep())::uuid[])
    or c.unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))));
create policy with_letter on letters.sending for select to app_staff using (
  case_id is null and exists (select 1 from letters.letter l where l.id = letter_id));
-- Their pages and papers are theirs who see the letter.
create policy of_letter on platform.file for select to app_staff using (
  case_id is null and person_id is null
  and (exists (select 1 from letters.letter l where l.desk <> 'case' and (l.file_id = file.id or l.signed_file_id = file.id))
    or exists (select 1 from letters.sending s where s.case_id is null and s.proof_file_id = file.id)));

-- 5. What keeps it so.
create function letters.keep_desk() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.desk = 'sitting' and not exists (select 1 from tpp.sitting s where s.id = new.concerns_id and s.unit_id = new.unit_id) then
    raise exception 'a letter of a sitting is of the office that sits' using errcode = 'check_violation';
  end if;
  if new.desk in ('kanwil', 'centre') and not exists (
      select 1 from revocations.proceeding r join units.unit home on home.id = r.unit_id join units.unit u on u.id = new.unit_id
      where r.id = new.concerns_id and r.case_id = new.case_id and u.id = any (home.path)
        and u.type = case new.desk when 'kanwil' then 'kanwil' else 'ditjenpas' end) then
    raise exception 'a tier writes about what came up to it, in its own name' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_desk before insert on letters.letter for each row execute function letters.keep_desk();

create or replace function letters.keep_letter() returns trigger language plpgsql set search_path = '' as $$
begin
  if (new.id, new.unit_id, new.desk, new.case_id, new.kind, new.template_id, new.concerns_thing, new.concerns_id, new.run_id, new.made_by, new.made_at)
      is distinct from (old.id, old.unit_id, old.desk, old.case_id, old.kind, old.template_id, old.concerns_thing, old.concerns_id, old.run_id, old.made_by, old.made_at) then
    raise exception 'what a letter is about stays' using errcode = 'insufficient_privilege';
  end if;
  if new.state <> old.state and not exists (select from letters.moves() m where m.before = old.state and m.after = new.state) then
    raise exception 'a letter does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if old.state not in ('draft', 'proposed') and
      (new.subject, new.recipient, new.body, new.copies, new.enclosure, new.nature, new.return_note, new.origin, new.year, new.number, new.label, new.dated,
       new.signer, new.numbered_by, new.numbered_at, new.file_id, new.sha256)
      is distinct from
      (old.subject, old.recipient, old.body, old.copies, old.enclosure, old.nature, old.return_note, old.origin, old.year, old.number, old.label, old.dated,
       old.signer, old.numbered_by, old.numbered_at, old.file_id, old.sha256) then
    raise exception 'a numbered letter is not changed' using errcode = 'insufficient_privilege';
  end if;
  if (old.signed_sha256 is not null or old.state <> 'numbered') and
      (new.signed_way, new.signed_on, new.signed_file_id, new.signed_sha256, new.signed_by, new.signed_at)
      is distinct from (old.signed_way, old.signed_on, old.signed_file_id, old.signed_sha256, old.signed_by, old.signed_at) then
    raise exception 'a signed letter is not changed' using errcode = 'insufficient_privilege';
  end if;
  if (old.ended_reason is not null or new.state = old.state) and
      (new.ended_reason, new.ended_by, new.ended_at) is distinct from (old.ended_reason, old.ended_by, old.ended_at) then
    raise exception 'what ended stays so' using errcode = 'insufficient_privilege';
  end if;
  -- A question of its own: a job may not even ask who signs.
  if current_user = 'app_staff' and new.state <> old.state and new.state in ('numbered', 'void') then
    if (case new.state when 'numbered' then new.numbered_by else new.ended_by end) is distinct from platform.ctx_account()
        or not letters.may_sign(new.desk, new.unit_id, new.concerns_id) then
      raise exception 'only whoever signs for the desk does this, in his own name' using errcode = 'insufficient_privilege';
    end if;
  end if;
  -- With its minutes signed a sitting stays as it is.
  if new.kind = 'letters.sitting-minutes' and new.desk = 'sitting' and new.state = 'void' and old.state <> 'numbered' then
    raise exception 'signed minutes stay' using errcode = 'check_violation';
  end if;
  if current_user = 'app_jobs' and new.state <> old.state and (new.state <> 'numbered' or not exists (
      select from letters.run r where r.id = new.run_id and r.state = 'numbering' and r.numbered_by = new.numbered_by)) then
    raise exception 'a job numbers only what the head has told it to' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create or replace function letters.keep_sending() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' and not exists (select from letters.letter l where l.id = new.letter_id and l.unit_id = new.unit_id
      and new.case_id is not distinct from case l.desk when 'case' then l.case_id end and l.state in ('signed', 'sent', 'received')) then
    raise exception 'only a signed letter is sent' using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' and old.received_on is not null then
    raise exception 'a receipt is recorded once' using errcode = 'check_violation';
  end if;
  return new;
end $$;

revoke all on function tpp.presides(uuid), letters.of_type(int, text), letters.at_tier(text, int, uuid), letters.keeps_sitting(int, uuid),
  letters.may_sign(text, int, uuid), letters.went_out(uuid), letters.counts(int), letters.label_above(uuid, text), letters.keep_desk() from public;
grant execute on function tpp.presides(uuid), letters.at_tier(text, int, uuid), letters.keeps_sitting(int, uuid), letters.may_sign(text, int, uuid),
  letters.went_out(uuid), letters.label_above(uuid, text) to app_staff;
grant execute on function letters.counts(int) to app_staff, app_jobs;

-- 6. A Kanwil's proposal is its letter, which gets its number as every letter does.
create or replace function revocations.step_row(of_step text) returns table (who text, document text, numbered boolean, outside boolean, not_by text[])
language sql immutable parallel safe set search_path = '' as $$
  select s.who, s.document, s.numbered, s.outside, s.not_by from (values
    ('hear', 'handle', 'sitting_minutes', true, false, array[]::text[]),
    ('revoke_urgently', 'decide', 'temporary_revocation', false, false, array['begin']::text[]),
    ('revoke_temporarily', 'decide', 'temporary_revocation', false, false, array['begin', 'hear']::text[]),
    ('refuse', 'decide', 'refusal', false, false, array['begin', 'hear', 'consider']::text[]),
    ('uphold', 'decide', 'decision_note', false, false, array['begin', 'hear']::text[]),
    ('lift', 'decide', 'refusal', false, false, array['begin', 'hear']::text[]),
    ('report', 'decide', 'proposal', false, false, array[]::text[]),
    ('withdraw', 'decide', 'withdrawal', false, false, array['begin']::text[]),
    ('ask_withdrawal', 'handle', 'withdrawal_request', false, false, array[]::text[]),
    ('agree_withdrawal', 'decide', 'withdrawal', false, false, array['ask_withdrawal']::text[]),
    ('keep_proposal', 'decide', 'decision_note', false, false, array['ask_withdrawal']::text[]),
    ('forward', 'forward', 'tier_proposal', false, false, array[]::text[]),
    ('return_kanwil', 'forward', 'questions', false, false, array[]::text[]),
    ('answer_kanwil', 'handle', 'answer', false, false, array[]::text[]),
    ('note_forwarded', 'handle', 'tier_proposal', true, true, array[]::text[]),
    ('note_questions_kanwil', 'handle', 'questions', true, true, array[]::text[]),
    ('draft_decree', 'decree', 'draft', false, false, array[]::text[]),
    ('draft_refusal', 'decree', 'draft', false, false, array[]::text[]),
    ('redraft', 'decree', 'return_note', false, false, array[]::text[]),
    ('sign_decree', 'decree', 'decree', true, false, array['draft_decree']::text[]),
    ('sign_refusal', 'decree', 'decree', true, false, array['draft_refusal']::text[]),
    ('return_ditjenpas', 'decree', 'questions', false, false, array[]::text[]),
    ('answer_ditjenpas', 'handle', 'answer', false, false, array[]::text[]),
    ('note_questions_ditjenpas', 'handle', 'questions', true, true, array[]::text[]),
    ('note_decree', 'handle', 'decree', true, true, array[]::text[]),
    ('note_refusal', 'handle', 'decree', true, true, array[]::text[]),
    ('confirm_decree', 'decide', 'decision_note', true, false, array['note_decree']::text[]),
    ('confirm_refusal', 'decide', 'decision_note', true, false, array['note_refusal', 'note_declined', 'note_lapas_dropped']::text[]),
    ('correct_note', 'decide', 'return_note', false, false, array[]::text[]),
    ('carry_out', 'decide', 'decision_note', false, false, array[]::text[]),
    ('carry_out_refusal', 'decide', 'decision_note', false, false, array[]::text[]),
    ('consider', 'handle', 'consideration', true, false, array[]::text[]),
    ('send_to_prosecutor', 'decide', 'cover_letter', false, false, array['consider']::text[]),
    ('note_brought', 'handle', 'outside_letter', true, true, array[]::text[]),
    ('note_declined', 'handle', 'outside_letter', true, true, array[]::text[]),
    ('note_questions_prosecutor', 'handle', 'questions', true, true, array[]::text[]),
    ('answer_prosecutor', 'handle', 'answer', false, false, array[]::text[]),
    ('send_report', 'decide', 'cover_letter', false, false, array['begin']::text[]),
    ('send_letter', 'decide', 'cover_letter', false, false, array['begin']::text[]),
    ('note_lapas_sitting', 'handle', 'sitting_minutes', true, true, array[]::text[]),
    ('note_lapas_proposal', 'handle', 'proposal', true, true, array[]::text[]),
    ('note_lapas_dropped', 'handle', 'outside_letter', true, true, array[]::text[]),
    ('stop', 'handle', 'stop_note', true, false, array[]::text[])
  ) as s (step, who, document, numbered, outside, not_by)
  where s.step = of_step
$$;
