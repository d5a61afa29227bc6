-- Where a client is held is known from two mouths: an officer noted it in a breach, or the institution told his office and somebody said that it
-- is he. Both are asked wherever it matters, in whichever order breach and notice came.

create function breaches.custody_of(of_case uuid) returns table (breach_id uuid, place text, since date, until date)
language sql stable set search_path = '' as $$
  select b.id, b.custody_place, b.custody_since, null::date from breaches.breach b where b.case_id = of_case and b.custody_place <> ''
  union all
  select null, f.name, (n.held_since at time zone u.zone)::date, n.left_on
  from notices.notice n join units.unit u on u.id = n.unit_id join units.unit f on f.id = n.from_unit_id
  where n.case_id = of_case and n.standing = 'confirmed' and n.withdrawn_at is null
$$;
comment on function breaches.custody_of(uuid) is 'Every custody of a client that is known to whoever asks: noted in one of his breaches, or told (then without a breach). Without an end it lasts.';
revoke all on function breaches.custody_of(uuid) from public;
grant execute on function breaches.custody_of(uuid) to app_staff, app_jobs;

-- What was copied from a notice into the breach that it proposed is asked of the notice from now on, which says as well when he is out again.
update breaches.breach b set custody_place = '', custody_since = null
from notices.notice n join units.unit f on f.id = n.from_unit_id
where n.breach_id = b.id and b.source = 'offence_notice' and b.custody_place = f.name and n.standing = 'confirmed' and n.withdrawn_at is null;

create or replace function breaches.is_held_on(of_breach uuid, on_day date) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from breaches.breach b, breaches.custody_of(b.case_id) c
    where b.id = of_breach and (c.breach_id is null or c.breach_id = b.id) and (c.since is null or c.since <= on_day) and (c.until is null or c.until >= on_day))
$$;
create function breaches.is_held(of_breach uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from breaches.breach b, breaches.custody_of(b.case_id) c
    where b.id = of_breach and (c.breach_id is null or c.breach_id = b.id) and c.until is null)
$$;

-- A notice answers for the calls that fell into its custody as a note does; withdrawn, they are again what they were recorded as. The
-- breaches are locked first: an absence that is being recorded meanwhile is met here or meets the notice.
create function breaches.note_told() returns trigger language plpgsql security definer set search_path = '' as $$
declare told date;
begin
  if tg_op = 'UPDATE' and (new.standing, new.left_on, new.withdrawn_at) is not distinct from (old.standing, old.left_on, old.withdrawn_at) then
    return null;
  end if;
  if new.standing <> 'confirmed' then return null; end if;
  perform 1 from breaches.breach b where b.case_id = new.case_id order by b.id for update;
  select (new.held_since at time zone u.zone)::date into told from units.unit u where u.id = new.unit_id;
  update breaches.summons s set while_held = breaches.is_held_on(s.breach_id, s.appear_on)
  where s.case_id = new.case_id and s.outcome = 'not_appeared' and s.appear_on >= told
    and s.while_held is distinct from breaches.is_held_on(s.breach_id, s.appear_on);
  return null;
end $$;
create trigger note_told after insert or update on notices.notice for each row execute function breaches.note_told();

create function breaches.keep_called() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if breaches.is_held(new.breach_id) then
    raise exception 'whoever is held is not called by letter' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_called before insert on breaches.summons for each row when (new.sent_on is null) execute function breaches.keep_called();

create or replace function breaches.keep_heard() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if breaches.is_held(new.breach_id) then
    raise exception 'whoever is held is heard where he is' using errcode = 'check_violation';
  end if;
  if not exists (select from breaches.summons s where s.breach_id = new.breach_id and s.outcome = 'not_appeared' and not s.while_held) then
    raise exception 'nobody is passed over who left no call unheeded' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke all on function breaches.is_held(uuid), breaches.note_told(), breaches.keep_called() from public;

-- The job that brings a confirmed notice calls off what had gone out for a day on which he is held, and gives the breach its next day.
create policy call_off_by_job on breaches.summons for update to app_jobs using (
  unit_id = any ((select platform.ctx_units('system'))::int[]) and outcome is null
  and exists (select from notices.notice n where n.case_id = summons.case_id and n.standing = 'confirmed' and n.withdrawn_at is null))
  with check (outcome = 'called_off');
grant update (outcome, outcome_on, outcome_note) on breaches.summons to app_jobs;
create policy next_by_job on breaches.breach for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant update (due_on, due_counts) on breaches.breach to app_jobs;
