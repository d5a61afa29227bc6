-- A posting that opens people's files takes two people, also for whoever reaches the table past the application: the one who grants
-- it, and another one who holds an approving post. Until then it counts nowhere, since ctx_units and identify ask for approved_at.

-- Who else could approve: live accounts at the unit or above it, neither the one who grants nor the one who receives. Where there is
-- nobody, as in an office that has just begun, a posting counts at once.
create function units.other_approvers(at_unit int, maker uuid, receiver uuid) returns int
language sql stable security definer set search_path = '' as $$
  select count(distinct a.id)::int
  from units.unit u
  join units.posting p on (p.role in ('head_of_bapas', 'account_admin') and p.unit_id = u.id)
    or (p.role = 'account_admin' and p.unit_id = any (u.path))
  join units.unit home on home.id = p.unit_id
  join accounts.account a on a.staff_id = p.staff_id
  where u.id = at_unit and a.state = 'active' and a.id is distinct from maker and p.staff_id <> receiver
    and p.approved_at is not null and p.withdrawn_at is null
    and p.starts_on <= (now() at time zone home.zone)::date
    and (p.ends_on is null or p.ends_on >= (now() at time zone home.zone)::date)
$$;
revoke all on function units.other_approvers(int, uuid, uuid) from public;
grant execute on function units.other_approvers(int, uuid, uuid) to app_staff;

create function units.keep_posting() returns trigger language plpgsql set search_path = '' as $$
declare
  me uuid;
  opens_files constant text[] := array['pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil', 'auditor'];
begin
  -- The owner migrates, restores and sets up the first administrator.
  if current_user <> 'app_staff' then return new; end if;
  me := platform.ctx_account();

  if tg_op = 'INSERT' then
    if new.approved_by is not null or new.withdrawn_at is not null then
      raise exception 'a posting is approved and withdrawn after it was granted' using errcode = 'insufficient_privilege';
    end if;
    if new.staff_id is not distinct from platform.ctx_staff() then
      raise exception 'nobody grants a posting to himself' using errcode = 'insufficient_privilege';
    end if;
    if new.approved_at is not null and new.role = any (opens_files)
       and units.other_approvers(new.unit_id, me, new.staff_id) > 0 then
      raise exception 'a posting as % counts from its approval by a second person', new.role using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;

  if old.withdrawn_at is not null then
    raise exception 'a posting that was withdrawn stays so' using errcode = 'insufficient_privilege';
  end if;
  if (new.approved_at, new.approved_by) is distinct from (old.approved_at, old.approved_by) then
    if old.approved_at is not null then
      raise exception 'a posting is approved once' using errcode = 'insufficient_privilege';
    end if;
    if new.approved_at is null or new.approved_by is distinct from me or old.made_by is not distinct from me
       or old.staff_id is not distinct from platform.ctx_staff() then
      raise exception 'a posting is approved by somebody who neither granted nor receives it' using errcode = 'insufficient_privilege';
    end if;
  end if;
  if (new.ends_on, new.withdrawn_at, new.withdrawn_why) is distinct from (old.ends_on, old.withdrawn_at, old.withdrawn_why)
     and new.unit_id <> all (platform.ctx_units('account_admin')) then
    raise exception 'only whoever grants postings ends one' using errcode = 'insufficient_privilege';
  end if;
  -- A later end gives the role for longer, which is a grant of its own.
  if coalesce(new.ends_on, 'infinity') > coalesce(old.ends_on, 'infinity')
     and (new.role = any (opens_files) or new.staff_id is not distinct from platform.ctx_staff()) then
    raise exception 'a posting is prolonged by a new one' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
revoke all on function units.keep_posting() from public;
create trigger keep_posting before insert or update on units.posting for each row execute function units.keep_posting();
