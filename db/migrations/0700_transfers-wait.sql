-- A client does not move to another office while a breach or a proceeding about him runs: it would end there without having been decided,
-- and the other office would not know of it.

-- The breach that still asks something of somebody.
create function breaches.running_of(of_case uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select b.id from breaches.breach b
  where b.case_id = of_case and b.state in ('proposed', 'open', 'summoned', 'examined', 'recommended') order by b.opened_on, b.id limit 1
$$;
-- The proceeding that runs, or the breach that was proposed for one which nobody has begun.
create function revocations.running_of(of_case uuid, out proceeding_id uuid, out breach_id uuid)
language sql stable security definer set search_path = '' as $$
  select r.id, coalesce(r.breach_id, b.id) from (select of_case as case_id) x
  left join revocations.proceeding r on r.case_id = x.case_id and r.ended_on is null
  left join lateral (select b.id from breaches.breach b where b.case_id = x.case_id and b.state = 'proposed_for_revocation'
    and not exists (select from revocations.proceeding p where p.breach_id = b.id) order by b.opened_on, b.id limit 1) b on r.id is null
$$;

-- Told to whoever works where the client is, and to whoever says there that he came.
create function cases.ctx_moves(of_case uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from cases.client_case c where c.id = of_case and c.unit_id = any (platform.ctx_units('pk', 'section_head', 'head_of_bapas')))
    or exists (select from cases.transfer t where t.case_id = of_case and t.state = 'approved'
      and t.to_unit_id = any (platform.ctx_units('section_head', 'head_of_bapas')))
$$;
create function breaches.hinders_transfer(of_case uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select breaches.running_of(of_case) where cases.ctx_moves(of_case)
$$;
create function revocations.hinders_transfer(of_case uuid, out proceeding_id uuid, out breach_id uuid)
language sql stable security definer set search_path = '' as $$
  select r.proceeding_id, r.breach_id from revocations.running_of(of_case) r where cases.ctx_moves(of_case)
$$;

create function cases.keep_while_matter_runs() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and (new.state = old.state or new.state not in ('approved', 'arrived')) then return new; end if;
  if breaches.running_of(new.case_id) is not null then
    raise exception 'a client does not move while a breach runs' using errcode = 'check_violation';
  end if;
  if (select r.breach_id is not null or r.proceeding_id is not null from revocations.running_of(new.case_id) r) then
    raise exception 'a client does not move while a revocation runs' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_while_matter_runs before insert or update of state on cases.transfer for each row execute function cases.keep_while_matter_runs();

revoke all on function breaches.running_of(uuid), revocations.running_of(uuid), cases.ctx_moves(uuid), breaches.hinders_transfer(uuid),
  revocations.hinders_transfer(uuid), cases.keep_while_matter_runs() from public;
grant execute on function breaches.hinders_transfer(uuid), revocations.hinders_transfer(uuid) to app_staff;
