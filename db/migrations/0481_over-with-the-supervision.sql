-- What ends with a supervision: its breach and its place on an agenda. And what observers answer is put before the counsellor at once.

-- A job stops the breaches of a client whose supervision here is over; it takes no other step.
create policy stop_by_job on breaches.move for insert to app_jobs with check (
  unit_id = any ((select platform.ctx_units('system'))::int[]) and step = 'stop' and made_by = (select platform.ctx_account())
  and exists (select from cases.client_case c where c.id = case_id and c.unit_id = move.unit_id and c.state in ('ended', 'transferred')));
grant insert on breaches.move to app_jobs;

-- An item whose client is under supervision here no more comes off its agenda, also while the sitting is held: sealed, nobody could hear it.
alter table tpp.item add column off_reason text check (off_reason in ('supervision_over')),
  add constraint off_with_reason check (off_reason is null or off_at is not null);
create policy by_job on tpp.item for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy off_by_job on tpp.item for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
create policy by_job on tpp.sitting for select to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant select on tpp.item, tpp.sitting to app_jobs;
grant update (off_at, off_reason) on tpp.item to app_jobs;

create or replace function tpp.keep_item() returns trigger language plpgsql set search_path = '' as $$
declare
  now_in text;
begin
  select s.state into now_in from tpp.sitting s where s.id = new.sitting_id;
  if tg_op = 'INSERT' then
    if now_in not in ('draft', 'invited') or new.recommendation is not null or new.outcome is not null then
      raise exception 'an agenda is made before the sitting opens' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if new is not distinct from old then return new; end if;
  if current_user = 'app_jobs' and (new.off_reason is null or not exists (
      select from cases.client_case c where c.id = new.case_id and (c.sealed or c.state in ('ended', 'transferred')))) then
    raise exception 'a job takes off only what is over' using errcode = 'insufficient_privilege';
  end if;
  if (old.off_at is not null or old.outcome is not null) then
    raise exception 'what was heard or taken off stays' using errcode = 'check_violation';
  end if;
  if new.position <> old.position or new.off_at is distinct from old.off_at then
    if now_in not in ('draft', 'invited') and not (now_in = 'held' and new.position = old.position and new.off_reason is not null) then
      raise exception 'the agenda is closed once the sitting has opened' using errcode = 'check_violation';
    end if;
  elsif now_in <> 'held' then
    raise exception 'what a sitting advises is recorded while it is held' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke all on function tpp.keep_item() from public;

create or replace function contacts.take_observation(of_code bytea, answer_id uuid, seen text, lives_there text, occupied text, concern text, words text) returns text
language plpgsql security definer set search_path = '' as $$
declare door record;
begin
  select d.observer_id, d.sent_lately into door from contacts.at_door(of_code) d;
  if door.observer_id is null then return 'closed'; end if;
  perform 1 from contacts.observer o where o.id = door.observer_id for update;
  if exists (select 1 from contacts.observation s where s.id = answer_id) then
    return case when exists (select 1 from contacts.observation s where s.id = answer_id and s.observer_id = door.observer_id) then 'again' else 'closed' end;
  end if;
  if (select count(*) from contacts.observation s where s.observer_id = door.observer_id and s.sent_at > now() - interval '1 day') >= 3 then
    return 'too_many';
  end if;
  insert into contacts.observation (id, observer_id, case_id, unit_id, seen, lives_there, occupied, concern, words)
  select answer_id, o.id, o.case_id, o.unit_id, take_observation.seen, take_observation.lives_there, take_observation.occupied,
    take_observation.concern, take_observation.words
  from contacts.observer o where o.id = door.observer_id;
  insert into tasks.task (unit_id, case_id, kind, key, for_role, staff_id, facts)
  select o.unit_id, o.case_id, 'contacts.observation', answer_id::text, 'pk', c.pk_staff_id,
    jsonb_build_object('kind', o.kind, 'concern', take_observation.concern)
  from contacts.observer o join cases.client_case c on c.id = o.case_id where o.id = door.observer_id
  on conflict do nothing;
  return 'sent';
end $$;
revoke all on function contacts.take_observation(bytea, uuid, text, text, text, text, text) from public;
grant execute on function contacts.take_observation(bytea, uuid, text, text, text, text, text) to app_public;
