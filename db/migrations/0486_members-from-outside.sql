-- Members of a sitting from outside the office, by name and post: they are invited, come and vote, and have no account here. Who presides
-- and who writes are officers of the office.
alter table tpp.member
  alter column staff_id drop not null,
  add column outsider_id uuid,
  add column name text not null default '' check (length(name) <= 200),
  add column post text not null default '' check (length(post) <= 200),
  add constraint one_of_both check ((staff_id is null) = (outsider_id is not null)),
  add constraint outsider_named check (outsider_id is null or (duty = 'member' and name <> '' and post <> ''));
comment on table tpp.member is 'Who sits in the observation team of an office, from when to when, and on which order: an officer, or somebody from outside by name and post. Never removed: an end is set.';

-- Whoever is invited: an officer, or a member from outside with the name and post under which he was invited.
alter table tpp.attendee
  drop constraint attendee_staff_id_fkey,
  add column name text not null default '' check (length(name) <= 200),
  add column post text not null default '' check (length(post) <= 200);
create function tpp.keep_attendee() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from units.staff s where s.id = new.staff_id)
     and not exists (select from tpp.member m where m.outsider_id = new.staff_id and m.unit_id = new.unit_id) then
    raise exception 'only members are invited' using errcode = 'foreign_key_violation';
  end if;
  return new;
end $$;
revoke all on function tpp.keep_attendee() from public;
create trigger keep_attendee before insert on tpp.attendee for each row execute function tpp.keep_attendee();
