-- The kind of a client says on which way a supervision is taken back, whether he may travel abroad and who is called with him. While something runs that
-- was begun under one kind, the kind and the age group stay: it is brought to its end first.

-- For the trigger alone: whoever asks is told by the modules that keep these matters.
create function cases.matter_of_kind(of_case uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when (select r.proceeding_id is not null or r.breach_id is not null from revocations.running_of(of_case) r) then 'a revocation'
    when exists (select from breaches.breach b where b.case_id = of_case and b.state = 'recommended') then 'a breach'
    when exists (select from permits.permit p where p.case_id = of_case and p.ended_on is null) then 'a permit' end
$$;
-- The owner migrates, restores and fills.
create function cases.keep_kind() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  matter text := cases.matter_of_kind(new.id);
begin
  if matter is not null then
    raise exception 'the kind of a client stays while % runs', matter using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_kind after update of kind, age_group on cases.client_case for each row
  when ((new.kind, new.age_group) is distinct from (old.kind, old.age_group) and current_user in ('app_staff', 'app_jobs'))
  execute function cases.keep_kind();
revoke all on function cases.matter_of_kind(uuid), cases.keep_kind() from public;

-- And should a kind have changed all the same, a proceeding does not go on upon a way that is another kind's: it can only be given up.
create function revocations.keep_way() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  wrong record;
begin
  select r.route, c.kind into wrong from revocations.proceeding r join cases.client_case c on c.id = r.case_id
  where r.id = new.proceeding_id and r.route is distinct from revocations.route_of(r.kind, c.kind);
  if found then
    raise exception '% is not the way of %', wrong.route, wrong.kind using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_way after insert on revocations.move for each row
  when (new.step not in ('stop', 'withdraw', 'ask_withdrawal', 'agree_withdrawal')) execute function revocations.keep_way();
revoke all on function revocations.keep_way() from public;
