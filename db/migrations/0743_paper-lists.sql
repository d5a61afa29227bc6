-- check_ins: a paper list is never one that nobody can decide, and tells for good what became of each of its lines.

alter table check_ins.paper_batch drop constraint paper_batch_state_check;
alter table check_ins.paper_batch add constraint paper_batch_state_check
  check (state in ('typing', 'proposed', 'approved', 'refused', 'withdrawn'));
alter table check_ins.paper_line
  add column outcome text check (outcome in ('recorded', 'already_there', 'refused')),
  add column refusal text,
  add constraint paper_line_told check ((outcome is not distinct from 'refused') = (refusal is not null));
comment on column check_ins.paper_line.outcome is 'What became of it when the list was approved; refusal says why it could not be recorded.';
update check_ins.paper_line set outcome = 'recorded' where check_in_id is not null;
grant update (outcome, refusal) on check_ins.paper_line to app_staff;

-- Who decides on a list: a head other than whoever typed it; on the list of a head who is the only one, who leads a section.
create function check_ins.decider_of(of_batch uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when units.held_by_another('head_of_bapas', b.unit_id, b.typed_by) then 'head_of_bapas'
    when b.unit_id = any (platform.units_of(a.staff_id, array['head_of_bapas'])) and units.held_by_another('section_head', b.unit_id, b.typed_by)
      then 'section_head' end
  from check_ins.paper_batch b join accounts.account a on a.id = b.typed_by
  where b.id = of_batch and b.unit_id = any (platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))
$$;
revoke all on function check_ins.decider_of(uuid) from public;
grant execute on function check_ins.decider_of(uuid) to app_staff;

create or replace function check_ins.keep_paper_batch() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user <> 'app_staff' then return new; end if;
  if (old.decided_by is not null or old.state = 'withdrawn') and new is distinct from old then
    raise exception 'a paper list is decided once' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'withdrawn' and old.typed_by is distinct from platform.ctx_account() then
    raise exception 'a paper list is withdrawn by whoever typed it' using errcode = 'insufficient_privilege';
  end if;
  if (new.state in ('approved', 'refused') or new.decided_by is not null) and (new.decided_by is distinct from platform.ctx_account()
       or new.unit_id <> all (platform.ctx_units(check_ins.decider_of(new.id)))) and new is distinct from old then
    raise exception 'a paper list is decided by the head, or for him, in his own name' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
