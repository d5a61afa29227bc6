-- A head who refuses a proposal reprimands for what was broken, and says what is expected from now on; where nothing of it is proven he says so,
-- and nobody is reprimanded.
alter table revocations.move add column counselling text not null default '' check (length(counselling) <= 2000);
alter table revocations.move add column not_proven boolean not null default false;
comment on column revocations.move.counselling is 'With a refusal by the head of the office: what he reprimands the client to do from now on.';
comment on column revocations.move.not_proven is 'With a refusal by the head of the office: nothing of the breach is proven, so that there is no reprimand.';
alter table revocations.move add constraint move_reprimand_step check (step in ('refuse', 'lift') or (counselling = '' and not not_proven));
create function revocations.keep_reprimand() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if (length(new.counselling) >= 5) = new.not_proven then
    raise exception 'a refusal reprimands, unless nothing is proven' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger keep_reprimand after insert on revocations.move for each row when (new.step in ('refuse', 'lift'))
  execute function revocations.keep_reprimand();
revoke all on function revocations.keep_reprimand() from public;
grant insert (counselling, not_proven) on revocations.move to app_staff;
