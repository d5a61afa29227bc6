-- A Bapas that does not use Simpul here has no row of its own: a transfer to it carries its name, and the office that sent the client
-- records by the other office's letter that he came, or was sent back.
alter table cases.transfer alter to_unit_id drop not null;
alter table cases.transfer add to_name text not null default '' check (length(to_name) <= 200);
alter table cases.transfer add answer_letter text not null default '' check (length(answer_letter) <= 120);
alter table cases.transfer add constraint transfer_one_destination check ((to_unit_id is null) = (to_name <> ''));
comment on column cases.transfer.to_name is 'The other Bapas where it does not use Simpul here; to_unit_id is empty then.';
comment on column cases.transfer.answer_letter is 'Number of the letter by which a Bapas that does not use Simpul here said what became of the client.';
grant update (answer_letter) on cases.transfer to app_staff;

-- As before; and where a client goes is not changed behind the decision, nor does anybody but those who lead the office answer for
-- a Bapas outside. That he came there is settled by settle_outside alone.
create or replace function cases.keep_transfer() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user <> 'app_staff' then return new; end if;
  if (new.decided_by is distinct from old.decided_by or (new.state is distinct from old.state and new.state in ('approved', 'refused')))
     and (old.decided_by is not null or new.decided_by is distinct from platform.ctx_account() or old.requested_by is not distinct from new.decided_by
       or new.from_unit_id <> all (platform.ctx_units('head_of_bapas'))) then
    raise exception 'a transfer is decided once, by the head, who did not ask for it' using errcode = 'insufficient_privilege';
  end if;
  if new.to_unit_id is null and new.state is distinct from old.state and (new.state = 'arrived' or (new.state = 'declined'
     and (old.state <> 'approved' or new.from_unit_id <> all (platform.ctx_units('section_head', 'head_of_bapas'))))) then
    raise exception 'what a Bapas outside answered is recorded by those who lead the office' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- The client came to a Bapas outside: the supervision here ends as it does when another office of Simpul takes him over.
create function cases.settle_outside(wanted uuid, on_day date, letter text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  t cases.transfer;
begin
  select * into t from cases.transfer x where x.id = wanted for update;
  if t.id is null or t.state <> 'approved' or t.to_unit_id is not null or length(letter) < 1
    or t.from_unit_id <> all (platform.ctx_units('section_head', 'head_of_bapas')) then return false; end if;

  update cases.client_case c set state = 'transferred', ended_on = on_day, end_reason = 'transferred', version = c.version + 1
  where c.id = t.case_id and c.state in ('active', 'paused') and not c.sealed
    and c.person_id <> all (people.ctx_excluded()) and (not c.restricted or c.person_id = any (people.ctx_listed()));
  if not found then return false; end if;
  update cases.pause p set ends_on = greatest(p.starts_on, on_day), ended_by = platform.ctx_account() where p.case_id = t.case_id and p.ends_on is null;
  update cases.assignment a set ended_at = now(), ends_on = greatest(a.starts_on, on_day) where a.case_id = t.case_id and a.ended_at is null;
  insert into cases.ending (case_id, unit_id, what, day, reason, document_number, proposed_by, decided_by, decided_at, outcome)
  values (t.case_id, t.from_unit_id, 'ended', on_day, 'transferred', letter, t.requested_by, t.decided_by, now(), 'approved');
  update cases.transfer x set state = 'arrived', arrived_on = on_day, arrived_by = platform.ctx_account(), answer_letter = letter where x.id = t.id;
  return true;
end $$;
revoke all on function cases.settle_outside(uuid, date, text) from public;
grant execute on function cases.settle_outside(uuid, date, text) to app_staff;

-- Every Bapas in which somebody who leads it signs in, and so could say that a client came.
create function cases.receiving_bapas() returns setof int
language sql stable security definer set search_path = '' as $$
  select u.id from units.unit u
  where u.type = 'bapas' and u.closed_on is null and platform.ctx_session() is not null and exists (
    select 1 from units.posting p join accounts.account a on a.staff_id = p.staff_id
    where p.unit_id = u.id and p.role in ('section_head', 'head_of_bapas') and p.withdrawn_at is null and p.approved_at is not null
      and current_date between p.starts_on and coalesce(p.ends_on, 'infinity'::date) and a.state = 'active')
$$;
revoke all on function cases.receiving_bapas() from public;
grant execute on function cases.receiving_bapas() to app_staff;
