-- Offices that are only data. A new installation begins with one office; the offices above and beside it belong to nobody who signs in
-- here, so nobody could ever enter them. Whoever keeps the house does, as long as nobody works there.

create function units.ctx_kept_as_data() returns int[]
language plpgsql stable security definer set search_path = '' as $$
begin
  if not platform.ctx_keeps_house() then return '{}'; end if;
  return array(
    select u.id from units.unit u
    where not exists (
      select 1 from units.posting p
      where p.withdrawn_at is null and (p.unit_id = u.id or (p.role = 'office_admin' and p.unit_id = any (u.path)))));
end $$;
comment on function units.ctx_kept_as_data() is 'The offices at which nobody is posted and over which nobody administers, for whoever keeps the house.';
revoke all on function units.ctx_kept_as_data() from public;
grant execute on function units.ctx_kept_as_data() to app_staff;

create policy administer_data on units.unit for update to app_staff using (id = any ((select units.ctx_kept_as_data())::int[]));
create policy add_to_data on units.unit for insert to app_staff with check (
  case when parent_id is null then (select platform.ctx_keeps_house()) else parent_id = any ((select units.ctx_kept_as_data())::int[]) end);
create policy administer_data on units.service_area for insert to app_staff with check (unit_id = any ((select units.ctx_kept_as_data())::int[]));
create policy remove_data on units.service_area for delete to app_staff using (unit_id = any ((select units.ctx_kept_as_data())::int[]));

-- An office that gets another above it moves with everything below it, whoever may see or change what is below. It is the parent that is
-- set, and the path that follows from it; a path that follows again from the move itself would be cut twice.
alter function units.move_subtree() security definer;
revoke all on function units.move_subtree() from public;
drop trigger move_subtree on units.unit;
create trigger move_subtree after update of parent_id on units.unit for each row when (old.path is distinct from new.path)
  execute function units.move_subtree();

-- Nor does he lose the national calendar to a directorate general that is only data.
alter policy national_by_the_top on units.holiday with check (
  unit_id is not null or exists (select 1 from units.unit u where u.parent_id is null
    and (u.id = any ((select platform.ctx_units('office_admin'))::int[]) or u.id = any ((select units.ctx_kept_as_data())::int[]))));
alter policy national_removed_by_the_top on units.holiday using (
  unit_id is not null or exists (select 1 from units.unit u where u.parent_id is null
    and (u.id = any ((select platform.ctx_units('office_admin'))::int[]) or u.id = any ((select units.ctx_kept_as_data())::int[]))));
