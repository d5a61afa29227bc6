-- Whoever administers accounts approves postings. If one administrator could make another one alone, he would have his second
-- person: he grants, his own second account approves. So this posting takes two people as well.
create or replace function units.keep_posting() returns trigger language plpgsql set search_path = '' as $$
declare
  me uuid;
  takes_two constant text[] := array['pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil', 'auditor', 'account_admin'];
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
    if new.approved_at is not null and new.role = any (takes_two)
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
     and (new.role = any (takes_two) or new.staff_id is not distinct from platform.ctx_staff()) then
    raise exception 'a posting is prolonged by a new one' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
